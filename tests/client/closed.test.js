import assert from "node:assert/strict";
import { test } from "node:test";
import * as step from "../../survey/collection/client/interview.js";
import { bundle } from "./street.js";

const programme = structuredClone(bundle.programme);
programme.variables.unaided.sensitive = true;
for (const page of programme.pages) page.locks = [];
const begun = () => step.begin({ ...bundle, programme }, { origin: "street", language: "nl", place: "market" });
const pass = (interview, values) => step.proceed(programme, interview, values);
const atSecret = () => pass(begun(), { consent: "yes" });
const after = () => pass({ ...atSecret(), handing: true }, { unaided: ["vet"] });

test("a page with a sensitive question is known", () => {
  assert.equal(step.sensitive(programme, "unaided"), true);
  assert.equal(step.sensitive(programme, "consent"), false);
  assert.equal(step.sensitive(programme, null), false);
});

test("after the hand-over neither back nor undo shows it again, and its answer stays", () => {
  const passed = after();
  assert.deepEqual(passed.closed, ["unaided"]);
  assert.deepEqual(passed.handedOver, ["unaided"]);
  assert.deepEqual(passed.history, []);
  assert.equal(step.undo(programme, passed).page, passed.page);
  assert.equal(step.back(programme, passed).page, "consent");
  assert.deepEqual(passed.answers.unaided, ["vet"]);
});

test("read out by the interviewer it closes too, and is not said to be handed over", () => {
  const passed = pass(atSecret(), { unaided: ["vet"] });
  assert.deepEqual(passed.closed, ["unaided"]);
  assert.deepEqual(passed.handedOver, []);
});

test("going back before it and on again passes over it, with its answer", () => {
  const earlier = step.back(programme, after());
  const on = pass(earlier, { consent: "yes" });
  assert.match(on.page, /^aided_/);
  assert.deepEqual(on.answers.unaided, ["vet"]);
});

test("undo of a step before it, taken after it, does not open it", () => {
  const earlier = step.back(programme, after());
  const undone = step.undo(programme, pass(earlier, { consent: "yes" }));
  assert.equal(undone.page, "consent");
  assert.deepEqual(undone.closed, ["unaided"]);
});

test("its answer is among those that are not seen any more", () => {
  assert.deepEqual(step.unseen(programme, after()), ["unaided"]);
  assert.deepEqual(step.unseen(programme, atSecret()), []);
});

test("a closed page whose answer no longer stands is asked again", () => {
  const broken = { ...after(), answers: { consent: "yes", spot: "market", unaided: ["gone"] } };
  const on = pass(step.back(programme, broken), { consent: "yes" });
  assert.equal(on.page, "unaided");
  assert.deepEqual(on.closed, []);
  assert.equal("unaided" in step.blank(programme, on).answers, false);
});

test("what was begun on a sensitive page and not finished is gone when it is announced anew", () => {
  const half = step.answer(programme, atSecret(), { unaided: ["vet"] });
  assert.deepEqual(step.blank(programme, half).answers, { spot: "market", consent: "yes" });
});

test("whatever way back is tried, in any order, a closed page is never on the screen again", () => {
  let state = 11;
  const draw = (below) => (state = (state * 48271) % 2147483647) % below;
  for (let round = 0; round < 300; round += 1) {
    let interview = after();
    for (let press = 0; press < 12; press += 1) {
      const way = draw(4);
      if (way === 0) interview = step.back(programme, interview);
      else if (way === 1) interview = step.undo(programme, interview);
      else if (way === 2 && interview.page === null) interview = step.change(interview, ["consent", "aided_a"][draw(2)]);
      else if (interview.page === "age") interview = pass(interview, { age: 40 });
      else if (interview.page) interview = pass(interview, { [interview.page]: interview.page === "consent" ? "yes" : "name" });
      assert.notEqual(interview.page, "unaided");
      assert.deepEqual(interview.answers.unaided, ["vet"]);
    }
  }
});

test("a draft of a program that did not know all this goes on", () => {
  const { closed, hidden, versions, handedOver, ...old } = atSecret();
  const again = step.resumed(old);
  assert.equal(again.page, "unaided");
  assert.deepEqual(again.closed, []);
  assert.deepEqual(again.versions, {});
});
