// Draws the diagrams of a page in its own colours, each when it comes near to what the reader sees.
// Until then, and where one cannot be drawn, its source stands there. Only pages with a diagram load
// this; Mermaid itself is fetched for the first that is drawn, from this site and no other.
// @ts-check

/**
 * @typedef {{ svg: string, diagramType: string }} Drawing
 * @typedef {object} Mermaid
 * @property {(config: object) => void} initialize
 * @property {(id: string, source: string, place: Element) => Promise<Drawing>} render
 */

const MARGIN = "800px"; // how near a diagram comes before it is drawn
const SMALLEST = 0.7; // a wide diagram shrinks so far to fit; from there on it scrolls
const SVG = "http://www.w3.org/2000/svg";
const COLOURS = [
  ...["var(--paper, Canvas)", "var(--ink, CanvasText)", "var(--raised, Canvas)"],
  ...["var(--quiet, GrayText)", "var(--line, GrayText)", "var(--accent, LinkText)", "var(--mark, Mark)"],
];
const HUES = [160, 250, 60, 320, 110, 200, 20, 285, 85, 225, 345, 135];

const script = /** @type {HTMLElement | null} */ (document.querySelector("script[data-mermaid]"));
const address = new URL(script?.dataset.mermaid ?? "", document.baseURI).href;

/** @type {Promise<Mermaid> | null} */
let loading = null;
/** @type {ReturnType<typeof look>} */
let shown = look();
let initialized = ""; // the look that Mermaid was told
let isBusy = false;
let count = 0;
/** @type {Set<HTMLElement>} the figures that wait to be drawn */
const waiting = new Set();
/** @type {WeakMap<Element, string>} a figure → the source and the look that it was drawn in */
const drawn = new WeakMap();

// --- when ----------------------------------------------------------------------------------------

const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) ask(/** @type {HTMLElement} */ (target));
    }
  },
  { rootMargin: MARGIN },
);

/** @returns {HTMLElement[]} */
function figures() {
  return [...document.querySelectorAll("figure.diagram")].map((f) => /** @type {HTMLElement} */ (f));
}

/** Look at the page anew: its diagrams may be others, or its colours. */
function watch() {
  for (const left of document.querySelectorAll("[data-drawn]:not(.diagram)")) undo(left);
  shown = look();
  for (const figure of figures()) {
    observer.unobserve(figure); // so that one that is near is told of again
    if (drawn.get(figure) !== keyOf(figure)) observer.observe(figure);
  }
}

/** @param {HTMLElement} figure */
function ask(figure) {
  observer.unobserve(figure);
  waiting.add(figure);
  void work();
}

/** One after another, with time for the reader in between. */
async function work() {
  if (isBusy) return;
  isBusy = true;
  for (const figure of waiting) {
    waiting.delete(figure);
    if (figure.isConnected && drawn.get(figure) !== keyOf(figure)) await draw(figure);
    await new Promise((done) => setTimeout(done));
  }
  isBusy = false;
}

/** @param {Element} figure */
function keyOf(figure) {
  const links = figure.querySelector(":scope > .diagram-links");
  return [shown.key, sourceOf(figure)?.textContent, links?.innerHTML].join("\n");
}

// --- drawing -------------------------------------------------------------------------------------

/** @param {HTMLElement} figure */
async function draw(figure) {
  const pre = sourceOf(figure);
  if (!pre) return;
  const key = keyOf(figure);
  const place = made("div", "diagram-drawing is-measured");
  figure.append(place);
  try {
    const mermaid = await loaded();
    const drawing = await mermaid.render(`g-diagram-${++count}`, pre.textContent ?? "", place);
    place.innerHTML = drawing.svg; // Mermaid has taken out whatever might run
    show(figure, pre, place, drawing.diagramType);
  } catch (error) {
    undo(figure);
    figure.append(fault(error));
  }
  drawn.set(figure, key);
}

async function loaded() {
  loading ??= import(address).then((module) => module.default);
  const mermaid = await loading.catch(() => {
    loading = null;
    throw new Error("what draws it could not be fetched");
  });
  if (initialized !== shown.key) mermaid.initialize(shown.config);
  initialized = shown.key;
  return mermaid;
}

