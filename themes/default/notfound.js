// On the page for what is not there alone: which pages have an address like the one asked for.

const OFFERED = 5;
const ENOUGH = 0.35; // of two letters that stand together, those that two names share
const root = new URL("../", import.meta.url); // a host shows this page at any depth

const readable = (address) => {
  try {
    return decodeURIComponent(address);
  } catch {
    return address; // of "%" by itself
  }
};

// Of "notes/My-Walks/" the last part alone: folders are moved more often than notes are renamed.
const parts = (path) => readable(path).split("/").filter(Boolean);
const nameOf = (path) => (parts(path).at(-1) ?? "").replace(/\.html?$/i, "");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (path) => nameOf(path).replaceAll(/[-_+.]+/g, " ").trim();

const pairsOf = (text) => {
  const letters = [...` ${plain(text)} `];
  return new Set(letters.slice(1).map((letter, i) => letters[i] + letter));
};

const likeness = (one, other) => {
  const shared = [...one].filter((pair) => other.has(pair)).length;
  return (2 * shared) / (one.size + other.size);
};

const nearest = (asked, urls) => {
  const wanted = pairsOf(wordsOf(asked));
  const same = plain(parts(asked).join("/"));
  return urls
    .map((url) => {
      const isSame = plain(parts(url).join("/")) === same; // but for capitals or a slash
      return { url, near: isSame ? 2 : likeness(wanted, pairsOf(wordsOf(url))) };
    })
    .filter(({ url, near }) => url && near > ENOUGH)
    .sort((a, b) => b.near - a.near || a.url.length - b.url.length || (a.url < b.url ? -1 : 1))
    .slice(0, OFFERED);
};

const offer = (asked, urls) => {
  const box = document.querySelector(".near");
  for (const { url } of nearest(asked, urls)) {
    const link = document.createElement("a");
    link.className = "internal-link";
    link.href = new URL(url, root);
    link.textContent = parts(url).map(wordsOf).join(" / ");
    const item = document.createElement("li");
    item.append(link);
    box.querySelector("ul").append(item);
    box.hidden = false;
  }
};

const seek = (words) => {
  const link = document.querySelector("#g-seek");
  if (!link || !words) return;
  link.search = new URLSearchParams({ q: words });
  link.querySelector("span").textContent = words;
  link.parentElement.hidden = false;
};

const asked = location.pathname.startsWith(root.pathname)
  ? location.pathname.slice(root.pathname.length)
  : location.pathname;
seek(wordsOf(asked));
if (!document.querySelector(".garden-near")) {
  // The preview knows better, and has said so.
  const found = await fetch(new URL("site-data/urls.json", root));
  if (found.ok) offer(asked, await found.json());
}
