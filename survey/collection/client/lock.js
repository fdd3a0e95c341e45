// @ts-check
/** The PIN: choosing one, and entering it. */
import { press, screen, slot } from "./screen.js";
import * as vault from "./vault.js";
import { say } from "./words.js";

/** @param {{opened: () => void}} means @returns {HTMLElement} */
export function choose({ opened }) {
  const made = screen("choose");
  entering(made, async ({ pin, again }) => {
    if (!vault.isPin(pin.value)) return say("pin_form");
    if (pin.value !== again.value) return say("pin_differs");
    await vault.create(pin.value);
    opened();
    return "";
  });
  return made;
}

/**
 * @param {{draft: boolean, opened: () => void, forget: () => void, status: (place: HTMLElement) => void}} means
 * @returns {HTMLElement}
 */
export function lock({ draft, opened, forget, status }) {
  const made = screen("lock");
  slot(made, "draft").hidden = !draft;
  slot(made, "given").hidden = !draft;
  entering(made, async ({ pin }) => {
    try {
      await vault.open(pin.value);
    } catch (error) {
      pin.value = "";
      const seconds = Math.ceil((/** @type {vault.WrongPin} */ (error).until - Date.now()) / 1000);
      return seconds > 0 ? say("pin_wait", { seconds }) : say("pin_wrong");
    }
    opened();
    return "";
  });
  press(made, "forget", forget);
  status(slot(made, "status"));
  return made;
}

/** @param {HTMLElement} made @param {(fields: any) => Promise<string>} act  gives what is wrong */
function entering(made, act) {
  const form = /** @type {HTMLFormElement} */ (made.querySelector("form"));
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return; // deriving the key takes a moment: one try at a time
    busy = true;
    const wrong = await act(form.elements).finally(() => (busy = false));
    slot(made, "problem").textContent = wrong;
    slot(made, "problem").hidden = !wrong;
    if (wrong) /** @type {HTMLElement} */ (form.elements[0]).focus();
  });
}
