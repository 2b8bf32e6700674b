// What every page has. All else is fetched when a reader first asks for it.

const root = document.documentElement;

root.dataset.scripts = "on"; // for what only works with them

// --- previews of what links lead to, once a reader points at one or comes to one by keyboard ------

const COMING = ["pointerover", "focusin"];

function previews() {
  for (const kind of COMING) document.removeEventListener(kind, comeToLink);
  return import("./previews.js").catch(() => {}); // without it links are links
}

function comeToLink(event) {
  if (event.target.closest?.("main a")) previews().then((script) => script?.begin(event));
}

if (document.documentElement.dataset.previews !== "off") {
  for (const kind of COMING) document.addEventListener(kind, comeToLink);
  const taps = matchMedia("(hover: none)").matches; // the first tap on a footnote shows it already
  if (taps && document.querySelector(".footnotes")) void previews();
}

// --- footnotes in the margin, where the screen is as wide as the page says -------------------------

let margin = null;

function useMargin() {
  const { href, media } = document.querySelector('link[rel="modulepreload"][media]') ?? {};
  if (!href || margin?.media === media) return;
  margin = matchMedia(media);
  const use = () => margin.matches && import(href).catch(() => {}); // then they stand at the end
  margin.addEventListener("change", use);
  use();
}

useMargin();
document.addEventListener("garden:renewed", useMargin);
