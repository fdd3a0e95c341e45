// @ts-check
/** A text as a QR code, drawn as one path; what makes it is read when it is first needed. */
import { encode } from "../../static/vendor/uqr/index.js";

const QUIET = 4; // squares of white around it, by which a scanner finds it
const SVG = "http://www.w3.org/2000/svg";

/** @param {string} text @returns {Promise<SVGElement>} */
export async function qr(text) {
  const { data, size } = encode(text);
  let path = "";
  data.forEach((/** @type {boolean[]} */ row, /** @type {number} */ y) => {
    row.forEach((dark, x) => (path += dark ? `M${x} ${y}h1v1h-1z` : ""));
  });
  const made = document.createElementNS(SVG, "svg");
  const [first, whole] = [-QUIET, size + 2 * QUIET];
  made.setAttribute("viewBox", `${first} ${first} ${whole} ${whole}`);
  made.setAttribute("role", "img");
  made.setAttribute("shape-rendering", "crispEdges");
  const ground = made.appendChild(document.createElementNS(SVG, "rect"));
  for (const side of ["x", "y"]) ground.setAttribute(side, String(first));
  for (const side of ["width", "height"]) ground.setAttribute(side, String(whole));
  ground.setAttribute("fill", "#fff");
  made.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", path);
  return made;
}
