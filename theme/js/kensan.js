/**
 * What every page runs. It does little: a feature that not every reader uses is a module of its own, loaded when needed.
 * Without script every link leads where it says.
 *
 * It is a plain script, because browsers load no module from a folder without a server. What it declares is at hand for
 * the modules.
 */

/** The links that a module follows in the reader's stead. Each has prepare(link) and follow(link). */
const FOLLOWED = {
  "a.n:not(.n-sampled)": "./receipts.js",
  ".languages a": "./languages.js",
  ".what-if": `./scenario/dock-${document.documentElement.lang}.js`,
};

/**
 * The link that an event is about, and its module.
 * @param {Event} event
 * @returns {[HTMLAnchorElement, string] | []}
 */
function followed({ target }) {
  for (const [links, module] of Object.entries(FOLLOWED)) {
    const link = target.closest?.(links);
    if (link) return [link, module];
  }
  return [];
}

/**
 * Whether a press asks for the link here and now, not in another tab or window.
 * @param {MouseEvent} event
 */
function isPlain(event) {
  return !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

/**
 * What a use of the reader's storage gives; undefined where the browser refuses it.
 * @template T
 * @param {() => T} use
 * @returns {T | undefined}
 */
function guarded(use) {
  try {
    return use();
  } catch {
    return undefined;
  }
}

for (const hint of ["pointerover", "pointerdown", "focusin"]) {
  addEventListener(hint, (event) => {
    const [link, module] = followed(event);
    // What cannot be loaded ahead is asked for again, or followed as a plain link, when the press comes.
    if (link) import(module).then((it) => it.prepare(link)).catch(() => {});
  });
}

addEventListener("click", (event) => {
  const [link, module] = followed(event);
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  import(module).then((it) => it.follow(link)).catch(() => location.assign(link.href));
});

/**
 * Gives the numbers notes, which only paper shows: what the numbers page says of them. It is asked for here and now,
 * because no browser waits with printing.
 */
function annotate() {
  const numbers = [...document.querySelectorAll("article a.n:not(.n-sampled)")];
  const keys = [...new Set(numbers.map((number) => number.hash))];
  if (!keys.length || document.querySelector(".notes")) return;
  const request = new XMLHttpRequest();
  request.open("GET", numbers[0].href, false);
  request.send();
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const list = document.createElement("ol");
  for (const key of keys) {
    const said = page.querySelectorAll(NOTED.replaceAll("#", key));
    list.appendChild(document.createElement("li")).append(...said);
  }
  const notes = Object.assign(document.createElement("section"), { className: "notes", hidden: true });
  notes.append(page.querySelector("h1"), list);
  document.querySelector("article").append(notes);
  for (const number of numbers) number.dataset.note = keys.indexOf(number.hash) + 1;
}

/** What a note takes of a number's entry. */
const NOTED = "# h3, # .figure:not(:has(+ .ledger)), # .ledger, # .figure + p, # .facts .cite";

addEventListener("beforeprint", () => guarded(annotate));

/** The language of this site that the reader's browser asks for first, as its link; undefined if it is this one. */
function otherLanguage() {
  const links = [...document.querySelectorAll(".languages a")];
  const [wanted] = navigator.languages.flatMap((tag) =>
    links.filter((link) => link.hreflang.split("-")[0] === tag.split("-")[0]),
  );
  return wanted?.ariaCurrent ? undefined : wanted;
}

/**
 * Takes up where the reader was in another language, and what the address supposes; opens the receipt that it names;
 * offers a language.
 */
async function arrive() {
  if (guarded(() => sessionStorage.place)) (await import("./languages.js")).arrive();
  if (/[?&](?!n=)./.test(location.search)) import(`./scenario/${document.documentElement.lang}.js`).then((it) => it.arrive()).catch(() => {});
  if (/[?&]n=/.test(location.search)) (await import("./receipts.js")).reopen();
  const other = otherLanguage();
  // Where nothing can be remembered, an offer could not be declined for good: then none is made.
  if (other && guarded(() => localStorage.language ?? "") === "") (await import("./languages.js")).offer(other);
}

arrive().catch(() => {});

const field = document.querySelector("search input");
const scripts = document.currentScript?.src;

/** Loads the index of this language and what looks things up in it, in this order. */
function loadSearch() {
  const home = document.querySelector(".brand").href;
  for (const source of [new URL("search-index.js", home), new URL("search.js", scripts)]) {
    document.head.append(Object.assign(document.createElement("script"), { src: source, async: false }));
  }
}

/** @param {KeyboardEvent} event perhaps one that asks for the search: no single key, which speech may press unasked */
function askForSearch(event) {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "k") return;
  event.preventDefault();
  field.focus({ preventScroll: true });
  field.select();
}

if (field) {
  field.ariaKeyShortcuts = "Control+K Meta+K";
  addEventListener("keydown", askForSearch);
  if (document.activeElement === field) loadSearch();
  else field.addEventListener("focus", loadSearch, { once: true });
}

/** Loads what the menus of the page do, as soon as a reader stirs. */
const loadFilter = () => import(filter.dataset.script);

const filter = document.querySelector(".filter");

// From a folder no module can be loaded; the menus then stay hidden, and the links above them do the same.
if (filter && location.protocol !== "file:") {
  filter.hidden = false;
  if (location.hash || location.search) loadFilter();
  addEventListener("hashchange", loadFilter, { once: true });
  for (const hint of ["pointermove", "pointerdown", "scroll", "focusin"]) addEventListener(hint, loadFilter, { once: true });
}
