import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { attach, solve } from "../../survey/static/open_link.js";

function starts(challenge, part, number) {
  return createHash("sha256").update(`${challenge}.${part}.${number}`).digest().readUInt32BE(0);
}

test("every number makes a digest that begins with enough zero bits", async () => {
  const numbers = (await solve("made-up", 5, 10)).split(".");
  assert.equal(numbers.length, 5);
  numbers.forEach((number, part) => assert.equal(starts("made-up", part, number) >>> 22, 0));
});

test("the first number that fits is taken, so both halves agree", async () => {
  const [number] = (await solve("made-up", 1, 6)).split(".").map(Number);
  for (let earlier = 0; earlier < number; earlier += 1) {
    assert.notEqual(starts("made-up", 0, earlier) >>> 26, 0);
  }
});

/** A form as `attach` sees it. */
function form() {
  const fields = {
    opgave: { value: "made-up" },
    oplossing: { value: "", dataset: { parts: "2", bits: "6" } },
  };
  const busy = { textContent: "", dataset: { busy: "wait" } };
  const made = {
    elements: { namedItem: (name) => fields[name] },
    querySelector: () => busy,
    addEventListener: (_, listener) => (made.press = listener),
    submitted: 0,
    submit: () => (made.submitted += 1),
    fields,
    busy,
  };
  return made;
}

function press(made) {
  const event = { prevented: false, preventDefault: () => (event.prevented = true) };
  return [event, made.press(event)];
}

globalThis.window = { addEventListener: () => {} };

test("who presses before it is solved waits, and twice pressed is once sent", async () => {
  const made = form();
  attach(made);
  const [first, sent] = press(made);
  const [second] = press(made);
  assert.equal(first.prevented && second.prevented, true);
  assert.equal(made.busy.textContent, "wait");
  await sent;
  assert.equal(made.submitted, 1);
  assert.equal(made.fields.oplossing.value, await solve("made-up", 2, 6));
});

test("who presses after it is solved notices nothing, and a second press is stopped", async () => {
  const made = form();
  attach(made);
  while (!made.fields.oplossing.value) await new Promise((resolve) => setTimeout(resolve, 5));
  const [first] = press(made);
  assert.equal(first.prevented, false);
  const [second] = press(made);
  assert.equal(second.prevented, true);
  assert.equal(made.submitted, 0);
});

test("without WebCrypto the form stays as it is", () => {
  const kept = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
  const made = form();
  attach(made);
  Object.defineProperty(globalThis, "crypto", kept);
  assert.equal(made.press, undefined);
});
