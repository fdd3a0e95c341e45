// @ts-check
/**
 * A mark beside the database: who finds the mark and no database knows that the storage of this device was wiped.
 * Browsers that make room throw away databases, and keep this.
 */
const NAME = "wijkpeil-veld";

/** @typedef {{name: string, waiting: number, token?: string, finished?: Record<string, number>}} Mark  what this device is called, how much was not sent yet, who it is and how far it counted */

/** @param {Mark} known */
export function leave(known) {
  try {
    localStorage.setItem(NAME, JSON.stringify(known));
  } catch {
    // refused here: then the monitor alone tells what is missing
  }
}

/** @returns {Mark|null} */
export function found() {
  try {
    const { name, waiting, ...more } = JSON.parse(localStorage.getItem(NAME) ?? "");
    return { name: String(name), waiting: Number(waiting), ...more };
  } catch {
    return null;
  }
}
