// @ts-check
/** A new version of this program waits until no interview is open, on any tab; then a person or a quiet moment lets it in. */
import * as drafts from "./drafts.js";

/** Held, shared by all tabs, as long as an interview is on a screen. */
export const INTERVIEWING = "wijkpeil-interviewing";

/**
 * @param {{offer: () => void}} means  offer: a new version is there, show it where it does no harm
 * @returns {Promise<void>}
 */
export async function keepFresh({ offer }) {
  if (!("serviceWorker" in navigator)) return;
  const kept = await navigator.serviceWorker.register("/veld/sw.js", { scope: "/veld", updateViaCache: "none" }).catch(() => null);
  if (!kept) return;
  const look = () => kept.waiting && navigator.serviceWorker.controller && offer();
  look();
  kept.addEventListener("updatefound", () => kept.installing?.addEventListener("statechange", look));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void kept.update().catch(() => {}));
}

/** Let the new version in and start again with it; false when an interview is open somewhere. @returns {Promise<boolean>} */
export async function takeOver() {
  return navigator.locks.request(INTERVIEWING, { ifAvailable: true }, async (lock) => {
    const kept = await navigator.serviceWorker.getRegistration("/veld");
    if (!lock || !kept?.waiting || (await drafts.open()).length > 0) return false;
    const taken = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    kept.waiting.postMessage("take over");
    await taken;
    location.reload();
    return true;
  });
}
