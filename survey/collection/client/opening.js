// @ts-check
/** What must be there before the first screen: one tab, the bundle, the draft, the settings. */
import * as store from "./store.js";
import { put, screen } from "./screen.js";

// How long a network may take when there is a bundle already, and when there is none.
const SECONDS_WITH = 4;
const SECONDS_WITHOUT = 30;

/**
 * @param {HTMLElement} root carries `data-bundle` (its address) and `data-study`
 * @returns {Promise<any>} null when the tablet cannot work; the screen then says why
 */
export async function open(root) {
  const { bundle: address = "", study = "" } = root.dataset;
  if (!(await alone(study))) {
    put(root, screen("twice"));
    return null;
  }
  const storage = navigator.storage?.persist?.().catch(() => false) ?? null;
  const [draft, habits] = await Promise.all([store.draft(study), store.setting("habits")]);
  const arriving = newest(address, study);
  const begun = draft && (await store.bundle(study, draft.questionnaire));
  // Whoever was in the middle of an interview goes on at once; the network may take its time.
  const bundle = begun ?? (await arriving);
  if (!bundle) {
    put(root, screen("unreachable"));
    return null;
  }
  void store.prune().catch(() => {}); // old receipts may as well go another day
  return {
    bundle,
    arriving,
    draft,
    habits: habits ?? { origin: bundle.default_origin, interviewer: "", place: "" },
    storage,
  };
}

/** A draft belongs to one tab. @param {string} study @returns {Promise<boolean>} */
function alone(study) {
  return new Promise((resolve) => {
    void navigator.locks.request(`wijkpeil-veld-${study}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => {}) : undefined; // held as long as the tab lives
    });
  });
}

/** The bundle from the server; without a network the one that was used last. @param {string} address @param {string} study */
async function newest(address, study) {
  const questionnaire = await store.setting(`newest:${study}`);
  const known = questionnaire && (await store.bundle(study, questionnaire));
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(known ? SECONDS_WITH * 1000 : SECONDS_WITHOUT * 1000) });
    if (!answer.ok) throw new Error(`the bundle answered ${answer.status}`);
    const bundle = await answer.json();
    await store.keepBundle(bundle);
    await store.keepSetting(`newest:${study}`, bundle.questionnaire);
    return bundle;
  } catch {
    return known ?? null;
  }
}
