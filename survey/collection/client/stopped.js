// @ts-check
/** After "geweigerd" and its like: it is recorded, unless it was a mistake. */
import { press, screen, slot } from "./screen.js";

const SECONDS = 6;

/**
 * @param {{interview: import("./interview.js").Interview, resume: () => void, finish: () => void}} means
 * @returns {HTMLElement}
 */
export function stopped({ interview, resume, finish }) {
  const made = screen("stopped");
  for (const text of made.querySelectorAll("[data-outcome]")) {
    /** @type {HTMLElement} */ (text).hidden = text.getAttribute("data-outcome") !== interview.outcome;
  }
  const timer = setTimeout(finish, SECONDS * 1000);
  press(made, "resume", () => {
    clearTimeout(timer);
    resume();
  });
  press(made, "finish", () => {
    clearTimeout(timer);
    finish();
  });
  return made;
}
