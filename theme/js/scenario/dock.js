/**
 * The dock, where a reader moves the assumptions and the page follows: a slider and a field for each, the named
 * scenarios, and ways to share what came of it. Loaded when a reader is about to open it.
 */

import { compare, read, toDigits } from "./decimals.js";
import { fault, isOurs } from "./figures.js";
import { language, names, words } from "./language.js";
import { apply, arrive, baseline, current, ranges, tell, text } from "./page.js";
import { print } from "./printing.js";
import { controls, groups, presets, said } from "./controls.js";
import { folded, readings, shifted, written } from "./reading.js";

const QUIET = 250; // ms after the last move, before it is told
const HUNDREDTH = -2;

/** The dock itself, its one message, and what shows each assumption. @type {HTMLElement | undefined} */
let dock;
const status = madeOf("output", { className: "status" });
const shown = new Map();

/** The link that opened it, and where the focus goes back to. @type {HTMLAnchorElement} */
let opener;

/** What the reader asks for, until the page has followed in the next frame. */
let wanted;

/** The timer of what is told when all is quiet. */
let telling;

const styled = new Promise((resolve) => {
  const href = new URL("../../css/dock.css", import.meta.url);
  document.head.append(madeOf("link", { rel: "stylesheet", href, onload: resolve, onerror: resolve }));
});

