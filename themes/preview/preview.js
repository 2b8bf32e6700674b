// Keeps an open page of the preview as its note is now, without losing the reader's place, and
// shows what is wrong. Part of `garden serve`; it is never in a site that `garden build` writes.
// @ts-check
import { Idiomorph } from "./vendor/idiomorph.js";

/**
 * @typedef {object} Fault
 * @property {string} path relative to the vault; may be empty
 * @property {string} message
 * @property {string} hint
 * @property {number} line from 1; 0 where there is none
 * @property {number} column from 1
 * @property {number} length
 * @property {string} source the line
 * @property {boolean} stops whether no new page can be made until it is mended
 */

const HOST = "garden-preview-panel"; // the element that holds the panel
const own = new URL("./", import.meta.url);

/** @type {string} what this page shows */
let build = serialOf(document);
/** @type {EventSource | null} */
let stream = null;
const policy = policyOf(document);
let isBusy = false;
let isStale = false; // something has changed while we were busy
let isGone = false; // the page is not on the site any more; its last text stays
/** @type {string} what the panel was closed on */
let closed = "";
/**
 * @typedef {object} State
 * @property {string} build the serial of the site as it is now
 * @property {Record<string, string>} renewed path of a file → the serial of its last change
 * @property {Fault[]} faults
 */

/** What the page showed that the browser has loaded, and with it the pictures that it has. */
const born = build;

/** What a page may load is settled when it is loaded; of one with a first diagram it is more.
 * @param {Document} page */
function policyOf(page) {
  const told = page.querySelector('meta[http-equiv="Content-Security-Policy"]');
  return told?.getAttribute("content") ?? "";
}

/** @param {Document} page */
function serialOf(page) {
  return page.querySelector('meta[name="garden-build"]')?.getAttribute("content") ?? "";
}

// --- the stream: held only while somebody looks, because a browser has six for all tabs --------

function listen() {
  if (stream || document.visibilityState !== "visible") return;
  stream = new EventSource(new URL("events", own));
  stream.onmessage = (event) => {
    if (event.data !== build) void renew();
  };
}

function rest() {
  stream?.close();
  stream = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
addEventListener("pagehide", rest);
addEventListener("pageshow", listen);

// --- the page ----------------------------------------------------------------------------------

async function renew() {
  isStale = true;
  if (isBusy) return;
  isBusy = true;
  try {
    while (isStale) {
      isStale = false;
      await fetched();
    }
  } catch {
    // The server has stopped, or is about to; the stream comes back by itself.
  } finally {
    isBusy = false;
  }
}

async function fetched() {
  const here = location.pathname;
  const response = await fetch(here, { headers: { Accept: "text/html" } });
  const text = await response.text();
  if (here !== location.pathname) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  const state = await stateNow();
  build = serialOf(page) || build;
  const wasMissing = document.documentElement.dataset.gardenStatus === "404";
  isGone = !response.ok && !wasMissing && response.status !== 500;
  if (response.ok || wasMissing) {
    if (policyOf(page) !== policy) return location.reload();
    await Promise.all(newStyles(page));
    newPictures(page, state);
    morph(page);
    document.documentElement.removeAttribute("data-garden-status");
    document.dispatchEvent(new Event("garden:renewed"));
  }
  show(state.faults);
}

/** New style sheets are loaded beside the old ones first, so that no moment goes without any.
 * @param {Document} page */
function newStyles(page) {
  const old = new Set([...document.head.querySelectorAll("link")].map((link) => link.outerHTML));
  const links = [...page.head.querySelectorAll('link[rel~="stylesheet"]')];
  return links
    .filter((link) => !old.has(link.outerHTML))
    .map((link) => {
      const copy = /** @type {HTMLLinkElement} */ (document.importNode(link, true));
      return new Promise((done) => {
        copy.onload = copy.onerror = done;
        document.head.append(copy);
      });
    });
}

/** A picture that has changed since the page was loaded gets an address that the browser has not
 * seen. When it changed the server knows: to ask which it is now would be to ask too late.
 * @param {Document} page @param {State} state */
function newPictures(page, state) {
  for (const name of ["src", "poster"]) {
    for (const shown of page.querySelectorAll(`:is(img, source, video, audio)[${name}]`)) {
      shown.setAttribute(name, anew(shown.getAttribute(name) ?? "", state));
    }
  }
  for (const shown of page.querySelectorAll("[srcset]")) {
    const choices = (shown.getAttribute("srcset") ?? "").split(/,\s+/);
    shown.setAttribute("srcset", choices.map((one) => anewOf(one, state)).join(", "));
  }
}

/** @param {string} choice an address of a `srcset`, and for which width @param {State} state */
function anewOf(choice, state) {
  const [address, ...width] = choice.trim().split(/\s+/);
  return [anew(address, state), ...width].join(" ");
}

/** @param {string} address @param {State} state */
function anew(address, state) {
  const url = URL.canParse(address, location.href) ? new URL(address, location.href) : null;
  const mark = url?.origin === location.origin ? markOf(decoded(url.pathname), state) : "";
  if (!mark) return address;
  const [file, part] = address.split("#", 2);
  return `${file}${file.includes("?") ? "&" : "?"}${mark}${part ? `#${part}` : ""}`;
}

/** When a file has changed since the page was loaded; of another server's pages nothing is known.
 * @param {string} path @param {State} state */
function markOf(path, state) {
  const at = state.renewed[path] ?? "";
  const [run, count] = partsOf(born);
  if (partsOf(state.build)[0] !== run) return at || partsOf(state.build)[0];
  return at && partsOf(at)[1] > count ? at : "";
}

/** @param {string} serial @returns {[string, number]} the run of the server, and its change */
function partsOf(serial) {
  const [run, count] = serial.split("-");
  return [run, Number(count)];
}

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** @param {Document} page */
function morph(page) {
  Idiomorph.morph(document.documentElement, page.documentElement, {
    ignoreActiveValue: true,
    head: { style: "merge" },
    callbacks: {
      beforeNodeRemoved: (node) => !(node instanceof Element) || !isMade(node),
      beforeAttributeUpdated: (name, node, change) => !isReaders(name, node, change),
    },
  });
}

/** Whether an element is of no page, but of a script: ours, or one that draws what a page says.
 * @param {Element} node */
function isMade(node) {
  return node.id === HOST || node.hasAttribute("data-made");
}

/** Whether an attribute is what the reader, or a script for them, has made of it.
 * @param {string} name @param {Element} node @param {string} change */
function isReaders(name, node, change) {
  if (node === document.documentElement) return change === "remove"; // a chosen colour scheme
  if (node.closest("[data-drawn]") && /^(hidden|data-drawn)$/.test(name)) return true;
  if (name === "open") return node instanceof HTMLDetailsElement || node instanceof HTMLDialogElement;
  if (node instanceof HTMLInputElement && name === "checked") {
    return node.checked !== node.defaultChecked;
  }
  if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) {
    return name === "value" && node.value !== node.defaultValue;
  }
  return node instanceof HTMLOptionElement && name === "selected";
}

