import assert from "node:assert/strict";
import { test } from "node:test";
import { isChoice } from "../../survey/collection/client/fields.js";
import { date, number, split } from "../../survey/collection/client/typed.js";

for (const [typed, language, expected] of [
  ["12", "nl", 12],
  [" 12,5 ", "nl", 12.5],
  ["12.5", "nl", 12.5],
  ["1.000", "nl", 1000],
  ["1.000", "en", 1],
  ["1,000", "en", 1000],
  ["1.000.000", "tr", 1000000],
  ["-3", "nl", -3],
  ["−3", "nl", -3],
  ["٤٥", "ar", 45],
  ["٤٫٥", "ar", 4.5],
  ["۴۵", "nl", 45],
  ["1 000", "nl", 1000],
]) {
  test(`the number “${typed}” in ${language} is ${expected}`, () => assert.equal(number(typed, language), expected));
}

for (const typed of ["twaalf", "1e3", "12 jaar", "--1", "9007199254740993", "1.00,5x"]) {
  test(`“${typed}” is no number and stays as it was typed, so that the check can say so`, () => {
    assert.equal(number(typed, "nl"), typed);
  });
}

test("nothing typed is no answer", () => {
  assert.equal(number("  ", "nl"), undefined);
  assert.equal(date(["", " ", ""]), undefined);
});

test("a date is put together as an ISO date, and taken apart again", () => {
  assert.equal(date(["1", "2", "1980"]), "1980-02-01");
  assert.deepEqual(split("1980-02-01"), ["1", "2", "1980"]);
});

test("a day that the calendar has not stays as it was typed", () => {
  assert.equal(date(["31", "2", "1980"]), "31-2-1980");
  assert.equal(date(["1", "", "1980"]), "1--1980");
  assert.equal(date(["1-2", "3", "80"]), "1/2-3-80");
  assert.deepEqual(split("1--1980"), ["1", "", "1980"]);
});

test("only questions with one choice go on by a tap", () => {
  assert.deepEqual(["single", "scale", "consent", "area"].filter(isChoice), ["single", "scale", "consent", "area"]);
  assert.deepEqual(["multiple", "number", "text", "long_text", "date"].filter(isChoice), []);
});
