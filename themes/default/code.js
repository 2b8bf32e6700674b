// A button on each block of code that copies it. Without this script nothing is missing.
// @ts-check

const STATUS = "g-copied"; // the element in which screen readers hear of it
const SHOWN = 2000; // milliseconds

function addButtons() {
  if (!navigator.clipboard) return; // as on a site without https
  for (const pre of document.querySelectorAll("pre:has(> code)")) {
    if (!pre.previousElementSibling?.matches(".copy-code")) pre.before(buttonFor(pre));
  }
}

/** @param {Element} pre */
function buttonFor(pre) {
  const box = document.createElement("div");
  const button = document.createElement("button");
  box.className = "copy-code";
  button.type = "button";
  name(button, "Copy");
  button.addEventListener("click", () => void copy(pre, button));
  box.append(button);
  return box;
}

/** @param {Element} pre @param {HTMLButtonElement} button */
async function copy(pre, button) {
  const said = await navigator.clipboard.writeText(pre.textContent ?? "").then(
    () => "Copied",
    () => "Not copied",
  );
  button.textContent = said;
  status().textContent = said;
  setTimeout(() => {
    name(button, "Copy");
    status().textContent = "";
  }, SHOWN);
}

/** What the button does is seen in one word, and heard in two.
 * @param {HTMLButtonElement} button @param {string} word */
function name(button, word) {
  const what = document.createElement("span");
  what.textContent = " code";
  button.replaceChildren(word, what);
}

function status() {
  return document.getElementById(STATUS) ?? newStatus();
}

function newStatus() {
  const element = document.createElement("div");
  element.id = STATUS;
  element.setAttribute("role", "status");
  document.body.append(element);
  return element;
}

function start() {
  addButtons();
  if (document.querySelector(".copy-code")) status(); // there before it speaks, so that it is heard
}

start();
document.addEventListener("garden:renewed", start);
