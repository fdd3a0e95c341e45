// @ts-check
/** Around a sensitive question: the tablet goes to the respondent, is answered there, and comes back without the answer. */
import { tongue } from "./page.js";
import { press, screen, slot } from "./screen.js";

/** @param {{over: () => void, aloud: () => void, back: (() => void)|null}} means */
export function announced({ over, aloud, back }) {
  const made = screen("announced");
  press(made, "over", over);
  press(made, "aloud", aloud);
  slot(made, "back").hidden = back === null;
  press(made, "back", () => back?.());
  return made;
}

/** @param {{bundle: any, language: string, onward: () => void}} means */
export function returned({ bundle, language, onward }) {
  const made = screen("returned");
  const thanks = slot(made, "thanks");
  thanks.textContent = bundle.words.give_back[language];
  for (const [name, value] of Object.entries(tongue(bundle.programme, language))) thanks.setAttribute(name, value);
  press(made, "onward", onward);
  return made;
}
