"""The graph in a real Chromium, under the policy of a site: with scripts, and without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests import test_browser
from tests.serving import Site, served
from tests.test_browser import CONFIG, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

with suppress(ImportError):  # the fixture says so
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
browser = test_browser.browser

CHAIN = {f"{a}.md": f"# {a}\n\n[[{b}]]\n" for a, b in ("AB", "BC", "CD", "DE")}
MANY = {f"many/n{i}.md": f"# Number {i}\n\n[[n{i // 3}]] [[n{i * 7 % 300}]]\n" for i in range(300)}
FILES = {
    "garden.toml": CONFIG,
    **CHAIN,
    "A.md": "---\ntags: [plant]\n---\n# A\n\n[[B]] [[X]]\n",
    "X.md": "[[B]]",
    "E.md": "# E\n",
    **MANY,
}
TOOLS = ".graph-tools"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("graph") / "notes", FILES) as site:
        yield site


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched(browser.new_page()) as page:
        yield page


def opened(page: Page, site: Site, path: str) -> None:
    page.goto(f"http://localhost:{site.port}{path}")


def test_without_scripts_there_are_links_and_lists(browser: Browser, site: Site) -> None:
    page = browser.new_page(java_script_enabled=False)
    opened(page, site, "/A/")
    assert page.locator(".graph-drawing a").all_text_contents() == ["B", "X"]
    assert not page.locator(".graph-larger").is_visible()
    page.locator(".graph-drawing a", has_text="X").click()
    page.wait_for_url("**/X/")
    opened(page, site, "/graph/")
    assert page.locator(".graph-without-scripts").is_visible()
    assert not page.locator(".graph-map").is_visible()
    assert page.locator(".graph-hubs li").count() == 100
    page.close()


def test_pointing_and_keyboard_bring_out_what_is_linked(page: Page, site: Site) -> None:
    opened(page, site, "/A/")
    page.locator(".graph-drawing a", has_text="X").hover()
    expect(page.locator(".graph-drawing.is-shown a.is-near")).to_have_text(["B", "X"])
    expect(page.locator(".graph-drawing path.is-near")).to_have_count(2)  # from A, and to B
    page.mouse.move(0, 0)
    expect(page.locator(".is-near")).to_have_count(0)
    page.locator(".graph-drawing a").first.focus()
    expect(page.locator(".graph-drawing.is-shown")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/X/")


def test_a_dot_is_moved_without_being_followed(page: Page, site: Site) -> None:
    opened(page, site, "/A/")
    dot = page.locator(".graph-drawing a", has_text="X").locator("circle")
    dot.hover()
    expect(page.locator(".graph-drawing.is-shown")).to_be_visible()
    before = float(dot.get_attribute("cx") or 0)
    box = dot.bounding_box()
    assert box
    page.mouse.down()
    page.mouse.move(box["x"] - 30, box["y"] + 5, steps=4)
    page.mouse.up()
    assert float(dot.get_attribute("cx") or 0) < before - 10
    assert page.url.endswith("/A/")


def test_the_larger_one_goes_deeper_and_shows_tags(page: Page, site: Site) -> None:
    opened(page, site, "/A/")
    page.locator(".graph-larger").click()
    dialog = page.locator("dialog.graph-dialog")
    links = dialog.locator("a title")
    expect(links).to_have_text(["A", "B", "X"])
    dialog.locator("select").select_option("2")
    expect(links).to_have_text(["A", "B", "X", "C"])
    dialog.locator("select").select_option("3")
    expect(links).to_have_text(["A", "B", "X", "C", "D"])
    dialog.get_by_label("Tags").check()
    expect(links).to_have_text(["A", "B", "X", "#plant", "C", "D"])
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_the_map_is_drawn_searched_and_followed(page: Page, site: Site) -> None:
    opened(page, site, "/graph/")
    page.locator(".graph-stage").wait_for()
    painted = """() => {
        const c = document.querySelector(".graph-notes");
        const data = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
        return data.filter((v, i) => i % 4 === 3 && v > 0).length;
    }"""
    expect(page.locator(".graph-status")).to_be_empty()
    assert page.evaluate(painted) > 1000
    canvas = page.locator(".graph-notes")
    canvas.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowLeft")
    field = page.locator(f"{TOOLS} input[type=search]")
    field.fill("number 29")
    expect(page.locator(".graph-results a")).to_have_count(13)
    expect(page.locator(".graph-status")).to_have_text("13 notes found")
    field.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    field.fill("number 297")
    field.press("ArrowDown")
    expect(page.locator(".graph-results a")).to_be_focused()
    # It is in the middle of the map now, where it can be pointed at and clicked.
    page.wait_for_timeout(300)
    box = canvas.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/many/n297/")
