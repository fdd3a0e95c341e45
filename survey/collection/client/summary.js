// @ts-check
/** What was answered, before it is frozen; each answer can still be changed, unless it is fixed. */
import { asked, locked } from "../../../questionnaires/engine/route.js";
import { label } from "../../../questionnaires/engine/text.js";
import { numeral, day, real } from "../../../questionnaires/engine/notation.js";
import { change, context, ended, unfinished, unseen } from "./interview.js";
import { told } from "./page.js";
import { element, press, screen, slot } from "./screen.js";

/** @typedef {import("./interview.js").Interview} Interview */

/**
 * @param {{bundle: any, interview: Interview, house: string, go: (next: Interview) => void, finish: (helped: string) => void}} means
 * @returns {HTMLElement}
 */
export function summary({ bundle, interview, house, go, finish }) {
  const { programme, words } = bundle;
  const made = screen("summary");
  const seen = { ...context(interview), language: house };
  const stopped = ended(programme, interview);
  slot(made, "ending").textContent = stopped ? told(programme, stopped.text, interview) : "";
  slot(made, "ending").lang = interview.language;
  slot(made, "ending").hidden = !stopped;
  const open = stopped ? null : unfinished(programme, interview);
  slot(made, "open").hidden = open === null;
  slot(made, "finish").hidden = open !== null;
  const fixed = new Set(locked(programme, context(interview)));
  const secret = new Set(unseen(programme, interview));
  slot(made, "alone").hidden = secret.size === 0;
  const list = slot(made, "answers");
  for (const name of asked(programme, interview.answers, context(interview))) {
    if (secret.has(name)) continue;
    const variable = programme.variables[name];
    const row = element(
      "div",
      { class: "veld-answer", "data-answer": name },
      element("dt", {}, told(programme, variable.text, interview, seen)),
      element("dd", {}, said(programme, name, interview.answers[name], seen, words)),
    );
    if (!fixed.has(name)) {
      const button = element("button", { type: "button", class: "veld-link" }, words.change[house]);
      button.setAttribute("aria-label", `${words.change[house]}: ${row.querySelector("dt")?.textContent}`);
      button.addEventListener("click", () => go(change(interview, variable.page)));
      row.append(element("dd", {}, button));
    }
    list.append(row);
  }
  press(made, "open", () => open && go(change(interview, open)));
  const form = /** @type {HTMLFormElement} */ (made.querySelector("form"));
  press(made, "finish", () => finish(String(new FormData(form).get("helped") ?? "")));
  return made;
}

/** An answer in words. @param {any} programme @param {string} name @param {any} value @param {any} seen @param {any} words */
export function said(programme, name, value, seen, words) {
  const variable = programme.variables[name];
  if (value === undefined || value === null) return words.nothing[seen.language];
  if (value.missing) return label(programme, programme.missing[value.missing], seen);
  if (variable.options.length > 0) {
    const labels = new Map(variable.options.map((/** @type {any} */ one) => [one.code, label(programme, one.label, seen)]));
    return [value].flat().map((code) => labels.get(code) ?? code).join(", ");
  }
  if (typeof value === "number") return numeral(value, seen.language);
  return variable.kind === "date" && real(value) ? day(value) : String(value);
}
