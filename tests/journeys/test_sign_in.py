"""A member of the staff gets in: with a password, a code from an app, a passkey, or the provider of the organisation."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from survey import migrate
from survey.accounts import passwords, totp
from survey.accounts.tables import Account
from survey.app import create_app
from survey.database import transaction
from survey.settings import Settings
from tests import openid_provider
from tests.journeys.conftest import PATIENCE
from tests.survey import staff

PASSWORD = "vier losse woorden"
EMAIL = "anna@voorbeeld.invalid"
Check = Callable[[Page], None]
Open = Callable[..., Page]


@dataclass(frozen=True)
class House:
    """A running application under a name that passkeys can be made for."""

    url: str
    app: Flask
    settings: Settings


@pytest.fixture
def provider_of(request: pytest.FixtureRequest) -> Iterator[tuple[int, dict[str, str]]]:
    """A free port for the application, and what it must know of a provider; none unless the test asks for one."""
    port = openid_provider.free_port()
    if request.node.get_closest_marker("usefixtures") is None:
        yield port, {}
        return
    with openid_provider.running(
        f"http://localhost:{port}", {"anna": EMAIL, "bo": "bo@voorbeeld.invalid"}
    ) as provider:
        yield (
            port,
            {
                "oidc_issuer": provider.issuer,
                "oidc_client_id": openid_provider.CLIENT,
                "oidc_client_secret": openid_provider.SECRET,
                "oidc_name": "Voorbeeldstad",
            },
        )


@pytest.fixture
def with_provider() -> None:
    """Asks for a provider beside the application."""


@pytest.fixture
def house(tmp_path: Path, provider_of: tuple[int, dict[str, str]]) -> Iterator[House]:
    port, about = provider_of
    url = f"http://localhost:{port}"
    settings = Settings(data_dir=tmp_path / "var", secret_key="made up for signing in", base_url=url, **about)
    app = create_app(settings)
    engine = app.extensions["wijkpeil.database"]
    migrate.upgrade(engine)
    with app.app_context():
        hashed = passwords.hashed(PASSWORD)
    with transaction(engine) as session:
        account: Account = staff.account(session, staff.organisation(session, "ons"), "administrator")
        account.email, account.name, account.password = EMAIL, "Anna", hashed
    listening = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield House(url, app, settings)
    listening.shutdown()
    thread.join()
    listening.server_close()
    engine.dispose()


def sign_in(page: Page, house: House, password: str = PASSWORD) -> None:
    page.goto(f"{house.url}/aanmelden")
    page.get_by_label("E-mailadres").fill(EMAIL)
    page.get_by_label("Wachtwoord", exact=True).fill(password)
    page.get_by_role("button", name="Aanmelden", exact=True).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_with_a_password_and_without_javascript_from_invitation_to_signing_out(
    house: House, open_page: Open, axe: Check, reflows: Check
) -> None:
    boss = open_page(width=360, java_script_enabled=False)
    boss.goto(f"{house.url}/beheer")  # sends who did not sign in to the form, and back afterwards
    sign_in_here(boss)
    heading(boss, "Accounts van Gemeente Ons")
    boss.get_by_role("link", name="Account maken").click()
    boss.get_by_role("button", name="Maak het account").click()
    expect(boss.get_by_role("alert")).to_contain_text("Kies minstens één rol.")
    boss.get_by_label("Naam").fill("Bo")
    boss.get_by_label("E-mailadres").fill("bo@voorbeeld.invalid")
    boss.get_by_label("Lezer", exact=True).check()
    boss.get_by_role("button", name="Maak het account").click()
    link = boss.locator("#link").inner_text()
    assert link.startswith(f"{house.url}/wachtwoord/")

    new = open_page()
    new.goto(link)
    new.get_by_label("Nieuw wachtwoord").fill("wachtwoord12")
    new.get_by_role("button", name="Bewaar het wachtwoord").click()
    expect(new.get_by_role("alert")).to_contain_text("te makkelijk te raden")
    axe(new)
    new.get_by_label("Nieuw wachtwoord").fill("mijn eigen lange zin")
    new.get_by_role("button", name="Bewaar het wachtwoord").click()
    expect(new.get_by_role("status")).to_have_text("Uw wachtwoord is bewaard. Meld u nu aan.")
    axe(new)
    new.get_by_label("E-mailadres").fill("bo@voorbeeld.invalid")
    new.get_by_label("Wachtwoord", exact=True).fill("mijn eigen lange zin")
    new.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(new).to_have_url(f"{house.url}/onderzoek")

    boss.goto(f"{house.url}/beheer")
    boss.get_by_role("link", name="Bo", exact=True).click()
    boss.get_by_role("link", name="Account sluiten").click()
    heading(boss, "Account van Bo sluiten?")
    boss.get_by_role("button", name="Ja, sluit het account").click()
    expect(boss.get_by_role("status")).to_contain_text("U kunt het weer heropenen.")
    new.goto(f"{house.url}/onderzoek")
    heading(new, "Aanmelden")
    boss.get_by_role("button", name="Uitloggen").click()
    heading(boss, "Aanmelden")

    seen = open_page()
    sign_in(seen, house)
    for width in (360, 768, 1280):
        seen.set_viewport_size({"width": width, "height": 900})
        for path in (
            "/account",
            "/account/app",
            "/account/sleutels",
            "/beheer",
            "/beheer/nieuw",
            "/beheer/accounts/2",
        ):
            seen.goto(f"{house.url}{path}")
            reflows(seen)
            if width == 360:
                axe(seen)


def sign_in_here(page: Page) -> None:
    page.get_by_label("E-mailadres").fill(EMAIL)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden", exact=True).click()


def test_with_a_code_from_an_app_or_a_recovery_code(house: House, open_page: Open, axe: Check) -> None:
    page = open_page()
    sign_in(page, house)
    page.goto(f"{house.url}/account")
    page.get_by_role("link", name="App instellen").click()
    key = page.locator("#sleutel").inner_text()
    picture = page.get_by_role("img", name="QR-code voor de app")
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 100
    device = totp._kind(house.settings.secret)(key, format="base32")
    page.get_by_label("Code").fill(device.generate().token)
    page.get_by_role("button", name="Zet de app aan").click()
    codes = page.locator("#herstelcodes").inner_text().split()
    assert len(set(codes)) == 10

    other = open_page()
    sign_in(other, house)
    heading(other, "Tweede stap")
    axe(other)
    other.goto(f"{house.url}/account")
    heading(other, "Aanmelden")  # half a sign-in opens nothing
    sign_in(other, house)
    later = device.generate(time=device.generate().expire_time + 1).token
    other.get_by_label("Code").fill(later)
    other.get_by_role("button", name="Doorgaan").click()
    expect(other).to_have_url(f"{house.url}/beheer")

    lost = open_page()
    for expected in ("Accounts van Gemeente Ons", "Tweede stap"):  # the second time the same code is spent
        lost.context.clear_cookies()
        sign_in(lost, house)
        lost.get_by_label("Code").fill(codes[3].upper().replace("-", " "))
        lost.get_by_role("button", name="Doorgaan").click()
        heading(lost, expected)
    expect(lost.get_by_role("alert")).to_contain_text("al gebruikt")


def test_with_a_passkey_as_second_step_and_instead_of_a_password(
    house: House, open_page: Open, axe: Check
) -> None:
    page = open_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, house)
    page.goto(f"{house.url}/account")
    page.get_by_label("Naam van dit apparaat").fill("Laptop <b>")
    page.get_by_role("button", name="Passkey toevoegen").click()
    expect(page.get_by_role("status")).to_have_text("De passkey is bewaard.")
    expect(page.get_by_text("Passkey: Laptop <b>")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Uitloggen").click()

    page.get_by_role("button", name="Aanmelden met een passkey").click()
    heading(page, "Accounts van Gemeente Ons")
    page.get_by_role("button", name="Uitloggen").click()

    sign_in(page, house)
    heading(page, "Tweede stap")
    page.get_by_role("button", name="Gebruik uw passkey").click()
    heading(page, "Accounts van Gemeente Ons")

    page.goto(f"{house.url}/account")
    page.get_by_role("link", name="Passkey Laptop <b> verwijderen").click()
    page.get_by_role("button", name="Ja, verwijder de passkey").click()
    expect(page.get_by_role("status")).to_have_text("De passkey is verwijderd.")
    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_role("button", name="Aanmelden met een passkey").click()
    expect(
        page.get_by_text("Dat lukte niet. Probeer het opnieuw, of meld u aan met uw wachtwoord.")
    ).to_be_visible()


@pytest.mark.usefixtures("with_provider")
def test_with_the_account_of_the_organisation_at_a_real_provider(house: House, browser: Browser) -> None:
    page = visitor(browser)
    at_the_provider(page, house, "anna")
    heading(page, "Accounts van Gemeente Ons")
    page.get_by_role("button", name="Uitloggen").click()
    heading(page, "U bent uitgelogd")
    page.get_by_role("link", name="Uitloggen bij Voorbeeldstad").click()
    expect(page).to_have_url(re.compile(r"http://127\.0\.0\.1:\d+/"))

    with transaction(house.app.extensions["wijkpeil.database"]) as session:
        session.get_one(Account, 1).email = "anna.nieuw@voorbeeld.invalid"
    again = visitor(browser)
    at_the_provider(again, house, "anna")  # by the name at the provider now, not by the address
    heading(again, "Accounts van Gemeente Ons")

    stranger = visitor(browser)
    at_the_provider(stranger, house, "bo")
    heading(stranger, "Aanmelden is niet gelukt")
    expect(stranger.get_by_text("Er is hier geen account voor u.")).to_be_visible()
    for each in (page, again, stranger):
        each.context.close()


def visitor(browser: Browser) -> Page:
    """A visitor of whom faults of scripts are not kept: the provider's own pages have some."""
    context = browser.new_context(locale="nl-NL")
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def at_the_provider(page: Page, house: House, name: str) -> None:
    page.goto(f"{house.url}/aanmelden")
    page.get_by_role("link", name="Aanmelden via Voorbeeldstad").click()
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=login]").press("Enter")
    page.locator("input[name=password]").fill(openid_provider.PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"{house.url}/**")
