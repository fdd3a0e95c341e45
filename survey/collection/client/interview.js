// @ts-check
/**
 * One interview as a value: every step gives a new one, so that a draft on disk is always whole.
 * Knows the order of the pages by the twins only, and nothing about the screen.
 */
import { asked, ending, following, locked, path, preceding } from "../../../questionnaires/engine/route.js";
import { check } from "../../../questionnaires/engine/check.js";

/**
 * @typedef {{page: string|null, answers: Record<string, unknown>, languages: Record<string, string>}} Step
 * @typedef {object} Interview
 * @property {string} id               identity, made here; the same interview keeps it however often it is sent
 * @property {string} study
 * @property {string} questionnaire    hash of the programme
 * @property {string} origin
 * @property {string} language         language the respondent sees now
 * @property {string} interviewer      number or code, never a name
 * @property {string} place
 * @property {string} startedAt        ISO moment
 * @property {string} today            ISO date in local time
 * @property {number} seed             decides shuffled orders
 * @property {string|null} page        null: the summary
 * @property {boolean} returning       came from the summary to change one answer
 * @property {Record<string, unknown>} answers
 * @property {Record<string, string>} languages   answer -> language it was given in
 * @property {string[]} shown          pages that were on the screen
 * @property {Record<string, number>} times       page -> milliseconds it was on the screen
 * @property {Step} entered            the page that is shown, and the answers when it came
 * @property {Step[]} history          what "undo" gives back
 * @property {string|null} outcome     why it was broken off
 * @property {string} location         code of the location of the fieldwork
 * @property {string} area             where the interviewer stands; not where the respondent lives
 * @property {string} helped           who helped: none, interpreter, family, other; empty: not said
 * @property {Record<string, string>} versions   language -> version of its translation when this began
 * @property {number} undone           how often the last step was taken back
 * @property {Record<string, number>} hidden     page -> milliseconds that the app was out of sight
 * @property {boolean} outside         held in the mode for sun
 * @property {boolean} handing         the respondent has the tablet now
 * @property {string[]} handedOver     pages that the respondent answered alone
 * @property {string[]} closed         pages with a sensitive question that were left: never shown again
 * @property {number|null} quota       a full cell that this interview met
 */

const HISTORY = 60;
// What came to be kept later: a draft of an older version of this program has none of it.
const FRESH = {
  location: "",
  area: "",
  helped: "",
  versions: /** @type {Record<string, string>} */ ({}),
  undone: 0,
  hidden: /** @type {Record<string, number>} */ ({}),
  outside: false,
  handing: false,
  handedOver: /** @type {string[]} */ ([]),
  closed: /** @type {string[]} */ ([]),
  quota: /** @type {number|null} */ (null),
};

/**
 * The place is asked once, on the start screen: where the questionnaire asks for it too, it is answered already.
 * @param {{study: string, questionnaire: string, programme: any, place?: string|null, translations?: Record<string, string>}} bundle
 * @param {{origin: string, language: string, interviewer?: string, place?: string, location?: string, area?: string}} choice
 * @param {Date} [now]
 * @returns {Interview}
 */
export function begin(bundle, choice, now = new Date()) {
  const known = bundle.place && choice.place ? { [bundle.place]: choice.place } : {};
  const interview = {
    id: crypto.randomUUID(),
    study: bundle.study,
    questionnaire: bundle.questionnaire,
    origin: choice.origin,
    language: choice.language,
    interviewer: choice.interviewer ?? "",
    place: choice.place ?? "",
    startedAt: now.toISOString(),
    today: localDate(now),
    seed: crypto.getRandomValues(new Uint32Array(1))[0],
    page: null,
    returning: false,
    answers: known,
    languages: Object.fromEntries(Object.keys(known).map((name) => [name, choice.language])),
    shown: [],
    times: {},
    entered: { page: null, answers: {}, languages: {} },
    history: [],
    outcome: null,
    ...FRESH,
    location: choice.location ?? "",
    area: choice.area ?? "",
    versions: bundle.translations ?? {},
  };
  const answered = (/** @type {string} */ page) => questions(bundle.programme, page).every((name) => name in known);
  const pages = path(bundle.programme, known, context(interview));
  const skipped = pages.slice(0, Math.max(0, pages.findIndex((page) => !answered(page))));
  return show({ ...interview, shown: skipped }, pages[skipped.length] ?? null);
}

/** A draft as this version keeps it, at the page where it was. @param {any} draft @returns {Interview} */
export function resumed(draft) {
  const whole = { ...FRESH, ...draft };
  return show(whole, whole.page);
}

/** What the twins call the context. @param {Interview} interview */
export function context(interview) {
  return {
    today: interview.today,
    seed: interview.seed,
    language: interview.language,
    mode: "interviewer",
    origin: interview.origin,
    shown: interview.shown,
  };
}

/** @param {Interview} interview @param {string|null} page @returns {Interview} */
export function show(interview, page) {
  const seen = page === null || interview.shown.includes(page);
  const entered = { page, answers: interview.answers, languages: interview.languages };
  const closed = interview.closed.filter((each) => each !== page); // open again: its answer no longer stood
  return { ...interview, page, entered, closed, shown: seen ? interview.shown : [...interview.shown, page] };
}

/**
 * Lay answers down without moving. `undefined` takes an answer away; a fixed answer stays as it was.
 * @param {any} programme @param {Interview} interview @param {Record<string, unknown>} values @returns {Interview}
 */
