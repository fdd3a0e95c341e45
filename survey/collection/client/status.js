// @ts-check
/** Three states and no other: on this device, sent with a receipt, a problem with what to do. */
import { element, filled, screen, slot } from "./screen.js";

/** The few characters that are read aloud from a receipt. @param {{digest: string}} receipt */
export function code(receipt) {
  return receipt.digest.slice(0, 4).toUpperCase();
}

/**
 * @param {HTMLElement} place
 * @param {{queue: import("./store.js").Queued[], sent: import("./store.js").Receipt[], words: Record<string, string>, again: () => void, copy: () => void}} means
 */
export function showStatus(place, { queue, sent, words, again, copy }) {
  const made = screen("status");
  const problems = queue.filter((item) => item.problem);
  const last = sent.at(-1);
  slot(made, "waiting").textContent = filled(words.waiting, { n: queue.length });
  slot(made, "waiting").toggleAttribute("data-some", queue.length > 0);
  slot(made, "sent").textContent = last
    ? filled(words.sent, { n: sent.length, code: code(last) })
    : filled(words.sent_none, { n: 0 });
  slot(made, "problems").hidden = problems.length === 0;
  for (const item of problems) {
    slot(made, "list").append(element("li", {}, advice(item, words)));
  }
  slot(made, "again").hidden = queue.length === 0;
  slot(made, "again").addEventListener("click", again);
  slot(made, "copy").hidden = queue.length === 0;
  slot(made, "copy").addEventListener("click", copy);
  place.replaceChildren(made);
}

/** @param {import("./store.js").Queued} item @param {Record<string, string>} words */
function advice(item, words) {
  const { status, title, detail } = /** @type {{status: number, title: string, detail: string}} */ (item.problem);
  const what = status === 409 ? words.conflict : words.refused;
  return filled(what, { id: item.id.slice(0, 8), reason: [title, detail].filter(Boolean).join(". ") || status });
}

/** Everything in the queue as a file, byte for byte as it would be sent. @param {import("./store.js").Queued[]} queue @returns {Blob} */
export function copyOf(queue) {
  const decoder = new TextDecoder();
  const interviews = queue.map((item) => ({ id: item.id, digest: item.digest, body: decoder.decode(item.bytes) }));
  return new Blob([JSON.stringify({ format: 1, interviews })], { type: "application/json" });
}
