// @ts-check
/** Approaches, not people: every one that is spoken to counts, and an interview counts itself. */
import { asked, ending, path } from "../../../questionnaires/engine/route.js";
import { context, onPage } from "./interview.js";
import { press, screen, slot } from "./screen.js";

/** @typedef {import("./interview.js").Interview} Interview */
/** @typedef {{id: string, study: string, at: string, interviewer: string, place: string, area: string, outcome: string, sex: string, age_band: string, interview: string|null}} Contact */

/**
 * @param {string} study @param {{interviewer: string, location: string, area: string}} where
 * @param {{outcome: string, sex?: string, age_band?: string, interview?: string|null}} what @param {Date} [now]
 * @returns {Contact}
 */
export function contact(study, { interviewer, location, area }, { outcome, sex = "", age_band = "", interview = null }, now = new Date()) {
  const at = now.toISOString();
  return { id: crypto.randomUUID(), study, at, interviewer, place: location, area, outcome, sex, age_band, interview };
}

/**
 * What came of an approach that became an interview. Broken off before half of its questions it is a refusal, as a
 * break-off is; later a partial interview.
 * @param {any} programme @param {Interview} interview
 */
export function outcomeOf(programme, interview) {
  const end = ending(programme, interview.answers, context(interview));
  const outcome = end?.outcome ?? interview.outcome ?? "complete";
  if (outcome === "complete") return "interview";
  if (outcome === "language") return "language";
  if (outcome === "screened_out") {
    const page = path(programme, interview.answers, context(interview)).at(-1) ?? null;
    const roles = onPage(programme, { ...interview, page }).map((name) => programme.variables[name].role);
    return end && roles.includes("age") ? "under_age" : "not_resident";
  }
  if (end) return "refusal";
  const names = asked(programme, interview.answers, context(interview));
  const answered = names.filter((name) => interview.answers[name] !== undefined);
  return answered.length * 2 >= names.length ? "partial" : "refusal";
}

/**
 * The second tap: whom it was, as seen.
 * @param {{outcome: string, where: string, done: (seen: {sex?: string, age_band?: string}) => void, back: () => void}} means
 * @param {Date} [now]
 */
export function whom({ outcome, where, done, back }, now = new Date()) {
  const made = screen("contact");
  for (const said of made.querySelectorAll("[data-outcome]")) {
    /** @type {HTMLElement} */ (said).hidden = said.getAttribute("data-outcome") !== outcome;
  }
  for (const part of made.querySelectorAll("[data-until]")) {
    const [from, until] = (part.getAttribute("data-until") ?? "").split("-").map(Number);
    /** @type {HTMLElement} */ (part).hidden = now.getHours() < from || now.getHours() >= until;
  }
  slot(made, "where").textContent = where;
  for (const button of made.querySelectorAll("[data-seen]")) {
    const [sex, age_band] = (button.getAttribute("data-seen") ?? "").split(" ");
    button.addEventListener("click", () => done({ sex, age_band }));
  }
  press(made, "back", back);
  return made;
}
