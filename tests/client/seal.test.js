import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { begin } from "../../survey/collection/client/interview.js";
import { contentDigest, digest, seal } from "../../survey/collection/client/seal.js";
import { bundle } from "./street.js";

const start = new Date("2026-11-22T10:00:00Z");
const interview = { ...begin(bundle, { origin: "street", language: "tr", interviewer: "7" }, start), answers: { consent: "yes" } };
const body = (sealed) => JSON.parse(new TextDecoder().decode(sealed.bytes));

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

test("a clock that was set back does not end an interview before it began", async () => {
  const sealed = await seal(interview, { client: "c0de" }, new Date("2016-01-01T00:00:00Z"));
  assert.equal(body(sealed).completed_at, body(sealed).started_at);
});

test("why it was broken off travels with it", async () => {
  const sealed = await seal({ ...interview, outcome: "interrupted" }, { client: "c0de" }, start);
  assert.equal(body(sealed).paradata.outcome, "interrupted");
});

test("the header is the digest in the form of RFC 9530", async () => {
  const bytes = new TextEncoder().encode("wijkpeil");
  const expected = createHash("sha256").update("wijkpeil").digest("base64");
  assert.equal(contentDigest(await digest(bytes)), `sha-256=:${expected}:`);
});