/** @param {HTMLElement} figure @param {HTMLElement} pre @param {HTMLElement} place @param {string} type */
function show(figure, pre, place, type) {
  for (const old of [...figure.querySelectorAll(":scope > [data-made]")]) {
    if (old !== place) old.remove();
  }
  const svg = place.querySelector("svg");
  if (!svg) throw new Error("it is empty");
  link(figure, svg);
  label(svg, type);
  const width = svg.viewBox.baseVal?.width ?? 0; // none in some browsers, without the attribute
  svg.style.minWidth = `${Math.floor(width * SMALLEST)}px`;
  place.classList.remove("is-measured");
  if (place.scrollWidth > place.clientWidth) place.tabIndex = 0; // keys scroll it
  figure.dataset.drawn = shown.scheme;
  pre.hidden = true;
}

/** Back to the source alone. @param {Element} figure */
function undo(figure) {
  for (const old of [...figure.querySelectorAll(":scope > [data-made]")]) old.remove();
  for (const part of figure.querySelectorAll(":scope > [hidden]")) part.removeAttribute("hidden");
  figure.removeAttribute("data-drawn");
}

/** @param {unknown} error */
function fault(error) {
  const said = error instanceof Error ? error.message : String(error);
  const line = said.split("\n", 1)[0].trim().replace(/[:.]+$/, "");
  const told = made("p", "diagram-error");
  told.textContent = `This diagram cannot be drawn: ${line}.`;
  return told;
}

/** What is made here is marked, so that a preview does not take it away.
 * @param {string} element @param {string} kind */
function made(element, kind) {
  const node = document.createElement(element);
  node.className = kind;
  node.dataset.made = "";
  return node;
}

/** @param {Element} figure @returns {HTMLElement | null} */
function sourceOf(figure) {
  return figure.querySelector(":scope > pre.mermaid");
}

// --- what a reader of it needs -------------------------------------------------------------------

/** One picture with a name; with links in it, a group of things that have names.
 * @param {SVGElement} svg @param {string} type */
function label(svg, type) {
  if (!svg.querySelector("a")) svg.setAttribute("role", "img");
  if (svg.hasAttribute("aria-labelledby")) return;
  const kind = type.replace(/-(v\d+|beta|elk)$/, "").replace(/Diagram$/, "");
  svg.setAttribute("aria-label", `Diagram: ${kind}`);
}

/** The nodes that are called like the links of the list become these links.
 *
 * Where all of them do, the list is hidden. @param {Element} figure @param {Element} svg */
function link(figure, svg) {
  const list = /** @type {HTMLElement | null} */ (figure.querySelector(":scope > .diagram-links"));
  if (!list) return;
  const items = new Map([...list.children].map((item) => [bare(item), item]));
  const found = new Set();
  for (const node of [...svg.querySelectorAll("g.internal-link")]) {
    const item = items.get(bare(node));
    if (!item) continue;
    found.add(item);
    const href = item.querySelector("a")?.getAttribute("href");
    if (href) wrap(node, href);
    else node.classList.add("is-unresolved");
  }
  list.hidden = found.size === items.size;
}

/** @param {Element} node @param {string} href */
function wrap(node, href) {
  const anchor = document.createElementNS(SVG, "a");
  anchor.setAttribute("href", href);
  anchor.setAttribute("class", "internal-link");
  node.replaceWith(anchor);
  anchor.append(node);
}

/** @param {Element} element */
function bare(element) {
  return (element.textContent ?? "").replace(/\s+/g, "");
}

// --- the look of the page ------------------------------------------------------------------------

/** The page's colours and letters, as Mermaid wants to be told them. */
function look() {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const colour = reader(probe);
  probe.style.fontFamily = "var(--plain, sans-serif)";
  const fontFamily = getComputedStyle(probe).fontFamily.replaceAll('"', "'");
  const isDark = brightness(colour(COLOURS[0])) < brightness(colour(COLOURS[1]));
  const themeVariables = { ...variables(colour), fontFamily, darkMode: isDark };
  probe.remove();
  const config = {
    startOnLoad: false,
    securityLevel: "strict",
    suppressErrorRendering: true,
    secure: [
      ...["secure", "securityLevel", "startOnLoad", "maxTextSize", "suppressErrorRendering"],
      ...["maxEdges", "layout"], // one layout needs a program that is not part of this site
    ],
    theme: "base",
    look: "classic",
    layout: "dagre",
    mindmap: { layout: "cose-bilkent" },
    swimlane: { layout: "swimlane" },
    fontFamily,
    themeVariables,
  };
  return { config, key: JSON.stringify(config), scheme: isDark ? "dark" : "light" };
}

