// @ts-check
/**
 * The respondent's view: the question or the show card in large letters in the respondent's language, and nothing else.
 * The interviewer's screen is taken out of the document meanwhile, and comes back as it was.
 */
import { label } from "../../../questionnaires/engine/text.js";
import { context } from "./interview.js";
import { nameOf, questionsIn, rows, told, tongue } from "./page.js";
import { hush, reader } from "./speak.js";
import * as gate from "./gate.js";
import { element, press, put, screen, slot } from "./screen.js";

/** @typedef {import("./interview.js").Interview} Interview */

/**
 * @param {{root: Element, bundle: any, recording?: (id: number) => Promise<Blob|null>}} means
 * @param {HTMLElement} shown the interviewer's page @param {Interview} interview @param {(outcome: string) => void} stop
 */
export function showRespondent({ root, bundle, recording }, shown, interview, stop) {
  const { programme, words } = bundle;
  const under = /** @type {HTMLElement} */ (root.firstElementChild);
  const { activeElement } = document;
  const made = screen("respondent");
  const content = slot(made, "content");
  for (const [name, value] of Object.entries(tongue(programme, interview.language))) content.setAttribute(name, value);
  const there = questionsIn(shown).filter((question) => !question.hidden);
  const sentences = there.flatMap((question) => asked(content, programme, interview, question));

  const stay = () => history.pushState(null, "");
  const leave = () => {
    hush();
    globalThis.removeEventListener("popstate", stay);
    root.removeAttribute("data-respondent");
    root.replaceChildren(under);
    /** @type {HTMLElement|null} */ (activeElement)?.focus({ preventScroll: true });
    gate.open(gate.SETTLE);
  };
  press(made, "close", leave);
  for (const button of made.querySelectorAll("[data-outcome-of]")) {
    button.addEventListener("click", () => (leave(), stop(button.getAttribute("data-outcome-of") ?? "")));
  }
  // The button "back" of the device must not uncover what was entered before.
  stay();
  globalThis.addEventListener("popstate", stay);
  root.setAttribute("data-respondent", "");
  put(root, made);
  gate.open(gate.SETTLE);
  void aloud(slot(made, "aloud"), { bundle, interview, names: there.map(nameOf), sentences, recording }, words.aloud[interview.language]);
}

/**
 * Give a button its voice, or leave it hidden.
 * @param {HTMLElement} button @param {{bundle: any, interview: Interview, names: string[], sentences: string[], recording?: (id: number) => Promise<Blob|null>}} what
 * @param {string} said what stands on it
 */
export async function aloud(button, { bundle, interview, names, sentences, recording }, said) {
  const { language } = interview;
  const recorded = names.map((name) =>
    (bundle.recordings ?? []).find((/** @type {any} */ one) => one.variable === name && one.language === language),
  );
  const whole = recording && recorded.every(Boolean);
  const read = await reader({ language, sentences, recordings: whole ? recorded.map((one) => () => recording(one.id)) : [] });
  if (!read) return;
  button.textContent = said;
  for (const [name, value] of Object.entries(tongue(bundle.programme, language))) button.setAttribute(name, value);
  button.hidden = false;
  button.addEventListener("click", () => void read());
}

/** One question in large letters; gives what there is to read. @param {HTMLElement} content @param {any} programme @param {Interview} interview @param {HTMLElement} question */
function asked(content, programme, interview, question) {
  const variable = programme.variables[nameOf(question)];
  const sentences = [told(programme, variable.text, interview), told(programme, variable.hint, interview)].filter(Boolean);
  for (const [index, sentence] of sentences.entries()) {
    content.append(element("p", { class: index === 0 ? "veld-large" : "veld-large__hint" }, sentence));
  }
  if (!variable.show_card) return sentences;
  // The card says what can be answered, not that one may refuse: the interviewer takes that when it is said.
  const options = rows(question)
    .filter((row) => !row.hidden)
    .map((row) => variable.options.find((/** @type {any} */ one) => one.code === row.getAttribute("data-option")))
    .map((option) => label(programme, option.label, context(interview)));
  content.append(element("ul", { class: "veld-large__options" }, ...options.map((option) => element("li", {}, option))));
  return [...sentences, ...options];
}
