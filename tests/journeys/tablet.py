"""How an interviewer handles the tablet in these journeys: by taps, and only by what is on the screen."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from sqlmodel import select

from survey.accounts.organisation import named
from survey.collection.tables import Submission
from survey.collection.unseal import unseal
from survey.database import reading, transaction
from survey.studies.publish import publish
from survey.studies.tables import Study
from tests.journeys.conftest import PATIENCE, Server
from tests.journeys.short_questionnaire import SHORT
from tests.survey import staff

expect.set_options(timeout=PATIENCE)

STREET, BRIEF = "straat", "kort"
# What somebody answers who lives in the south and takes part; a question that is not here gets its last option.
ANSWERS = {
    "consent": ["yes"], "area": ["zuid"], "age": ["45-64"], "activities": ["none"],
    "location": ["market"], "spot": ["market"],
}  # fmt: skip
BRIEFLY = {**ANSWERS, "activities": ["coffee", "meal"]}
QUESTION = ".veld-page [data-question]:not([hidden])"

PIN = "2580"
LEASED = """() => new Promise((done) => {
  indexedDB.open("wijkpeil-veld").onsuccess = ({ target: { result } }) => {
    const all = result.transaction("leases").objectStore("leases").getAll();
    all.onsuccess = () => (result.close(), done(all.result.length > 0));
  };
})"""


def lasting(page: Page, url: str) -> None:
    """Let this browser promise that what is stored here stays, as an installed app gets it, while the page is open."""
    protocol = page.context.new_cdp_session(page)
    context = protocol.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    protocol.send(
        "Browser.grantPermissions",
        {"permissions": ["durableStorage"], "origin": url, "browserContextId": context},
    )


@dataclass
class Tablet:
    """A tablet at work. `taps` counts every tap, `asked` the questions in the order in which they came."""

    page: Page
    server: Server
    study: str = BRIEF
    taps: int = 0
    asked: list[str] = field(default_factory=list)

    def enter(self, *, lasting_storage: bool = True, study: str | None = None) -> "Tablet":
        """Load the app, let this device in and choose a PIN."""
        with transaction(self.server.engine) as session:
            if session.exec(select(Study).where(Study.slug == BRIEF)).first() is None:
                publish(session, BRIEF, SHORT, title="Kort gesprek", default_origin="street", synthetic=True)
        if lasting_storage:
            lasting(self.page, self.server.url)
        self.page.goto(f"{self.server.url}/veld/{study or self.study}")
        self.tap("Dit apparaat aanmelden")
        return self.choose_pin()

    def open(self) -> "Tablet":
        """Come to the start of an interview on a device that is new here."""
        self.enter()
        expect(self.page.get_by_role("button", name="Start gesprek")).to_be_visible()
        return self

    def choose_pin(self) -> "Tablet":
        """Choose the PIN of this device."""
        self.page.get_by_label("Pincode, 4 tot 8 cijfers").fill(PIN)
        self.page.get_by_label("Nog een keer").fill(PIN)
        self.tap("Bewaar pincode")
        return self

    def leased(self) -> None:
        """Wait until this device has its own part of the open places."""
        self.page.wait_for_function(LEASED)

    def unlock(self, pin: str = PIN) -> "Tablet":
        """Enter the PIN."""
        self.page.get_by_label("Pincode", exact=True).fill(pin)
        self.tap("Openen")
        return self

    def reload(self) -> "Tablet":
        """Load the app again and enter the PIN; it goes on with what was open."""
        self.page.reload()
        self.unlock()
        expect(self.page.get_by_role("heading", name="Uw pincode")).to_be_hidden()
        return self

    def settle(self) -> None:
        """Wait until a new screen takes taps: as long as a double tap lasts."""
        self.page.wait_for_timeout(400)

    def tap(self, what: str) -> None:
        """One tap on a button, by its words, or on what a selector finds."""
        by_name = self.page.get_by_role("button", name=what, exact=True)
        target = self.page.locator(what) if re.search(r"[\[.#>]", what) else by_name
        target.first.wait_for()  # only a screen that is there can settle
        self.settle()
        target.first.click()
        self.taps += 1

    def send_now(self) -> None:
        """Press "Nu verzenden", unless the timer of the tablet was first: then the button is gone, and that is fine."""
        button = self.page.get_by_role("button", name="Nu verzenden", exact=True).first
        try:
            button.click(timeout=3_000)
        except PlaywrightTimeout:
            expect(button).to_be_hidden()

    def begin(self) -> "Tablet":
        """Start an interview and wait for its first question."""
        self.tap("Start gesprek")
        expect(self.page.locator(QUESTION).first).to_be_visible()
        return self

    def now(self) -> str:
        """The name of the first question on the screen, or nothing."""
        found = self.page.locator(QUESTION)
        return str(found.first.get_attribute("data-question")) if found.count() else ""

    def asks(self, name: str) -> None:
        """Wait until this is the first question on the screen."""
        expect(self.page.locator(QUESTION).first).to_have_attribute("data-question", name)

    def option(self, code: str, name: str | None = None) -> None:
        """One tap on an option or a missing code of a question."""
        if name is None:
            expect(self.page.locator(QUESTION).first).to_be_visible()
            name = self.now()
        self.tap(f'[data-question="{name}"] :is([data-option="{code}"], [data-missing="{code}"])')

    def leaves(self, name: str) -> None:
        """Wait until this question is gone."""
        expect(self.page.locator(f'[data-question="{name}"]')).to_have_count(0)

    def answer(self, answers: dict[str, list[str]] | None = None) -> str:
        """Answer all questions on the screen and wait for the next one; gives the name of the first of these."""
        first = self.now()
        self.asked.append(first)
        for name, kind in self.questions():
            if kind in {"text", "long_text", "number"}:
                self.page.locator(f'[id="{name}"]').fill(
                    "44" if kind == "number" else "Ze helpen met formulieren"
                )
                continue
            options = self.page.locator(f'[data-question="{name}"] [data-option]:visible')
            codes = {**(ANSWERS if self.study == STREET else BRIEFLY), **(answers or {})}.get(name)
            for code in codes or [str(options.last.get_attribute("data-option"))]:
                self.option(code, name)
        alone = self.page.get_by_text("Kies zelf uw antwoord.").is_visible()
        if alone or (self.page.locator('[data-slot="onward"]').is_visible() and self._waits(first)):
            self.tap('[data-slot="onward"]')
        self.leaves(first)
        self.hand_over()
        return first

    def hand_over(self) -> None:
        """Give the tablet to the respondent when that is asked, and take it back."""
        stops = f'{QUESTION}, [data-press="over"], [data-slot="thanks"], [data-slot="answers"]'
        expect(self.page.locator(stops).first).to_be_visible()
        if self.page.locator('[data-slot="thanks"]').is_visible():
            self.tap("Ik heb de tablet weer")
            expect(self.page.locator('[data-slot="thanks"]')).to_have_count(0)
        expect(self.page.locator(stops).first).to_be_visible()
        if self.page.locator('[data-press="over"]').is_visible():
            self.tap("De inwoner heeft de tablet")
            expect(self.page.locator(QUESTION).first).to_be_visible()

    def questions(self) -> list[tuple[str, str]]:
        """Name and kind of the questions on the screen."""
        return [
            (str(one.get_attribute("data-question")), str(one.get_attribute("data-kind")))
            for one in self.page.locator(QUESTION).all()
        ]

    def until(self, name: str, answers: dict[str, list[str]] | None = None) -> "Tablet":
        """Answer until this question is on the screen."""
        while self.now() != name:
            assert self.now(), f"{name} never came; there were {self.asked}"
            self.answer(answers)
        return self

    def to_summary(self, answers: dict[str, list[str]] | None = None) -> "Tablet":
        """Answer everything."""
        while self.now():
            self.answer(answers)
        expect(self.page.get_by_role("heading", name="Klopt alles?")).to_be_visible()
        return self

    def sent(self) -> None:
        """Wait until the screen shows a receipt."""
        expect(self.page.get_by_text(re.compile(r"Verzonden: \d+, laatste bon [0-9A-F]{4}"))).to_be_visible()

    def counts(self) -> dict[str, Any]:
        """What the server counts for the study."""
        with transaction(self.server.engine) as session:
            supervisor = staff.account(session, named(session, None), "supervisor")
        client = staff.enter(self.server.app, supervisor)
        found: dict[str, Any] = client.get(f"/api/v1/studies/{self.study}/counts").get_json()
        return found

    def bodies(self) -> list[dict[str, Any]]:
        """The interviews that arrived, as they were before they were sealed."""
        with reading(self.server.engine) as session:
            kept = session.exec(select(Submission)).all()
            rows = [(each.interview_id, each.body) for each in kept]
        with self.server.app.app_context():
            return [json.loads(unseal(identity, json.loads(body))) for identity, body in rows]

    def body(self) -> dict[str, Any]:
        """The one interview that arrived."""
        (found,) = self.bodies()
        return found

    def _waits(self, name: str) -> bool:
        kinds = {kind for _, kind in self.questions()}
        return bool(kinds & {"multiple", "text", "long_text", "number", "date"}) and self.now() == name
