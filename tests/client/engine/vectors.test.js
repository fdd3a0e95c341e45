/** The JavaScript twin does what the vectors say. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { cases, expected, FILES, outcome, plain, PROGRAMMES, shipped, SIGNATURES } from "./vectors.js";

const engine = await shipped();

for (const name of FILES) {
  test(`every vector of ${name} gives what it says`, () => {
    const all = cases(name);
    assert.ok(all.length >= 60);
    for (const testcase of all) {
      const found = outcome(engine, testcase, PROGRAMMES[testcase.programme]);
      assert.deepEqual(plain(found), plain(expected(testcase)), JSON.stringify(testcase));
    }
  });
}

test("every function of the twins has vectors", () => {
  const called = new Set(FILES.flatMap((name) => cases(name).map((testcase) => testcase.function)));
  assert.deepEqual([...called].sort(), Object.keys(SIGNATURES).sort());
});

test("a field without a value is an absent answer", () => {
  assert.equal(engine.evaluate.absent(undefined), true);
  const [problem] = engine.check.check(PROGRAMMES.kinds, "team", undefined, {}, { language: "nl" });
  assert.equal(problem.code, "required");
});
