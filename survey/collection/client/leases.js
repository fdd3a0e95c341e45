// @ts-check
/** The open places of the quotas that this device may fill by itself. */
import { together, withDatabase } from "./database.js";

/** @typedef {{study: string, cell: number, left: number, counted?: number, target?: number}} Lease */

/** @returns {Promise<Lease[]>} */
export function all() {
  return withDatabase((database) => database.getAll("leases"));
}

/** What the server last said of the cells of this study, with the places that are left here. @param {string} study */
export async function cells(study) {
  return (await all()).filter((lease) => lease.study === study);
}

/** Cell -> places left. @param {string} study @returns {Promise<Record<number, number>>} */
export async function left(study) {
  return Object.fromEntries((await cells(study)).map((lease) => [lease.cell, lease.left]));
}

/**
 * Take over what the server granted, unless something newer was asked in the meantime. Interviews that were finished
 * since the report come off; what the server would like back goes back, but never under an interview that is open.
 * @param {{study: string, turn: number, cells: {cell: number, left: number, back?: number, counted?: number, target?: number}[]}[]} granted
 * @param {{turn: number, finished: Record<string, number>, open: Set<string>}} report  what was said, and which studies have an open interview
 */
export function grant(granted, { turn, finished, open }) {
  return together(["leases", "settings", "queue"], async (store) => {
    if ((await store("settings").get("turn")) !== turn) return;
    const queue = await store("queue").getAll();
    for (const { study, turn: answered, cells: places } of granted) {
      if (answered !== turn) continue;
      const since = queue.filter((/** @type {any} */ item) => item.study === study && item.number > (finished[study] ?? 0));
      for (const { cell, left, back = 0, counted, target } of places) {
        const used = since.filter((/** @type {any} */ item) => item.cell === cell).length;
        const mine = Math.max(0, left - used - (open.has(study) ? 0 : back));
        await store("leases").put({ study, cell, left: mine, counted, target });
      }
    }
  });
}
