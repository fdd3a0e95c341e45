/** The vectors that both twins are held to, read from `tests/vectors`. The twin of `tests/questionnaires/engine/vectors.py`. */

import { readFileSync } from "node:fs";

export const FILES = ["evaluate", "route", "check", "text"];
export const MODULES = ["evaluate", "order", "notation", "route", "text", "kinds", "check", "message"];

function read(name) {
  return JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), "utf8"));
}

const { signatures, defaults, programmes } = read("programmes");
export const SIGNATURES = signatures;

/** Fill what a programme of the vectors leaves out. */
function complete(short) {
  const variables = {};
  for (const [name, given] of Object.entries(short.variables)) {
    const variable = { ...defaults.variable, ...given };
    variables[name] = { ...variable, options: variable.options.map((option) => ({ ...defaults.option, ...option })) };
  }
  const pages = short.pages.map((page) => ({ ...defaults.page, ...page }));
  return { ...defaults.programme, ...short, variables, pages };
}

export const PROGRAMMES = Object.fromEntries(Object.entries(programmes).map(([name, short]) => [name, complete(short)]));

/** The cases of one file, complete: every argument that its function takes, and what is expected. */
export function cases(name) {
  const content = read(name);
  const general = { function: name, answers: content.answers ?? {}, templates: {}, params: {} };
  return [...tabled(content), ...content.cases].map((given) => ({
    ...general,
    ...given,
    context: { ...defaults.context, ...given.context },
  }));
}

/** Write out the tables of `evaluate.json`: one case per operator and pair of values. */
function tabled({ values = {}, tables = {}, numbers = {} }) {
  const found = [];
  const sides = Object.entries(values);
  for (const [operator, rows] of Object.entries(tables)) {
    for (const [left, row] of Object.entries(rows)) {
      sides.forEach(([, right], place) =>
        found.push({ tree: [operator, values[left], right], expected: row[place] === "T" }),
      );
    }
  }
  for (const [operator, results] of Object.entries(numbers)) {
    for (const [left, first] of sides) {
      for (const [right, second] of sides) {
        found.push({ tree: [operator, first, second], expected: results[left + right] ?? null });
      }
    }
  }
  return found;
}

/** What an engine (its modules by name) makes of a case: `{value}`, or `{throws: true}`. */
export function outcome(engine, testcase, programme) {
  const [module, ...names] = SIGNATURES[testcase.function];
  const values = names.map((name) => (name === "programme" ? programme : testcase[name]));
  try {
    return { value: engine[module][testcase.function](...values) };
  } catch {
    return { throws: true };
  }
}

export function expected({ problems, throws, expected: value }) {
  if (problems) return { value: problems.map(([code, params]) => ({ code, params, soft: false })) };
  return throws ? { throws: true } : { value };
}

/** The engine as it is shipped. */
export async function shipped() {
  const folder = new URL("../../../questionnaires/engine/", import.meta.url);
  const loaded = await Promise.all(MODULES.map((name) => import(new URL(`${name}.js`, folder))));
  return Object.fromEntries(MODULES.map((name, place) => [name, loaded[place]]));
}

/** A value as its JSON says it, so that -0 is 0 and a field without a value is none. */
export function plain(value) {
  return JSON.parse(JSON.stringify(value));
}
