"""What a page needs of the theme besides its style sheet, told by the marks in its HTML;

and what the site needs, as its configuration says.

A page is given only what it needs, and a site holds only what one of its notes needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from garden.config import Config
from garden.model import Need

_MARKS: dict[Need, str] = {  # without its mark no HTML has a need
    "math": 'class="katex"',
    "tex": ' math-tex"',
    "code": '<pre tabindex="0">',
    "video": '<p class="web-embed video-card">',
    "diagram": 'class="mermaid"',
    "margin": '<section class="footnotes"',
}
_KATEX = ("katex/katex.min.css", "katex/fonts/*", "katex/LICENSE")
_FILES: dict[Need, tuple[str, ...]] = {  # patterns of the files that serve a need alone
    "math": _KATEX,
    "tex": (*_KATEX, "katex/katex.min.js", "katex/mhchem.min.js", "math.js"),
    "code": ("code.css", "code.js"),
    "video": ("player.js",),
    "diagram": ("mermaid/*", "diagrams.js"),
    "fonts": ("fonts/*",),
    "search": ("search.css", "search.js", "finding.js", "passages.js", "words.js", "minisearch/*"),
    "graph": ("d3/*", "graphs.css", "graph*.js"),
    "previews": ("previews.css", "previews.js", "excerpts.js"),
    "margin": ("sidenotes.js",),
}


def needs_of_site(config: Config) -> Iterator[Need]:
    """What every page of a site may need."""
    if config.theme.fonts == "own":
        yield "fonts"
    if config.search.enabled:
        yield "search"
    if config.graph.local or config.graph.page:
        yield "graph"
    if config.previews.enabled:
        yield "previews"
    if config.footnotes.margin:
        yield "margin"


def needs_of(html: str) -> list[Need]:
    """The needs of some HTML, in a fixed order."""
    return [need for need, mark in _MARKS.items() if mark in html]


def files_for(
    names: Iterable[str], needs: Iterable[Need], *, packaged: bool = False
) -> Iterator[str]:
    """Of the names of files those that serve one of the needs; of a theme's own also the rest."""
    wanted = {pattern for need in needs for pattern in _FILES.get(need, ())}
    special = {pattern for patterns in _FILES.values() for pattern in patterns}
    for name in names:
        serves = {pattern for pattern in special if fnmatchcase(name, pattern)}
        if serves & wanted or not (serves or packaged):
            yield name
