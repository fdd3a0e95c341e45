// @ts-check
/** A page of the questionnaire on the screen: the server's fragment, with this interview's order, pipes and answers in it. */
import { locked } from "../../../questionnaires/engine/route.js";
import { order } from "../../../questionnaires/engine/order.js";
import { offered } from "../../../questionnaires/engine/check.js";
import { NOTHING, piped, label, text } from "../../../questionnaires/engine/text.js";
import { isChoice, kindOf, read, write } from "./fields.js";
import { context, onPage, unseen } from "./interview.js";
import { element } from "./screen.js";

/** @typedef {import("./interview.js").Interview} Interview */

/**
 * @param {any} bundle @param {Interview} interview @param {string} house language of the interviewer
 * @returns {HTMLElement}
 */
export function page(bundle, interview, house) {
  const { programme } = bundle;
  const made = element("div", { class: "veld-page", ...tongue(programme, interview.language) });
  made.innerHTML = bundle.fragments[interview.language][/** @type {string} */ (interview.page)];
  const fixed = new Set(locked(programme, context(interview)));
  for (const question of questionsIn(made)) {
    const name = nameOf(question);
    arrange(question, order(programme, name, interview.seed));
    if (interview.language !== house) beside(bundle, interview, house, question);
    write(question, interview.answers[name], interview.language);
    if (fixed.has(name)) fix(question, bundle.words.fixed, house);
  }
  refresh(made, programme, interview, interview.answers);
  return made;
}

/** How a language is written, as attributes. @param {any} programme @param {string} code */
export function tongue(programme, code) {
  const found = programme.languages.find((/** @type {any} */ each) => each.code === code);
  return { lang: code, dir: found?.direction ?? "ltr" };
}

/** A text of the questionnaire for this interview; what a respondent answered alone is not repeated in it.
 * @param {any} programme @param {any} parts @param {Interview} interview @param {any} [seen] */
export function told(programme, parts, interview, seen = context(interview)) {
  const secret = unseen(programme, interview);
  const safe = (/** @type {any} */ part) => (secret.includes(part?.pipe) ? NOTHING : part);
  const shown =
    secret.length > 0 && parts && typeof parts === "object"
      ? Object.fromEntries(Object.entries(parts).map(([code, said]) => [code, Array.isArray(said) ? said.map(safe) : said]))
      : parts;
  return text(programme, shown, interview.answers, seen);
}

/** Which questions and options are there now, and what the pipes say. @param {HTMLElement} made @param {any} programme @param {Interview} interview @param {Record<string, unknown>} answers */
export function refresh(made, programme, interview, answers) {
  const asked = new Set(onPage(programme, interview, answers));
  for (const question of questionsIn(made)) {
    const name = nameOf(question);
    question.hidden = !asked.has(name);
    const codes = new Set(offered(programme, name, answers, context(interview)));
    for (const row of rows(question, "data-option")) {
      row.hidden = !codes.has(row.getAttribute("data-option") ?? "");
      row.toggleAttribute("data-chosen", row.querySelector("input")?.checked ?? false);
    }
    for (const row of rows(question, "data-missing")) {
      row.toggleAttribute("data-chosen", row.querySelector("input")?.checked ?? false);
    }
  }
  const secret = unseen(programme, interview);
  for (const pipe of made.querySelectorAll("[data-pipe]")) {
    const name = pipe.getAttribute("data-pipe") ?? "";
    pipe.textContent = secret.includes(name) ? NOTHING : piped(programme, name, answers, context(interview));
  }
}

/** What stands on the screen now, of the questions that are there. @param {HTMLElement} made @returns {Record<string, unknown>} */
export function values(made) {
  const found = questionsIn(made).filter((question) => !question.hidden);
  return Object.fromEntries(found.map((question) => [nameOf(question), read(question, made.lang)]));
}

/** @param {HTMLElement} made @returns {HTMLElement[]} */
export function questionsIn(made) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (made.querySelectorAll("[data-question]"))];
}

/** @param {HTMLElement} question */
export function nameOf(question) {
  return question.getAttribute("data-question") ?? "";
}

/** Whether every question that is there is answered by one tap. @param {HTMLElement} made */
export function byTaps(made) {
  return questionsIn(made).every((question) => question.hidden || isChoice(kindOf(question)));
}

/** @param {HTMLElement} made @param {string} name @param {string[]} messages none: the error goes away @param {string} house */
export function complain(made, name, messages, house) {
  const question = questionsIn(made).find((each) => nameOf(each) === name);
  const place = /** @type {HTMLElement|null} */ (question?.querySelector("[data-error]") ?? null);
  if (!question || !place) return;
  place.textContent = messages.join(" ");
  place.lang = house; // the interviewer reads what is wrong, the respondent need not
  place.dir = "auto";
  place.hidden = messages.length === 0;
  question.toggleAttribute("data-wrong", messages.length > 0);
}

/** @param {HTMLElement} question @param {string} attribute @returns {HTMLElement[]} */
export function rows(question, attribute = "data-option") {
  return [.../** @type {NodeListOf<HTMLElement>} */ (question.querySelectorAll(`[${attribute}]`))];
}

/** @param {HTMLElement} question @param {string[]} codes */
function arrange(question, codes) {
  // Exclusive options stand apart, below the others, in the order of the file.
  const loose = rows(question).filter((row) => !row.hasAttribute("data-exclusive"));
  const standing = new Map(loose.map((row) => [row.getAttribute("data-option"), row]));
  const first = loose[0];
  if (!first?.parentElement) return;
  const marker = document.createComment("");
  first.before(marker);
  for (const code of codes) {
    const row = standing.get(code);
    if (row) marker.before(row);
  }
  marker.remove();
}

/** The interviewer reads along in the own language. @param {any} bundle @param {Interview} interview @param {string} house @param {HTMLElement} question */
function beside({ programme }, interview, house, question) {
  const seen = { ...context(interview), language: house };
  const variable = programme.variables[nameOf(question)];
  const own = tongue(programme, house);
  const add = (/** @type {Element|null|undefined} */ place, /** @type {string} */ said) => {
    if (place?.textContent?.trim() === said) return; // the name of a Dutch team is Dutch wherever it stands
    place?.append(element("span", { class: "veld-house" }, element("bdi", own, said)));
  };
  const heading = question.querySelector("legend > :first-child") ?? question.querySelector("h1, h2");
  add(heading, told(programme, variable.text, interview, seen));
  const instruction = question.querySelector("[data-instruction]");
  instruction?.replaceChildren(told(programme, variable.instruction, interview, seen));
  instruction?.setAttribute("lang", house);
  instruction?.setAttribute("dir", own.dir);
  const labelled = (/** @type {HTMLElement} */ row, /** @type {any} */ said) =>
    add(row.querySelector("label > :last-child"), label(programme, said, seen));
  for (const row of rows(question)) {
    const option = variable.options.find((/** @type {any} */ each) => each.code === row.getAttribute("data-option"));
    if (option) labelled(row, option.label);
  }
  for (const row of rows(question, "data-missing")) {
    labelled(row, programme.missing[row.getAttribute("data-missing") ?? ""]);
  }
}

/** @param {HTMLElement} question @param {Record<string, string>} words @param {string} house */
function fix(question, words, house) {
  question.setAttribute("data-fixed", "");
  for (const field of question.querySelectorAll("input, textarea")) field.setAttribute("disabled", "");
  question.prepend(element("p", { class: "veld-note", lang: house, dir: "auto" }, words[house]));
}
