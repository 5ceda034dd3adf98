/**
 * The page for playing: the main results under two scenarios, which assumption matters most under the reader's, and the
 * reader's numbers to take along.
 */

import { apart, influences } from "./charts.js";

const { tools, presets } = await import(`./following/${document.documentElement.lang}.js`);
const { current, exactText, figures, names, ranges, readQuery, state, wholeText, work, words } = tools;

const OURS = "";
const READERS = "reader";
const MOST = 8;
const COMMAND = "python -m explainer numbers";

/** @type {HTMLFormElement} */
const form = document.querySelector(".playing");
const list = form.querySelector("ol");

const option = (text, value) => Object.assign(document.createElement("option"), { text, value });

/** The scenario that a menu names. @param {string} value */
function chosen(value) {
  return value === READERS ? current() : readQuery(value).scenario;
}

/** Both sides of the table, and the factor between them. */
function compare() {
  const [first, second] = [form.first, form.second].map(({ value }) => work(chosen(value)));
  for (const row of form.querySelectorAll("[data-key]")) {
    const [one, other] = [first, second].map((under) => under.get(row.dataset.key));
    const [low, high] = other.exact.map((end, place) => end / one.exact[place]);
    const factor = state([0, "times", "", 3], low, high);
    const isSame = low === 1 && high === 1;
    const texts = [wholeText(one), wholeText(other), isSame ? "" : wholeText(factor)];
    row.querySelectorAll("td").forEach((cell, place) => cell.replaceChildren(texts[place]));
  }
}

/** The assumptions that move a result farthest under the reader's scenario. */
function rank() {
  const { ends } = influences(tools, form.result.value, [...ranges.keys()], current());
  const spans = [...ends].map(([name, bar]) => [name, apart(bar)]).filter(([, span]) => span > 1);
  const ranked = spans.sort(([, one], [, other]) => other - one).slice(0, MOST);
  list.replaceChildren(...ranked.map(([name, span]) => knob(name, span, ranked[0][1])));
}

/** @param {string} name of an assumption @param {number} span @param {number} most any of them has */
function knob(name, span, most) {
  const item = document.createElement("li");
  const length = Object.assign(document.createElement("progress"), { value: Math.log(span) / Math.log(most) });
  const factor = wholeText(state([0, "times", "", 3], span, span));
  length.ariaLabel = factor;
  item.append(`${names[name]} `, length, ` ${factor}`);
  return item;
}

/** The command that gives the same digits. */
function command() {
  return [COMMAND, ...[...current()].map(([name, text]) => `--set ${name}=${text}`)].join(" ");
}

/** Every number that an assumption with a range can move, unrounded and as it prints here. */
function records() {
  return [...work(current())].map(([id, figure]) => {
    const [low, high] = figure.exact;
    return { id, unit: figure.unit, low, high, text: wholeText(figure) };
  });
}

const FILES = {
  json: () => ["application/json", `${JSON.stringify({ supposed: Object.fromEntries(current()), numbers: records() }, null, 2)}\n`],
  csv: () => ["text/csv", [["id", "unit", "low", "high", "text"], ...records().map(Object.values)].map(asRow).join("")],
};

/** A line of a table: text in quotes, numbers as the site's own tables write them. */
function asRow(cells) {
  return `${cells.map((cell) => (typeof cell === "number" ? exactText(cell) : `"${cell.replaceAll('"', '""')}"`)).join(",")}\n`;
}

/** @param {keyof FILES} kind */
function download(kind) {
  const [type, text] = FILES[kind]();
  const link = Object.assign(document.createElement("a"), {
    href: URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` })),
    download: `kensan.${kind}`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

function show() {
  compare();
  rank();
  form.querySelector("code").textContent = command();
}

const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("../css/playing.css", import.meta.url) });
for (const menu of [form.first, form.second]) {
  const named = Object.entries(presets).filter(([query]) => query !== OURS);
  menu.append(option(words.ours, OURS), option(words.changed, READERS), ...named.map(([query, name]) => option(name, query)));
}
form.second.value = READERS;
for (const kind of Object.keys(FILES)) form[kind].addEventListener("click", () => download(kind));
form.addEventListener("change", show);
document.addEventListener("supposed", show);
show();
sheet.addEventListener("load", () => (form.hidden = false));
document.head.append(sheet);
