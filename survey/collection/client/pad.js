// @ts-check
/** Numbers and dates without a keyboard: a stepper that goes on while it is held, and a pad of digits. */
import { isClosed } from "./gate.js";
import { element } from "./screen.js";

const FIRST = 400;
const THEN = 90;

/**
 * The number after one step; the first step from nothing gives where people start.
 * @param {unknown} value @param {number} step @param {{min: number|null, max: number|null}} bounds
 */
export function stepped(value, step, { min, max }) {
  const from = typeof value === "number" ? value + step : (min ?? (step > 0 ? 1 : 0));
  return Math.min(max ?? Infinity, Math.max(min ?? -Infinity, from));
}

/**
 * Put the pad below the fields of a question; a physical keyboard still works, the one on the screen stays away.
 * @param {HTMLElement} question @param {any} variable @param {Record<string, string>} words in the interviewer's language
 * @param {{value: () => unknown, write: (value: number) => void}} number
 */
export function pad(question, variable, words, number) {
  const fields = [.../** @type {NodeListOf<HTMLInputElement>} */ (question.querySelectorAll("input[inputmode]"))];
  let field = fields[0];
  for (const each of fields) {
    each.inputMode = "none";
    each.addEventListener("focus", () => (field = each));
  }
  const changed = () => field.dispatchEvent(new Event("input", { bubbles: true }));
  const digits = element("div", { class: "veld-pad", dir: "ltr" });
  const key = (/** @type {string} */ shown, /** @type {string} */ said, /** @type {() => void} */ act) => {
    const button = element("button", { type: "button", class: "veld-button", "aria-label": said }, shown);
    button.addEventListener("click", () => (act(), changed()));
    digits.append(button);
  };
  const type = (/** @type {string} */ sign) => () => {
    field.value += sign;
    // Day and month have two digits: the next part takes over.
    const next = fields[fields.indexOf(field) + 1];
    if (next && field.value.length === 2) field = next;
  };
  for (const digit of "123456789") key(digit, digit, type(digit));
  if (variable.decimals > 0) key(",", ",", type(","));
  key("0", "0", type("0"));
  key("⌫", words.erase, () => {
    if (field.value === "" && field !== fields[0]) field = fields[fields.indexOf(field) - 1];
    field.value = field.value.slice(0, -1);
  });
  fields.at(-1)?.closest(".wp-date, .veld-step, input")?.after(digits);
  if (variable.kind !== "number") return;
  const row = element("div", { class: "veld-step", dir: "ltr" });
  field.before(row);
  const step = (/** @type {number} */ by) => () => {
    number.write(stepped(number.value(), by, variable));
    changed();
  };
  row.append(held("−", words.less, step(-1)), field, held("+", words.more, step(1)));
  row.after(digits);
}

/** A button that goes on while it is held. @param {string} shown @param {string} said @param {() => void} act */
function held(shown, said, act) {
  const button = element("button", { type: "button", class: "veld-button", "aria-label": said }, shown);
  let timer = 0;
  let repeated = false;
  const again = () => {
    repeated = true;
    act();
    timer = setTimeout(again, THEN);
  };
  button.addEventListener("pointerdown", () => {
    repeated = false;
    if (!isClosed()) timer = setTimeout(again, FIRST);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) button.addEventListener(end, () => clearTimeout(timer));
  button.addEventListener("contextmenu", (event) => event.preventDefault()); // a long press is no menu here
  button.addEventListener("click", () => {
    if (!repeated) act();
    repeated = false;
  });
  return button;
}
