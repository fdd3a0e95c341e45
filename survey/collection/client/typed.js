// @ts-check
/** What people type as numbers and dates. Reads as the server does (`questionnaires/fields/number.py`, `date.py`). */
import { real } from "../../../questionnaires/engine/notation.js";

const COMMA = new Set(["nl", "tr"]);
const LARGEST = 2 ** 53; // from here on a whole number has no double of its own
const DIGIT = /\p{Nd}/gu;
const ZEROS = [0x0660, 0x06f0, 0x0966]; // Arabic, Persian, Devanagari: each followed by its other nine digits
const SIGNS = new Map([["٫", "."], ["٬", ","], ["−", "-"]]);

/**
 * The number that was typed, or the text itself when it is none; undefined when there is nothing.
 * Comma and point are both the decimal sign, except where the language has the sign between thousands: `1.000` is a
 * thousand in Dutch and one in English.
 * @param {string} typed @param {string} language @returns {number|string|undefined}
 */
export function number(typed, language) {
  const text = typed.trim();
  if (text === "") return undefined;
  const signs = text.replace(/[٫٬−]/g, (sign) => SIGNS.get(sign) ?? sign);
  let plain = signs.replace(/\s/g, "").replace(DIGIT, digit);
  const between = COMMA.has(language) ? "\\." : ",";
  if (new RegExp(`^-?[0-9]{1,3}(${between}[0-9]{3})+$`).test(plain)) plain = plain.replace(new RegExp(between, "g"), "");
  if (!/^-?[0-9]{1,16}([.,][0-9]{1,15})?$/.test(plain)) return text;
  const value = Number(plain.replace(",", "."));
  return Math.abs(value) >= LARGEST ? text : value;
}

/**
 * The ISO date, or what was typed with dashes between when the calendar has no such day; undefined when there is nothing.
 * @param {string[]} typed day, month and year
 */
export function date(typed) {
  const parts = [0, 1, 2].map((index) => (typed[index] ?? "").trim());
  if (parts.every((part) => part === "")) return undefined;
  const [day, month, year] = parts.map((part) => part.replace(DIGIT, digit));
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return real(iso) ? iso : parts.map((part) => part.replaceAll("-", "/")).join("-");
}

/** Day, month and year of an answer, whether it is a date or what was kept of a wrong one. @param {string} written */
export function split(written) {
  if (real(written)) return [String(Number(written.slice(8))), String(Number(written.slice(5, 7))), written.slice(0, 4)];
  const parts = written.split("-");
  return parts.length === 3 ? parts : [written, "", ""];
}

/** @param {string} character a decimal digit of any script */
function digit(character) {
  const point = /** @type {number} */ (character.codePointAt(0));
  const zero = ZEROS.find((start) => point >= start && point < start + 10);
  return zero === undefined ? character : String(point - zero);
}
