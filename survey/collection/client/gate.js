// @ts-check
/** Between a tap and the next question nothing may be tapped: an impatient double tap must not answer what was not read. */

/** How long the chosen answer is seen before the next question comes. */
export const HIGHLIGHT = 250;
/** How long a new question refuses taps: the second half of a double tap falls on it. */
export const SETTLE = 350;

let closed = false;
let until = 0;

export function close() {
  closed = true;
}

/** Let taps through again, after a while. @param {number} [after] milliseconds @param {number} [now] */
export function open(after = 0, now = performance.now()) {
  closed = false;
  until = now + after;
}

/** @param {number} [now] */
export function isClosed(now = performance.now()) {
  return closed || now < until;
}

/** Whoever goes on tapping has not read the question yet: the wait begins again. @param {number} [now] */
export function hammered(now = performance.now()) {
  until = Math.max(until, now + SETTLE);
}

/** Guard everything below this element. @param {Element} root */
export function guard(root) {
  const refuse = (/** @type {Event} */ event) => {
    if (!isClosed()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    hammered();
  };
  for (const kind of ["click", "submit"]) root.addEventListener(kind, refuse, { capture: true });
}

/** @param {number} milliseconds @returns {Promise<void>} */
export function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
