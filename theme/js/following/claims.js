/** Sentences that no longer hold under the reader's scenario: each is struck, and why is said after it. */

import { assumptions, current, figures, language, madeOf, names, print, state, valuesUnder, words } from "../scenario/page.js";
import { constant, constantTexts, judged, named, quantityNames, said, scenarioNames, why } from "./data.js";

/** As calc/claims.py judges. */
const SAME = 1e-12;

/** Relations: the sign when one holds, the sign when it does not, and whether it does. */
const RELATIONS = {
  at_least: ["≥", "<", (value, bound) => value >= bound * (1 - SAME)],
  at_most: ["≤", ">", (value, bound) => value <= bound * (1 + SAME)],
  same_as: ["=", "≠", (value, bound) => Math.abs(value - bound) <= SAME * Math.abs(bound)],
  above: [">", "≤", (value, bound) => value > bound],
  below: ["<", "≥", (value, bound) => value < bound],
  times: ["=", "≠", (value, bound) => Math.abs(value - bound) <= SAME * bound],
  times_as: ["=", "≠", (value, bound) => Math.abs(value - bound) <= SAME * bound],
};

/** What stands in a sentence as one character, whatever it says. */
const OPAQUE = "a.n, a.cite, time";
const MARK = "\ufffc";
const BLOCKS = "p, li, td, dd";
const MADE = ".lede, .chart, .equation, .receipt"; // by the build, and not from sentences

/**
 * The model under a scenario: both ends of a quantity, under a further scenario and with inputs moved.
 * @typedef {(quantity: string, further?: string, moved?: object) => [number, number]} World
 */

/** @param {import("../scenario/figures.js").Scenario} scenario @returns {World} */
function worldOf(scenario) {
  const kept = new Map();
  return (quantity, further = "", moved = {}) => {
    if (quantity in constant) return constant[quantity];
    const name = further + JSON.stringify(moved);
    if (!kept.has(name)) kept.set(name, valuesUnder(scenario, named[further], moved));
    return kept.get(name).map((values) => values[placeIn(quantity)]);
  };
}

/** As estimated. */
const ours = worldOf(new Map());

/** Where a quantity stands among all. @param {string} quantity */
function placeIn(quantity) {
  return figures[quantity][0];
}

/** One end of a quantity in the reader's language. */
function shown(quantity, value) {
  if (quantity in constant) return constantTexts[quantity][constant[quantity].indexOf(value)];
  return wholeText(state(figures[quantity], value, value));
}

/** How many times, in the reader's language. */
function times(factor) {
  return wholeText(state([0, "times", "", 3], factor, factor));
}

/** A figure's text. @param {import("../scenario/figures.js").Figure} figure */
export function wholeText(figure) {
  const { before, number, after } = print(figure, language);
  return before + number + after;
}

/** The number alone of a value in base units. @param {Array} entry of a figure */
export function numberText(entry, value) {
  return print(state(entry, value, value), language).number;
}

function nameOfQuantity(quantity, further) {
  return quantityNames[quantity] + (further ? ` (${scenarioNames[further]})` : "");
}

/**
 * What a predicate finds: whether it holds; asked for, what it is about and what it found, in words.
 * @typedef {{holds: boolean, about: () => string, found: () => string}} Found
 */

/** @param {World} world @returns {Found} */
function related(world, [quantity, , , further, against], kind, wanted, end) {
  const [sign, denied, relation] = RELATIONS[kind];
  const isFactor = kind.startsWith("times");
  const factor = (key) => world(key, further)[end] / world(key, against)[end];
  const other = typeof wanted === "string" ? wanted : "";
  const value = isFactor ? factor(quantity) : world(quantity, further)[end];
  const bound = other ? (isFactor ? factor(other) : world(other, against)[end]) : wanted;
  const holds = relation(value, bound);
  const found = () => {
    const [left, right] = isFactor ? [times(value), times(bound)] : [shown(quantity, value), shown(other || quantity, bound)];
    const named = other ? `${nameOfQuantity(other, against)} ` : "";
    return `${left} ${holds ? sign : denied} ${named}${right}`;
  };
  return { holds, about: () => nameOfQuantity(quantity, further), found };
}

