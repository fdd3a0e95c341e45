import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { watch } from "../../survey/collection/client/watch.js";

/** A document that can go out of sight, and a clock of our own. */
function stage() {
  const clock = { now: 0 };
  const seen = [];
  globalThis.document = { visibilityState: "visible", addEventListener: (_kind, act) => seen.push(act) };
  mock.method(performance, "now", () => clock.now);
  const turn = (state, at) => {
    clock.now = at;
    document.visibilityState = state;
    for (const act of seen) act();
  };
  return { clock, turn };
}

const empty = { times: {}, hidden: {} };

test("the time in sight is counted apart from the time that the app was away", () => {
  const { clock, turn } = stage();
  const watched = watch();
  clock.now = 1000;
  watched.begin();
  turn("hidden", 4000);
  turn("visible", 64000);
  clock.now = 66000;
  const noted = watched.noted(empty, empty, "age");
  assert.deepEqual(noted.times, { age: 5000 });
  assert.deepEqual(noted.hidden, { age: 60000 });
  mock.restoreAll();
});

test("a page that is shown again adds to what it had, and noting twice adds nothing twice", () => {
  const { clock } = stage();
  const watched = watch();
  watched.begin();
  clock.now = 300;
  const before = { times: { age: 700, sex: 5 }, hidden: {} };
  const once = watched.noted(before, before, "age");
  assert.deepEqual(watched.noted(once, before, "age").times, { age: 1000, sex: 5 });
  assert.deepEqual(once.hidden, {});
  mock.restoreAll();
});
