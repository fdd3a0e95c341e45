"""A tab that stops at one step of finishing or sending, never to go on: what a flat battery leaves behind."""

from playwright.sync_api import Page

STEPS = (
    "before the queue is written",
    "the queue is written",
    "before the draft is wiped",
    "before it is sent",
    "the answer is there",
    "before the receipt is kept",
    "the receipt is kept",
)
_HELD = "/api/v1/held"
# The main thread waits for an answer that never comes; what the browser was asked to write before does go on, as on a real device.
_HOOKS = """([step, held]) => {
  const hold = () => { const asked = new XMLHttpRequest(); asked.open("GET", held, false); asked.send(); };
  const at = (name) => { if (name === step) hold(); };
  const { put, delete: wipe } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, ...key) {
    const finishing = this.name === "queue" && value.checked === false;
    if (finishing) at("before the queue is written");
    if (this.name === "sent") at("before the receipt is kept");
    if (finishing) this.transaction.addEventListener("complete", () => at("the queue is written"));
    if (this.name === "sent") this.transaction.addEventListener("complete", () => at("the receipt is kept"));
    return put.call(this, value, ...key);
  };
  IDBObjectStore.prototype.delete = function (key) {
    if (this.name === "vaulted") at("before the draft is wiped");
    return wipe.call(this, key);
  };
  const { fetch } = window;
  window.fetch = async (address, how) => {
    const sending = String(address).endsWith("/api/v1/interviews");
    if (sending) at("before it is sent");
    const answer = await fetch(address, how);
    if (sending) at("the answer is there");
    return answer;
  };
}"""


_FINISH = """() => setTimeout(() => {
  [...document.querySelectorAll("button")].find((one) => one.textContent.trim() === "Afronden").click();
})"""


def finish_until(page: Page, step: str) -> None:
    """Tap "Afronden" on a page that stops for ever at this step; returns when it stands still."""
    page.route(f"**{_HELD}", lambda _route: None)
    page.evaluate(_HOOKS, [step, _HELD])
    page.wait_for_timeout(500)  # a new screen takes taps after a moment
    with page.expect_request(f"**{_HELD}"):
        page.evaluate(_FINISH)


def kill(page: Page) -> None:
    """End this tab; a page that stands still can not tidy up, and is not asked to."""
    page.close(run_before_unload=False)
