// @ts-check
/** How long a page was in sight, and how long the app was out of it: a call, another app, a dark screen. */

/** @typedef {import("./interview.js").Interview} Interview */

export function watch() {
  let since = 0;
  let away = 0;
  let left = 0;
  document.addEventListener("visibilitychange", () => {
    const now = performance.now();
    if (document.visibilityState === "hidden") left = now;
    else if (left) {
      away += now - left;
      left = 0;
    }
  });
  return {
    begin() {
      since = performance.now();
      away = 0;
    },
    /** The interview with the time of this showing added to what it had. @param {Interview} changed @param {Interview} before @param {string} page */
    noted(changed, before, page) {
      const gone = Math.round(away);
      const seen = Math.max(0, Math.round(performance.now() - since) - gone);
      const hidden = (before.hidden[page] ?? 0) + gone;
      return {
        ...changed,
        times: { ...changed.times, [page]: (before.times[page] ?? 0) + seen },
        hidden: hidden > 0 ? { ...changed.hidden, [page]: hidden } : changed.hidden,
      };
    },
  };
}
