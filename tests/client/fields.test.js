import assert from "node:assert/strict";
import { test } from "node:test";
import { date, isChoice, number } from "../../survey/collection/client/fields.js";

test("a number is read with a comma and with a point", () => {
  assert.equal(number("12"), 12);
  assert.equal(number(" 12,5 "), 12.5);
  assert.equal(number("12.5"), 12.5);
  assert.equal(number("-3"), -3);
});

test("nothing typed is no answer, and what is no number stays text so that the check can say so", () => {
  assert.equal(number("  "), undefined);
  assert.equal(number("twaalf"), "twaalf");
  assert.equal(number("1e3"), "1e3");
  assert.equal(number("1.000,5"), "1.000,5");
});

test("a date is put together as an ISO date; a half one stays wrong", () => {
  assert.equal(date(["1", "2", "1980"]), "1980-02-01");
  assert.equal(date(["", "", ""]), undefined);
  assert.equal(date(["1", "", "1980"]), "1980-00-01");
});

test("only questions with one choice go on by a tap", () => {
  assert.deepEqual(["single", "scale", "consent", "area"].filter(isChoice), ["single", "scale", "consent", "area"]);
  assert.deepEqual(["multiple", "number", "text", "long_text", "date"].filter(isChoice), []);
});
