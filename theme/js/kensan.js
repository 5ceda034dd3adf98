/**
 * What every page runs. It does little: a feature that not every reader uses is a module of its own, loaded when needed.
 *
 * A change of language keeps the reader's place: the link takes along the id of the section in view, which is the
 * same in every language. Without this script the links lead to the top of the page.
 *
 * It is a plain script, because browsers load no module from a folder without a server.
 */

/** Ids that a reader can be said to stand at: headings, and the entries of the numbers and sources pages. */
const PLACES = "article :is(h2, h3, section, li, dt)[id]";

/** How far below the top of the window, as a part of its height, a section counts as being read. */
const READING_LINE = 0.3;

/**
 * The place that the address names, if it is in view; else the last place above the reading line.
 * @returns {string} the place as a fragment, empty at the top of the page
 */
function currentPlace() {
  if (scrollY === 0) return "";
  const named = document.getElementById(location.hash.slice(1));
  if (named?.matches(PLACES)) {
    const { top, bottom } = named.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) return location.hash;
  }
  const line = innerHeight * READING_LINE;
  const above = [...document.querySelectorAll(PLACES)].filter((place) => place.getBoundingClientRect().top < line);
  const last = above.at(-1);
  return last ? `#${last.id}` : "";
}

/** @param {Event} event a press on a language link, before the browser follows it or shows its menu */
function takePlaceAlong(event) {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link) link.hash = currentPlace();
}

const languages = document.querySelector(".languages");
for (const press of ["click", "auxclick", "contextmenu"]) languages?.addEventListener(press, takePlaceAlong);

const field = document.querySelector("search input");
const scripts = document.currentScript?.src;

/** Loads the index of this language and what looks things up in it, in this order. */
function loadSearch() {
  for (const source of [new URL("search-index.js", document.querySelector(".brand").href), new URL("search.js", scripts)]) {
    document.head.append(Object.assign(document.createElement("script"), { src: source, async: false }));
  }
}

/** @param {KeyboardEvent} event perhaps one that asks for the search: "/" outside a field, or Control and K */
function askForSearch(event) {
  const isSlash = event.key === "/" && !event.ctrlKey && !event.altKey && !event.metaKey && !event.target.closest("input, select, textarea");
  if (!isSlash && !(event.key === "k" && (event.ctrlKey || event.metaKey))) return;
  event.preventDefault();
  field.focus({ preventScroll: true });
  field.select();
}

if (field) {
  addEventListener("keydown", askForSearch);
  if (document.activeElement === field) loadSearch();
  else field.addEventListener("focus", loadSearch, { once: true });
}

if (document.querySelector(".audited")) import("./audit.js");
