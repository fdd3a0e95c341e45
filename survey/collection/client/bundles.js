// @ts-check
/** The bundles of the studies of this device, and their recordings: fetched when they changed, kept for when there is no network. */
import { withDatabase } from "./database.js";
import { digest } from "./seal.js";
import * as store from "./store.js";

/** Study -> the bundle that came in since this page was opened. @type {Map<string, any>} */
export const arrived = new Map();

/** The newest bundle that is here. @param {string} study @returns {Promise<any>} undefined when there is none */
export async function newest(study) {
  const questionnaire = await store.setting(`newest:${study}`);
  return questionnaire && store.bundle(study, questionnaire);
}

/** Fetch what changed. @param {import("./door.js").Door} door @param {any[]} studies as the check-in gave them */
export async function refresh(door, studies) {
  for (const { slug, bundle: path, revision, questionnaire } of studies) {
    const known = await store.setting(`revision:${slug}`);
    const there = known === revision && questionnaire && (await store.bundle(slug, questionnaire));
    const bundle = there || (await fetched(door, slug, path, revision));
    if (bundle) await recordings(door, bundle.recordings ?? []);
  }
}

/** @param {import("./door.js").Door} door @param {string} slug @param {string} path @param {string} revision */
async function fetched(door, slug, path, revision) {
  const { status, content } = await door(path);
  if (status !== 200 || content?.study !== slug) return null;
  await store.keepBundle(content);
  await store.keepSetting(`newest:${slug}`, content.questionnaire);
  await store.keepSetting(`revision:${slug}`, revision);
  arrived.set(slug, content);
  return content;
}

/** @param {import("./door.js").Door} door @param {{id: number, digest: string, path: string}[]} wanted */
async function recordings(door, wanted) {
  for (const { id, digest: sum, path } of wanted) {
    if ((await withDatabase((database) => database.get("recordings", id)))?.digest === sum) continue;
    const { content } = await door(path);
    if (!(content instanceof Blob)) continue;
    if ((await digest(new Uint8Array(await content.arrayBuffer()))) !== sum) continue;
    await withDatabase((database) => database.put("recordings", { id, digest: sum, sound: content }));
  }
}

/** The sound, or null. @param {number} id @returns {Promise<Blob|null>} */
export async function recording(id) {
  return (await withDatabase((database) => database.get("recordings", id)))?.sound ?? null;
}
