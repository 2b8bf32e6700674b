// What a link of this site leads to, as a part of a page that may stand on any other: a note, a
// section, a block, a list, a footnote, a picture.

import { styled } from "./sheets.js";

const KEPT = 50; // pages
const PICTURE = /\.(avif|gif|jpe?g|png|svg|webp)$/i;
const FURNITURE =
  "script, style, link, base, meta, template, iframe, object, embed, nav, .note-header > h1, .list-header > h1," +
  ".note-aside, .footnotes, .footnote-backref, .copy-code, .heading-link, [data-made]";
const ADDRESSES = new Set(["href", "src", "poster"]);
const LEFT_OUT = /^(id|on\w+|autoplay|for|form|usemap|aria-(labelledby|describedby|controls|owns|details))$/;

const own = new URL("./", import.meta.url).href;
const site = new URL("../", import.meta.url).href;
const pages = new Map(); // address → promise of { page, base }

export function addressOf(link) {
  return new URL(link.getAttribute("href"), document.baseURI);
}

/** Whether a link leads to what can be shown, and not to the page that it stands on. */
export function isOfSite(link) {
  if (!URL.canParse(link.getAttribute("href"), document.baseURI)) return false;
  const { href, hash, pathname } = addressOf(link);
  const name = pathname.slice(pathname.lastIndexOf("/"));
  const isPage = !name.includes(".") || name.endsWith(".html") || PICTURE.test(name);
  const isHere = withoutHash(href) === withoutHash(location.href) && !hash;
  return href.startsWith(site) && isPage && !isHere;
}

/** The pages may be others now. */
export function forgetPages() {
  pages.clear();
}

/** { title, url, kind, content }, or null where there is nothing to show. */
export async function found(link, signal) {
  const url = addressOf(link);
  const title = link.textContent.trim();
  if (PICTURE.test(url.pathname)) return { title, url, kind: "picture", content: await picture(url) };
  const { page, base } = await pageAt(withoutHash(url.href), signal);
  const target = page.getElementById(decodeURIComponent(url.hash.slice(1)));
  const content = cleaned(excerpt(page, target), base);
  if (!content.textContent.trim() && !content.querySelector("img, audio, video")) return null;
  await Promise.all(newStyles(page, base));
  if (target?.closest(".footnotes")) return { title: `Footnote ${title}`, url, kind: "footnote", content };
  return { title: titleOf(page) || title, url, kind: "page", content };
}

async function picture(url) {
  const image = document.createElement("img");
  image.src = url;
  image.alt = "";
  await image.decode();
  return image;
}

/** A page of this site; those that were asked for last are remembered. */
function pageAt(address, signal) {
  if (address === withoutHash(location.href)) return { page: document, base: address };
  const page = pages.get(address) ?? fetched(address, signal);
  pages.delete(address); // the last in line again
  pages.set(address, page);
  page.catch(() => pages.delete(address));
  if (pages.size > KEPT) pages.delete(pages.keys().next().value);
  return page;
}

async function fetched(address, signal) {
  const response = await fetch(address, { signal });
  const isPage = response.headers.get("Content-Type")?.startsWith("text/html");
  if (!response.ok || !isPage) throw new Error("there is no such page");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { page, base: response.url };
}

function titleOf(page) {
  const given = page.querySelector('meta[property="og:title"]')?.getAttribute("content");
  return given ?? page.querySelector("main h1")?.textContent.trim();
}

/** A copy of the part of a page that is meant, in an element as that of the whole. */
function excerpt(page, target) {
  const note = page.querySelector("article.note");
  const whole = note?.cloneNode(false) ?? page.createElement("section"); // its header is none of the site
  if (target && !target.closest("header") && page.querySelector("main")?.contains(target)) {
    const body = page.createElement("div");
    body.className = "note-body";
    body.append(...partAt(target));
    whole.append(body);
  } else {
    const folder = page.getElementById("g-folder")?.parentElement; // with the notes in it
    const parts = note ? [...note.children, folder] : (page.querySelector("main")?.children ?? []);
    whole.append(...[...parts].filter(Boolean).map(copy));
  }
  return whole;
}

function partAt(target) {
  if (target.closest(".footnotes")) return [...target.childNodes].map(copy);
  if (/^H[1-6]$/.test(target.tagName)) return [...section(target)].map(copy);
  if (target.tagName === "LI") {
    const list = target.parentElement.cloneNode(false);
    list.append(copy(target));
    return [list];
  }
  const isEmpty = !target.textContent.trim() && !target.firstElementChild;
  const near = isEmpty && (target.previousElementSibling ?? target.parentElement); // it only has the id
  return [copy((near || target).closest("table") ?? (near || target))];
}

function* section(heading) {
  yield heading;
  let next = heading.nextElementSibling;
  for (; next && !(next.tagName <= heading.tagName && /^H[1-6]$/.test(next.tagName)); next = next.nextElementSibling) {
    yield next;
  }
}

function copy(node) {
  return node.cloneNode(true);
}

/** The same without what is of its page alone; its addresses hold anywhere. */
function cleaned(content, base) {
  for (const part of content.querySelectorAll(FURNITURE)) part.remove();
  for (const head of content.querySelectorAll("header")) if (!head.textContent.trim()) head.remove();
  for (const part of content.querySelectorAll(".diagram > [hidden]")) part.hidden = false;
  for (const element of [content, ...content.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) {
      if (LEFT_OUT.test(name)) element.removeAttribute(name);
      else if (ADDRESSES.has(name)) element.setAttribute(name, whole(value, base));
      else if (name === "srcset") element.setAttribute(name, wholeSet(value, base));
    }
  }
  return content;
}

function whole(address, base) {
  return URL.canParse(address, base) ? new URL(address, base).href : address;
}

function wholeSet(value, base) {
  return value.replace(/(?<=^\s*|,\s*)[^\s,]\S*[^\s,]/g, (address) => whole(address, base));
}

/** The sheets of the theme that another page has and this one lacks, as that of colours of code. */
function newStyles(page, base) {
  return [...page.querySelectorAll('link[rel="stylesheet"]:not([media])')]
    .map((sheet) => whole(sheet.getAttribute("href") ?? "", base))
    .filter((address) => address.startsWith(own))
    .map(styled);
}

function withoutHash(address) {
  return address.split("#", 1)[0];
}
