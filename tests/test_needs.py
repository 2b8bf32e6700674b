"""A site holds what its notes need of the packages in a theme, and a page loads what it needs."""

from __future__ import annotations

from garden.theme import Package, Theme
from tests.support import default_theme

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
