// @ts-check
/** One study on the tablet: from whom to approach to an interview that is finished. Nothing is shown before it was kept. */
import * as gate from "./gate.js";
import { ask } from "./ask.js";
import { frame } from "./frame.js";
import { announced, returned } from "./handing.js";
import { back, begin, blank, ended, resumed, sensitive } from "./interview.js";
import { contact, outcomeOf, whom } from "./contact.js";
import { belongs, full } from "./full.js";
import { press, put, screen, slot } from "./screen.js";
import { start } from "./start.js";
import { stopped } from "./stopped.js";
import { summary } from "./summary.js";
import { watch } from "./watch.js";

/** @typedef {import("./interview.js").Interview} Interview */
const UNDO_MS = 60_000; // an approach is not sent before that

/**
 * @typedef {object} Means
 * @property {HTMLElement} root
 * @property {any} bundle
 * @property {() => any} newest
 * @property {(questionnaire: string) => Promise<any>} bundleOf   the one that a draft began with
 * @property {string} house                                      language of the interviewer
 * @property {Interview|undefined} draft
 * @property {(interview: Interview) => Promise<void>} keep      throws when it could not
 * @property {(interview: Interview) => Promise<void>} drop
 * @property {(interview: Interview, more: {cell: number|null, contact: any}) => Promise<unknown>} finish
 * @property {() => void} lost
 * @property {(record: any) => Promise<unknown>} contact
 * @property {(id: string) => Promise<boolean>} dropContact
 * @property {() => Promise<Record<string, number>>} today
 * @property {() => Promise<Record<string, number>>} leases
 * @property {any} habits
 * @property {(habits: any) => void} remember
 * @property {(element: HTMLElement) => void} status
 * @property {(id: number) => Promise<Blob|null>} recording
 * @property {() => void} home
 */

