/**
 * A figure and a language give a text, the same as explainer/formatting.py gives.
 * A language is what the module of its name in prints/ holds.
 */

import { magnitude } from "./decimals.js";

const NO_BREAK = "\u00a0";
const MINUS = "\u2212";
const TIMES = `${NO_BREAK}×${NO_BREAK}`;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const THOUSANDS = /\B(?=(\d{3})+$)/g;
const ENDS_IN_DIGIT = /[0-9⁰¹²³⁴-⁹]$/;

/**
 * A figure's text in three pieces.
 * @typedef {{before: string, number: string, after: string}} Printed
 */

/**
 * The figure with its unit, unless it is bare.
 * @param {import("./figures.js").Figure} figure
 * @returns {Printed}
 */
export function print(figure, language) {
  const number = numberText(figure, language);
  if (figure.bare || figure.style === "percent") return { before: "", number, after: "" };
  const wording = language.units[figure.style === "times" ? "times" : figure.unit];
  const [before, after] = isSingular(figure) && wording.length > 2 ? wording.slice(2) : wording;
  const gap = language.counterGap && !ENDS_IN_DIGIT.test(number) && !after.startsWith(NO_BREAK) ? NO_BREAK : "";
  return { before, number, after: gap + after };
}

/** Whether a 1 without decimals is printed. @param {import("./figures.js").Figure} figure */
function isSingular({ isRange, low: { digits, power } }) {
  return !isRange && power === 0 && (digits === 1n || digits === -1n);
}

function numberText({ style, low, high, isRange, decimals }, language) {
  const ends = isRange ? [low, high] : [low];
  if (style === "scientific") return scientific(ends, language);
  if (style === "compact") return compact(ends, language);
  if (style === "percent") {
    const percents = ends.map((end) => plain(scaled(end, 2), language));
    return language.percent.replace("{number}", percents.join(language.range));
  }
  return ends.map((end) => plain(end, language, decimals)).join(language.range);
}

/** A decimal times a power of ten. @param {import("./decimals.js").Decimal} decimal */
function scaled({ digits, power }, by) {
  return { digits, power: power + by };
}

/** A number in plain digits, with as many decimals as it is stated with, or as it needs. */
function plain({ digits, power }, { decimal, group }, decimals) {
  const sign = digits < 0n ? MINUS : "";
  const text = String(digits < 0n ? -digits : digits) + (digits ? "0".repeat(Math.max(power, 0)) : "");
  const places = Math.max(-power, 0);
  const all = text.padStart(places + 1, "0");
  const whole = all.slice(0, all.length - places).replace(THOUSANDS, group);
  const part = all.slice(all.length - places);
  const shown = decimals === undefined ? part.replace(/0+$/, "") : part;
  return sign + whole + (shown && decimal + shown);
}

function powerText(exponent) {
  return `10${String(exponent).replace("-", "⁻").replace(/\d/g, (digit) => SUPERSCRIPTS[digit])}`;
}

/** One mantissa, or two over a common power of ten; 10²¹ stands without a mantissa of 1. */
function scientific(ends, language) {
  const powers = ends.map((end) => (end.digits ? magnitude(end) : 0));
  const mantissas = ends.map((end, place) => plain(scaled(end, -powers[place]), language));
  if (powers.some((power) => power !== powers[0])) {
    return mantissas.map((mantissa, place) => mantissa + TIMES + powerText(powers[place])).join(language.range);
  }
  if (mantissas.length === 1 && mantissas[0] === "1") return powerText(powers[0]);
  return mantissas.join(language.range) + TIMES + powerText(powers[0]);
}

/** Numbers with the scale word of their size. */
function compact(ends, language) {
  const pieces = ends.map((end) => inScale(end, language));
  const [[, pattern]] = pieces;
  if (language.sharedScale && pieces.every((piece) => piece[1] === pattern)) {
    return pattern.replace("0", pieces.map(([number]) => number).join(language.range));
  }
  return pieces.map(([number, own]) => own.replace("0", number)).join(language.range);
}

/** The digits to print, and the pattern of the scale word they stand in. */
function inScale(number, language) {
  const scale = language.scales.find(([power]) => number.digits && magnitude(number) >= power);
  if (!scale) return [plain(number, language), "0"];
  return [plain(scaled(number, -scale[0]), { ...language, group: "" }), scale[1]];
}
