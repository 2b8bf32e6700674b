// The graph around a note, once a reader turns to it. The page holds it as a drawing; here its
// nodes can be followed with the eye, moved and looked at closely, and in a larger one the
// neighbours of neighbours come in. All that is needed for it are the drawings on their pages.

import { styled } from "./sheets.js";

const MOST = 150; // nodes of the larger drawing
const FETCHED = 60; // pages that are asked for their drawings at each step outwards
const AT_ONCE = 6;
const SVG = "http://www.w3.org/2000/svg";
const DRAWING = "svg.graph-drawing:has(> .graph-here)"; // a note may have such classes, too
const site = new URL("../", import.meta.url).href;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const drawings = new WeakMap(); // by their elements

// What the graph of a page is told: whoever points at it, goes to it or clicks on it.
export function attend(graph, event) {
  const svg = graph.querySelector(DRAWING);
  if (!svg) return;
  if (!("lively" in svg.dataset)) {
    svg.dataset.lively = ""; // a preview that brings new words takes it away, and so begins anew
    drawings.get(svg)?.leave();
    const drawing = new Drawing(svg, read(svg, location.href));
    drawings.set(svg, drawing);
    drawing.listen();
    const node = drawing.nodeOf(event.target);
    if (node) drawing.show(node);
  }
  if (event.type === "click" && event.target.closest(".graph-larger")) void enlarge(svg);
}

// What a drawing shows: `nodes`, of which the first is the note itself, and `links` among them.
// A node is known by its address.
function read(svg, base) {
  const circle = svg.querySelector(".graph-here");
  const here = { ...at(circle), url: bare(base), title: "", group: group(circle), kind: "here", level: 0 };
  const nodes = [here];
  for (const a of svg.querySelectorAll("a")) {
    if (!isOfSite(a, base)) continue;
    const title = a.querySelector("title")?.textContent ?? a.querySelector("text").textContent;
    const url = bare(new URL(a.getAttribute("href"), base));
    nodes.push({ ...at(a.querySelector("circle")), url, title, group: group(a), kind: "note", level: 1, element: a });
  }
  const byPlace = new Map(nodes.map((node) => [`${node.x} ${node.y}`, node]));
  const links = [];
  for (const path of svg.querySelectorAll("path")) {
    const kind = path.getAttribute("class").replace("graph-", "");
    // The lines of a kind are one path: from a place, straight or bent, to a place.
    for (const [, x1, y1, x2, y2] of path.getAttribute("d").matchAll(/M(\d+) (\d+)(?:L|Q\d+ \d+ )(\d+) (\d+)/g)) {
      const ends = [byPlace.get(`${x1} ${y1}`), byPlace.get(`${x2} ${y2}`)];
      if (ends.every(Boolean)) links.push({ a: ends[0], b: ends[1], kind });
      if (kind === "tag") ends[1].kind = "tag";
    }
  }
  return { nodes, links };
}

