import assert from "node:assert/strict";
import { mock, test } from "node:test";
import * as gate from "../../survey/collection/client/gate.js";
import { begin, onPage, proceed } from "../../survey/collection/client/interview.js";
import { leaves } from "../../survey/collection/client/taps.js";
import { bundle, programme } from "./street.js";

/** A screen under a clock of our own, with the gate that the tablet has: what `ask.js` does, without a browser. */
function tablet(clock) {
  const handlers = [];
  gate.guard({ addEventListener: (kind, act) => kind === "click" && handlers.push(act) });
  let interview = begin(bundle, { origin: "street", language: "nl", place: "" }, new Date(2026, 10, 22, 12));
  let since = clock.now;
  let taken = { answers: {}, page: null };
  const timers = [];
  gate.open(gate.SETTLE, clock.now);
  const run = () => {
    for (const timer of timers.splice(0)) if (timer.at <= clock.now) timer.act();
    else timers.push(timer);
  };
  return {
    get interview() {
      return interview;
    },
    get page() {
      return interview.page;
    },
    get since() {
      return since;
    },
    run,
    /** A finger on the answer at this height; gives what it did. */
    tap(height) {
      run();
      const names = onPage(programme, interview);
      const name = names.at(-1);
      const options = name ? programme.variables[name].options : [];
      let refused = false;
      const event = { preventDefault: () => {}, stopImmediatePropagation: () => (refused = true) };
      for (const handler of handlers) handler(event);
      if (refused || options.length === 0) return null;
      const code = options[height % options.length].code;
      const all = { ...interview.answers, [name]: code };
      if (!leaves(names, all, name, true)) return null;
      gate.close();
      taken = { name, code, page: interview.page, at: clock.now };
      const next = proceed(programme, interview, { [name]: code });
      timers.push({
        at: clock.now + gate.HIGHLIGHT,
        act: () => {
          interview = next;
          since = clock.now;
          gate.open(gate.SETTLE, clock.now);
        },
      });
      return taken;
    },
  };
}

function random(seed) {
  let state = seed + 1;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

test("whatever somebody hammers, each question is answered by one tap that was given after it could be read", () => {
  const clock = { now: 1000 };
  mock.method(performance, "now", () => clock.now);
  for (let seed = 0; seed < 400; seed += 1) {
    const draw = random(seed);
    const screen = tablet(clock);
    const given = [];
    let last = -Infinity;
    for (let finger = 0; finger < 60; finger += 1) {
      clock.now += draw(3) === 0 ? 300 + draw(900) : 10 + draw(180); // an impatient finger, sometimes a patient one
      screen.run();
      const before = screen.page;
      const shownFor = clock.now - screen.since;
      const done = screen.tap(draw(4));
      if (done) {
        given.push(done);
        assert.ok(shownFor >= gate.SETTLE, "answered before it was there long enough to read");
        assert.ok(clock.now - last >= gate.SETTLE, "answered by the second half of a double tap");
        assert.equal(done.page, before);
      }
      last = clock.now;
    }
    clock.now += 5000;
    screen.run();
    const { answers, history } = screen.interview;
    const tapped = Object.fromEntries(given.map(({ name, code }) => [name, code]));
    assert.deepEqual(answers, tapped, "an answer that nobody tapped, or a tap that was lost");
    assert.deepEqual(history.map((step) => step.page), given.map((one) => one.page), "a question was skipped");
  }
  mock.restoreAll();
});

test("a tap leaves the screen only at its last question, when all are answered", () => {
  assert.equal(leaves(["a", "b"], { a: "x" }, "a", true), false);
  assert.equal(leaves(["a", "b"], { a: "x", b: "y" }, "a", true), false);
  assert.equal(leaves(["a", "b"], { b: "y" }, "b", true), false);
  assert.equal(leaves(["a", "b"], { a: "x", b: "y" }, "b", true), true);
});

test("a second tap on the answer that was chosen already goes on too", () => {
  assert.equal(leaves(["a"], { a: "x" }, "a", true), true);
});

test("a tap never leaves a screen with something to type", () => {
  assert.equal(leaves(["a", "b"], { a: "x", b: "y" }, "b", false), false);
});
