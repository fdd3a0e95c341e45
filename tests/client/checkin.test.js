import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { wipe } from "./kept_in_memory.js";

const store = await import("../../survey/collection/client/store.js");
const leases = await import("../../survey/collection/client/leases.js");
const { checkIn } = await import("../../survey/collection/client/checkin.js");
const { door } = await import("../../survey/collection/client/door.js");
const { digest } = await import("../../survey/collection/client/seal.js");

const ABOUT = { client: "1", storage: {} };

/** A server that answers this, and what it was told. @param {number} status @param {any} content */
function server(status, content) {
  const told = [];
  const fetch = async (_path, { body }) => {
    told.push(JSON.parse(body));
    return Response.json(content, { status });
  };
  return { told, door: door({ token: "wd_own", fetch }) };
}

async function finished() {
  const bytes = new TextEncoder().encode("antwoorden");
  await store.enqueue({ id: "i1", study: "straat", bytes, digest: await digest(bytes), frozenAt: "2026-11-22T10:00:00Z" }, { number: 1, cell: 5 });
}

beforeEach(async () => {
  wipe();
  await store.keepSetting("turn", 1);
  await leases.grant([{ study: "straat", turn: 1, cells: [{ cell: 5, left: 3 }] }], { turn: 1, finished: {}, open: new Set() });
  await finished();
});

test("a server whose keys are not in order is a problem on the screen, and nothing here changes", async () => {
  const before = await store.queue();
  const ill = server(503, { code: "unavailable", title: "Wijkpeil is nu niet beschikbaar", detail: "De server kan interviews nu niet openen." });
  assert.deepEqual(await checkIn(ill.door, ABOUT), { hindrance: "full", studies: null });
  assert.deepEqual(await store.queue(), before);
  assert.deepEqual(await leases.left("straat"), { 5: 2 });
  assert.equal(await store.setting("turn"), 2);
});

test("what is told is what waits, with its numbers, and what was finished since comes off the places", async () => {
  const cells = [{ cell: 5, left: 4, counted: 1, target: 9 }];
  const well = server(200, { studies: [{ slug: "straat" }], leases: [{ study: "straat", turn: 2, cells }] });
  assert.equal((await checkIn(well.door, ABOUT)).hindrance, null);
  const [{ studies }] = well.told;
  assert.deepEqual(studies, [
    {
      study: "straat",
      turn: 2,
      finished: 1,
      waiting: [{ id: "i1", number: 1, finished_at: "2026-11-22T10:00:00Z" }],
      problems: 0,
      draft: false,
      leases: [{ cell: 5, left: 2, waiting: 1 }],
    },
  ]);
  assert.deepEqual(await leases.left("straat"), { 5: 4 });
});
