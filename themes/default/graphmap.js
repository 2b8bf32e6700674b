// The graph of the whole garden on two canvases: the lines, and above them what is pointed at.
// Ten thousand notes stay fluid because the lines are drawn anew only when the view rests: while
// it moves, they are moved as the picture that they are.

import { quadtree } from "./d3/d3-quadtree.js";

const LABELS = 90; // at most in one picture
const RESULTS = 30; // of a search
const REST = 90; // milliseconds without a movement
const CROWD = 2000; // notes in view
const STROKE = 1500; // lines of one path: longer ones are slower to draw
const [NEAREST, FURTHEST] = [8, 0.02];
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

function html(name, properties = {}, ...children) {
  const { role, label, ...own } = properties;
  const element = Object.assign(document.createElement(name), own);
  if (role) element.setAttribute("role", role);
  if (label) element.setAttribute("aria-label", label);
  element.append(...children);
  return element;
}

// The data of the map by columns: a number for each note.
class Graph {
  constructor(spots, places) {
    this.titles = spots.titles;
    this.urls = spots.urls;
    this.groups = { folder: spots.folders, tag: spots.tags };
    this.count = spots.titles.length;
    this.x = Float32Array.from({ length: this.count }, (_, i) => places[2 * i]);
    this.y = Float32Array.from({ length: this.count }, (_, i) => places[2 * i + 1]);
    this.links = [];
    this.near = Array.from({ length: this.count }, () => []);
    spots.links.forEach((steps, from) => {
      let to = from;
      for (const step of steps) {
        to += step;
        this.links.push([from, to]);
        this.near[from].push(to);
        this.near[to].push(from);
      }
    });
    this.radius = Float32Array.from(this.near, (near) => 2.2 + Math.sqrt(near.length) * 0.9);
    this.ranked = [...this.near.keys()].sort((a, b) => this.near[b].length - this.near[a].length || a - b);
    this.keys = this.titles.map(fold);
  }

  // How far the notes reach, without the outermost few.
  extent(shown) {
    const there = [...this.near.keys()].filter(shown);
    const range = (of) => {
      const sorted = Float32Array.from(there, (i) => of[i]).sort();
      return [sorted[Math.floor(sorted.length * 0.005)], sorted[Math.ceil(sorted.length * 0.995) - 1]];
    };
    return there.length ? [...range(this.x), ...range(this.y)] : [-1, 1, -1, 1];
  }
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

class Plan {
  constructor(element, graph, places) {
    this.element = element;
    this.graph = graph;
    this.hidden = false; // whether notes without links are left out
    this.found = null; // what a search has found
    this.pointed = -1;
    this.build();
    this.index();
    this.colour(element.dataset.colour);
    this.resize();
    this.fit();
    new ResizeObserver(() => this.resize()).observe(this.stage);
    this.listen();
    if (!places.settled) this.settle();
  }

  // The tools around the canvas.
  build() {
    const { graph } = this;
    this.lines = html("canvas", { className: "graph-lines" });
    this.notes = html("canvas", { className: "graph-notes", tabIndex: 0, role: "application", label: "Graph of the garden. Arrow keys move it, plus and minus zoom, 0 shows all of it. Search finds a note." });
    this.lines.setAttribute("aria-hidden", "true");
    this.stage = html("div", { className: "graph-stage" }, this.lines, this.notes);
    this.field = html("input", { type: "search", placeholder: "Find a note", label: "Find a note in the graph" });
    this.results = html("ul", { className: "graph-results", hidden: true });
    this.status = html("span", { className: "graph-status", role: "status" });
    this.by = html("select", {}, new Option("Folder", "folder"), new Option("Tag", "tag"));
    this.orphans = html("input", { type: "checkbox", checked: true });
    this.legend = html("ul", { className: "graph-legend" });
    const button = (text, label, act) => html("button", { type: "button", textContent: text, label, onclick: act });
    const lonely = graph.near.some((near) => !near.length);
    this.element.append(
      html("div", { className: "graph-tools" },
        html("div", { className: "graph-search" }, this.field, this.results),
        ...(Object.values(graph.groups).every((groups) => groups.names.length) ? [html("label", {}, "Colour ", this.by)] : []),
        ...(lonely ? [html("label", {}, this.orphans, " Notes without links")] : []),
        this.status,
        html("div", { className: "graph-zoom" },
          button("−", "Further away", () => this.zoom(0.7)),
          button("+", "Nearer", () => this.zoom(1.4)),
          button("All", "Show all of it", () => this.fit()))),
      this.stage, this.legend);
  }

