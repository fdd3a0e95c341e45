"""A supervisor lets in a tablet by the code on the page, sees it come in, and shuts it out again."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PATIENCE, Server
from tests.journeys.tablet import PIN, lasting
from tests.qr import text_in

Open = Callable[..., Page]
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def supervisor(server: Server, open_page: Open) -> Page:
    page = open_page()
    server.sign_in(page.context, "supervisor")
    return page


def test_a_tablet_comes_in_by_its_code_works_and_is_shut_out(
    server: Server, supervisor: Page, open_page: Open
) -> None:
    supervisor.goto(f"{server.url}/veldwerk/apparaten")
    supervisor.get_by_label("Naam van het apparaat").fill("Tablet 7")
    supervisor.get_by_role("button", name="Maak een code").click()
    code = supervisor.locator("#code").inner_text()
    scanned = text_in(supervisor.get_by_role("img", name="QR-code met de code en het adres").screenshot())
    # It names the installation, which listens at another port here.
    path = scanned.partition("://")[2].partition("/")[2]
    assert path == f"veld#code={code.replace('-', '')}"

    tablet = open_page()
    lasting(tablet, server.url)
    tablet.goto(f"{server.url}/{path}")
    expect(tablet.get_by_label("Code van uw coördinator, 8 tekens")).to_have_value(code.replace("-", ""))
    assert "code" not in urlsplit(tablet.url).fragment
    tablet.get_by_role("button", name="Aanmelden met deze code").click()
    tablet.get_by_label("Pincode, 4 tot 8 cijfers").fill(PIN)
    tablet.get_by_label("Nog een keer").fill(PIN)
    tablet.get_by_role("button", name="Bewaar pincode").click()
    expect(tablet.get_by_text("Kent u de teams in uw buurt?")).to_be_visible()

    supervisor.get_by_role("link", name="Klaar").click()
    supervisor.get_by_role("link", name="Tablet 7").click()
    expect(supervisor.get_by_text("zojuist")).to_be_visible()
    expect(supervisor.get_by_text("loopt gelijk")).to_be_visible()
    supervisor.get_by_role("link", name="Trek het apparaat in").click()
    supervisor.get_by_label("Waarom?").fill("niet meer nodig")
    supervisor.get_by_role("button", name="Intrekken", exact=True).click()
    expect(supervisor.get_by_role("status")).to_contain_text("Tablet 7 is ingetrokken.")

    tablet.goto(f"{server.url}/veld")
    tablet.get_by_label("Pincode", exact=True).fill(PIN)
    tablet.get_by_role("button", name="Openen").click()
    expect(tablet.get_by_role("alert").filter(visible=True).first).to_contain_text(
        "afgemeld door de coördinator"
    )


def test_a_wrong_code_says_what_to_do_and_leaves_the_tablet_out(server: Server, open_page: Open) -> None:
    tablet = open_page()
    tablet.goto(f"{server.url}/veld")

    tablet.get_by_label("Code van uw coördinator, 8 tekens").fill("acde-fghj")
    tablet.get_by_role("button", name="Aanmelden met deze code").click()

    expect(tablet.get_by_role("alert").filter(visible=True).first).to_contain_text(
        "vraag de coördinator om een nieuwe"
    )
