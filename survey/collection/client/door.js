// @ts-check
/** One request to the server, and what its answer means for what waits here. */

const SECONDS_FOR_AN_ANSWER = 20;
const SLOWEST_LINE = 3_000; // bytes per second

/**
 * Why nothing more can be sent now: no network, a portal in between, shut out, not known, the server full, or ill.
 * @typedef {"away"|"portal"|"revoked"|"unknown"|"full"|"ill"} Hindrance
 * @typedef {{status: number, content: any, hindrance: Hindrance|null}} Answer
 * @typedef {(path: string, content?: any) => Promise<Answer>} Door  with content it is a POST
 */

/** @param {{token: string|null, fetch?: typeof globalThis.fetch}} means @returns {Door} */
export function door({ token, fetch = globalThis.fetch.bind(globalThis) }) {
  return async (path, content) => {
    const body = content === undefined ? undefined : JSON.stringify(content);
    const seconds = SECONDS_FOR_AN_ANSWER + (body?.length ?? 0) / SLOWEST_LINE;
    /** @type {Record<string, string>} */
    const headers = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    try {
      const answer = await fetch(path, {
        method: body === undefined ? "GET" : "POST",
        headers,
        body,
        cache: "no-store",
        redirect: "error", // only a portal sends us elsewhere
        signal: AbortSignal.timeout(Math.ceil(seconds * 1000)),
      });
      const sound = answer.headers.get("Content-Type")?.startsWith("audio/");
      const said = sound ? await answer.blob() : await answer.json().catch(() => null);
      return { status: answer.status, content: said, hindrance: hindrance(answer.status, said) };
    } catch {
      return { status: 0, content: null, hindrance: "away" };
    }
  };
}

/** @param {number} status @param {any} content @returns {Hindrance|null} */
function hindrance(status, content) {
  if (content === null) return status < 500 ? "portal" : "ill"; // a page in place of our server's JSON
  if (content.code === "device_revoked") return "revoked";
  if (status === 401) return "unknown";
  if (status === 507 || status === 503) return "full";
  return status >= 500 || [403, 408, 421, 425, 429].includes(status) ? "ill" : null;
}
