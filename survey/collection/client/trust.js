// @ts-check
/** Is this receipt really the server's? Ed25519 over four lines, the first says what is signed. */
import { bytesOf } from "./seal.js";

const PURPOSE = "wijkpeil receipt 1";

/**
 * @param {string} key the server's public key: 32 raw bytes in base64
 * @returns {(receipt: {id: string, digest: string, received_at: string, signature: string}) => Promise<boolean>}
 */
export function trusts(key) {
  /** @type {Promise<CryptoKey>|null} */
  let importing = null;
  return async (receipt) => {
    let known;
    try {
      importing ??= crypto.subtle.importKey("raw", bytesOf(key), { name: "Ed25519" }, false, ["verify"]);
      known = await importing;
    } catch (error) {
      // An older browser cannot check signatures: identity and digest still have to agree.
      return /** @type {Error} */ (error).name === "NotSupportedError";
    }
    const lines = [PURPOSE, receipt.id, receipt.digest, receipt.received_at].join("\n");
    try {
      return await crypto.subtle.verify("Ed25519", known, bytesOf(receipt.signature), new TextEncoder().encode(lines));
    } catch {
      return false; // no signature, or not base64
    }
  };
}
