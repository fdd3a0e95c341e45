import assert from "node:assert/strict";
import { test } from "node:test";
import { contact, outcomeOf } from "../../survey/collection/client/contact.js";
import { belongs, full } from "../../survey/collection/client/full.js";
import * as step from "../../survey/collection/client/interview.js";
import { bundle, programme } from "./street.js";

const begun = () => step.begin(bundle, { origin: "street", language: "nl", place: "market" });
const pass = (interview, values) => step.proceed(programme, interview, values);
function whole() {
  let interview = pass(pass(begun(), { consent: "yes" }), { unaided: ["vet"] });
  while (interview.page?.startsWith("aided_")) interview = pass(interview, { [interview.page]: "name" });
  return interview;
}

test("an approach holds where, when and what was seen, and nothing else", () => {
  const where = { interviewer: "12", location: "markt", area: "borgele", name: "never" };
  const made = contact("straat", where, { outcome: "no_time", sex: "woman", age_band: "60+" }, new Date(0));
  assert.match(made.id, /^[0-9a-f-]{36}$/);
  assert.deepEqual({ ...made, id: "" }, {
    id: "", study: "straat", at: "1970-01-01T00:00:00.000Z", interviewer: "12", place: "markt", area: "borgele",
    outcome: "no_time", sex: "woman", age_band: "60+", interview: null,
  });
});

test("an interview counts itself: whole, refused at once, and broken off early or late", () => {
  const complete = pass(whole(), { age: 40 });
  assert.equal(complete.page, null);
  assert.equal(outcomeOf(programme, complete), "interview");
  assert.equal(outcomeOf(programme, pass(begun(), { consent: "no" })), "refusal");
  assert.equal(outcomeOf(programme, { ...pass(begun(), { consent: "yes" }), outcome: "refused" }), "refusal");
  assert.equal(outcomeOf(programme, { ...whole(), outcome: "interrupted" }), "partial");
  assert.equal(outcomeOf(programme, { ...whole(), outcome: "quota_full" }), "partial");
  assert.equal(outcomeOf(programme, { ...begun(), outcome: "language" }), "language");
  assert.equal(outcomeOf(programme, { ...begun(), outcome: "screened_out" }), "not_resident");
});

test("who is too young by the questionnaire is counted as too young", () => {
  const young = structuredClone(programme);
  young.variables.age.role = "age";
  young.pages.at(-1).ends = { when: ["<", ["answer", "age"], ["number", 20]], outcome: "screened_out", text: { nl: ["Dank u."] } };
  assert.equal(outcomeOf(young, step.proceed(young, whole(), { age: 19 })), "under_age");
});

const quota = {
  groups: [{ code: "young", label: "jong", rule: { age: { max: 39 } } }, { code: "all", label: "iedereen", rule: {} }],
  cells: [{ id: 7, area: "", group: "young", target: 1, counted: 0 }, { id: 8, area: "", group: "all", target: 1, counted: 0 }],
};
const leased = (left) => async () => left;

test("a full group is met as soon as it is certain, and once it was decided about not again", async () => {
  const study = { programme, quota };
  assert.equal(await full(study, whole(), leased({ 7: 0, 8: 0 })), null, "the age is not known yet");
  const done = pass(whole(), { age: 30 });
  assert.equal((await full(study, done, leased({ 7: 0, 8: 3 })))?.id, 7);
  assert.equal(await full(study, done, leased({ 7: 1 })), null);
  assert.equal(await full(study, { ...done, quota: 7 }, leased({ 7: 0 })), null);
  assert.equal(await full(study, done, leased({})), null, "no word of leases sends nobody away");
});

test("a complete interview takes a place, one that was broken off or ended does not", () => {
  const study = { programme, quota };
  const done = pass(whole(), { age: 50 });
  assert.equal(belongs(study, done), 8);
  assert.equal(belongs(study, { ...done, outcome: "interrupted" }), null);
  assert.equal(belongs(study, pass(begun(), { consent: "no" })), null);
  assert.equal(belongs({ programme }, done), null);
});
