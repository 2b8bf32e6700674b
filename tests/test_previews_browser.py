"""Previews of links, and footnotes in the margin, in a real Chromium under the site's policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from tests import test_browser
from tests.serving import Site, served
from tests.test_browser import comes_true, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

with suppress(ImportError):  # the fixture says so
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
browser = test_browser.browser
page = test_browser.page

ROUND = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'/>"
TRUST = """---
tags: [garden/slow]
cssclasses: [wide]
---
# Trust

Opening words ![[round.svg]] and [[Code]].[^x]

A paragraph. ^why

- first
- second ^item
  - below it

| a | b |
|---|---|
| x | y |

^cell

## Slowly

Under it, and [[#Deeper]].

### Deeper

Deeper words.

## After

Not meant.

[^x]: Small print of [[Round]].
"""
HOME = """# Home

[[Trust]], [[Trust#Slowly|section]], [[Trust#^why|block]], [[Trust#^item|item]],
[[Trust#^cell|table]], [[round.svg|picture]], #garden/slow, [[#Far|below]], [[Living]], [[Code]],
words.[^1] [[Wide]]

[out](https://example.org), [[paper.pdf|paper]], [[Nowhere]], [[index|itself]]

## Far

Further down.

[^1]: A note on [[Trust]].
"""
LINES = "\n\n".join(f"Line {n} of a long text.[^{n}] And again.[^{n}]" for n in range(1, 7))
NOTES = "\n".join(f"[^{n}]: Note {n}. {'Many more words. ' * 20}" for n in range(1, 8))
FILES = {
    "garden.toml": test_browser.CONFIG,
    "index.md": HOME,
    "Trust.md": TRUST,
    "Code.md": "# Code\n\n```py\nprint(1)\n```\n\n$x^2$ [[Round]]\n",
    "Round.md": "# Round\n\n[[Trust]] [[Code]]\n",
    "Wide.md": f"# Wide\n\n|{'a column of words|' * 30}\n|{'---|' * 30}\n",
    "Living.md": "# Living\n\nfirst words\n",
    "Margins.md": f"# Margins\n\n{LINES}\n\n> [!note]- Folded\n> Hidden.[^7]\n\n{NOTES}\n",
    "round.svg": ROUND,
    "paper.pdf": "%PDF-1.4\n",
}
TWICE = """[...document.querySelectorAll("[id]")].map((node) => node.id)
.filter((id, at, all) => all.indexOf(id) !== at)"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("previews") / "notes", FILES) as site:
        yield site


def link(page: Page, name: str) -> Locator:
    return page.locator(".note-body a", has_text=re.compile(f"^{name}$")).first


def preview(page: Page, number: int = 0) -> Locator:
    return page.locator(".preview").nth(number)


def away(page: Page) -> None:
    page.mouse.move(2, 2)
    expect(page.locator(".preview")).to_have_count(0)


MEANT = {  # the link: what its preview says, and what it does not
    "Trust": ("Opening words", "Small print"),
    "section": ("Deeper words.", "Not meant."),
    "block": ("A paragraph.", "Opening words"),
    "item": ("below it", "first"),
    "table": ("x", "A paragraph."),
    "#garden/slow": ("2 notes", "Opening words"),
    "below": ("Further down.", "words."),
    "Code": ("print(1)", "Linked from"),
}


def test_a_link_that_is_pointed_at_shows_what_it_leads_to(page: Page, site: Site) -> None:
    opened(page, site, "/")
    before = page.locator(".note-body").inner_html()
    for name, (said, unsaid) in MEANT.items():
        link(page, name).hover()
        expect(preview(page)).to_contain_text(said)
        assert unsaid not in preview(page).inner_text()
        assert page.evaluate(TWICE) == []
        page.keyboard.press("Escape")
        expect(page.locator(".preview")).to_have_count(0)
    assert page.locator(".note-body").inner_html() == before  # links say nothing new to anybody
    assert page.evaluate("document.querySelectorAll('link[href*=\"/katex\"]').length") == 1


def test_what_is_shown_is_at_home_on_this_page(page: Page, site: Site) -> None:
    opened(page, site, "/")
    link(page, "Trust").hover()
    box = preview(page)
    expect(box.locator("img")).to_have_js_property("naturalWidth", 40)
    here = f"http://localhost:{site.port}"
    assert box.get_by_role("link", name="Code").get_attribute("href") == f"{here}/Code/"
    assert box.get_by_role("link", name="Deeper").get_attribute("href") == f"{here}/Trust/#deeper"
    assert box.locator("article.note.wide").count() == 1
    assert box.locator("h1, nav, .footnotes").count() == 0
    expect(box).to_have_role("dialog")
    expect(box).to_have_accessible_name("Trust")
    away(page)
    link(page, "picture").hover()
    expect(preview(page).locator("img")).to_have_js_property("naturalWidth", 40)


def test_what_cannot_be_shown_is_not(page: Page, site: Site) -> None:
    opened(page, site, "/")
    link(page, "Trust").hover()  # so that the script is there
    preview(page).wait_for()
    away(page)
    page.route("**/Code/", lambda route: route.fulfill(status=404, content_type="text/html"))
    page.route("**/Living/", lambda route: route.abort())
    for name in ("out", "paper", "Code", "Living", "itself"):
        link(page, name).hover()
        page.wait_for_timeout(300)
        assert page.locator(".preview").count() == 0, name


def test_a_pointer_on_its_way_asks_for_nothing(page: Page, site: Site) -> None:
    opened(page, site, "/")
    link(page, "below").hover()
    preview(page).wait_for()
    away(page)
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    link(page, "Living").hover()
    page.clock.run_for(140)
    page.mouse.move(2, 2)
    page.clock.run_for(1000)
    assert asked == []
    link(page, "Living").hover()
    page.clock.run_for(150)
    preview(page).wait_for()
    assert [url.rpartition("localhost:")[2] for url in asked] == [f"{site.port}/Living/"]


def test_previews_open_from_previews_and_close_as_the_pointer_leaves(
    page: Page, site: Site
) -> None:
    opened(page, site, "/")
    link(page, "Trust").hover()
    preview(page).get_by_role("link", name="Code").hover()
    preview(page, 1).get_by_role("link", name="Round").hover()
    expect(preview(page, 2)).to_contain_text("Trust Code")
    preview(page, 2).locator("p").hover()
    page.wait_for_timeout(300)
    expect(page.locator(".preview")).to_have_count(3)
    preview(page).locator(".preview-bar").hover(position={"x": 4, "y": 4})
    expect(page.locator(".preview")).to_have_count(1)
    preview(page).get_by_role("link", name="1", exact=True).hover()
    expect(preview(page, 1)).to_contain_text("Small print of Round.")


def test_a_keyboard_sees_it_and_is_asked_nothing(page: Page, site: Site) -> None:
    opened(page, site, "/")
    link(page, "Trust").hover()
    preview(page).wait_for()
    away(page)
    page.locator(".site-title").focus()
    link(page, "Trust").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    preview(page).wait_for()
    assert focused(page) == "Trust"
    page.keyboard.press("Tab")
    assert focused(page) == "section"
    expect(preview(page)).to_contain_text("Under it")
    expect(preview(page)).to_have_css("transition-duration", "0.12s")
    page.emulate_media(reduced_motion="reduce")
    expect(preview(page)).to_have_css("transition-duration", "0s")
    page.keyboard.press("Escape")
    expect(page.locator(".preview")).to_have_count(0)
    page.wait_for_timeout(600)
    assert page.locator(".preview").count() == 0  # until the focus comes back
    assert focused(page) == "section"


def test_a_keyboard_goes_in_and_out(page: Page, site: Site) -> None:
    opened(page, site, "/")
    link(page, "section").hover()
    preview(page).wait_for()
    away(page)
    link(page, "section").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(preview(page).locator(".preview-text")).to_be_focused()
    page.keyboard.press("Tab")
    assert focused(page) == "Deeper"
    page.keyboard.press("Alt+ArrowDown")
    expect(preview(page, 1).locator(".preview-text")).to_be_focused()
    page.keyboard.press("Escape")
    assert focused(page) == "Deeper"
    page.keyboard.press("Tab")
    assert focused(page) == "block"  # past the end, the page goes on
    expect(page.locator(".preview")).to_have_count(0)
    link(page, "section").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(preview(page).locator(".preview-text")).to_be_focused()
    for name in ("", "Trust", "section"):
        page.keyboard.press("Shift+Tab")
        assert focused(page) == name
    expect(page.locator(".preview")).to_have_count(0)


def test_a_keyboard_comes_to_what_is_wider_than_a_preview(page: Page, site: Site) -> None:
    opened(page, site, "/")
    link(page, "Wide").hover()
    preview(page).wait_for()
    expect(preview(page).locator("table")).to_have_attribute("tabindex", "0")


def focused(page: Page) -> Any:
    return page.evaluate("document.activeElement.textContent")


def test_a_preview_that_is_kept_stays_and_can_be_moved(page: Page, site: Site) -> None:
    opened(page, site, "/")
    link(page, "section").hover()
    preview(page).get_by_role("button", name="Keep open").click()
    page.mouse.move(2, 2)
    link(page, "block").hover()
    expect(page.locator(".preview")).to_have_count(2)
    page.mouse.click(2, 2)
    expect(page.locator(".preview")).to_have_count(1)
    start = preview(page).bounding_box()
    assert start
    bar = preview(page).locator(".preview-bar").bounding_box()
    assert bar
    page.mouse.move(bar["x"] + 200, bar["y"] + 10)
    page.mouse.down()
    page.mouse.move(bar["x"] + 260, bar["y"] + 40)
    page.mouse.up()
    moved = preview(page).bounding_box()
    assert moved
    assert (moved["x"] - start["x"], moved["y"] - start["y"]) == (60, 30)
    preview(page).get_by_role("button", name="Close").click()
    expect(page.locator(".preview")).to_have_count(0)


def test_the_way_back_leads_to_a_page_without_previews(page: Page, site: Site) -> None:
    opened(page, site, "/")
    link(page, "Trust").hover()
    preview(page).locator(".preview-title").click()
    page.wait_for_url("**/Trust/")
    page.go_back()
    expect(link(page, "Trust")).to_be_visible()
    expect(page.locator(".preview")).to_have_count(0)
    link(page, "below").hover()
    preview(page).locator(".preview-title").click()
    expect(page.locator(".preview")).to_have_count(0)
    assert page.url.endswith("/#far")


def test_a_finger_follows_links_sees_footnotes_and_stays_for_a_preview(
    browser: Browser, site: Site
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response("**/previews.*.js"):
        page.goto(f"http://localhost:{site.port}/")
    assert not any("sidenotes" in url for url in asked)  # for wide screens alone
    page.locator(".footnote-link").first.tap()
    expect(preview(page)).to_contain_text("A note on Trust.")
    expect(preview(page)).to_have_accessible_name("Footnote 1")
    box, screen = preview(page).bounding_box(), page.viewport_size
    assert box
    assert screen
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 800)
    page.touchscreen.tap(10, 60)
    expect(page.locator(".preview")).to_have_count(0)
    section = link(page, "section")
    section.dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True})
    is_native = "node.dispatchEvent(new Event('contextmenu', {bubbles: true, cancelable: true}))"
    assert not section.evaluate(f"node => {is_native}")
    expect(preview(page)).to_contain_text("Under it")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    preview(page).locator(".preview-title").tap()
    page.wait_for_url("**/Trust/#slowly")
    page.go_back()
    link(page, "Trust").tap()
    page.wait_for_url("**/Trust/")
    context.close()


def test_a_preview_shows_the_page_as_it_is_now(page: Page, site: Site) -> None:
    opened(page, site, "/")
    link(page, "Living").hover()
    expect(preview(page)).to_contain_text("first words")
    preview(page).get_by_role("button", name="Keep open").click()
    link(page, "block").hover()
    expect(page.locator(".preview")).to_have_count(2)
    site.write(
        {"Living.md": "# Living\n\nsecond words\n", "index.md": f"{FILES['index.md']}\nEnd."}
    )
    page.get_by_text("End.").wait_for()
    expect(page.locator(".preview")).to_have_count(1)  # what a reader keeps is theirs
    preview(page).get_by_role("button", name="Close").click()
    page.mouse.move(2, 2)
    link(page, "Living").hover()
    expect(preview(page)).to_contain_text("second words")


NOTES_SEEN = """[...document.querySelectorAll(".sidenote")].map((note) => {
  const { top, bottom, left } = note.getBoundingClientRect();
  const text = document.querySelector(".note-body").getBoundingClientRect();
  const line = document.getElementById(`g-fnref-${note.id.slice(5)}`).closest("p, details");
  const seen = line.checkVisibility() ? line : line.closest("details");
  return [top, bottom, left >= text.right, top - seen.getBoundingClientRect().top];
})"""


def seen(page: Page) -> list[tuple[float, float, bool, float]]:
    return [(a, b, c, d) for a, b, c, d in page.evaluate(NOTES_SEEN)]


def test_footnotes_stand_in_the_margin_of_a_wide_screen(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 1600, "height": 900})
    opened(page, site, "/Margins/")
    comes_true(page, "document.querySelectorAll('.sidenote').length === 7")
    settled(page)
    notes = seen(page)
    assert all(is_beside for _, _, is_beside, _ in notes)
    assert abs(notes[0][3]) < 12  # at its line
    assert all(one[1] < other[0] for one, other in pairwise(notes))
    low = "document.querySelector('.note-body').getBoundingClientRect().bottom"
    assert page.evaluate(low) >= notes[-1][1]
    page.locator(".footnote-link").first.hover()
    page.locator(".sidenote.is-meant").wait_for()
    page.wait_for_timeout(400)
    assert page.locator(".preview").count() == 0  # it is seen already
    page.emulate_media(media="print")
    assert not any(is_beside for _, _, is_beside, _ in seen(page))
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 390, "height": 800})
    assert not any(is_beside for _, _, is_beside, _ in seen(page))


def settled(page: Page) -> None:
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")


def test_margin_notes_follow_an_edit_and_a_fold(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 1600, "height": 900})
    folded = "> [!note]- Folded\n> one\n>\n> two\n>\n> three[^1]"
    few = f"# Few\n\n{folded}\n\nBelow.[^2]\n\n[^1]: A.\n[^2]: B.\n"
    site.write({"Few.md": few})
    opened(page, site, "/Few/")
    comes_true(page, "document.querySelectorAll('.sidenote').length === 2")
    settled(page)
    before = seen(page)
    page.locator("summary").click()
    comes_true(page, f"({NOTES_SEEN})[1][0] > {before[1][0] + 30}")
    comes_true(page, f"({NOTES_SEEN})[0][0] > {before[0][0] + 30}")
    site.write({"Few.md": f"{few}[^3]: C.\n".replace("Below.", "Below.[^3]")})
    comes_true(page, "document.querySelectorAll('.sidenote').length === 3")
    comes_true(page, f"({NOTES_SEEN}).every((note) => note[2])")
