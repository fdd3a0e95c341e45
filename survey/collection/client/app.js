// @ts-check
/** The tablet: which screen is there, and that nothing is shown before it was kept. */
import * as gate from "./gate.js";
import * as store from "./store.js";
import { ask } from "./ask.js";
import { open } from "./opening.js";
import { keepOutside } from "./outside.js";
import { begin, back, show, undo } from "./interview.js";
import { press, put, screen, slot } from "./screen.js";
import { seal } from "./seal.js";
import { start } from "./start.js";
import { copyOf, showStatus } from "./status.js";
import { summary } from "./summary.js";
import { stopped } from "./stopped.js";
import { trusts } from "./trust.js";
import { keepSending, send } from "./sync.js";

const root = /** @type {HTMLElement} */ (document.getElementById("tablet"));
const { client = "", house = "nl" } = root.dataset;
void keepOutside(store);
gate.guard(root);
const opened = await open(root);

if (opened) await run(opened);

/** @param {{bundle: any, arriving: Promise<any>, draft: import("./interview.js").Interview|undefined, habits: any, storage: Promise<boolean>|null}} opening */
async function run({ bundle: first, arriving, draft, habits, storage }) {
  let bundle = first;
  let newest = first;
  void arriving.then((arrived) => (newest = arrived ?? first));
  let settings = habits;
  let pageSince = performance.now();

  const sending = keepSending({
    run: (again) => navigator.locks.request("wijkpeil-sending", () => send({ store, trusts: trusts(newest.receipt_key), again })),
    changed: () => void status(),
  });

  async function status() {
    const place = root.querySelector("[data-slot=status]");
    if (!place) return;
    const [queue, sent] = await Promise.all([store.queue(), store.sent()]);
    showStatus(/** @type {HTMLElement} */ (place), { queue, sent, words: bundle.own, again: () => void sending(true), copy });
  }

  async function copy() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(copyOf(await store.queue()));
    link.download = `wijkpeil-${newest.study}-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function toStart() {
    bundle = newest;
    put(root, start({ bundle, habits: settings, storage, begin: starting, stop: turnedAway, remember }));
    gate.open(gate.SETTLE);
    void status();
  }

  /** @param {any} kept */
  function remember(kept) {
    settings = kept;
    void store.keepSetting("habits", kept);
  }

  /** @param {any} choice */
  async function starting(choice) {
    gate.close();
    const interview = begin(bundle, choice);
    await keep(interview);
    go(interview);
  }

  /** Somebody who does not take part is recorded too, without one answer. @param {string} outcome @param {any} choice */
  async function turnedAway(outcome, choice) {
    const interview = { ...begin(bundle, choice), shown: [], outcome };
    await keep(interview);
    toStopped(interview);
  }

  /** Ends only when the draft is kept; else it says so and nothing goes on. @param {import("./interview.js").Interview} interview */
  async function keep(interview) {
    try {
      await store.keepDraft(interview);
    } catch {
      put(root, screen("lost")); // what is not kept must not look kept
      gate.open();
      await new Promise(() => {});
    }
  }

  /** @param {import("./interview.js").Interview} interview */
  function go(interview) {
    const again = (/** @type {any} */ next) => void keep(next).then(() => go(next));
    if (interview.page === null) {
      put(root, summary({ bundle, interview, house, go: again, finish: () => void finish(interview) }));
      press(root, "back", () => again(back(bundle.programme, interview)));
      gate.open(gate.SETTLE);
      return;
    }
    pageSince = performance.now();
    let latest = interview;
    const timed = (/** @type {any} */ next) => {
      const spent = (interview.times[interview.page ?? ""] ?? 0) + Math.round(performance.now() - pageSince);
      return { ...next, times: { ...next.times, [interview.page ?? ""]: spent } };
    };
    const made = ask({
      bundle,
      interview,
      house,
      keep: (next) => keep((latest = timed(next))),
      go: () => go(latest),
    });
    frame(made, () => latest, again);
    put(root, made);
    gate.open(gate.SETTLE);
  }

  /** What stands around every question. @param {HTMLElement} made @param {() => any} latest @param {(next: any) => void} again */
  function frame(made, latest, again) {
    const languages = slot(made, "languages");
    languages.value = latest().language;
    languages.addEventListener("change", () => again({ ...latest(), language: languages.value }));
    for (const note of made.querySelectorAll("[data-concept]")) {
      /** @type {HTMLElement} */ (note).hidden = note.getAttribute("data-concept") !== latest().language;
    }
    slot(made, "undo").hidden = latest().history.length === 0;
    press(made, "undo", () => again(undo(bundle.programme, latest())));
    slot(made, "back").hidden = back(bundle.programme, latest()) === latest();
    press(made, "back", () => again(back(bundle.programme, latest())));
    for (const outcome of ["interrupted", "refused", "language", "screened_out"]) {
      press(made, outcome, () => {
        const interview = { ...latest(), outcome };
        void keep(interview).then(() => toStopped(interview));
      });
    }
  }

  /** @param {import("./interview.js").Interview} interview */
  function toStopped(interview) {
    const resume = async () => {
      if (interview.shown.length === 0) {
        await store.dropDraft(interview.study);
        toStart();
      } else {
        const resumed = { ...interview, outcome: null };
        await keep(resumed);
        go(resumed);
      }
    };
    put(root, stopped({ interview, resume: () => void resume(), finish: () => void finish(interview, toStart) }));
    gate.open(gate.SETTLE);
  }

  /** @param {import("./interview.js").Interview} interview @param {() => void} [after] */
  async function finish(interview, after = toDone) {
    gate.close();
    try {
      await store.enqueue(await seal(interview, { client }));
    } catch {
      put(root, screen("lost"));
      gate.open();
      return;
    }
    after();
    await status();
    await sending();
  }

  function toDone() {
    const made = screen("done");
    press(made, "next", toStart);
    put(root, made);
    gate.open(gate.SETTLE);
  }

  if (draft?.outcome) await finish(draft, toStart);
  else if (draft) go(show(draft, draft.page));
  else toStart();
  void sending();
}
