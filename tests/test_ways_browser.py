"""Finding one's way in a real Chromium: explorer, contents, sorted lists, a random note."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from tests import test_browser
from tests.serving import PATIENCE, Site, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

with suppress(ImportError):  # the fixture says so
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
browser = test_browser.browser

PART = "\n\n".join(f"Paragraph {n}." for n in range(30))
FILES = {
    "garden.toml": test_browser.CONFIG,
    "index.md": "# Home\n",
    "plants/trees/Oak.md": "---\ncreated: 2024-01-01\nmodified: 2024-05-01\n---\nAn oak.",
    "plants/trees/Ash.md": "---\ncreated: 2024-03-01\nmodified: 2024-04-01\n---\nAn ash.",
    "plants/trees/Elm.md": "An elm.",
    "plants/Größe & Form.md": "A shape.",
    "birds/Wren.md": "A wren.",
    "Long.md": f"## One\n\n{PART}\n\n### Two\n\n{PART}\n\n## Three\n\n{PART}\n",
}
LARGE = {**FILES, **{f"many/Note {n}.md": "" for n in range(300)}}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("ways") / "notes", FILES) as site:
        yield site


@contextmanager
def reader(browser: Browser, width: int = 1440, *, scripts: bool = True) -> Iterator[Page]:
    """A page of a session of its own, which fails the test for any error in it."""
    size = {"width": width, "height": 800}
    session = browser.new_context(viewport=size, java_script_enabled=scripts)  # type: ignore[arg-type]
    page, said = session.new_page(), list[str]()
    page.set_default_timeout(PATIENCE * 1000)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda m: said.append(m.text) if "Content Security" in m.text else None)
    yield page
    session.close()
    assert said == []


def visit(page: Page, site: Site, path: str) -> None:
    """Open a page as one does on a phone: with its menu, where there is one."""
    page.goto(f"http://localhost:{site.port}{path}", wait_until="load")
    menu = page.locator(".menu-button")
    if menu.count() and menu.is_visible():
        menu.click()


def folder(page: Page, name: str) -> Locator:
    return page.locator(".explorer-tree").get_by_role("button", name=name, exact=True)


def leaf(page: Page, name: str) -> Locator:
    return page.locator(".explorer-tree").get_by_role("link", name=name, exact=True)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_explorer_shows_where_one_is_and_keeps_what_was_opened(
    browser: Browser, site: Site, width: int
) -> None:
    with reader(browser, width) as page:
        visit(page, site, "/plants/trees/Oak/")
        expect(leaf(page, "Oak")).to_have_attribute("aria-current", "page")
        expect(leaf(page, "Ash")).to_be_visible()
        expect(folder(page, "birds")).to_have_attribute("aria-expanded", "false")
        folder(page, "birds").focus()
        page.keyboard.press("Enter")
        expect(leaf(page, "Wren")).to_be_visible()
        visit(page, site, "/plants/Gr%C3%B6%C3%9Fe-Form/")
        expect(leaf(page, "Größe & Form")).to_have_attribute("aria-current", "page")
        expect(leaf(page, "Wren")).to_be_visible()
        expect(leaf(page, "Ash")).to_have_count(0)  # what is closed is not even drawn
        folder(page, "birds").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(leaf(page, "birds")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**/birds/")
        visit(page, site, "/birds/")
        expect(leaf(page, "birds")).to_have_attribute("aria-current", "page")


def test_the_tree_of_a_large_garden_waits_until_it_is_asked_for(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("large") / "notes"
    with served(root, LARGE) as site, reader(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        visit(page, site, "/plants/trees/Oak/")
        page.wait_for_timeout(300)
        assert [url for url in asked if "explorer." in url and "css" not in url] == []
        page.get_by_role("button", name="Browse all notes").click()
        expect(leaf(page, "Ash")).to_be_visible()
        expect(leaf(page, "Note 7")).to_have_count(0)
        visit(page, site, "/birds/Wren/")
        expect(leaf(page, "Wren")).to_be_visible()


def test_the_tree_follows_an_edit(browser: Browser, site: Site) -> None:
    with reader(browser) as page:
        test_browser.opened(page, site, "/plants/trees/Elm/")
        expect(leaf(page, "Elm")).to_be_visible()
        site.write({"plants/trees/Elm.md": "# Wych elm\n"})
        expect(leaf(page, "Wych elm")).to_have_attribute("aria-current", "page")
        assert page.locator(".explorer-tree").count() == 1
        site.write({"plants/trees/Elm.md": FILES["plants/trees/Elm.md"]})
        expect(leaf(page, "Elm")).to_be_visible()


def test_the_contents_mark_what_is_being_read(browser: Browser, site: Site) -> None:
    with reader(browser) as page:
        page.goto(f"http://localhost:{site.port}/Long/")
        contents = page.get_by_role("navigation", name="Contents")
        marked = contents.locator("[aria-current=location]")
        expect(contents).to_be_visible()
        for name in ("Two", "Three", "One"):
            contents.get_by_role("link", name=name).click()
            expect(marked).to_have_text([name])
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(marked).to_have_text(["Three"])


def test_on_a_narrow_screen_the_contents_are_folded(browser: Browser, site: Site) -> None:
    for scripts in (True, False):
        with reader(browser, 390, scripts=scripts) as page:
            page.goto(f"http://localhost:{site.port}/Long/")
            contents = page.get_by_role("navigation", name="Contents")
            expect(contents).to_be_hidden()
            page.locator(".contents summary").click()
            contents.get_by_role("link", name="Three").click()
            assert page.url.endswith("#three")


def test_without_scripts_there_is_the_way_up_and_no_button_that_does_nothing(
    browser: Browser, site: Site
) -> None:
    with reader(browser, scripts=False) as page:
        page.goto(f"http://localhost:{site.port}/Long/")
        expect(page.get_by_role("navigation", name="Contents")).to_be_visible()
        page.goto(f"http://localhost:{site.port}/plants/trees/Oak/")
        way = page.get_by_role("navigation", name="Explorer")
        expect(way.locator("[aria-current=page]")).to_have_text("Oak")
        for name in ("trees", "plants", "Map"):
            page.get_by_role("navigation", name="Explorer").get_by_role("link", name=name).click()
            expect(page.locator("h1")).to_have_text(name)
            expect(page.get_by_role("button", name="Random note")).to_be_hidden()
            expect(page.get_by_role("group", name="Sort the notes")).to_be_hidden()


def test_a_random_note_is_another_one(browser: Browser, site: Site) -> None:
    with reader(browser) as page:
        visit(page, site, "/birds/Wren/")
        page.get_by_role("button", name="Random note").click()
        page.wait_for_url(lambda url: "/Wren/" not in url)
        expect(page.locator(".note")).to_be_visible()


def test_a_list_is_sorted_as_a_reader_wants_it(browser: Browser, site: Site) -> None:
    with reader(browser) as page:
        page.goto(f"http://localhost:{site.port}/plants/trees/")
        names, dates = page.locator(".note-list a"), page.locator(".note-list time:visible")
        sorts = page.get_by_role("group", name="Sort the notes")
        for by, order, days in (
            ("last change", ["Oak", "Ash", "Elm"], ["May 1, 2024", "Apr 1, 2024"]),
            ("first written", ["Ash", "Oak", "Elm"], ["Mar 1, 2024", "Jan 1, 2024"]),
            ("title", ["Ash", "Elm", "Oak"], ["Apr 1, 2024", "May 1, 2024"]),
        ):
            sorts.get_by_role("button", name=by).click()
            expect(names).to_have_text(order)
            expect(dates).to_have_text(days)
            expect(sorts.locator("[aria-pressed=true]")).to_have_text(by)
