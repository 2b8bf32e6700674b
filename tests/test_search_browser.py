"""The search in a real Chromium: by keyboard alone, in any script, and as it is heard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.serving import Site, served
from tests.test_browser import CONFIG, browser, comes_true, opened, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

with suppress(ImportError):  # the fixture says so
    from playwright.sync_api import expect

__all__ = ["browser"]
pytestmark = pytest.mark.browser

FILES = {
    "garden.toml": CONFIG,
    "index.md": "# Home\n\n<input id='typed'>\n",
    "Soil.md": "---\naliases: [Erde]\ntags: [ground/earth]\n---\nOne.\n\n## Living things\n\n"
    "Worms turn the *crème* of the soil over.\n\n## Water\n\nIt holds rain.\n",
    "Rain.md": "---\ntags: [sky]\n---\nRain falls on soil; over the worms it turns.\n",
    "Markup.md": "---\ntitle: <img src=x onerror=alert(1)> & more\n---\nplain\n",
    "庭.md": "数字花园是一个网站。\n",
    "Foot.md": "---\naliases: [left shoe, left sock]\n---\nIts sole[^1] is soft.\n\n"
    "## Toes\n\nTen.\n\n[^1]: Below the ankle.\n",
    "Secret.md": "---\npublish: false\n---\nworms of a secret\n",
}


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("search") / "notes", FILES) as site:
        yield site


@pytest.fixture
def page(browser: Browser, garden: Site) -> Iterator[Page]:
    with watched(browser.new_page()) as page:
        page.goto(f"http://localhost:{garden.port}/")
        yield page


def asked(page: Page, text: str, key: str = "/") -> None:
    page.keyboard.press(key)
    expect(page.get_by_role("combobox", name="Search notes")).to_be_focused()
    page.keyboard.insert_text(text)


def rows(page: Page) -> list[str]:
    return [text.replace("\n", " | ") for text in page.get_by_role("option").all_inner_texts()]


def test_a_note_is_found_and_opened_by_keyboard_alone(page: Page) -> None:
    asked(page, "eard", "Control+k")  # with a typo, of an alias
    expect(page.get_by_role("option")).to_have_text(["Soilalso Erde"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/Soil/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_text_is_quoted_and_leads_to_its_heading(page: Page) -> None:
    asked(page, "worm creme")
    row = page.get_by_role("group", name="In the text").get_by_role("option")
    expect(row.locator("mark")).to_have_text(["Worms", "crème"])
    assert row.inner_text().startswith("Soil")
    expect(row.locator(".search-path")).to_have_text("Living things")
    expect(page.get_by_role("status")).to_have_text("1 result")
    page.keyboard.press("Enter")
    page.wait_for_url("**/Soil/#living-things")


def test_a_phrase_must_stand_as_it_is(page: Page) -> None:
    asked(page, "turn the")
    expect(page.get_by_role("option")).to_have_count(2)
    page.get_by_role("combobox").fill('"turn the"')
    expect(page.get_by_role("option")).to_have_count(1)
    assert rows(page)[0].startswith("Soil")


def test_tags_are_completed_and_filter(page: Page) -> None:
    asked(page, "soil #gro")
    tags = page.get_by_role("group", name="Tags").get_by_role("option")
    expect(tags.first).to_have_text("#ground1 note")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox")).to_have_value("soil #ground ")
    expect(page.get_by_role("option")).to_have_text(["Soil"])
    page.get_by_role("combobox").fill("#sky ")
    expect(page.get_by_role("option")).to_have_text(["Rain"])


def test_a_script_without_spaces(page: Page) -> None:
    asked(page, "花园")
    expect(page.get_by_role("option").locator("mark")).to_have_text(["花园"])
    page.get_by_role("combobox").fill("站")
    expect(page.get_by_role("option").locator("mark")).to_have_text(["站"])


def test_what_is_heard(page: Page) -> None:
    page.get_by_role("link", name="Search").or_(page.get_by_role("button", name="Search")).click()
    # A region that was not there, or hidden, is not heard when it is filled
    expect(page.get_by_role("status")).to_have_text("")
    assert page.get_by_role("status").evaluate("it => it.checkVisibility()")
    asked(page, "soil")
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(page.get_by_role("group", name="In the text").get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("2 results")
    assert box.get_attribute("aria-expanded") == "true"
    assert page.get_by_role("listbox", name="Results").get_attribute("id") == box.get_attribute(
        "aria-controls"
    )
    for key, place in (("ArrowDown", 1), ("ArrowDown", 0), ("End", 1), ("Home", 0), ("ArrowUp", 1)):
        page.keyboard.press(key)
        chosen = options.nth(place)
        expect(chosen).to_have_attribute("aria-selected", "true")
        assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert page.locator("[aria-selected=true]").count() == 1
    box.fill("zqzqzq")
    expect(page.get_by_role("status")).to_have_text("Nothing found for zqzqzq.")
    assert box.get_attribute("aria-expanded") == "false"
    box.fill("soil zqzqzq")
    expect(page.get_by_role("status")).to_have_text(
        "No note has all of these words. 2 results with some of them."
    )


def test_titles_are_text_and_what_is_private_is_not_there(page: Page) -> None:
    asked(page, "more")
    expect(page.get_by_role("option")).to_have_text(["<img src=x onerror=alert(1)> & more"])
    assert page.locator("dialog img").count() == 0
    page.get_by_role("combobox").fill("secret")
    expect(page.get_by_role("status")).to_have_text("Nothing found for secret.")


def test_keys_are_left_alone_where_one_types(page: Page, garden: Site) -> None:
    page.evaluate("document.querySelector('main').contentEditable = true")
    page.locator("main h1").click()
    page.keyboard.press("/")
    assert page.get_by_role("dialog").count() == 0
    button = page.get_by_role("button", name="Search")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_an_address_asks_and_a_new_tab_opens(page: Page, garden: Site) -> None:
    page.goto(f"http://localhost:{garden.port}/Rain/?q=erde")
    expect(page.get_by_role("option")).to_have_text(["Soilalso Erde"])
    with page.expect_popup() as tab:
        page.keyboard.press("Control+Enter")
    assert tab.value.url.endswith("/Soil/")
    tab.value.close()
    page.keyboard.press("Escape")
    comes_true(page, "location.search === ''")


def test_before_anything_is_typed_there_is_where_one_was(page: Page, garden: Site) -> None:
    for path in ("Rain", "Soil"):
        page.goto(f"http://localhost:{garden.port}/{path}/")
    asked(page, "")
    group = page.get_by_role("group", name="Visited lately")
    expect(group.get_by_role("option")).to_have_text(["Rain", "Home"])
    expect(page.get_by_text("notes with both")).to_be_visible()


def test_an_edit_in_the_preview_is_found(page: Page, garden: Site) -> None:
    opened(page, garden, "/")
    asked(page, "beetle")
    expect(page.get_by_role("status")).to_have_text("Nothing found for beetle.")
    garden.write({"index.md": "# Home\n\nA beetle walks.\n"})
    expect(page.get_by_role("option").locator("mark")).to_have_text(["beetle"])
    garden.write({"index.md": FILES["index.md"]})


def test_without_scripts_the_button_leads_to_the_map(browser: Browser, garden: Site) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"http://localhost:{garden.port}/Soil/")
    page.get_by_role("link", name="Search").click()
    page.wait_for_url("**/map/")
    page.context.close()


@pytest.mark.parametrize(
    ("text", "row", "end"),
    [
        ('"sole is soft"', "Foot | Its sole is soft.", "/Foot/"),
        ("ankle", "Foot | Below the ankle.", "/Foot/#g-fn-1"),
        ("left sock", "Foot | also left sock", "/Foot/"),
    ],
)
def test_footnotes_do_not_stand_in_the_way_and_the_best_alias_is_named(
    page: Page, text: str, row: str, end: str
) -> None:
    asked(page, text)
    comes_true(
        page,
        f"document.querySelector('[role=option]')?.innerText === {row.replace(' | ', chr(10))!r}",
    )
    assert str(page.get_by_role("option").first.get_attribute("href")).endswith(end)
