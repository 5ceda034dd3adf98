/**
 * A number opens its receipt where it stands: the same text as on the numbers page, in a popover beside the number, or
 * on a narrow window in a sheet below the page. An input opens its own receipt in the place of the first, with a way
 * back. The address names the open receipts (?n=result.input), so that a link, and a change of language, keep them.
 */

const NAME = /^[a-z][a-z0-9_]*$/;

/** The popover; undefined until the first receipt is opened. @type {HTMLElement | undefined} */
let frame;

/** The number whose receipt was opened. @type {HTMLAnchorElement} */
let opener;

/** The quantities from that of the number to that of the receipt now shown. @type {string[]} */
let trail = [];

/** Where the last press began, and the number whose receipt was open then, which the press may have closed. */
let press = { target: document.body, opener: undefined };

/** How many receipts have been asked for, so that a late one does not take the place of a later one. */
let asked = 0;

/** What has been loaded, or is on its way, by address. @type {Map<string, Promise<string>>} */
const texts = new Map();

/**
 * A file's text, loaded once.
 * @param {URL} address
 */
function load({ href }) {
  if (!texts.has(href)) {
    const text = fetch(href).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(href))));
    text.catch(() => texts.delete(href));
    texts.set(href, text);
  }
  return texts.get(href);
}

const styled = new Promise((resolve) => {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL("../css/receipts.css", import.meta.url);
  sheet.onload = sheet.onerror = resolve; // a receipt without its looks is better than none
  document.head.append(sheet);
});

/** @param {string} html of one element */
function parsed(html) {
  return document.adoptNode(new DOMParser().parseFromString(html, "text/html").body.firstElementChild);
}

/** The quantity that a link to the numbers page names. @param {HTMLAnchorElement} link */
function quantityOf(link) {
  return link.hash.slice(1);
}

/** The file beside the numbers page with a quantity's receipt. @param {string} quantity */
function fileOf(quantity, link = opener) {
  return new URL(`${quantity}.txt`, link.href);
}

/** The receipt and its frame. @param {HTMLAnchorElement} link @param {string} quantity */
function loaded(link, quantity) {
  return Promise.all([load(fileOf(quantity, link)), load(fileOf("receipt-frame", link)), styled]);
}

/** @param {HTMLAnchorElement} link to be followed, perhaps */
export function prepare(link) {
  return loaded(link, quantityOf(link));
}

/** Opens the receipt of a number, or closes it. @param {HTMLAnchorElement} link */
export function follow(link) {
  const { opener: wasOpen } = press;
  press = { target: link, opener: undefined };
  if (wasOpen === link) return; // the press has closed it
  if (opener === link && frame?.matches(":popover-open")) frame.hidePopover();
  else return open(link, [quantityOf(link)]);
}

/** Opens the receipts that the address names at a number of the page, one in view if there is one. */
export async function reopen() {
  const names = new URLSearchParams(location.search).get("n").split(".");
  const links = [...document.querySelectorAll("a.n:not(.n-sampled)")];
  const ours = links.filter((link) => quantityOf(link) === names[0] && link.checkVisibility());
  if (!ours.length || !names.every((name) => NAME.test(name))) return;
  const seen = ours.find((link) => {
    const { top, bottom } = link.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
  if (!seen) ours[0].scrollIntoView({ block: "center", behavior: "instant" });
  await open(seen ?? ours[0], names).catch(() => {}); // a name that no receipt has
}

/** @param {HTMLAnchorElement} link @param {string[]} names */
async function open(link, names) {
  const turn = ++asked;
  const [receipt, html] = await loaded(link, names.at(-1));
  if (turn !== asked) return;
  frame ??= framed(html);
  if (frame.matches(":popover-open")) frame.hidePopover();
  opener = link;
  fill(receipt, names);
  opener.focus({ preventScroll: true }); // where the focus returns to
  frame.showPopover({ source: opener });
  frame.scrollTop = 0;
  frame.focus({ preventScroll: true });
}

/** Shows another receipt in the place of the one shown. @param {string[]} names */
async function go(names) {
  const turn = ++asked;
  const receipt = await load(fileOf(names.at(-1)));
  if (turn !== asked) return;
  fill(receipt, names);
  frame.scrollTop = 0;
  frame.focus({ preventScroll: true });
}

/** @param {string} html of a receipt @param {string[]} names */
function fill(html, names) {
  const receipt = parsed(html);
  for (const element of [receipt, ...receipt.querySelectorAll("[id]")]) element.removeAttribute("id");
  for (const link of receipt.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), opener.href);
  for (const details of receipt.querySelectorAll("details")) details.open = true;
  receipt.querySelector("h3").id = "receipt-name";
  frame.querySelector(".content").replaceChildren(receipt);
  frame.querySelector(".back").hidden = names.length < 2;
  frame.querySelector("output").value = "";
  trail = names;
  tell(names);
}

/** Puts the open receipts into the address, and leaves the rest of it as it is. @param {string[]} names */
function tell(names) {
  const query = location.search.slice(1).split("&").filter((part) => part && !part.startsWith("n="));
  if (names.length) query.push(`n=${names.join(".")}`);
  history.replaceState(history.state, "", location.pathname + (query.length ? `?${query.join("&")}` : "") + location.hash);
}

/** The frame, in the page, with everything that can be pressed in it. @param {string} html */
function framed(html) {
  const made = parsed(html);
  made.tabIndex = -1; // takes the focus when it opens
  made.querySelector(".copies").hidden = !navigator.clipboard;
  made.addEventListener("click", pressed);
  made.addEventListener("beforetoggle", ({ newState }) => {
    // A press on a language closes the receipt, too: the page in that language opens it again.
    if (newState === "closed" && !press.target.closest?.(".languages")) tell([]);
  });
  document.body.append(made);
  return made;
}

/** @param {MouseEvent} event in the frame */
function pressed(event) {
  const link = event.target.closest("a");
  const button = event.target.closest("button");
  if (link && isPlain(event)) followInput(event, link);
  else if (button?.matches(".back")) go(trail.slice(0, -1));
  else if (button?.value) copy(button.value);
}

/** Shows the receipt that a link in a receipt names, unless it is this one. */
function followInput(event, link) {
  const name = quantityOf(link);
  if (link.pathname !== opener.pathname || name === trail.at(-1)) return;
  event.preventDefault();
  const before = trail.indexOf(name);
  go([...(before < 0 ? trail : trail.slice(0, before)), name]).catch(() => location.assign(link.href));
}

/** Copies, and says so; where the browser refuses, what was to be copied is at least to be seen. @param {string} what */
async function copy(what) {
  const output = frame.querySelector("output");
  const value = frame.querySelector(".figure data").value.split("/").map((end) => end.replace(/\.0$/, "")).join("–");
  const text = what === "address" ? frame.querySelector("h3 a[href]").href : value;
  const said = await navigator.clipboard.writeText(text).then(() => `${output.dataset.copied} `, () => "");
  output.value = said + text;
}

addEventListener("pointerdown", ({ target }) => {
  press = { target, opener: frame?.matches(":popover-open") ? opener : undefined };
}, true);

// The receipt covers what stands below it, so it gives way when the focus moves on.
addEventListener("focusin", ({ target }) => {
  if (frame?.matches(":popover-open") && target !== opener && !frame.contains(target)) frame.hidePopover();
});
