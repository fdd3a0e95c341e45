/** Every small fault that can be planted in a source: one operator, constant, condition, statement or result changed. */

import { closing, is, tokens, until } from "./tokens.js";

const SIGNS = {
  "===": ["!=="], "!==": ["==="], "<": ["<=", ">"], "<=": ["<", ">"], ">": [">=", "<"], ">=": [">", "<"],
  "&&": ["||"], "||": ["&&"], "??": ["&&", "||"], "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"],
  "^": ["&"], "|": ["&"], ">>>": ["<<", ">>"], "^=": ["|=", "="], "+=": ["-="], "-=": ["+="], "!": [""], "?.": ["."],
};
const NAMES = {
  true: ["false"], false: ["true"], null: ["0"], undefined: ["0"], Infinity: ["2"],
  every: ["some"], some: ["every"], find: ["findLast"], findLast: ["find"], filter: ["flatMap"], flatMap: ["map"],
  indexOf: ["lastIndexOf"], floor: ["ceil", "round"], abs: ["floor"], isInteger: ["isFinite"], isFinite: ["isInteger"],
  padStart: ["padEnd"], includes: ["indexOf"], continue: ["break"], flat: ["slice"],
};
const REGEX = [
  [/\^/g, ""], [/\$/g, ""], [/0-9/g, "0-8"], [/0-9/g, "1-9"], [/\{4\}/g, "{3,4}"], [/\{4\}/g, "{4,5}"], [/\{2\}/g, "{1,2}"], [/\{2\}/g, "{2,3}"],
  [/\*/g, "+"], [/\+/g, ""], [/\\t/g, ""], [/\\n/g, ""], [/\[ /g, "["], [/a-z/g, "a-y"], [/a-z/g, "b-z"], [/g$/g, ""], [/\\\{/g, ""], [/-(?!\d|z)/g, ""],
];
const NO_EXPRESSION = ["from", "const", "let", "function", "import", "export", "return", "if", "for", "else", "throw"];

/**
 * List the mutants of a source.
 * @param {string} name of the module
 * @param {string} source
 * @returns {{id: string, source: string}[]} the id names module, line, place in the line and change
 */
export function mutants(name, source) {
  const all = tokens(source);
  const found = new Map();
  const plant = (start, end, after) => {
    const before = source.slice(start, end);
    const changed = source.slice(0, start) + after + source.slice(end);
    if (changed === source || [...found.values()].includes(changed)) return;
    const lineStart = source.lastIndexOf("\n", start - 1) + 1;
    const line = source.slice(lineStart).split("\n", 1)[0];
    const column = start - lineStart - line.search(/\S/);
    const id = `${name}: ${line.trim()} @${column}: ${short(before)} -> ${short(after)}`;
    found.set(found.has(id) ? `${id} (other end)` : id, changed);
  };
  all.forEach((token, place) => {
    constants(all, place, plant);
    conditions(all, place, plant, source);
    statements(all, place, plant);
    results(all, place, plant);
  });
  return [...found].map(([id, changed]) => ({ id, source: changed }));
}

const short = (text) => text.replace(/\s+/g, " ").slice(0, 60);

/** Operators, numbers, texts, names with a counterpart, patterns. */
function constants(all, place, plant) {
  const { kind, text, start, end } = all[place];
  const put = (after) => plant(start, end, after);
  if (kind === "sign" && Object.hasOwn(SIGNS, text)) SIGNS[text].forEach(put);
  if (kind === "name" && Object.hasOwn(NAMES, text)) NAMES[text].forEach(put);
  if (kind === "number") {
    const unit = text.endsWith("n") ? "n" : "";
    const value = Number(text.replace(/n$/, ""));
    [value + 1, value - 1].forEach((changed) => put(`(${changed}${unit})`));
  }
  if (kind === "regex") REGEX.forEach(([part, after]) => patterns(text, part, after).forEach(put));
  // Where a module stands is no behaviour, and what an error says is for the programmer: no twin promises it.
  if (all[place - 1]?.text === "from" || inThrow(all, place)) return;
  if (kind === "string") put(text === '""' ? '"?"' : '""');
  if (kind === "chunk") put("");
}

/** A pattern with one part changed, at each place where it stands. */
function patterns(text, part, after) {
  return [...text.matchAll(part)].map(({ 0: found, index }) => text.slice(0, index) + after + text.slice(index + found.length));
}

function inThrow(all, place) {
  for (let before = place; before >= 0 && !is(all[before], ";"); before -= 1) {
    if (all[before].text === "throw") return true;
  }
  return false;
}

/** Both outcomes of an `if`, both branches of `? :`. */
function conditions(all, place, plant, source) {
  const token = all[place];
  if (token.kind === "name" && token.text === "if") {
    const close = closing(all, place + 1);
    for (const outcome of ["true", "false"]) plant(all[place + 1].end, all[close].start, outcome);
  }
  if (is(token, "?")) {
    const colon = until(all, place + 1, ":");
    const last = until(all, colon + 1, ",", ";");
    const [yes, no] = [source.slice(token.end, all[colon].start), source.slice(all[colon].end, all[last].start)];
    plant(token.end, all[last].start, `${yes}:${yes}`);
    plant(token.end, all[last].start, `${no}:${no}`);
  }
}

/** A statement that is an expression, or `continue`, left out. */
function statements(all, place, plant) {
  if (all[place].kind !== "name" && !is(all[place], "[")) return;
  if (NO_EXPRESSION.includes(all[place].text) || !startsStatement(all, place)) return;
  const end = until(all, place, ";");
  if (is(all[end], ";")) plant(all[place].start, all[end].end, ";");
}

function startsStatement(all, place) {
  const before = all[place - 1];
  if (before?.text === "else") return true;
  if (is(before, ")")) return headed(all, place - 1);
  if (is(before, "{")) return is(all[place - 2], ")", "=>") || all[place - 2]?.text === "else";
  return is(before, ";", "}") && !is(all[until(all, place, ";")], ")", "]");
}

/** A bracket that closes the head of an `if` or a `for`. */
function headed(all, close) {
  return all.some(({ text }, open) => ["if", "for"].includes(text) && closing(all, open + 1) === close);
}

/** What a function gives: null instead. */
function results(all, place, plant) {
  const returns = all[place].text === "return" && all[place].kind === "name" && !is(all[place + 1], ";");
  const arrow = is(all[place], "=>") && !is(all[place + 1], "{");
  if (!returns && !arrow) return;
  const end = until(all, place + 1, ";", ",");
  plant(all[place + 1].start, all[end].start, "null");
}
