// @ts-check
/** Telling the server what is on this device, and hearing which studies it works for and which places it may fill. */
import * as contacts from "./contacts.js";
import * as drafts from "./drafts.js";
import * as leases from "./leases.js";
import * as store from "./store.js";

const MOST_CONTACTS = 100;

/**
 * @param {import("./door.js").Door} door
 * @param {{client: string, storage: any}} about
 * @param {boolean} [again] a second time, because the first brought studies of which nothing had been said
 * @returns {Promise<{hindrance: import("./door.js").Hindrance|null, studies: any[]|null}>}
 */
export async function checkIn(door, { client, storage }, again = false) {
  const turn = ((await store.setting("turn")) ?? 0) + 1;
  await store.keepSetting("turn", turn); // before it is used: no turn is used twice
  const [queue, finished, open, held] = await Promise.all([store.queue(), store.finished(), drafts.open(), leases.all()]);
  const known = (await store.setting("studies")) ?? [];
  const slugs = new Set([...known.map((/** @type {any} */ one) => one.slug), ...Object.keys(finished), ...queue.map((one) => one.study)]);
  const studies = [...slugs].map((study) => {
    const own = queue.filter((item) => item.study === study);
    return {
      study,
      turn,
      finished: finished[study] ?? 0,
      waiting: own.filter(({ number }) => number).map(({ id, number, frozenAt }) => ({ id, number, finished_at: frozenAt })),
      problems: own.filter((item) => item.problem).length,
      draft: open.some((draft) => draft.study === study),
      leases: held
        .filter((lease) => lease.study === study)
        .map(({ cell, left }) => ({ cell, left, waiting: own.filter((item) => item.cell === cell).length })),
    };
  });
  const report = { client, device_time: new Date().toISOString(), storage, studies };
  const { status, content, hindrance } = await door("/api/v1/devices/check-in", report);
  if (hindrance || status !== 200 || !Array.isArray(content?.studies)) return { hindrance: hindrance ?? "ill", studies: null };
  const busy = new Set((await drafts.open()).map((draft) => draft.study));
  await leases.grant(content.leases ?? [], { turn, finished, open: busy });
  await store.keepSetting("studies", content.studies);
  const fresh = content.studies.some((/** @type {any} */ one) => !slugs.has(one.slug));
  return fresh && !again ? checkIn(door, { client, storage }, true) : { hindrance: null, studies: content.studies };
}

/**
 * Send the contacts that can no longer be taken back.
 * @param {import("./door.js").Door} door @param {number} [now]
 * @returns {Promise<{hindrance: import("./door.js").Hindrance|null, soon: number}>} soon: milliseconds until another may go, 0 for none
 */
export async function sendContacts(door, now = Date.now()) {
  const all = (await contacts.waiting()).filter((one) => !one.problem);
  const ripe = all.filter((one) => one.from <= now);
  const later = all.filter((one) => one.from > now).map((one) => one.from - now);
  const soon = later.length > 0 ? Math.min(...later) + 500 : 0;
  for (let at = 0; at < ripe.length; at += MOST_CONTACTS) {
    const some = ripe.slice(at, at + MOST_CONTACTS).map(({ from: _from, problem: _problem, ...contact }) => contact);
    const { status, content, hindrance } = await door("/api/v1/contacts", { device_time: new Date().toISOString(), contacts: some });
    if (hindrance || status !== 200) return { hindrance: hindrance ?? "ill", soon };
    await contacts.answered(content.kept ?? [], content.refused ?? []);
  }
  return { hindrance: null, soon };
}
