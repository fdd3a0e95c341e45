import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { door } from "../../survey/collection/client/door.js";
import { batches, keepSending, pause, send, together } from "../../survey/collection/client/sync.js";

const SUM = "ab".repeat(32);
const item = (id, more = {}) => ({ id, study: "s", bytes: new TextEncoder().encode(`{"${id}":"é"}`), digest: SUM, number: 1, tries: 0, problem: null, ...more });
const receipt = (id, digest = SUM) => ({ id, digest, received_at: "2026-11-22T10:00:00Z", signature: "x" });
const good = (id, more = {}) => ({ id, status: 201, receipt: receipt(id), ...more });
const sentBy = (options) => JSON.parse(options.body).interviews;
const answering = (status, content) => async () => new Response(JSON.stringify(content), { status });
const resulting = (result) => async (_url, options) => Response.json({ results: sentBy(options).map(({ id }) => result(id)) });

let kept;
const store = {
  queue: async () => [...kept.values()],
  changed: async (items) => items.forEach((one) => kept.set(one.id, one)),
  settled: async (pairs) => pairs.forEach(({ item: done }) => kept.delete(done.id)),
};
const run = (fetch, more = {}) =>
  send({ store, door: door({ token: "wd_x", fetch }), client: "c0de", trusts: async () => true, ...more });
beforeEach(() => {
  kept = new Map([["one", item("one")]]);
});

test("an interview leaves the queue against a receipt with its own identity and digest", async () => {
  assert.deepEqual(await run(resulting(good)), { sent: 1, waiting: 0, problems: 0, hindrance: null });
  assert.equal(kept.size, 0);
});

test("it goes as the very text that was frozen, with its digest and number and the device's token", async () => {
  const seen = [];
  await run(async (url, options) => seen.push([url, options]) && Response.json({ results: [good("one")] }));
  const [url, options] = seen[0];
  assert.equal(url, "/api/v1/interviews");
  assert.equal(options.headers.Authorization, "Bearer wd_x");
  assert.deepEqual(sentBy(options), [{ id: "one", digest: SUM, number: 1, body: '{"one":"é"}' }]);
});

for (const [what, fetch, hindrance] of [
  ["the network is gone", async () => { throw new TypeError("Failed to fetch"); }, "away"],
  ["the server is broken", answering(500, {}), "ill"],
  ["the server's disk is full", answering(507, { code: "storage_full" }), "full"],
  ["the server can not write now", answering(503, {}), "full"],
  ["a portal answers 200 with a page", async () => new Response("<html>log in</html>", { status: 200 }), "portal"],
  ["a portal answers 200 with JSON of its own", answering(200, { login: true }), "portal"],
  ["a proxy answers 502 with a page", async () => new Response("<html>bad gateway</html>", { status: 502 }), "ill"],
  ["the server asks to wait", answering(429, {}), "ill"],
  ["the device was shut out", answering(403, { code: "device_revoked" }), "revoked"],
  ["the device is not known any more", answering(401, { code: "sign_in_first" }), "unknown"],
]) {
  test(`it stays without a problem of its own when ${what}`, async () => {
    assert.deepEqual(await run(fetch), { sent: 0, waiting: 1, problems: 0, hindrance });
    assert.equal(kept.get("one").problem, null);
  });
}

for (const [what, result] of [
  ["the receipt is of another interview", (id) => ({ id, status: 201, receipt: receipt("two") })],
  ["the receipt has another digest", (id) => ({ id, status: 200, receipt: receipt(id, "cd".repeat(32)) })],
  ["nothing is said about it", () => good("two")],
  ["the server failed on it", (id) => ({ id, status: 500 })],
  ["it was damaged on the way", (id) => ({ id, status: 400, problem: { code: "digest_mismatch" } })],
]) {
  test(`it stays and is tried again when ${what}`, async () => {
    const round = await run(resulting(result));
    assert.deepEqual([round.sent, round.waiting, round.problems], [0, 1, 0]);
    assert.equal(kept.get("one").tries, 1);
    assert.equal(kept.get("one").problem, null);
  });
}

test("a receipt whose signature is not the server's is no receipt", async () => {
  await run(resulting(good), { trusts: async () => false });
  assert.equal(kept.size, 1);
});

test("a conflict is a problem that stays on the device, and is not sent again by itself", async () => {
  await run(resulting((id) => ({ id, status: 409, problem: { title: "Conflict", detail: "Bel.", code: "interview_conflict" } })));
  assert.deepEqual(kept.get("one").problem, { status: 409, title: "Conflict", detail: "Bel.", code: "interview_conflict" });
  let calls = 0;
  const counting = async () => (calls += 1) && new Response("{}", { status: 500 });
  assert.equal((await run(counting)).problems, 1);
  assert.equal(calls, 0);
  await run(counting, { again: true });
  assert.equal(calls, 1);
});

test("damage that keeps coming back becomes a problem", async () => {
  kept.set("one", item("one", { tries: 5 }));
  await run(resulting((id) => ({ id, status: 400, problem: { code: "digest_mismatch", title: "Klopt niet" } })));
  assert.equal(kept.get("one").problem.status, 400);
});

test("one interview that makes its whole batch unreadable is found, and the others go", async () => {
  for (const id of ["two", "three", "four", "five"]) kept.set(id, item(id));
  const picky = async (url, options) =>
    sentBy(options).some(({ id }) => id === "three") ? new Response('{"title":"Onleesbaar"}', { status: 422 }) : resulting(good)(url, options);
  const round = await run(picky);
  assert.deepEqual([round.sent, round.problems, round.waiting], [4, 1, 0]);
  assert.deepEqual([...kept.keys()], ["three"]);
});

test("after the first batch that does not come over, the rest waits for the next round", async () => {
  for (let at = 0; at < 120; at += 1) kept.set(`n${at}`, item(`n${at}`));
  let calls = 0;
  const round = await run(async (url, options) => ((calls += 1) === 2 ? new Response("{}", { status: 500 }) : resulting(good)(url, options)));
  assert.equal(calls, 2);
  assert.deepEqual([round.sent, round.waiting], [50, 71]);
});

test("what was not read back is not sent", async () => {
  kept.set("one", item("one", { checked: false }));
  assert.deepEqual(await run(async () => assert.fail("it was sent")), { sent: 0, waiting: 0, problems: 0, hindrance: null });
});

test("batches hold at most so many, and not too many bytes; on a bad line fewer", () => {
  const items = Array.from({ length: 120 }, (_, at) => item(`n${at}`));
  assert.deepEqual(batches(items, 50).map((batch) => batch.length), [50, 50, 20]);
  const large = Array.from({ length: 3 }, (_, at) => item(`n${at}`, { bytes: new Uint8Array(200_000) }));
  assert.deepEqual(batches(large, 50).map((batch) => batch.length), [1, 1, 1]);
  assert.deepEqual([0, 1, 2, 3, 9].map(together), [50, 12, 3, 1, 1]);
});

test("pauses grow, never beyond five minutes, and differ between devices", () => {
  assert.ok(pause(1, 1) < pause(3, 1));
  assert.equal(pause(50, 1), 300_000);
  assert.ok(pause(3, 0) < pause(3, 1));
});

test("what is added while sending is sent right after, and never two rounds at once", async () => {
  let busy = 0;
  let most = 0;
  let rounds = 0;
  const now = keepSending({
    run: async () => {
      busy += 1;
      most = Math.max(most, busy);
      rounds += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      busy -= 1;
      return { waiting: 0 };
    },
    changed: () => {},
  });
  await Promise.all([now(), now(), now()]);
  assert.equal(most, 1);
  assert.equal(rounds, 2);
});
