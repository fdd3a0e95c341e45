// @ts-check
/** The screens stand as <template> in the shell; this takes one out and fills its slots. */

/** @param {string} name @returns {HTMLElement} */
export function screen(name) {
  const template = /** @type {HTMLTemplateElement} */ (document.querySelector(`template[data-screen="${name}"]`));
  return /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
}

/** @param {ParentNode} parent @param {string} name @returns {any} */
export function slot(parent, name) {
  return parent.querySelector(`[data-slot="${name}"]`);
}

/** @param {ParentNode} parent @param {string} name @param {() => void} act */
export function press(parent, name, act) {
  for (const button of parent.querySelectorAll(`[data-press="${name}"]`)) button.addEventListener("click", act);
}

/**
 * @param {string} tag @param {Record<string, string>} [attributes] @param {...(Node|string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Put a sentence's values in. @param {string} sentence "Op dit apparaat: {n}" @param {Record<string, unknown>} [values] */
export function filled(sentence, values = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Show one screen in place of the other, from its top, with its heading in focus. @param {Element} root @param {HTMLElement} next */
export function put(root, next) {
  root.replaceChildren(next);
  globalThis.scrollTo(0, 0);
  const heading = /** @type {HTMLElement|null} */ (next.querySelector("[data-heading], h1, legend"));
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}
