import assert from "node:assert/strict";
import { test } from "node:test";
import { areaAt } from "../../survey/collection/client/area.js";

const square = (x, y, size) => [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]];
const boundaries = {
  noord: [[square(0, 10, 10)], [square(50, 50, 1)]],
  zuid: [[square(0, 0, 10), square(4, 4, 2)]],
};

test("a point lies in the area whose outline is around it, also in its second part", () => {
  assert.equal(areaAt(boundaries, 5, 15), "noord");
  assert.equal(areaAt(boundaries, 50.5, 50.5), "noord");
  assert.equal(areaAt(boundaries, 1, 1), "zuid");
});

test("a point in a hole, or far away, lies in no area", () => {
  assert.equal(areaAt(boundaries, 5, 5), null);
  assert.equal(areaAt(boundaries, 30, 30), null);
});

test("areas that share a border leave no point between them without an area and give none to both", () => {
  const tiles = Object.fromEntries([0, 1, 2, 3].map((n) => [`t${n}`, [[square((n % 2) * 5, Math.floor(n / 2) * 5, 5)]]]));
  let state = 7;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 2000; round += 1) {
    const [x, y] = [random() * 9.99, round % 3 === 0 ? 5 : random() * 9.99]; // a third lies exactly on a border
    const holding = Object.keys(tiles).filter((area) => areaAt({ [area]: tiles[area] }, x, y));
    assert.equal(holding.length, 1, `${x}, ${y}`);
  }
});