/** @param {Means} means */
export async function interviewing(means) {
  const { root, house, draft } = means;
  let { bundle, habits } = means;
  /** @type {{id: string, said: string, at: number}|null} */
  let noted = null;
  const watched = watch();
  document.documentElement.dataset.hand = habits.hand || "right";

  /** @param {HTMLElement} made */
  function show(made) {
    put(root, made);
    gate.open(gate.SETTLE);
  }

  async function toStart() {
    bundle = means.newest() ?? bundle;
    const [leases, today] = await Promise.all([means.leases(), means.today()]);
    const last = noted && Date.now() - noted.at < UNDO_MS ? noted.said : "";
    const made = start({
      bundle,
      habits,
      leases,
      latest: means.leases,
      today,
      last,
      remember: (kept) => means.remember((habits = { ...habits, ...kept })),
      begin: (choice) => void starting(choice),
      approached,
      undo: () => void unnote(),
      home: means.home,
    });
    show(made);
    means.status(slot(made, "status"));
  }

  /** @param {string} outcome */
  function approached(outcome) {
    const { location = "", area = "", interviewer = "" } = habits;
    const names = [...(bundle.locations ?? []), ...(bundle.areas ?? [])];
    const where = [location, area].map((code) => names.find((one) => one.code === code)?.name).filter(Boolean);
    const made = whom({
      outcome,
      where: where.join(" · "),
      back: () => void toStart(),
      done: (seen) => {
        const record = contact(bundle.study, { interviewer, location, area }, { outcome, ...seen });
        const said = made.querySelector("[data-outcome]:not([hidden])")?.textContent ?? "";
        const whom = made.querySelector(`[data-seen="${seen.sex} ${seen.age_band}"]`)?.textContent ?? "";
        noted = { id: record.id, said: [said, whom].map((part) => part.trim()).join(" · "), at: Date.now() };
        void safely(means.contact(record)).then(toStart);
      },
    });
    show(made);
  }

  async function unnote() {
    if (noted) await means.dropContact(noted.id);
    noted = null;
    await toStart();
  }

  /** @param {any} choice */
  async function starting(choice) {
    gate.close();
    const interview = begin(bundle, choice);
    await keep(interview);
    await go(interview);
  }

  /** Ends only when it is kept; else it says so and nothing goes on. @template T @param {Promise<T>} keeping @returns {Promise<T>} */
  async function safely(keeping) {
    try {
      return await keeping;
    } catch {
      means.lost(); // what is not kept must not look kept
      gate.open();
      return new Promise(() => {});
    }
  }

  let kept = Promise.resolve();
  // One after the other: what was kept last must be what was answered last.
  const keep = (/** @type {Interview} */ interview) => (kept = kept.then(() => safely(means.keep(interview))));

  /** @param {Interview} interview */
  async function go(interview) {
    (await prepare(interview))();
  }

  /** Make the screen that comes next, and give what puts it there: it is made while the last answer is still shown.
   * @param {Interview} interview @returns {Promise<() => void>} */
  async function prepare(interview) {
    const { programme } = bundle;
    const next = (/** @type {Interview} */ changed) => {
      gate.close();
      void keep(changed).then(() => go(changed));
    };
    const secret = sensitive(programme, interview.page);
    const earlier = back(programme, interview);
    if (interview.handing && !secret) {
      const onward = () => next({ ...interview, handing: false });
      return shower(returned({ bundle, language: interview.language, onward }));
    }
    const cell = ended(programme, interview) ? null : await full(bundle, interview, means.leases);
    if (cell !== null) return shower(fullOf(interview, cell, next));
    if (interview.page === null) return shower(summaryOf(interview, next, earlier));
    if (secret && !interview.handing) {
      const asking = blank(programme, interview);
      return shower(
        announced({
          over: () => next({ ...asking, handing: true }),
          aloud: () => void keep(asking).then(askOf(asking, next)),
          back: earlier === interview ? null : () => next(earlier),
        }),
      );
    }
    return askOf(secret ? blank(programme, interview) : interview, next);
  }

  /** @param {HTMLElement} made */
  function shower(made) {
    return () => show(made);
  }

  /** @param {Interview} interview @param {(next: Interview) => void} next */
  function askOf(interview, next) {
    const page = /** @type {string} */ (interview.page);
    let latest = interview;
    const timed = (/** @type {Interview} */ changed) => watched.noted(changed, interview, page);
    const made = ask({
      bundle,
      interview,
      house: interview.handing ? interview.language : house,
      keep: (changed) => keep((latest = timed(changed))),
      prepare: () => prepare(latest),
      card: (shown) => framed.card(shown),
    });
    const framed = frame({
      made,
      means: { ...means, bundle },
      latest: () => latest,
      go: next,
      again: (changed) => void keep(changed).then(askOf(changed, next)),
      stop: (outcome) => {
        gate.close();
        latest = { ...latest, outcome, handing: false };
        void keep(latest).then(() => toStopped(latest));
      },
    });
    return () => {
      watched.begin();
      show(made);
    };
  }

  /** @param {Interview} interview @param {(next: Interview) => void} next @param {Interview} earlier */
  function summaryOf(interview, next, earlier) {
    const finish = (/** @type {string} */ helped) => void freeze({ ...interview, helped }, toDone);
    const made = summary({ bundle, interview, house, go: next, finish });
    press(made, "back", () => next(earlier));
    return made;
  }

  /** @param {Interview} interview @param {any} cell @param {(next: Interview) => void} next */
  function fullOf(interview, cell, next) {
    const made = screen("full");
    const group = bundle.quota.groups.find((/** @type {any} */ one) => one.code === cell.group);
    const area = bundle.areas?.find((/** @type {any} */ one) => one.code === cell.area)?.name;
    slot(made, "group").textContent = [area, group?.label].filter(Boolean).join(": ");
    press(made, "end", () => {
      const stopping = { ...interview, quota: cell.id, outcome: "quota_full" };
      void keep(stopping).then(() => toStopped(stopping));
    });
    press(made, "onward", () => next({ ...interview, quota: cell.id }));
    return made;
  }

  /** @param {Interview} interview */
  function toStopped(interview) {
    const resume = () => {
      const { outcome } = interview;
      const quota = outcome === "quota_full" ? null : interview.quota;
      const again = { ...interview, outcome: null, quota };
      void keep(again).then(() => go(again));
    };
    show(stopped({ interview, resume, finish: () => void freeze(interview, () => void toStart()) }));
  }

  /** @param {Interview} interview @param {() => void} after */
  async function freeze(interview, after) {
    gate.close();
    const used = new Set([interview.language, ...Object.values(interview.languages)]);
    const translations = Object.fromEntries(Object.entries(interview.versions).filter(([code]) => used.has(code)));
    const cell = belongs(bundle, interview);
    const record = contact(bundle.study, interview, { outcome: outcomeOf(bundle.programme, interview), interview: interview.id });
    const frozen = { ...interview, translations, outside: document.documentElement.hasAttribute("data-outside") };
    await safely(means.finish(frozen, { cell, contact: record }));
    after();
  }

  function toDone() {
    const made = screen("done");
    press(made, "next", () => void toStart());
    show(made);
    means.status(slot(made, "status"));
  }

  if (!draft) return toStart();
  bundle = (await means.bundleOf(draft.questionnaire)) ?? bundle;
  if (draft.outcome) return freeze(resumed(draft), () => void toStart());
  const whole = resumed(draft);
  return go(sensitive(bundle.programme, whole.page) ? { ...whole, handing: false } : whole);
}
