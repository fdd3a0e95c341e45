import assert from "node:assert/strict";
import { createECDH } from "node:crypto";
import { test } from "node:test";
import { copyOf, partsOf } from "../../survey/collection/client/export.js";

const bytes = new TextEncoder().encode(`{"text":"${"é".repeat(900)}"}`);
const item = { id: "5f0c", study: "straat", bytes, digest: "7f3a".repeat(16), number: 3, frozenAt: "", tries: 0, problem: null };
const contact = { id: "c1", study: "straat", at: "2026-11-22T10:00:00Z", outcome: "refusal", from: 5, problem: null };
const key = createECDH("prime256v1");
key.generateKeys();
const about = { device: 7, client: "c0de", queue: [item], contacts: [contact] };

test("a copy holds each interview byte for byte, with what a server needs to take it in", async () => {
  const copy = JSON.parse(await (await copyOf({ ...about, lockOf: async () => null })).text());
  assert.deepEqual([copy.wijkpeil, copy.format, copy.device, copy.client], ["queue", 1, 7, "c0de"]);
  const [{ body, ...named }] = copy.interviews;
  assert.deepEqual(named, { id: "5f0c", study: "straat", digest: item.digest, number: 3 });
  assert.deepEqual(new TextEncoder().encode(body), bytes);
  assert.deepEqual(copy.contacts, [{ id: "c1", study: "straat", at: contact.at, outcome: "refusal" }]);
});

test("contacts in a copy are sealed with the study's key when there is one", async () => {
  const lockOf = async () => ({ key: "0123456789abcdef", public: key.getPublicKey("base64") });
  const text = await (await copyOf({ ...about, lockOf })).text();
  assert.doesNotMatch(text, /refusal/);
  assert.deepEqual(Object.keys(JSON.parse(text).contacts[0]), ["id", "study", "body"]);
});

test("the parts of an interview give its bytes again, in any order", () => {
  const parts = partsOf(item, 7).map((text) => text.split("|"));
  assert.equal(parts.length, Math.ceil(bytes.length / 600));
  assert.deepEqual(parts[0].slice(0, 4), ["WP1", "5f0c", `1/${parts.length}`, "7f3a7f3a"]);
  assert.equal(parts[0][5], "7:3");
  assert.equal(parts[1].length, 5);
  assert.deepEqual(Buffer.concat(parts.map((part) => Buffer.from(part[4], "base64"))), Buffer.from(bytes));
});
