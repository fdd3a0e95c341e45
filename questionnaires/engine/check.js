/**
 * Is this answer acceptable? The twin of `check.py`.
 *
 * A problem is `{"code", "params", "soft"}`. The params are texts ready to be shown (numbers and dates written in the
 * language of the interview), so that a message is made by filling in names alone. A `soft` problem may be passed by.
 *
 * @typedef {import("./evaluate.js").Answers} Answers
 * @typedef {import("./evaluate.js").Context} Context
 * @typedef {import("./kinds.js").Problem} Problem
 */

import { absent, answered, holds, own, reads } from "./evaluate.js";
import { faults, problem } from "./kinds.js";
import { asked, counted } from "./route.js";
import { text } from "./text.js";

const BLANK = /^[ \t\n]+$/;

/**
 * List what is wrong with an answer; nothing when it is acceptable. The author's own checks are made only when nothing
 * else is wrong, and each only when all answers that it reads are there.
 * @param {any} programme
 * @param {string} name the variable
 * @param {unknown} value its new answer; null, an empty text, only blanks and an empty list are no answer
 * @param {Answers} answers all answers; those off the path are left aside
 * @param {Context} context
 * @returns {Problem[]}
 */
export function check(programme, name, value, answers, context) {
  const variable = own(programme.variables, name);
  if (variable === null) return [problem("unknown_variable", { name })];
  if (absent(value) || (typeof value === "string" && BLANK.test(value))) {
    return variable.required ? [problem("required", { kind: variable.kind })] : [];
  }
  const everything = { ...answers, [name]: value };
  if (typeof value === "object" && !Array.isArray(value)) {
    return missing(variable, value, asked(programme, everything, context).includes(name));
  }
  const counting = { ...counted(programme, everything, context), [name]: value };
  const found = faults({ programme, variable, value, counting, context });
  return found.length > 0 ? found : failed(programme, variable, counting, everything, context);
}

/**
 * List the codes of the options that are offered now, in the order of the file (see `order`).
 * @param {any} programme
 * @param {string} name
 * @param {Answers} answers
 * @param {Context} context
 * @returns {string[]}
 */
export function offered(programme, name, answers, context) {
  const counting = counted(programme, answers, context);
  const options = programme.variables[name].options;
  return options.filter((option) => holds(option.when, counting, context)).map((option) => option.code);
}

/** Refuse a missing code that the question does not offer; `not_asked` is for questions off the path. */
function missing(variable, value, onPath) {
  const code = own(value, "missing");
  if (Object.keys(value).length !== 1 || typeof code !== "string") {
    return [problem("wrong_kind", { kind: variable.kind })];
  }
  if (variable.missing.includes(code) || (code === "not_asked" && !onPath)) return [];
  return [problem("not_allowed_missing", { missing: code })];
}

/** List the author's checks that do not hold, each with its own message. */
function failed(programme, variable, counting, everything, context) {
  return variable.checks.flatMap(({ that, message, soft }, index) => {
    const silent = reads(that).some((name) => answered(counting, name) === null);
    if (silent || holds(that, counting, context)) return [];
    return [{ code: "check_failed", params: { index, message: text(programme, message, everything, context) }, soft }];
  });
}
