"""What notes say, and what a browser keeps from elsewhere, does nothing in a real Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests import test_browser
from tests.hostile import quoted
from tests.payloads import PAYLOADS
from tests.serving import PATIENCE, Site, served
from tests.test_browser import comes_true

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

with suppress(ImportError):  # the fixture says so
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
browser = test_browser.browser

MARKUP = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>'
FRONT = (
    f"title: '{MARKUP}'\naliases: ['{MARKUP} too']\ndescription: '{MARKUP}'\ntags: [constructor]"
)
FILES = {
    "garden.toml": test_browser.CONFIG + '[markdown]\nhtml = "trust"\n',
    "index.md": "# Home\n\n[[Hostile]] [[Fake]] [[Based]] [[constructor]]\n",
    "Hostile.md": f"---\n{FRONT}\n---\n## `{MARKUP}`\n\n## __proto__\n\n[[Fake]] [[constructor]]\n",
    "__proto__/constructor.md": "# constructor\n\n#toString [[Hostile]]\n",
    "Fake.md": '<p class="contents">x</p>\n\n<div class="graph"><div class="graph-drawing">'
    '<a href="https://elsewhere.example/">x</a></div></div>\n\n'
    '<svg class="graph-drawing"><a href="//elsewhere.example/"></a></svg>\n\n'
    '<p class="note-tags"><a class="tag" href="http://[">t</a></p>\n\n[[Further]]\n',
    "Based.md": 'Text of it.\n\n<base href="/elsewhere/">\n',
    "Further.md": "further\n",
    **{  # in every list of titles that a script makes
        f"payloads/{number}.md": f"---\ntitle: {quoted(text)}\naliases: [{quoted(text)}]\n---\nx\n"
        for number, text in enumerate(PAYLOADS.values())
        if number % 4 == 0
    },
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("hostile") / "notes", FILES) as site:
        yield site


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of the garden, in which nothing may fail, ask, or leave the site."""
    context = browser.new_context(viewport={"width": 1440, "height": 800})
    page, said = context.new_page(), list[str]()
    page.set_default_timeout(PATIENCE * 1000)
    page.on("pageerror", lambda error: said.append(str(error)))

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("console", lambda m: said.append(m.text) if "Content Security" in m.text else None)
    page.on("request", lambda r: said.append(r.url) if "localhost" not in r.url else None)
    page.goto(f"http://localhost:{site.port}/")
    yield page
    context.close()
    assert said == []


@pytest.mark.parametrize(
    "typed", [MARKUP, "constructor", "#constructor", "__proto__", '"((" \\ [a-']
)
def test_a_question_in_the_address_is_text(page: Page, site: Site, typed: str) -> None:
    page.goto(f"http://localhost:{site.port}/?q={quote(typed)}")
    expect(page.get_by_role("combobox")).to_have_value(typed)
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.locator("dialog img, dialog script").count() == 0


def kept(page: Page, key: str, value: str) -> None:
    """Load the page in a session that holds something of another site."""
    page.add_init_script(f"sessionStorage.setItem({json.dumps(key)}, {json.dumps(value)})")
    page.reload()


@pytest.mark.parametrize("value", ["{}", '[["//elsewhere.example/", "x"]]'])
def test_notes_that_were_visited_are_of_this_site(page: Page, value: str) -> None:
    kept(page, "visited /", value)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    expect(page.locator(".search-status")).to_have_text("")
    expect(page.locator(".search-group")).to_have_count(0)


@pytest.mark.parametrize("value", ["5", '{"open": 5}'])
def test_the_explorer_is_shown_whatever_is_kept(page: Page, value: str) -> None:
    kept(page, "explorer /", value)
    expect(page.locator(".explorer-tree a").first).to_be_visible()


def test_a_theme_of_no_known_name_is_none(page: Page) -> None:
    page.evaluate("localStorage.setItem('theme', 'constructor')")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") is None


def test_classes_of_a_note_do_not_stop_the_scripts(page: Page, site: Site) -> None:
    page.goto(f"http://localhost:{site.port}/Fake/")
    page.locator("main a", has_text="Further").first.hover()
    expect(page.locator(".preview")).to_contain_text("further")


def test_a_drawing_of_a_note_is_none_of_the_graph(page: Page) -> None:
    page.locator(".graph-larger").click()
    page.locator(".graph-dialog select").select_option("3")
    expect(page.locator(".graph-dialog [role=status]")).to_have_text("6 notes")
    expect(page.locator('.graph-dialog a[href*="elsewhere"]')).to_have_count(0)


def test_a_preview_does_not_move_the_page(page: Page) -> None:
    page.locator("main a", has_text="Based").first.hover()
    expect(page.locator(".preview")).to_contain_text("Text of it")
    comes_true(page, "document.baseURI === location.href")
