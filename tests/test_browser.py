"""The preview in a real Chromium: an open page follows its note, and keeps the reader's place.

What stands in a page and moves is tried here too: films, PDF files, videos of other websites.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from garden.text.syntax import math
from tests.serving import PATIENCE, Site, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Route

with suppress(ImportError):  # the fixture says so
    from playwright.sync_api import expect, sync_playwright

pytestmark = pytest.mark.browser

CONFIG = "[feed]\ncount = 0\n"
LONG = "\n\n".join(f"Paragraph {n}." for n in range(80))
NOTE = f"# Trust\n\n> [!note]- Folded\n> inside\n\n{LONG}\n\nthe end\n"
CODE = "\tif a < b:\n\n    print('c')  # d"
INPUT = (
    "{% extends 'default/note.html' %}"
    "{% block footer %}<input id='typed'>{{ super() }}{% endblock %}"
)
FILES = {
    "garden.toml": CONFIG,
    "index.md": "# Home\n",
    "Trust.md": NOTE,
    "Quoting.md": "![[Quoted]]\n",
    "Quoted.md": "first words\n",
    "pic.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>",
    "Picture.md": "![[pic.svg]]\n",
    "Code.md": f"```py {{1}} showLineNumbers\n{CODE}\n```\n\n```text\nplain\n```\n",
    "Videos.md": "![A walk](https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1m30s)\n\n"
    "![](https://youtu.be/aaa)\n\n![](https://x.com/u/status/42)\n",
    "Paper.md": "![[d.pdf#page=1|The paper]]\n\n![[tone.wav|A tone]]\n",
    "_theme/note.html": INPUT,
}

SECOND = 8000  # bytes, as many as samples
HEADER = (b"RIFF", SECOND + 36, b"WAVE", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8, b"data", SECOND)
MEDIA = {
    "tone.wav": struct.pack("<4sI4s4sIHHIIHH4sI", *HEADER) + b"\x80" * SECOND,
    "d.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n",
}


def missing(what: str) -> NoReturn:
    """A test is skipped, or fails where nothing may be missing."""
    if os.environ.get("GARDEN_TOOLS_REQUIRED"):
        pytest.fail(f"{what} is needed")
    pytest.skip(f"{what} is needed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if importlib.util.find_spec("playwright") is None:
        missing("playwright (pip install --group dev)")
    program = os.environ.get("GARDEN_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if program is None:
        missing("a Chromium (or its path in GARDEN_CHROMIUM)")
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        expect.set_options(timeout=PATIENCE * 1000)
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with served(tmp_path / "notes", {**FILES, **MEDIA}) as site:
        yield site


@contextmanager
def watched(page: Page) -> Iterator[Page]:
    """A page that fails the test for any error in it, and for what its policy forbids."""
    said = list[str]()
    page.set_default_timeout(PATIENCE * 1000)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda m: said.append(m.text) if "Content Security" in m.text else None)
    yield page
    page.close()
    assert said == []


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    with watched(browser.new_page()) as page:
        yield page


def opened(page: Page, site: Site, path: str) -> None:
    """Open a page and wait until it hears of changes."""
    with page.expect_response("**/.garden/events"):
        page.goto(f"http://localhost:{site.port}{path}")
    page.evaluate("window.isSame = true")  # a page that is loaded anew forgets this


def is_same(page: Page) -> bool:
    return bool(page.evaluate("window.isSame"))


def test_an_edit_shows_and_the_reader_stays_where_they_are(page: Page, site: Site) -> None:
    opened(page, site, "/Trust/")
    page.locator("summary").click()
    page.locator("#typed").fill("words")
    page.evaluate("typed.blur(); scrollTo({top: 900, behavior: 'instant'})")
    assert page.evaluate("scrollY") == 900
    site.write({"Trust.md": NOTE.replace("the end", "a new end")})
    page.get_by_text("a new end").wait_for(state="attached")
    assert page.evaluate("scrollY") == 900
    assert page.locator("details").evaluate("node => node.open")
    assert page.locator("#typed").input_value() == "words"
    assert is_same(page)


def test_what_is_being_typed_keeps_its_words_and_the_focus(page: Page, site: Site) -> None:
    opened(page, site, "/Trust/")
    page.locator("#typed").press_sequentially("half a wo")
    site.write({"Trust.md": "# Other title\n"})
    page.get_by_role("heading", name="Other title").wait_for()
    page.keyboard.type("rd")
    assert page.locator("#typed").input_value() == "half a word"


def test_the_title_of_the_page_follows(page: Page, site: Site) -> None:
    opened(page, site, "/Trust/")
    site.write({"Trust.md": "# Other title\n"})
    expect(page).to_have_title("Other title · notes")
    assert page.locator("title").count() == 1


def test_a_change_of_another_page_that_this_one_quotes_shows(page: Page, site: Site) -> None:
    opened(page, site, "/Quoting/")
    site.write({"Quoted.md": "second words [[Quoting]]\n"})
    page.get_by_text("Linked from 1 note").wait_for()
    assert "second words" in page.locator(".note-body").inner_text()
    assert is_same(page)


def test_a_style_changes_without_a_page_being_loaded(page: Page, site: Site) -> None:
    opened(page, site, "/Trust/")
    site.write({"_theme/style.css": "body { background: rgb(1, 2, 3) }"})
    expect(page.locator("body")).to_have_css("background-color", "rgb(1, 2, 3)")
    assert page.locator("link[rel=stylesheet][href*='/theme/']:not([media])").count() == 1
    assert is_same(page)


WIDER = FILES["pic.svg"].replace("'10'", "'20'")


def test_a_picture_that_has_changed_is_fetched_again(page: Page, site: Site) -> None:
    opened(page, site, "/Picture/")
    picture = page.locator(".note-body img")
    expect(picture).to_have_js_property("naturalWidth", 10)
    site.write({"pic.svg": WIDER})
    expect(picture).to_have_js_property("naturalWidth", 20)
    site.write({"pic.svg": WIDER.replace("'20'", "'30'")})
    expect(picture).to_have_js_property("naturalWidth", 30)


def test_a_picture_that_changes_before_the_script_of_its_page_runs_is_shown_new(
    page: Page, site: Site
) -> None:
    """The page and its picture are loaded; then the picture changes; then the script comes."""

    def late(route: Route) -> None:
        site.write({"pic.svg": WIDER})
        route.continue_()

    old = {"content_type": "image/svg+xml", "body": FILES["pic.svg"]}
    page.route("**/pic.svg", lambda route: route.fulfill(**old), times=1)
    page.route("**/.garden/preview.js", late, times=1)
    opened(page, site, "/Picture/")
    expect(page.locator(".note-body img")).to_have_js_property("naturalWidth", 20)


def test_a_picture_whose_choices_of_width_have_changed_is_shown_new(page: Page, site: Site) -> None:
    site.write({"Picture.md": '<img srcset="pic.svg 1x, pic.svg 2x" src="pic.svg">\n'})
    opened(page, site, "/Picture/")
    picture = page.locator(".note-body img")
    expect(picture).to_have_js_property("naturalHeight", 10)
    before = picture.evaluate("img => img.currentSrc")
    site.write({"pic.svg": WIDER})
    expect(picture).not_to_have_js_property("currentSrc", before)


def test_a_broken_configuration_is_shown_until_it_is_mended(page: Page, site: Site) -> None:
    opened(page, site, "/Trust/")
    site.write({"garden.toml": "[site]\ntitel = 'x'\n"})
    panel = page.get_by_role("alert")
    panel.get_by_text("garden.toml:2").wait_for()
    assert "titel = 'x'" in panel.inner_text()
    assert page.get_by_text("Paragraph 7.").is_visible()
    site.write({"garden.toml": CONFIG})
    panel.wait_for(state="detached")
    assert is_same(page)


def test_what_is_wrong_is_never_markup(page: Page, site: Site) -> None:
    opened(page, site, "/Trust/")
    site.write({"garden.toml": "[site]\n'<img src=x onerror=alert(1)>' = 1\n"})
    panel = page.get_by_role("alert")
    panel.wait_for()
    assert "<img" in panel.inner_text()
    assert panel.locator("img").count() == 0


def test_a_broken_note_keeps_its_last_text_and_says_why(page: Page, site: Site) -> None:
    opened(page, site, "/Quoted/")
    site.write({"Quoted.md": "---\ntitle: [\n---\nfirst words\n"})
    page.get_by_role("alert").get_by_text("Quoted.md").wait_for()
    assert page.get_by_text("first words").is_visible()
    site.write({"Quoted.md": "third words"})
    page.get_by_text("third words").wait_for()
    page.get_by_role("alert").wait_for(state="detached")


def test_a_panel_that_was_closed_stays_closed(page: Page, site: Site) -> None:
    opened(page, site, "/Trust/")
    site.write({"Quoted.md": "---\ntitle: [\n---\n"})
    page.get_by_role("alert").wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("alert").count() == 0
    site.write({"Trust.md": "# Other title\n"})
    page.get_by_role("heading", name="Other title").wait_for()
    assert page.get_by_role("alert").count() == 0


def test_a_page_that_comes_to_be_shows_where_it_was_missing(page: Page, site: Site) -> None:
    opened(page, site, "/Later/")
    page.get_by_text("Nothing grows here").wait_for()
    site.write({"Later.md": "# Later\n"})
    page.get_by_role("heading", name="Later").wait_for()


def test_srv4_a_hidden_tab_holds_no_stream(page: Page, site: Site) -> None:
    opened(page, site, "/Trust/")
    hide(page, is_hidden=True)
    site.write({"Trust.md": "# Other title\n"})
    page.wait_for_timeout(300)
    assert page.get_by_role("heading", name="Other title").count() == 0
    hide(page, is_hidden=False)
    page.get_by_role("heading", name="Other title").wait_for()


def hide(page: Page, *, is_hidden: bool) -> None:
    """Tell a page that its tab is hidden, or is not any more."""
    value = f"{{value: {str(is_hidden).lower()}, configurable: true}}"
    page.evaluate(
        f"Object.defineProperty(document, 'hidden', {value});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )


def asked_elsewhere(page: Page) -> list[str]:
    """The addresses of other websites that a page asks for from now on; none is answered."""
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route(lambda url: "://localhost:" not in url, refuse)
    return asked


def test_e22_a_video_is_asked_for_when_a_reader_wants_it(page: Page, site: Site) -> None:
    asked = asked_elsewhere(page)
    opened(page, site, "/Videos/")
    link = page.get_by_role("link", name="Watch on YouTube: A walk")
    link.wait_for()
    assert page.locator("iframe").count() == 0
    assert asked == []
    link.focus()
    page.keyboard.press("Enter")
    player = page.locator(".video-card > iframe")
    player.wait_for()
    assert asked == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&start=90"]
    assert player.get_attribute("src") == asked[0]
    assert player.get_attribute("title") == "Watch on YouTube: A walk"
    assert player.evaluate("node => node === document.activeElement")
    assert page.locator(".video-card > a").count() == 1  # the other waits
    assert page.url.endswith("/Videos/")


def test_e22_without_scripts_a_card_is_a_link(browser: Browser, site: Site) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    asked = asked_elsewhere(page)
    page.goto(f"http://localhost:{site.port}/Videos/")
    assert asked == []
    page.get_by_role("link", name="Watch on YouTube: A walk").click(no_wait_after=True)
    expect(page.locator("iframe")).to_have_count(0)
    assert asked == ["https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1m30s"]
    page.context.close()


def comes_true(page: Page, expression: str) -> None:
    """Playwright's own waiting evaluates text in the page, which the policy forbids."""
    for _ in range(int(PATIENCE * 50)):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"it never came true: {expression}")


