/** A small questionnaire with everything that an interview can run into: a lock, an early end, a shuffled block, a skip. */

const option = (code, when = null) => ({ code, label: { nl: code, tr: code }, exclusive: false, when });
const variable = (page, kind, more = {}) => ({
  kind,
  page,
  text: { nl: [page], tr: [page] },
  hint: null,
  instruction: null,
  show_card: false,
  required: true,
  missing: ["dont_know"],
  sensitive: false,
  role: null,
  when: null,
  options: [],
  order: "fixed",
  min: null,
  max: null,
  decimals: 0,
  checks: [],
  measures: [],
  ...more,
});
const page = (id, more = {}) => ({ id, block: null, questions: [id], when: null, ends: null, locks: [], ...more });
const known = [option("never"), option("name"), option("knows")];

export const programme = {
  format: 1,
  name: "street",
  title: { nl: "Straat" },
  languages: [
    { code: "nl", name: "Nederlands", direction: "ltr", status: "reviewed" },
    { code: "tr", name: "Türkçe", direction: "ltr", status: "concept" },
  ],
  entities: {},
  missing: { dont_know: { nl: "Weet ik niet", tr: "Bilmiyorum" } },
  variables: {
    spot: variable("spot", "single", { role: "location", options: [option("market"), option("library")] }),
    consent: variable("consent", "consent", { options: [option("yes"), option("no")], missing: [] }),
    unaided: variable("unaided", "multiple", { options: [option("vet"), option("loket")] }),
    aided_a: variable("aided_a", "single", { options: known }),
    aided_b: variable("aided_b", "single", { options: known }),
    how: variable("how", "single", { options: [option("yes"), option("no")] }),
    age: variable("age", "number", { min: 18, max: 110 }),
  },
  blocks: { aided: { order: "shuffled" } },
  pages: [
    page("spot"),
    page("consent", {
      ends: { when: ["==", ["answer", "consent"], ["text", "no"]], outcome: "refused", text: { nl: ["Dank u."] } },
    }),
    page("unaided"),
    page("aided_a", { block: "aided", locks: ["unaided"] }),
    page("aided_b", { block: "aided", locks: ["unaided"] }),
    page("how", { when: ["==", ["answer", "aided_a"], ["text", "knows"]] }),
    page("age"),
  ],
};

export const bundle = { study: "straat", questionnaire: "ab".repeat(32), programme, place: "spot" };
