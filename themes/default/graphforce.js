// Lays out a graph beside the page, so that the page stays quick.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "./d3/d3-force.js";

const BETWEEN = 30; // milliseconds from one picture to the next
let simulation;
let sent = 0;

function begin({ nodes, links, distance, push, pull, steps = 300, atOnce }) {
  simulation?.stop();
  const joined = links.map(([source, target]) => ({ source, target }));
  simulation = forceSimulation(nodes)
    .force("links", forceLink(joined).distance(distance))
    .force("push", forceManyBody().strength(push).theta(1.1))
    .force("across", forceX().strength(pull))
    .force("down", forceY().strength(pull))
    .alphaDecay(1 - 0.001 ** (1 / steps))
    .on("tick", () => performance.now() - sent > BETWEEN && send(false))
    .on("end", () => send(true));
  if (nodes.some((node) => node.radius)) simulation.force("apart", forceCollide((node) => node.radius));
  if (atOnce) {
    simulation.stop().tick(steps);
    send(true);
  }
}

function send(done) {
  sent = performance.now();
  const places = Float32Array.from(simulation.nodes().flatMap(({ x, y }) => [x, y]));
  postMessage({ places, done }, [places.buffer]);
}

// Holds a node where a reader has it; without a place it is let go.
function hold({ fix, x, y }) {
  const node = simulation.nodes()[fix];
  [node.fx, node.fy] = [x, y];
  simulation.alphaTarget(x === undefined ? 0 : 0.2).restart();
}

onmessage = ({ data }) => ("fix" in data ? hold(data) : begin(data));
