// @ts-check
/** The tablet: which screen is there. What this device knows of itself stands in `state`, and nowhere else. */
import * as gate from "./gate.js";
import * as contacts from "./contacts.js";
import * as drafts from "./drafts.js";
import * as store from "./store.js";
import * as vault from "./vault.js";
import { newest, refresh } from "./bundles.js";
import { checkIn, sendContacts } from "./checkin.js";
import { door } from "./door.js";
import { enrol } from "./enrol.js";
import { copyOf, download } from "./export.js";
import { home } from "./home.js";
import { choose, lock } from "./lock.js";
import { found, leave } from "./mark.js";
import { keepOutside } from "./outside.js";
import { queue } from "./queue.js";
import { put, screen, press } from "./screen.js";
import { showStatus } from "./status.js";
import { measure, space, unfit } from "./storage.js";
import { alone, enter } from "./study.js";
import { keepSending, send, together } from "./sync.js";
import { trusts } from "./trust.js";
import { unfit as unfitScreen } from "./unfit.js";
import { keepFresh, takeOver } from "./version.js";

const root = /** @type {HTMLElement} */ (document.getElementById("tablet"));
const { client = "", house = "nl", receiptKey = "" } = root.dataset;

const state = {
  /** @type {import("./enrol.js").Device|null} */ device: null,
  /** @type {any[]} */ studies: [],
  study: decodeURIComponent(location.pathname.split("/")[2] ?? ""),
  /** @type {import("./door.js").Hindrance|null} */ hindrance: null,
  update: false,
  /** @type {(() => void)|null} */ leave: null, // lets go of the study that is open
  at: "", // the screen
  /** @type {Map<HTMLElement, boolean>} */ statuses: new Map(), // place -> was it on the screen
  shown: "", // what the list of studies was made of
};

const sending = keepSending({
  run: (again, failures) => navigator.locks.request("wijkpeil-sending", () => round(again, failures)),
  changed: () => void changed(),
});

gate.guard(root);
void keepOutside({ setting: store.setting, keepSetting: store.keepSetting });
void begin();

async function begin() {
  const [device, studies] = await Promise.all([store.setting("device"), store.setting("studies")]);
  Object.assign(state, { device: device ?? null, studies: studies ?? [] });
  await store.confirmAll().catch(() => {});
  await next();
  void sending();
  void store.prune().catch(() => {}); // old receipts may as well go another day
  void keepFresh({ offer: () => void offered() });
}

/** The screen that is next: let in, unlocked, then a study or the list of them. */
async function next() {
  if (!state.device) return toEnrol();
  if (!vault.isOpen()) return toLock();
  return state.study ? toStudy(state.study) : toHome();
}

function toEnrol() {
  const wiped = state.device ? null : found();
  const before = (state.device ?? wiped)?.token;
  show("enrol", enrol({ client, status, before, wiped, enrolled: (device) => void letIn(device, wiped) }));
}

/** @param {import("./enrol.js").Device} device @param {import("./mark.js").Mark|null} wiped */
async function letIn({ again = false, ...device }, wiped) {
  await store.letIn(device, again || !state.device, again ? wiped?.finished : {});
  Object.assign(state, { device, hindrance: null });
  await next();
  await sending();
}

async function toLock() {
  const unlocked = async () => {
    await drafts.adopt();
    await next();
  };
  if (!(await vault.exists())) return show("choose", choose({ opened: () => void unlocked() }));
  const open = await drafts.open();
  if (open.length === 1) state.study = open[0].study; // straight back to where it was broken off
  const forget = () => void drafts.giveUp().then(() => show("choose", choose({ opened: () => void unlocked() })));
  show("lock", lock({ draft: open.length > 0, opened: () => void unlocked(), forget, status }));
}

async function toHome() {
  state.leave?.();
  Object.assign(state, { leave: null, study: "" });
  history.replaceState(null, "", "/veld");
  headline("", false);
  const [standing, open] = await Promise.all([stands(), drafts.open()]);
  const act = { sync: () => void sending(true), queue: () => void toQueue(), lock: locked, update: () => void takeOver(), enrol: toEnrol };
  const { device, studies, update } = state;
  state.shown = essence(standing);
  const drafting = new Set(open.map((draft) => draft.study));
  show("home", home({ device, studies, drafts: drafting, standing, update, enter: (slug) => void toStudy(slug), act, status }));
}

function locked() {
  vault.close();
  void next();
}

async function toQueue() {
  const standing = await stands();
  state.shown = essence(standing);
  const where = { home: () => void toHome(), again: () => void toQueue(), show: (/** @type {HTMLElement} */ made) => show("parts", made) };
  show("queue", queue({ standing, device: state.device, language: house, status, ...where }));
}

