/**
 * Charts under the reader's scenario: marks move to where their numbers now are, ours stay behind, dashed, on a scale
 * with room for both. Loaded with the first supposition on a page that has a chart.
 */

const SVG = "http://www.w3.org/2000/svg";
const AMOUNTS = ["", "=", "≠"]; // before an amount itself, not before what turns one into the next
const TOP = 75; // how far along both axes the last break-even point stands, in percent
const BARS = [29, 71]; // where the bars of a tornado end, in percent: text has its room beside them
const TICK_ROOTS = [2, 4, 10, 100];
const MOST_TICKS = 3;
const NEARLY = 1e-9;
const FACTOR = [0, "plain", "", 3, undefined, undefined, "", true]; // as state() takes it
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** What a module of theme/js/following/ lends: the figures, and how they print. */
let tools;

/**
 * A chart and, to bring them back, what was drawn at first in the places of it that were drawn anew; and what they were
 * last drawn for.
 * @typedef {{element: Element, nodes: Map<Element, Node[]>, attributes: Map<Element, Map<string, string>>,
 *   drawnFor: Map<Element, string>}} Chart
 */

/** @type {Map<Element, Chart>} */
const charts = new Map();

/** @param {Element} element @returns {Chart} */
function chartOf(element) {
  if (!charts.has(element)) charts.set(element, { element, nodes: new Map(), attributes: new Map(), drawnFor: new Map() });
  return charts.get(element);
}

/** @param {Chart} chart @param {Element} place @param {...(Node | string)} nodes that it now has */
function redraw({ nodes: first }, place, ...nodes) {
  if (!first.has(place)) first.set(place, [...place.childNodes]);
  place.replaceChildren(...nodes);
}

/** The same, unless it has been drawn for that already. @param {() => Node[]} nodes */
function redrawFor(what, chart, place, nodes) {
  if (chart.drawnFor.get(place) === String(what)) return;
  chart.drawnFor.set(place, String(what));
  redraw(chart, place, ...nodes());
}

/** @param {Chart} chart @param {Element} place @param {Object<string, string>} values of its attributes */
function set({ attributes }, place, values) {
  if (!attributes.has(place)) attributes.set(place, new Map());
  const first = attributes.get(place);
  for (const [name, value] of Object.entries(values)) {
    if (!first.has(name)) first.set(name, place.getAttribute(name));
    if (place.getAttribute(name) !== value) place.setAttribute(name, value);
  }
}

/** Draws a chart as it was at first. @param {Chart} chart */
function bringBack({ element, nodes, attributes }) {
  for (const [place, first] of nodes) place.replaceChildren(...first);
  for (const [place, first] of attributes) for (const [name, value] of first) place.setAttribute(name, value);
  charts.delete(element);
}

