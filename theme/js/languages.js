/**
 * A change of language keeps the page, the section, the open receipt, whatever stands in the query, and the place on
 * the page; the choice is remembered. Nobody is sent anywhere: who might read another language better is told so once.
 */

/** Ids that a reader can be said to stand at: headings, and the entries of the numbers and sources pages. */
const PLACES = "article :is(h2, h3, section, li, dt, tbody)[id]";

/** What stands in the same number and order in every language; notes stand in the margin, beside what they are about. */
const BLOCKS = "article :is(h1, h2, h3, p, li, dt, dd, tr):not(.admonition *)";

/** How far below the top of the window, as a part of its height, a section counts as being read. */
const READING_LINE = 0.3;

const languages = document.querySelector(".languages");

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

/** Where the text begins to be seen, below the header. */
function topOfText() {
  return languages.closest("header").getBoundingClientRect().bottom;
}

/**
 * Keeps, for the next page, the first block in view and how far from the top of the text it begins: in pixels if below,
 * as a part of its height if above, because a paragraph is not as long in every language.
 * @param {string} path of the next page
 */
function keepPlace(path) {
  const line = topOfText();
  const blocks = [...document.querySelectorAll(BLOCKS)];
  const index = blocks.findIndex((block) => block.getBoundingClientRect().bottom > line);
  if (scrollY === 0 || index < 0) return;
  const { top, height } = blocks[index].getBoundingClientRect();
  const distance = top < line ? (top - line) / height : top - line;
  guarded(() => sessionStorage.setItem("place", JSON.stringify([path, index, distance])));
}

/** Takes up the place that the page in another language kept. */
export function arrive() {
  const [path, index, distance] = guarded(() => JSON.parse(sessionStorage.place)) ?? [];
  sessionStorage.removeItem("place");
  // What phones lay out late would move the place.
  for (const part of document.querySelectorAll("article > *")) part.style.contentVisibility = "visible";
  const block = document.querySelectorAll(BLOCKS)[index]?.getBoundingClientRect();
  if (path !== location.pathname || !block?.height) return;
  const wanted = distance < 0 ? distance * block.height : distance;
  scrollBy({ top: block.top - topOfText() - wanted, behavior: "instant" });
}

/** Keeps a choice; what was offered is answered by it. @param {string} language that the reader has chosen */
function remember(language) {
  guarded(() => localStorage.setItem("language", language));
  setTimeout(() => languages.querySelector(".offer")?.remove()); // once a press on its link has been seen to
}

/** @param {HTMLAnchorElement} link to the page in another language: takes along the query and the section */
export function prepare(link) {
  link.search = location.search;
  link.hash = currentPlace();
}

/** @param {HTMLAnchorElement} link to the page in another language */
export function follow(link) {
  prepare(link);
  remember(link.hreflang);
  if (!link.ariaCurrent) keepPlace(link.pathname);
  location.assign(link.href);
}

/**
 * Says in the language of a link that the page can be read in it, until the reader chooses: that one, another, or this.
 * @param {HTMLAnchorElement} link
 */
export async function offer(link) {
  const [text, closing] = (await import("./offers.js")).offers[link.lang];
  const line = document.createElement("p");
  const other = link.cloneNode(true);
  const close = document.createElement("button");
  line.className = "offer";
  line.lang = link.lang;
  close.type = "button";
  close.textContent = "×";
  close.ariaLabel = closing;
  close.addEventListener("click", () => {
    remember(document.documentElement.lang);
    languages.querySelector("[aria-current]").focus({ preventScroll: true });
  });
  line.append(text, " ", other, close);
  languages.append(line);
}

// A choice, too, is what opens in another tab.
for (const press of ["click", "auxclick"]) {
  languages.addEventListener(press, ({ target, button }) => {
    const link = target.closest("a");
    if (link && button < 2) remember(link.hreflang);
  });
}
