// @ts-check
/**
 * Sends the queue, one interview at a time. An interview leaves the device only against a receipt with its own
 * identity and digest; whatever else comes back, it stays.
 */
import { contentDigest } from "./seal.js";

/**
 * @typedef {import("./store.js").Queued} Queued
 * @typedef {{queue: () => Promise<Queued[]>, requeue: (item: Queued) => Promise<void>, settled: (item: Queued, receipt: any) => Promise<void>}} Store
 * @typedef {{sent: number, waiting: number, problems: number}} Round
 */

const SECONDS_FOR_AN_ANSWER = 20;
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 300_000;
// Too early, too slow, too much: the same bytes may well be welcome later. So may they be after signing in.
const TRY_LATER = new Set([401, 403, 408, 421, 425, 429]);
// Damaged on the way, not by us: the bytes on the device still agree with their digest.
const DAMAGED = new Set(["digest_mismatch", "body_incomplete", "not_json"]);
const DAMAGED_SO_OFTEN = 5;

/** How long to wait after so many failures, in milliseconds. @param {number} failures @param {number} [chance] 0..1 */
export function pause(failures, chance = Math.random()) {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures, 10)) * (0.5 + chance / 2);
}

/**
 * Send everything that waits; with `again` also what had a problem.
 * @param {{store: Store, fetch?: typeof globalThis.fetch, trusts?: (receipt: any) => Promise<boolean>, again?: boolean}} means
 * @returns {Promise<Round>}
 */
export async function send({ store, fetch = globalThis.fetch.bind(globalThis), trusts = async () => true, again = false }) {
  const round = { sent: 0, waiting: 0, problems: 0 };
  for (const item of await store.queue()) {
    if (item.problem && !again) {
      round.problems += 1;
      continue;
    }
    const outcome = await sendOne(item, fetch, trusts);
    if (outcome.receipt) {
      await store.settled(item, outcome.receipt);
      round.sent += 1;
    } else {
      await store.requeue({ ...item, tries: item.tries + 1, problem: outcome.problem });
      round[outcome.problem ? "problems" : "waiting"] += 1;
    }
  }
  return round;
}

/** @param {Queued} item @param {typeof globalThis.fetch} fetch @param {(receipt: any) => Promise<boolean>} trusts */
async function sendOne(item, fetch, trusts) {
  let answer;
  let content;
  try {
    answer = await fetch(`/api/v1/interviews/${item.id}`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "Content-Digest": contentDigest(item.digest) },
      body: /** @type {BodyInit} */ (item.bytes),
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(SECONDS_FOR_AN_ANSWER * 1000),
    });
    content = await answer.json().catch(() => null);
  } catch {
    return { receipt: null, problem: null };
  }
  if (answer.ok && content?.id === item.id && content?.digest === item.digest && (await trusts(content))) {
    return { receipt: content, problem: null };
  }
  const damaged = DAMAGED.has(content?.code) && item.tries < DAMAGED_SO_OFTEN;
  if (answer.status >= 400 && answer.status < 500 && !TRY_LATER.has(answer.status) && !damaged) {
    const { title = "", detail = "" } = content ?? {};
    return { receipt: null, problem: { status: answer.status, title: String(title), detail: String(detail) } };
  }
  return { receipt: null, problem: null }; // a 200 without a receipt is a portal, not our server
}

/**
 * Keeps sending: at once, when the network or the page comes back, and after ever longer pauses.
 * @param {{run: (again: boolean) => Promise<Round>, changed: () => void}} means
 */
export function keepSending({ run, changed }) {
  let failures = 0;
  let timer = 0;
  /** @type {Promise<void>|null} */
  let running = null;
  let wanted = false;

  const round = async (/** @type {boolean} */ again) => {
    clearTimeout(timer);
    const { waiting } = await run(again).catch(() => ({ waiting: 1 }));
    failures = waiting > 0 ? failures + 1 : 0;
    if (waiting > 0) timer = Number(setTimeout(now, pause(failures)));
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
