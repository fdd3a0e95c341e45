// @ts-check
/** What stands around every question: the language, back, undo, the respondent's view, and why an interview stops here. */
import { back, undo } from "./interview.js";
import { aloud, showRespondent } from "./respondent.js";
import { nameOf, questionsIn } from "./page.js";
import { element, press, slot } from "./screen.js";

/** @typedef {import("./interview.js").Interview} Interview */

/**
 * @param {object} around
 * @param {HTMLElement} around.made
 * @param {any} around.means
 * @param {() => Interview} around.latest
 * @param {(next: Interview) => void} around.go       to the page that it is at now
 * @param {(next: Interview) => void} around.again    the same page once more
 * @param {(outcome: string) => void} around.stop
 */
export function frame({ made, means, latest, go, again, stop }) {
  const { programme, words } = means.bundle;
  const interview = latest();
  for (const button of made.querySelectorAll("[data-outcome-of]")) {
    button.addEventListener("click", () => stop(button.getAttribute("data-outcome-of") ?? ""));
  }
  const card = (/** @type {HTMLElement} */ shown) => showRespondent(means, shown, latest(), stop);
  const shown = /** @type {HTMLElement} */ (made.querySelector(".veld-page"));
  if (interview.handing) {
    const { language } = interview;
    for (const name of ["promise", "stop", "onward"]) slot(made, name).textContent = words[`alone_${name}`][language];
    made.lang = language;
    made.dir = shown.dir;
    const names = questionsIn(shown).map(nameOf);
    const sentences = questionsIn(shown).flatMap((question) =>
      [...question.querySelectorAll(".wp-heading, .wp-hint, .wp-option__text")].map((each) => each.textContent ?? ""),
    );
    void aloud(slot(made, "aloud"), { ...means, interview, names, sentences }, words.aloud[language]);
    return { card };
  }
  const languages = slot(made, "languages");
  for (const one of programme.languages) {
    const option = /** @type {HTMLOptionElement} */ (element("option", { value: one.code, lang: one.code }, one.name));
    languages.append(option);
  }
  languages.value = interview.language;
  languages.addEventListener("change", () => again({ ...latest(), language: languages.value }));
  slot(made, "concept").hidden = programme.languages.every(
    (/** @type {any} */ one) => one.code !== interview.language || one.status !== "concept",
  );
  slot(made, "undo").hidden = interview.history.length === 0;
  press(made, "undo", () => go(undo(programme, latest())));
  slot(made, "back").hidden = back(programme, interview) === interview;
  press(made, "back", () => go(back(programme, latest())));
  press(made, "show", () => card(shown));
  return { card };
}
