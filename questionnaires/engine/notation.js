/** Numbers and dates as a reader writes them. The twin of `notation.py`; no locale library, so that both agree. */

const COMMA = ["nl", "tr"];
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DECIMALS = 6;

/**
 * Write a finite number: at most six decimals, none when it is whole, no separator of thousands.
 * The decimal sign is a comma in Dutch and Turkish, a point in every other language.
 * @param {number} number
 * @param {string} language
 * @returns {string}
 */
export function numeral(number, language) {
  const size = Math.abs(number);
  const units = Math.floor(size);
  const millionths = BigInt(units) * 1000000n + BigInt(Math.floor((size - units) * 1e6 + 0.5));
  const digits = millionths.toString().padStart(DECIMALS + 1, "0");
  const whole = digits.slice(0, -DECIMALS);
  const decimals = digits.slice(-DECIMALS).replace(/0+$/, "");
  const sign = number < 0 && millionths > 0 ? "-" : "";
  const mark = COMMA.includes(language) ? "," : ".";
  return `${sign}${whole}${decimals ? mark : ""}${decimals}`;
}

/**
 * Write an ISO date as day-month-year: `2026-03-01` is 1-3-2026.
 * @param {string} date
 * @returns {string}
 */
export function day(date) {
  return `${Number(date.slice(8))}-${Number(date.slice(5, 7))}-${date.slice(0, 4)}`;
}

/**
 * Tell whether a text is an ISO date that the (Gregorian) calendar has.
 * @param {string} date
 * @returns {boolean}
 */
export function real(date) {
  if (!DATE.test(date)) return false;
  const [year, month, number] = date.split("-").map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const longest = leap && month === 2 ? 29 : MONTHS[month - 1]; // undefined for a month that does not exist: no day fits
  return number >= 1 && number <= longest;
}
