// The judge: reads notes with remark-parse, remark-math and yaml, and nothing of garden's.
//
// Standard input is a list of {front, body}; standard output the outline of each: a list of
// [kind, what it says, line]. tests/fidelity/outline.py makes the same of garden's tokens.
"use strict";

const { readFileSync } = require("node:fs");
const { parse } = require("yaml");

const reader = require("unified")().use(require("remark-parse")).use(require("remark-math"));
const WORDLESS = new Set(["html", "image", "imageReference", "definition"]);
const FORMATS = { strong: "bold", emphasis: "italics", delete: "struck" };

function words(node, addresses) {
  if (node.type === "break") return " ";
  if (WORDLESS.has(node.type)) return node.alt ?? "";
  const said = node.value ?? (node.children ?? []).map((child) => words(child, addresses)).join("");
  const isText = node.referenceType === "full" && !addresses.has(node.identifier);
  return isText ? `[${said}][${node.label}]` : said;
}

function definitions(node, found = new Map()) {
  if (node.type === "definition" && !found.has(node.identifier)) found.set(node.identifier, node.url);
  for (const child of node.children ?? []) definitions(child, found);
  return found;
}

function* marks(node, addresses, lists) {
  const said = words(node, addresses);
  const mark = (kind, says) => [kind, says, node.position.start.line];
  const address = node.url ?? addresses.get(node.identifier);
  if (node.type in FORMATS) yield mark(FORMATS[node.type], said);
  else if (node.type === "heading") yield mark("heading", `level ${node.depth}: ${said}`);
  else if (node.type === "listItem") {
    const [first] = node.children;
    const begins = first?.type === "paragraph" ? words(first, addresses) : "";
    yield mark("item", `${lists.at(-1)}, level ${lists.length}: ${begins}`);
  } else if (node.type === "tableRow") {
    yield mark("row", node.children.map((cell) => words(cell, addresses)).join(" | "));
  } else if (node.type === "inlineCode") yield mark("code", node.value);
  else if (node.type === "code") yield mark("code block", node.value);
  else if (node.type === "math" || node.type === "inlineMath") yield mark("formula", node.value);
  else if (node.type.startsWith("link") && address) yield mark("link", `${said} → ${address}`);
  else if (node.type.startsWith("image") && address) yield mark("picture", `→ ${address}`);
  const around = node.type === "list" ? [...lists, node.ordered ? "number" : "bullet"] : lists;
  for (const child of node.children ?? []) yield* marks(child, addresses, around);
}

function* properties(front) {
  let values;
  try {
    values = parse(front, { logLevel: "error" }) ?? {};
    if (typeof values !== "object" || Array.isArray(values)) throw new Error("no keys and values");
  } catch (error) {
    yield ["front matter", `refused: ${error.message.split("\n")[0]}`, 1];
    return;
  }
  for (const [key, value] of Object.entries(values)) {
    yield ["property", `${key}: ${JSON.stringify(value)}`, 1];
  }
}

function outline({ front, body }) {
  const root = reader.parse(body);
  return [...properties(front), ...marks(root, definitions(root), [])];
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(outline)));
