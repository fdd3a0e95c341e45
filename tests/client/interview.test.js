import assert from "node:assert/strict";
import { test } from "node:test";
import * as step from "../../survey/collection/client/interview.js";
import { bundle, programme } from "./street.js";

const choice = { origin: "street", language: "nl", place: "market" };
const begun = (more = {}) => step.begin(bundle, { ...choice, ...more }, new Date(2026, 10, 22, 12));
const pass = (interview, values) => step.proceed(programme, interview, values);
const toAided = () => pass(pass(begun(), { consent: "yes" }), { unaided: ["vet"] });

test("the place that was chosen at the start is answered, and its page is passed over", () => {
  const interview = begun();
  assert.equal(interview.page, "consent");
  assert.deepEqual(interview.answers, { spot: "market" });
  assert.deepEqual(interview.shown, ["spot", "consent"]);
});

test("without a place the page that asks for it comes first", () => {
  const interview = begun({ place: "" });
  assert.equal(interview.page, "spot");
  assert.deepEqual(interview.answers, {});
});

test("today is the local date and the seed a whole number of 32 bits", () => {
  const interview = begun();
  assert.equal(interview.today, "2026-11-22");
  assert.ok(Number.isInteger(interview.seed) && interview.seed >= 0 && interview.seed < 2 ** 32);
  assert.notEqual(begun().id, begun().id);
});

test("an answer and the next page are one step", () => {
  const next = pass(begun(), { consent: "yes" });
  assert.equal(next.page, "unaided");
  assert.equal(next.answers.consent, "yes");
  assert.deepEqual(next.history.map((one) => one.page), ["consent"]);
});

test("undo gives back the page and takes the answer away", () => {
  const first = begun();
  const undone = step.undo(programme, pass(first, { consent: "yes" }));
  assert.equal(undone.page, "consent");
  assert.equal("consent" in undone.answers, false);
  assert.deepEqual(undone.history, []);
});

test("undo takes away what was chosen on the page before it was left, too", () => {
  const chosen = step.answer(programme, begun({ place: "" }), { spot: "library" });
  const undone = step.undo(programme, pass(chosen, { spot: "library" }));
  assert.equal(undone.page, "spot");
  assert.deepEqual(undone.answers, {});
});

test("back keeps the answer, and the page that was seen stays seen", () => {
  const earlier = step.back(programme, pass(begun(), { consent: "yes" }));
  assert.equal(earlier.page, "consent");
  assert.equal(earlier.answers.consent, "yes");
  assert.ok(earlier.shown.includes("unaided"));
});

test("an unaided answer is fixed once an aided name was shown, for changing and for undo", () => {
  const aided = toAided();
  assert.match(aided.page, /^aided_/);
  const undone = step.undo(programme, aided);
  assert.equal(undone.page, "unaided");
  assert.deepEqual(undone.answers.unaided, ["vet"]);
  assert.deepEqual(step.answer(programme, undone, { unaided: ["vet", "loket"] }).answers.unaided, ["vet"]);
  assert.equal(step.proceed(programme, undone, { unaided: undefined }).page, aided.page);
});

test("an early end leads to the summary, and says what ended it", () => {
  const stopped = pass(begun(), { consent: "no" });
  assert.equal(stopped.page, null);
  assert.equal(step.ended(programme, stopped).outcome, "refused");
});

test("each answer remembers the language in which it was given, and keeps it when only the language changes", () => {
  const dutch = pass(begun(), { consent: "yes" });
  const turkish = pass({ ...dutch, language: "tr" }, { unaided: ["vet"] });
  assert.equal(turkish.languages.consent, "nl");
  assert.equal(turkish.languages.unaided, "tr");
  const same = step.answer(programme, { ...turkish, language: "nl" }, { unaided: ["vet"] });
  assert.equal(same.languages.unaided, "tr");
});

test("an answer can be taken away again", () => {
  const none = step.answer(programme, pass(begun(), { consent: "yes" }), { consent: undefined });
  assert.equal("consent" in none.answers, false);
  assert.equal("consent" in none.languages, false);
});

test("after a change from the summary only what is newly open is asked", () => {
  let interview = toAided();
  while (interview.page?.startsWith("aided_")) interview = pass(interview, { [interview.page]: "name" });
  interview = pass(interview, { age: 40 });
  assert.equal(interview.page, null);
  const changing = step.change(interview, "aided_a");
  assert.equal(pass(changing, { aided_a: "never" }).page, null);
  const opened = pass(changing, { aided_a: "knows" });
  assert.equal(opened.page, "how");
  assert.equal(pass(opened, { how: "yes" }).page, null);
});

test("what is unfinished is the first page with an answer that does not stand", () => {
  const interview = { ...toAided(), page: null };
  assert.match(step.unfinished(programme, interview), /^aided_/);
  const wrong = { ...interview, answers: { ...interview.answers, consent: "perhaps" } };
  assert.equal(step.unfinished(programme, wrong), "consent");
});

test("two interviews with different seeds can meet the block in another order, the same seed never", () => {
  const orders = new Set();
  for (let seed = 0; seed < 20; seed += 1) orders.add(pass(pass({ ...begun(), seed }, { consent: "yes" }), { unaided: ["vet"] }).page);
  assert.deepEqual([...orders].sort(), ["aided_a", "aided_b"]);
});
