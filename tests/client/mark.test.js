import assert from "node:assert/strict";
import { test } from "node:test";
import { found, leave } from "../../survey/collection/client/mark.js";

/** @param {Partial<Storage>} storage */
function storedIn(storage) {
  Object.defineProperty(globalThis, "localStorage", { value: storage, configurable: true });
}

test("what was left is found again", () => {
  const kept = new Map();
  storedIn({ setItem: (name, value) => void kept.set(name, value), getItem: (name) => kept.get(name) ?? null });
  assert.equal(found(), null);
  leave({ name: "Tablet 7", waiting: 3 });
  assert.deepEqual(found(), { name: "Tablet 7", waiting: 3 });
});

test("a browser that keeps nothing, or something else, does no harm", () => {
  storedIn({
    setItem: () => { throw new Error("refused"); },
    getItem: () => "not ours",
  });
  leave({ name: "Tablet 7", waiting: 3 });
  assert.equal(found(), null);
});
