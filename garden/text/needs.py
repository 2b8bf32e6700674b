"""What a page needs of the theme besides its style sheet, told by the marks in its HTML.

A page is given only what it needs, and a site holds only what one of its notes needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from garden.model import Need

_MARKS: dict[Need, str] = {  # without its mark no HTML has a need
    "math": 'class="katex"',
    "code": '<pre tabindex="0">',
    "video": '<p class="web-embed video-card">',
    "diagram": 'class="mermaid"',
}
_FILES: dict[Need, tuple[str, ...]] = {  # patterns of the files in packages that serve a need
    "math": ("katex/katex.min.css", "katex/fonts/*", "katex/LICENSE"),
    "diagram": ("mermaid/*",),
}


def needs_of(html: str) -> list[Need]:
    """The needs of some HTML, in a fixed order."""
    return [need for need, mark in _MARKS.items() if mark in html]


def files_for(names: Iterable[str], needs: Iterable[Need]) -> Iterator[str]:
    """Of the names of files in packages those that serve one of the needs."""
    patterns = [pattern for need in needs for pattern in _FILES.get(need, ())]
    return (name for name in names if any(fnmatchcase(name, p) for p in patterns))