// --- what is wrong -----------------------------------------------------------------------------

/** @returns {Promise<State>} */
async function stateNow() {
  const response = await fetch(new URL("state.json", own));
  return response.json();
}

/** @param {Fault[]} faults */
function show(faults) {
  document.getElementById(HOST)?.remove();
  const said = JSON.stringify([faults, isGone]);
  if ((!faults.length && !isGone) || said === closed) return;
  const host = element("div", "", "");
  host.id = HOST;
  const panel = element("section", "panel", "");
  panel.setAttribute("role", "alert");
  panel.append(heading(faults), closing(said), ...faults.map(partOf));
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("preview.css", own).href;
  host.attachShadow({ mode: "open" }).append(style, panel);
  document.documentElement.append(host);
}

/** @param {Fault[]} faults */
function heading(faults) {
  const stops = faults.some((fault) => fault.stops);
  let text = faults.length === 1 ? "There is an error" : `There are ${faults.length} errors`;
  if (stops) text = "This page is as it was before the error";
  else if (isGone) text = "This page is not on the site any more. You see it as it was.";
  return element("h2", "", text);
}

/** @param {string} said */
function closing(said) {
  const button = element("button", "", "Close");
  button.addEventListener("click", () => {
    closed = said;
    document.getElementById(HOST)?.remove();
  });
  return button;
}

/** @param {Fault} fault */
function partOf(fault) {
  const part = element("div", "fault", "");
  const place = fault.line && fault.path ? `${fault.path}:${fault.line}` : fault.path;
  if (place) part.append(element("p", "place", place));
  part.append(element("p", "message", fault.message));
  if (fault.source) part.append(line(fault));
  if (fault.hint) part.append(element("p", "hint", fault.hint));
  return part;
}

/** @param {Fault} fault */
function line(fault) {
  const letters = [...fault.source];
  const start = fault.length ? fault.column - 1 : letters.length;
  const end = start + fault.length;
  const pre = element("pre", "", `${fault.line} │ ${letters.slice(0, start).join("")}`);
  pre.append(element("mark", "", letters.slice(start, end).join("")));
  pre.append(letters.slice(end).join(""));
  return pre;
}

/** @param {string} name @param {string} kind @param {string} text */
function element(name, kind, text) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}

addEventListener("keydown", (event) => {
  const host = document.getElementById(HOST);
  if (event.key === "Escape") host?.shadowRoot?.querySelector("button")?.click();
});

listen();
void stateNow()
  .then((state) => show(state.faults))
  .catch(() => {});
