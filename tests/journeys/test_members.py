"""A researcher takes members in with a file, in the browser; a member leaves with the link of a mail, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from survey.accounts.organisation import named
from survey.database import transaction
from survey.demo.panel_members import as_csv, made_up
from survey.jobs.perform import perform_waiting
from survey.members.contact import Contact, keyring, seal, unsubscribe_token
from survey.members.tables import Member
from tests.journeys.conftest import Server

Open = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def roles() -> tuple[str, ...]:
    return ("researcher",)


def choose(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Bestand", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Bekijk het bestand").click()


def look_at(page: Page, axe: Check, reflows: Check, *, javascript: bool) -> None:
    for width in (1280, 768, 360) if javascript else (360,):
        page.set_viewport_size({"width": width, "height": 900})
        reflows(page)
        if javascript:  # axe waits for timers, that a page without JavaScript does not have
            axe(page)


@pytest.mark.parametrize("javascript", [False, True])
def test_from_an_empty_panel_by_way_of_a_fault_to_members_who_can_leave(
    server: Server, open_page: Open, axe: Check, reflows: Check, *, javascript: bool
) -> None:
    page = open_page(width=360, java_script_enabled=javascript)

    def look() -> None:
        look_at(page, axe, reflows, javascript=javascript)

    # An empty panel says where to begin; a faulty file is shown with the place, and keeps nothing.
    page.goto(f"{server.url}/leden?taal=nl")
    expect(page.get_by_text("Uw panel heeft nog geen leden")).to_be_visible()
    look()
    page.get_by_role("link", name="Leden inlezen").click()
    look()
    people = made_up(60, ["noord", "zuid"])
    faulty = [*people[:3], people[3] | {"birth_year": "١٩٧٠"}]
    choose(page, "leden<b>.csv", as_csv(faulty))
    expect(page.get_by_role("alert")).to_contain_text("Er is niets ingelezen: 1 rij is niet goed")
    expect(page.get_by_role("row").filter(has_text="Een jaar in vier cijfers")).to_contain_text(
        "geboortejaar"
    )
    look()

    # A good file is shown first, and taken in by a job.
    page.get_by_role("link", name="Een ander bestand kiezen").click()
    choose(page, "leden.csv", as_csv(people))
    expect(page.get_by_text("Er is nog niets ingelezen")).to_be_visible()
    look()
    page.get_by_role("button", name="60 rijen inlezen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Leden inlezen")
    assert perform_waiting(server.app) == 1
    page.goto(f"{server.url}/leden")
    expect(page.get_by_role("heading", name="60 leden")).to_be_visible()
    expect(page.get_by_text("verzonnen mensen")).to_be_visible()
    look()

    # One member is found by number, changed, and shown.
    page.get_by_label("E-mailadres of nummer").fill("T00002")
    page.get_by_role("button", name="Zoek").click()
    expect(page.get_by_text("Testpersoon 0002")).to_be_visible()
    look()
    page.get_by_role("link", name="Wijzigen").click()
    look()
    page.get_by_label("Geboortejaar").fill("19")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("alert")).to_contain_text("Een jaar in vier cijfers")
    look()
    page.get_by_label("Geboortejaar").fill("1961")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("status")).to_contain_text("De wijziging is bewaard")
    page.get_by_role("link", name="Toestemming intrekken").click()
    look()
    page.get_by_role("button", name="Intrekken en wissen").click()
    expect(page.get_by_role("alert")).to_contain_text("Er is niets gewist")
    page.get_by_label("Typ het nummer van dit lid over").fill("T00002")
    page.get_by_role("button", name="Intrekken en wissen").click()
    expect(page.get_by_text("Gewist: dit lid trok de toestemming in.")).to_be_visible()
    look()


class TestOwnPages:
    @pytest.fixture
    def roles(self) -> tuple[str, ...]:
        return ()

    @pytest.mark.parametrize(("language", "javascript"), [("nl", False), ("ar", True)])
    def test_a_member_looks_changes_and_leaves_also_without_javascript(
        self, server: Server, open_page: Open, axe: Check, reflows: Check, language: str, *, javascript: bool
    ) -> None:
        token = _member(server, language)
        page = open_page(width=360, java_script_enabled=javascript)

        def look() -> None:
            look_at(page, axe, reflows, javascript=javascript)
            assert page.locator("html").get_attribute("lang") == language

        page.goto(f"{server.url}/mijn/{token}")
        look()
        page.locator("#birth_year").fill("1950")
        page.locator("main button").click()
        expect(page.get_by_role("status")).to_be_visible()
        expect(page.locator("#birth_year")).to_have_value("1950")
        page.goto(f"{server.url}/afmelden/{token}")
        look()
        page.locator("main button").click()
        look()
        assert _state(server) == "unsubscribed"
        page.goto(f"{server.url}/mijn/{token}/intrekken")
        look()
        page.locator("main button").click()
        look()
        assert _state(server) == "withdrawn"
        page.goto(f"{server.url}/mijn/{token}")
        look()
        page.goto(f"{server.url}/afmelden/nobody?taal={language}")
        look()


def _member(server: Server, language: str) -> str:
    with transaction(server.engine) as session:
        ours = named(session, None).id or 0
        member = Member(organisation_id=ours, number="1", language=language, synthetic=True)
        seal(
            member,
            Contact("Testpersoon", "test@voorbeeld.invalid"),
            keyring(server.app.extensions["wijkpeil.settings"]),
        )
        session.add(member)
        session.flush()
        return unsubscribe_token(session, member)


def _state(server: Server) -> str:
    with transaction(server.engine) as session:
        return session.exec(select(Member.state).where(col(Member.number) == "1")).one()