const at = (circle) => ({
  x: Number(circle.getAttribute("cx")),
  y: Number(circle.getAttribute("cy")),
  radius: Number(circle.getAttribute("r")),
});
const group = (element) => element.getAttribute("class").match(/graph-(\d)/)?.[1] ?? "0";
const isOfSite = (a, base) => URL.parse(a.getAttribute("href"), base)?.href.startsWith(site);
const bare = (address) => new URL(address).href.replace(/[?#].*$/, "").replace(/\/index\.html$/, "/");

function make(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// A drawing that can be moved about. With `whole` it is one in a window of its own.
class Drawing {
  constructor(svg, model, whole = false) {
    this.svg = svg;
    this.whole = whole;
    this.lines = make("g", {});
    const { x, y, width, height } = svg.viewBox.baseVal;
    this.box = this.first = { x, y, width, height };
    this.fill(model);
  }

  // Takes what there is to show; an element that is there already stays, and the focus with it.
  fill(model) {
    this.model = model;
    for (const path of this.svg.querySelectorAll(":scope > path")) path.remove();
    this.svg.prepend(this.lines);
    this.lines.replaceChildren();
    this.near = new Map(model.nodes.map((node) => [node, new Set([node])]));
    for (const link of model.links) {
      link.element = make("path", { class: `graph-${link.kind}` });
      this.lines.append(link.element);
      this.near.get(link.a).add(link.b);
      this.near.get(link.b).add(link.a);
      this.draw(link);
    }
    this.elements = new Map();
    for (const node of model.nodes) {
      if (node.kind === "here" && !this.whole) node.element = this.svg.querySelector(".graph-here");
      this.elements.set(node.element, node);
    }
  }

  draw({ element, a, b, kind }) {
    const bend = 0.55;
    const middle = this.model.nodes[0];
    const x = ((a.x + b.x) / 2) * (1 - bend) + middle.x * bend;
    const y = ((a.y + b.y) / 2) * (1 - bend) + middle.y * bend;
    const way = kind === "among" && !this.whole ? `Q${x} ${y} ` : "L";
    element.setAttribute("d", `M${a.x} ${a.y}${way}${b.x} ${b.y}`);
  }

  // Moves a node, with its label as far from it as it was.
  place(node, x, y) {
    for (const part of node.element.matches("circle") ? [node.element] : node.element.children) {
      const [horizontal, vertical] = part.matches("circle") ? ["cx", "cy"] : ["x", "y"];
      if (part.matches("title")) continue;
      part.setAttribute(horizontal, Number(part.getAttribute(horizontal)) + x - node.x);
      part.setAttribute(vertical, Number(part.getAttribute(vertical)) + y - node.y);
    }
    node.x = x;
    node.y = y;
  }

  redraw(node) {
    for (const link of this.model.links) if (!node || link.a === node || link.b === node) this.draw(link);
  }

  nodeOf(target) {
    const element = target.closest?.("a, .graph-here");
    return element && this.elements.get(element);
  }

  // Brings out a node with all that it is linked with.
  show(node) {
    this.svg.classList.toggle("is-shown", Boolean(node));
    const near = node ? this.near.get(node) : new Set();
    for (const each of this.model.nodes) each.element.classList.toggle("is-near", near.has(each));
    for (const { a, b, element } of this.model.links) {
      element.classList.toggle("is-near", a === node || b === node);
    }
  }

  leave() {
    this.left.abort();
  }

  listen() {
    const { svg } = this;
    this.left = new AbortController();
    const { signal } = this.left;
    const turn = (event) => this.held ?? this.show(this.nodeOf(event.target));
    for (const type of ["pointerover", "focusin"]) svg.addEventListener(type, turn, { signal });
    for (const type of ["pointerleave", "focusout"]) svg.addEventListener(type, () => this.held ?? this.show(), { signal });
    svg.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
    svg.addEventListener("pointerdown", (event) => this.grasp(event), { signal });
    svg.addEventListener("click", (event) => this.wasMoved && event.preventDefault(), { capture: true, signal });
    // The wheel belongs to the page, until a reader shows that the drawing is meant.
    svg.addEventListener("wheel", (event) => {
      if (!(this.whole || event.ctrlKey || svg.contains(document.activeElement))) return;
      event.preventDefault();
      this.zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.006), this.point(event));
    }, { passive: false, signal });
  }

  // Where a pointer is, in units of the drawing.
  point({ clientX, clientY }) {
    return new DOMPoint(clientX, clientY).matrixTransform(this.svg.getScreenCTM().inverse());
  }

  zoom(factor, { x, y }) {
    const { box, first } = this;
    const scale = Math.max(0.15, Math.min(1.5, (box.width * factor) / first.width)) * (first.width / box.width);
    this.look(x - (x - box.x) * scale, y - (y - box.y) * scale, box.width * scale);
  }

  look(x, y, width) {
    this.box = { x, y, width, height: (width * this.first.height) / this.first.width };
    this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${this.box.height}`);
  }

  // A node that is drawn along moves, and else the whole drawing does: by a finger only in a
  // window of its own, since else nobody could pass a drawing on a phone.
  grasp(event) {
    this.wasMoved = false;
    const node = this.nodeOf(event.target);
    if (event.button || (event.pointerType !== "mouse" && !this.whole)) return;
    const start = this.point(event);
    const box = this.box;
    const fingers = (this.fingers ??= new Map()).set(event.pointerId, event);
    this.held = true;
    const move = (now) => {
      const { x, y } = this.point(now);
      if (!this.wasMoved && Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) < 4) return;
      this.wasMoved = true;
      if (fingers.size === 2) this.pinch(now);
      else if (node) this.carry(node, x, y);
      else this.look(this.box.x + start.x - x, this.box.y + start.y - y, box.width);
      fingers.set(now.pointerId, now);
    };
    const end = (last) => {
      fingers.delete(last.pointerId);
      if (node) this.carry(node);
      this.held = undefined;
      for (const type of ["pointermove", "pointerup", "pointercancel"]) {
        removeEventListener(type, type === "pointermove" ? follow : leave);
      }
    };
    const follow = (now) => now.pointerId === event.pointerId && move(now);
    const leave = (last) => last.pointerId === event.pointerId && end(last);
    addEventListener("pointermove", follow);
    addEventListener("pointerup", leave);
    addEventListener("pointercancel", leave);
  }

  pinch(now) {
    const [one, other] = [...this.fingers.values()].map((finger) => [finger.clientX, finger.clientY]);
    const moved = [...this.fingers].map(([id, finger]) => (id === now.pointerId ? now : finger));
    const apart = Math.hypot(moved[0].clientX - moved[1].clientX, moved[0].clientY - moved[1].clientY);
    const middle = { clientX: (one[0] + other[0]) / 2, clientY: (one[1] + other[1]) / 2 };
    this.zoom(Math.hypot(one[0] - other[0], one[1] - other[1]) / apart, this.point(middle));
  }

  carry(node, x, y) {
    if (x === undefined) return;
    this.place(node, x, y);
    this.redraw(node);
  }
}

// The larger drawing, in which a layout runs by itself. It can be carried outwards.
class Roaming extends Drawing {
  constructor(svg, model) {
    super(svg, { nodes: [], links: [] }, true);
    this.all = model;
    this.worker = new Worker(new URL("./graphforce.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => this.settle(data);
    this.listen();
  }

  // Shows all that is at most `depth` steps away, with or without tags.
  present(depth, tags) {
    const seen = (node) => node.level <= depth && (tags || node.kind !== "tag");
    const nodes = this.all.nodes.filter(seen).slice(0, MOST);
    const kept = new Set(nodes);
    const links = this.all.links.filter(({ a, b }) => kept.has(a) && kept.has(b));
    const degrees = new Map(nodes.map((node) => [node, 0]));
    for (const { a, b } of links) for (const end of [a, b]) degrees.set(end, degrees.get(end) + 1);
    for (const node of nodes) {
      node.radius = node.kind === "here" ? 9 : 4 + Math.sqrt(degrees.get(node));
      node.element = this.element(node);
    }
    this.svg.replaceChildren(...nodes.map((node) => node.element));
    this.fill({ nodes, links });
    const index = new Map(nodes.map((node, i) => [node, i]));
    this.worker.postMessage({
      nodes: nodes.map(({ x, y, radius }) => ({ x, y, radius: radius + 9 })),
      links: links.map(({ a, b }) => [index.get(a), index.get(b)]),
      distance: 110,
      push: -600,
      pull: 0.05,
      atOnce: calm.matches,
    });
  }

  element(node) {
    const circle = make("circle", { cx: node.x, cy: node.y, r: node.radius });
    const text = make("text", { x: node.x, y: node.y + node.radius + 13, "text-anchor": "middle" });
    text.textContent = node.title.length > 28 ? `${node.title.slice(0, 27).trimEnd()}…` : node.title;
    const title = make("title", {});
    title.textContent = node.title;
    const is = node.kind === "here" ? "graph-here " : "";
    return make("a", { class: `${is}graph-${node.group}`, href: node.url }, title, circle, text);
  }

  // Moves everything to where the layout has it, and shows the labels that have room.
  settle({ places, done }) {
    const { nodes } = this.model;
    if (places.length !== nodes.length * 2) return; // of a layout that was left
    nodes.forEach((node, i) => node !== this.carried && this.place(node, places[2 * i], places[2 * i + 1]));
    this.redraw();
    this.frame();
    if (done) this.label();
  }

  // As long as nobody has moved it, the whole drawing is in view.
  frame() {
    if (this.wasTouched) return;
    const { nodes } = this.model;
    const [xs, ys] = [nodes.map((node) => node.x), nodes.map((node) => node.y)];
    const { clientWidth, clientHeight } = this.svg;
    const [left, top] = [Math.min(...xs) - 70, Math.min(...ys) - 30];
    const high = Math.max(...ys) + 40 - top;
    const width = Math.max(Math.max(...xs) + 70 - left, (high * clientWidth) / clientHeight, clientWidth * 0.7);
    this.first = { width, height: (width * clientHeight) / clientWidth };
    const middle = [left + Math.max(...xs) + 70, top + Math.max(...ys) + 40].map((sum) => sum / 2);
    this.look(middle[0] - width / 2, middle[1] - this.first.height / 2, width);
  }

  look(x, y, width) {
    super.look(x, y, width);
    // Letters stay as large as they are, however near one looks.
    this.svg.style.setProperty("--zoom", width / this.svg.clientWidth);
  }

  // Labels do not lie on each other: those of the best linked come first.
  label() {
    const taken = [];
    const size = this.box.width / this.svg.clientWidth;
    const order = [...this.model.nodes].sort((a, b) => a.level - b.level || b.radius - a.radius);
    for (const node of order) {
      const half = node.element.lastChild.textContent.length * 3.4 * size;
      const place = [node.x - half, node.y + node.radius, node.x + half, node.y + node.radius + 15 * size];
      const fits = taken.every(([l, t, r, b]) => place[0] > r || place[2] < l || place[1] > b || place[3] < t);
      if (fits) taken.push(place);
      node.element.classList.toggle("is-quiet", !fits);
    }
  }

  zoom(factor, point) {
    this.wasTouched = true;
    super.zoom(factor, point);
    this.label();
  }

  grasp(event) {
    super.grasp(event);
    if (!this.nodeOf(event.target)) this.wasTouched = true;
  }

  carry(node, x, y) {
    this.carried = x === undefined ? undefined : node;
    if (x !== undefined) super.carry(node, x, y);
    if (x !== undefined || this.wasMoved) this.worker.postMessage({ fix: this.model.nodes.indexOf(node), x, y });
  }
}

// The page of a note as a document; each is fetched once.
const pages = new Map();
function page(url) {
  if (!pages.has(url)) {
    const fetched = fetch(url).then((found) => (found.ok ? found.text() : ""));
    pages.set(url, fetched.then((html) => new DOMParser().parseFromString(html, "text/html")).catch(() => null));
  }
  return pages.get(url);
}

// Adds to a model what stands around those nodes that are `level` steps away.
async function widen(model, level) {
  const edge = model.nodes.filter((node) => node.level === level && node.kind === "note").slice(0, FETCHED);
  for (let i = 0; i < edge.length; i += AT_ONCE) {
    const some = edge.slice(i, i + AT_ONCE);
    const found = await Promise.all(some.map((node) => page(node.url)));
    found.forEach((document, j) => {
      const svg = document?.querySelector(`.graph ${DRAWING}`);
      if (svg) join(model, some[j], read(svg, some[j].url));
      if (document) addTags(model, some[j], document, some[j].url);
    });
  }
}

// Adds what another drawing shows to a model, as far as it is not there.
function join(model, centre, other) {
  const known = new Map(model.nodes.map((node) => [node.url, node]));
  const [middle, ...around] = other.nodes;
  const same = new Map([[middle, centre]]);
  around.forEach((node, i) => {
    const angle = (2 * Math.PI * i) / around.length;
    const [x, y] = [centre.x + 40 * Math.cos(angle), centre.y + 40 * Math.sin(angle)];
    if (!known.has(node.url)) model.nodes.push({ ...node, x, y, level: centre.level + 1 });
    same.set(node, known.get(node.url) ?? model.nodes.at(-1));
  });
  for (const { a, b, kind } of other.links) link(model, same.get(a), same.get(b), kind);
}

function link(model, a, b, kind) {
  const is = model.links.some((each) => (each.a === a && each.b === b) || (each.a === b && each.b === a));
  if (!is && a !== b) model.links.push({ a, b, kind });
}

// The tags that the page of a note shows, as nodes.
function addTags(model, node, document, base) {
  for (const a of document.querySelectorAll(".note-tags a.tag")) {
    if (!isOfSite(a, base)) continue;
    const url = bare(new URL(a.getAttribute("href"), base));
    let tag = model.nodes.find((each) => each.url === url);
    if (!tag) {
      const title = a.textContent.trim();
      tag = { x: node.x + 30, y: node.y + 30, url, title, group: "0", kind: "tag", level: node.level + 1 };
      model.nodes.push(tag);
    }
    link(model, node, tag, "tag");
  }
}

function html(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function copied({ nodes, links }) {
  const copies = new Map(nodes.map((node) => [node, { ...node }]));
  return {
    nodes: [...copies.values()],
    links: links.map(({ a, b, kind }) => ({ a: copies.get(a), b: copies.get(b), kind })),
  };
}

// Opens a window with the drawing in it, in which a reader may look further.
async function enlarge(svg) {
  await styled(new URL("./graphs.css", import.meta.url).href);
  const model = copied(drawings.get(svg).model);
  const title = document.querySelector("h1")?.textContent.trim() || document.title;
  model.nodes[0].title = title;
  const hadTags = model.nodes.some((node) => node.kind === "tag");
  addTags(model, model.nodes[0], document, location.href);
  const depth = html("select", {}, ...["1", "2", "3"].map((n) => new Option(n === "1" ? "1 step" : `${n} steps`, n)));
  const tags = html("input", { type: "checkbox", checked: hadTags });
  const large = make("svg", { class: "graph-drawing", viewBox: "0 0 272 200", direction: "ltr", role: "group", "aria-label": `What is linked with ${title}` });
  const status = html("span", { className: "graph-status" });
  status.setAttribute("role", "status");
  const close = html("button", { type: "button", textContent: "Close" });
  const bar = html("div", { className: "graph-bar" },
    html("label", {}, "As far as ", depth),
    ...(model.nodes.some((node) => node.kind === "tag") ? [html("label", {}, tags, " Tags")] : []),
    status, close);
  const window = html("dialog", { className: "graph-dialog" }, bar, large);
  window.setAttribute("aria-label", `Graph around ${title}`);
  document.body.append(window);
  window.showModal();
  const drawing = new Roaming(large, model);
  let reached = 1;
  const present = async () => {
    const wanted = Number(depth.value);
    drawing.wasTouched = false;
    while (reached < wanted) {
      status.textContent = "Looking further…";
      await widen(model, reached);
      reached += 1;
    }
    drawing.present(wanted, tags.checked);
    const count = drawing.model.nodes.filter((node) => node.kind !== "tag").length;
    status.textContent = `${count} notes`;
  };
  depth.addEventListener("change", present);
  tags.addEventListener("change", present);
  close.addEventListener("click", () => window.close());
  window.addEventListener("keydown", (event) => keys(drawing, event));
  window.addEventListener("close", () => {
    drawing.worker.terminate();
    window.remove();
  });
  present();
}

// The arrows move the larger drawing, + and - bring it nearer, and 0 shows all of it.
function keys(drawing, event) {
  if (event.target.matches("select, input") || event.ctrlKey || event.metaKey || event.altKey) return;
  const { x, y, width, height } = drawing.box;
  const step = width / 12;
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  const factor = { "+": 0.8, "=": 0.8, "-": 1.25 }[event.key];
  if (moves[event.key]) {
    drawing.wasTouched = true;
    drawing.look(x + moves[event.key][0], y + moves[event.key][1], width);
  } else if (factor) {
    drawing.zoom(factor, { x: x + width / 2, y: y + height / 2 });
  } else if (event.key === "0") {
    drawing.wasTouched = false;
    drawing.frame();
  } else {
    return;
  }
  event.preventDefault();
}
