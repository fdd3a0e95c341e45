"""A real browser before a real server: what the journeys stand on."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import Engine
from werkzeug.serving import make_server

from questionnaires import library
from survey import migrate
from survey.accounts.organisation import Organisation, named
from survey.app import create_app
from survey.database import transaction
from survey.settings import Settings
from survey.studies.publish import AreaSpec, publish
from tests.survey import staff

PATIENCE = 15_000  # milliseconds; the machine may be busy
AREAS = [AreaSpec("noord", "Noord", 0, 0, 4_000), AreaSpec("zuid", "Zuid", 1, 0, 6_000)]


@dataclass(frozen=True)
class Server:
    """A running application: where it is, and what is behind it."""

    url: str
    app: Flask

    @property
    def engine(self) -> Engine:
        found: Engine = self.app.extensions["wijkpeil.database"]
        return found

    def sign_in(self, context: BrowserContext, *roles: str, at: Organisation | None = None) -> None:
        """Give this browser the session of a new member of the staff."""
        with transaction(self.engine) as session:
            account = staff.account(session, at or named(session, None), *roles)
        cookie = staff.enter(self.app, account).get_cookie("session")
        assert cookie is not None
        context.add_cookies([{"name": "session", "value": cookie.value, "url": self.url}])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The application on a port of its own, with `panel` and `straat`: a study of each ready questionnaire."""
    app = create_app(Settings(data_dir=tmp_path / "var", secret_key="made up for the journeys"))
    engine: Engine = app.extensions["wijkpeil.database"]
    migrate.upgrade(engine)
    with transaction(engine) as session:
        publish(
            session, "panel", library.load("panel-weet-u-waar"), title="Weet u waar u moet zijn?",
            municipality="Voorbeeldstad", areas=AREAS, default_origin="panel",
        )  # fmt: skip
        publish(
            session, "straat", library.load("straat-bekendheid"), title="Kent u de teams in uw buurt?",
            municipality="Voorbeeldstad", areas=AREAS, default_origin="street", synthetic=True,
        )  # fmt: skip
    listening = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield Server(f"http://127.0.0.1:{listening.server_port}", app)
    listening.shutdown()
    thread.join()
    listening.server_close()
    engine.dispose()


@pytest.fixture
def roles() -> tuple[str, ...]:
    """The roles of who opens a page; a module about the staff's pages gives its own."""
    return ()


@pytest.fixture
def open_page(
    browser: Browser, request: pytest.FixtureRequest, roles: tuple[str, ...]
) -> Iterator[Callable[..., Page]]:
    """Opens a tab of a new visitor, signed in when the module names `roles`; with `beside=page` another tab of the same one.

    Failing scripts fail the test.
    """
    faults: list[str] = []
    contexts = []

    def open_(*, width: int = 768, height: int = 900, beside: Page | None = None, **wishes: Any) -> Page:
        if beside is None:
            size = {"width": width, "height": height}
            context = browser.new_context(**({"viewport": size, "locale": "nl-NL"} | wishes))
            context.set_default_timeout(PATIENCE)
            contexts.append(context)
            if roles:
                request.getfixturevalue("server").sign_in(context, *roles)
        else:
            context = beside.context
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None,
        )
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Checks a page with axe-core; a serious or critical fault fails the test, with the place and what to do."""
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

    def check(page: Page) -> None:
        if not page.evaluate("Boolean(globalThis.axe)"):  # a page is looked at more than once
            page.evaluate(script)  # the protocol of the browser is not held by the page's content policy
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        grave = [
            {"rule": each["id"], "help": each["help"], "at": [node["html"][:160] for node in each["nodes"]]}
            for each in found["violations"]
            if each["impact"] in {"serious", "critical"}
        ]
        assert grave == [], f"{page.url}\n{json.dumps(grave, indent=2, ensure_ascii=False)}"

    return check


@pytest.fixture(scope="session")
def reflows() -> Callable[[Page], None]:
    """Checks that nothing on a page needs scrolling sideways."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # a page that shows progress may just be coming in again
        wide, shown = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= shown, f"{page.url} is {wide} wide on a screen of {shown}"

    return check
