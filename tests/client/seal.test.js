import assert from "node:assert/strict";
import { createDecipheriv, createECDH, createHash, hkdfSync } from "node:crypto";
import { test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { begin } from "../../survey/collection/client/interview.js";
import { digest, envelope, seal } from "../../survey/collection/client/seal.js";
import { bundle } from "./street.js";

const start = new Date("2026-11-22T10:00:00Z");
const interview = { ...begin(bundle, { origin: "street", language: "tr", interviewer: "7" }, start), answers: { consent: "yes" } };
const body = (sealed) => JSON.parse(new TextDecoder().decode(sealed.bytes));
const study = createECDH("prime256v1");
study.generateKeys();
const lock = { key: "0123456789abcdef", public: study.getPublicKey("base64") };

function opened({ ephemeral, iv, packed, text }, id, slug) {
  const [theirs, closed] = [Buffer.from(ephemeral, "base64"), Buffer.from(text, "base64")];
  const salt = Buffer.concat([theirs, study.getPublicKey()]);
  const secret = Buffer.from(hkdfSync("sha256", study.computeSecret(theirs), salt, "wijkpeil interview 1", 32));
  const open = createDecipheriv("aes-256-gcm", secret, Buffer.from(iv, "base64"));
  open.setAAD(Buffer.from(`${id}\n${slug}`)).setAuthTag(closed.subarray(-16));
  const content = Buffer.concat([open.update(closed.subarray(0, -16)), open.final()]);
  return (packed === "none" ? content : inflateRawSync(content)).toString();
}

test("the bytes hold the fixed form of an interview, and their digest is SHA-256", async () => {
  const sealed = await seal(interview, { client: "c0de" }, new Date("2026-11-22T10:04:00Z"));
  assert.equal(sealed.digest, createHash("sha256").update(sealed.bytes).digest("hex"));
  assert.deepEqual(Object.keys(body(sealed)), [
    "study", "questionnaire", "origin", "mode", "language", "started_at", "completed_at", "answers", "paradata",
  ]);
  assert.equal(body(sealed).mode, "interviewer");
  assert.equal(body(sealed).completed_at, "2026-11-22T10:04:00.000Z");
  assert.equal(body(sealed).paradata.interviewer, "7");
  assert.equal("outcome" in body(sealed).paradata, false);
});

test("a sealed interview tells nothing but its study, and only who has the study's key opens it", async () => {
  const sealed = await seal(interview, { client: "c0de", number: 3, lock });
  const found = body(sealed);
  assert.deepEqual(Object.keys(found), ["sealed", "study", "key", "ephemeral", "iv", "packed", "text"]);
  assert.deepEqual([found.sealed, found.study, found.key], [1, "straat", lock.key]);
  const plain = JSON.parse(opened(found, interview.id, "straat"));
  assert.deepEqual(plain.answers, { consent: "yes" });
  assert.equal(plain.paradata.number, 3);
  assert.throws(() => opened(found, crypto.randomUUID(), "straat"));
  assert.throws(() => opened(found, interview.id, "elders"));
});

test("the same interview is never sealed to the same bytes twice, so nobody can compare", async () => {
  const to = { ...lock, id: interview.id, study: "straat" };
  assert.notEqual(await envelope("ja", to), await envelope("ja", to));
});

test("a browser that can not pack sends it unpacked, as safe", async () => {
  const stream = globalThis.CompressionStream;
  globalThis.CompressionStream = undefined;
  try {
    const found = JSON.parse(await envelope("ja", { ...lock, id: "1", study: "straat" }));
    assert.equal(found.packed, "none");
    assert.equal(opened(found, "1", "straat"), "ja");
  } finally {
    globalThis.CompressionStream = stream;
  }
});

test("a clock that was set back does not end an interview before it began", async () => {
  const sealed = await seal(interview, { client: "c0de" }, new Date("2016-01-01T00:00:00Z"));
  assert.equal(body(sealed).completed_at, body(sealed).started_at);
});

test("how it came about travels with it; what did not happen is not mentioned", async () => {
  const more = { outcome: "interrupted", helped: "family", outside: true, undone: 0, hidden: {}, handedOver: ["age"], quota: 4 };
  const { paradata } = body(await seal({ ...interview, ...more }, { client: "c0de" }, start));
  assert.deepEqual(
    [paradata.outcome, paradata.helped, paradata.outside, paradata.handed_over, paradata.quota],
    ["interrupted", "family", true, ["age"], 4],
  );
  assert.equal("undone" in paradata || "hidden" in paradata, false);
});

test("the digest is that of the very bytes", async () => {
  assert.equal(await digest(new TextEncoder().encode("ja")), createHash("sha256").update("ja").digest("hex"));
});
