"""Diagrams in a real Chromium, under the policy that pages have (S12, S13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import test_browser
from tests.serving import PATIENCE, Site, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

with suppress(ImportError):  # the fixture says so
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
browser = test_browser.browser

ELK = "---\nconfig:\n  layout: elk\n---\n"
KINDS = {
    "flowchart": "flowchart TD\nA[a] -->|b| B{c}\nsubgraph one\nB --> D\nend",
    "flowchart that asks for elk": f"{ELK}flowchart LR\nA --> B",
    "graph that asks for elk": "%%{init: {'layout': 'elk'}}%%\ngraph LR\nA --> B",
    "flowchart-elk": "flowchart-elk LR\nA --> B",
    "sequence": "sequenceDiagram\nA->>B: a\nNote over A: b",
    "class": "classDiagram\nA <|-- B\nA : +int age",
    "state": "stateDiagram-v2\n[*] --> A\nstate A {\nB --> C\n}",
    "state for elk": "%%{init: {'state': {'layout': 'elk'}}}%%\nstateDiagram-v2\n[*] --> A",
    "er": "erDiagram\nA ||--o{ B : c",
    "gantt": "gantt\ndateFormat YYYY-MM-DD\nsection A\nb :2024-01-01, 3d",
    "pie": 'pie\n"a" : 3\n"b" : 2',
    "mindmap": "mindmap\n root((a))\n  b\n  c",
    "timeline": "timeline\n2002 : a\n2004 : b",
    "gitGraph": "gitGraph\ncommit\nbranch b\ncommit",
    "journey": "journey\nsection A\nb: 5: Me",
    "quadrant": "quadrantChart\nx-axis a --> b\nC: [0.3, 0.6]",
    "sankey": "sankey-beta\n\nA,B,10",
    "xychart": "xychart-beta\nx-axis [a, b]\nbar [5, 6]",
    "block": "block-beta\ncolumns 2\na b",
    "c4": 'C4Context\nPerson(a, "b", "c")',
    "architecture": "architecture-beta\nservice a(database)[b]",
    "kanban": "kanban\n a\n  [b]",
    "packet": 'packet-beta\n0-15: "a"',
    "requirement": "requirementDiagram\nrequirement a {\nid: 1\n}",
    "radar": "radar-beta\naxis a, b, c\ncurve d{1,2,3}",
    "formula": 'flowchart LR\nA["$$x^2$$"] --> B',
}
WEEKS = "gantt\ndateFormat YYYY-MM-DD\nsection Section\nb :2014-01-01, 30d\nc :2014-01-31, 20d"
WIDE = f"graph LR\n{' --> '.join(f'a{n}[Node {n} of many]' for n in range(20))}"
LINKED = "graph TD\nA[Note] --> B[Nowhere] --> C\nclass A,B internal-link"
BROKEN = "graph TD\nA --> B[<img src=x onerror=alert(1)>\nclick A call alert(1)"


def note(*sources: str, words: str = "first words") -> str:
    fences = "\n\n".join(f"```mermaid\n{source}\n```" for source in sources)
    return f"# Here\n\n{words}\n\n{fences}\n"


FILES = {
    "garden.toml": "",
    "Kinds.md": note(*KINDS.values()),
    "Here.md": note(LINKED),
    "Broken.md": note(BROKEN),
    "Far.md": note(LINKED).replace("first words", "word\n\n" * 200),
    "Gantt.md": note(WEEKS),
    "Wide.md": note(WIDE),
    "Plain.md": "# Plain\n",
    "Note.md": "# Note\n",
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site for whoever only looks at it."""
    with served(tmp_path_factory.mktemp("kept") / "notes", FILES) as site:
        yield site


