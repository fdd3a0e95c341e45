/** The mutator sees the whole source, and plants what it says. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { sources } from "../client/engine/assembled.js";
import { mutants } from "./mutants.js";
import { tokens } from "./tokens.js";

const changes = (source) => mutants("it", source).map((mutant) => mutant.source);

test("the tokens of the engine, comments and white space together are its whole source", () => {
  for (const source of Object.values(sources())) {
    let place = 0;
    for (const { start, end, text } of tokens(source)) {
      assert.match(source.slice(place, start), /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*$/);
      assert.equal(source.slice(start, end), text);
      place = end;
    }
    assert.match(source.slice(place), /^\s*$/);
  }
});

test("a pattern is told from a division, and text in a template from its holes", () => {
  const kinds = (source) => tokens(source).map(({ kind, text }) => `${kind} ${text}`);
  assert.deepEqual(kinds("a / b / c"), ["name a", "sign /", "name b", "sign /", "name c"]);
  assert.deepEqual(kinds("x = /[/\"]+/g;"), ["name x", "sign =", "regex /[/\"]+/g", "sign ;"]);
  assert.deepEqual(kinds("`a(${ {b: `}`} })c`"), [
    "sign `", "chunk a(", "sign ${", "sign {", "name b", "sign :", "sign `", "chunk }", "sign `", "sign }", "sign }", "chunk )c", "sign `",
  ]);
});

test("operators, bounds and constants are changed", () => {
  const found = changes("if (a >= 10 && b) c = true;");
  for (const expected of [
    "if (a > 10 && b) c = true;", "if (a < 10 && b) c = true;", "if (a >= (11) && b) c = true;", "if (a >= (9) && b) c = true;",
    "if (a >= 10 || b) c = true;", "if (a >= 10 && b) c = false;", "if (true) c = true;", "if (false) c = true;", "if (a >= 10 && b) ;",
  ]) assert.ok(found.includes(expected), expected);
});

test("both branches of a choice, results and statements are changed", () => {
  const found = changes("const f = (x) => x ? g(1, 2) : h;\nfunction k() {\n  push(x);\n  return { a: f(1) };\n}");
  for (const expected of ["x ? g(1, 2) : g(1, 2) ;", "x ? h: h;", "(x) => null;", "{\n  ;\n  return", "return null;"]) {
    assert.ok(found.some((source) => source.includes(expected)), expected);
  }
});

test("comments, imports and what an error says are left alone", () => {
  assert.deepEqual(changes('import { a } from "./a.js";\n// a === b\n/* 1 < 2 */\n'), []);
  assert.deepEqual(changes('throw new TypeError("no");'), []);
});

test("every mutant has a name of its own and differs from the source", () => {
  for (const [name, source] of Object.entries(sources())) {
    const found = mutants(name, source);
    assert.ok(found.length > 10);
    assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
    assert.equal(new Set([source, ...found.map((mutant) => mutant.source)]).size, found.length + 1);
  }
});