export function answer(programme, interview, values) {
  const answers = { ...interview.answers };
  const languages = { ...interview.languages };
  const fixed = new Set(locked(programme, context(interview)));
  for (const [name, value] of Object.entries(values)) {
    if (fixed.has(name)) continue;
    if (value === undefined) {
      delete answers[name];
      delete languages[name];
    } else if (JSON.stringify(answers[name]) !== JSON.stringify(value)) {
      answers[name] = value;
      languages[name] = interview.language;
    }
  }
  return { ...interview, answers, languages };
}

/**
 * Leave the page with these answers: answers and the new page are one step.
 * @param {any} programme @param {Interview} interview @param {Record<string, unknown>} values @returns {Interview}
 */
export function proceed(programme, interview, values) {
  if (interview.page === null) return interview;
  const answered = left(programme, answer(programme, interview, values));
  if (interview.returning) {
    const open = unfinished(programme, answered);
    return show({ ...answered, returning: open !== null }, open);
  }
  const after = (/** @type {string|null} */ page) => following(programme, answered.answers, context(answered), page);
  let next = after(interview.page);
  while (next !== null && answered.closed.includes(next) && !broken(programme, answered, next)) next = after(next);
  return show(answered, next);
}

/** What leaving the page leaves behind: a step to take back, or nothing at all of a page that closes behind the respondent.
 * @param {any} programme @param {Interview} interview @returns {Interview} */
function left(programme, interview) {
  const page = /** @type {string} */ (interview.page);
  if (!sensitive(programme, page)) {
    return { ...interview, history: [...interview.history, interview.entered].slice(-HISTORY) };
  }
  const handedOver = interview.handing ? [...new Set([...interview.handedOver, page])] : interview.handedOver;
  return { ...interview, handedOver, closed: [...interview.closed, page], history: [] };
}

/** Take the last step back: its page, and the answers as they were; fixed answers stay.
 * @param {any} programme @param {Interview} interview @returns {Interview} */
export function undo(programme, interview) {
  const step = interview.history.at(-1);
  if (!step) return interview;
  const answers = { ...step.answers };
  const languages = { ...step.languages };
  for (const name of locked(programme, context(interview))) {
    if (name in interview.answers) answers[name] = interview.answers[name];
    if (name in interview.languages) languages[name] = interview.languages[name];
  }
  const undone = interview.undone + 1;
  return show({ ...interview, answers, languages, undone, history: interview.history.slice(0, -1) }, step.page);
}

/** The page before, answers kept; closed ones are passed over. @param {any} programme @param {Interview} interview @returns {Interview} */
export function back(programme, interview) {
  const before = (/** @type {string|null} */ page) => preceding(programme, interview.answers, context(interview), page);
  let page = before(interview.page);
  while (page !== null && interview.closed.includes(page)) page = before(page);
  return page === null ? interview : show({ ...interview, returning: false }, page);
}

/** Whether something on this page is nobody's business but the respondent's. @param {any} programme @param {string|null} page */
export function sensitive(programme, page) {
  return questions(programme, page).some((name) => programme.variables[name].sensitive);
}

/** The names whose answers may not be seen any more. @param {any} programme @param {Interview} interview @returns {string[]} */
export function unseen(programme, interview) {
  return interview.closed.flatMap((page) => questions(programme, page));
}

/** A page without what was begun on it: a sensitive answer that was not finished is nobody's either.
 * @param {any} programme @param {Interview} interview @returns {Interview} */
export function blank(programme, interview) {
  return answer(programme, interview, Object.fromEntries(questions(programme, interview.page).map((name) => [name, undefined])));
}

/** From the summary to one page, and back after it. @param {Interview} interview @param {string} page */
export function change(interview, page) {
  return show({ ...interview, returning: true }, page);
}

/** The first page on the path that was not shown, or whose answers do not stand; null when all do.
 * @param {any} programme @param {Interview} interview @returns {string|null} */
export function unfinished(programme, interview) {
  return path(programme, interview.answers, context(interview)).find((page) => broken(programme, interview, page)) ?? null;
}

/** @param {any} programme @param {Interview} interview @param {string} page */
function broken(programme, interview, page) {
  const names = new Set(asked(programme, interview.answers, context(interview)));
  const stands = (/** @type {string} */ name) => !names.has(name) || !hard(problems(programme, interview, name));
  return !interview.shown.includes(page) || !questions(programme, page).every(stands);
}

/** @param {any} programme @param {Interview} interview @param {string} name @param {Record<string, unknown>} [values] */
export function problems(programme, interview, name, values = interview.answers) {
  const fixed = locked(programme, context(interview)).includes(name);
  return fixed ? [] : check(programme, name, values[name] ?? null, values, context(interview));
}

/** @param {{soft: boolean}[]} found */
export function hard(found) {
  return found.some((problem) => !problem.soft);
}

/** The names on this page that are asked, in order. @param {any} programme @param {Interview} interview @param {Record<string, unknown>} [values] */
export function onPage(programme, interview, values = interview.answers) {
  const names = new Set(asked(programme, values, context(interview)));
  return questions(programme, interview.page).filter((name) => names.has(name));
}

/** The `ends` that stopped this interview, or null. @param {any} programme @param {Interview} interview */
export function ended(programme, interview) {
  return ending(programme, interview.answers, context(interview));
}

/** @param {any} programme @param {string|null} page @returns {string[]} */
function questions(programme, page) {
  return programme.pages.find((/** @type {any} */ candidate) => candidate.id === page)?.questions ?? [];
}

/** @param {Date} moment */
function localDate(moment) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
