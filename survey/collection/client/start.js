// @ts-check
/** The first screen of a study: whom to approach, in which language, what came of those who did not take part. */
import { areaHere } from "./area.js";
import { wanted } from "./quota.js";
import { tongue } from "./page.js";
import { element, filled, press, screen, slot } from "./screen.js";

/** @typedef {{origin: string, interviewer: string, place: string, location: string, area: string, hand: string}} Habits */

const MOST_SHOWN = 3;

/**
 * @typedef {object} Means
 * @property {any} bundle
 * @property {Habits} habits
 * @property {Record<string, number>} leases   what this device may still fill
 * @property {() => Promise<Record<string, number>>} latest  the same, as it is after a check-in
 * @property {Record<string, number>} today    approaches of today, by outcome
 * @property {string} last                     what was just noted and can be undone; empty: nothing
 * @property {(habits: Habits) => void} remember
 * @property {(choice: any) => void} begin
 * @property {(outcome: string) => void} approached
 * @property {() => void} undo
 * @property {() => void} home
 */

/** @param {Means} means @returns {HTMLElement} */
export function start(means) {
  const { bundle, habits } = means;
  const { programme } = bundle;
  const made = screen("start");
  const form = /** @type {HTMLFormElement} */ (made);
  fill(form, bundle, habits);
  /** @type {any} */
  const fields = form.elements;
  const now = () => chosen(bundle, fields);
  const shown = () => {
    const { area, interviewer } = now();
    const of = (/** @type {string} */ name) => fields[name].value && fields[name].selectedOptions[0].textContent;
    slot(made, "habits").textContent = [of("location"), of("place"), of("area"), interviewer].filter(Boolean).join(" · ");
    whom(made, means, area);
  };
  shown();
  slot(made, "status").addEventListener("news", async () => {
    const before = JSON.stringify(means.leases);
    means.leases = await means.latest();
    if (JSON.stringify(means.leases) !== before) whom(made, means, now().area);
  });
  form.addEventListener("change", () => {
    const { language, ...kept } = now();
    document.documentElement.dataset.hand = kept.hand;
    means.remember(kept);
    shown();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    means.begin(now());
  });
  for (const button of made.querySelectorAll("[data-approached]")) {
    button.addEventListener("click", () => means.approached(button.getAttribute("data-approached") ?? ""));
  }
  const counts = Object.values(means.today).reduce((sum, count) => sum + count, 0);
  slot(made, "today").textContent = filled(slot(made, "today").textContent, { n: counts, interviews: means.today.interview ?? 0 });
  slot(made, "last").hidden = !means.last;
  slot(made, "noted").textContent = means.last;
  press(made, "undo", means.undo);
  press(made, "home", means.home);
  slot(made, "concept").hidden = !programme.languages.some((/** @type {any} */ one) => one.status === "concept");
  if (bundle.gps) position(made, bundle, fields, () => form.dispatchEvent(new Event("change")));
  return made;
}

/** @param {HTMLFormElement} form @param {any} bundle @param {Habits} habits */
function fill(form, bundle, habits) {
  const { programme, locations = [], areas = [] } = bundle;
  const places = programme.variables[bundle.place]?.options ?? [];
  const label = (/** @type {any} */ labels) => labels[programme.languages[0].code] ?? labels;
  for (const [index, { code, name, status }] of programme.languages.entries()) {
    const attributes = { type: "radio", name: "language", value: code, ...(index === 0 && { checked: "" }) };
    const said = element("span", tongue(programme, code), status === "concept" ? `${name} *` : name);
    slot(form, "languages").append(element("label", { class: "veld-chip" }, element("input", attributes), said));
  }
  choice(form, "location", locations.map((/** @type {any} */ one) => [one.code, one.name]), habits.location);
  choice(form, "place", places.map((/** @type {any} */ one) => [one.code, label(one.label)]), habits.place);
  choice(form, "area", areas.map((/** @type {any} */ one) => [one.code, one.name]), habits.area);
  choice(form, "origin", bundle.origins.map((/** @type {any} */ one) => [one.code, one.label]), habits.origin || bundle.default_origin);
  /** @type {any} */
  const fields = form.elements;
  fields.interviewer.value = habits.interviewer ?? "";
  fields.hand.value = habits.hand || "right";
}

/** @param {HTMLFormElement} form @param {string} name @param {[string, string][]} options @param {string} value */
function choice(form, name, options, value) {
  const select = /** @type {HTMLSelectElement} */ (form.elements.namedItem(name));
  for (const [code, said] of options) select.append(new Option(said, code));
  const known = options.some(([code]) => code === value);
  if (known) select.value = value;
  /** @type {HTMLElement} */ (select.closest("label")).hidden = options.length === 0;
}

/** A location gives its area, and answers the question about the place when it is one of its answers. @param {any} bundle @param {any} fields */
function chosen(bundle, fields) {
  const location = (bundle.locations ?? []).find((/** @type {any} */ one) => one.code === fields.location.value);
  if (location?.area) fields.area.value = location.area;
  if ([...fields.place.options].some((option) => option.value === location?.kind)) fields.place.value = location.kind;
  const names = ["language", "origin", "interviewer", "place", "location", "area", "hand"];
  return Object.fromEntries(names.map((name) => [name, fields[name].value.trim()]));
}

/** @param {HTMLElement} made @param {Means} means @param {string} area */
function whom(made, { bundle, leases }, area) {
  const box = slot(made, "wanted");
  box.hidden = !bundle.quota?.cells?.length;
  if (box.hidden) return;
  const names = new Map((bundle.areas ?? []).map((/** @type {any} */ one) => [one.code, one.name]));
  const open = wanted(bundle.quota, leases, area);
  const line = (/** @type {{cell: any, label: string, left: number}} */ { cell, label, left }) => {
    const { in: there = "", everywhere = "" } = box.dataset;
    return element("li", {}, filled(cell.area ? there : everywhere, { area: names.get(cell.area) ?? cell.area, n: left, group: label }));
  };
  slot(box, "first").replaceChildren(...open.slice(0, MOST_SHOWN).map(line));
  slot(box, "others").replaceChildren(...open.slice(MOST_SHOWN).map(line));
  const more = slot(box, "more");
  more.hidden = open.length <= MOST_SHOWN && !more.contains(document.activeElement); // who is there stays there
  slot(box, "shared").hidden = open.every(({ cell }) => cell.id in leases);
  slot(box, "full").hidden = open.length > 0;
}

/** The area from where the device is, when somebody asks for it and says that it is right. @param {HTMLElement} made @param {any} bundle @param {any} fields @param {() => void} changed */
function position(made, bundle, fields, changed) {
  const box = slot(made, "gps");
  box.hidden = false;
  press(made, "locate", async () => {
    const area = await areaHere(bundle.boundaries ?? {});
    slot(box, "nowhere").hidden = area !== null;
    slot(box, "found").hidden = area === null;
    slot(box, "name").textContent = bundle.areas.find((/** @type {any} */ one) => one.code === area)?.name ?? area;
    box.dataset.area = area ?? "";
  });
  press(made, "located", () => {
    fields.location.value = "";
    fields.area.value = box.dataset.area;
    slot(box, "found").hidden = true;
    changed();
  });
}
