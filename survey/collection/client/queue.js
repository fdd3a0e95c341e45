// @ts-check
/** What is on this device, one by one, each with its state; and the receipts of what is not here any more. */
import { element, press, screen, slot } from "./screen.js";
import { partsOf } from "./export.js";
import { qr } from "./qr.js";
import { advice, code } from "./status.js";
import { say } from "./words.js";

const RECEIPTS_SHOWN = 200;

/**
 * @param {{standing: import("./status.js").Standing, device: any, language: string, home: () => void, again: () => void, show: (made: HTMLElement) => void, status: (place: HTMLElement) => void}} means
 * @returns {HTMLElement}
 */
export function queue({ standing, device, language, home, again, show, status }) {
  const made = screen("queue");
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });
  const named = (/** @type {any} */ one, /** @type {string|number} */ at) =>
    say("item", { study: one.study, number: one.number ?? one.id.slice(0, 8), at: moment.format(new Date(at)) });
  for (const item of standing.queue) {
    const row = screen("item");
    slot(row, "what").textContent = named(item, item.frozenAt);
    slot(row, "state").textContent = item.problem ? advice(item) : say("item_waits");
    slot(row, "show").addEventListener("click", () => show(parts(partsOf(item, device.device), again)));
    slot(made, "list").append(row);
  }
  for (const receipt of standing.sent.slice(-RECEIPTS_SHOWN).reverse()) {
    slot(made, "receipts").append(element("li", {}, `${named(receipt, receipt.received_at)}: ${say("receipt", { code: code(receipt) })}`));
  }
  press(made, "home", home);
  status(slot(made, "status"));
  return made;
}

/** @param {string[]} texts @param {() => void} close */
function parts(texts, close) {
  const made = screen("parts");
  let at = 0;
  const show = async () => {
    slot(made, "part").textContent = say("part", { part: at + 1, parts: texts.length });
    try {
      slot(made, "code").replaceChildren(await qr(texts[at]));
    } catch {
      slot(made, "part").textContent = say("part_failed");
    }
  };
  press(made, "next", () => {
    at = (at + 1) % texts.length;
    void show();
  });
  press(made, "close", close);
  void show();
  return made;
}
