/**
 * What each kind of question accepts as an answer. The twin of `kinds.py`.
 *
 * @typedef {import("./evaluate.js").Answers} Answers
 * @typedef {import("./evaluate.js").Context} Context
 * @typedef {{code: string, params: Record<string, string | number>, soft: boolean}} Problem
 *
 * An answer in its interview: what was asked, the answer (not absent, not a missing code) and the answers that count.
 * @typedef {{programme: any, variable: any, value: unknown, counting: Answers, context: Context}} Given
 */

import { holds } from "./evaluate.js";
import { day, numeral, real } from "./notation.js";
import { label, NOTHING } from "./text.js";

const EARLIEST = "1900-01-01";
const LATEST = "2100-12-31";

/**
 * Make a problem that the answer cannot be kept with.
 * @param {string} code
 * @param {Record<string, string | number>} params
 * @returns {Problem}
 */
export function problem(code, params) {
  return { code, params, soft: false };
}

/**
 * List what is wrong with a given value for the kind of its variable.
 * @param {Given} given
 * @returns {Problem[]}
 */
export function faults(given) {
  return KINDS.get(given.variable.kind)(given);
}

const wrongKind = (variable) => [problem("wrong_kind", { kind: variable.kind })];
const isText = (value) => typeof value === "string";

function choice(given) {
  return isText(given.value) ? known(given, given.value) : wrongKind(given.variable);
}

function multiple(given) {
  const { programme, variable, value, context } = given;
  if (!Array.isArray(value) || !value.every(isText)) return wrongKind(variable);
  const labels = new Map(variable.options.map((option) => [option.code, label(programme, option.label, context)]));
  const seen = new Set();
  const found = [];
  for (const code of value) {
    if (seen.has(code)) found.push(problem("duplicate_choice", { value: code, label: labels.get(code) || NOTHING }));
    else found.push(...known(given, code));
    seen.add(code);
  }
  const alone = variable.options.filter((option) => option.exclusive).map((option) => option.code);
  const exclusive = value.find((code) => alone.includes(code));
  if (exclusive && value.length > 1) {
    found.push(problem("exclusive_with_others", { value: exclusive, label: labels.get(exclusive) }));
  }
  const { min: least, max: most } = variable;
  const { language } = context;
  const count = numeral(value.length, language);
  if (least !== null && value.length < least && !exclusive) {
    found.push(problem("too_few", { min: numeral(least, language), count }));
  }
  if (most !== null && value.length > most) found.push(problem("too_many", { max: numeral(most, language), count }));
  return found;
}

function known({ programme, variable, counting, context }, code) {
  const option = variable.options.find((each) => each.code === code);
  if (!option) return [problem("unknown_code", { value: code })];
  if (holds(option.when, counting, context)) return [];
  return [problem("not_offered", { value: code, label: label(programme, option.label, context) })];
}

function number({ variable, value, context: { language } }) {
  if (isText(value)) return [problem("not_a_number", { value })];
  if (typeof value !== "number") return wrongKind(variable);
  if (!Number.isFinite(value)) return [problem("not_a_number", { value: NOTHING })];
  const { min, max, decimals } = variable;
  const given = numeral(value, language);
  const found = [];
  if (min !== null && value < min) found.push(problem("too_small", { min: numeral(min, language), value: given }));
  if (max !== null && value > max) found.push(problem("too_large", { max: numeral(max, language), value: given }));
  if (!rounded(value, decimals)) {
    found.push(problem("too_many_decimals", { decimals: numeral(decimals, language), value: given }));
  }
  return found;
}

/** A number has at most so many decimals when rounding to them gives the same double. */
function rounded(value, decimals) {
  if (Number.isInteger(value)) return true;
  const power = Number(`1e${decimals}`);
  return Math.floor(value * power + 0.5) / power === value;
}

function words({ variable, value, context: { language } }) {
  if (!isText(value)) return wrongKind(variable);
  const points = [...value];
  const allowed = variable.kind === "long_text" ? ["\n", "\t"] : [];
  const found = [];
  if (points.some((character) => !allowed.includes(character) && unwritable(character.codePointAt(0)))) {
    found.push(problem("bad_character", {}));
  }
  if (variable.max !== null && points.length > variable.max) {
    found.push(problem("too_long", { max: numeral(variable.max, language), count: numeral(points.length, language) }));
  }
  return found;
}

/** A code point that is a control character or half a surrogate pair. */
function unwritable(point) {
  return point < 0x20 || (point >= 0x7f && point <= 0x9f) || (point >= 0xd800 && point <= 0xdfff);
}

function date({ variable, value }) {
  if (!isText(value)) return wrongKind(variable);
  if (!real(value)) return [problem("not_a_date", { value })];
  const first = variable.min || EARLIEST;
  const last = variable.max || LATEST;
  if (value < first) return [problem("too_early", { min: day(first), value: day(value) })];
  if (value > last) return [problem("too_late", { max: day(last), value: day(value) })];
  return [];
}

const KINDS = new Map([
  ...["single", "scale", "area", "consent"].map((kind) => [kind, choice]),
  ["multiple", multiple],
  ["number", number],
  ["text", words],
  ["long_text", words],
  ["date", date],
]);