def test_e10_e11_a_sound_and_a_pdf_are_loaded_under_the_policy(page: Page, site: Site) -> None:
    with page.expect_response("**/d.pdf") as found:
        opened(page, site, "/Paper/")
    assert found.value.ok
    assert page.get_by_title("The paper").get_attribute("src") == "../d.pdf#page=1"
    sound = page.locator("audio")
    sound.wait_for()
    comes_true(page, "document.querySelector('audio').duration === 1")
    assert sound.evaluate("node => node.paused")


def test_a_draft_is_marked(browser: Browser, tmp_path: Path) -> None:
    files = {**FILES, "Draft.md": "---\ndraft: true\n---\n# Draft\n"}
    with served(tmp_path / "notes", files, drafts=True) as site:
        page = browser.new_page()
        page.goto(f"http://localhost:{site.port}/Draft/")
        assert page.get_by_role("note").inner_text() == "Draft: not published (draft: true)"
        assert page.locator("meta[name=garden-preview]").get_attribute("content") == "drafts"
        page.goto(f"http://localhost:{site.port}/Trust/")
        assert page.get_by_role("note").count() == 0
        page.close()


FORMULAS = (
    "# Sums\n\n$e^{i\\pi}$ and $\\newcommand{\\R}{\\mathbf{R}} \\R$, $\\R^2$\n\n"
    "$$\n\\ce{H2O} \\sum_{n=1}^\\infty \\frac{1}{n^2}\n$$\n\n- $a$ $$\\sqrt{x}$$ b\n"
)


