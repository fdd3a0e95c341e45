// @ts-check
/** The first screen: who, where, which language, and how the device stands. */
import { press, screen, slot } from "./screen.js";

/** @typedef {{origin: string, interviewer: string, place: string}} Habits */

/**
 * @param {{bundle: any, habits: Habits, storage: Promise<boolean>|null, begin: (choice: any) => void, stop: (outcome: string, choice: any) => void, remember: (habits: Habits) => void}} means
 * @returns {HTMLElement}
 */
export function start({ bundle, habits, storage, begin, stop, remember }) {
  const made = screen("start");
  const form = /** @type {HTMLFormElement} */ (made.querySelector("form"));
  /** @type {any} */
  const fields = form.elements;
  fields.interviewer.value = habits.interviewer;
  fields.place.value = habits.place;
  fields.origin.value = habits.origin;
  const line = () => {
    const origin = fields.origin.selectedOptions[0]?.textContent;
    const place = fields.place.value && (fields.place.selectedOptions?.[0]?.textContent ?? fields.place.value);
    slot(made, "habits").textContent = [origin, fields.interviewer.value, place].filter(Boolean).join(" · ");
  };
  line();
  void storage?.then((kept) => {
    slot(made, "storage").textContent = bundle.own[kept ? "storage_kept" : "storage_loose"];
  });
  const choice = () => ({
    language: fields.language.value,
    origin: fields.origin.value,
    interviewer: fields.interviewer.value.trim(),
    place: fields.place.value.trim(),
  });
  form.addEventListener("change", () => {
    const { origin, interviewer, place } = choice();
    remember({ origin, interviewer, place });
    line();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin(choice());
  });
  for (const outcome of ["refused", "language", "screened_out"]) press(made, outcome, () => stop(outcome, choice()));
  return made;
}
