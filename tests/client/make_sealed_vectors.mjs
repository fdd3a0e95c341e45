// Makes tests/vectors/sealed.json with the WebCrypto of Node, as a browser would: node tests/client/make_sealed_vectors.mjs
// The server's twin must open what stands there, and refuse what was tampered with. Other keys each time it is run.
import { writeFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";

const { subtle } = crypto;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const PURPOSE = new TextEncoder().encode("wijkpeil interview 1");
const b64 = (bytes) => Buffer.from(bytes).toString("base64");
const hex = (bytes) => Buffer.from(bytes).toString("hex");

async function pair() {
  const { publicKey, privateKey } = await subtle.generateKey(CURVE, true, ["deriveBits"]);
  const raw = new Uint8Array(await subtle.exportKey("raw", publicKey));
  return { publicKey, privateKey, raw, name: hex(await subtle.digest("SHA-256", raw)).slice(0, 16) };
}

async function sealed(plain, { id, study, key, packed = "deflate-raw", boundTo = `${id}\n${study}` }) {
  const own = await pair();
  const shared = await subtle.deriveBits({ name: "ECDH", public: key.publicKey }, own.privateKey, 256);
  const material = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const secret = await subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: Buffer.concat([own.raw, key.raw]), info: PURPOSE },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = Buffer.from(plain);
  const text = await subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(boundTo) },
    secret,
    packed === "none" ? bytes : deflateRawSync(bytes),
  );
  return { sealed: 1, study, key: key.name, ephemeral: b64(own.raw), iv: b64(iv), packed, text: b64(text) };
}

const key = await pair();
const id = "01931c2e-7a4b-7c3d-9e8f-0a1b2c3d4e5f";
const study = "straat";
const about = { id, study, key };
const interview = JSON.stringify({ study, answers: { area: "noord", remark: "Ça va, İyi, شكرا, 👍" } });
const cases = [];
for (const [name, plain, packed] of [
  ["an interview, packed", interview, "deflate-raw"],
  ["an interview, not packed", interview, "none"],
  ["nothing at all, packed", "", "deflate-raw"],
  ["nothing at all, not packed", "", "none"],
  ["a long text that packs well", "de markt op zaterdag. ".repeat(400), "deflate-raw"],
]) {
  cases.push({ name, id, plain, sealed: await sealed(plain, { ...about, packed }) });
}
const good = cases[0].sealed;
const other = await pair();
const flipped = (text) => {
  const bytes = Buffer.from(text, "base64");
  bytes[bytes.length - 1] ^= 1;
  return b64(bytes);
};
const refused = [
  { name: "moved to another interview", id: "01931c2e-7a4b-7c3d-9e8f-0a1b2c3d4e60", sealed: good },
  { name: "moved to another study", id, sealed: { ...good, study: "elders" } },
  { name: "sealed for the key of another study", id, sealed: { ...(await sealed(interview, { ...about, key: other })), key: key.name } },
  { name: "one bit of the text is another one", id, sealed: { ...good, text: flipped(good.text) } },
  { name: "another initialisation vector", id, sealed: { ...good, iv: flipped(good.iv) } },
  { name: "a point that is not on the curve", id, sealed: { ...good, ephemeral: flipped(good.ephemeral) } },
  { name: "the tablet's key of another interview", id, sealed: { ...good, ephemeral: cases[1].sealed.ephemeral } },
  { name: "packed in a way that nobody knows", id, sealed: { ...good, packed: "brotli" } },
  { name: "said to be packed and not", id, sealed: { ...cases[1].sealed, packed: "deflate-raw" } },
  { name: "no base64", id, sealed: { ...good, text: "*" } },
  { name: "a vector that is too short", id, sealed: { ...good, iv: b64(new Uint8Array(11)) } },
  { name: "without the tag", id, sealed: { ...good, text: "" } },
];
const vectors = {
  about: "Made by tests/client/make_sealed_vectors.mjs with WebCrypto. `private` is PKCS #8, in base64; nothing real was sealed.",
  key: { name: key.name, public: b64(key.raw), private: b64(await subtle.exportKey("pkcs8", key.privateKey)) },
  cases,
  refused,
};
writeFileSync(new URL("../vectors/sealed.json", import.meta.url), `${JSON.stringify(vectors, null, 1)}\n`);
