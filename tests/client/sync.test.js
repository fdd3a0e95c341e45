import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { keepSending, pause, send } from "../../survey/collection/client/sync.js";

const item = (id, more = {}) => ({ id, study: "s", bytes: new Uint8Array([123, 125]), digest: "ab".repeat(32), tries: 0, problem: null, ...more });
const answer = (status, content) => async () => new Response(JSON.stringify(content), { status });
const receipt = (id, digest = "ab".repeat(32)) => ({ id, digest, received_at: "2026-11-22T10:00:00Z", signature: "x" });

let kept;
const store = {
  queue: async () => [...kept.values()],
  requeue: async (changed) => void kept.set(changed.id, changed),
  settled: async (done) => void kept.delete(done.id),
};
beforeEach(() => {
  kept = new Map([["one", item("one")]]);
});

test("an interview leaves the queue against a receipt with its own identity and digest", async () => {
  const round = await send({ store, fetch: answer(201, receipt("one")) });
  assert.deepEqual(round, { sent: 1, waiting: 0, problems: 0 });
  assert.equal(kept.size, 0);
});

test("it is sent as its bytes, with their digest", async () => {
  const seen = [];
  await send({ store, fetch: async (url, options) => seen.push([url, options]) && new Response("{}", { status: 500 }) });
  const [url, options] = seen[0];
  assert.equal(url, "/api/v1/interviews/one");
  assert.equal(options.method, "PUT");
  assert.deepEqual([...options.body], [123, 125]);
  assert.match(options.headers["Content-Digest"], /^sha-256=:[A-Za-z0-9+/]{43}=:$/);
});

for (const [what, fetch] of [
  ["the network is gone", async () => { throw new TypeError("Failed to fetch"); }],
  ["the server is broken", answer(503, {})],
  ["a portal answers 200 with a page", async () => new Response("<html>log in</html>", { status: 200 })],
  ["the receipt is of another interview", answer(200, receipt("two"))],
  ["the receipt has another digest", answer(200, receipt("one", "cd".repeat(32)))],
  ["the server asks to wait", answer(429, {})],
  ["the body was damaged on the way", answer(400, { code: "digest_mismatch" })],
  ["one has to sign in again", answer(401, {})],
]) {
  test(`it stays and is tried again when ${what}`, async () => {
    const round = await send({ store, fetch });
    assert.deepEqual(round, { sent: 0, waiting: 1, problems: 0 });
    assert.equal(kept.get("one").tries, 1);
    assert.equal(kept.get("one").problem, null);
  });
}

test("a receipt whose signature is not the server's is no receipt", async () => {
  await send({ store, fetch: answer(201, receipt("one")), trusts: async () => false });
  assert.equal(kept.size, 1);
});

test("a conflict is a problem that stays on the device, and is not sent again by itself", async () => {
  await send({ store, fetch: answer(409, { title: "Conflict", detail: "Bel." }) });
  assert.deepEqual(kept.get("one").problem, { status: 409, title: "Conflict", detail: "Bel." });
  let calls = 0;
  const counting = async () => (calls += 1) && new Response("{}", { status: 500 });
  assert.deepEqual(await send({ store, fetch: counting }), { sent: 0, waiting: 0, problems: 1 });
  assert.equal(calls, 0);
  await send({ store, fetch: counting, again: true });
  assert.equal(calls, 1);
});

test("damage that keeps coming back becomes a problem", async () => {
  kept.set("one", item("one", { tries: 5 }));
  await send({ store, fetch: answer(400, { code: "digest_mismatch", title: "Klopt niet" }) });
  assert.equal(kept.get("one").problem.status, 400);
});

test("one interview with a problem does not hold up the others", async () => {
  kept.set("two", item("two"));
  const round = await send({
    store,
    fetch: async (url) => (url.endsWith("one") ? new Response("{}", { status: 422 }) : Response.json(receipt("two"))),
  });
  assert.deepEqual(round, { sent: 1, waiting: 0, problems: 1 });
  assert.deepEqual([...kept.keys()], ["one"]);
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
      return { sent: 0, waiting: 0, problems: 0 };
    },
    changed: () => {},
  });
  await Promise.all([now(), now(), now()]);
  assert.equal(most, 1);
  assert.equal(rounds, 2);
});
