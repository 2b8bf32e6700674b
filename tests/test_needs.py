"""A site holds what its notes need of the packages in a theme, and a page loads what it needs."""

from __future__ import annotations

import pytest

from garden.theme import Package, Theme
from tests.support import default_theme, garden_of

HASHES = {"katex.min.css": "1", "fonts/a.woff2": "2", "katex.min.js": "3"}
CONTENTS = {name: name.encode() for name in HASHES}


def theme(hashes: dict[str, str]) -> Theme:
    return Theme({}, {"style.css": b"a {}"}, {"katex": Package(hashes, CONTENTS)})


def test_what_nobody_needs_is_not_placed() -> None:
    (url, content) = dict(theme(HASHES).placed(())).popitem()
    assert url.startswith("theme/style.")
    assert content == b"a {}"


def test_what_is_needed_is_placed_as_it_was_published() -> None:
    placed = dict(theme(HASHES).placed(["math"]))
    folder = theme(HASHES).url_of("katex/katex.min.css").removesuffix("katex.min.css")
    assert {url.removeprefix(folder) for url in placed if url.startswith(folder)} == {
        "katex.min.css",
        "fonts/a.woff2",
    }
    assert placed[f"{folder}fonts/a.woff2"] == b"fonts/a.woff2"


def test_the_folder_of_a_package_changes_with_its_contents() -> None:
    other = theme({**HASHES, "fonts/a.woff2": "9"})
    name = "katex/katex.min.css"
    assert other.url_of(name) != theme(HASHES).url_of(name)
    assert other.digest != theme(HASHES).digest


def test_the_default_theme_has_what_each_need_asks_for() -> None:
    placed = [url for url, _ in default_theme().placed(["math"])]
    assert sum("/fonts/KaTeX_" in url for url in placed) == 20


SWITCHES = {
    "as it is": ("", True, True),
    "no previews": ("[previews]\nenabled = false\n", False, True),
    "no margin": ("[footnotes]\nmargin = false\n", True, False),
}


@pytest.mark.parametrize(("config", "previews", "margin"), SWITCHES.values(), ids=list(SWITCHES))
def test_a_site_holds_the_scripts_that_its_configuration_asks_for(
    config: str, *, previews: bool, margin: bool
) -> None:
    theme = default_theme()
    grown = garden_of({"a.md": "a[^1]\n\n[^1]: b\n", "b.md": "b"}, config)
    held = {url.partition(".")[0] for url, _ in theme.placed(grown.garden.needs)}
    assert ("theme/previews" in held, "theme/sidenotes" in held) == (previews, margin)
    pages = grown.pages(theme)
    assert ('data-previews="off"' in pages["a/index.html"]) is not previews
    assert ("modulepreload" in pages["a/index.html"]) is margin
    assert "modulepreload" not in pages["b/index.html"]
