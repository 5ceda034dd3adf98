/**
 * What every page runs. It does little: a feature that not every reader uses is a module of its own, loaded when needed.
 *
 * A change of language keeps the reader's place: the link takes along the id of the section in view, which is the
 * same in every language. Without this module the links lead to the top of the page.
 */

/** Ids that a reader can be said to stand at: headings, and the entries of the numbers and sources pages. */
const PLACES = "article :is(h2, h3, section, li)[id]";

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

if (document.querySelector(".audited")) import("./audit.js");
