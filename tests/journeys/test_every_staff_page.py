"""Every page that the staff can open, in a real browser: for everybody, on a phone, a tablet and a desktop."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from survey.permission_page import endpoints
from survey.permissions import ACTIONS, STAFF
from tests.journeys.conftest import Server
from tests.survey.everything import Everything, everything
from tests.survey.world import ANY, PART, WORDS

Open = Callable[..., Page]
Check = Callable[[Page], None]
# The tablet has journeys of its own; the others are files.
_NOT_PAGES = {"field.page"}
_WIDTHS = (360, 768, 1280)


@pytest.fixture
def place(server: Server) -> Everything:
    """An organisation with one of everything, beside that of the journeys."""
    return everything(server.app, "alles", "Alles & <meer>")


def _addresses(server: Server, place: Everything) -> Iterator[tuple[str, str]]:
    """Each address that a member of the staff gets, with a role that may."""
    arguments = WORDS | place.arguments
    for endpoint in endpoints(server.app):
        role = next((role.value for role in STAFF if role in ACTIONS[endpoint.action].roles), None)
        is_file = any(part in endpoint.rule for part in ("/api/", ".csv", ".yaml", ".json", "<any("))
        if endpoint.method == "GET" and role and endpoint.name not in _NOT_PAGES and not is_file:
            filled = arguments | ({"key_id": arguments["passkey_id"]} if "passkeys" in endpoint.rule else {})
            yield role, PART.sub(lambda part, filled=filled: filled[part[1]], ANY.sub("x", endpoint.rule))


def test_nothing_is_in_the_way_of_anybody_on_any_page(
    server: Server, place: Everything, open_page: Open, axe: Check, reflows: Check
) -> None:
    pages: dict[str, Page] = {}
    seen = 0
    for role, address in _addresses(server, place):
        if role not in pages:
            pages[role] = open_page()
            server.sign_in(pages[role].context, role, at=place.organisation)
        page = pages[role]
        answer = page.goto(server.url + address)
        assert answer is not None
        assert answer.status < 500, address
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue  # a sound or a picture
        for width in _WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            reflows(page)
        if answer.status == 200:
            seen += 1
            page.set_viewport_size({"width": _WIDTHS[0], "height": 900})
            axe(page)
            page.set_viewport_size({"width": _WIDTHS[2], "height": 900})
            axe(page)
    assert seen > 35
