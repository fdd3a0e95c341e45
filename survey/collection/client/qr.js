// @ts-check
/** A text as a QR code, drawn as one path; what makes it is read when it is first needed. */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} text @returns {Promise<SVGElement>} */
export async function qr(text) {
  const { encode } = await import("../../static/vendor/uqr/index.js");
  const { data, size } = encode(text, { ecc: "L", border: 4 });
  let path = "";
  data.forEach((/** @type {boolean[]} */ row, /** @type {number} */ y) => {
    row.forEach((dark, x) => (path += dark ? `M${x} ${y}h1v1h-1z` : ""));
  });
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", `0 0 ${size} ${size}`);
  made.setAttribute("role", "img");
  made.setAttribute("shape-rendering", "crispEdges");
  const ground = made.appendChild(document.createElementNS(SVG, "rect"));
  for (const side of ["width", "height"]) ground.setAttribute(side, String(size));
  ground.setAttribute("fill", "#fff");
  made.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", path);
  return made;
}
