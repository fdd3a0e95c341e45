// @ts-check
/** Is the group of this person full on this device? As soon as it is certain which group that is, and not before. */
import { counted } from "../../../questionnaires/engine/route.js";
import { context, ended } from "./interview.js";
import { cell, certain } from "./quota.js";

/** @typedef {import("./interview.js").Interview} Interview */

/** The cell that a finished, complete interview takes a place of; null when none. @param {any} bundle @param {Interview} interview @returns {number|null} */
export function belongs({ programme, quota }, interview) {
  if (!quota?.cells?.length || interview.outcome || ended(programme, interview)) return null;
  const answers = counted(programme, interview.answers, context(interview));
  return cell(quota.groups, quota.cells, areaOf(programme, answers), answers)?.id ?? null;
}

/**
 * The full cell that this interview met and nobody has decided about; null when there is none.
 * @param {any} bundle @param {Interview} interview @param {() => Promise<Record<string, number>>} leases
 */
export async function full({ programme, quota }, interview, leases) {
  if (!quota?.cells?.length) return null;
  const answers = counted(programme, interview.answers, context(interview));
  const names = Object.keys(programme.variables);
  const coming = (/** @type {string} */ page) => page === interview.page || !interview.shown.includes(page);
  const waits = (/** @type {string} */ name) => !(name in answers) && coming(programme.variables[name].page);
  const open = new Set(interview.page === null ? [] : names.filter(waits));
  const area = names.find((name) => programme.variables[name].role === "area");
  const found = certain(quota, areaOf(programme, answers), answers, open, area !== undefined && open.has(area));
  if (!found || found.id === interview.quota) return null;
  const left = await leases();
  // Without any word of leases nobody is sent away: the server sees what stands over.
  return Object.keys(left).length > 0 && (left[found.id] ?? 0) <= 0 ? found : null;
}

/** @param {any} programme @param {Record<string, any>} answers */
function areaOf(programme, answers) {
  const name = Object.keys(programme.variables).find((each) => programme.variables[each].role === "area");
  const answer = name && answers[name];
  return typeof answer === "string" ? answer : null;
}
