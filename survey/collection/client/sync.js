// @ts-check
/**
 * Sends the queue, in batches. An interview leaves the device only against a receipt with its own identity and
 * digest and the server's signature; whatever else comes back, it stays.
 */

/**
 * @typedef {import("./store.js").Queued} Queued
 * @typedef {import("./door.js").Hindrance} Hindrance
 * @typedef {{queue: () => Promise<Queued[]>, changed: (items: Queued[]) => Promise<void>, settled: (pairs: {item: Queued, receipt: any}[]) => Promise<void>}} Store
 * @typedef {{sent: number, waiting: number, problems: number, hindrance: Hindrance|null}} Round
 * @typedef {{store: Store, door: import("./door.js").Door, client: string, trusts: (receipt: any) => Promise<boolean>, again?: boolean, most?: number, progress?: () => void}} Means
 */

const MOST_TOGETHER = 50;
const MOST_BYTES = 256 * 1024;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 300_000;
// Damaged on the way, not by us: the bytes on the device still agree with their digest.
const DAMAGED = new Set(["digest_mismatch", "body_incomplete", "not_json"]);
const DAMAGED_SO_OFTEN = 5;

/** How long to wait after so many failures, in milliseconds. @param {number} failures @param {number} [chance] 0..1 */
export function pause(failures, chance = Math.random()) {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures, 10)) * (0.5 + chance / 2);
}

/** How many go together: fewer after failures, so that a bad line still brings some over. @param {number} failures */
export function together(failures) {
  return Math.max(1, Math.floor(MOST_TOGETHER / 4 ** failures));
}

/**
 * Send what waits, oldest first; with `again` also what had a problem. Stops at the first thing that hinders all.
 * @param {Means} means
 * @returns {Promise<Round>}
 */
export async function send(means) {
  const all = (await means.store.queue()).filter((item) => item.checked !== false);
  const round = { sent: 0, waiting: 0, problems: 0, hindrance: /** @type {Hindrance|null} */ (null) };
  const going = all.filter((item) => !item.problem || means.again);
  round.problems = all.length - going.length;
  for (const batch of batches(going, means.most ?? MOST_TOGETHER)) {
    if (!round.hindrance) await sendBatch(batch, means, round);
    else round.waiting += batch.length;
  }
  return round;
}

/** @param {Queued[]} items @param {number} most @returns {Queued[][]} */
export function batches(items, most) {
  /** @type {Queued[][]} */
  const made = [];
  let bytes = 0;
  for (const item of items) {
    const last = made.at(-1);
    bytes += item.bytes.length;
    if (last && last.length < most && bytes <= MOST_BYTES) last.push(item);
    else {
      made.push([item]);
      bytes = item.bytes.length;
    }
  }
  return made;
}

/** @param {Queued[]} batch @param {Means} means @param {Round} round */
async function sendBatch(batch, means, round) {
  const { store, door, client, trusts } = means;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const interviews = batch.map(({ id, digest, number, bytes }) => ({ id, digest, number, body: decoder.decode(bytes) }));
  const answer = await door("/api/v1/interviews", { client, device_time: new Date().toISOString(), interviews });
  const results = answer.status === 200 && Array.isArray(answer.content?.results) ? answer.content.results : null;
  if (!results && !answer.hindrance && batch.length > 1 && answer.status >= 400) {
    const half = Math.ceil(batch.length / 2); // one of these can not even be read: find it
    await sendBatch(batch.slice(0, half), means, round);
    if (!round.hindrance) await sendBatch(batch.slice(half), means, round);
    else round.waiting += batch.length - half;
    return;
  }
  if (!results && (answer.hindrance || answer.status < 400)) {
    round.hindrance = answer.hindrance ?? "portal";
    round.waiting += batch.length;
    return;
  }
  const heard = new Map((results ?? [{ id: batch[0].id, status: answer.status, problem: answer.content }]).map((/** @type {any} */ one) => [one.id, one]));
  const settled = [];
  const changed = [];
  for (const item of batch) {
    const result = heard.get(item.id);
    const { receipt } = result ?? {};
    if (receipt && result.status < 300 && receipt.id === item.id && receipt.digest === item.digest && (await trusts(receipt))) {
      settled.push({ item, receipt });
      continue;
    }
    const problem = trouble(result, item);
    changed.push({ ...item, tries: item.tries + 1, problem });
    round[problem ? "problems" : "waiting"] += 1;
  }
  if (settled.length > 0) await store.settled(settled);
  if (changed.length > 0) await store.changed(changed);
  round.sent += settled.length;
  means.progress?.();
}

/** What is wrong with this one interview; null when it may be welcome later. @param {any} result @param {Queued} item */
function trouble(result, item) {
  const { status = 0, problem } = result ?? {};
  if (status < 400 || status >= 500 || [401, 403, 408, 421, 425, 429].includes(status)) return null;
  if (DAMAGED.has(problem?.code) && item.tries < DAMAGED_SO_OFTEN) return null;
  return { status, title: String(problem?.title ?? ""), detail: String(problem?.detail ?? ""), code: String(problem?.code ?? "") };
}

/**
 * Keeps sending: at once, when the network or the page comes back, every few minutes, and after ever longer pauses.
 * @param {{run: (again: boolean, failures: number) => Promise<{waiting: number, hindrance?: string|null, soon?: number}>, changed: () => void}} means
 */
export function keepSending({ run, changed }) {
  let failures = 0;
  /** @type {any} */
  let timer;
  /** @type {Promise<void>|null} */
  let running = null;
  let wanted = false;

  const round = async (/** @type {boolean} */ again) => {
    clearTimeout(timer);
    const { waiting, hindrance, soon } = await run(again, failures).catch(() => ({ waiting: 1, hindrance: "ill", soon: 0 }));
    failures = waiting > 0 || hindrance ? failures + 1 : 0;
    const next = failures > 0 ? pause(failures) : LONGEST_PAUSE;
    timer = setTimeout(now, soon ? Math.min(soon, next) : next);
    timer.unref?.(); // outside a browser it keeps nobody waiting
    changed();
  };

  /** @param {boolean} [again] @returns {Promise<void>} */
  const now = async (again = false) => {
    if (running) {
      wanted = true; // something was added while we were sending
      return running;
    }
    running = round(again === true);
    await running;
    running = null;
    if (wanted) {
      wanted = false;
      await now();
    }
  };

  globalThis.addEventListener?.("online", () => void now());
  globalThis.document?.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void now());
  return now;
}
