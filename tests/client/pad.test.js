import assert from "node:assert/strict";
import { test } from "node:test";
import { stepped } from "../../survey/collection/client/pad.js";

const bounds = { min: 18, max: 110 };

test("the first step from nothing gives the least that is possible", () => {
  assert.equal(stepped(undefined, 1, bounds), 18);
  assert.equal(stepped("twaalf", -1, bounds), 18);
  assert.equal(stepped(undefined, 1, { min: null, max: null }), 1);
});

test("a step never leaves the bounds", () => {
  assert.equal(stepped(110, 1, bounds), 110);
  assert.equal(stepped(18, -1, bounds), 18);
  assert.equal(stepped(3, 1, bounds), 18);
  for (let value = -5; value < 200; value += 1) {
    for (const by of [1, -1]) {
      const found = stepped(value, by, bounds);
      assert.ok(found >= bounds.min && found <= bounds.max);
    }
  }
});

test("without bounds it goes on below nothing", () => {
  assert.equal(stepped(0, -1, { min: null, max: null }), -1);
});
