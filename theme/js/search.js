/**
 * The search: what stands below the header's field while somebody types in it.
 *
 * It is loaded, after the index of the page's language, when the field is entered. Both are plain scripts and no
 * modules, because browsers load no module from a folder without a server; every name stays within this block.
 *
 * @typedef {{nothing: string, decimal: string, scales: Record<string, number>,
 *   pages: [address: string, title: string, lines: string][]}} Index what explainer/search.py writes: for each place a
 *   line of its id, name, words and figures
 * @typedef {{text: string, numbers: number[]}} Figure
 * @typedef {{address: string, id: string, title: string, name: string, words: string, figures: Figure[],
 *   numbers: Set<number>, inTitle: string, inName: string, inWords: string}} Place where a search can lead; `id` and
 *   the last three are folded
 * @typedef {{text: string, pairs: string[], numbers: number[]}} Term what is looked for: a word, or a number with all
 *   that it may mean; `pairs` are those of a word in Chinese characters, which may stand apart
 */
"use strict";

if (globalThis.kensanIndex) {
  /** @type {Index} */
  const index = globalThis.kensanIndex;
  const field = document.querySelector("search input");

  const MOST_RESULTS = 10;
  const MOST_OF_A_PAGE = 4;
  const MOST_TERMS = 8;
  const LONGEST_QUERY = 80;

  /** What a match counts: with the whole of a name, with a number, with the beginning of a name, and so on. */
  const [WHOLE, NUMBER, BEGINNING, IN_NAME, IN_WORDS, IN_TITLE, NEARLY] = [16, 14, 10, 8, 4, 2, 1];

  // ── Folding ──────────────────────────────────────────────────────────────────────────────────────────────────────

  const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const onTheLine = (/** @type {string} */ superscript) => String(SUPERSCRIPTS.indexOf(superscript));
  const POWER_OF_TEN = /10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g;
  const DIACRITICS = /[\u0300-\u036f]/g; // of Latin letters; those of kana and Korean syllables lie elsewhere
  const HIRAGANA = /[\u3041-\u3096]/g;
  const FROM_HIRAGANA_TO_KATAKANA = 0x60;
  const BETWEEN_WORDS = /[^\p{L}\p{N}.,^-]+/gu;

  /** @param {string} text @returns {string} without case, width, diacritics and long vowel marks */
  function plain(text) {
    return text
      .replace(POWER_OF_TEN, (_, minus, power) => `10^${minus && "-"}${power.replace(/./g, onTheLine)}`)
      .normalize("NFKD")
      .replace(DIACRITICS, "")
      .normalize("NFC")
      .toLowerCase()
      .replaceAll("đ", "d")
      .replaceAll("ー", "");
  }

  /** @param {string} text @returns {string} as it is compared: plain, and with one kind of kana */
  function fold(text) {
    return plain(text).replace(HIRAGANA, (it) => String.fromCharCode(it.charCodeAt(0) + FROM_HIRAGANA_TO_KATAKANA));
  }

  /** @param {string} text @returns {string} folded, with one space before each word */
  function foldWords(text) {
    return ` ${fold(text).replace(BETWEEN_WORDS, " ").trim()}`;
  }

  // ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────

  const scales = new Map(Object.entries(index.scales).map(([word, power]) => [fold(word), power]));
  const SCALE = [...scales.keys()].sort((one, other) => other.length - one.length).join("|");
  const PIECE = `\\d[\\d.,]*(?:\\s?(?:${SCALE}))?`;
  const PIECES = new RegExp(`(\\d[\\d.,]*)\\s?(${SCALE})?`, "gu");
  const END = `((?:${PIECE})+)`;
  const NUMERAL = new RegExp(`(?<![\\p{Script=Latin}\\d.,-])${END}(?:\\s?[-–~]\\s?${END})?(?:e(-?\\d+))?`, "gu");
  const LAST_SCALE = new RegExp(`(?:${SCALE})$`, "u");
  const WELL_GROUPED = { ".": /^\d+(,\d{3})*(\.\d+)?$/, ",": /^\d+(\.\d{3})*(,\d+)?$/ };

  /** @param {string} text @returns {string} with powers of ten as exponents: 1.2e21 */
  function withExponents(text) {
    return text.replace(/\s?[×x*]\s?10\^(?=-?\d)/g, "e").replace(/10\^(?=-?\d)/g, "1e");
  }

  /**
   * The numbers in a folded text: both ends of a range, of which the first may lack the scale word; 26万2144 as one.
   * @param {string} text
   * @param {string} decimal the mark before tenths
   * @returns {number[]}
   */
  function numbersIn(text, decimal) {
    return [...withExponents(text).matchAll(NUMERAL)].flatMap(([, low, high, exponent]) => {
      const shared = high && !LAST_SCALE.test(low) ? high.match(LAST_SCALE) ?? "" : "";
      return [low + shared, high ?? []].flat().map((end) => valueOf(end, decimal, Number(exponent ?? 0)));
    });
  }

  /** @param {string} end @param {string} decimal @param {number} exponent @returns {number} */
  function valueOf(end, decimal, exponent) {
    return [...end.matchAll(PIECES)].reduce((sum, [, marked, scale]) => {
      const digits = marked.replace(/[.,]+$/, "");
      if (!WELL_GROUPED[decimal].test(digits)) return NaN;
      const number = digits.replaceAll(decimal === "." ? "," : ".", "").replace(",", ".");
      return sum + Number(`${number}e${(scales.get(scale) ?? 0) + exponent}`);
    }, 0);
  }

  // ── Looking ──────────────────────────────────────────────────────────────────────────────────────────────────────

  const OF_ONE_SCRIPT = ["Han", "Hiragana", "Katakana", "Hangul"].map((script) => `\\p{Script=${script}}+`).join("|");
  const RUN_OF_LETTERS = new RegExp(`${OF_ONE_SCRIPT}|[\\p{L}\\p{N}]+(?:[-.][\\p{L}\\p{N}]+)*`, "gu");
  const ALL_HAN = /^\p{Script=Han}{3,}$/u;
  const WITHOUT_SPACES = /^[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}]/u;
  const LEAST_STEM = 4;
  const LONGEST_ENDING = 3;

  /** @type {Place[]} */
  const places = index.pages.flatMap(([address, title, lines]) =>
    lines.split("\n").map((line) => line.split("|")).map(([id, name, words, ...figures]) => ({
      address: `${address}${location.protocol === "file:" ? "index.html" : ""}${id && `#${id}`}`,
      id: fold(id),
      title,
      name,
      words,
      figures: figures.map((text) => ({ text, numbers: numbersIn(fold(text), index.decimal) })),
      inTitle: foldWords(title),
      inName: foldWords(name || title),
      inWords: foldWords(words),
    })),
  ).map((place) => ({ ...place, numbers: new Set(place.figures.flatMap((figure) => figure.numbers)) }));

  const all = `${places.map((it) => it.inName + it.inWords).join("")} `;

  /** @param {string} query @returns {Term[]} */
  function termsOf(query) {
    const text = withExponents(plain(query));
    const numerals = text.match(NUMERAL) ?? [];
    const runs = text.replace(NUMERAL, " ").match(RUN_OF_LETTERS) ?? [];
    const telling = runs.filter((run) => !/^\p{Script=Hiragana}/u.test(run)); // the others join words and inflect them
    const words = (telling.length || numerals.length ? telling : runs).map(fold);
    return [
      ...words.map((word) => ({ text: stem(word), pairs: pairsOf(word), numbers: [] })),
      ...numerals.map((it) => ({ text: it, pairs: [], numbers: [".", ","].flatMap((mark) => numbersIn(it, mark)) })),
    ].slice(0, MOST_TERMS);
  }

  /** @param {string} word @returns {string[]} its pairs of characters, if it is longer and of Chinese characters */
  function pairsOf(word) {
    return ALL_HAN.test(word) ? [...word].slice(1).map((it, at) => [...word][at] + it) : [];
  }

  /**
   * A word without its ending: of a Korean one the shortest beginning that is a word, of others the longest that is
   * found anywhere.
   * @param {string} word
   */
  function stem(word) {
    const beginnings = Array.from({ length: word.length }, (_, at) => word.slice(0, at + 1));
    if (/\p{Script=Hangul}/u.test(word)) return beginnings.slice(1).find((it) => all.includes(` ${it} `)) ?? word;
    const long = beginnings.slice(LEAST_STEM - 1).slice(-1 - LONGEST_ENDING).reverse();
    return long.find((it) => all.includes(it)) ?? word;
  }

  /** @param {Term} term @param {Place} place @returns {number} what the best match of a term with a place counts */
  function worth({ text, pairs, numbers }, place) {
    const word = ` ${text}`;
    const within = WITHOUT_SPACES.test(text) ? text : word;
    if (place.inName === word || place.id === text) return WHOLE;
    if (numbers.some((it) => place.numbers.has(it))) return NUMBER + (place.numbers.size < 3);
    if (place.inName.startsWith(word)) return BEGINNING;
    if (place.inName.includes(within)) return IN_NAME;
    if (place.inWords.includes(within)) return IN_WORDS;
    if (place.inTitle.includes(within)) return IN_TITLE;
    return isNearly(text, pairs, place) ? NEARLY : 0;
  }

  /**
   * Whether a place has what begins with the digits, half of the pairs, or the letters within a word.
   * @param {string} text
   * @param {string[]} pairs
   * @param {Place} place
   */
  function isNearly(text, pairs, place) {
    if (/^\d[\d.,]+$/.test(text)) {
      const digits = text.replace(/[.,]/g, "");
      return [...place.numbers].some((number) => String(number).startsWith(digits));
    }
    const there = pairs.filter((pair) => place.inName.includes(pair) || place.inWords.includes(pair));
    return pairs.length ? there.length * 2 >= pairs.length : text.length > 2 && place.inName.includes(text);
  }

  /** @param {string} query @returns {{place: Place, terms: Term[]}[]} the best places first */
  function look(query) {
    const terms = termsOf(query);
    const phrase = foldWords(query);
    const found = [];
    for (const place of places) {
      const worths = terms.map((term) => worth(term, place));
      if (worths.every((it) => it === 0 || it === IN_TITLE)) continue;
      const whole = place.inName === phrase ? WHOLE : place.inName.includes(phrase.trim()) ? IN_NAME : 0;
      const rank = worths.reduce((sum, it) => sum + it, whole);
      found.push({ place, terms, rank, matched: worths.filter(Boolean).length });
    }
    const most = Math.max(...found.map((it) => it.matched));
    const shown = new Map();
    return found
      .filter((it) => it.matched === most)
      .sort((one, other) => other.rank - one.rank)
      .filter(({ place: { title } }) => shown.set(title, (shown.get(title) ?? 0) + 1).get(title) <= MOST_OF_A_PAGE)
      .slice(0, MOST_RESULTS);
  }

  // ── Showing ──────────────────────────────────────────────────────────────────────────────────────────────────────

  const list = Object.assign(element("div", []), { id: "found", role: "listbox", ariaLabel: field.ariaLabel });
  const note = Object.assign(element("p", []), { role: "status" });
  const home = document.querySelector(".brand").href;
  const MOST_SAID = 5;
  const MOST_STATED = 3;
  let active = -1;

  /**
   * A text with the terms in it marked.
   * @param {string} text
   * @param {Term[]} terms
   * @returns {(Node | string)[]}
   */
  function marked(text, terms) {
    const letters = [...text];
    const origin = letters.flatMap((letter, at) => Array(folded(letter).length).fill(at));
    const whole = letters.map(folded).join("");
    const isFound = new Set();
    for (const { text: term } of terms) {
      for (let at = whole.indexOf(term); at >= 0; at = whole.indexOf(term, at + term.length)) {
        origin.slice(at, at + term.length).forEach((it) => isFound.add(it));
      }
    }
    const pieces = [];
    letters.forEach((letter, at) => {
      if (at > 0 && isFound.has(at) === isFound.has(at - 1)) pieces.at(-1).textContent += letter;
      else pieces.push(isFound.has(at) ? element("mark", [letter]) : document.createTextNode(letter));
    });
    return pieces;
  }

  /** @type {Map<string, string>} */
  const remembered = new Map();

  /** @param {string} text a letter or a word of the index @returns {string} the same as fold, the second time faster */
  function folded(text) {
    if (!remembered.has(text)) remembered.set(text, fold(text));
    return remembered.get(text);
  }

  /**
   * What a place says and states of the terms; of a row always its figure.
   * @param {Place} place
   * @param {Term[]} terms
   * @returns {(Node | string)[]}
   */
  function saidOf({ name, words, figures }, terms) {
    const parts = terms.flatMap(({ text, pairs }) => (pairs.length ? pairs : [text]));
    const isStated = ({ numbers }) => terms.some((term) => numbers.some((it) => term.numbers.includes(it)));
    const said = words.split(" ").filter((word) => parts.some((part) => folded(word).includes(part)));
    const stated = figures.filter((it) => isStated(it) || (name && !words)).slice(0, MOST_STATED);
    const pieces = [
      ...said.slice(0, MOST_SAID).map((word) => marked(word, terms)),
      ...stated.map((it) => [isStated(it) ? element("mark", [it.text]) : it.text]),
    ];
    return pieces.flatMap((piece, at) => (at ? [" … ", ...piece] : piece));
  }

  /** @param {string} tag @param {(Node | string)[]} children */
  function element(tag, children) {
    const made = document.createElement(tag);
    made.append(...children);
    return made;
  }

  /** @param {{place: Place, terms: Term[]}} result @param {number} at */
  function option({ place, terms }, at) {
    const link = element("a", [element("small", marked(place.title, terms))]);
    if (place.name) link.append(element("b", marked(place.name, terms)));
    const said = saidOf(place, terms);
    if (said.length) link.append(element("span", said));
    return Object.assign(link, { id: `found-${at}`, role: "option", href: new URL(place.address, home), tabIndex: -1 });
  }

  function show() {
    const query = field.value.slice(0, LONGEST_QUERY).trim();
    const results = query ? look(query) : [];
    list.replaceChildren(...results.map(option));
    note.textContent = query && !results.length ? index.nothing : "";
    select(-1);
    field.ariaExpanded = String(results.length > 0);
  }

  /** @param {number} at the option that the arrow keys have come to */
  function select(at) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = at;
    const chosen = list.children[at];
    chosen?.setAttribute("aria-selected", "true");
    chosen?.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", chosen?.id ?? "");
  }

  function close() {
    list.replaceChildren();
    note.textContent = "";
    field.ariaExpanded = "false";
    select(-1);
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    const count = list.children.length;
    const to = { ArrowDown: (active + 1) % count, ArrowUp: (active < 1 ? count : active) - 1 }[event.key];
    if (event.isComposing || event.altKey) return;
    if (to !== undefined && count) select(to);
    else if (event.key === "Enter") list.children[Math.max(active, 0)]?.click();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  }

  function leave() {
    if (!field.value) field.blur();
    field.value = "";
    close();
  }

  const toScreenReaders = { role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false" };
  Object.assign(field, toScreenReaders, { autocomplete: "off", spellcheck: false });
  field.setAttribute("aria-controls", list.id);
  field.after(element("div", [list, note]));
  field.addEventListener("input", show);
  field.addEventListener("focus", show);
  field.addEventListener("keydown", press);
  field.parentElement.addEventListener("mousedown", (event) => event.target !== field && event.preventDefault());
  field.addEventListener("blur", close);
  list.addEventListener("click", (event) => event.ctrlKey || event.metaKey || event.shiftKey || field.blur());
  if (document.activeElement === field) show();
}
