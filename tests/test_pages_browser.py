"""Every kind of page in a real Chromium, as readers meet it: on a phone, in the dark, on paper,

from right to left, without scripts, by a screen reader, under a policy that forbids the rest.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.resources import files as resources
from typing import TYPE_CHECKING, Any

import pytest

from garden.build import build
from garden.disk import Disk
from garden.model import Page as Drawn
from garden.pages import EMITTERS
from tests import test_browser
from tests.hosting import hosted
from tests.offline import Files, write
from tests.serving import PATIENCE, requested
from tests.support import HERE, folder_contents

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
browser = test_browser.browser

CONTENT = HERE.parent / "content"
SYNTAX = re.sub(  # diagrams take long, and have tests of their own
    r"^```mermaid\n.*?^```$", "", (CONTENT / "syntax.md").read_text(), flags=re.M | re.S
)
LONG = "A_word_without_a_space_in_it_" * 4
CROWD = {
    f"crowd/{n:03}.md": f"---\ncreated: 2024-05-01\ntags: [herd]\n---\n[[Hub]] {n}\n"
    for n in range(201)
}
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><path d="M0 0L40 30"/></svg>'
)
MANY: Files = {
    "garden.toml": "[lists]\nmost_linked = true\norphans = true\n[site]\ntitle = 'Test garden'\n"
    "author = 'A Gardener'\nfooter = 'Grown with [[Hub|care]].'\n"
    "[[navigation]]\ntitle = 'Map'\nlink = '/map/'\n[[navigation]]\nlink = 'Hub'\n"
    "[[social]]\nname = 'Elsewhere'\nurl = 'https://example.com/me'\n",
    "index.md": f"# Home\n\n[[syntax]], [[Hub]], [[{LONG}]], [[Arabic]].\n",
    "syntax.md": SYNTAX,
    **{
        f"{folder}/{path}": content
        for folder in ("pictures", "media")
        for path, content in folder_contents(CONTENT / folder).items()
    },
    "Hub.md": "---\naliases: [Nave]\ncreated: 2020-02-02\ndescription: Middle.\n---\nWords.\n",
    f"{LONG}.md": f"---\ntags: [deep/er/{LONG}]\n---\n## {LONG}\n\n[[{LONG}#{LONG}]] `{LONG}`\n\n"
    f"| {LONG} | {LONG} |\n| --- | --- |\n| a | b |\n",
    "Empty.md": "",
    "Recipe.md": "---\ncssclasses: [kitchen]\n---\n> [!recipe]\n> Flour.\n\n> [!note]\n> Salt.\n",
    "Colours.md": "```ad-note\ntitle: A *b*\ncollapse: open\ncolor: teal\n[[Hub]] `code`.\n```\n\n"
    "==🔴 a== ==🟠 b== ==🟢 [[Hub|c]]== ==🔵 d== ==🟣 e==\n\n"
    '<mark style="background: #FFF3A3A6">a</mark> <mark style="background:#000">b</mark>\n',
    "Drawn.excalidraw.md": "---\nexcalidraw-plugin: parsed\n---\nThe back.\n\n# Excalidraw Data\n",
    "Drawn.excalidraw.svg": DRAWING,
    "Two.md": "---\nexcalidraw-plugin: parsed\n---\n# Excalidraw Data\n",
    "Two.light.svg": DRAWING,
    "Two.dark.svg": DRAWING,
    "Undrawn.md": "---\nexcalidraw-plugin: parsed\n---\n# Excalidraw Data\n",
    "Drawings.md": "![[Drawn.excalidraw|A plan|200]]\n\n![[Two]]\n\n- ![[Undrawn|300]]\n",
    "_theme/custom.css": '.callout[data-callout="recipe"] { --callout-color: 190, 60, 20; }\n'
    "article.kitchen { color: rgb(1, 2, 3); }\n"
    "@media (prefers-color-scheme: dark) { article.kitchen { color: white; } }\n",
    "Arabic.md": "---\nlang: ar\n---\n# حديقة\n\nكلمات عن [[Hub|مركز]].\n\n"
    "> [!tip] نصيحة\n> كلمات\n\n- واحد\n- اثنان\n\n```py\nx = 1\n```\n\nحاشية.[^1]\n\n[^1]: هنا.\n",
    **CROWD,
}
PLAIN: Files = {  # a garden without a home of its own, in a language from right to left
    "garden.toml": "[site]\ntitle = 'حديقة'\nlanguage = 'ar'\n",
    "a/Note.md": "---\ncreated: 2024-05-01\ntags: [وسم]\naliases: [Alias]\n---\nكلمات [[Other]]\n",
    "a/Other.md": "كلمات [[Note]]\n",
}
GARDENS = {"many": MANY, "plain": PLAIN}

NOWHERE = "/nowhere/"
# What kind of page, in which garden, at which address. Each emitter that draws pages has one.
PAGES = {
    "a home of one's own": ("many", "/"),
    "a note with everything": ("many", "/syntax/"),
    "a note with many backlinks": ("many", "/Hub/"),
    "a note with long words": ("many", f"/{LONG}/"),
    "a note with a class and a callout of its own": ("many", "/Recipe/"),
    "a note of nothing": ("many", "/Empty/"),
    "a note from right to left": ("many", "/Arabic/"),
    "further pages of backlinks": ("many", "/Hub/backlinks/2/"),
    "a folder": ("many", "/crowd/"),
    "a further page of a folder": ("many", "/crowd/page/2/"),
    "the map": ("many", "/map/"),
    "a tag": ("many", "/tags/herd/"),
    "a tag below others": ("many", f"/tags/deep/er/{LONG.lower()}/"),
    "admonitions and highlights in colours": ("many", "/Colours/"),
    "drawings that are embedded": ("many", "/Drawings/"),
    "a drawing": ("many", "/Drawn.excalidraw/"),
    "a drawing for the day and the night": ("many", "/Two/"),
    "a drawing without a picture": ("many", "/Undrawn/"),
    "the tags": ("many", "/tags/"),
    "the recent notes": ("many", "/recent/"),
    "the graph": ("many", "/graph/"),
    "the notes that most link to": ("many", "/most-linked/"),
    "the notes without links": ("many", "/orphans/"),
    "an address that leads nowhere": ("many", NOWHERE),
    "a garden's own home": ("plain", "/"),
    "a note of a garden from right to left": ("plain", "/a/Note/"),
    "a map from right to left": ("plain", "/map/"),
}
LEADS_ON = ("many", "/Nave/")
# Emitters of other files, or of parts of pages
PAGELESS = (
    *("static", "assets", "feed", "sitemap", "robots", "headers", "manifest"),
    *("search", "explorer", "addresses"),
)


@dataclass
class Sites:
    """The addresses of the gardens, and what was drawn for each."""

    urls: dict[str, str]
    built: dict[str, Any]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    urls, done = {}, {}
    with ExitStack() as stack:
        for name, files in GARDENS.items():
            vault = write(tmp_path_factory.mktemp(name) / "notes", files)
            done[name] = build(requested(vault), Disk())
            urls[name] = stack.enter_context(hosted(vault.parent / "public"))
        yield Sites(urls, done)


@dataclass
class Visit:
    """A page, and what went wrong in it."""

    page: Page
    sites: Sites
    said: list[str]

    def open(self, kind: str) -> Page:
        garden, path = PAGES[kind]
        found = self.page.goto(f"{self.sites.urls[garden]}{path}")
        assert found
        assert found.status == (404 if path == NOWHERE else 200)
        return self.page


def visiting(browser: Browser, sites: Sites, **context: Any) -> Iterator[Visit]:
    page, said = browser.new_page(**context), list[str]()
    page.set_default_timeout(PATIENCE * 1000)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("request", lambda r: said.append(r.url) if _leaves(r.url) else None)
    yield Visit(page, sites, said)
    page.close()
    assert [text for text in said if "status of 404 (Not Found)" not in text] == []


def _leaves(url: str) -> bool:
    return not url.startswith(
        ("http://localhost:", "data:", "blob:", "chrome-extension:", "chrome:")
    )


@pytest.fixture
def visit(browser: Browser, sites: Sites) -> Iterator[Visit]:
    yield from visiting(browser, sites, color_scheme="light")


@pytest.fixture
def plain_visit(browser: Browser, sites: Sites) -> Iterator[Visit]:
    yield from visiting(browser, sites, java_script_enabled=False)


def test_each_emitter_that_draws_pages_is_among_the_kinds(sites: Sites) -> None:
    sampled = {(garden, path.strip("/")) for garden, path in (*PAGES.values(), LEADS_ON)}
    for emit in EMITTERS:
        name = getattr(emit, "func", emit).__name__
        drawn = {
            (garden, item.out.removesuffix("index.html").strip("/"))
            for garden, done in sites.built.items()
            for item in emit(done.grown.garden)
            if isinstance(item, Drawn) and item.out.endswith(".html")
        }
        drawn = {(garden, "nowhere" if out == "404.html" else out) for garden, out in drawn}
        assert bool(drawn & sampled) != (name in PAGELESS), f"{name} has no page in PAGES"


AXE = """(options) => axe.run({resultTypes: ["violations"], ...options})
  .then((found) => found.violations.flatMap(
    (v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`)))"""
ALL = {"rules": {"target-size": {"enabled": True}}}
# Nothing else knows dark from light.
COLOURS = {
    "runOnly": ["color-contrast", "link-in-text-block"]
}  # nothing else knows dark from light
OVERFLOW = """Math.max(0,
  document.documentElement.scrollWidth - document.documentElement.clientWidth)"""
WIDE = """[...document.querySelectorAll("body *")].filter((it) => {
  const box = it.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < -1);
}).slice(0, 5).map((it) => it.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_sound_in_light_dark_on_a_phone_in_large_letters(visit: Visit, kind: str) -> None:
    page = visit.open(kind)
    page.evaluate(axe())
    assert page.evaluate(AXE, ALL) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate(AXE, COLOURS) == []
    for width, size in ((320, "100%"), (390, "200%"), (820, "100%")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert page.evaluate(OVERFLOW) == 0, (width, size, page.evaluate(WIDE))


def axe() -> str:
    if importlib.util.find_spec("axe_playwright_python") is None:
        test_browser.missing("axe-playwright-python (pip install --group dev)")
    return (resources("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


# What is there and cannot be seen, though no part of it that can be opened is closed; what a script
# fills in has the attribute for it
UNSEEN = """[...document.querySelectorAll("main a[href], header a[href], footer a[href]")].filter(
  (it) => !it.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && !it.closest("details:not([open]), audio, video, object, iframe, [hidden]")
).map((it) => it.outerHTML)"""
DEAD = """[...document.querySelectorAll(
  "button:not([popovertarget]), [role=button], dialog, input:not([disabled])"
)].filter((it) => it.checkVisibility()).map((it) => it.outerHTML)"""
# Furniture that a sheet of paper has no use for
FURNITURE = """[...document.querySelectorAll("nav, button, form, .site-header, .skip-link")].filter(
  (it) => it.checkVisibility() && it.getClientRects().length && it.innerText.trim()
).map((it) => it.outerHTML.slice(0, 200))"""
LIGHT = """[document.documentElement, document.body].every((it) => {
  const [r, g, b, a] = getComputedStyle(it).backgroundColor.match(/[\\d.]+/g).map(Number);
  return a === 0 || Math.min(r, g, b) > 240;
})"""


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_whole_without_scripts_and_on_paper(plain_visit: Visit, kind: str) -> None:
    page = plain_visit.open(kind)
    assert page.locator("h1").first.is_visible()
    assert page.evaluate(UNSEEN) == []
    assert page.evaluate(DEAD) == []
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("h1").first.is_visible()
    assert page.evaluate(FURNITURE) == []
    assert page.evaluate(LIGHT)
    page.set_viewport_size({"width": 640, "height": 900})  # about A4
    assert page.evaluate(OVERFLOW) == 0, page.evaluate(WIDE)


# For each place, how far it is from the left edge and from the right
SIDES = """(names) => names.map((name) => {
  const box = document.querySelector(name).getBoundingClientRect();
  const around = document.body.getBoundingClientRect();
  return [Math.round(box.left - around.left), Math.round(around.right - box.right)];
})"""


def test_a_garden_from_right_to_left_mirrors_one_from_left_to_right(visit: Visit) -> None:
    page = visit.open("a map from right to left")
    names = [".site-title", "main h1", "main ul", "main li"]
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    there = page.evaluate(SIDES, names)
    page.evaluate("document.documentElement.dir = 'ltr'")
    assert [[right, left] for left, right in page.evaluate(SIDES, names)] == there
    page = visit.open("a note from right to left")
    directions = (
        "(names) => names.map((it) => getComputedStyle(document.querySelector(it)).direction)"
    )
    assert page.evaluate(directions, ["body", "article h1", ".callout", "pre"]) == [
        "ltr",
        "rtl",
        "rtl",
        "ltr",
    ]


def test_p09_styles_of_ones_own_colour_a_kind_of_callout_and_a_class_of_notes(
    visit: Visit,
) -> None:
    page = visit.open("a note with a class and a callout of its own")
    hue = "(it) => getComputedStyle(it).color"
    own, note = page.locator(".callout-title").all()
    assert own.evaluate(hue) != note.evaluate(hue)
    assert page.locator("article").evaluate(hue) == "rgb(1, 2, 3)"


def test_nothing_moves_for_a_reader_who_wants_no_motion(visit: Visit) -> None:
    visit.page.emulate_media(reduced_motion="reduce")
    page = visit.open("a note with everything")
    moving = """[...document.querySelectorAll("*")].filter((it) => {
      const {transitionDuration, animationDuration, animationName} = getComputedStyle(it);
      return Math.max(...transitionDuration.split(",").map(parseFloat)) > 0.01
        || (animationName !== "none" && parseFloat(animationDuration) > 0.01);
    }).map((it) => it.outerHTML.slice(0, 120))"""
    assert page.evaluate(moving) == []
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_an_alias_leads_on_without_scripts(plain_visit: Visit) -> None:
    garden, path = LEADS_ON
    plain_visit.page.goto(f"{plain_visit.sites.urls[garden]}{path}")
    plain_visit.page.wait_for_url("**/Hub/")
