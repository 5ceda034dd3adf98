/**
 * The figures under other assumptions: the model's own formulas, worked out once with all low and once with all high
 * values, and rounded as the pages are.
 */

import { compare, read, shortest, toDigits, toNumber, toPower } from "./decimals.js";
import { assumptions, figures, given, scenarios, units, workOut } from "./model.js";

/**
 * What the reader supposes: assumptions, each with its value as written in its own unit ("50", or "4..6" for a range).
 * @typedef {Map<string, string>} Scenario
 */

/**
 * A quantity as a page states it: two rounded ends, the same unless it is a range, and the doubles behind them.
 * @typedef {{style: string, unit: string, decimals?: number, bare?: boolean, exact: [number, number],
 *   low: import("./decimals.js").Decimal, high: import("./decimals.js").Decimal, isRange: boolean}} Figure
 */

/** The low and the high end of a value as written, undefined if it is none. @param {string} text */
function endsOf(text) {
  const ends = text.split("..").map(read);
  return ends.length <= 2 && ends.every(Boolean) ? [ends[0], ends.at(-1)] : undefined;
}

/**
 * What is wrong with a value for an assumption that has a range: "number" if it is none, "range" if it lies outside.
 * @param {string} name
 * @param {string} text
 * @returns {"number" | "range" | undefined}
 */
export function fault(name, text) {
  const found = endsOf(text);
  if (!found) return "number";
  const [least, most] = assumptions[name];
  const inOrder = [read(least), ...found, read(most)];
  return inOrder.some((end, place) => place && compare(inOrder[place - 1], end) > 0) ? "range" : undefined;
}

/** A value in base units at both ends. @param {string} name @param {string} text without fault */
function inBase(name, text) {
  const [, , numerator = 1, denominator = 1] = assumptions[name];
  return endsOf(text).map((end) => toNumber(end, numerator, denominator));
}

/** The low or the high end of what may be one value or two. @param {number | [number, number]} value */
function endOf(value, end) {
  return value[end] ?? value;
}

/** Whether a value is the one that the pages have. @param {string} name @param {string} text without fault */
export function isOurs(name, text) {
  return inBase(name, text).every((value, end) => value === endOf(given[placeOfInput(name)], end));
}

/** Where an assumption stands among the inputs. @param {string} name */
function placeOfInput(name) {
  return Object.keys(assumptions).indexOf(name);
}

/** What a scenario supposes, by the places of assumptions, in base units. @param {Scenario} scenario without fault */
function supposedBy(scenario) {
  return Object.fromEntries([...scenario].map(([name, text]) => [placeOfInput(name), inBase(name, text)]));
}

/**
 * Every quantity in base units, all that is low and all that is high.
 * @param {Scenario} scenario without fault
 * @param {...Object<number, number | [number, number]>} further values of inputs by their places, each on top of the last
 */
export function valuesUnder(scenario, ...further) {
  const inputs = Object.assign([...given], supposedBy(scenario), ...further);
  return [0, 1].map((end) => workOut(inputs.map((value) => endOf(value, end))));
}

/**
 * Every figure that an assumption with a range can move, by name.
 * @param {Scenario} scenario without fault
 * @param {Map<string, Figure>} [known] under another scenario; what has not moved is taken from there
 * @returns {Map<string, Figure>}
 */
export function work(scenario, known) {
  const quantities = {};
  for (const further of ["", ...Object.keys(scenarios)]) quantities[further] = valuesUnder(scenario, scenarios[further]);
  const stated = Object.entries(figures).map(([key, entry]) => {
    const [place, , , , , , scenario = ""] = entry;
    const [low, high] = quantities[scenario].map((values) => values[place]);
    return [key, state(entry, low, high, known?.get(key))];
  });
  return new Map(stated);
}

/**
 * A quantity as a figure states it.
 * @param {Array} entry of the figure: place of the quantity, style, unit, digits, decimals, pick, scenario, bare
 * @param {number} low in base units
 * @param {number} high in base units
 * @param {Figure} [known] the same figure under another scenario
 * @returns {Figure}
 */
export function state([, style, unit, digits, decimals, pick, , bare], low, high, known) {
  const [times, over] = units[unit] ?? [1, 1];
  const chosen = [[low, low], [high, high]][pick] ?? [low, high];
  const exact = chosen.map((value) => (value * times) / over).sort((one, other) => one - other);
  if (exact.every((end, at) => end === known?.exact[at])) return known;
  const ends = exact.map((value) => rounded(shortest(value), digits, decimals));
  return { style, unit, decimals, bare, exact, low: ends[0], high: ends[1], isRange: compare(...ends) !== 0 };
}

/** @param {import("./decimals.js").Decimal} decimal */
function rounded(decimal, digits, decimals) {
  return digits ? toDigits(decimal, digits) : toPower(decimal, -decimals);
}
