// @ts-check
/** After "geweigerd" and its like: it is recorded, and becomes final with the next tap, unless it was a mistake. */
import { press, screen } from "./screen.js";

/**
 * @param {{interview: import("./interview.js").Interview, resume: () => void, finish: () => void}} means
 * @returns {HTMLElement}
 */
export function stopped({ interview, resume, finish }) {
  const made = screen("stopped");
  for (const text of made.querySelectorAll("[data-outcome]")) {
    /** @type {HTMLElement} */ (text).hidden = text.getAttribute("data-outcome") !== interview.outcome;
  }
  press(made, "resume", resume);
  press(made, "finish", finish);
  return made;
}