def _hear(said: list[str], message: ConsoleMessage) -> None:
    said.append(message.text)


LOOKS = """[...document.querySelectorAll(".math")].map((formula) => {
    const box = formula.getBoundingClientRect();
    const html = formula.innerHTML.replaceAll(/\\s+/g, " ");
    return [formula.className, html, box.x, box.y, box.width, box.height];
})"""


def test_s10_formulas_that_a_browser_sets_look_like_those_that_garden_sets(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for name in ("with", "without"):
        if name == "without":
            monkeypatch.setattr(math, "engine", lambda: None)
        with served(tmp_path / name / "notes", {**FILES, "Sums.md": FORMULAS}) as site:
            page, said = browser.new_page(), list[str]()
            page.on("console", partial(_hear, said))
            opened(page, site, "/Sums/")
            assert page.evaluate("document.fonts.ready.then(() => document.fonts.size)") > 0
            assert page.locator("script[src*=katex]").count() == (2 if name == "without" else 0)
            found.append(page.evaluate(LOOKS))
            site.write({"Sums.md": FORMULAS + "\nfreshly $\\frac12$ and $\\foo$\n"})
            page.get_by_text("freshly").wait_for()
            expect(page.locator(".math .katex")).to_have_count(7)
            assert "\\foo" in page.locator(".math-error").inner_text()
            page.close()
            assert said == []
    assert found[0] == found[1]
    assert len(found[0]) == 6


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_s14_a_button_copies_a_block_of_code_and_nothing_else(page: Page, site: Site) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, site, "/Code/")
    buttons = page.get_by_role("button", name="Copy code")
    assert buttons.count() == 2
    buttons.last.click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert copied(page) == "plain\n"
    expect(buttons).to_have_count(2)
    expect(page.get_by_role("status")).to_have_text("")
    buttons.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert copied(page) == f"{CODE}\n"
    page.emulate_media(media="print")
    assert not page.locator(".copy-code").first.is_visible()


