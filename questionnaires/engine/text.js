/**
 * Texts with their pipes filled, in the language of the interview. The twin of `text.py`.
 *
 * @typedef {import("./evaluate.js").Answers} Answers
 * @typedef {import("./evaluate.js").Context} Context
 */

import { answered, own } from "./evaluate.js";
import { day, numeral, real } from "./notation.js";
import { counted } from "./route.js";

export const NOTHING = "…";

/**
 * Fill a text; an empty text when there is none.
 * @param {any} programme
 * @param {any} parts a text as the programme has it: per language a list of strings and `{"pipe": name}` (or one
 *   string); or the list (or string) of one language; null is no text
 * @param {Answers} answers those off the path do not show
 * @param {Context} context its `language` is taken, else the first language of the programme
 * @returns {string}
 */
export function text(programme, parts, answers, context) {
  const chosen = inLanguage(programme, parts, context) || [];
  if (typeof chosen === "string") return chosen;
  const counting = counted(programme, answers, context);
  return chosen
    .map((part) => (typeof part === "string" ? part : shown(programme, part.pipe, counting, context)))
    .join("");
}

/**
 * Give what one pipe shows: the label of an entity, or the answer (its label) to a question that was asked.
 * A missing code, an absent answer and an unknown name show as `…`.
 * @param {any} programme
 * @param {string} name
 * @param {Answers} answers
 * @param {Context} context
 * @returns {string}
 */
export function piped(programme, name, answers, context) {
  return shown(programme, name, counted(programme, answers, context), context);
}

/**
 * Give a label (a string per language, or one string) in the language of the interview.
 * @param {any} programme
 * @param {any} labels
 * @param {Context} context
 * @returns {string}
 */
export function label(programme, labels, context) {
  const chosen = inLanguage(programme, labels, context);
  return typeof chosen === "string" && chosen ? chosen : NOTHING;
}

function inLanguage(programme, texts, context) {
  if (texts === null || typeof texts !== "object" || Array.isArray(texts)) return texts;
  const wanted = own(texts, context.language);
  return wanted?.length ? wanted : own(texts, programme.languages[0].code);
}

function shown(programme, name, counting, context) {
  const entity = own(programme.entities, name);
  if (entity) return label(programme, entity.label, context);
  const value = answered(counting, name);
  const variable = own(programme.variables, name);
  if (variable === null) return NOTHING;
  if (variable.options.length > 0) {
    const labels = new Map(variable.options.map((option) => [option.code, label(programme, option.label, context)]));
    return [value].flat().map((code) => labels.get(code) || NOTHING).join(", ");
  }
  return written(variable.kind, value, context);
}

function written(kind, value, context) {
  if (kind === "number" && typeof value === "number") return numeral(value, context.language);
  if (kind === "date" && typeof value === "string") return real(value) ? day(value) : NOTHING;
  return (kind === "text" || kind === "long_text") && typeof value === "string" ? value : NOTHING;
}
