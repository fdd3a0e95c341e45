"""A panel of 2,000 made-up members in a browser: imported, drawn, invited by a real mail server, reminded and closed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from survey.demo.panel_members import as_csv, made_up
from survey.jobs.perform import perform_waiting
from survey.moment import now
from tests.journeys.conftest import Server
from tests.journeys.respondent import complete, go_on
from tests.survey.mail.invitation_mail import InvitationMail, opened
from tests.survey.mail.sink import Sink, running
from tests.survey.rounds.sending import days_pass
from tests.survey.rounds.test_bounces import notice

Open = Callable[..., Page]
MEMBERS, DRAWN, BOUNCED = 2_000, 400, 2
TITLE = "Najaar"


@pytest.fixture
def sink(server: Server) -> Iterator[Sink]:
    """The mail server that the application of the journeys sends by."""
    settings = server.app.extensions["wijkpeil.settings"]
    with running() as made:
        settings.smtp_url = f"smtp://127.0.0.1:{made.port}"
        settings.mail_from = "panel@example.nl"
        settings.base_url = server.url
        yield made


class Researcher:
    """A researcher at the pages of the panel; the jobs that these ask for are done at once."""

    def __init__(self, server: Server, page: Page) -> None:
        self.server, self.page = server, page
        server.sign_in(page.context, "researcher")

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()

    def follow(self, link: str) -> None:
        self.page.get_by_role("link", name=link, exact=True).first.click()

    def wait_for_work(self) -> None:
        """Once the page is there, the request that asked for the job has ended."""
        self.page.wait_for_load_state()
        assert perform_waiting(self.server.app) == 1

    def import_members(self, content: bytes) -> None:
        self.page.goto(f"{self.server.url}/leden/invoeren?taal=nl")
        file: Any = {"name": "leden.csv", "mimeType": "text/csv", "buffer": content}
        self.page.get_by_label("Bestand", exact=True).set_input_files(file)
        self.press("Bekijk het bestand")
        self.press("rijen inlezen")
        self.page.wait_for_url("**/taken/*")
        self.wait_for_work()
        self.page.goto(f"{self.server.url}/leden")
        expect(self.page.get_by_role("heading", name="2.000 leden")).to_be_visible()

    def draw(self) -> str:
        """Make a round with a sample by area and sex; gives its address."""
        page = self.page
        page.goto(f"{self.server.url}/onderzoek/panel/panel/nieuw")
        page.get_by_label("Naam van de ronde").fill(TITLE)
        last_day = (now() + timedelta(days=14)).date().isoformat()
        page.get_by_label("Laatste dag om te antwoorden").fill(last_day)
        self.press("Ronde maken")
        expect(page.get_by_role("heading", level=2)).to_have_text(TITLE)
        at = page.url
        self.follow("Steekproef")
        page.get_by_label("Aantal leden").fill(str(DRAWN))
        page.get_by_label("Geslacht").check()
        self.press("Bekijken wat dit geeft")
        self.press(f"{DRAWN} leden trekken")
        expect(page.get_by_role("status")).to_contain_text(f"Er zijn {DRAWN} leden getrokken.")
        return at

    def send(self, at: str, button: str = "Nu versturen") -> None:
        """Agree to the number of people, send, and see the job end well."""
        self.page.goto(f"{at}/versturen")
        self.press(button)
        expect(self.page.get_by_role("alert")).to_contain_text("Er is niets verstuurd")
        self.page.get_by_label("Ja, verstuur het bericht aan").check()
        self.press(button)
        self.page.wait_for_url("**/taken/*")
        self.wait_for_work()
        self.page.reload()
        expect(self.page.get_by_role("main")).to_contain_text("Klaar")

    def take_in(self, at: str, came_back: list[InvitationMail]) -> None:
        """Choose the notices of what came back, look, and confirm."""
        self.page.goto(f"{at}/onbestelbaar")
        files: Any = [
            {"name": f"{place}.eml", "mimeType": "message/rfc822", "buffer": notice(each.reference)}
            for place, each in enumerate(came_back)
        ]
        self.page.get_by_label("Bestanden met meldingen").set_input_files(files)
        self.press("Bekijken")
        self.press(f"{len(came_back)} leden noteren als onbereikbaar")
        expect(self.page.get_by_role("status")).to_contain_text(f"{len(came_back)} leden")

    def close(self, at: str) -> None:
        self.page.goto(f"{at}/sluiten")
        self.press("Ronde sluiten")
        expect(self.page.get_by_role("alert")).to_contain_text("Er is niets veranderd")
        self.page.get_by_label("Typ ter bevestiging de naam van deze ronde").fill(TITLE)
        self.press("Ronde sluiten")
        expect(self.page.get_by_role("status")).to_contain_text("De ronde is gesloten.")
        self.wait_for_work()


def answer_all(server: Server, phone: Page, mail: InvitationMail) -> None:
    """Follow the link and answer until the thanks, without signing in."""
    phone.goto(server.url + mail.link)
    phone.get_by_role("button", name="Beginnen").click()
    complete(phone)
    go_on(phone)
    expect(phone).to_have_url(f"{server.url}/s/panel/verstuurd")
    expect(phone.get_by_role("main")).to_contain_text("Het verslag helpt ons")


def say_no(server: Server, phone: Page, mail: InvitationMail) -> None:
    phone.goto(server.url + mail.link)
    phone.get_by_role("button", name="Ik doe niet mee").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("U doet niet mee")


def test_a_panel_of_2000_is_imported_drawn_invited_reminded_and_closed(
    server: Server, sink: Sink, open_page: Open
) -> None:
    people = made_up(MEMBERS, ["noord", "zuid"])
    addresses = {each["email"] for each in people if each["email"]}
    researcher = Researcher(server, open_page(width=1280))
    researcher.import_members(as_csv(people))
    at = researcher.draw()

    # Everybody with an e-mail address who was drawn gets one message.
    researcher.send(at)
    invited = opened(sink)
    assert len(set(sink.receivers)) == len(invited)
    assert set(sink.receivers) <= addresses
    assert {each.server for each in invited} == {server.url}
    researcher.page.goto(f"{at}/versturen")
    by_mail = len(invited)
    expect(researcher.page.get_by_role("main")).to_contain_text(f"{DRAWN - by_mail} leden krijgen een brief.")

    # One answers and one says no, each on a telephone that is not signed in; two messages come back.
    answers, refuses, *others = [each for each in invited if each.language == "nl"]
    answer_all(server, open_page(width=360), answers)
    phone = open_page(width=360)
    say_no(server, phone, refuses)
    gone = others[:BOUNCED]
    researcher.take_in(at, gone)

    # Nobody is reminded on the day of the invitation; the day after, only who can still take part.
    researcher.page.goto(f"{at}/versturen")
    expect(researcher.page.get_by_role("main")).to_contain_text("herinneren kan vanaf morgen")
    sink.received.clear()
    days_pass(server.engine)
    researcher.send(at)
    reminded = set(sink.receivers)
    assert len(sink.received) == len(reminded) == by_mail - 2 - BOUNCED
    assert reminded == {each.to for each in invited} - {each.to for each in (answers, refuses, *gone)}
    assert all(each.link not in {old.link for old in invited} for each in opened(sink))

    # Closed, what happened is told in AAPOR's rates, and a link opens no form any more.
    researcher.close(at)
    page = researcher.page
    page.goto(at)
    expect(page.locator(".wp-tag")).to_have_text("Gesloten")
    researcher.follow("Respons van deze ronde")
    for state, count in (("Klaar", 1), ("Doet niet mee", 1), ("Niet bezorgd", BOUNCED), ("Samen", DRAWN)):
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=state, exact=True))
        expect(row.get_by_role("cell").first).to_have_text(str(count))
    expect(page.get_by_role("row", name="COOP1")).to_contain_text("50%")
    expect(page.get_by_role("row", name="RR1")).to_contain_text(str(DRAWN))
    phone.goto(server.url + others[-1].link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Dit onderzoek is gesloten")