/** @param {string} tag @param {string} name of its class @param {Object<string, string>} attributes */
function drawn(tag, name, attributes, text = "") {
  const element = document.createElementNS(SVG, tag);
  if (name) element.setAttribute("class", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
}

const percent = (place) => `${Math.round(place * 100) / 100}%`;

/** A mark along a rail, from one place to another. */
function mark(name, from, to) {
  return drawn("line", name, { x1: percent(from), x2: percent(to), y1: "50%", y2: "50%" });
}

/** An upright line at a place. */
function upright(name, place, from = "0", to = "100%") {
  return drawn("line", name, { x1: percent(place), x2: percent(place), y1: from, y2: to });
}

/** Ours on a rail: dashed, at both its ends. */
function ghost([low, high]) {
  return [mark("was", low, high), ...[...new Set([low, high])].map((place) => upright("was", place, "15%", "85%"))];
}

/** Both ends of a figure, now or as estimated; of one that never moves, as the page has it. */
function endsOf(link, under) {
  const figure = under.get(link.dataset.n);
  if (figure) return figure.exact;
  const ends = (link.querySelector("data") ?? link).value.split("/").map(Number);
  return [ends[0], ends.at(-1)];
}

/** The whole powers of ten around numbers: where each stands in percent, and the powers themselves. */
function logScale(all) {
  const powers = all.map(Math.log10);
  const [low, high] = [Math.floor(Math.min(...powers)), Math.ceil(Math.max(...powers))];
  const at = (power) => ((power - low) / (high - low)) * 100;
  return { place: (number) => at(Math.log10(number)), ticks: Array.from({ length: high - low + 1 }, (_, step) => [at(low + step), powerText(low + step)]) };
}

function powerText(power) {
  return `10${String(power).replace("-", "⁻").replace(/\d/g, (digit) => SUPERSCRIPTS[digit])}`;
}

/** From nothing to the greatest number. */
function linearScale(all) {
  const most = Math.max(...all);
  return { place: (number) => (number / most) * 100, ticks: [[0, ""]] };
}

/** @param {Chart} chart @param {Element} svg of the scale, whose title and description stay */
function drawTicks(chart, svg, { ticks }) {
  const anchor = (at) => (at === 0 ? "start" : at === ticks.length - 1 ? "end" : "middle");
  redrawFor(ticks, chart, svg, () => {
    const lines = ticks.map(([place]) => upright("", place));
    const texts = ticks.map(([place, text], at) => drawn("text", "power", { x: percent(place), y: "100%", dy: "1.3em", "text-anchor": anchor(at) }, text));
    return [...svg.querySelectorAll("title, desc"), ...lines, ...texts.filter((it) => it.textContent)];
  });
}

/** Quantities as dots on a common logarithmic scale. @param {Chart} chart */
function drawDots(chart) {
  const items = [...chart.element.querySelectorAll(".plot li")].map((item) => {
    const link = item.querySelector("[data-n]");
    return { item, now: endsOf(link, tools.worked), ours: endsOf(link, tools.baseline) };
  });
  const scale = logScale(items.flatMap(({ now, ours }) => [...now, ...ours]));
  drawTicks(chart, chart.element.querySelector(".scale"), scale);
  for (const { item, now, ours } of items) {
    const [low, high] = now.map(scale.place);
    const before = ours.map(scale.place);
    redrawFor([low, high, before], chart, item.querySelector(".rail"), () => {
      const was = String(now) === String(ours) ? [] : ghost(before);
      return [mark("", 0, 100), ...was, mark("value", low, high)];
    });
    const at = item.querySelector(".at");
    set(chart, at, { class: high < 50 ? "at" : "at left" });
    set(chart, at.querySelector("svg"), { width: percent(high < 50 ? high : 100 - low) });
  }
}

/**
 * A line of a sum: what it has come to, before and after, in the unit of the result.
 * @typedef {{isAmount: boolean, before?: [number, number], figure?: import("./scenario/figures.js").Figure, exact?: [number, number]}} Line
 */

/** The lines of a written sum under a scenario. @param {{sign: string, link: HTMLElement}[]} sum @returns {Line[]} */
function linesOf(sum, under, scenario) {
  const world = tools.valuesUnder(scenario);
  let amount = [0, 0];
  let before;
  return sum.map(({ sign, link }, at) => {
    const isAmount = AMOUNTS.includes(sign);
    if (sign === "÷") return { isAmount };
    const key = link.dataset.n;
    if (!(key in tools.figures)) return { isAmount, exact: endsOf(link, under) };
    const value = world.map((values) => values[tools.figures[key][0]]);
    const after = isAmount ? value : value.map((end, place) => (sign === "+" ? amount[place] + end : amount[place] * end));
    const stated = isAmount ? key : sum.slice(at).find((line) => line.sign === "=").link.dataset.n;
    const figure = tools.state(tools.figures[stated], ...after);
    const line = { isAmount, before: isAmount ? undefined : before, figure, exact: figure.exact };
    [amount, before] = [after, figure.exact];
    return line;
  });
}

/** A written sum: a bar for each line, which begins where the one before it ends. @param {Chart} chart */
function drawSum(chart) {
  const items = [...chart.element.querySelectorAll(".plot li")];
  const sum = items.map((item) => ({ sign: item.querySelector(".sign").textContent, link: item.querySelector("[data-n]") }));
  const now = linesOf(sum, tools.worked, tools.current());
  const ours = linesOf(sum, tools.baseline, new Map());
  const isLog = chart.element.matches(".powers");
  const rows = chart.element.querySelectorAll("tbody tr");
  for (const plot of chart.element.querySelectorAll(".plot")) {
    const places = items.flatMap((item, at) => (plot.contains(item) && now[at].exact ? [at] : []));
    const scale = (isLog ? logScale : linearScale)(places.flatMap((at) => [...now[at].exact, ...ours[at].exact]));
    drawTicks(chart, plot.querySelector(".scale"), scale);
    for (const at of places) {
      const was = String(now[at].exact) === String(ours[at].exact) ? [] : ghost(ours[at].exact.map(scale.place));
      redraw(chart, items[at].querySelector(".rail"), ...bars(now[at], scale, isLog), ...was);
      for (const place of [items[at].querySelector(".amount"), rows[at].querySelector("td:last-child:has(.digits)")]) {
        if (place) redraw(chart, place, tools.wholeText(now[at].figure));
      }
    }
  }
}

/** @param {Line} line */
function bars({ isAmount, before, exact }, { place }, isLog) {
  const [low, high] = exact.map(place);
  if (isLog && isAmount) return [mark("value", low, high)];
  const start = before ? place(before[0]) : 0;
  const marks = before && !isLog ? [mark("before", 0, start)] : [];
  return [...marks, mark("bar", start, low), ...(high === low ? [] : [mark("bar range", low, high)])];
}

/** Training against inference: where the two are level. @param {Chart} chart */
function drawCrossings(chart) {
  const rows = [...chart.element.querySelectorAll("tbody [data-n]")];
  chart.element.querySelectorAll(".panel").forEach((panel, at) => {
    const [, output, level] = rows.slice(3 * at, 3 * at + 3);
    const [now, ours] = [tools.worked, tools.baseline].map((under) => endsOf(level, under));
    // The scale of compute ends where inference does now; an output may have taken more or less.
    const slope = endsOf(output, tools.baseline)[0] / endsOf(output, tools.worked)[0];
    const most = (Math.max(...now, ...ours, ...ours.map((made) => made * slope)) * 100) / TOP;
    const across = (made) => (made / most) * 100;
    drawField(chart, panel.querySelector(".field svg"), now.map(across), ours.map(across), slope);
    const middle = (across(now[0]) + across(now[1])) / 2;
    const line = panel.querySelector(".at");
    set(chart, line, { class: middle < 50 ? "at left" : "at" });
    set(chart, line.querySelector("svg"), { width: percent(Math.abs(2 * middle - 100)) });
  });
}

function drawField(chart, svg, now, ours, slope) {
  const points = [...new Set(now)];
  const level = (name, down) => drawn("line", name, { x1: "0", x2: "100%", y1: percent(down), y2: percent(down) });
  const [low, high] = now;
  const marks = [level("axis", 100)];
  if (low !== high) marks.unshift(drawn("rect", "band", { x: "0", y: percent(100 - high), width: "100%", height: percent(high - low) }));
  for (const place of points) marks.push(level("training", 100 - place), upright("drop", place, percent(100 - place)));
  marks.push(drawn("line", "inference", { x1: "0", x2: "100%", y1: "100%", y2: "0" }));
  if (low !== high) marks.push(drawn("line", "span", { x1: percent(low), x2: percent(high), y1: "100%", y2: "100%" }));
  for (const place of points) marks.push(drawn("circle", "", { cx: percent(place), cy: percent(100 - place), r: "5" }));
  if (String(now) !== String(ours) || slope !== 1) {
    const end = Math.min(100, 100 / slope);
    marks.push(drawn("line", "was", { x1: "0", x2: percent(end), y1: "100%", y2: percent(100 - end * slope) }));
    for (const place of new Set(ours)) {
      marks.push(level("was", 100 - place * slope), drawn("circle", "was", { cx: percent(place), cy: percent(100 - place * slope), r: "5" }));
    }
  }
  redraw(chart, svg, ...svg.querySelectorAll("title, desc"), ...marks, svg.querySelector("text"));
}

/**
 * A result with each assumption at the ends of its range and the others at their values, or halfway between two.
 * @param {string} quantity
 * @param {string[]} assumptions
 * @param {import("./scenario/figures.js").Scenario} scenario
 * @returns {{base: number, ends: Map<string, [number, number]>}} in base units
 */
export function influences({ figures, given, limit, valuesUnder }, quantity, assumptions, scenario) {
  const [low, high] = valuesUnder(scenario);
  const middle = Object.fromEntries(given.map((_, place) => [place, Math.sqrt(low[place] * high[place])]));
  const result = (moved) => valuesUnder(new Map(), middle, moved)[0][figures[quantity][0]];
  const ends = assumptions.map((name) => [name, [0, 1].map((end) => result({ [figures[name][0]]: limit(name, end) }))]);
  return { base: result({}), ends: new Map(ends) };
}

/** How many times apart two results are, to twelve digits. */
export function apart([one, other]) {
  return Number((Math.max(one, other) / Math.min(one, other)).toPrecision(12));
}

/** How far each assumption alone moves a result. @param {Chart} chart */
function drawTornado(chart) {
  const { element } = chart;
  const key = element.querySelector("[data-n]").dataset.n;
  const rows = [...element.querySelectorAll("tbody tr")];
  const items = [...element.querySelectorAll(".plot li")];
  const names = rows.map((row) => row.querySelector("th a").hash.slice(1));
  const [now, ours] = [tools.current(), new Map()].map((scenario) => influences(tools, key, names, scenario));
  const factors = [now, ours].flatMap(({ base, ends }) => [base, ...[...ends.values()].flat()]).map((value) => value / now.base);
  const [least, most] = [Math.min(...factors), Math.max(...factors)];
  const place = (value) => {
    const [left, right] = BARS;
    const share = most > least ? (Math.log10(value / now.base) - Math.log10(least)) / (Math.log10(most) - Math.log10(least)) : 0.5;
    return left + share * (right - left);
  };
  drawFactors(chart, key, now.base, ours.base, place, [least, most]);
  items.forEach((item, at) => {
    const bar = now.ends.get(names[at]);
    drawInfluence(chart, item.querySelector(".rail"), key, bar, ours.ends.get(names[at]), now.base, place);
    drawRow(chart, rows[at], key, bar);
  });
  const order = [...names.keys()].sort((one, other) => apart(now.ends.get(names[other])) - apart(now.ends.get(names[one])));
  redraw(chart, element.querySelector(".plot ol"), ...order.map((at) => items[at]));
  redraw(chart, element.querySelector("tbody"), ...order.map((at) => rows[at]));
}

function drawFactors(chart, key, base, ours, place, [least, most]) {
  const svg = chart.element.querySelector(".scale");
  const ticks = tickFactors(least, most).map((factor) => [
    upright("tick", place(base * factor)),
    drawn("text", "power", { x: percent(place(base * factor)), y: "100%", dy: "1.3em", "text-anchor": "middle" }, tools.numberText(FACTOR, factor)),
  ]);
  const text = tools.wholeText(tools.state(tools.figures[key], base, base));
  const label = drawn("text", "end base", { x: percent(place(base)), y: "0", dy: "-0.5em", "text-anchor": "middle" }, text);
  const was = base === ours ? [] : [upright("was", place(ours))];
  redraw(chart, svg, ...svg.querySelectorAll("title, desc"), ...ticks.flat(), ...was, upright("base", place(base)), label);
}

/** Powers of a number that keeps them few. */
function tickFactors(least, most) {
  for (const root of TICK_ROOTS) {
    const first = Math.ceil(Math.log(least) / Math.log(root) - NEARLY);
    const last = Math.floor(Math.log(most) / Math.log(root) + NEARLY);
    if (last - first < MOST_TICKS || root === TICK_ROOTS.at(-1)) {
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => root ** (first + step)).filter((factor) => factor !== 1);
    }
  }
  return [];
}

