// @ts-check
/** What must be there before the first screen: one tab, the bundle, the draft, the settings. */
import * as store from "./store.js";
import { put, screen } from "./screen.js";

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
  const [newest, draft, habits, storage] = await Promise.all([
    fetched(address, study),
    store.draft(study),
    store.setting("habits"),
    navigator.storage?.persist?.().catch(() => false) ?? null,
  ]);
  if (!newest) {
    put(root, screen("unreachable"));
    return null;
  }
  await store.prune();
  const begun = draft && (await store.bundle(study, draft.questionnaire));
  return {
    newest,
    bundle: begun ?? newest,
    draft,
    habits: habits ?? { origin: newest.default_origin, interviewer: "", place: "" },
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
async function fetched(address, study) {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) throw new Error(`the bundle answered ${answer.status}`);
    const bundle = await answer.json();
    await store.keepBundle(bundle);
    await store.keepSetting(`newest:${study}`, bundle.questionnaire);
    return bundle;
  } catch {
    const questionnaire = await store.setting(`newest:${study}`);
    return questionnaire ? store.bundle(study, questionnaire) : null;
  }
}
