// Shows what a link leads to in a box beside it, which holds links that do the same. What cannot be
// had is not shown. A box is a dialog that takes no focus unless a reader asks for it.

import { addressOf, forgetPages, found, isOfSite } from "./excerpts.js";
import { styled } from "./sheets.js";

const REST = 150; // milliseconds for which a pointer rests on a link that is meant
const REST_OF_FOCUS = 500;
const GRACE = 250; // the time to get from a link into its preview
const DEEPEST = 5; // previews, each opened from a link in the one before
const GAP = 6; // pixels between a link and its preview

const LINKS = 'a:is(.internal-link, .tag, [role="doc-noteref"])[href]';
const ELSEWHERE = "nav, dialog, .preview-bar"; // links there are ways about the site
const STOPS = 'a[href], button, summary, input, audio, video, [tabindex="0"]';

const root = document.documentElement;
const sheet = styled(new URL("./previews.css", import.meta.url).href);
const pinned = new Map(); // boxes that stay until they are closed → their links

let chain = []; // the previews that are open, as { box, link }
let meant = null; // the link that a preview was last wanted for
let dismissed = null; // the link whose preview the reader has sent away
let isTouch = false;
let resting = 0; // the timer of a link that is meant
let leaving = 0; // the timer of previews that the pointer has left
let staying = 0; // how many of them it has not
let fetching = new AbortController();

/** Take the event that brought this script. */
export function begin(event) {
  isTouch = event.pointerType === "touch";
  (event.type === "focusin" ? focus : point)(event);
}

// --- when ----------------------------------------------------------------------------------------

/** The pointer has moved. Where only the page has moved below it, nobody has pointed at anything. */
function point(event) {
  if (event.pointerType === "touch") return;
  const link = linkAt(event.target);
  const level = levelOf(event.target);
  const isShown = link !== null && chain[level]?.link === link;
  stay(isShown ? level + 1 : level);
  if (link !== dismissed) dismissed = null;
  if (link === meant) return;
  forget(link);
  if (link && !isShown) mean(link, REST, event);
}

function focus({ target }) {
  const link = linkAt(target);
  const level = levelOf(target);
  if (chain[level]?.link === link) return;
  forget(link);
  close(level);
  if (link?.matches(":focus-visible")) mean(link, REST_OF_FOCUS);
}

function mean(link, rest, at) {
  if (link === dismissed || levelOf(link) >= DEEPEST) return;
  meant = link;
  resting = setTimeout(() => show(link, at), rest);
}

function forget(next = null) {
  clearTimeout(resting);
  fetching.abort();
  meant = null;
  if (next !== dismissed) dismissed = null;
}

/** So many previews stay; the others go soon, unless the pointer comes back. */
function stay(level) {
  staying = level;
  if (chain.length > level) {
    leaving ||= setTimeout(() => {
      leaving = 0;
      close(staying);
    }, GRACE);
  } else {
    clearTimeout(leaving);
    leaving = 0;
  }
}

function press(event) {
  isTouch = event.pointerType === "touch";
  forget();
  meant = linkAt(event.target); // whoever presses a link does not want to see it first
  close(levelOf(event.target), true);
}

/** A finger shows a footnote by a tap, and what else a link leads to by staying on it. */
function touch(event) {
  const link = linkAt(event.target);
  if (!isTouch || !link || (event.type === "click" && !isReference(link))) return;
  event.preventDefault();
  void ask(link, event);
}

function type(event) {
  const focused = document.activeElement;
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") dismiss();
  if (event.key === "Tab") leave(event, focused);
  if (event.key === "ArrowDown" && event.altKey && linkAt(focused)) {
    event.preventDefault();
    void ask(linkAt(focused));
  }
}

/** What stood beside a link goes with it out of sight. */
function scroll({ target }) {
  const isFar = ({ top, bottom }) => bottom < 0 || top > root.clientHeight;
  const moved = ({ link }) =>
    target === document ? isFar(link.getBoundingClientRect()) : target.contains(link);
  const first = chain.findIndex(moved);
  if (first >= 0) close(first, true);
}

function linkAt(target) {
  const link = target?.closest?.(LINKS);
  return link && !link.closest(ELSEWHERE) && isOfSite(link) && !isInMargin(link) ? link : null;
}

/** Whether the footnote of a reference is seen beside it. */
function isInMargin(link) {
  const note = isReference(link) && document.getElementById(addressOf(link).hash.slice(1));
  if (!note || link.closest(".preview")) return false;
  const { top, bottom } = note.getBoundingClientRect();
  return getComputedStyle(note).position === "absolute" && bottom > 0 && top < root.clientHeight;
}

function isReference(link) {
  return link.getAttribute("role") === "doc-noteref";
}

// --- the box -------------------------------------------------------------------------------------

/** Show what a link leads to. Gives the open preview, or nothing. */
async function show(link, at) {
  const { signal } = (fetching = new AbortController());
  const [what] = await Promise.all([found(link, signal).catch(() => null), sheet]);
  if (!what || signal.aborted || !link.isConnected) return null;
  const level = levelOf(link);
  close(level, true);
  const shown = { box: boxFor(what), link };
  chain[level] = shown;
  document.body.append(shown.box);
  shown.box.showPopover();
  place(shown.box, placeOf(link, at));
  reachWide(shown.box);
  return shown;
}

/** What is wider than the box scrolls sideways in itself, so that the keyboard must come to it. */
function reachWide(box) {
  for (const part of box.querySelectorAll("table, pre, .math")) {
    if (part.scrollWidth > part.clientWidth + 1 && part.clientWidth) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  }
}

