/**
 * The page under the reader's scenario: each number that follows from a changed assumption says what it then is, is
 * marked, and tells our value. Loaded when an address supposes something, or when the reader is about to.
 */

import { exactText } from "./decimals.js";
import { work } from "./figures.js";
import { language, names, words } from "./language.js";
import { assumptions } from "./model.js";
import { print } from "./printing.js";
import { readQuery, writeQuery } from "./query.js";

/** Numbers that stay as they are: those of a named scenario, those with one assumption moved, those drawn by lot. */
const FIXED = "[data-scenario], [data-percentile], [data-moved]";

/** Every figure that can move, as the pages have it. */
export const baseline = work(new Map());

/** The assumptions that can be supposed otherwise, by name: how far, as written, and what each is called. */
export const ranges = new Map(
  Object.entries(assumptions).map(([name, [low, high]]) => [name, { low, high, label: names[name] }]),
);

/** @type {import("./figures.js").Scenario} */
let scenario = new Map();

/** The figures under it. */
export let worked = baseline;

/** What follows beside numbers: claims and charts, from the first supposition on. @type {Promise<{follow: () => void}>} */
let following;

/**
 * Where a number stands: the element that is marked, the line of the receipt that it heads, if it does, the element with
 * the digits, which of a figure's texts that says, the texts around it, if they are part of the number, the figure that
 * is shown, and how it went.
 * @typedef {{key: string, element: HTMLElement, line?: HTMLElement | null, digits: HTMLElement, says: "number" | "whole",
 *   before?: Text, after?: Text, shown: import("./figures.js").Figure, went: string}} Place
 */

/** Every place of the page that can move. @type {Map<HTMLElement, Place>} */
const places = new Map();

/** What figures print, once they were asked for. */
const prints = new WeakMap();

/** @param {string} key of a figure @returns {import("./printing.js").Printed & {whole: string}} */
function printed(key, under = worked) {
  const figure = under.get(key);
  if (!prints.has(figure)) {
    const pieces = print(figure, language);
    prints.set(figure, { ...pieces, whole: pieces.before + pieces.number + pieces.after });
  }
  return prints.get(figure);
}

/** A figure's whole text. @param {string} key @param {Map<string, import("./figures.js").Figure>} under */
export function text(key, under = worked) {
  return printed(key, under).whole;
}

/** The scenario that the page now shows. */
export function current() {
  return new Map(scenario);
}

/** Shows the page under another scenario; an empty one is ours. @param {import("./figures.js").Scenario} next */
export function apply(next) {
  scenario = new Map(next);
  worked = scenario.size ? work(scenario, worked) : baseline;
  for (const place of places.values()) show(place);
  if (scenario.size) following ??= import(`../following/${document.documentElement.lang}.js`);
  following?.then((it) => it.follow()).catch(() => {});
}

/** Puts the scenario into the address, beside the open receipts. */
export function tell() {
  const query = location.search.slice(1).split("&").filter((part) => part.startsWith("n="));
  if (scenario.size) query.unshift(writeQuery(scenario));
  history.replaceState(history.state, "", location.pathname + (query.length ? `?${query.join("&")}` : "") + location.hash);
}

/** Notes the numbers of an element, and shows them as they now are. @param {Element} root */
function take(root) {
  for (const element of places.keys()) if (!element.isConnected) places.delete(element);
  for (const element of [root, ...root.querySelectorAll("[data-n]")]) {
    if (places.has(element) || !baseline.has(element.dataset.n) || element.matches(FIXED)) continue;
    const place = element.matches(".lede") ? placeInText(element) : placeOf(element);
    if (place) places.set(element, place);
    if (place && scenario.size) show(place);
  }
}

/** Where a number of its own element stands; undefined if it is printed otherwise. @returns {Place | undefined} */
function placeOf(element) {
  const key = element.dataset.n;
  const digits = element.matches("a") ? element.querySelector("data") : element;
  const { before, number, after } = printed(key, baseline);
  const [left, right] = [digits.previousSibling, digits.nextSibling];
  if (digits.textContent !== number) return undefined;
  const isWhole = (!before || left?.data?.endsWith(before)) && (!after || right?.data?.startsWith(after));
  const line = element.closest(".receipt > .figure");
  const place = { key, element, line, digits, says: "number", shown: baseline.get(key), went: "" };
  if (!isWhole) return place; // after × its unit goes without saying
  if (after) right.splitText(after.length);
  else digits.after("");
  if (before) left.splitText(left.length - before.length);
  else digits.before("");
  return { ...place, before: digits.previousSibling, after: digits.nextSibling };
}

