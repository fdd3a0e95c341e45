// @ts-check
/** What a tap on an answer does: it chooses, and goes on when nothing on the screen is left to answer. */

/**
 * @param {string[]} names the questions on the screen, in order
 * @param {Record<string, unknown>} answers with what this tap chose
 * @param {string} name the question that was tapped
 * @param {boolean} byTaps whether every question on the screen is answered by one tap
 */
export function leaves(names, answers, name, byTaps) {
  return byTaps && names.at(-1) === name && names.every((each) => answers[each] !== undefined);
}