function drawInfluence(chart, rail, key, bar, ours, base, place) {
  const [low, high] = bar.map(place);
  const label = (at, other, value) => drawn("text", "end", {
    x: percent(at), dx: at > other ? "0.6em" : "-0.6em", y: "50%", dy: "0.35em", "text-anchor": at > other ? "start" : "end",
  }, tools.numberText(tools.figures[key], value));
  const was = String(bar) === String(ours) ? [] : ghost(ours.map(place));
  redraw(chart, rail, mark("", 0, 100), mark("low", place(base), low), mark("high", place(base), high), ...was, label(low, high, bar[0]), label(high, low, bar[1]));
}

function drawRow(chart, row, key, bar) {
  [...row.querySelectorAll("td data")].forEach((data, end) => {
    redraw(chart, data, tools.numberText(tools.figures[key], bar[end]));
    set(chart, data, { value: tools.exactText(tools.state(tools.figures[key], bar[end], bar[end]).exact[0]) });
  });
  const span = apart(bar);
  redraw(chart, row.querySelector(".factor"), tools.wholeText(tools.state([0, "times", "", 3], span, span)));
}

/** How a chart is drawn; undefined for a picture that has no scale. @param {Element} element */
function drawing(element) {
  if (element.matches(".tornado")) return drawTornado;
  if (element.matches(".crossings")) return drawCrossings;
  if (element.matches(".chain")) return drawSum;
  return element.querySelector(".plot .at") ? drawDots : undefined;
}

/** Draws every chart of the page as its numbers now are. @param {object} lent see `tools` */
export function followCharts(lent) {
  tools = lent;
  const isOurs = !tools.current().size;
  for (const element of document.querySelectorAll(".chart")) {
    const draw = drawing(element);
    const isMoved = !isOurs && (element.matches(".tornado") || element.querySelector("[data-went]") !== null);
    if (draw && isMoved) draw(chartOf(element));
    else if (draw && charts.has(element)) bringBack(charts.get(element));
    else element.toggleAttribute("data-old", isMoved);
  }
}
