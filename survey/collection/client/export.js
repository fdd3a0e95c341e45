// @ts-check
/** Everything that waits here as one file, for when the network never comes; only the server can read it. */
import { base64, envelope } from "./seal.js";

/**
 * The interviews byte for byte as they would be sent, the contacts sealed likewise.
 * @param {{queue: import("./store.js").Queued[], contacts: any[], device: number|null, client: string, lockOf: (study: string) => Promise<any>}} means
 * @returns {Promise<Blob>}
 */
export async function copyOf({ queue, contacts, device, client, lockOf }) {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const interviews = queue.map(({ id, study, digest, number = null, bytes }) => ({ id, study, digest, number, body: decoder.decode(bytes) }));
  const closed = await Promise.all(
    contacts.map(async ({ from: _from, problem: _problem, ...contact }) => {
      const lock = await lockOf(contact.study);
      if (!lock) return contact; // it holds nothing about anybody
      const { id, study } = contact;
      return { id, study, body: await envelope(JSON.stringify(contact), { ...lock, id, study }) };
    }),
  );
  const about = { wijkpeil: "queue", format: 1, device, client, exported_at: new Date().toISOString() };
  return new Blob([JSON.stringify({ ...about, interviews, contacts: closed })], { type: "application/json" });
}

/** Let the browser keep a file. @param {Blob} content @param {string} name */
export function download(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const BYTES_IN_A_PART = 600; // a code that a cheap camera still reads from a scratched screen

/**
 * One interview as the texts of QR codes: `WP1|id|part/parts|first 8 of the digest|base64`, the first with device and number.
 * @param {import("./store.js").Queued} item @param {number|null} device
 * @returns {string[]}
 */
export function partsOf({ id, digest, number, bytes }, device) {
  const count = Math.max(1, Math.ceil(bytes.length / BYTES_IN_A_PART));
  return Array.from({ length: count }, (_, at) => {
    const piece = base64(bytes.slice(at * BYTES_IN_A_PART, (at + 1) * BYTES_IN_A_PART));
    const from = at === 0 && device && number ? [`${device}:${number}`] : [];
    return ["WP1", id, `${at + 1}/${count}`, digest.slice(0, 8), piece, ...from].join("|");
  });
}
