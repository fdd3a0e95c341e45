// @ts-check
/** The show card: the answers in large letters over the whole screen, for the respondent; one tap goes back. */
import { label, text } from "../../../questionnaires/engine/text.js";
import { context } from "./interview.js";
import { nameOf, rows } from "./page.js";
import { element, press, screen, slot } from "./screen.js";

/** @param {HTMLElement} question @param {any} programme @param {import("./interview.js").Interview} interview */
export function showCard(question, programme, interview) {
  const variable = programme.variables[nameOf(question)];
  const seen = context(interview);
  const card = /** @type {HTMLDialogElement} */ (screen("card"));
  const content = slot(card, "content");
  content.setAttribute("lang", interview.language);
  content.setAttribute("dir", programme.languages.find((/** @type {any} */ one) => one.code === interview.language).direction);
  slot(card, "question").textContent = text(programme, variable.text, interview.answers, seen);
  // The card says what can be answered, not that one may refuse: the interviewer takes that when it is said.
  for (const row of rows(question).filter((each) => !each.hidden)) {
    const option = variable.options.find((/** @type {any} */ one) => one.code === row.getAttribute("data-option"));
    slot(card, "options").append(element("li", {}, label(programme, option.label, seen)));
  }
  press(card, "close", () => card.close());
  card.addEventListener("close", () => card.remove());
  document.body.append(card);
  card.showModal();
}
