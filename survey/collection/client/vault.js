// @ts-check
/**
 * The draft on disk cannot be read without the interviewer's PIN. A random key encrypts the drafts; the PIN wraps that key.
 * What is in the queue needs no PIN: only the server can open it.
 */
import { keepSetting, setting } from "./store.js";

const ROUNDS = 600_000;
const FREE_TRIES = 3;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 900_000;
const NAME = "vault";

/** @typedef {{setting: (name: string) => Promise<any>, keepSetting: (name: string, value: unknown) => Promise<unknown>}} Keeping */

/** @type {Keeping} */
const DEVICE = { setting, keepSetting };

/** @type {CryptoKey|null} */
let key = null;

/** A wrong PIN; `until` says when the next try is welcome. */
export class WrongPin extends Error {
  /** @param {number} until */
  constructor(until) {
    super("wrong PIN");
    this.until = until;
  }
}

/** @param {string} pin */
export function isPin(pin) {
  return /^\d{4,8}$/.test(pin);
}

export function isOpen() {
  return key !== null;
}

export function close() {
  key = null;
}

/** Whether a PIN was chosen on this device. @returns {Promise<boolean>} */
export async function exists() {
  return (await setting(NAME)) !== undefined;
}

/** Make a new key under this PIN; drafts under an older one can never be read again. @param {string} pin @param {Keeping} [keeping] */
export async function create(pin, keeping = DEVICE) {
  const [salt, iv, data] = [random(16), random(12), random(32)];
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await wrapping(pin, salt), data);
  await keeping.keepSetting(NAME, { salt, iv, wrapped: new Uint8Array(wrapped), rounds: ROUNDS, wrong: 0, until: 0 });
  key = await imported(data);
  data.fill(0);
}

/** Open it for this visit; the key stays in memory only. @param {string} pin @param {number} [now] @param {Keeping} [keeping] @throws {WrongPin} */
export async function open(pin, now = Date.now(), keeping = DEVICE) {
  const kept = await keeping.setting(NAME);
  // A clock that was set back must not lock the interviewer out for years.
  if (now < kept.until && kept.until - now <= LONGEST_WAIT) throw new WrongPin(kept.until);
  try {
    const wrapper = await wrapping(pin, kept.salt, kept.rounds);
    const data = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, wrapper, kept.wrapped));
    key = await imported(data);
    data.fill(0);
  } catch {
    const wrong = kept.wrong + 1;
    const wait = wrong < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (wrong - FREE_TRIES));
    const until = now + wait;
    await keeping.keepSetting(NAME, { ...kept, wrong, until });
    throw new WrongPin(until);
  }
  if (kept.wrong) await keeping.keepSetting(NAME, { ...kept, wrong: 0, until: 0 });
}

/** @param {string} text @param {string} about  what it belongs to: it can not be moved to something else @returns {Promise<{iv: Uint8Array, box: Uint8Array}>} */
export async function encrypt(text, about) {
  const iv = random(12);
  const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(about) };
  return { iv, box: new Uint8Array(await crypto.subtle.encrypt(how, held(), new TextEncoder().encode(text))) };
}

/** @param {{iv: Uint8Array, box: Uint8Array}} closed @param {string} about @returns {Promise<string>} */
export async function decrypt({ iv, box }, about) {
  const how = /** @type {AesGcmParams} */ ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(about) });
  return new TextDecoder().decode(await crypto.subtle.decrypt(how, held(), /** @type {BufferSource} */ (box)));
}

function held() {
  if (!key) throw new Error("the vault is locked");
  return key;
}

/** @param {string} pin @param {Uint8Array} salt @param {number} [iterations] */
async function wrapping(pin, salt, iterations = ROUNDS) {
  const base = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = /** @type {Pbkdf2Params} */ ({ name: "PBKDF2", hash: "SHA-256", salt, iterations });
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** @param {Uint8Array} data */
function imported(data) {
  return crypto.subtle.importKey("raw", /** @type {BufferSource} */ (data), "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** @param {number} length */
function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}
