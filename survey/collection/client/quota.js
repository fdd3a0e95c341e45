// @ts-check
/**
 * Which cell of the quota an interview belongs to. The twin of `fieldwork/match.py`; `tests/vectors/quota.json` holds for both.
 * Only here: what is certain halfway, and whom to approach.
 */

/**
 * @typedef {{code: string, label: string, rule: Record<string, any>}} Group
 * @typedef {{id: number, area: string, group: string, target: number, counted: number}} Cell
 * @typedef {{groups: Group[], cells: Cell[]}} Quota
 */

/** Whether somebody with these answers is in the group. @param {Record<string, any>} rule @param {Record<string, any>} answers */
export function holds(rule, answers) {
  return Object.entries(rule).every(([name, wanted]) => met(wanted, given(answers, name)));
}

/**
 * The cell of an interview; null when none fits.
 * @param {Group[]} groups in the order in which they are tried @param {Cell[]} cells
 * @param {string|null|undefined} area nothing: not known @param {Record<string, any>} answers those that count
 * @returns {Cell|null}
 */
export function cell(groups, cells, area, answers) {
  for (const group of groups) {
    const found = holds(group.rule, answers) && placed(cells, group, area);
    if (found) return found;
  }
  return null;
}

/**
 * The cell that this interview will have whatever is still answered; null while it can be another one.
 * @param {Quota} quota @param {string|null|undefined} area @param {Record<string, any>} answers
 * @param {Set<string>} open questions that may still be answered @param {boolean} areaOpen
 * @returns {Cell|null}
 */
export function certain({ groups, cells }, area, answers, open, areaOpen) {
  for (const group of groups) {
    const theirs = cells.filter((each) => each.group === group.code);
    const out = Object.entries(group.rule).some(([name, wanted]) => !open.has(name) && !met(wanted, given(answers, name)));
    if (out || theirs.length === 0) continue;
    const waits = !holds(group.rule, answers) || (areaOpen && theirs.some((each) => each.area !== ""));
    if (waits) return null;
    const found = placed(theirs, group, area);
    if (found) return found;
  }
  return null;
}

/**
 * Whom to approach: open groups, those of this area first, and of these the most open one first.
 * @param {Quota} quota @param {Record<string, number>} leases what this device may still fill; of a cell that is not in it the study's open places @param {string} area where the interviewer stands
 * @returns {{cell: Cell, label: string, left: number, here: boolean}[]}
 */
export function wanted({ groups, cells }, leases, area) {
  return cells
    .map((each) => ({
      cell: each,
      label: groups.find((group) => group.code === each.group)?.label ?? each.group,
      left: leases[each.id] ?? Math.max(0, each.target - each.counted),
      here: each.area === "" || each.area === area,
    }))
    .filter((each) => each.left > 0)
    .sort((one, other) => Number(other.here) - Number(one.here) || other.left - one.left || one.cell.id - other.cell.id);
}

/** @param {Cell[]} cells @param {Group} group @param {string|null|undefined} area */
function placed(cells, group, area) {
  const at = (/** @type {string} */ place) => cells.find((each) => each.group === group.code && each.area === place);
  return at(area ?? "") ?? at("") ?? null;
}

/** @param {Record<string, any>} answers @param {string} name */
function given(answers, name) {
  return Object.hasOwn(answers, name) ? answers[name] : undefined;
}

/** @param {any} wanted @param {any} answer */
function met(wanted, answer) {
  if (Array.isArray(wanted)) return [answer].flat().some((code) => typeof code === "string" && wanted.includes(code));
  if (typeof wanted !== "object" || wanted === null || typeof answer !== "number") return false;
  return answer >= (wanted.min ?? -Infinity) && answer <= (wanted.max ?? Infinity);
}
