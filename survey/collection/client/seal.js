// @ts-check
/** The finished interview as bytes that never change again, with their SHA-256. */

/** @typedef {{id: string, study: string, bytes: Uint8Array, digest: string, frozenAt: string}} Sealed */

/**
 * @param {import("./interview.js").Interview} interview
 * @param {{client: string}} program  version of the code that made the record
 * @param {Date} [now]
 * @returns {Promise<Sealed>}
 */
export async function seal(interview, program, now = new Date()) {
  // A clock that was set back during the interview must not make it end before it began.
  const completed = new Date(Math.max(now.getTime(), Date.parse(interview.startedAt)));
  const paradata = {
    seed: interview.seed,
    today: interview.today,
    shown: interview.shown,
    languages: interview.languages,
    times: interview.times,
    client: program.client,
    ...(interview.interviewer && { interviewer: interview.interviewer }),
    ...(interview.place && { place: interview.place }),
    ...(interview.outcome && { outcome: interview.outcome }),
  };
  const body = {
    study: interview.study,
    questionnaire: interview.questionnaire,
    origin: interview.origin,
    mode: "interviewer",
    language: interview.language,
    started_at: interview.startedAt,
    completed_at: completed.toISOString(),
    answers: interview.answers,
    paradata,
  };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return {
    id: interview.id,
    study: interview.study,
    bytes,
    digest: await digest(bytes),
    frozenAt: completed.toISOString(),
  };
}

/** SHA-256 as 64 hexadecimal digits. @param {Uint8Array} bytes @returns {Promise<string>} */
export async function digest(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {BufferSource} */ (bytes)));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The header of RFC 9530 for a digest in hexadecimal. @param {string} hex */
export function contentDigest(hex) {
  const bytes = hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  return `sha-256=:${btoa(String.fromCharCode(...bytes))}:`;
}
