// @ts-check
/** The finished interview as bytes that never change again, which only the server can read, with their SHA-256. */

/** @typedef {{id: string, study: string, bytes: Uint8Array, digest: string, frozenAt: string}} Sealed */
/** @typedef {{key: string, public: string}} Lock the public half of a study's key, with its name */

const PURPOSE = "wijkpeil interview 1";

/**
 * @param {import("./interview.js").Interview} interview
 * @param {{client: string, number?: number, lock?: Lock|null}} means  version of the code that made the record; its number on this device
 * @param {Date} [now]
 * @returns {Promise<Sealed>}
 */
export async function seal(interview, { client, number, lock = null }, now = new Date()) {
  // A clock that was set back during the interview must not make it end before it began.
  const completed = new Date(Math.max(now.getTime(), Date.parse(interview.startedAt)));
  const body = {
    study: interview.study,
    questionnaire: interview.questionnaire,
    origin: interview.origin,
    mode: "interviewer",
    language: interview.language,
    started_at: interview.startedAt,
    completed_at: completed.toISOString(),
    answers: interview.answers,
    paradata: paradata(interview, client, number),
  };
  const plain = JSON.stringify(body);
  const text = lock ? await envelope(plain, { ...lock, id: interview.id, study: interview.study }) : plain;
  const bytes = new TextEncoder().encode(text);
  return { id: interview.id, study: interview.study, bytes, digest: await digest(bytes), frozenAt: completed.toISOString() };
}

/** How the interview came about: the members that are there. @param {any} interview @param {string} client @param {number} [number] */
function paradata(interview, client, number) {
  const { seed, today, shown, languages, times, interviewer, place, location, helped, translations, outcome } = interview;
  const { quota, undone, hidden, outside, handedOver } = interview;
  const rest = { interviewer, place, location, helped, translations, outcome, quota, undone, hidden, outside };
  const all = { seed, today, shown, languages, times, client, ...rest, handed_over: handedOver, number };
  const always = new Set(["seed", "today", "shown", "languages", "times", "client"]);
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => always.has(name) || says(value)));
}

/** @param {unknown} value */
function says(value) {
  return typeof value === "object" && value ? Object.keys(value).length > 0 : Boolean(value);
}

/**
 * Close a text so that only who has the private key can open it: a fresh key agrees on a secret with the study's.
 * @param {string} plain
 * @param {Lock & {id: string, study: string}} to  bound to this identity and study: it can not be moved to another
 * @returns {Promise<string>}
 */
export async function envelope(plain, { key, public: known, id, study }) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = bytesOf(known);
  const other = await crypto.subtle.importKey("raw", theirs, curve, false, []);
  const fresh = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey(curve, true, ["deriveBits"]));
  const ours = new Uint8Array(await crypto.subtle.exportKey("raw", fresh.publicKey));
  const agreed = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, fresh.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", agreed, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode(PURPOSE);
  const derived = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array([...ours, ...theirs]), info };
  const secret = await crypto.subtle.deriveKey(derived, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const [packed, content] = await pack(new TextEncoder().encode(plain));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`${id}\n${study}`) };
  const closed = new Uint8Array(await crypto.subtle.encrypt(how, secret, /** @type {BufferSource} */ (content)));
  return JSON.stringify({ sealed: 1, study, key, ephemeral: base64(ours), iv: base64(iv), packed, text: base64(closed) });
}

/** @param {Uint8Array} content @returns {Promise<[string, Uint8Array]>} */
async function pack(content) {
  try {
    const stream = new Blob([/** @type {BlobPart} */ (content)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    return ["deflate-raw", new Uint8Array(await new Response(stream).arrayBuffer())];
  } catch {
    return ["none", content]; // an older browser: larger, but as safe
  }
}

/** @param {Uint8Array} content */
export function base64(content) {
  let text = "";
  for (const byte of content) text += String.fromCharCode(byte); // spread over a call it would be too many arguments
  return btoa(text);
}

/** @param {string} text base64 @returns {Uint8Array<ArrayBuffer>} */
export function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** SHA-256 as 64 hexadecimal digits. @param {Uint8Array} bytes @returns {Promise<string>} */
export async function digest(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {BufferSource} */ (bytes)));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
