// @ts-check
/**
 * What is kept on this device: the queue of finished interviews, their receipts, bundles and settings.
 * Nothing is called kept before it was read back and its digest agreed.
 */
import { together, withDatabase } from "./database.js";
import { tally } from "./contacts.js";
import { digest } from "./seal.js";

/**
 * @typedef {{status: number, title: string, detail: string, code?: string}} Trouble
 * @typedef {import("./seal.js").Sealed & {tries: number, problem: Trouble|null, number?: number, cell?: number|null, checked?: boolean}} Queued
 * @typedef {{id: string, digest: string, received_at: string, signature: string}} Receipt
 */

const RECEIPTS_KEPT_DAYS = 90;
const DAY = 86_400_000;

/** The number that this interview gets: one more than the last of its study. @param {string} study @param {string} id */
export async function numberFor(study, id) {
  const there = await withDatabase((database) => database.get("queue", id));
  return there?.number ?? ((await withDatabase((database) => database.get("numbers", study))) ?? 0) + 1;
}

/**
 * Put a sealed interview in the queue, with its number, its place in a quota and its contact, all in one transaction.
 * Resolves only when it was written to disk, read back and its digest agreed.
 * @param {import("./seal.js").Sealed} sealed
 * @param {{number: number, cell?: number|null, contact?: any}} more
 * @returns {Promise<boolean>} false: the number was taken in the meantime, seal it again with another
 */
export async function enqueue(sealed, { number, cell = null, contact = null }) {
  const stores = ["queue", "numbers", "leases", "contacts", "settings"];
  const written = await together(stores, async (store) => {
    const there = await store("queue").get(sealed.id);
    if (there && there.checked !== false) return there.digest === sealed.digest; // done before the connection was lost
    const last = (await store("numbers").get(sealed.study)) ?? 0;
    if (number !== (there?.number ?? last + 1)) return false;
    if (!there) {
      await store("numbers").put(number, sealed.study);
      const lease = cell === null ? undefined : await store("leases").get([sealed.study, cell]);
      if (lease?.left > 0) await store("leases").put({ ...lease, left: lease.left - 1 });
      if (contact) {
        await store("contacts").put({ ...contact, interview: sealed.id, from: 0, problem: null });
        await tally(store("settings"), contact, 1);
      }
    }
    await store("queue").put({ ...sealed, number, cell, tries: 0, problem: null, checked: false });
    return true;
  });
  if (written && !(await confirm(sealed.id))) throw new Error(`interview ${sealed.id} was not read back as it was written`);
  return written;
}

/**
 * This device was let in, all in one transaction. Who comes back goes on with its numbers, at least from what is known of it.
 * Where it is another one for the server, what still waits here is numbered behind what is known of that, and its places are gone.
 * @param {import("./enrol.js").Device} device @param {boolean} same  it is the one that it was
 * @param {Record<string, number>} [known]  what this device knew itself before its storage was wiped
 */
export function letIn({ turn = 0, finished = {}, ...device }, same, known = {}) {
  return together(["queue", "numbers", "leases", "settings"], async (store) => {
    const [numbers, queue, settings] = ["numbers", "queue", "settings"].map(store);
    if (!same) await Promise.all([store("leases").clear(), numbers.clear()]);
    for (const [study, number] of [...Object.entries(finished), ...Object.entries(known)]) {
      if (number > ((await numbers.get(study)) ?? 0)) await numbers.put(number, study);
    }
    for (const item of same ? [] : inOrder(await queue.getAll())) {
      const number = ((await numbers.get(item.study)) ?? 0) + 1;
      await queue.put({ ...item, number });
      await numbers.put(number, item.study);
    }
    await settings.put(Math.max(turn, (await settings.get("turn")) ?? 0), "turn");
    await settings.put(device, "device");
  });
}

/** @param {Queued[]} items */
function inOrder(items) {
  return items.sort((one, other) => (one.frozenAt < other.frozenAt ? -1 : 1));
}

/** Read an interview back; what agrees with its digest may be sent, and its draft may go. @param {string} id @returns {Promise<boolean>} */
export async function confirm(id) {
  const back = await withDatabase((database) => database.get("queue", id));
  if (!back || (await digest(back.bytes)) !== back.digest) return false;
  if (back.checked === false) await changed([{ ...back, checked: true }]);
  return true;
}

/** Read back what was written just before the device stopped. */
export async function confirmAll() {
  for (const item of await queue()) if (item.checked === false) await confirm(item.id);
}

/** @returns {Promise<Queued[]>} in the order in which they were finished */
export async function queue() {
  return inOrder(await withDatabase((database) => database.getAll("queue")));
}

/** Keep what changed about items, of those that are still there. @param {Queued[]} items */
export function changed(items) {
  return together(["queue"], async (store) => {
    for (const item of items) {
      // Another tab may have sent it in the meantime: what is gone must not come back.
      if ((await store("queue").getKey(item.id)) !== undefined) await store("queue").put(item);
    }
  });
}

/** Take interviews from the queue, each against its receipt, in one transaction. @param {{item: Queued, receipt: Receipt}[]} pairs */
export function settled(pairs) {
  return together(["queue", "sent"], async (store) => {
    for (const { item, receipt } of pairs) {
      const { id, digest: sum, received_at, signature } = receipt;
      const kept = { id, digest: sum, received_at, signature, study: item.study, number: item.number, at: Date.now() };
      await store("sent").put(kept);
      await store("queue").delete(item.id);
    }
  });
}

/** The receipts, oldest first. @returns {Promise<(Receipt & {study: string, at: number, number?: number})[]>} */
export async function sent() {
  const all = await withDatabase((database) => database.getAll("sent"));
  return all.sort((/** @type {any} */ one, /** @type {any} */ other) => one.at - other.at);
}

/** Receipts that are old enough to go. @param {number} [now] */
export async function prune(now = Date.now()) {
  const old = (await sent()).filter((receipt) => receipt.at < now - RECEIPTS_KEPT_DAYS * DAY);
  if (old.length === 0) return;
  await together(["sent"], async (store) => {
    for (const receipt of old) await store("sent").delete(receipt.id);
  });
}

/** Study -> how many interviews were finished here. @returns {Promise<Record<string, number>>} */
export function finished() {
  return withDatabase(async (database) => {
    const [studies, numbers] = await Promise.all([database.getAllKeys("numbers"), database.getAll("numbers")]);
    return Object.fromEntries(studies.map((/** @type {string} */ study, /** @type {number} */ at) => [study, numbers[at]]));
  });
}

/** A draft goes on with the questionnaire with which it began. @param {any} bundle */
export function keepBundle(bundle) {
  return withDatabase((database) => database.put("bundles", bundle));
}

/** @param {string} study @param {string} questionnaire */
export function bundle(study, questionnaire) {
  return withDatabase((database) => database.get("bundles", [study, questionnaire]));
}

/** @param {string} name @param {unknown} value */
export function keepSetting(name, value) {
  return withDatabase((database) => database.put("settings", value, name));
}

/** @param {string} name @returns {Promise<any>} */
export function setting(name) {
  return withDatabase((database) => database.get("settings", name));
}
