/**
 * What a reader could stumble over on a page, found by looking at the page as the browser has drawn it.
 * Every function gives a list of lines, one for each fault; an empty list means that it found none.
 */

const TEXT_CONTRAST = 4.5;
const OTHER_CONTRAST = 3; // large text, marks of charts, underlines, the ring of the focus
const LARGE = 24;
const LARGE_BOLD = 18.66;
const TARGET = 24;
const NEARLY = 0.5; // of a pixel
const MANY = 4000; // elements; only the lists of all numbers and of the audit have as many
const FOCUSABLE = "a[href], button, select, input, textarea, summary, [tabindex]:not([tabindex='-1'])";
const WORDS_OF_ENGLISH = /\b(the|of|and|with|from|which|is|are)\b/i;
/** Letters that tell a language apart from each of the others, where it has such. */
const LETTERS = {
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  ko: /\p{Script=Hangul}/u,
  vi: /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu,
};

/** A short description of an element, for the line of a fault. */
const named = (element) => {
  const name = [element.localName, ...element.classList].join(".");
  return `<${name}> ${element.textContent.trim().replace(/\s+/g, " ").slice(0, 50)}`;
};

const isSeen = (element) =>
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest(".skip:not(:focus)");

/** Every text that is seen, with its element. */
function* texts(passedOver = "script, title, desc, option") {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (data.trim() && !parentElement.closest(passedOver) && isSeen(parentElement)) {
      yield [walker.currentNode, parentElement];
    }
  }
}

/** The rectangles of a text, one for each of its lines, without those that no pixel is in. */
const linesOf = (node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].filter((line) => line.width > 1 && line.height > 1);
};

/* ── Colours ────────────────────────────────────────────────────────────────── */

const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
const colours = new Map();

/** Red, green, blue and opacity of a colour as CSS writes it, each from 0 to 1. */
function channels(colour) {
  if (!colours.has(colour)) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = "transparent"; // stays if there is no such colour
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    colours.set(colour, [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255));
  }
  return colours.get(colour);
}

const over = ([r, g, b, opacity], [x, y, z]) =>
  [[r, x], [g, y], [b, z]].map(([above, below]) => above * opacity + below * (1 - opacity));