/** What doubling an assumption does. @param {World} world @returns {Found} */
function doubled(world, [quantity], kind, name, ends) {
  const before = world(quantity);
  const moved = { [placeIn(name)]: world(name).map((value) => 2 * value) };
  const after = world(quantity, "", moved);
  const holds = ends.every((end) => {
    const step = after[end] - before[end];
    if (kind === "unmoved_by") return Math.abs(step) <= SAME * Math.abs(before[end]);
    return kind === "rises_with" ? step > 0 : step < 0;
  });
  const about = () => `${names[name]} ${times(2)}: ${nameOfQuantity(quantity)}`;
  return { holds, about, found: () => [before, after].map(([low]) => shown(quantity, low)).join(" → ") };
}

/** The end of an assumption's range, in base units. @param {World} world */
export function limit(name, end) {
  return valuesUnder(new Map([[name, assumptions[name][end]]]))[0][placeIn(name)];
}

/** Which assumptions move a quantity farthest. @param {World} world @returns {Found} */
function farthest(world, [quantity], [wanted, behind]) {
  const spans = behind.map((name) => span(world, quantity, name));
  const most = Math.max(...spans);
  const found = behind.filter((_, place) => spans[place] === most && most > 1);
  return listed(`${nameOfQuantity(quantity)} ${why.farthest}`, found, wanted);
}

/** How many times apart a quantity is with an assumption at its two ends, to twelve digits. @param {World} world */
function span(world, quantity, name) {
  const [one, other] = [0, 1].map((end) => world(quantity, "", { [placeIn(name)]: limit(name, end) })[0]);
  return Number((Math.max(one, other) / Math.min(one, other)).toPrecision(12));
}

/** Which assumptions make a quantity a range. @param {World} world @returns {Found} */
function varying(world, [quantity], [wanted, behind]) {
  const found = behind.filter((name) => world(name)[0] !== world(name)[1]);
  return listed(`${nameOfQuantity(quantity)} ${why.varies}`, found, wanted);
}

/** @param {string[]} found @param {string[]} wanted @returns {Found} */
function listed(about, found, wanted) {
  const holds = [...found].sort().join() === [...wanted].sort().join();
  return { holds, about: () => about, found: () => found.map((name) => names[name]).join(" · ") || why.nothing };
}

/** Whether an assumption stands at one end of its range. @param {World} world @returns {Found} */
function atEnd(world, [quantity], end) {
  const bound = limit(quantity, end === "low" ? 0 : 1);
  const strayed = world(quantity).find((value) => value !== bound);
  const holds = strayed === undefined;
  const found = () => (holds ? "" : `${shown(quantity, strayed)} ≠ `) + shown(quantity, bound);
  return { holds, about: () => nameOfQuantity(quantity), found };
}

/** Everything that the predicates of a claim find. @param {World} world @returns {Found[]} */
function judge(world, claim) {
  const [, predicates, oneEnd] = claim;
  const ends = oneEnd === undefined ? [0, 1] : [oneEnd];
  return Object.entries(predicates).flatMap(([kind, wanted]) => {
    if (kind in RELATIONS) return ends.map((end) => related(world, claim, kind, wanted, end));
    if (kind === "moved_most_by") return [farthest(world, claim, wanted)];
    if (kind === "varies_only_with") return [varying(world, claim, wanted)];
    if (kind === "at_end") return [atEnd(world, claim, wanted)];
    return [wanted].flat().map((name) => doubled(world, claim, kind, name, ends));
  });
}

/**
 * Why claims do not hold under a scenario, in the reader's language, with what is so as estimated.
 * @param {number[]} places of claims
 * @param {World} world
 */
