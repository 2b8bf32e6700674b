// What every page has. All else is fetched when a reader first asks for it.

// --- what is wider than its place ------------------------------------------------------------
// It scrolls sideways in itself, so it must be one of the places that the keyboard comes to.

const WIDE = ".note-body :is(table, .math, pre.mermaid)";
const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => reach(target)));

function reach(element) {
  if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
}

// --- a link to each heading ------------------------------------------------------------------

function linkHeadings() {
  for (const heading of document.querySelectorAll(".note-body :is(h1, h2, h3, h4, h5, h6)[id]")) {
    if (heading.querySelector(".heading-link, .math")) continue;
    const link = document.createElement("a");
    link.className = "heading-link";
    link.href = `#${encodeURIComponent(heading.id)}`;
    link.setAttribute("aria-label", "Link to this part");
    heading.setAttribute("aria-label", heading.textContent.trim()); // the link is not part of it
    heading.append(link);
  }
}

function look() {
  linkHeadings();
  for (const element of document.querySelectorAll(WIDE)) sizes.observe(element);
}

look();
document.addEventListener("garden:renewed", look);
