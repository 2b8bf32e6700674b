"""What KaTeX has made of a formula holds it three times: as MathML, as TeX in that, and as HTML.

The HTML is for the eye and needs a style sheet; MathML is what is left where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LOOKS = '<span class="katex-html" aria-hidden="true">'
_SPAN = re.compile(r"<(/?)span\b[^>]*>")
_MATHML = re.compile(
    r'<span class="katex"><span class="katex-mathml"><math\b.*?'
    r'<annotation encoding="application/x-tex">(.*?)</annotation></semantics></math></span></span>',
    re.DOTALL,
)
_DISPLAY = re.compile(r'<span class="katex-display">([^<]*)</span>')


def without_looks(html: str) -> str:
    """HTML in which each formula is MathML alone."""
    return "".join(_without_looks(html)) if _LOOKS in html else html


def _without_looks(html: str) -> Iterator[str]:
    end = 0
    while (start := html.find(_LOOKS, end)) >= 0:
        yield html[end:start]
        end = _end_of(html, start)
    yield html[end:]


def _end_of(html: str, start: int) -> int:
    """Where the span that begins at `start` ends."""
    depth = 0
    for tag in _SPAN.finditer(html, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(html)


def as_tex(html: str) -> str:
    """HTML in which each formula is its TeX alone, as text."""
    if _LOOKS not in html:
        return html
    return _DISPLAY.sub(r"\1", _MATHML.sub(r"\1", without_looks(html)))
