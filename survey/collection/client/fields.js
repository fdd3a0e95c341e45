// @ts-check
/**
 * From what stands in a fragment to an answer, and back. The markup is the server's (`docs/programme.md`, "The fragment").
 * A number or date that cannot be read stays text: `check` says what is wrong with it.
 */

import { numeral } from "../../../questionnaires/engine/notation.js";
import { date, number, split } from "./typed.js";

const CHOICE = new Set(["single", "scale", "consent", "area"]);
const MISSING = "missing:";

/** Whether one tap answers this question. @param {string} kind */
export function isChoice(kind) {
  return CHOICE.has(kind);
}

/** @param {Element} question @param {string} language in which it was typed @returns {unknown} undefined: no answer */
export function read(question, language) {
  const missing = checked(question).find((input) => input.value.startsWith(MISSING));
  if (missing) return { missing: missing.value.slice(MISSING.length) };
  switch (kindOf(question)) {
    case "multiple":
      return listed(checked(question).map((input) => input.value));
    case "number":
      return number(box(question)?.value ?? "", language);
    case "date":
      return date(parts(question).map((input) => input.value));
    case "text":
    case "long_text":
      return box(question)?.value.replaceAll("\r\n", "\n").trim() || undefined;
    default:
      return checked(question)[0]?.value;
  }
}

/** @param {Element} question @param {any} value @param {string} language in which it is shown */
export function write(question, value, language) {
  const missing = value?.missing ? MISSING + value.missing : null;
  const codes = new Set(missing ? [missing] : [value].flat().map(String));
  for (const input of ticks(question)) input.checked = codes.has(input.value);
  const shown = missing || value === undefined || value === null ? "" : String(value);
  const kind = kindOf(question);
  if (kind === "date") {
    const typed = shown ? split(shown) : [];
    for (const [index, input] of parts(question).entries()) input.value = typed[index] ?? "";
  } else if (!CHOICE.has(kind) && kind !== "multiple") {
    const field = box(question);
    if (field) field.value = typeof value === "number" ? numeral(value, language) : shown;
  }
}

/**
 * What else changes when this field changes: an exclusive option or a missing code stands alone.
 * @param {Element} question @param {HTMLInputElement|HTMLTextAreaElement} field @param {Set<string>} exclusive
 */
export function settle(question, field, exclusive) {
  const typed = !("checked" in field) || !["checkbox", "radio"].includes(field.type);
  if (typed) {
    if (field.value.trim() !== "") for (const input of ticks(question)) input.checked = false;
    return;
  }
  if (!field.checked) return;
  const alone = (/** @type {HTMLInputElement} */ input) => input.value.startsWith(MISSING) || exclusive.has(input.value);
  for (const input of ticks(question)) {
    if (input !== field && (alone(field) || alone(input))) input.checked = false;
  }
  if (field.value.startsWith(MISSING)) for (const input of boxes(question)) input.value = "";
}

/** @param {Element} question @returns {string} */
export function kindOf(question) {
  return question.getAttribute("data-kind") ?? "";
}

/** @param {string[]} codes */
function listed(codes) {
  return codes.length > 0 ? codes : undefined;
}

/** @param {Element} question @returns {HTMLInputElement[]} */
function ticks(question) {
  const rows = "[data-option] input, [data-missing] input";
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (question.querySelectorAll(rows))];
}

/** @param {Element} question */
function checked(question) {
  return ticks(question).filter((input) => input.checked && !input.closest("[hidden]"));
}

/** @param {Element} question @returns {(HTMLInputElement|HTMLTextAreaElement)[]} */
function boxes(question) {
  return [
    .../** @type {NodeListOf<HTMLInputElement|HTMLTextAreaElement>} */ (
      question.querySelectorAll("textarea, input:not([type=radio]):not([type=checkbox])")
    ),
  ];
}

/** @param {Element} question */
function box(question) {
  return boxes(question)[0];
}

/** @param {Element} question day, month, year */
function parts(question) {
  const of = (/** @type {string} */ part) => boxes(question).find((input) => input.name.endsWith(`-${part}`));
  return /** @type {HTMLInputElement[]} */ (["day", "month", "year"].map(of).filter(Boolean));
}
