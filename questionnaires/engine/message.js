/** The sentence of a problem. The twin of `message.py`: it finds the template and fills in the names, no more. */

import { own } from "./evaluate.js";

const NAME = /\{([a-z]+)\}/g;

/**
 * Give the sentence of a problem; a name that has no value stays as it is. Throws when there is no template.
 * @param {import("./kinds.js").Problem} problem one of those that `check` gives
 * @param {Record<string, string>} templates sentences with `{name}` in them, in the reader's language, by `code.kind`
 *   or by `code`
 * @param {Record<string, string | number>} params what the sentence may name besides the problem's own params
 * @returns {string}
 */
export function message(problem, templates, params) {
  const values = { ...params, ...problem.params };
  const template = own(templates, `${problem.code}.${own(values, "kind")}`) ?? own(templates, problem.code);
  return template.replace(NAME, (found, name) => String(own(values, name) ?? found));
}
