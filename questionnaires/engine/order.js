/** The order of options and of pages in a block, for ever the same for one seed. The twin of `order.py`. */

const WORDS = 2 ** 32;

/**
 * List the option codes of a variable in the order for this seed; exclusive options stay last.
 * @param {any} programme
 * @param {string} name a variable of the programme
 * @param {number} seed 0 … 2**32 - 1
 * @returns {string[]}
 */
export function order(programme, name, seed) {
  const variable = programme.variables[name];
  const options = variable.options;
  if (variable.order === "fixed") return options.map((option) => option.code);
  const loose = options.filter((option) => !option.exclusive).map((option) => option.code);
  const last = options.filter((option) => option.exclusive).map((option) => option.code);
  return [...arranged(loose, variable.order, name, seed), ...last];
}

/**
 * Put items in the order for this seed and key.
 * @template T
 * @param {T[]} items in the order of the file
 * @param {string} how `fixed`; `rotated` (the same circle, another start); `shuffled` (Fisher-Yates)
 * @param {string} key a name that makes two lists with one seed differ
 * @param {number} seed 0 … 2**32 - 1
 * @returns {T[]}
 */
export function arranged(items, how, key, seed) {
  const below = draws(key, seed);
  const arrangement = [...items];
  if (how === "rotated") {
    const start = below(arrangement.length);
    return [...arrangement.slice(start), ...arrangement.slice(0, start)];
  }
  if (how === "shuffled") {
    for (let last = arrangement.length - 1; last > 0; last -= 1) {
      const other = below(last + 1);
      [arrangement[last], arrangement[other]] = [arrangement[other], arrangement[last]];
    }
  }
  return arrangement;
}

/**
 * Make a source of whole numbers from 0 to below a limit: FNV-1a of the key, xor the seed, into Mulberry32.
 * Source: FNV-1a, RFC 9923; Mulberry32, T. Ettinger (2017), public domain.
 * @param {string} key
 * @param {number} seed
 * @returns {(limit: number) => number}
 */
function draws(key, seed) {
  let state = hashed(key) ^ seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return Math.floor((((word ^ (word >>> 14)) >>> 0) * limit) / WORDS);
  };
}

/** The FNV-1a hash of a name, per code point. @param {string} key @returns {number} */
function hashed(key) {
  let value = 0x811c9dc5;
  for (const character of key) value = Math.imul(value ^ character.codePointAt(0), 0x01000193);
  return value;
}