/** What makes `#rrggbb` of any colour of CSS. @param {HTMLElement} probe */
function reader(probe) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return (/** @type {string} */ css) => {
    probe.style.color = css;
    if (!pen) return "#808080";
    pen.fillStyle = getComputedStyle(probe).color;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
}

/** @param {string} hex */
function brightness(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return red * 0.3 + green * 0.59 + blue * 0.11;
}

/** @param {(css: string) => string} colour */
function variables(colour) {
  const [paper, ink, raised, quiet, line, accent, mark] = COLOURS.map(colour);
  const tints = HUES.map((hue) => colour(`light-dark(oklch(0.9 0.06 ${hue}), oklch(0.36 0.06 ${hue}))`));
  const strong = HUES.map((hue) => colour(`light-dark(oklch(0.5 0.11 ${hue}), oklch(0.75 0.1 ${hue}))`));
  return {
    ...{ background: paper, primaryColor: raised, secondaryColor: tints[0], tertiaryColor: paper },
    ...{ primaryTextColor: ink, secondaryTextColor: ink, tertiaryTextColor: ink, textColor: ink },
    ...{ primaryBorderColor: quiet, secondaryBorderColor: quiet, tertiaryBorderColor: line },
    ...{ lineColor: quiet, titleColor: ink, edgeLabelBackground: paper, clusterBorder: line },
    ...{ noteBkgColor: mark, noteTextColor: ink, noteBorderColor: line, rowOdd: paper, rowEven: raised },
    ...{ activationBkgColor: line, activationBorderColor: quiet, sequenceNumberColor: paper },
    ...{ sectionBkgColor: raised, sectionBkgColor2: raised, altSectionBkgColor: paper, gridColor: line },
    ...{ taskBkgColor: tints[0], taskBorderColor: strong[0], excludeBkgColor: raised },
    ...{ activeTaskBkgColor: tints[1], activeTaskBorderColor: strong[1], taskTextClickableColor: accent },
    ...{ doneTaskBkgColor: line, doneTaskBorderColor: quiet, critBkgColor: tints[6] },
    ...{ critBorderColor: strong[6], todayLineColor: strong[6], vertLineColor: accent },
    ...{ pieStrokeColor: paper, pieOuterStrokeColor: line, pieOpacity: "1", quadrantPointFill: accent },
    ...{ tagLabelColor: ink, commitLabelColor: ink, commitLabelBackground: raised },
    ...{ archEdgeColor: quiet, archEdgeArrowColor: quiet, archGroupBorderColor: quiet },
    ...numbered("pie", 1, tints),
    ...numbered("cScale", 0, tints),
    ...numbered("cScalePeer", 0, strong),
    ...numbered("cScaleInv", 0, strong),
    ...numbered("cScaleLabel", 0, HUES.map(() => ink)),
    ...numbered("fillType", 0, tints.slice(0, 8)),
    ...numbered("venn", 1, strong.slice(0, 8)),
    ...numbered("git", 0, strong.slice(0, 8)),
    ...numbered("gitInv", 0, HUES.slice(0, 8).map(() => paper)),
    ...numbered("gitBranchLabel", 0, HUES.slice(0, 8).map(() => paper)),
    xyChart: { backgroundColor: paper, plotColorPalette: strong.join(",") },
    radar: { graticuleColor: line },
    packet: {
      ...{ startByteColor: quiet, endByteColor: quiet, labelColor: ink, titleColor: ink },
      ...{ blockStrokeColor: quiet, blockFillColor: raised },
    },
  };
}

/** @param {string} name @param {number} first @param {string[]} values */
function numbered(name, first, values) {
  return Object.fromEntries(values.map((value, at) => [`${name}${first + at}`, value]));
}

// --- what else changes a page --------------------------------------------------------------------

const everything = () => figures().forEach(ask); // on paper nothing comes nearer

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", watch);
matchMedia("print").addEventListener("change", (media) => media.matches && everything());
addEventListener("beforeprint", everything);
document.addEventListener("garden:theme", watch); // a switch of colours
document.addEventListener("garden:renewed", watch); // a preview of the page
watch();
