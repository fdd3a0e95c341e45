/**
 * The value of an expression. The twin of `evaluate.py`; `docs/programme.md` says what each operator gives.
 *
 * An expression is a tree of JSON arrays, `["<", ["answer", "age"], ["number", 18]]`. The kinds of values are boolean,
 * number (an IEEE double), text, list and null; null stands for missing.
 *
 * @typedef {boolean | number | string | unknown[] | null} Value
 * @typedef {Record<string, unknown>} Answers
 * @typedef {{today?: string, seed?: number, language?: string, mode?: string, origin?: string, shown?: string[]}} Context
 */

const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/**
 * Give the value of an expression; throws when the tree is not one: an unknown operator or wrong parts.
 * @param {unknown} tree `[operator, part, …]`
 * @param {Answers} answers name → answer, only those that count (see `counted` in route.js)
 * @param {Context} context where `today`, `mode` and `origin` are read
 * @returns {Value}
 */
export function evaluate(tree, answers, context) {
  const [name, parts] = opened(tree);
  const read = READS.get(name);
  if (read) return read(parts, answers, context);
  return COMPUTES.get(name)(...parts.map((part) => evaluate(part, answers, context)));
}

/**
 * Tell whether a condition is met; no condition (null) always is, a missing value never.
 * @param {unknown} tree
 * @param {Answers} answers
 * @param {Context} context
 * @returns {boolean}
 */
export function holds(tree, answers, context) {
  return tree === null || evaluate(tree, answers, context) === true;
}

/**
 * Tell whether nothing was answered: null, an empty text or an empty list.
 * @param {unknown} answer
 * @returns {boolean}
 */
export function absent(answer) {
  return (answer ?? null) === null || answer === "" || (Array.isArray(answer) && answer.length === 0);
}

/**
 * Give the value of an answer; null when it is absent or a missing code.
 * @param {Answers} answers
 * @param {string} name
 * @returns {Value}
 */
export function answered(answers, name) {
  const answer = own(answers, name);
  if (isNumber(answer)) return finite(answer);
  if ((isBoolean(answer) || isText(answer) || Array.isArray(answer)) && !absent(answer)) return answer;
  return null;
}

/**
 * List the names whose value the expression uses (`answer` and `count`, not `answered` and its like).
 * @param {unknown} tree
 * @returns {string[]}
 */
export function reads(tree) {
  const [name, parts] = opened(tree);
  if (name === "answer" || name === "count") return [parts[0]];
  if (READS.has(name)) return [];
  return parts.flatMap((part) => reads(part));
}

/**
 * Give what an object itself holds under a name: `constructor` is no answer.
 * @param {object} holder
 * @param {string} name
 * @returns {any} null when it is not there
 */
export function own(holder, name) {
  return Object.hasOwn(holder, name) ? holder[name] : null;
}

/** @param {any} tree @returns {[string, any[]]} */
function opened(tree) {
  const rule = Array.isArray(tree) && PARTS.get(tree[0]);
  if (!rule) throw new TypeError("an expression starts with an operator that exists");
  const [name, ...parts] = tree;
  const [least, most, fits] = rule;
  if (parts.length < least || parts.length > most) {
    throw new TypeError(`the operator ${name} has another number of parts`);
  }
  if (!parts.every((part) => fits(part))) throw new TypeError(`the operator ${name} has parts of another kind`);
  return [name, parts];
}

const finite = (number) => (Number.isFinite(number) ? number : null);
const isBoolean = (value) => typeof value === "boolean";
const isNumber = (value) => typeof value === "number";
const isText = (value) => typeof value === "string";
const isList = (value) => Array.isArray(value);

function selected([name, code], answers) {
  const answer = own(answers, name);
  return isList(answer) ? answer.includes(code) : answer === code;
}

function count([name], answers) {
  const value = answered(answers, name);
  return isList(value) ? value.length : null;
}

function missing([name, code], answers) {
  const answer = own(answers, name);
  return answer !== null && typeof answer === "object" && own(answer, "missing") === code;
}

function fromContext([name], _answers, context) {
  const value = own(context, name);
  return isText(value) ? value : null;
}

/** Two values are of one kind that can be equal; a list and null never are. */
const alike = (left, right) => [isNumber, isText, isBoolean].some((kind) => kind(left) && kind(right));

/** An ordering of two numbers or two ISO dates; every other pair has no order. */
function ordered(compare) {
  return (left, right) => {
    const dates = [left, right].every((value) => isText(value) && DATE.test(value));
    return (dates || (isNumber(left) && isNumber(right))) && compare(left, right);
  };
}

/** Arithmetic on two numbers; null with anything else. */
function computed(compute) {
  return (left, right) => (isNumber(left) && isNumber(right) ? finite(compute(left, right)) : null);
}

const READS = new Map([
  ["true", () => true],
  ["false", () => false],
  ["number", ([number]) => finite(number)],
  ["text", ([text]) => text],
  ["date", ([date]) => date],
  ["list", ([codes]) => codes],
  ["answer", ([name], answers) => answered(answers, name)],
  ["answered", ([name], answers) => answered(answers, name) !== null],
  ["missing", missing],
  ["selected", selected],
  ["count", count],
  ["context", fromContext],
]);

const COMPUTES = new Map([
  ["and", (...values) => values.every((value) => value === true)],
  ["or", (...values) => values.some((value) => value === true)],
  ["not", (value) => value !== true],
  ["==", (left, right) => alike(left, right) && left === right],
  ["!=", (left, right) => alike(left, right) && left !== right],
  ["<", ordered((left, right) => left < right)],
  ["<=", ordered((left, right) => left <= right)],
  [">", ordered((left, right) => left > right)],
  [">=", ordered((left, right) => left >= right)],
  ["in", (value, codes) => isText(value) && isList(codes) && codes.includes(value)],
  ["+", computed((left, right) => left + right)],
  ["-", computed((left, right) => left - right)],
  ["*", computed((left, right) => left * right)],
  ["/", computed((left, right) => left / right)],
]);

const one = (fits) => [1, 1, fits];
const two = (fits) => [2, 2, fits];

/** operator → the least and most parts it has, and what each part must be. */
const PARTS = new Map([
  ["true", [0, 0, isList]],
  ["false", [0, 0, isList]],
  ["number", one(isNumber)],
  ["list", one(isList)],
  ...["text", "date", "answer", "answered", "count", "context"].map((name) => [name, one(isText)]),
  ...["missing", "selected"].map((name) => [name, two(isText)]),
  ...["and", "or"].map((name) => [name, [2, Infinity, isList]]),
  ["not", one(isList)],
  ...["==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/"].map((name) => [name, two(isList)]),
]);
