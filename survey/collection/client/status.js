// @ts-check
/** Three states and no other: on this device, sent with a receipt, a problem with what to do. */
import { element, screen, slot } from "./screen.js";
import { say } from "./words.js";

/** @typedef {{queue: import("./store.js").Queued[], contacts: number, sent: import("./store.js").Receipt[], hindrance: string|null}} Standing */

/** The few characters that are read aloud from a receipt. @param {{digest: string}} receipt */
export function code(receipt) {
  return receipt.digest.slice(0, 4).toUpperCase();
}

/**
 * @param {HTMLElement} place
 * @param {Standing} standing
 * @param {{again: () => void, copy: () => void}} means
 */
export function showStatus(place, { queue, contacts, sent, hindrance }, { again, copy }) {
  const made = screen("status");
  const last = sent.at(-1);
  slot(made, "waiting").textContent = say("waiting", { n: queue.length }) + (contacts ? ` ${say("contacts", { n: contacts })}` : "");
  slot(made, "waiting").toggleAttribute("data-some", queue.length > 0);
  slot(made, "sent").textContent = last ? say("sent", { n: sent.length, code: code(last) }) : say("sent_none", { n: 0 });
  const waits = queue.length > 0 || contacts > 0;
  const advices = queue.filter((item) => item.problem).map(advice);
  // To be without a network is no problem: that is what this app is for.
  if (hindrance && !["away", "ill"].includes(hindrance)) advices.unshift(say(`why_${hindrance}`));
  slot(made, "problems").hidden = advices.length === 0;
  slot(made, "list").append(...advices.map((each) => element("li", {}, each)));
  slot(made, "again").hidden = !waits;
  slot(made, "again").addEventListener("click", again);
  slot(made, "copy").hidden = !waits;
  slot(made, "copy").addEventListener("click", copy);
  place.replaceChildren(made);
}

/** What to do about one interview. @param {import("./store.js").Queued} item @returns {string} */
export function advice(item) {
  const { status, title, detail } = /** @type {import("./store.js").Trouble} */ (item.problem);
  const reason = [title, detail].filter(Boolean).join(". ") || status;
  return say(status === 409 ? "conflict" : "refused", { id: item.id.slice(0, 8), reason });
}
