// @ts-check
/**
 * Keeps the overview of the fieldwork fresh: asks for the same page and puts its figures in place of the old ones.
 * Never while somebody reads with care: a selection, an open list, the keyboard inside the figures, or a page out of sight.
 * Nothing is announced: a screen reader is not interrupted, and the time of the last look stands at the top.
 */
const region = document.querySelector("#veldwerk-nu");
const SECOND = 1000;

function busy() {
  const chosen = document.getSelection();
  return document.hidden || region?.contains(document.activeElement) || (chosen !== null && !chosen.isCollapsed);
}

async function refresh() {
  if (!region || busy()) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  // Signed out meanwhile: the answer is another page, and the old figures with their time are better than none.
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#veldwerk-nu");
  if (!fresh || busy()) return;
  const scrolled = [...region.querySelectorAll(".wr-scroll")].map((each) => each.scrollLeft);
  region.replaceChildren(...fresh.childNodes);
  region.querySelectorAll(".wr-scroll").forEach((each, place) => {
    each.scrollLeft = scrolled[place] ?? 0;
  });
}

if (region instanceof HTMLElement) {
  const every = Number(region.dataset.every) * SECOND;
  // Without a network the page stays as it is; the next turn tries again.
  setInterval(() => refresh().catch(() => undefined), every);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh().catch(() => undefined);
  });
}
