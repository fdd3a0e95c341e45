import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as vault from "../../survey/collection/client/vault.js";

const MINUTE = 60_000;
const AT = Date.parse("2026-11-22T10:00:00Z");
let kept;
const keeping = {
  setting: async (name) => kept.get(name),
  keepSetting: async (name, value) => void kept.set(name, structuredClone(value)),
};
const wrong = async (pin, now) => {
  try {
    await vault.open(pin, now, keeping);
  } catch (error) {
    assert.ok(error instanceof vault.WrongPin);
    return error.until - now;
  }
  return assert.fail("it opened");
};
beforeEach(async () => {
  kept = new Map();
  vault.close();
  await vault.create("2580", keeping);
});

test("a PIN is four to eight digits", () => {
  assert.deepEqual(["123", "1234", "12345678", "123456789", "12a4", ""].map(vault.isPin), [false, true, true, false, false, false]);
});

test("what was encrypted can be read after opening it with the same PIN, and only about the same interview", async () => {
  const closed = await vault.encrypt("antwoorden", "straat\nab\n1");
  vault.close();
  await assert.rejects(vault.decrypt(closed, "straat\nab\n1"), /locked/);
  await vault.open("2580", AT, keeping);
  assert.equal(await vault.decrypt(closed, "straat\nab\n1"), "antwoorden");
  await assert.rejects(vault.decrypt(closed, "straat\nab\n2"));
});

test("nothing that is kept holds the PIN, the answers or the key in the clear", async () => {
  const { wrapped, salt, iv, rounds } = kept.get("vault");
  assert.equal(wrapped.length, 32 + 16);
  assert.deepEqual([salt.length, iv.length], [16, 12]);
  assert.ok(rounds >= 600_000);
  assert.doesNotMatch(JSON.stringify([...kept]), /2580/);
});

test("wrong PINs wait longer and longer, also after the app was opened again, and never more than a quarter of an hour", async () => {
  assert.deepEqual([await wrong("0000", AT), await wrong("0000", AT)], [0, 0]);
  assert.equal(await wrong("0000", AT), 5_000);
  assert.equal(await wrong("2580", AT + 1_000), 4_000); // even the right one waits
  assert.equal(await wrong("0000", AT + 6_000), 10_000);
  kept.set("vault", { ...kept.get("vault"), wrong: 40, until: 0 });
  assert.equal(await wrong("0000", AT), 15 * MINUTE);
});

test("a clock that was set back years does not lock the interviewer out", async () => {
  for (const _ of "123") await wrong("0000", AT);
  await vault.open("2580", Date.parse("2016-01-01"), keeping);
  assert.ok(vault.isOpen());
  assert.equal(kept.get("vault").wrong, 0);
});

test("a new PIN is a new key: what was under the old one can not be read", async () => {
  const closed = await vault.encrypt("antwoorden", "x");
  await vault.create("1111", keeping);
  await assert.rejects(vault.decrypt(closed, "x"));
});