/** Where a number stands in an element that is all text. @returns {Place | undefined} */
function placeInText(element) {
  const key = element.dataset.n;
  const ours = text(key, baseline);
  const [before, after, ...more] = element.textContent.split(ours);
  if (after === undefined || more.length) return undefined;
  const digits = document.createElement("span");
  digits.textContent = ours;
  element.replaceChildren(before, digits, after);
  return { key, element: digits, digits, says: "whole", shown: baseline.get(key), went: "" };
}

/** Makes a number say what it now is. @param {Place} place */
function show(place) {
  const { key, element, line, digits, before, after, shown } = place;
  const figure = worked.get(key);
  if (figure === shown) return;
  place.shown = figure;
  const now = printed(key);
  digits.firstChild.data = now[place.says];
  if (before) [before.data, after.data] = [now.before, now.after];
  if (digits.value) digits.value = exactValue(figure);
  const was = text(key, baseline);
  const went = was === now.whole ? "" : direction(figure, baseline.get(key));
  if (went === place.went) return;
  place.went = went;
  mark(element, went, was);
  if (line) tellOurs(line, went ? was : "");
}

/** The unrounded value for programs, as the pages have it. */
function exactValue({ exact: [low, high] }) {
  return [...new Set([low, high].map(exactText))].join("/");
}

/** Whether a figure has risen, fallen, or both at its two ends. */
function direction({ exact }, { exact: ours }) {
  const steps = exact.map((end, place) => Math.sign(end - ours[place]));
  if (steps.includes(1) && steps.includes(-1)) return "both";
  return steps.includes(1) ? "up" : "down";
}

/** Marks a number as moved, or takes the mark away. @param {HTMLElement} element @param {string} moved @param {string} was */
function mark(element, moved, was) {
  if (moved) {
    element.dataset.went = moved;
    element.title = `${words.ours}\n${was}`;
  } else {
    delete element.dataset.went;
    element.removeAttribute("title");
  }
}

/** Says under the number of a receipt what ours is. @param {HTMLElement} line @param {string} was empty if it is that */
function tellOurs(line, was) {
  const told = line.nextElementSibling;
  const ours = told?.matches(".ours") ? told : undefined;
  if (!was) ours?.remove();
  else if (!ours) line.after(madeOf("p", "ours", `${words.ours} ${was}`));
}

/** @param {string} tag @param {string} name of its class @param {...(Node | string)} children */
export function madeOf(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

/** Says, until it is closed, what is supposed and what of the address was not understood. @param {string[]} keys */
function say(keys) {
  const bar = madeOf("div", "supposed");
  bar.setAttribute("role", "status");
  document.body.append(bar); // before it is filled, so that it is read out
  const close = button("×", () => bar.remove());
  close.className = "close";
  close.ariaLabel = words.close;
  bar.append(close);
  if (scenario.size) {
    const reset = button(words.reset, () => {
      apply(new Map());
      tell();
      bar.remove();
    });
    const changed = [...scenario.keys()].map((name) =>
      madeOf("li", "", `${names[name]} `, madeOf("b", "", text(name)), ` (${text(name, baseline)})`),
    );
    bar.append(madeOf("p", "", `${words.changed} `, reset), madeOf("ul", "", ...changed));
  }
  if (keys.length) bar.append(madeOf("p", "", `${words.refused} `, madeOf("b", "", keys.join(", "))));
}

/** @param {string} label @param {() => void} press */
function button(label, press) {
  const made = madeOf("button", "", label);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

/** Takes up what the address supposes. */
export function arrive() {
  const { scenario: asked, findings } = readQuery(location.search);
  apply(asked);
  const keys = [...new Set(findings.map(({ key }) => key))];
  if (asked.size || keys.length) say(keys);
}

const sheet = madeOf("link", "");
sheet.rel = "stylesheet";
sheet.href = new URL("../../css/scenario.css", import.meta.url);
document.head.append(sheet);

take(document.body);
// Receipts come later.
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node.querySelector?.("[data-n]")) take(node);
  }
}).observe(document.body, { childList: true, subtree: true });

/** Takes the scenario along to another page of the site. @param {Event} event */
function takeAlong({ target }) {
  const link = target.closest?.("a[href]");
  const isPage = link?.origin === location.origin && /(\/|\.html)$/.test(link.pathname);
  if (isPage && scenario.size && !link.search) link.search = writeQuery(scenario);
}

for (const press of ["click", "auxclick", "contextmenu"]) addEventListener(press, takeAlong, true);
