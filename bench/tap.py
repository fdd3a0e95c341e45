"""How long is it from a tap to the next question on a slow tablet? A real Chromium, its processor throttled six times."""

import os
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from questionnaires import library
from survey import migrate
from survey.accounts.organisation import named
from survey.app import create_app
from survey.database import transaction
from survey.devices import entry_code
from survey.devices.enrol import offer
from survey.settings import Settings
from survey.studies.publish import AreaSpec, publish

SLOWER = 6
INTERVIEWS = 3
HIGHLIGHT = 250  # milliseconds that the chosen answer is shown on purpose
_LOOK = 1_000  # milliseconds
SETTLE = 400  # a new question takes no taps before that
_SECRET = "made up for the benchmark"  # noqa: S105 (of a server that lives for a minute)
_CHROMIUM = os.environ.get("WIJKPEIL_TEST_CHROMIUM", "/usr/bin/chromium")
# From the tap to the frame in which the next screen was painted.
_WATCH = """() => {
  window.taps = [];
  const tablet = document.getElementById("tablet");
  let since = 0;
  tablet.addEventListener("click", (event) => {
    const goes = event.target.closest("[data-option], [data-missing], [type=submit]");
    if (goes) since = event.timeStamp;
  }, { capture: true });
  new MutationObserver(() => {
    const begun = since;
    since = 0;
    if (begun) requestAnimationFrame(() => setTimeout(() => window.taps.push(performance.now() - begun)));
  }).observe(tablet, { childList: true });
}"""


def run() -> list[tuple[str, str]]:
    """Measure; gives lines of a name and a value."""
    with _server() as (url, code), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 740}, locale="nl-NL")
        page.add_init_script("navigator.storage.persist = navigator.storage.persisted = async () => true")
        _open(page, url, code)
        protocol = page.context.new_cdp_session(page)
        protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.evaluate(_WATCH)
        chosen: list[float] = []
        pressed: list[float] = []
        for _ in range(INTERVIEWS):
            _interview(page, chosen, pressed)
        browser.close()
    waits = [one - HIGHLIGHT for one in chosen] + pressed
    return [
        (f"tap to next question, {SLOWER}x slower, {len(waits)} taps: p50 / p95", _pair(waits)),
        (f"one tap, with the {HIGHLIGHT} ms that the answer is shown: p50 / p95", _pair(chosen)),
        ("“Verder” after several answers: p50 / p95", _pair(pressed)),
    ]


def _pair(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} / {statistics.quantiles(times, n=20)[-1]:.0f} ms"


@contextmanager
def _server() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), secret_key=_SECRET))
        engine = app.extensions["wijkpeil.database"]
        migrate.upgrade(engine)
        areas = [AreaSpec(f"wijk-{number}", f"Wijk {number}") for number in range(8)]
        with transaction(engine) as session:
            publish(session, "meting", library.load("straat-bekendheid"), areas=areas, synthetic=True)
            organisation = named(session, None).id
            assert organisation is not None
            secret = app.extensions["wijkpeil.settings"].secret
            code = entry_code.shown(offer(session, organisation, "tablet", secret, None)[1])
        listening = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", code
        listening.shutdown()
        thread.join()
        engine.dispose()


def _open(page: Page, url: str, code: str) -> None:
    page.goto(f"{url}/veld/meting")
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="Aanmelden met deze code").click()
    for field in ("pin", "again"):
        page.locator(f"[name={field}]").fill("2580")
    page.get_by_role("button", name="Bewaar pincode").click()
    page.get_by_role("button", name="Start gesprek").wait_for()


def _interview(page: Page, chosen: list[float], pressed: list[float]) -> None:
    """Hold one interview by taps; adds how long each change of screen took."""
    _press(page, "Start gesprek")
    while not page.get_by_role("heading", name="Klopt alles?").is_visible():
        page.wait_for_timeout(SETTLE)
        if page.locator("[data-press=aloud]").is_visible():
            _press(page, "Ik lees de vraag voor")
            continue
        question = page.locator(".veld-page [data-question]:not([hidden])").first
        kind = question.get_attribute("data-kind")
        before = _count(page)
        if kind in {"multiple", "text", "long_text"}:
            if kind == "multiple":
                question.locator("[data-option]:visible").first.click()
            page.get_by_role("button", name="Verder", exact=True).click()
            pressed.append(_next(page, before))
        else:
            options = question.locator("[data-option]:visible")
            name = question.get_attribute("data-question")
            (options.first if name == "consent" else options.last).click()
            chosen.append(_next(page, before))
    _press(page, "Afronden")
    _press(page, "Volgend gesprek")


def _press(page: Page, name: str) -> None:
    page.wait_for_timeout(SETTLE)
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_timeout(SETTLE)


def _count(page: Page) -> int:
    return int(page.evaluate("window.taps.length"))


def _next(page: Page, before: int) -> float:
    # Looked at after the time that nearly every tap takes: what looks in every frame would slow the page itself.
    page.wait_for_timeout(_LOOK)
    page.wait_for_function("before => window.taps.length > before", arg=before)
    found: Any = page.evaluate("window.taps.at(-1)")
    return float(found)
