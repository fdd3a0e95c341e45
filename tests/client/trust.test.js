import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import { trusts } from "../../survey/collection/client/trust.js";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const key = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");
const receipt = { id: "one", digest: "ab".repeat(32), received_at: "2026-11-22T10:00:00.000000Z" };
const lines = ["wijkpeil receipt 1", receipt.id, receipt.digest, receipt.received_at].join("\n");
const signature = sign(null, Buffer.from(lines), privateKey).toString("base64");

test("a receipt that the server signed is trusted", async () => {
  assert.equal(await trusts(key)({ ...receipt, signature }), true);
});

for (const [what, changed] of [
  ["another digest", { digest: "cd".repeat(32) }],
  ["another identity", { id: "two" }],
  ["another moment", { received_at: "2026-11-22T10:00:01.000000Z" }],
  ["no signature", { signature: undefined }],
  ["a signature that is not base64", { signature: "é" }],
]) {
  test(`a receipt with ${what} is not`, async () => {
    assert.equal(await trusts(key)({ ...receipt, signature, ...changed }), false);
  });
}
