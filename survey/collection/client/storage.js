// @ts-check
/** Will this device keep what is put on it? Fieldwork does not begin where it would not. */

const LEAST_SPACE = 50 * 1024 * 1024;
const PRIVATE_SPACE = 2 * 1024 ** 3; // an ordinary window gets a share of the disk, a private one a little memory

/**
 * @typedef {{persisted: boolean, quota: number, usage: number}} Space
 * @typedef {Space & {files: boolean, worker: boolean, apple: boolean, installed: boolean}} Facts
 */

/** Ask that storage lasts, and look at what there is. @returns {Promise<Facts>} */
export async function measure() {
  const persisted = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
  const touchMac = /Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1;
  return {
    ...(await space()),
    persisted,
    files: await navigator.storage?.getDirectory?.().then(() => true, () => false) ?? true,
    worker: "serviceWorker" in navigator,
    apple: /iPad|iPhone|iPod/.test(navigator.userAgent) || touchMac,
    installed: matchMedia("(display-mode: standalone)").matches || /** @type {any} */ (navigator).standalone === true,
  };
}

/** @returns {Promise<Space>} bytes */
export async function space() {
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => ({}))) ?? {};
  return { persisted: (await navigator.storage?.persisted?.().catch(() => false)) ?? false, quota, usage };
}

/**
 * Why fieldwork must not begin here; null when it may.
 * @param {Facts} facts
 * @returns {"private"|"home_screen"|"persistence"|"space"|null}
 */
export function unfit({ persisted, quota, usage, files, worker, apple, installed }) {
  if (!files || !worker) return "private";
  if (apple && !installed) return "home_screen";
  if (!persisted) return quota < PRIVATE_SPACE ? "private" : "persistence";
  return quota - usage < LEAST_SPACE ? "space" : null;
}