/** @param {string} tag @param {object} properties @param {...(Node | string)} children */
function madeOf(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** @param {string} label @param {() => void} press @param {string} [name] of its class */
function buttonOf(label, press, name = "") {
  return madeOf("button", { type: "button", className: name, onclick: press }, label);
}

// ── What is said of a value ──────────────────────────────────────────────────────────────────────────────────────────

/** Both ends of a value as written. @param {string} value */
function endsOf(value) {
  const ends = value.split("..");
  return [ends[0], ends.at(-1)];
}

/** The value of an assumption as the language prints it, to the last digit. @param {string} name @param {string} value */
function printed(name, value) {
  const [low, high] = endsOf(value).map((end) => toDigits(read(end), 40));
  return print({ ...baseline.get(name), low, high, decimals: undefined, isRange: compare(low, high) !== 0 }, language);
}

/** The same as one text. @param {string} name @param {string} value */
function fullText(name, value) {
  return Object.values(printed(name, value)).join("");
}

/** Our value as written. @param {string} name */
function oursOf(name) {
  const [, , steps, places] = controls[name];
  return places.map((place) => steps[place]).join("..");
}

/** The value that an assumption has, or is about to have. @param {string} name */
function valueOf(name) {
  return (wanted ?? current()).get(name) ?? oursOf(name);
}

/** How far an assumption can be pushed, as the language prints it. @param {string} name */
function rangeOf(name) {
  const { low, high } = ranges.get(name);
  return fullText(name, `${low}..${high}`);
}

/** What is changed, in a line: each with its value, and ours. @param {Map<string, string>} scenario */
function changes(scenario) {
  return [...scenario].map(([name, value]) => `${names[name]} ${fullText(name, value)} (${fullText(name, oursOf(name))})`);
}

// ── Moving ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Another scenario, which the page shows in the next frame. @param {Map<string, string>} scenario @param {() => string} message */
function suppose(scenario, message) {
  if (!wanted) requestAnimationFrame(followNow);
  wanted = scenario;
  clearTimeout(telling);
  telling = setTimeout(() => {
    settle();
    status.value = message();
  }, QUIET);
}

/** One assumption otherwise. @param {string} name @param {string} value without fault */
function move(name, value) {
  const scenario = new Map(wanted ?? current());
  if (isOurs(name, value)) scenario.delete(name);
  else scenario.set(name, value);
  suppose(scenario, () => [`${names[name]} ${fullText(name, valueOf(name))}`, outcomeOf(name)].filter(Boolean).join(" · "));
}

/** The result that stands with an assumption. @param {string} name */
function outcomeOf(name) {
  const [, , result, label] = groups.find(([, members]) => members.includes(name));
  return result && `${label} ${text(result)}`;
}

/** Lets the page follow at once. */
function followNow() {
  if (!wanted) return;
  apply(wanted);
  wanted = undefined;
  refresh();
}

/** Brings page and address up to date. */
function settle() {
  followNow();
  tell();
}

// A language, or a link, may be pressed before all is quiet.
for (const leaving of ["pointerdown", "focusout", "pagehide"]) {
  addEventListener(leaving, () => dock?.hidden === false && settle(), true);
}

// ── What a reader writes ─────────────────────────────────────────────────────────────────────────────────────────────

/** The text without the words of the unit, which a reader may leave as they were. @param {string} name */
function withoutUnit(name, typed) {
  const { before, after } = printed(name, oursOf(name));
  const [start, end] = [folded(before), folded(after)];
  const rest = start && typed.startsWith(start) ? typed.slice(start.length) : typed;
  return end && rest.endsWith(end) ? rest.slice(0, -end.length) : rest;
}

/**
 * The values that a text can mean, the likeliest first: where a share is asked for, 5 is 5% if that lies in the range.
 * @param {string} name
 * @param {string} typed
 * @returns {string[]} as written in an address
 */
function meanings(name, typed) {
  const isShare = baseline.get(name).style === "percent";
  return readings(withoutUnit(name, folded(typed)), language).flatMap(({ values, percent }) =>
    (percent ? [HUNDREDTH] : isShare ? [HUNDREDTH, 0] : [0]).map((by) => {
      const ends = values.map((value) => written(shifted(value, by)));
      return [...new Set(ends)].join("..");
    }),
  );
}

/** Takes what stands in a field, or says what could. @param {string} name @param {HTMLInputElement} field */
function take(name, field) {
  const all = meanings(name, field.value);
  const isWhole = (value) => endsOf(value).every((end) => read(end) && toDigits(read(end), 40).power >= 0);
  const found = all.find((value) => !fault(name, value) && (!controls[name][4] || isWhole(value)));
  field.ariaInvalid = String(!found);
  if (found) {
    shown.get(name).value = undefined; // prints the field anew, as it was understood
    move(name, found);
  } else status.value = `${all.length ? "" : `${said.unclear}. `}${said.range} ${rangeOf(name)}`;
}

// ── Controls ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The last step that does not lie above a value. @param {string[]} steps @param {string} value */
function placeOf(steps, value) {
  const above = steps.findIndex((step) => compare(read(step), read(value)) > 0);
  return above < 0 ? steps.length - 1 : Math.max(above - 1, 0);
}

/** A slider for one end of an assumption, which takes the other end along. @param {string} name @param {0 | 1} end */
function sliderOf(name, end) {
  const [, , steps, places] = controls[name];
  const slider = madeOf("input", { type: "range", min: 0, max: steps.length - 1, step: 1 });
  const label = places.length > 1 ? `${names[name]}, ${end ? said.high : said.low}` : names[name];
  slider.ariaLabel = label;
  slider.addEventListener("input", () => {
    const value = steps[slider.value];
    if (places.length === 1) return move(name, value);
    const ends = endsOf(valueOf(name));
    ends[end] = value;
    if (compare(read(ends[0]), read(ends[1])) > 0) ends[1 - end] = value;
    move(name, [...new Set(ends)].join(".."));
  });
  const mark = madeOf("i", { className: "ours" });
  mark.style.setProperty("--at", places[end] / (steps.length - 1));
  return [slider, madeOf("div", { className: "track" }, slider, mark)];
}

/** Everything of one assumption. @param {string} name */
function controlOf(name) {
  const [kind, word, , places] = controls[name];
  const field = madeOf("input", { type: "text", autocomplete: "off", enterKeyHint: "done", spellcheck: false });
  field.ariaLabel = names[name];
  field.addEventListener("change", () => take(name, field));
  const tracks = places.map((_, end) => sliderOf(name, end));
  const sliders = tracks.map(([slider]) => slider);
  const reset = buttonOf("↺", () => {
    move(name, oursOf(name));
    sliders[0].focus({ preventScroll: true });
  }, "one");
  reset.ariaLabel = `${words.reset} (${names[name]})`;
  reset.title = `${words.ours} ${fullText(name, oursOf(name))}`;
  const line = madeOf("p", { className: "name" }, madeOf("span", {}, names[name]), reset, field);
  const facts = madeOf("p", { className: "about" }, rangeOf(name), " ", madeOf("span", { className: `kind ${kind}` }, word));
  const element = madeOf("div", { className: "control" }, line, ...tracks.map(([, track]) => track), facts);
  shown.set(name, { element, field, sliders, reset, value: undefined });
  return element;
}

/** Shows a value in its control. @param {string} name */
function showControl(name) {
  const { element, field, sliders, reset, value: before } = shown.get(name);
  const value = valueOf(name);
  if (value === before) return;
  shown.get(name).value = value;
  const ends = endsOf(value);
  const isOne = sliders.length === 1;
  sliders.forEach((slider, end) => {
    slider.value = placeOf(controls[name][2], ends[end]);
    slider.ariaValueText = fullText(name, isOne ? value : ends[end]);
  });
  field.value = printed(name, value).number;
  field.ariaInvalid = "false";
  reset.hidden = value === oursOf(name);
  element.toggleAttribute("data-moved", !reset.hidden);
}

/** A named scenario to begin with. @param {[string, Record<string, string>]} preset */
function presetOf([label, sets]) {
  const button = buttonOf(label, () => suppose(new Map(Object.entries(sets)), () => [label, ...changes(current())].join(" · ")));
  shown.set(sets, button);
  return button;
}

/** Whether two scenarios are the same. @param {Map<string, string>} scenario @param {Record<string, string>} sets */
function isPreset(scenario, sets) {
  const keys = Object.keys(sets).filter((name) => !isOurs(name, sets[name]));
  return keys.length === scenario.size && keys.every((name) => scenario.get(name) === sets[name]);
}

/** Brings the dock up to date with the page. */
function refresh() {
  const scenario = current();
  for (const name of Object.keys(controls)) showControl(name);
  for (const [, sets] of presets) shown.get(sets).ariaPressed = String(isPreset(scenario, sets));
  dock.querySelector(".all").disabled = !scenario.size;
}

/** A group of assumptions, with the result that they lead to. */
function groupOf([title, members, result, label]) {
  const group = madeOf("fieldset", {}, madeOf("legend", {}, title));
  if (result) {
    const { before, number, after } = print(baseline.get(result), language);
    const digits = madeOf("b", {}, number);
    digits.dataset.n = result; // the page looks after it
    group.append(madeOf("p", { className: "result" }, `${label} `, madeOf("span", {}, before, digits, after)));
  }
  group.append(madeOf("div", { className: "controls" }, ...members.map(controlOf)));
  return group;
}

// ── Sharing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a shared link is called, and what is said of it: what was changed. */
function sharedText() {
  settle();
  const scenario = current();
  const description = document.querySelector("meta[name=description]").content;
  return {
    title: scenario.size ? `${document.title} (${words.changed})` : document.title,
    text: scenario.size ? changes(scenario).join("\n") : description,
    url: location.href,
  };
}

/** Copies title, description and link; where the browser refuses, the link is at least to be seen. */
async function copy() {
  const { title, text: description, url } = sharedText();
  const copied = await navigator.clipboard?.writeText(`${title}\n${description}\n${url}`).then(() => `${said.copied} `, () => "");
  status.value = `${copied ?? ""}${url}`;
}

function share() {
  navigator.share(sharedText()).catch(() => {}); // the reader thought better of it
}

// ── Opening and closing ──────────────────────────────────────────────────────────────────────────────────────────────

function made() {
  const title = madeOf("h2", { id: "dock-name" }, said.name);
  const all = buttonOf(words.reset, () => suppose(new Map(), () => words.ours), "all");
  const actions = [all, buttonOf(said.copy, copy), ...(navigator.share ? [buttonOf(said.share, share)] : [])];
  const exit = buttonOf("×", close, "close");
  exit.ariaLabel = words.close;
  const choice = madeOf("p", { className: "presets", role: "group", ariaLabel: said.scenario }, ...presets.map(presetOf));
  const element = madeOf("section", { className: "dock", id: "dock", tabIndex: -1, hidden: true });
  element.setAttribute("aria-labelledby", title.id);
  element.append(madeOf("div", { className: "bar" }, title, ...actions, exit, status), choice, ...groups.map(groupOf));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  });
  return element;
}

