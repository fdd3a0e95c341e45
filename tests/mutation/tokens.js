/** JavaScript in pieces: enough of the language's lexical rules for the engine's own files. */

/**
 * @typedef {{kind: "name" | "number" | "string" | "chunk" | "regex" | "sign", text: string, start: number, end: number}}
 *   Token a `chunk` is a piece of literal text in a template
 */

const SIGNS = [
  ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=",
  "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
];
const BLANK = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const NAME = /[A-Za-z_$][\w$]*/y;
const NUMBER = /0x[0-9a-fA-F]+n?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?n?/y;
const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y;
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const CHUNK = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;
const BEFORE_REGEX = /^(?:[(,=:[!&|?{};+\-*%<>~^]|=>|&&|\|\||\?\?|===|!==|return|typeof|case|in|of)$/;

/**
 * Cut a source in tokens; comments and white space are left out.
 * @param {string} source
 * @returns {Token[]}
 */
export function tokens(source) {
  const found = [];
  const braces = []; // for each open brace: whether it opened a hole in a template
  let place = 0;

  const matched = (pattern) => {
    pattern.lastIndex = place;
    return pattern.exec(source)?.[0];
  };
  const push = (kind, text) => {
    found.push({ kind, text, start: place, end: place + text.length });
    place += text.length;
  };
  const template = () => {
    const text = matched(CHUNK);
    if (text) push("chunk", text);
    if (source.startsWith("${", place)) {
      push("sign", "${");
      braces.push(true);
    } else push("sign", "`");
  };

  while (place < source.length) {
    const blank = matched(BLANK);
    if (blank) {
      place += blank.length;
      continue;
    }
    const last = found.at(-1);
    const name = matched(NAME);
    const number = matched(NUMBER);
    const string = matched(STRING);
    const regex = !last || BEFORE_REGEX.test(last.text) ? matched(REGEX) : undefined;
    if (name) push("name", name);
    else if (number) push("number", number);
    else if (string) push("string", string);
    else if (regex) push("regex", regex);
    else if (source[place] === "`") {
      push("sign", "`");
      template();
    } else {
      const sign = SIGNS.find((each) => source.startsWith(each, place)) ?? source[place];
      push("sign", sign);
      if (sign === "{") braces.push(false);
      if (sign === "}" && braces.pop()) template();
    }
  }
  return found;
}

const OPENS = ["(", "[", "{", "${"];
const CLOSES = [")", "]", "}"];

/** Tell whether a token is one of these signs (and no text that looks like one). */
export function is(token, ...signs) {
  return token?.kind === "sign" && signs.includes(token.text);
}

/**
 * Give the place of the bracket that closes the one at a place.
 * @param {Token[]} all
 * @param {number} open
 * @returns {number}
 */
export function closing(all, open) {
  let depth = 0;
  for (let place = open; place < all.length; place += 1) {
    if (is(all[place], ...OPENS)) depth += 1;
    if (is(all[place], ...CLOSES)) depth -= 1;
    if (depth === 0) return place;
  }
  throw new Error("a bracket is not closed");
}

/**
 * Give the place of the first of these signs from a place on, outside the brackets that open on the way; the bracket
 * that closes what the place stands in stops the search too.
 * @param {Token[]} all
 * @param {number} from
 * @param {...string} signs
 * @returns {number}
 */
export function until(all, from, ...signs) {
  let place = from;
  while (!is(all[place], ...signs, ...CLOSES)) {
    place = (is(all[place], ...OPENS) ? closing(all, place) : place) + 1;
  }
  return place;
}
