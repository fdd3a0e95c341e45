import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cell, certain, holds, wanted } from "../../survey/collection/client/quota.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors/quota.json", import.meta.url), "utf8"));

for (const { rule, answers, expected } of vectors.holds) {
  test(`the rule ${JSON.stringify(rule)} for ${JSON.stringify(answers)} gives ${expected}, as on the server`, () => {
    assert.equal(holds(rule, answers), expected);
  });
}

for (const { area, answers, expected } of vectors.cell) {
  test(`somebody of ${JSON.stringify(area)} with ${JSON.stringify(answers)} falls in cell ${expected}, as on the server`, () => {
    assert.equal(cell(vectors.groups, vectors.cells, area, answers)?.id ?? null, expected);
  });
}

const quota = {
  groups: [
    { code: "w60", label: "vrouwen 60+", rule: { sex: ["woman"], age: ["60+"] } },
    { code: "women", label: "vrouwen", rule: { sex: ["woman"] } },
    { code: "all", label: "iedereen", rule: {} },
  ],
  cells: [
    { id: 1, area: "noord", group: "w60", target: 5, counted: 0 },
    { id: 2, area: "", group: "women", target: 5, counted: 0 },
    { id: 3, area: "", group: "all", target: 5, counted: 0 },
  ],
};

test("a later group is not certain while an earlier one can still fit", () => {
  assert.equal(certain(quota, "noord", { sex: "woman" }, new Set(["age"]), false), null);
  assert.equal(certain(quota, "noord", {}, new Set(["sex", "age"]), false), null);
});

test("as soon as no earlier group can fit any more the cell is certain", () => {
  assert.equal(certain(quota, "noord", { sex: "man" }, new Set(["age"]), false)?.id, 3);
  assert.equal(certain(quota, "noord", { sex: "woman", age: "60+" }, new Set(), false)?.id, 1);
});

test("while the area is not known a group with places per area is not certain", () => {
  const answers = { sex: "woman", age: "60+" };
  assert.equal(certain(quota, undefined, answers, new Set(), true), null);
  assert.equal(certain(quota, "zuid", answers, new Set(), false)?.id, 2);
});

test("what is certain halfway is what the finished interview gets, for every way in which it can go on", () => {
  const values = { sex: ["woman", "man", undefined], age: ["60+", "18-39", undefined], area: ["noord", "zuid", undefined] };
  const names = Object.keys(values);
  const ways = names.reduce((made, name) => made.flatMap((one) => values[name].map((value) => ({ ...one, [name]: value }))), [{}]);
  for (const whole of ways) {
    for (let known = 0; known < 8; known += 1) {
      const open = new Set(names.filter((_, index) => !(known & (1 << index))));
      const answers = Object.fromEntries(Object.entries(whole).filter(([name, value]) => !open.has(name) && value !== undefined));
      const found = certain(quota, open.has("area") ? undefined : whole.area, answers, open, open.has("area"));
      const { area, ...rest } = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
      if (found) assert.equal(cell(quota.groups, quota.cells, area, rest)?.id, found.id);
    }
  }
});

test("the groups of this area come first, and of these the one with the most places", () => {
  const cells = [
    { id: 1, area: "zuid", group: "women", target: 9, counted: 0 },
    { id: 2, area: "noord", group: "women", target: 9, counted: 0 },
    { id: 3, area: "noord", group: "w60", target: 9, counted: 0 },
    { id: 4, area: "noord", group: "all", target: 9, counted: 9 },
  ];
  const found = wanted({ ...quota, cells }, { 1: 8, 2: 1, 3: 2, 4: 0 }, "noord");
  assert.deepEqual(found.map(({ cell: { id }, label, left, here }) => [id, label, left, here]), [
    [3, "vrouwen 60+", 2, true],
    [2, "vrouwen", 1, true],
    [1, "vrouwen", 8, false],
  ]);
});
