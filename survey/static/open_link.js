/**
 * The proof of work of the open link: small puzzles, solved in slices while somebody reads the first page.
 * `survey/locations/prove.py` is the other half.
 */

const TOGETHER = 64; // digests that are asked for at once; between two batches the page goes its own way

/**
 * Solve a challenge.
 * @param {string} challenge as the server signed it
 * @param {number} parts how many puzzles it has
 * @param {number} bits zero bits at the beginning of each digest, 32 at most
 * @returns {Promise<string>} a number for each puzzle, with dots between them
 */
export async function solve(challenge, parts, bits) {
  const found = [];
  for (let part = 0; part < parts; part += 1) {
    found.push(await solvePart(`${challenge}.${part}.`, bits));
  }
  return found.join(".");
}

async function solvePart(before, bits) {
  const encoder = new TextEncoder();
  for (let first = 0; ; first += TOGETHER) {
    const digests = await Promise.all(
      Array.from({ length: TOGETHER }, (_, index) =>
        crypto.subtle.digest("SHA-256", encoder.encode(before + (first + index))),
      ),
    );
    const hit = digests.findIndex((digest) => new DataView(digest).getUint32(0) >>> (32 - bits) === 0);
    if (hit >= 0) return first + hit;
  }
}

/**
 * Solve the challenge of a form from now on, and let its button wait for that; without WebCrypto nothing changes.
 * @param {HTMLFormElement} form
 */
export function attach(form) {
  if (!globalThis.crypto?.subtle) return; // not a secure address: the server lets this browser wait instead
  const solution = form.elements.namedItem("oplossing");
  const { parts, bits } = solution.dataset;
  const solving = solve(form.elements.namedItem("opgave").value, Number(parts), Number(bits));
  const busy = form.querySelector("[data-busy]");
  let pressed = false;
  form.addEventListener("submit", async (event) => {
    if (solution.value && !pressed) {
      pressed = true;
      return;
    }
    event.preventDefault();
    if (pressed) return; // a double click
    pressed = true;
    busy.textContent = busy.dataset.busy;
    solution.value = await solving;
    form.submit();
  });
  solving.then((found) => {
    if (!pressed) solution.value = found;
  });
  // Back from the cache of the browser: the button works again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    pressed = false;
    busy.textContent = "";
  });
}

if (typeof document !== "undefined") {
  for (const solution of document.querySelectorAll("input[name=oplossing]")) attach(solution.form);
}
