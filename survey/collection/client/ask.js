// @ts-check
/** The screen that asks: a tap is the answer and the next question; what cannot be tapped has "Verder". */
import * as gate from "./gate.js";
import { read, settle, write } from "./fields.js";
import { answer, hard, onPage, problems, proceed } from "./interview.js";
import { byTaps, complain, nameOf, page, questionsIn, refresh, values } from "./page.js";
import { pad } from "./pad.js";
import { leaves } from "./taps.js";
import { message } from "../../../questionnaires/engine/message.js";
import { element, screen, slot } from "./screen.js";

/**
 * @typedef {import("./interview.js").Interview} Interview
 * @typedef {object} Means
 * @property {any} bundle
 * @property {Interview} interview
 * @property {string} house       language of who reads the screen: the interviewer, or in the hand-over the respondent
 * @property {(next: Interview) => Promise<void>} keep    lay the draft down, stay on this screen
 * @property {() => Promise<() => void>} prepare   make what comes after what was kept last; gives what shows it
 * @property {(shown: HTMLElement) => void} card          show the respondent the card
 */

/** @param {Means} means @returns {HTMLElement} */
export function ask(means) {
  const { bundle, house } = means;
  const { programme } = bundle;
  let interview = means.interview;
  let passed = ""; // soft problems that were shown: pressing again passes them by

  const alone = interview.handing; // somebody who never did this before: chooses, looks, and only then goes on
  const made = screen(alone ? "alone" : "ask");
  const shown = page(bundle, interview, house);
  if (alone) for (const note of shown.querySelectorAll("[data-instruction]")) note.remove();
  slot(made, "page").append(shown);

  const mark = (/** @type {Record<string, unknown>} */ found) => {
    interview = answer(programme, interview, found);
    refresh(shown, programme, interview, interview.answers);
  };
  const stay = (/** @type {Record<string, unknown>} */ found) => {
    mark(found);
    onwardWhenUseful();
    return means.keep(interview);
  };
  const answered = (/** @type {string} */ name) => name in interview.answers;
  // Without an answer a tap is expected, unless the question may be passed over.
  const passable = () => onPage(programme, interview).every((name) => answered(name) || !programme.variables[name].required);
  const onwardWhenUseful = () => {
    slot(made, "onward").hidden = !alone && byTaps(shown) && !passable();
  };
  onwardWhenUseful();

  /** @param {Promise<void>|null} [seen]   resolves when what was chosen by one tap was seen long enough */
  const onward = async (seen = null) => {
    const found = values(shown);
    const everything = answer(programme, interview, found).answers;
    const reading = { ...interview, language: house }; // the interviewer reads what is wrong
    const wrong = new Map(
      onPage(programme, interview, everything).map((name) => [name, problems(programme, reading, name, everything)]),
    );
    for (const [name, list] of wrong) {
      const sentences = list.map((each) => message(each, bundle.messages[house], {}));
      complain(shown, name, hard(list) || list.length === 0 ? sentences : [...sentences, bundle.words.sure[house]], house);
    }
    const all = [...wrong.values()].flat();
    const shownBefore = passed === JSON.stringify(found);
    if (hard(all) || (all.length > 0 && !shownBefore)) {
      passed = JSON.stringify(found);
      gate.open();
      await stay(found);
      shown.querySelector("[data-wrong]")?.scrollIntoView({ block: "start" });
      /** @type {HTMLElement|null} */ (shown.querySelector("[data-wrong] input, [data-wrong] textarea"))?.focus();
      return;
    }
    const kept = means.keep(proceed(programme, interview, found));
    const [come] = await Promise.all([means.prepare(), kept, seen]);
    come();
  };

  shown.addEventListener("click", (event) => {
    const row = /** @type {Element} */ (event.target).closest("[data-option], [data-missing]");
    const question = /** @type {HTMLElement|null} */ (row?.closest("[data-question]") ?? null);
    const input = row?.querySelector("input");
    if (!row || !question || !input || input.disabled || input.type !== "radio") return;
    if (event.detail === 0 && event.target === input) return; // arrow keys choose, they do not leave the page
    event.preventDefault();
    // A prevented click on the input itself is taken back by the browser after this handler: choose after that.
    setTimeout(() => tapped(question, input));
  });

  const tapped = (/** @type {HTMLElement} */ question, /** @type {HTMLInputElement} */ input) => {
    if (gate.isClosed()) return;
    input.checked = true;
    settle(question, input, new Set());
    complain(shown, nameOf(question), [], house);
    const found = values(shown);
    const all = { ...interview.answers, ...found };
    const leaving = !alone && leaves(onPage(programme, interview, all), all, nameOf(question), byTaps(shown));
    if (!leaving) return void stay(found);
    mark(found); // kept together with the step to the next page
    gate.close();
    const seen = gate.wait(gate.HIGHLIGHT);
    setTimeout(() => void onward(seen)); // what was chosen is shown first, then the next screen is made
  };

  shown.addEventListener("input", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const question = /** @type {HTMLElement} */ (field.closest("[data-question]"));
    const options = programme.variables[nameOf(question)].options;
    settle(question, field, new Set(options.filter((/** @type {any} */ one) => one.exclusive).map((/** @type {any} */ one) => one.code)));
    complain(shown, nameOf(question), [], house);
    void stay(values(shown));
  });

  made.addEventListener("submit", (event) => {
    event.preventDefault();
    gate.close();
    void onward();
  });
  for (const question of questionsIn(shown)) dress(question, shown, means, alone);
  return made;
}

/** What a question gets on the tablet only. @param {HTMLElement} question @param {HTMLElement} shown @param {Means} means @param {boolean} alone */
function dress(question, shown, { bundle, house, card }, alone) {
  const variable = bundle.programme.variables[nameOf(question)];
  const own = (/** @type {string} */ word) => bundle.words[word]?.[house] ?? "";
  if (["number", "date"].includes(variable.kind) && !question.hasAttribute("data-fixed")) {
    const said = { erase: own("erase"), less: own("less"), more: own("more") };
    pad(question, variable, said, {
      value: () => read(question, shown.lang),
      write: (value) => write(question, value, shown.lang),
    });
  }
  if (!variable.show_card || alone) return;
  const button = element("button", { type: "button", class: "veld-button veld-show", lang: house, dir: "auto" }, own("card"));
  button.addEventListener("click", () => card(shown));
  question.querySelector("[data-options]")?.before(button);
}