  shown = (i) => !this.hidden || this.graph.near[i].length > 0;

  index() {
    const { x, y, near } = this.graph;
    this.tree = quadtree([...near.keys()].filter(this.shown), (i) => x[i], (i) => y[i]);
  }

  // Which colour each note has, as the style sheet says now.
  colour(by = this.kind) {
    const groups = this.graph.groups;
    this.kind = groups[by].names.length ? by : Object.keys(groups).find((key) => groups[key].names.length) ?? by;
    this.by.value = this.kind;
    const { names, colours, of } = groups[this.kind];
    const counts = names.map(() => 0);
    for (const group of of) if (group >= 0) counts[group] += 1;
    const most = [...counts.keys()].filter((i) => counts[i]).sort((a, b) => counts[b] - counts[a]).slice(0, 12);
    this.legend.replaceChildren(...most.map((i) =>
      html("li", {}, html("span", { className: `graph-swatch graph-${colours[i]}` }), `${names[i]} `, html("span", { className: "count", textContent: counts[i] }))));
    this.own = Uint8Array.from(of, (group) => (group < 0 ? 0 : colours[group]));
    this.repaint();
  }

  repaint() {
    const probe = html("span", { className: "graph-swatch" });
    this.stage.append(probe);
    const told = (name, property = "backgroundColor") => {
      probe.className = `graph-swatch ${name}`;
      return getComputedStyle(probe)[property];
    };
    this.paints = Array.from({ length: 9 }, (_, i) => told(`graph-${i}`));
    [this.line, this.ink, this.paper, this.accent] = ["is-line", "is-ink", "is-paper", "is-accent"].map((name) => told(name));
    this.font = told("", "fontFamily");
    probe.remove();
    this.draw(true);
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width === this.width && height === this.height) return; // told at once by who watches it
    this.sharp = Math.min(devicePixelRatio, 2);
    for (const canvas of [this.lines, this.notes]) {
      [canvas.width, canvas.height] = [width * this.sharp, height * this.sharp];
    }
    const [dx, dy] = [width - (this.width ?? width), height - (this.height ?? height)];
    [this.width, this.height] = [width, height];
    if (this.view) this.look({ ...this.view, x: this.view.x + dx / 2, y: this.view.y + dy / 2 }, true);
  }

  fit() {
    const [left, right, top, bottom] = this.graph.extent(this.shown);
    const scale = clamp(Math.min(this.width / (right - left + 60), this.height / (bottom - top + 60)), FURTHEST, 2.6);
    this.look({ scale, x: this.width / 2 - ((left + right) / 2) * scale, y: this.height / 2 - ((top + bottom) / 2) * scale }, true);
  }

  look(view, atOnce = false) {
    this.view = view;
    this.draw(atOnce);
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const scale = clamp(this.view.scale * factor, FURTHEST, NEAREST);
    const real = scale / this.view.scale;
    this.look({ scale, x: x - (x - this.view.x) * real, y: y - (y - this.view.y) * real });
  }

  move(dx, dy) {
    this.look({ ...this.view, x: this.view.x + dx, y: this.view.y + dy });
  }

  centre(i) {
    const scale = Math.max(this.view.scale, 0.9);
    this.look({ scale, x: this.width / 2 - this.graph.x[i] * scale, y: this.height / 2 - this.graph.y[i] * scale }, true);
  }