function reasons(places, world) {
  const told = places.flatMap((place) => {
    const now = judge(world, judged[place]);
    const at = now.findIndex(({ holds }) => !holds);
    if (at < 0) return [];
    const was = judge(ours, judged[place])[at];
    return [`${now[at].about()} ${now[at].found()} (${words.ours} ${was.found()})`];
  });
  return [...new Set(told)];
}

/** The claims that do not hold under a scenario, by their places. @param {import("../scenario/figures.js").Scenario} scenario */
export function falseClaims(scenario) {
  const world = worldOf(scenario);
  return [...judged.keys()].filter((place) => judge(world, judged[place]).some(({ holds }) => !holds));
}

/** @typedef {{node: Text | Element, start: number, length: number}} Piece */

/** The pieces of a block, one after the other, and the text that they make. @returns {{pieces: Piece[], text: string}} */
function piecesOf(block) {
  const pieces = [];
  let text = "";
  const add = (node, said) => {
    pieces.push({ node, start: text.length, length: said.length });
    text += said;
  };
  const walk = (parent) => {
    for (const node of parent.childNodes) {
      if (node instanceof Text) add(node, node.data);
      else if (node.matches?.(OPAQUE)) add(node, MARK);
      else walk(node);
    }
  };
  walk(block);
  return { pieces, text };
}

/** Text nodes cut, so that a piece begins at a place; which piece that is. @param {Piece[]} pieces */
function cutAt(pieces, place) {
  const at = pieces.findIndex(({ start, length }) => place < start + length);
  if (at < 0) return pieces.length;
  const { node, start, length } = pieces[at];
  if (place === start) return at;
  pieces.splice(at, 1, { node, start, length: place - start }, { node: node.splitText(place - start), start: place, length: start + length - place });
  return at + 1;
}

/** The sentence of that length which begins so, in an element of its own. @returns {HTMLElement | undefined} */
export function wrapped(opening, length) {
  const blocks = [...document.querySelector("article").querySelectorAll(BLOCKS)].filter((block) => !block.closest(MADE));
  for (const block of blocks.reverse()) {
    const { pieces, text } = piecesOf(block);
    const start = text.indexOf(opening);
    if (start < 0) continue;
    const first = cutAt(pieces, start);
    const last = cutAt(pieces, start + length) - 1;
    const range = new Range();
    range.setStartBefore(pieces[first].node);
    range.setEndAfter(pieces[last].node);
    const sentence = document.createElement("span");
    sentence.append(range.extractContents());
    range.insertNode(sentence);
    return sentence;
  }
  return undefined;
}

/** The page's path below the first page of its language. */
function pathOfPage() {
  const home = new URL(document.querySelector(".brand").href).pathname;
  return location.pathname.slice(home.length).replace(/index\.html$/, "");
}

/** The sentences of this page, with their elements once they were struck. */
const sentences = (said[pathOfPage()] ?? []).map(([opening, length, places]) => ({ opening, length, places }));

/** Strikes what does not hold, and takes back what holds again. */
export function followClaims() {
  const world = worldOf(current());
  for (const sentence of sentences) {
    const told = reasons(sentence.places, world);
    if (told.length) strike(sentence, told);
    else if (sentence.struck) takeBack(sentence);
  }
}

/** @param {string[]} told why */
function strike(sentence, told) {
  sentence.element ??= wrapped(sentence.opening, sentence.length);
  if (!sentence.element) return;
  if (!sentence.struck) {
    sentence.struck = madeOf("s", "");
    sentence.note = madeOf("small", "why");
    sentence.element.replaceWith(sentence.struck, sentence.note);
    sentence.struck.append(sentence.element);
  }
  sentence.note.textContent = ` ${why.false} ${told.join("; ")}`;
}

function takeBack(sentence) {
  sentence.note.remove();
  sentence.struck.replaceWith(sentence.element);
  delete sentence.struck;
}
