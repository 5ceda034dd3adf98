/**
 * Numbers as readers write them: 15,3 and 15.3, 1.2×10²¹, 万 and triệu, %, full-width digits, and two of them for a
 * range. What may mean several things has several readings, the first of which is that of the reader's language.
 */

import { read, toDigits, toPower } from "./decimals.js";
import { scaleWords } from "./controls.js";

/** @typedef {import("./decimals.js").Decimal} Decimal */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LONGEST_TEXT = 200;
const SCALE = Object.keys(scaleWords).sort((one, other) => other.length - one.length).join("|");
const PIECE = `(\\d[\\d.,]*)((?:${SCALE})*)`;
const END = new RegExp(`^((?:${PIECE})+)(?:e([+-]?\\d{1,2}))?(%?)$`, "u");
const BETWEEN_ENDS = /(?<!e)(?:\.{2,}|[-–—~〜])/u;
const WELL_GROUPED = { ".": /^\d+(,\d{3})*(\.\d+)?$/, ",": /^\d+(\.\d{3})*(,\d+)?$/ };

/** The text in one width and case, without spaces, with powers of ten as exponents. @param {string} text */
export function folded(text) {
  return text
    .replace(/[⁻⁰¹²³⁴-⁹]+/gu, (power) => `^${[...power].map((sign) => (sign === "⁻" ? "-" : SUPERSCRIPTS.indexOf(sign))).join("")}`)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\u2060']/gu, "")
    .replace(/[×x*]10\^/gu, "e")
    .replace(/(?<![\d.,])10\^/gu, "1e");
}

/** @param {Decimal} decimal @param {number} by @returns {Decimal} times a power of ten */
export function shifted({ digits, power }, by) {
  return { digits, power: power + by };
}

/** @param {Decimal} one @param {Decimal} other @returns {Decimal} */
function sum(one, other) {
  const power = Math.min(one.power, other.power);
  return { digits: toPower(one, power).digits + toPower(other, power).digits, power };
}

/** The decimal in the shortest form that an address has for it. @param {Decimal} decimal not below zero */
export function written(decimal) {
  const { digits, power } = toDigits(decimal, 40);
  if (power > 5 || power < -12) return `${digits}e${power}`;
  if (power >= 0) return `${digits}${"0".repeat(power)}`;
  const text = String(digits).padStart(1 - power, "0");
  return `${text.slice(0, power)}.${text.slice(power)}`;
}

/** A number with scale words, each smaller than the one before it: 2億6900万. @returns {Decimal | undefined} */
function total(text, mark) {
  let all;
  let last = Infinity;
  for (const [, digits, words] of text.matchAll(new RegExp(PIECE, "gu"))) {
    const scale = [...words.matchAll(new RegExp(SCALE, "gu"))].reduce((power, [word]) => power + scaleWords[word], 0);
    const number = WELL_GROUPED[mark].test(digits) && read(digits.replaceAll(mark === "." ? "," : ".", "").replace(",", "."));
    if (!number || scale >= last) return undefined;
    last = scale;
    all = all ? sum(all, shifted(number, scale)) : shifted(number, scale);
  }
  return all;
}

/** One end of a range, with the mark that stands before its tenths. @returns {{value: Decimal, percent: boolean} | undefined} */
function endRead(text, mark) {
  const [, number, , , power = "0", sign] = END.exec(text) ?? [];
  const value = number && total(number, mark);
  return value && { value: shifted(value, Number(power)), percent: sign === "%" };
}

/** The ends of a range, of which the first may leave to the second what both have: 4–10%, 3400–3900万. @param {string} text */
function endsIn(text) {
  const ends = text.split(BETWEEN_ENDS);
  const [shared] = new RegExp(`(?:${SCALE})*(?:e[+-]?\\d{1,2})?%?$`, "u").exec(ends.at(-1));
  return ends.length === 2 && /^[\d.,]+$/.test(ends[0]) ? [ends[0] + shared, ends[1]] : ends;
}

/**
 * What a text can mean, the likeliest first: one end or two.
 * @param {string} text as folded
 * @param {{decimal: string}} language
 * @returns {{values: Decimal[], percent: boolean}[]}
 */
export function readings(text, { decimal }) {
  const ends = endsIn(text.slice(0, LONGEST_TEXT));
  if (ends.length > 2) return [];
  return [decimal, decimal === "." ? "," : "."]
    .map((mark) => ends.map((end) => endRead(end, mark)))
    .filter((read) => read.every(Boolean))
    .map((read) => ({ values: read.map(({ value }) => value), percent: read.some(({ percent }) => percent) }));
}
