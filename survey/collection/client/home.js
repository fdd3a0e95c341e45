// @ts-check
/** The studies of this device, and whether everything of today was sent. */
import { element, press, screen, slot } from "./screen.js";
import { say } from "./words.js";

/**
 * @typedef {object} Means
 * @property {any} device
 * @property {any[]} studies          as the last check-in gave them
 * @property {Set<string>} drafts     studies with an interview that is not finished
 * @property {import("./status.js").Standing} standing
 * @property {boolean} update         a new version of the program waits
 * @property {(slug: string) => void} enter
 * @property {{sync: () => void, queue: () => void, lock: () => void, update: () => void, enrol: () => void}} act
 * @property {(place: HTMLElement) => void} status
 */

/** @param {Means} means @returns {HTMLElement} */
export function home({ device, studies, drafts, standing, update, enter, act, status }) {
  const made = screen("home");
  slot(made, "revoked").hidden = !["revoked", "unknown"].includes(standing.hindrance ?? "");
  slot(made, "version").hidden = !update;
  slot(made, "none").hidden = studies.length > 0;
  for (const study of studies) {
    const button = element("button", { type: "button", class: "veld-study" }, element("strong", {}, study.title));
    const note = drafts.has(study.slug) ? "study_draft" : study.open ? "" : "study_closed";
    if (note) button.append(element("span", {}, say(note)));
    button.addEventListener("click", () => enter(study.slug));
    slot(made, "studies").append(element("li", {}, button));
  }
  slot(made, "day").append(...day(standing, drafts.size).map(([good, text]) => element("li", { "data-good": String(good) }, text)));
  slot(made, "device").textContent = say("device", { name: device.name, organisation: device.organisation });
  for (const [name, action] of Object.entries(act)) press(made, name, action);
  status(slot(made, "status"));
  return made;
}

/** What is still to be done before going home. @param {import("./status.js").Standing} standing @param {number} drafts @returns {[boolean, string][]} */
export function day({ queue, contacts }, drafts) {
  const line = (/** @type {number} */ n, /** @type {string} */ name) => /** @type {[boolean, string]} */ ([n === 0, say(n === 0 ? `day_no_${name}` : `day_${name}`, { n })]);
  return [line(queue.length, "queue"), line(contacts, "contacts"), line(drafts, "drafts")];
}
