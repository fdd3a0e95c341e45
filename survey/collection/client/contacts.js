// @ts-check
/** The approaches that were counted here and are still to be sent; they hold nothing about who it was. */
import { together, withDatabase } from "./database.js";

/**
 * @typedef {{id: string, study: string, at: string, interviewer: string, place: string, area: string, outcome: string,
 *   sex: string, age_band: string, interview: string|null}} Contact
 */

/** So long a contact can be taken back before it is sent, in milliseconds. */
export const HELD = 60_000;

/** @param {Contact} contact @param {number} [now] */
export function add(contact, now = Date.now()) {
  return together(["contacts", "settings"], async (store) => {
    if ((await store("contacts").getKey(contact.id)) !== undefined) return;
    await store("contacts").put({ ...contact, from: now + HELD, problem: null });
    await tally(store("settings"), contact, 1);
  });
}

/** Take a contact back; false when it was sent already. @param {string} id @returns {Promise<boolean>} */
export function drop(id) {
  return together(["contacts", "settings"], async (store) => {
    const there = await store("contacts").get(id);
    if (!there) return false;
    await store("contacts").delete(id);
    await tally(store("settings"), there, -1);
    return true;
  });
}

/** What waits here. @returns {Promise<(Contact & {from: number, problem: string|null})[]>} newest last */
export async function waiting() {
  const all = await withDatabase((database) => database.getAll("contacts"));
  return all.sort((/** @type {Contact} */ one, /** @type {Contact} */ other) => (one.at < other.at ? -1 : 1));
}

/** Forget what the server keeps now; what it refused stays, with why. @param {string[]} kept @param {{id: string, problem: any}[]} refused */
export function answered(kept, refused) {
  return together(["contacts"], async (store) => {
    for (const id of kept) await store("contacts").delete(id);
    for (const { id, problem } of refused) {
      const there = await store("contacts").get(id);
      if (there) await store("contacts").put({ ...there, problem: problem?.title ?? String(problem) });
    }
  });
}

/** How often each outcome was counted today, the sent ones too. @param {string} study @param {Date} [now] @returns {Promise<Record<string, number>>} */
export async function today(study, now = new Date()) {
  const kept = await withDatabase((database) => database.get("settings", `tally:${study}`));
  return kept?.day === now.toDateString() ? kept.counts : {};
}

/** @param {any} settings @param {Contact} contact @param {number} by */
export async function tally(settings, contact, by) {
  const day = new Date(contact.at).toDateString();
  const kept = await settings.get(`tally:${contact.study}`);
  const counts = kept?.day === day ? kept.counts : {};
  const count = Math.max(0, (counts[contact.outcome] ?? 0) + by);
  await settings.put({ day, counts: { ...counts, [contact.outcome]: count } }, `tally:${contact.study}`);
}
