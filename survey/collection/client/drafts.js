// @ts-check
/** The interviews that are not finished: always encrypted on disk, gone as soon as they are finished. */
import { together, withDatabase } from "./database.js";
import { decrypt, encrypt } from "./vault.js";

/** @typedef {import("./interview.js").Interview} Interview */

/** @param {{study: string, questionnaire: string, id: string}} of_ */
const about = ({ study, questionnaire, id }) => `${study}\n${questionnaire}\n${id}`;

/** Resolves when it is on disk. @param {Interview} interview */
export async function keep(interview) {
  const { study, questionnaire, id } = interview;
  const closed = await encrypt(JSON.stringify(interview), about(interview));
  await together(["vaulted"], (store) => store("vaulted").put({ study, questionnaire, id, at: Date.now(), ...closed }));
}

/** @param {{study: string, questionnaire: string, id: string}} draft */
export function drop({ study, questionnaire, id }) {
  return together(["vaulted", "drafts"], async (store) => {
    await store("vaulted").delete([study, questionnaire, id]);
    if ((await store("drafts").get(study))?.id === id) await store("drafts").delete(study);
  });
}

/** Which interviews are open here; readable without the PIN. @returns {Promise<{study: string, questionnaire: string, id: string}[]>} */
export function open() {
  return withDatabase(async (database) => {
    const [vaulted, plain] = await Promise.all([database.getAll("vaulted"), database.getAll("drafts")]);
    const there = [...plain, ...vaulted.sort((/** @type {any} */ one, /** @type {any} */ other) => other.at - one.at)];
    const done = await Promise.all(there.map(({ id }) => frozen(database, id)));
    return there.filter((_, at) => !done[at]).map(({ study, questionnaire, id }) => ({ study, questionnaire, id }));
  });
}

/** The interview to go on with; needs the vault open. @param {string} study @returns {Promise<Interview|undefined>} */
export async function latest(study) {
  const there = await withDatabase((database) => database.getAll("vaulted"));
  const own = there.filter((/** @type {any} */ one) => one.study === study);
  for (const one of own.sort((/** @type {any} */ a, /** @type {any} */ b) => b.at - a.at)) {
    // Frozen just before the device stopped: the queue has it, the draft is only its shadow.
    if (await withDatabase((database) => frozen(database, one.id))) await drop(one);
    else return JSON.parse(await decrypt(one, about(one)));
  }
  return undefined;
}

/** Drafts of an earlier version of this program stand in the clear: encrypt them, then wipe them. */
export async function adopt() {
  for (const plain of await withDatabase((database) => database.getAll("drafts"))) {
    if (!(await withDatabase((database) => frozen(database, plain.id)))) await keep(plain);
    await withDatabase((database) => database.delete("drafts", plain.study));
  }
}

/** Give up every draft under a PIN that nobody knows any more. */
export function giveUp() {
  return together(["vaulted"], (store) => store("vaulted").clear());
}

/** @param {any} database @param {string} id @returns {Promise<boolean>} */
async function frozen(database, id) {
  const [queued, sent] = await Promise.all([database.get("queue", id), database.getKey("sent", id)]);
  return sent !== undefined || (queued !== undefined && queued.checked !== false);
}
