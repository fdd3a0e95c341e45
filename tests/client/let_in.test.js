import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { wipe } from "./kept_in_memory.js";

const store = await import("../../survey/collection/client/store.js");
const { digest } = await import("../../survey/collection/client/seal.js");

const DEVICE = { device: 7, name: "Tablet 7", organisation: "Proef", token: "wd_new" };
const AT = Date.parse("2026-11-22T10:00:00Z");

/** Finish an interview; gives its number. @param {string} id @param {string} [study] */
async function finish(id, study = "straat") {
  const bytes = new TextEncoder().encode(id);
  const frozenAt = new Date(AT + Number(id.slice(1)) * 1000).toISOString();
  const number = await store.numberFor(study, id);
  assert.ok(await store.enqueue({ id, study, bytes, digest: await digest(bytes), frozenAt }, { number }));
  return number;
}

/** Take an interview off, as after its receipt. @param {string} id */
async function received(id) {
  const item = (await store.queue()).find((one) => one.id === id);
  await store.settled([{ item, receipt: { id, digest: item.digest, received_at: "", signature: "" } }]);
}

const waiting = async () => Object.fromEntries((await store.queue()).map(({ id, number }) => [id, number]));

beforeEach(wipe);

test("a tablet that comes back as itself keeps the numbers of what waits, and goes on with them", async () => {
  await store.letIn(DEVICE, true);
  for (const id of ["i1", "i2", "i3"]) await finish(id);
  await received("i1");
  await store.letIn({ ...DEVICE, turn: 4, finished: { straat: 2 } }, true);
  assert.deepEqual(await waiting(), { i2: 2, i3: 3 });
  assert.equal(await finish("i4"), 4);
});

test("a tablet that is another one for the server numbers what waits anew, in the order in which it was finished", async () => {
  await store.letIn(DEVICE, true);
  for (const id of ["i1", "i2", "i3"]) await finish(id);
  await finish("i9", "markt");
  await received("i1");
  await store.letIn({ ...DEVICE, device: 8 }, false);
  assert.deepEqual(await waiting(), { i2: 1, i3: 2, i9: 1 });
  assert.equal(await finish("i4"), 3);
  assert.deepEqual(await store.finished(), { straat: 3, markt: 1 });
});

test("a tablet that takes the place of another one numbers what waits behind what is known of that one", async () => {
  await store.letIn(DEVICE, true);
  await finish("i1");
  await store.letIn({ ...DEVICE, device: 3, finished: { straat: 12 } }, false);
  assert.deepEqual(await waiting(), { i1: 13 });
});

test("a tablet whose storage was wiped goes on behind what it lost, as far as the server or its own mark knows", async () => {
  await store.letIn({ ...DEVICE, turn: 9, finished: { straat: 3, markt: 5 } }, true, { straat: 4 });
  assert.equal(await finish("i1"), 5);
  assert.equal(await finish("i2", "markt"), 6);
  assert.equal(await store.setting("turn"), 9);
});

test("no turn is used twice, whatever the server remembers", async () => {
  await store.keepSetting("turn", 40);
  await store.letIn({ ...DEVICE, turn: 9 }, true);
  assert.equal(await store.setting("turn"), 40);
});

test("what is kept of a device is who it is, and nothing that grows old", async () => {
  await store.letIn({ ...DEVICE, turn: 2, finished: { straat: 1 } }, true);
  assert.deepEqual(await store.setting("device"), DEVICE);
});

test("places of a quota stay with a tablet that comes back, and not with one that is another", async () => {
  const leases = await import("../../survey/collection/client/leases.js");
  await store.keepSetting("turn", 1);
  await leases.grant([{ study: "straat", turn: 1, cells: [{ cell: 5, left: 3 }] }], { turn: 1, finished: {}, open: new Set() });
  await store.letIn(DEVICE, true);
  assert.deepEqual(await leases.left("straat"), { 5: 3 });
  await store.letIn(DEVICE, false);
  assert.deepEqual(await leases.left("straat"), {});
});