/** The colour behind an element: the backgrounds of all that it stands in, laid over each other. */
function ground(element) {
  const layers = [];
  for (let around = element; around; around = around.parentElement) {
    layers.push(channels(getComputedStyle(around).backgroundColor));
    if (layers.at(-1)[3] === 1) break;
  }
  return layers.reduceRight((below, above) => over(above, below), [1, 1, 1]);
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(colour, behind) {
  const [darker, lighter] = [luminance(over(channels(colour), behind)), luminance(behind)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function isLarge({ fontSize, fontWeight }) {
  return parseFloat(fontSize) >= (fontWeight >= 700 ? LARGE_BOLD : LARGE);
}

const tooFaint = (ratio, what) => `${ratio.toFixed(2)}:1 ${what}`;

/** Text that stands out too little from its ground. */
function faintTexts() {
  const faint = new Set();
  for (const element of new Set([...texts()].map(([, around]) => around))) {
    const style = getComputedStyle(element);
    const ratio = contrast(element.closest("svg") ? style.fill : style.color, ground(element));
    if (ratio < (isLarge(style) ? OTHER_CONTRAST : TEXT_CONTRAST)) faint.add(tooFaint(ratio, named(element)));
  }
  return [...faint];
}

/** Marks of charts, pictures and underlines of numbers that stand out too little. Hairlines only divide or guide. */
function faintMarks() {
  const hairline = getComputedStyle(document.documentElement).getPropertyValue("--line").trim();
  const faint = new Set();
  const isInk = (colour) => !["none", "transparent", ""].includes(colour) && String(channels(colour)) !== String(channels(hairline));
  const see = (element, ...colours) => {
    const ratios = colours.filter(isInk).map((colour) => contrast(colour, ground(element)));
    const ratio = Math.max(...ratios);
    if (ratios.length && ratio < OTHER_CONTRAST) faint.add(tooFaint(ratio, named(element)));
  };
  for (const mark of document.querySelectorAll("svg :is(line, path, rect, circle, polyline, polygon)")) {
    const { stroke, fill } = getComputedStyle(mark);
    see(mark, stroke, mark.localName === "line" ? "none" : fill); // either draws its outline
  }
  for (const number of document.querySelectorAll("a.n")) {
    const { borderBlockEndColor, borderBlockEndStyle } = getComputedStyle(number);
    if (borderBlockEndStyle !== "none") see(number, borderBlockEndColor);
  }
  return [...faint];
}

/** Pairs of the theme's colours, those included that only show under the pointer or where an address leads. */
function faintPairs(inks, grounds) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return grounds.flatMap((behind) =>
    inks
      .map((ink) => [contrast(colour(ink), channels(colour(behind)).slice(0, 3)), `${ink} on ${behind}`])
      .filter(([ratio]) => !(ratio >= TEXT_CONTRAST))
      .map(([ratio, pair]) => tooFaint(ratio, pair)),
  );
}

/* ── Room ───────────────────────────────────────────────────────────────────── */

const scrollsSideways = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);

/** The box around an element, or the element, that a reader can scroll sideways. */
function sidewaysBox(element) {
  for (let around = element; around && around !== document.body; around = around.parentElement) {
    if (scrollsSideways(around) && around.scrollWidth > around.clientWidth) return around;
  }
  return null;
}

/** What cannot be read without scrolling sideways, but for tables, which do so in boxes of their own. */
function outOfReach(all = texts()) {
  const width = document.documentElement.clientWidth;
  const found = new Set();
  if (document.documentElement.scrollWidth > width) found.add(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const [node, element] of all) {
    const outside = linesOf(node).some(({ left, right }) => left < -NEARLY || right > width + NEARLY);
    if (outside && !sidewaysBox(element)?.matches(":has(> table)")) found.add(`outside the window: ${named(element)}`);
  }
  return [...found];
}

/** Text that is cut off by a box that hides what does not fit. */
function cutOff() {
  const hides = (overflow) => ["hidden", "clip"].includes(overflow);
  return [...document.querySelectorAll("body :not(svg, svg *)")].filter(isSeen).filter((element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    return (
      (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
      (hides(overflowY) && element.scrollHeight > element.clientHeight + 1)
    );
  }).map((element) => `cut off: ${named(element)}`);
}

/** Texts that lie on top of each other: the middle halves of two lines meet. */
function overlaps(all = texts()) {
  const lines = [...all].flatMap(([node, element]) =>
    linesOf(node).map(({ left, right, top, height }) => ({
      element, left: left + 1, right: right - 1, top: top + height / 4, bottom: top + (height * 3) / 4,
    })),
  );
  lines.sort((a, b) => a.top - b.top);
  const found = new Set();
  lines.forEach((line, index) => {
    for (let next = index + 1; next < lines.length && lines[next].top < line.bottom; next++) {
      const other = lines[next];
      if (other.element !== line.element && other.left < line.right && other.right > line.left) {
        found.add(`${named(line.element)} over ${named(other.element)}`);
      }
    }
  });
  return [...found];
}

const lost = () => [...outOfReach(), ...cutOff(), ...overlaps()];

/** The same when a reader has made text wider: labels in drawings aside, which stand once more in the table below. */
function lostInText() {
  const all = [...texts("script, title, desc, option, svg")];
  return [...outOfReach(all), ...cutOff(), ...overlaps(all)];
}

/** Whether an element stands in a line of text, which then sets its size. */
const isInSentence = (element) => {
  const block = element.closest("p, li, dd, dt, td, th, figcaption, h1, h2, h3");
  return getComputedStyle(element).display === "inline" && block && block.textContent.trim() !== element.textContent.trim();
};

/** What to press that a finger may miss: too low, or too narrow and too near to the next. */
function smallTargets() {
  const targets = [...document.querySelectorAll(FOCUSABLE)].filter(isSeen);
  const rects = targets.map((element) => element.getBoundingClientRect());
  const isNear = (rect, other) => {
    const [x, y] = [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2];
    const aside = Math.max(other.left - x, x - other.right, 0);
    const along = Math.max(other.top - y, y - other.bottom, 0);
    return rect !== other && Math.hypot(aside, along) < TARGET / 2;
  };
  return targets.filter((element, index) => {
    const lines = [...element.getClientRects()];
    const isLow = lines.some(({ height }) => height < TARGET - NEARLY);
    const isNarrow = lines.every(({ width }) => width < TARGET - NEARLY) && !isInSentence(element);
    return isLow || (isNarrow && rects.some((other) => isNear(rects[index], other)));
  }).map((element) => {
    const { width, height } = element.getBoundingClientRect();
    return `${width.toFixed(1)} × ${height.toFixed(1)} ${named(element)}`;
  });
}

/* ── Languages ──────────────────────────────────────────────────────────────── */

/** Text in letters or words of another language than the one that the page says it is in. */
function unmarkedLanguages() {
  const found = new Set();
  const see = (text, element) => {
    const tag = element.closest("[lang]")?.lang.split("-")[0];
    const foreign = Object.keys(LETTERS).find((code) => code !== tag && LETTERS[code].test(text));
    const english = tag !== "en" && WORDS_OF_ENGLISH.test(text) ? "en" : undefined;
    const han = !["ja", "zh", "ko"].includes(tag) && /\p{Script=Han}/u.test(text) ? "ja or zh" : undefined;
    const other = foreign ?? english ?? han;
    if (other) found.add(`${other} in ${tag}: ${text.trim().slice(0, 50)}`);
  };
  // A citation is a name, and names belong to no language.
  for (const [node, element] of texts()) if (!element.closest(".cite")) see(node.data, element);
  for (const element of document.querySelectorAll("[title], [aria-label], [alt]")) {
    for (const name of ["title", "aria-label", "alt"]) see(element.getAttribute(name) ?? "", element);
  }
  return [...found];
}

/* ── Motion and focus ───────────────────────────────────────────────────────── */

/** What moves although the reader has asked for less motion. */
function moving() {
  const isStill = ({ animationName, transitionDuration, scrollBehavior }) =>
    animationName === "none" && parseFloat(transitionDuration) === 0 && scrollBehavior === "auto";
  return [...document.querySelectorAll("*")].filter((element) =>
    [undefined, "::before", "::after"].some((part) => !isStill(getComputedStyle(element, part))),
  ).map((element) => `moves: ${named(element)}`);
}

/** The line of a fault if the ring around a focused element is missing or faint. */
function ringFault(element) {
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return `no ring: ${named(element)}`;
  const ratio = contrast(outlineColor, ground(element.parentElement));
  return ratio < OTHER_CONTRAST ? tooFaint(ratio, `ring: ${named(element)}`) : "";
}

/** The line of a fault if a focused element cannot be seen: outside of the window, or below something else. */
function coverFault(element) {
  const { left, right, top, bottom } = element.getClientRects()[0];
  const points = [[(left + right) / 2, (top + bottom) / 2], [left + 2, top + 2], [right - 2, bottom - 2]];
  const isThere = points.some(([x, y]) => {
    const topmost = document.elementFromPoint(x, y);
    return topmost && (element.contains(topmost) || topmost.contains(element));
  });
  return isThere ? "" : `focused out of sight: ${named(element)}`;
}

/** What can be focused but does not show it. The elements are gone through forwards and backwards, as with the tab key. */
function hiddenFocus() {
  const elements = [...document.querySelectorAll(FOCUSABLE)].filter((element) => element.checkVisibility());
  const found = new Set();
  for (const element of [...elements, ...elements.toReversed()]) {
    element.focus({ focusVisible: true });
    if (document.activeElement !== element) found.add(`takes no focus: ${named(element)}`);
    else [ringFault(element), coverFault(element)].filter(Boolean).forEach((fault) => found.add(fault));
  }
  document.activeElement.blur();
  document.querySelectorAll(".table").forEach((box) => box.scrollTo(0, 0));
  return [...found];
}

/* ── Privacy ────────────────────────────────────────────────────────────────── */

/** What the page keeps about its reader, and scripts and styles written into it, which its policy would refuse. */
function kept() {
  const inline = document.querySelectorAll("script:not([src], [type='application/ld+json']), style, [style]");
  const handlers = [...document.querySelectorAll("*")].filter((element) =>
    element.getAttributeNames().some((name) => name.startsWith("on")),
  );
  return [
    ...[...inline, ...handlers].map((element) => `inline: ${named(element)}`),
    ...Object.keys(localStorage).map((key) => `in localStorage: ${key}`),
    ...Object.keys(sessionStorage).map((key) => `in sessionStorage: ${key}`),
    ...(document.cookie ? [`cookie: ${document.cookie}`] : []),
  ];
}

/* ── What a test does to a page ─────────────────────────────────────────────── */

const sheetOf = (rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  return sheet;
};

const LAID_OUT = sheetOf("article > * { content-visibility: visible !important }");
const SPACED_OUT = sheetOf(`
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`);

/** Open what can be opened, so that nothing is passed over. */
const openAll = (within) => {
  for (const it of document.querySelectorAll(`${within} details`)) it.open = true;
  // On a phone what is far from the window has only a guessed height; who scrolls there sees it laid out.
  document.adoptedStyleSheets = [LAID_OUT];
};

/** Set text as widely as WCAG 2.2, 1.4.12 allows a reader to. */
function spaceOut(isWide) {
  document.adoptedStyleSheets = isWide ? [LAID_OUT, SPACED_OUT] : [LAID_OUT];
}

/** On a page of very many entries, leave of those built alike the first: all would take minutes and tell nothing new. */
function thin() {
  if (document.querySelectorAll("main *").length < MANY) return;
  const seen = new Set();
  const kind = (element) => `${element.localName}.${element.getAttribute("class") ?? ""}`;
  const news = (element) =>
    [element, ...element.querySelectorAll("*")].map((it) => `${kind(it.parentElement)} > ${kind(it)}`).filter((it) => !seen.has(it));
  for (const element of document.querySelectorAll("main :is(section, tbody, tr, li, dt, dd)")) {
    if (!element.isConnected) continue;
    const fresh = news(element);
    if (fresh.length || element.matches(":first-of-type")) fresh.forEach((it) => seen.add(it));
    else element.remove();
  }
}

globalThis.gates = {
  faintTexts, faintMarks, faintPairs, outOfReach, cutOff, overlaps, lost, lostInText, smallTargets, unmarkedLanguages, moving,
  hiddenFocus, kept, openAll, spaceOut, thin,
};
