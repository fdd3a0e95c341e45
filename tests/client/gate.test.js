import assert from "node:assert/strict";
import { test } from "node:test";
import * as gate from "../../survey/collection/client/gate.js";

test("a closed gate lets nothing through until it is opened", () => {
  gate.close();
  assert.equal(gate.isClosed(), true);
  gate.open();
  assert.equal(gate.isClosed(performance.now() + 1), false);
});

test("a new question refuses taps for as long as a double tap lasts", () => {
  gate.open(gate.SETTLE, 1000);
  assert.equal(gate.isClosed(1000 + gate.SETTLE - 1), true);
  assert.equal(gate.isClosed(1000 + gate.SETTLE), false);
});

test("whoever goes on tapping waits as long again", () => {
  gate.open(gate.SETTLE, 1000);
  gate.hammered(1300);
  assert.equal(gate.isClosed(1000 + gate.SETTLE), true);
  assert.equal(gate.isClosed(1300 + gate.SETTLE), false);
});

test("the highlight is seen for a quarter of a second", () => {
  assert.equal(gate.HIGHLIGHT, 250);
});
