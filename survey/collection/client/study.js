// @ts-check
/** One study on this device: what the interview needs of the rest, and one tab at a time. */
import * as contacts from "./contacts.js";
import * as drafts from "./drafts.js";
import * as leases from "./leases.js";
import { arrived, recording } from "./bundles.js";
import { interviewing } from "./interviewing.js";
import { put, screen } from "./screen.js";
import { seal } from "./seal.js";
import * as store from "./store.js";
import { INTERVIEWING } from "./version.js";

/**
 * Take the locks of a study: no other tab works on it, and no new version of the program comes in.
 * @param {string} study
 * @returns {Promise<(() => void)|null>} lets go; null when another tab has it
 */
export function alone(study) {
  return new Promise((resolve) => {
    void navigator.locks.request(`wijkpeil-veld-${study}`, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(null);
      return new Promise((/** @type {(value?: any) => void} */ release) => {
        void navigator.locks.request(INTERVIEWING, { mode: "shared" }, () => new Promise((free) => resolve(() => (free(null), release()))));
      });
    });
  });
}

/**
 * @param {{root: HTMLElement, study: string, bundle: any, house: string, client: string, practice: boolean, sending: () => void,
 *   status: (place: HTMLElement) => void, home: () => void}} app
 */
export async function enter({ root, study, bundle, house, client, practice, sending, status, home }) {
  let latest = bundle;
  const [draft, kept] = await Promise.all([drafts.latest(study), store.setting(`habits:${study}`)]);
  const lost = () => put(root, screen("lost"));

  /** Freeze, number, seal and queue; only then the draft goes. @param {any} interview @param {{cell?: number|null, contact?: any}} [more] */
  const finish = async (interview, { cell = null, contact = null } = {}) => {
    for (;;) {
      const number = await store.numberFor(study, interview.id);
      const sealed = await seal(interview, { client, number, lock: (arrived.get(study) ?? latest).seal });
      if (!(await store.enqueue(sealed, { number, cell, contact }))) continue;
      await drafts.drop(interview);
      sending();
      return { number, digest: sealed.digest };
    }
  };

  return interviewing({
    root,
    bundle,
    house: houseOf(bundle, house),
    practice,
    draft,
    habits: kept ?? { origin: bundle.default_origin, interviewer: "", place: "" },
    newest: () => (latest = arrived.get(study) ?? latest),
    bundleOf: (questionnaire) => (questionnaire === latest.questionnaire ? Promise.resolve(latest) : store.bundle(study, questionnaire)),
    keep: drafts.keep,
    drop: drafts.drop,
    lost,
    finish,
    contact: async (record) => {
      await contacts.add(record);
      sending();
    },
    lastContacts: async (n) => (await contacts.waiting()).filter((one) => one.study === study).slice(-n),
    dropContact: contacts.drop,
    today: () => contacts.today(study),
    leases: () => leases.left(study),
    cells: () => leases.cells(study),
    remember: (habits) => void store.keepSetting(`habits:${study}`, habits),
    setting: store.setting,
    keepSetting: store.keepSetting,
    status,
    home,
    send: sending,
    recording,
  });
}

/** The language in which the interviewer reads the questionnaire along: that of the app when it has it. @param {any} bundle @param {string} house */
export function houseOf({ programme }, house) {
  const codes = programme.languages.map((/** @type {any} */ one) => one.code);
  return [house, "nl"].find((code) => codes.includes(code)) ?? codes[0];
}
