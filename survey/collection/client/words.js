// @ts-check
/** The sentences that JavaScript itself puts together, in the language of the app; they stand in the shell. */
import { filled } from "./screen.js";

/** @type {Record<string, string>|null} */
let words = null;

/** @param {string} name @param {Record<string, unknown>} [values] @returns {string} */
export function say(name, values = {}) {
  words ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}");
  return filled(/** @type {any} */ (words)[name] ?? name, values);
}
