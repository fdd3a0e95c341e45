// @ts-check
/** Is this receipt really the server's? Ed25519 over four lines, the first says what is signed. */

const PURPOSE = "wijkpeil receipt 1";

/** @param {string} text base64 @returns {Uint8Array<ArrayBuffer>} */
function bytes(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/**
 * @param {string} key the server's public key: 32 raw bytes in base64
 * @returns {(receipt: {id: string, digest: string, received_at: string, signature: string}) => Promise<boolean>}
 */
export function trusts(key) {
  return async (receipt) => {
    let known;
    try {
      known = await crypto.subtle.importKey("raw", bytes(key), { name: "Ed25519" }, false, ["verify"]);
    } catch (error) {
      // An older browser cannot check signatures: identity and digest still have to agree.
      return /** @type {Error} */ (error).name === "NotSupportedError";
    }
    const lines = [PURPOSE, receipt.id, receipt.digest, receipt.received_at].join("\n");
    try {
      return await crypto.subtle.verify("Ed25519", known, bytes(receipt.signature), new TextEncoder().encode(lines));
    } catch {
      return false; // no signature, or not base64
    }
  };
}