/** Show it to a reader who wants to be in it. */
async function ask(link, at) {
  const open = chain.find((shown) => shown.link === link);
  clearTimeout(resting); // what is being fetched already comes all the sooner
  const shown = open ?? (await show(link, at));
  if (!shown) return;
  shown.box.dataset.asked = "";
  shown.box.lastElementChild.focus({ preventScroll: true }); // arrows scroll what has the focus
}

function boxFor({ title, url, kind, content }) {
  const box = made("div", "preview");
  const bar = made("div", "preview-bar");
  const name = made("a", "preview-title", title);
  const text = made("div", "preview-text");
  name.href = url;
  text.tabIndex = 0;
  text.append(content);
  bar.append(name, button("preview-pin", "Keep open", () => pin(box)), button("preview-close", "Close", () => put(box)));
  bar.addEventListener("pointerdown", (event) => drag(event, box));
  box.append(bar, text);
  Object.assign(box, { popover: "manual", role: "dialog", ariaLabel: title, tabIndex: -1 });
  Object.assign(box.dataset, { made: "", kind });
  return box;
}

function made(name, kind, text = "") {
  const element = document.createElement(name);
  element.className = kind;
  element.textContent = text;
  return element;
}

function button(kind, name, act) {
  const element = made("button", kind);
  Object.assign(element, { type: "button", title: name, ariaLabel: name, onclick: act });
  return element;
}

/** The line of a link that is pointed at, of those that it runs over. */
function placeOf(link, at) {
  const isAt = ({ top, bottom }) => at && at.clientY >= top && at.clientY <= bottom;
  return [...link.getClientRects()].find(isAt) ?? link.getBoundingClientRect();
}

/** Below the link, or above it where there is more room. It moves with the page. */
function place(box, { top, bottom, left, right }) {
  const below = root.clientHeight - bottom - 2 * GAP;
  const above = top - 2 * GAP;
  const isBelow = below >= Math.min(above, box.offsetHeight);
  const start = getComputedStyle(box).direction === "rtl" ? right - box.offsetWidth : left;
  const x = Math.max(GAP, Math.min(start, root.clientWidth - box.offsetWidth - GAP));
  box.style.setProperty("--room", `${isBelow ? below : above}px`);
  box.toggleAttribute("data-above", !isBelow);
  move(box, x + scrollX, (isBelow ? bottom + GAP : top - GAP) + scrollY);
}

function move(box, x, y) {
  box.style.setProperty("--x", `${x}px`);
  box.style.setProperty("--y", `${y}px`);
}

/** It stays where it is seen, and what it was opened from may go. */
function pin(box) {
  const { left, top } = box.getBoundingClientRect();
  const level = chain.findIndex((shown) => shown.box === box);
  close(level + 1, true);
  pinned.set(box, chain.pop().link);
  box.dataset.pinned = "";
  box.removeAttribute("data-above");
  move(box, left, top);
  if (document.activeElement === document.body) box.lastElementChild.focus(); // the button has gone
}

function drag({ target, pointerId, clientX, clientY }, box) {
  if (!pinned.has(box) || target.closest("a, button")) return;
  const bar = box.firstElementChild;
  const { left, top } = box.getBoundingClientRect();
  bar.setPointerCapture(pointerId);
  bar.onpointermove = (event) => move(box, left + event.clientX - clientX, top + event.clientY - clientY);
  bar.onlostpointercapture = () => (bar.onpointermove = null);
}

// --- the end -------------------------------------------------------------------------------------

/** How many previews there are up to the one that holds something. */
function levelOf(node) {
  return chain.findLastIndex(({ box }) => box.contains(node)) + 1;
}

/** Close the previews from a level on, of those only that nobody is in when it is not a must. */
function close(level, isMust = false) {
  while (chain.length > level && (isMust || !isInUse(chain.at(-1)))) chain.pop().box.remove();
}

function isInUse({ box, link }) {
  return box.contains(document.activeElement) || link.matches(":focus-visible");
}

/** Close one, and those that were opened from it. */
function put(box) {
  const level = chain.findIndex((shown) => shown.box === box);
  const link = chain[level]?.link ?? pinned.get(box);
  const isLeft = box.contains(document.activeElement);
  dismissed = link;
  if (level >= 0) close(level, true);
  else box.remove();
  pinned.delete(box);
  if (isLeft) link.focus({ preventScroll: true });
}

function dismiss() {
  const box = chain.at(-1)?.box ?? [...pinned.keys()].at(-1);
  clearTimeout(resting);
  fetching.abort();
  if (box) put(box);
}

/** Who goes on by Tab goes on from the link, as if no preview were there. */
function leave(event, focused) {
  const level = levelOf(focused) - 1;
  if (level < 0) return close(0, true);
  const { box, link } = chain[level];
  const stops = [...box.querySelectorAll(STOPS)].filter((stop) => stop.checkVisibility());
  const isFirst = focused === box || focused === stops[0];
  if (event.shiftKey ? !isFirst : stops.length && focused !== stops.at(-1)) return;
  if (event.shiftKey) event.preventDefault(); // the link itself comes before
  put(box);
}

function closeAll() {
  forget();
  close(0, true);
}

document.addEventListener("pointermove", point);
root.addEventListener("pointerleave", point);
document.addEventListener("focusin", focus);
document.addEventListener("pointerdown", press);
document.addEventListener("click", touch);
document.addEventListener("contextmenu", touch);
document.addEventListener("keydown", type);
document.addEventListener("scroll", scroll, { capture: true, passive: true });
document.addEventListener("garden:renewed", closeAll);
document.addEventListener("garden:renewed", forgetPages);
addEventListener("hashchange", closeAll);
addEventListener("pagehide", closeAll);
