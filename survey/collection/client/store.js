// @ts-check
/**
 * What is kept on this device: drafts, the queue of finished interviews, the receipts, bundles and settings.
 * Nothing is called kept before it was read back and its digest agreed.
 */
import { openDB } from "../../static/vendor/idb/index.js";
import { digest } from "./seal.js";

/**
 * @typedef {import("./interview.js").Interview} Interview
 * @typedef {import("./seal.js").Sealed & {tries: number, problem: {status: number, title: string, detail: string}|null}} Queued
 * @typedef {{id: string, digest: string, received_at: string, signature: string}} Receipt
 */

const NAME = "wijkpeil-veld";
const VERSION = 1; // only ever add: a newer database cannot be opened by older code
const RETRIES = 3;
const RECEIPTS_KEPT_DAYS = 90;

/** @type {Promise<import("../../static/vendor/idb/index.js").IDBPDatabase>|null} */
let handle = null;

/** @param {any} database */
function build(database) {
  database.createObjectStore("drafts", { keyPath: "study" });
  database.createObjectStore("queue", { keyPath: "id" });
  database.createObjectStore("sent", { keyPath: "id" });
  database.createObjectStore("bundles", { keyPath: ["study", "questionnaire"] });
  database.createObjectStore("settings");
}

function forget() {
  handle = null;
}

function opened() {
  handle ??= openDB(NAME, VERSION, {
    upgrade: build,
    blocking: async () => (await handle)?.close(),
    terminated: forget,
  });
  return handle;
}

/**
 * Browsers may drop the connection at any moment: a dead handle is thrown away and the work done again on a new one.
 * @template T
 * @param {(database: any) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDatabase(work) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(await opened());
    } catch (error) {
      forget();
      if (attempt >= RETRIES || /** @type {Error} */ (error).name === "QuotaExceededError") throw error;
    }
  }
}

/** @param {string} study @returns {Promise<Interview|undefined>} */
export async function draft(study) {
  const kept = await withDatabase((database) => database.get("drafts", study));
  if (!kept) return undefined;
  // Frozen just before the device stopped: the queue has it, the draft is only its shadow.
  const done = await withDatabase(async (database) =>
    (await database.getKey("queue", kept.id)) ?? (await database.getKey("sent", kept.id)),
  );
  if (done === undefined) return kept;
  await dropDraft(study);
  return undefined;
}

/** @param {Interview} interview */
export function keepDraft(interview) {
  return withDatabase((database) => database.put("drafts", interview));
}

/** @param {string} study */
export function dropDraft(study) {
  return withDatabase((database) => database.delete("drafts", study));
}

/**
 * Put a sealed interview in the queue; resolves only when it was written to disk, read back and its digest agreed.
 * @param {import("./seal.js").Sealed} sealed
 */
export async function enqueue(sealed) {
  await withDatabase(async (database) => {
    const writing = database.transaction("queue", "readwrite", { durability: "strict" });
    await Promise.all([writing.store.put({ ...sealed, tries: 0, problem: null }), writing.done]);
  });
  const back = await withDatabase((database) => database.get("queue", sealed.id));
  if (!back || (await digest(back.bytes)) !== sealed.digest) {
    throw new Error(`interview ${sealed.id} was not read back as it was written`);
  }
  await dropDraft(sealed.study);
}

/** @returns {Promise<Queued[]>} */
export function queue() {
  return withDatabase((database) => database.getAll("queue"));
}

/** @param {Queued} item */
export function requeue(item) {
  return withDatabase(async (database) => {
    // Another tab may have sent it in the meantime: what is gone must not come back.
    const writing = database.transaction("queue", "readwrite");
    if ((await writing.store.getKey(item.id)) !== undefined) await writing.store.put(item);
    await writing.done;
  });
}

/** Take an interview from the queue, against its receipt, in one transaction. @param {Queued} item @param {Receipt} receipt */
export function settled(item, receipt) {
  return withDatabase(async (database) => {
    const writing = database.transaction(["queue", "sent"], "readwrite", { durability: "strict" });
    await writing.objectStore("sent").put({ ...receipt, study: item.study, at: Date.now() });
    await writing.objectStore("queue").delete(item.id);
    await writing.done;
  });
}

/** The receipts, oldest first. @returns {Promise<(Receipt & {study: string, at: number})[]>} */
export async function sent() {
  const all = await withDatabase((database) => database.getAll("sent"));
  return all.sort((/** @type {any} */ one, /** @type {any} */ other) => one.at - other.at);
}

/** Receipts that are old enough to go. @param {number} [now] */
export async function prune(now = Date.now()) {
  const limit = now - RECEIPTS_KEPT_DAYS * 24 * 60 * 60 * 1000;
  const old = (await sent()).filter((receipt) => receipt.at < limit);
  await withDatabase(async (database) => Promise.all(old.map((receipt) => database.delete("sent", receipt.id))));
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

/** @param {string} name */
export function setting(name) {
  return withDatabase((database) => database.get("settings", name));
}
