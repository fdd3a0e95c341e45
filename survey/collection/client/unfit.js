// @ts-check
/** Why fieldwork can not begin here, and what to do about it. */
import { press, screen, slot } from "./screen.js";

/** @type {any} */
let installing = null;

globalThis.addEventListener?.("beforeinstallprompt", (event) => {
  event.preventDefault();
  installing = event;
});

/**
 * @param {{reason: string, synthetic: boolean, practice: () => void, again: () => void, home: (() => void)|null, status: (place: HTMLElement) => void}} means
 * @returns {HTMLElement}
 */
export function unfit({ reason, synthetic, practice, again, home, status }) {
  const made = screen("unfit");
  for (const each of made.querySelectorAll("[data-reason]")) {
    /** @type {HTMLElement} */ (each).hidden = each.getAttribute("data-reason") !== reason;
  }
  for (const button of made.querySelectorAll('[data-press="install"]')) /** @type {HTMLElement} */ (button).hidden = !installing;
  press(made, "install", () => void installing?.prompt());
  slot(made, "practice").hidden = !synthetic;
  press(made, "practice", practice);
  press(made, "again", again);
  slot(made, "home").hidden = !home;
  if (home) press(made, "home", home);
  status(slot(made, "status"));
  return made;
}
