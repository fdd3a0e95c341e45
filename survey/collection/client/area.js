// @ts-check
/** From a position to the area that it lies in. The position itself is used here and kept nowhere. */

/** @typedef {[number, number][][][]} Polygons GeoJSON MultiPolygon: polygons, their rings, points as longitude and latitude */

/** @param {Record<string, Polygons>} boundaries by area @param {number} longitude @param {number} latitude @returns {string|null} */
export function areaAt(boundaries, longitude, latitude) {
  // A point in a hole crosses the rings an even number of times: outside.
  const inside = (/** @type {[number, number][][]} */ rings) =>
    rings.reduce((crossed, ring) => crossed + crossings(ring, longitude, latitude), 0) % 2 === 1;
  return Object.keys(boundaries).find((area) => boundaries[area].some(inside)) ?? null;
}

/** How often a line from the point to the east crosses this ring. @param {[number, number][]} ring @param {number} x @param {number} y */
function crossings(ring, x, y) {
  return ring.filter(([x1, y1], index) => {
    const [x2, y2] = ring[(index + 1) % ring.length];
    return y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1);
  }).length;
}

/** Ask the device once where it is. @param {Record<string, Polygons>} boundaries @returns {Promise<string|null>} null: unknown, or in no area */
export function areaHere(boundaries) {
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(areaAt(boundaries, coords.longitude, coords.latitude)),
      () => resolve(null),
      { timeout: 15_000, maximumAge: 60_000 },
    );
  });
}