/** @param {string} study */
async function toStudy(study) {
  const begun = (await drafts.open()).some((draft) => draft.study === study);
  const bundle = (await newest(study)) ?? (await arriving(study));
  if (!bundle) return show("unreachable", withHome(screen("unreachable")));
  const facts = await measure();
  const reason = unfit(facts);
  // Whoever is in the middle of an interview finishes it; a new one does not begin where it would not last.
  const practice = reason !== null && bundle.synthetic && (await store.setting(`practice:${study}`)) === true;
  if (reason && !begun && !practice) return toUnfit(study, reason, bundle.synthetic);
  state.leave ??= await alone(study);
  if (!state.leave) return show("twice", screen("twice"));
  state.study = study;
  history.replaceState(null, "", `/veld/${study}`);
  headline(bundle.title, bundle.synthetic, practice);
  state.at = "study";
  await enter({ root, study, bundle, house, client, practice, status, sending: () => void sending(), home: () => void toHome() });
}

/** A study that is not here yet: ask for it once, when there is a network. @param {string} study */
async function arriving(study) {
  await sending();
  return newest(study);
}

/** @param {string} study @param {string} reason @param {boolean} synthetic */
function toUnfit(study, reason, synthetic) {
  const practice = () => void store.keepSetting(`practice:${study}`, true).then(() => toStudy(study));
  show("unfit", unfitScreen({ reason, synthetic, practice, again: () => void toStudy(study), home: () => void toHome(), status }));
}

/** @param {HTMLElement} made */
function withHome(made) {
  press(made, "home", () => void toHome());
  return made;
}

/** @param {string} at @param {HTMLElement} made */
function show(at, made) {
  state.at = at;
  put(root, made);
  gate.open();
}

/** @param {string} title @param {boolean} synthetic @param {boolean} [practice] */
function headline(title, synthetic, practice = false) {
  const place = /** @type {HTMLElement} */ (document.getElementById("title"));
  place.dataset.own ??= place.textContent ?? "";
  place.textContent = title || place.dataset.own;
  /** @type {HTMLElement} */ (document.getElementById("synthetic")).hidden = !synthetic;
  /** @type {HTMLElement} */ (document.getElementById("practice")).hidden = !practice;
}

/** Everything that goes to and comes from the server, once. @param {boolean} again @param {number} failures */
async function round(again, failures) {
  const way = door({ token: state.device?.token ?? null });
  const sent = await send({ store: { queue: store.queue, changed: store.changed, settled: store.settled }, door: way, client, again, most: together(failures), trusts: trusts(receiptKey), progress: () => void changed() });
  let { hindrance } = sent;
  let soon = 0;
  if (state.device && !hindrance) {
    ({ hindrance, soon } = await sendContacts(way));
    const said = hindrance ? null : await checkIn(way, { client, storage: await space() });
    hindrance = said?.hindrance ?? hindrance;
    if (said?.studies) {
      state.studies = said.studies;
      await refresh(way, said.studies);
    }
  }
  state.hindrance = hindrance;
  return { ...sent, hindrance: state.device || sent.waiting ? hindrance : null, soon };
}

/** @returns {Promise<import("./status.js").Standing>} */
async function stands() {
  const [waiting, counted, sent] = await Promise.all([store.queue(), contacts.waiting(), store.sent()]);
  return { queue: waiting, contacts: counted.length, sent, hindrance: state.hindrance };
}

/** Keep this element filled with the three states for as long as it is on the screen. @param {HTMLElement} place */
function status(place) {
  state.statuses.set(place, false);
  void changed();
}

async function changed() {
  const standing = await stands();
  const { name, token } = state.device ?? {};
  if (name) leave({ name, waiting: standing.queue.length, token, finished: await store.finished() });
  for (const [place, seen] of state.statuses) {
    if (place.isConnected) {
      state.statuses.set(place, true);
      showStatus(place, standing, { again: () => void sending(true), copy: () => void copy(standing) });
      place.dispatchEvent(new Event("news")); // for what else on this screen the server may have changed
    } else if (seen) state.statuses.delete(place);
  }
  if (state.shown === essence(standing)) return;
  if (state.at === "home") await toHome();
  if (state.at === "queue") await toQueue();
}

/** When this changes the lists on the screen are others. @param {import("./status.js").Standing} standing */
function essence({ queue: waiting, contacts: counted, hindrance }) {
  return JSON.stringify([state.studies, waiting.length, counted, hindrance, state.update]);
}

/** @param {import("./status.js").Standing} standing */
async function copy(standing) {
  const lockOf = async (/** @type {string} */ study) => (await newest(study))?.seal ?? null;
  const file = await copyOf({ queue: standing.queue, contacts: await contacts.waiting(), device: state.device?.device ?? null, client, lockOf });
  download(file, `wijkpeil-${new Date().toISOString().slice(0, 10)}.json`);
}

/** A new version is there: at once while nothing has begun, else on the list of studies. */
async function offered() {
  state.update = true;
  if (state.at !== "lock" || !(await takeOver())) await changed();
}