  // Asks for a picture; the lines are drawn anew when nothing has moved for a moment.
  draw(atOnce = false) {
    if (!this.view) return;
    this.stale ||= atOnce;
    clearTimeout(this.resting);
    if (!atOnce && !this.stale) this.resting = setTimeout(() => this.draw(true), REST);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      const rests = this.stale;
      if (rests) this.drawLines();
      this.stale = false;
      this.moveLines();
      this.drawNotes(rests);
    });
  }

  context(canvas) {
    const context = canvas.getContext("2d");
    context.setTransform(this.sharp, 0, 0, this.sharp, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    return context;
  }

  drawLines() {
    const { graph: { x, y, links }, view } = this;
    const context = this.context(this.lines);
    const [left, top] = [-view.x / view.scale, -view.y / view.scale];
    const [right, bottom] = [left + this.width / view.scale, top + this.height / view.scale];
    context.strokeStyle = this.line;
    context.lineWidth = clamp(view.scale * 1.2, 0.35, 1.2);
    context.globalAlpha = clamp(0.25 + view.scale * 0.6, 0.3, 0.9);
    let drawn = 0;
    context.beginPath();
    for (const [a, b] of links) {
      const [ax, ay, bx, by] = [x[a], y[a], x[b], y[b]];
      if ((ax < left && bx < left) || (ax > right && bx > right)) continue;
      if ((ay < top && by < top) || (ay > bottom && by > bottom)) continue;
      context.moveTo(ax * view.scale + view.x, ay * view.scale + view.y);
      context.lineTo(bx * view.scale + view.x, by * view.scale + view.y);
      if (++drawn % STROKE === 0) {
        context.stroke();
        context.beginPath();
      }
    }
    context.stroke();
    this.seen = view;
  }

  // The lines as they were drawn last, where they belong now.
  moveLines() {
    const { view, seen } = this;
    const scale = view.scale / seen.scale;
    const [dx, dy] = [view.x - seen.x * scale, view.y - seen.y * scale];
    this.lines.style.transform = scale === 1 && !dx && !dy ? "" : `translate(${dx}px, ${dy}px) scale(${scale})`;
  }

  // While thousands move, dots are squares, which are drawn sooner.
  drawNotes(rests) {
    const { graph: { x, y, radius, near }, view, own } = this;
    const context = this.context(this.notes);
    const bright = this.pointed >= 0 ? new Set([this.pointed, ...near[this.pointed]]) : this.found;
    this.lines.style.opacity = bright ? 0.25 : "";
    const byColour = Array.from({ length: 9 }, () => []);
    const size = Math.min(1.5, Math.sqrt(view.scale) * 1.15, 0.12 + view.scale * 1.3);
    for (let i = 0; i < this.graph.count; i += 1) {
      const [px, py] = [x[i] * view.scale + view.x, y[i] * view.scale + view.y];
      if (px < -20 || py < -20 || px > this.width + 20 || py > this.height + 20 || !this.shown(i)) continue;
      byColour[own[i]].push(i, px, py);
    }
    const round = rests || byColour.flat().length < 3 * CROWD ? 1.6 : 6;
    if (this.pointed >= 0) this.drawLinksOf(context, this.pointed);
    for (const dim of bright ? [true, false] : [false]) {
      context.globalAlpha = dim ? 0.22 : 1;
      byColour.forEach((spots, colour) => {
        context.fillStyle = this.paints[colour];
        context.beginPath();
        for (let j = 0; j < spots.length; j += 3) {
          const [i, px, py] = [spots[j], spots[j + 1], spots[j + 2]];
          if (bright && bright.has(i) === dim) continue;
          const r = radius[i] * size;
          if (r < round) context.rect(px - r * 0.9, py - r * 0.9, 1.8 * r, 1.8 * r);
          else {
            context.moveTo(px + r, py);
            context.arc(px, py, r, 0, 2 * Math.PI);
          }
        }
        context.fill();
      });
    }
    context.globalAlpha = 1;
    this.drawLabels(context, size, bright);
  }

  drawLinksOf(context, i) {
    const { graph: { x, y, near }, view } = this;
    context.strokeStyle = this.accent;
    context.lineWidth = 1.2;
    context.beginPath();
    for (const other of near[i]) {
      context.moveTo(x[i] * view.scale + view.x, y[i] * view.scale + view.y);
      context.lineTo(x[other] * view.scale + view.x, y[other] * view.scale + view.y);
    }
    context.stroke();
  }

  // Titles of the best linked notes, as far as none lies on another; the nearer, the more.
  drawLabels(context, size, bright) {
    const { graph: { x, y, radius, ranked, titles, count }, view } = this;
    context.font = `12px ${this.font}`;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = this.paper;
    context.fillStyle = this.ink;
    const [cell, taken] = [18, new Set()];
    // The whole of a large garden shows its largest notes alone.
    const most = bright ? LABELS : clamp(LABELS * Math.sqrt(view.scale) * Math.max(1, 300 / count), 12, LABELS);
    let drawn = 0;
    for (const i of bright ? [...bright].sort((a, b) => (b === this.pointed) - (a === this.pointed) || radius[b] - radius[a]) : ranked) {
      if (drawn >= most) break;
      const [px, py] = [x[i] * view.scale + view.x, y[i] * view.scale + view.y + radius[i] * size + 3];
      if (px < 0 || py < 0 || px > this.width || py > this.height - 15 || !this.shown(i)) continue;
      const text = titles[i].length > 36 ? `${titles[i].slice(0, 35)}…` : titles[i];
      const half = context.measureText(text).width / 2 + 4;
      const middle = clamp(px, Math.min(half, this.width / 2), Math.max(this.width - half, this.width / 2)); // whole at the edge too
      const cells = [];
      for (let row = Math.floor(py / cell); row <= Math.floor((py + 15) / cell); row += 1) {
        for (let column = Math.floor((middle - half) / cell); column <= Math.floor((middle + half) / cell); column += 1) cells.push(row * 4096 + column);
      }
      if (i !== this.pointed && cells.some((each) => taken.has(each))) continue;
      for (const each of cells) taken.add(each);
      context.strokeText(text, middle, py);
      context.fillText(text, middle, py);
      drawn += 1;
    }
  }

  // The note under a place on the canvas, with some room around it; -1 for none.
  under(px, py, room = 8) {
    const { view } = this;
    const [wx, wy] = [(px - view.x) / view.scale, (py - view.y) / view.scale];
    return this.tree.find(wx, wy, room / view.scale) ?? -1;
  }

  point(i) {
    if (i === this.pointed) return;
    this.pointed = i;
    this.notes.style.cursor = i >= 0 ? "pointer" : "";
    this.draw();
  }

  place({ clientX, clientY }) {
    const { left, top } = this.notes.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  listen() {
    const { notes } = this;
    const fingers = new Map();
    let moved = false;
    notes.addEventListener("pointerdown", (event) => {
      fingers.set(event.pointerId, this.place(event));
      notes.setPointerCapture(event.pointerId);
      moved = fingers.size > 1;
    });
    notes.addEventListener("pointermove", (event) => {
      const [x, y] = this.place(event);
      const was = fingers.get(event.pointerId);
      if (!was) return this.point(this.under(x, y));
      if (!moved && Math.hypot(x - was[0], y - was[1]) < 4) return;
      moved = true;
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      fingers.set(event.pointerId, [x, y]);
      if (!other) return this.move(x - was[0], y - was[1]);
      const apart = ([ax, ay]) => Math.hypot(ax - other[0], ay - other[1]) || 1;
      this.move((x - was[0]) / 2, (y - was[1]) / 2);
      this.zoom(apart([x, y]) / apart(was), (x + other[0]) / 2, (y + other[1]) / 2);
    });
    notes.addEventListener("pointerup", (event) => {
      const place = this.place(event);
      const isClick = fingers.delete(event.pointerId) && !moved && !event.button;
      const i = isClick ? this.under(...place, event.pointerType === "mouse" ? 8 : 20) : -1;
      if (i >= 0) this.open(i, event);
    });
    notes.addEventListener("pointercancel", (event) => fingers.delete(event.pointerId));
    notes.addEventListener("pointerleave", () => this.point(-1));
    // The wheel moves the page, until a reader has turned to the map.
    notes.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== notes) return;
      event.preventDefault();
      this.zoom(Math.exp(-clamp(event.deltaY, -80, 80) * 0.006), ...this.place(event));
    }, { passive: false });
    notes.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.search());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") this.results.querySelector("a")?.focus();
    });
    this.field.parentElement.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.field.value = "";
      this.field.focus(); // where the list was
      this.search();
    });
    this.by.addEventListener("change", () => this.colour(this.by.value));
    this.orphans.addEventListener("change", () => {
      this.hidden = !this.orphans.checked;
      this.index();
      this.draw(true);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint());
    new MutationObserver(() => this.repaint()).observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    const act = moves[event.key] ? () => this.move(...moves[event.key])
      : { "+": () => this.zoom(1.3), "=": () => this.zoom(1.3), "-": () => this.zoom(0.77), 0: () => this.fit() }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  open(i, event) {
    const address = this.address(i);
    if (event.ctrlKey || event.metaKey) window.open(address, "_blank", "noopener");
    else location.assign(address);
  }

  address = (i) => new URL(this.graph.urls[i], new URL("../", import.meta.url)).href;

  // Shows what has all the words in its title, on the map and as a list of links.
  search() {
    const { keys, titles, ranked } = this.graph;
    const words = fold(this.field.value).split(/\s+/).filter(Boolean);
    const found = words.length ? ranked.filter((i) => words.every((word) => keys[i].includes(word))) : [];
    this.found = words.length ? new Set(found) : null;
    this.results.replaceChildren(...found.slice(0, RESULTS).map((i) => {
      const a = html("a", { href: this.address(i), textContent: titles[i] });
      a.addEventListener("focus", () => this.reveal(i));
      a.addEventListener("pointerenter", () => this.reveal(i));
      return html("li", {}, a);
    }));
    this.results.hidden = !found.length;
    this.status.textContent = words.length ? `${found.length} ${found.length === 1 ? "note" : "notes"} found` : "";
    this.point(-1);
    this.draw();
  }

  reveal(i) {
    this.pointed = i;
    this.centre(i);
  }

  // Without places from the build, a layout runs here, beside the page.
  settle() {
    const { graph } = this;
    const worker = new Worker(new URL("./graphforce.js", import.meta.url), { type: "module" });
    this.status.textContent = "Finding a place for each note…";
    worker.onmessage = ({ data: { places, done } }) => {
      for (let i = 0; i < graph.count; i += 1) [graph.x[i], graph.y[i]] = [places[2 * i], places[2 * i + 1]];
      if (done) {
        worker.terminate();
        this.index();
        this.status.textContent = "";
      }
      this.fit();
    };
    worker.postMessage({
      nodes: Array.from(graph.x, (x, i) => ({ x, y: graph.y[i] })),
      links: graph.links,
      distance: 30,
      push: -30,
      pull: 0.03,
      steps: graph.count > 3000 ? 120 : 300,
      atOnce: calm.matches,
    });
  }
}

async function begin(element) {
  const [spots, places] = await Promise.all(
    [element.dataset.spots, element.dataset.places].map((address) => fetch(address).then((found) => found.json())),
  );
  if (!element.childElementCount) new Plan(element, new Graph(spots, places.places), places);
}

// A preview that brings new words takes the tools away.
function look() {
  const element = document.querySelector(".graph-map");
  if (element && !element.childElementCount) begin(element);
}

document.addEventListener("garden:renewed", look);
look();
