/**
 * The pages that an interview passes, and the answers that count. The twin of `route.py`.
 *
 * An answer counts when its question is on the path. An answer off the path reads as absent, so that it cannot steer.
 *
 * @typedef {import("./evaluate.js").Answers} Answers
 * @typedef {import("./evaluate.js").Context} Context
 * @typedef {{when: unknown, outcome: string, text: unknown}} Ending
 * @typedef {{pages: string[], names: string[], counted: Answers, ending: Ending | null}} Walk
 */

import { absent, holds, own } from "./evaluate.js";
import { arranged } from "./order.js";

/**
 * Pass the pages in order; each condition sees only the answers of what came before it on the path.
 * @param {any} programme
 * @param {Answers} answers
 * @param {Context} context
 * @returns {Walk}
 */
export function walk(programme, answers, context) {
  const pages = [];
  const names = [];
  const counting = {};
  for (const page of sequence(programme, context)) {
    if (!holds(page.when, counting, context)) continue;
    const onPage = [];
    for (const name of page.questions) {
      if (!holds(programme.variables[name].when, counting, context)) continue;
      onPage.push(name);
      const answer = own(answers, name);
      if (!absent(answer)) counting[name] = answer;
    }
    if (onPage.length === 0) continue;
    pages.push(page.id);
    names.push(...onPage);
    if (page.ends !== null && holds(page.ends.when, counting, context)) {
      return { pages, names, counted: counting, ending: page.ends };
    }
  }
  return { pages, names, counted: counting, ending: null };
}

/**
 * List the ids of the pages that apply, in the order of this interview.
 * @param {any} programme
 * @param {Answers} answers
 * @param {Context} context
 * @returns {string[]}
 */
export function path(programme, answers, context) {
  return walk(programme, answers, context).pages;
}

/**
 * Give the next page on the path; of null the first. The page itself may have left the path.
 * @param {any} programme
 * @param {Answers} answers
 * @param {Context} context
 * @param {string | null} page
 * @returns {string | null}
 */
export function following(programme, answers, context, page) {
  const ids = sequence(programme, context).map((each) => each.id);
  if (page !== null && !ids.includes(page)) return null;
  const later = ids.slice(ids.indexOf(page) + 1); // all of them, when it is null
  return path(programme, answers, context).find((each) => later.includes(each)) || null;
}

/**
 * Give the previous page on the path; of null the last. The page itself may have left the path.
 * @param {any} programme
 * @param {Answers} answers
 * @param {Context} context
 * @param {string | null} page
 * @returns {string | null}
 */
export function preceding(programme, answers, context, page) {
  const ids = sequence(programme, context).map((each) => each.id);
  if (page !== null && !ids.includes(page)) return null;
  const earlier = page === null ? ids : ids.slice(0, ids.indexOf(page));
  return path(programme, answers, context).findLast((each) => earlier.includes(each)) || null;
}

/**
 * List the names of the variables on the path, in order.
 * @param {any} programme
 * @param {Answers} answers
 * @param {Context} context
 * @returns {string[]}
 */
export function asked(programme, answers, context) {
  return walk(programme, answers, context).names;
}

/**
 * Give the answers that count: present, and of a question on the path.
 * @param {any} programme
 * @param {Answers} answers
 * @param {Context} context
 * @returns {Answers}
 */
export function counted(programme, answers, context) {
  return walk(programme, answers, context).counted;
}

/**
 * List the names whose answers are fixed, because a page that locks them was shown.
 * @param {any} programme
 * @param {Context} context
 * @returns {string[]}
 */
export function locked(programme, context) {
  const shown = context.shown || [];
  return [...new Set(programme.pages.filter((page) => shown.includes(page.id)).flatMap((page) => page.locks))];
}

/**
 * Give the `ends` that stopped the interview, or null when it runs to its last page.
 * @param {any} programme
 * @param {Answers} answers
 * @param {Context} context
 * @returns {Ending | null}
 */
export function ending(programme, answers, context) {
  return walk(programme, answers, context).ending;
}

/** All pages in the order of this interview: runs of one block as its order says. */
function sequence(programme, context) {
  const runs = [];
  for (const page of programme.pages) {
    const run = runs.at(-1);
    if (run?.block === page.block) run.pages.push(page);
    else runs.push({ block: page.block, pages: [page] });
  }
  return runs.flatMap(({ block, pages }) =>
    block === null ? pages : arranged(pages, programme.blocks[block].order, block, context.seed || 0),
  );
}
