"""How long do 200 stored interviews take over a bad line? A real Chromium on 1 Mbit/s with 150 ms of delay."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

from bench.put import answers
from bench.tap import _CHROMIUM, _open, _server

INTERVIEWS = 200
MEGABIT = 125_000  # bytes per second
DELAY = 150  # milliseconds, there and back
ROUNDS = 3
_SOURCE = Path(__file__).parents[1]
# Sealed by the tablet's own module and put where the tablet puts them, as if held one by one without a network.
_FILL = """async ([count, given, first]) => {
  const { seal } = await import("/source/survey/collection/client/seal.js");
  const database = await new Promise((done) => {
    const asked = indexedDB.open("wijkpeil-veld");
    asked.onsuccess = () => done(asked.result);
  });
  const all = (store) => new Promise((done) => {
    const asked = database.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const [bundle] = await all("bundles");
  const pages = bundle.programme.pages.map((page) => page.id);
  const made = [];
  for (let number = first; number < first + count; number += 1) {
    const interview = {
      id: crypto.randomUUID(), study: bundle.study, questionnaire: bundle.questionnaire, origin: "street",
      language: "nl", interviewer: "12", place: "", startedAt: new Date(Date.now() - 240000).toISOString(),
      today: "2026-11-22", seed: number * 7919, shown: pages, answers: given, outcome: null,
      languages: Object.fromEntries(Object.keys(given).map((name) => [name, "nl"])),
      times: Object.fromEntries(pages.map((page, at) => [page, 2000 + ((number * 31 + at * 977) % 9000)])),
    };
    const sealed = await seal(interview, { client: "measured", number, lock: bundle.seal });
    made.push({ ...sealed, number, cell: null, tries: 0, problem: null, checked: true });
  }
  const writing = database.transaction(["queue", "numbers"], "readwrite");
  for (const item of made) writing.objectStore("queue").put(item);
  writing.objectStore("numbers").put(first + count - 1, bundle.study);
  await new Promise((done) => { writing.oncomplete = done; });
  database.close();
  return made.reduce((sum, item) => sum + item.bytes.length, 0);
}"""
_EMPTY = """async () => {
  const began = performance.now();
  const database = await new Promise((done) => {
    const asked = indexedDB.open("wijkpeil-veld");
    asked.onsuccess = () => done(asked.result);
  });
  const left = () => new Promise((done) => {
    const asked = database.transaction("queue").objectStore("queue").count();
    asked.onsuccess = () => done(asked.result);
  });
  while ((await left()) > 0) await new Promise((done) => setTimeout(done, 20));
  database.close();
  return performance.now() - began;
}"""


def run() -> list[tuple[str, str]]:
    """Measure; gives lines of a name and a value."""
    with _server() as (url, code), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 740}, locale="nl-NL", bypass_csp=True)
        page.add_init_script("navigator.storage.persist = navigator.storage.persisted = async () => true")
        page.route("**/source/**", _source)
        _open(page, url, code)
        times, bytes_ = [], 0
        for at in range(ROUNDS):
            bytes_, took = _round(page, 1 + at * INTERVIEWS)
            times.append(took)
        browser.close()
    return [
        ("bytes of one sealed interview", f"{bytes_ / INTERVIEWS:,.0f}"),
        (
            f"{INTERVIEWS} stored interviews over 1 Mbit/s and {DELAY} ms, until the last receipt is kept",
            " / ".join(f"{took / 1000:.2f} s" for took in sorted(times)),
        ),
    ]


def _round(page: Page, first: int) -> tuple[int, float]:
    protocol = page.context.new_cdp_session(page)
    protocol.send("Network.enable")
    _line(protocol, offline=True)
    programme = page.evaluate(
        """() => new Promise((done) => { const asked = indexedDB.open("wijkpeil-veld"); asked.onsuccess = () => {
          const all = asked.result.transaction("bundles").objectStore("bundles").getAll();
          all.onsuccess = () => { asked.result.close(); done(all.result[0].programme); }; }; })"""
    )
    bytes_ = page.evaluate(_FILL, [INTERVIEWS, answers(programme), first])
    _line(protocol, offline=False)  # the tablet notices, and begins
    took = page.evaluate(_EMPTY)
    protocol.detach()
    return int(bytes_), float(took)


def _line(protocol: Any, *, offline: bool) -> None:
    conditions = {"offline": offline, "latency": DELAY}
    protocol.send(
        "Network.emulateNetworkConditions",
        {**conditions, "downloadThroughput": MEGABIT, "uploadThroughput": MEGABIT},
    )


def _source(route: Route) -> None:
    path = _SOURCE / route.request.url.split("/source/")[1]
    route.fulfill(body=path.read_text(encoding="utf-8"), content_type="text/javascript")