/** Says at every link to the dock whether it is open. @param {boolean} isOpen */
function announce(isOpen) {
  for (const link of document.querySelectorAll(".what-if")) {
    link.role = "button";
    link.ariaExpanded = String(isOpen);
  }
}

function open() {
  if (!dock) {
    dock = made();
    document.body.append(dock);
  }
  document.querySelector(".supposed")?.remove(); // the dock says the same
  dock.hidden = false;
  refresh();
  announce(true);
  dock.focus({ preventScroll: true });
}

function close() {
  settle();
  dock.hidden = true;
  status.value = "";
  announce(false);
  arrive(); // says what is supposed
  opener.focus({ preventScroll: true });
}

/** @param {HTMLAnchorElement} link about to be pressed */
export function prepare(link) {
  if (link.role) return;
  announce(dock?.hidden === false);
  for (const it of document.querySelectorAll(".what-if")) {
    it.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      it.click();
    });
  }
}

/** Opens the dock, or closes it. @param {HTMLAnchorElement} link */
export async function follow(link) {
  prepare(link);
  opener = link;
  await styled;
  if (dock?.hidden === false) close();
  else open();
}

// On paper stands what is supposed, and not how to change it.
addEventListener("beforeprint", () => dock?.hidden === false && arrive());
addEventListener("afterprint", () => dock?.hidden === false && document.querySelector(".supposed")?.remove());
