// @ts-check
/** The database on this device: how it came to be, and how a lost connection is opened again. */
import { openDB } from "../../static/vendor/idb/index.js";

export const NAME = "wijkpeil-veld";
export const VERSION = 2; // only ever add: older code must still find what it left, and older code cannot open a newer one
const RETRIES = 3;

/** @type {Promise<import("../../static/vendor/idb/index.js").IDBPDatabase>|null} */
let handle = null;

/** Each version adds to the one before; nothing is ever rewritten or thrown away here. @param {any} database @param {number} from */
export function build(database, from) {
  if (from < 1) {
    database.createObjectStore("drafts", { keyPath: "study" }); // of version 1, in the clear: read once, then sealed
    database.createObjectStore("queue", { keyPath: "id" });
    database.createObjectStore("sent", { keyPath: "id" });
    database.createObjectStore("bundles", { keyPath: ["study", "questionnaire"] });
    database.createObjectStore("settings");
  }
  if (from < 2) {
    database.createObjectStore("vaulted", { keyPath: ["study", "questionnaire", "id"] });
    database.createObjectStore("contacts", { keyPath: "id" });
    database.createObjectStore("numbers"); // study -> number of the interview that was frozen last
    database.createObjectStore("leases", { keyPath: ["study", "cell"] });
    database.createObjectStore("recordings", { keyPath: "id" });
  }
}

function forget() {
  handle = null;
}

function opened() {
  handle ??= openDB(NAME, VERSION, {
    upgrade: build,
    blocking: async () => {
      (await handle)?.close();
      forget();
    },
    terminated: forget,
  });
  return handle;
}

/**
 * Browsers may drop the connection at any moment: a dead handle is thrown away and the work done again on a new one.
 * So work must do no harm when it is done twice.
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

/**
 * One transaction: all of it on disk, or nothing.
 * @template T
 * @param {string[]} stores
 * @param {(store: (name: string) => any) => Promise<T>} work  waits for nothing but these stores
 * @returns {Promise<T>}
 */
export function together(stores, work) {
  return withDatabase(async (database) => {
    const writing = database.transaction(stores, "readwrite", { durability: "strict" });
    try {
      const [made] = await Promise.all([work((name) => writing.objectStore(name)), writing.done]);
      return made;
    } catch (error) {
      writing.done.catch(() => {}); // said once is enough
      try {
        writing.abort();
      } catch {
        // it had ended already
      }
      throw error;
    }
  });
}