def test_s14_the_buttons_are_there_after_an_edit(page: Page, site: Site) -> None:
    opened(page, site, "/Code/")
    site.write({"Code.md": "```\na\n```\n\n```\nb\n```\n\n    c\n"})
    expect(page.get_by_role("button", name="Copy code")).to_have_count(3)
    assert page.locator("pre").all_inner_texts() == ["a\n", "b\n", "c\n"]
    site.write({"Trust.md": "```\na\n```\n"})
    opened(page, site, "/Trust/")
    expect(page.get_by_role("button", name="Copy code")).to_have_count(1)
    assert is_same(page)


def test_s14_code_that_is_first_written_in_the_preview_gets_a_button(
    page: Page, site: Site
) -> None:
    opened(page, site, "/Trust/")
    assert page.get_by_role("button", name="Copy code").count() == 0
    site.write({"Trust.md": "```\na\n```\n"})
    expect(page.get_by_role("button", name="Copy code")).to_have_count(1)
    assert is_same(page)


def test_s14_numbers_of_lines_are_not_selected(page: Page, site: Site) -> None:
    opened(page, site, "/Code/")
    selected = page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('pre')); `${getSelection()}`"
    )
    assert selected.rstrip("\n") == CODE


def test_s14_long_lines_scroll_in_their_block(page: Page, site: Site) -> None:
    site.write({"Code.md": f"```\n{'word ' * 100}\n```\n"})
    page.set_viewport_size({"width": 390, "height": 800})
    opened(page, site, "/Code/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("pre").focus()
    page.keyboard.press("ArrowRight")
    comes_true(page, "document.querySelector('pre').scrollLeft > 0")


def test_a_word_wider_than_a_phone_is_broken_in_titles_of_embeds_and_backlinks(
    browser: Browser, site: Site
) -> None:
    word = "no_space_in_it_" * 8
    site.write(
        {"Long.md": f"# {word}\n\n[[Code]] ^a\n", "Code.md": f"![[Long#^a]]\n![[d.pdf|{word}]]"}
    )
    page = browser.new_page(viewport={"width": 390, "height": 800}, is_mobile=True, has_touch=True)
    opened(page, site, "/Code/")
    assert page.locator(".backlink-source, .markdown-embed-link, .pdf-embed > a").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()


@pytest.mark.parametrize("before", ["words ", "# ", "> [!note] ", "- ", "> ", "x[^1]\n\n[^1]: "])
def test_s10_a_formula_wider_than_a_phone_scrolls_in_its_line(
    page: Page, site: Site, before: str
) -> None:
    wide = " + ".join(f"a_{{{n}}}" for n in range(20))
    site.write({"Code.md": f"{before}$f = \\left({wide}\\right)$ words\n"})
    page.set_viewport_size({"width": 390, "height": 800})
    opened(page, site, "/Code/")
    expect(page.locator(".katex")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator(".math").evaluate("it => it.scrollWidth > it.clientWidth")


def test_s10_a_formula_runs_from_the_left_amid_arabic(page: Page, site: Site) -> None:
    site.write({"Code.md": "ومعادلة $E = mc$ ورمز\n"})
    opened(page, site, "/Code/")
    places = [page.locator(".katex-base").nth(n).bounding_box() for n in (0, 1)]
    assert [place["x"] for place in places if place] == sorted(p["x"] for p in places if p)


def test_s14_without_a_clipboard_there_is_no_button(page: Page, site: Site) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    opened(page, site, "/Code/")
    page.wait_for_load_state("load")
    assert page.locator(".copy-code").count() == 0