@dataclass
class Opened:
    """A page, what it fetched and what went wrong in it."""

    page: Page
    fetched: list[tuple[int, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def hear(self, response: Response) -> None:
        self.fetched.append((response.status, response.url))

    def open(self, site: Site, path: str) -> None:
        self.page.goto(f"http://localhost:{site.port}{path}")


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    page = browser.new_page(color_scheme="light")
    page.set_default_timeout(PATIENCE * 1000)
    opened = Opened(page)
    page.on("response", opened.hear)
    page.on("pageerror", lambda error: opened.said.append(str(error)))
    page.on(
        "console", lambda m: opened.said.append(m.text) if "Content Security" in m.text else None
    )
    yield opened
    page.close()
    assert opened.said == []


def test_s12_every_kind_is_drawn_from_this_site_alone(opened: Opened, kept: Site) -> None:
    opened.open(kept, "/Kinds/")
    for number, kind in enumerate(KINDS):
        figure = opened.page.locator("figure.diagram").nth(number)
        figure.scroll_into_view_if_needed()
        figure.locator(".diagram-drawing svg, .diagram-error").first.wait_for()
        assert figure.locator(".diagram-error").count() == 0, kind
        expect(figure.locator("pre")).to_be_hidden()
    assert {status for status, _ in opened.fetched} == {200}
    assert {url.split("/")[2] for _, url in opened.fetched} == {f"localhost:{kept.port}"}
    assert not [url for _, url in opened.fetched if "/elk-" in url]


def test_s12_what_draws_is_fetched_when_a_diagram_comes_near(opened: Opened, kept: Site) -> None:
    opened.open(kept, "/Far/")
    opened.page.wait_for_timeout(300)
    assert not [url for _, url in opened.fetched if "/mermaid." in url]
    opened.page.locator("figure.diagram").scroll_into_view_if_needed()
    opened.page.locator(".diagram-drawing svg").wait_for()


def test_s13_nodes_are_links_for_mouse_keyboard_and_screen_reader(
    opened: Opened, kept: Site
) -> None:
    opened.open(kept, "/Here/")
    page = opened.page
    node = page.locator(".diagram-drawing").get_by_role("link", name="Note")
    node.wait_for()
    assert page.locator(".diagram-drawing a").count() == 1
    assert page.locator(".diagram-drawing g.is-unresolved").text_content() == "Nowhere"
    expect(page.locator(".diagram-links")).to_be_hidden()
    node.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/Note/")


def test_s12_what_cannot_be_drawn_stays_as_it_was_written(opened: Opened, kept: Site) -> None:
    opened.open(kept, "/Broken/")
    told = opened.page.locator(".diagram-error")
    told.wait_for()
    assert re.fullmatch(r"This diagram cannot be drawn: .+\.", told.inner_text())
    assert "onerror=alert(1)" in opened.page.locator("pre.mermaid").inner_text()
    assert opened.page.locator("main svg, main img").count() == 0


def test_s12_the_colours_of_the_page_are_those_of_its_diagrams(opened: Opened, kept: Site) -> None:
    opened.open(kept, "/Here/")
    words = opened.page.locator(".diagram-drawing").get_by_text("C", exact=True)
    expect(words).to_have_css("color", "rgb(36, 34, 30)")
    opened.page.emulate_media(color_scheme="dark")
    expect(words).to_have_css("color", "rgb(222, 218, 210)")
    expect(opened.page.locator("figure.diagram")).to_have_attribute("data-drawn", "dark")
    assert opened.page.locator(".diagram-drawing").count() == 1


def test_s12_on_paper_every_diagram_is_drawn(opened: Opened, kept: Site) -> None:
    opened.open(kept, "/Far/")
    opened.page.emulate_media(media="print")
    opened.page.locator(".diagram-drawing svg").wait_for()


def test_s12_a_wide_diagram_scrolls_on_a_screen_and_fits_on_paper(
    opened: Opened, kept: Site
) -> None:
    opened.open(kept, "/Wide/")
    place = opened.page.locator(".diagram-drawing:not(.is-measured)")
    place.wait_for()
    assert place.evaluate("it => it.scrollWidth > it.clientWidth")
    expect(place).to_have_attribute("tabindex", "0")  # so that keys reach it, and scroll it
    opened.page.emulate_media(media="print")
    assert place.evaluate("it => it.scrollWidth == it.clientWidth")


def test_s12_dates_of_a_gantt_chart_stand_apart_on_a_phone(opened: Opened, kept: Site) -> None:
    opened.page.set_viewport_size({"width": 390, "height": 800})
    opened.open(kept, "/Gantt/")
    opened.page.locator(".diagram-drawing:not(.is-measured) .tick").first.wait_for()
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 390
    boxes = [box.bounding_box() for box in opened.page.locator(".tick text").all()]
    edges = sorted((box["x"], box["x"] + box["width"]) for box in boxes if box)
    assert len(edges) > 4
    assert all(end < start for (_, end), (start, _) in pairwise(edges)), edges


def test_s12_without_scripts_source_and_links_are_there(browser: Browser, kept: Site) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"http://localhost:{kept.port}/Here/")
    assert "A[Note] --> B[Nowhere]" in page.locator("pre.mermaid").inner_text()
    assert page.locator(".diagram-links").inner_text().split() == ["Note", "Nowhere"]
    page.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with served(tmp_path / "notes", FILES) as site:
        yield site


def follow(opened: Opened, site: Site, path: str) -> None:
    """Open a page and wait until it hears of changes; it counts when no drawing is to be seen."""
    with opened.page.expect_response("**/.garden/events"):
        opened.open(site, path)
    opened.page.evaluate("""() => {
        window.missed = 0;
        new MutationObserver(() => {
            if (!document.querySelector("pre.mermaid[hidden] ~ .diagram-drawing svg")) missed++;
        }).observe(document.body, { subtree: true, childList: true, attributes: true });
    }""")


def test_s12_an_edit_of_a_note_leaves_its_drawing_in_place(opened: Opened, site: Site) -> None:
    follow(opened, site, "/Here/")
    page = opened.page
    drawing = page.locator(".diagram-drawing svg")
    drawing.wait_for()
    page.evaluate("missed = 0; drawing = document.querySelector('.diagram-drawing svg')")
    site.write({"Here.md": note(LINKED, words="second words")})
    page.get_by_text("second words").wait_for()
    assert page.evaluate("drawing.isConnected")
    site.write({"Here.md": note(LINKED.replace("--> C", "--> Other"))})
    page.locator(".diagram-drawing").get_by_text("Other").wait_for()
    assert drawing.count() == 1
    assert page.evaluate("missed") == 0


def test_s12_an_edit_breaks_and_mends_a_diagram(opened: Opened, site: Site) -> None:
    follow(opened, site, "/Here/")
    opened.page.locator(".diagram-drawing svg").wait_for()
    site.write({"Here.md": note("graph TD\nA -->")})
    opened.page.locator(".diagram-error").wait_for()
    expect(opened.page.locator("pre.mermaid")).to_be_visible()
    site.write({"Here.md": note(LINKED)})
    opened.page.locator(".diagram-drawing svg").wait_for()
    assert opened.page.locator(".diagram-error").count() == 0


def test_s12_the_first_diagram_of_a_page_is_drawn_as_it_comes(opened: Opened, site: Site) -> None:
    follow(opened, site, "/Plain/")
    site.write({"Plain.md": note(LINKED)})
    opened.page.locator(".diagram-drawing svg").wait_for()


def test_s13_a_note_that_is_written_later_is_linked_to(opened: Opened, site: Site) -> None:
    follow(opened, site, "/Here/")
    opened.page.locator(".diagram-drawing g.is-unresolved").wait_for()
    site.write({"Nowhere.md": "# Nowhere\n"})
    opened.page.locator(".diagram-drawing").get_by_role("link", name="Nowhere").wait_for()


def test_s12_a_drawing_that_is_not_wanted_leaves_nothing(opened: Opened, site: Site) -> None:
    follow(opened, site, "/Here/")
    opened.page.locator(".diagram-drawing svg").wait_for()
    site.write({"Here.md": "# Here\n\n<figure>\n<pre>other</pre>\n</figure>\n"})
    opened.page.get_by_text("other").wait_for()
    assert opened.page.locator("figure").evaluate("f => f.attributes.length") == 0
    assert opened.page.locator("[data-made]").count() == 0
