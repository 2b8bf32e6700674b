"""The theme in a real Chromium: colours that are chosen, narrow screens, paper, other scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import test_browser
from tests.offline import Files
from tests.photographs import noise, saved
from tests.serving import PATIENCE, Site, served
from tests.test_browser import CONFIG, comes_true

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

with suppress(ImportError):  # the fixture says so
    from playwright.sync_api import expect

pytestmark = pytest.mark.browser
browser = test_browser.browser

# All that a note can hold, but for diagrams, which have tests of their own
EVERYTHING = re.sub(
    r"(?s)```mermaid.*?```",
    "",
    (Path(__file__).parent.parent / "content/syntax.md").read_text(),
)
WIDE = "| " + " | ".join(f"column {n}" for n in range(12)) + " |\n" + "|---" * 12 + "|\n"
LONG = "without_any_space_in_it_" * 5
FILES: Files = {
    "garden.toml": CONFIG,
    "index.md": "---\npermalink: /\n---\n# Home\n\n[[Everything]]\n",
    "Everything.md": EVERYTHING,
    "Wide.md": f"---\ntags: [{LONG}]\n---\n# {LONG}\n\n{WIDE}\n"
    f"$${'+'.join(f'a_{{{n}}}' for n in range(40))}$$\n\n## Part *one*\n\n{LONG}\n\n"
    "## A [[Arabic|link]]\n\n## ![a leaf](leaf.png)\n",
    "folder/Deep.md": "",
    "leaf.png": saved(noise(8, 8), "PNG"),
    "Arabic.md": "---\nlang: ar\n---\n# عنوان\n\n> [!tip]- نصيحة\n> نص\n\n## جزء\n\n- [x] تم\n",
    "Any.md": "> [!whole] a\n\n> [!numbers] b\n\n> [!variable] c\n\n> [!none] d\n\n"
    "```ad-x\ncolor: hsl(0 100% 50%)\ne\n```\n",
    "Drawn.md": "---\nexcalidraw-plugin: x\n---\n",
    "Drawn.light.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "Drawn.dark.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "Callouts.md": "> [!nonsense] a\n\n> [!mine] b\n\n> [!tip]- c\n> d\n",
    "Foot.md": "One[^1] and two[^2], three[^1][^2].\n\n[^1]: a\n[^2]: b\n",
    "حديقة.md": "[[Foot]]",
    "_theme/parts/contents.html": '<p id="c">contents</p>',
    "_theme/parts/graph.html": '<div id="g" style="block-size: 200px">graph</div>',
    "_theme/custom.css": '[data-callout="mine"] '
    "{ --callout-color: 255, 0, 0; --callout-icon: lucide-zap; }"
    '[data-callout="whole"] { --callout-color: red; }'
    '[data-callout="numbers"] { --callout-color: 255, 0, 0; }'
    '[data-callout="variable"] { --mine: #f00; --callout-color: var(--mine); }'
    '[data-callout="none"] { --callout-color: nonsense; }',
}
PAPER = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(251, 249, 244)", "rgb(25, 26, 28)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("design") / "notes", FILES) as site:
        yield site


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(color_scheme="dark", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE * 1000)
    page, said = context.new_page(), list[str]()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda m: said.append(m.text) if "Content Security" in m.text else None)
    yield page
    context.close()
    assert said == []


def shown(page: Page, site: Site, path: str, width: int = 0) -> None:
    if width:
        page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"http://localhost:{site.port}{path}")


def test_the_switch_goes_through_the_colours_and_they_stay_on_the_next_page(
    page: Page, site: Site
) -> None:
    shown(page, site, "/Everything/")
    assert page.evaluate(PAPER) == DARK
    switch = page.get_by_role("button", name="Colours: as on your device")
    switch.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Colours: light")).to_be_focused()
    assert page.evaluate(PAPER) == LIGHT
    bars = page.locator("meta[name=theme-color]")
    assert [bar.get_attribute("media") for bar in bars.all()] == ["all", "not all"]
    assert page.evaluate("document.documentElement.className") == "theme-light"
    shown(page, site, "/Wide/")
    assert page.evaluate(PAPER) == LIGHT
    page.get_by_role("button", name="Colours: light").click()
    assert page.evaluate(PAPER) == DARK
    page.get_by_role("button", name="Colours: dark").click()
    page.emulate_media(color_scheme="light")
    comes_true(page, f"{PAPER} === '{LIGHT}'")
    assert page.evaluate("localStorage.length") == 0


def test_chosen_colours_are_there_before_anything_is_drawn(page: Page, site: Site) -> None:
    shown(page, site, "/Everything/")
    page.evaluate("localStorage.setItem('theme', 'light')")
    page.add_init_script(
        """const seen = window.seen = [];
        const look = () => document.body && seen.push(document.documentElement.dataset.theme);
        new MutationObserver(look).observe(document, {childList: true, subtree: true});"""
    )
    shown(page, site, "/Wide/")
    assert set(page.evaluate("seen")) == {"light"}


@pytest.mark.parametrize("path", ["Everything/", "Wide/", "map/", "tags/", "Arabic/"])
def test_nothing_is_wider_than_the_screen(page: Page, site: Site, path: str) -> None:
    shown(page, site, f"/{path}")
    for width in (1440, 1100, 820, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_scrolls_can_be_reached_with_the_keyboard(page: Page, site: Site) -> None:
    shown(page, site, "/Wide/", 390)
    for wide in (page.locator("table"), page.locator(".math-display")):
        expect(wide).to_have_attribute("tabindex", "0")
        wide.focus()
        page.keyboard.press("ArrowRight")
        comes_true(page, "document.activeElement.scrollLeft > 0")
    shown(page, site, "/Everything/", 1440)
    expect(page.locator("table")).not_to_have_attribute("tabindex", "0")


def test_on_a_phone_the_menu_opens_with_and_without_scripts(browser: Browser, site: Site) -> None:
    for scripts in (True, False):
        page = browser.new_page(viewport={"width": 390, "height": 800}, java_script_enabled=scripts)
        shown(page, site, "/Everything/")
        ways = page.get_by_role("navigation", name="Site")
        expect(ways).to_be_hidden()
        page.get_by_role("button", name="Menu").click()
        expect(ways.get_by_role("link", name="Tags")).to_be_visible()
        page.keyboard.press("Escape")
        expect(ways).to_be_hidden()
        expect(page.locator(".theme-switch")).to_be_visible(visible=scripts)
        page.close()


def test_on_a_wide_screen_the_menu_is_in_sight(page: Page, site: Site) -> None:
    shown(page, site, "/Everything/")
    expect(page.get_by_role("navigation", name="Site")).to_be_visible()
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()


def test_what_tells_of_a_note_stands_beside_it_or_around_it(page: Page, site: Site) -> None:
    shown(page, site, "/Wide/")
    graph, contents, text = "#g", "#c", ".note-body"
    places = "all => all.map(name => document.querySelector(name).getBoundingClientRect().toJSON())"
    g, c, t = page.evaluate(f"({places})({[graph, contents, text]})")
    assert g["left"] == c["left"] > t["right"]
    assert g["bottom"] <= c["top"]
    page.set_viewport_size({"width": 390, "height": 800})
    g, c, t = page.evaluate(f"({places})({[graph, contents, text]})")
    assert c["bottom"] <= t["top"]
    assert t["bottom"] <= g["top"]


def test_headings_lead_to_themselves_and_keep_their_names(page: Page, site: Site) -> None:
    shown(page, site, "/Wide/")
    heading = page.get_by_role("heading", name="Part one", exact=True)
    link = heading.get_by_role("link", name="Link to “Part one”")
    expect(link).to_have_css("opacity", "0")
    heading.hover()
    expect(link).to_have_css("opacity", "1")
    link.click()
    assert page.url.endswith("#part-one")
    assert heading.inner_text() == "Part one"
    # What is more than words is heard too
    expect(page.get_by_role("heading", name="a leaf")).to_have_accessible_name("a leaf")
    expect(page.get_by_role("heading", name="A link")).not_to_have_attribute("aria-label", "A link")


def test_drawn_signs_are_seen_where_the_system_sets_the_colours(page: Page, site: Site) -> None:
    page.emulate_media(forced_colors="active")
    shown(page, site, "/Everything/")
    unseen = """() => [...document.querySelectorAll("body *")].flatMap((it) =>
      [it, ["::before", it], ["::after", it]].map((one) => {
        const [part, of] = Array.isArray(one) ? one : [null, one];
        const {content, maskImage, backgroundColor} = getComputedStyle(of, part);
        const isDrawn = maskImage !== "none" && (!part || content !== "none");
        return isDrawn && backgroundColor === getComputedStyle(document.body).backgroundColor
          && `${of.className} ${part}`;
      })).filter(Boolean)"""
    page.locator(".explorer-switch").first.wait_for()
    page.keyboard.press("/")
    page.get_by_role("combobox").wait_for()
    assert page.evaluate(unseen) == []


def test_c14_a_colour_is_any_of_css_or_three_numbers(page: Page, site: Site) -> None:
    shown(page, site, "/Any/")
    colour = "them => them.map(it => getComputedStyle(it).backgroundColor)"
    *same, none = (page.locator(".callout").evaluate_all(colour)[i] for i in (0, 1, 2, 4, 3))
    assert len(set(same)) == 1
    assert none not in (*same, "rgba(0, 0, 0, 0)")


def test_16_the_picture_of_a_drawing_is_that_of_the_colours(page: Page, site: Site) -> None:
    shown(page, site, "/Drawn/")
    pictures = page.locator(".drawing img")

    def seen() -> list[str]:
        return [it.get_attribute("src") or "" for it in pictures.all() if it.is_visible()]

    assert seen() == ["../Drawn.dark.svg"]
    page.get_by_role("button", name="Colours: as on your device").click()
    assert seen() == ["../Drawn.light.svg"]
    page.get_by_role("button", name="Colours: light").click()
    page.emulate_media(color_scheme="light")
    assert seen() == ["../Drawn.dark.svg"]
    page.emulate_media(media="print")
    assert seen() == ["../Drawn.light.svg"]


def test_c09_snippets_colour_their_own_callouts(page: Page, site: Site) -> None:
    shown(page, site, "/Callouts/")
    mask = "it => getComputedStyle(it, '::before').maskImage"
    note, mine, _ = page.locator(".callout-title").all()
    assert "svg" in note.evaluate(mask)
    assert "radial-gradient" in mine.evaluate(mask)  # a name of the app's, which CSS cannot draw
    hue = "it => getComputedStyle(it).color"
    assert note.evaluate(hue) != mine.evaluate(hue)


def test_on_paper_there_is_the_text_alone_in_dark_ink(page: Page, site: Site) -> None:
    shown(page, site, "/Everything/")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".site-header", ".site-side", ".site-footer", ".context", ".note-aside"):
        assert not any(it.is_visible() for it in page.locator(gone).all()), gone
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.get_by_text("Open it to read this.").is_visible()  # in a folded callout
    for scrolls in page.locator("table, .math-display").all():
        expect(scrolls).to_have_css("background-image", "none")
    callout = page.locator("details.callout").first
    assert callout.evaluate("it => parseFloat(getComputedStyle(it).paddingBottom)") > 8
    link = page.locator(".note-body .external-link").first
    assert "commonmark.org" in link.evaluate("it => getComputedStyle(it, '::after').content")


def test_a_note_that_runs_from_the_right_is_mirrored_in_its_place(page: Page, site: Site) -> None:
    shown(page, site, "/Everything/")
    place = page.locator(".note-body").bounding_box()
    shown(page, site, "/Arabic/")
    mirrored = page.locator(".note-body").bounding_box()
    assert place
    assert mirrored
    assert (mirrored["x"], mirrored["width"]) == (place["x"], place["width"])
    title = page.locator(".callout-title").bounding_box()
    words = page.locator(".callout-title-inner").bounding_box()
    assert title
    assert words
    assert words["x"] + words["width"] > title["x"] + title["width"] - 60


def test_a_footnotes_number_follows_its_word_and_not_another_number(page: Page, site: Site) -> None:
    shown(page, site, "/Foot/")
    gaps = """all => all.map(it => {
      const before = document.createRange();
      before.selectNode(it.previousSibling);
      return it.getBoundingClientRect().left - before.getBoundingClientRect().right;
    })"""
    refs = page.locator(".footnote-ref")
    assert max(map(abs, refs.evaluate_all(gaps))) < 0.5
    link = "getComputedStyle(document.querySelector('.footnote-link')).paddingInline"
    assert float(page.evaluate(link).removesuffix("px")) > 1.5


def test_titles_stand_in_one_place_and_the_map_is_as_wide_as_a_note(page: Page, site: Site) -> None:
    box = "document.querySelector('{}').getBoundingClientRect()"
    tops = set()
    for path in ("Callouts/", "404.html", "map/", "graph/"):
        shown(page, site, f"/{path}")
        tops.add(page.evaluate(f"{box.format('h1')}.top"))
    assert len(tops) == 1
    end = page.evaluate(f"{box.format('.theme-switch .icon')}.right")
    assert abs(page.evaluate(f"{box.format('.graph-map')}.right") - end) < 2


def test_counts_stay_behind_titles_that_run_from_the_right(page: Page, site: Site) -> None:
    shown(page, site, "/graph/")
    row = page.locator(".graph-hubs li", has_text="حديقة")
    title, count = row.locator("a").bounding_box(), row.locator(".count").bounding_box()
    assert title
    assert count
    assert count["x"] >= title["x"] + title["width"]


def test_a_folded_callout_has_as_much_room_above_as_below(page: Page, site: Site) -> None:
    shown(page, site, "/Callouts/")
    box = page.locator("details.callout").bounding_box()
    words = page.locator("details .callout-title-inner").bounding_box()
    assert box
    assert words
    above = words["y"] - box["y"]
    below = box["y"] + box["height"] - words["y"] - words["height"]
    assert abs(above - below) < 3
