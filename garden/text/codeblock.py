"""The HTML of a block of code: `pre > code.language-x`, in a figure where it has a title.

Its text is the code, to the last character: numbers of lines are attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it.common.utils import escapeHtml

from garden.text.fence import Code, Range
from garden.text.findings import Findings
from garden.text.lexing import Run, lexed

_LINE = re.compile(r"[^\n]*+\n|[^\n]++")


def draw_code(code: Code, findings: Findings) -> str:
    """A block as code in its language."""
    title = escapeHtml(code.info.title)
    return _figure("code-block", title, _pre(code, findings)) if title else _pre(code, findings)


def draw_labelled(code: Code, findings: Findings, label: str) -> str:
    """A block as it was written, and above it what it is. `label` is HTML."""
    return _figure("code-block plugin-block", label, _pre(code, findings))


def _figure(css: str, caption: str, pre: str) -> str:
    return f'<figure class="{css}">\n<figcaption>{caption}</figcaption>\n{pre}</figure>\n'


def _pre(code: Code, findings: Findings) -> str:
    """Code can be scrolled, and so reached by the keyboard.

    What is in it is put aside, but not the element: the sanitiser has to see where it stands.
    """
    findings.needs.add("code")
    runs = lexed(code.text, code.info.language) if code.info.language else None
    css = [f"language-{escapeHtml(code.info.language)}"] if code.info.language else []
    css += ["highlight"] if runs else []
    named = f' class="{" ".join(css)}"' if css else ""
    lines = _has_lines(code)
    html = "".join(_lines(code, runs or [("", code.text)]) if lines else map(_span, runs or ()))
    inner = findings.keep(html, code.text) if html else escapeHtml(code.text)
    return f'<pre tabindex="0"><code{named}>{inner}</code></pre>\n'


def _has_lines(code: Code) -> bool:
    return bool(code.info.marked) or code.info.start is not None


def _span(run: Run) -> str:
    name, text = run
    return f'<span class="{name}">{escapeHtml(text)}</span>' if name else escapeHtml(text)


def _lines(code: Code, runs: Iterable[Run]) -> Iterator[str]:
    """Each line with its end in an element of its own; what spans lines is ended and begun again.

    An element as wide as the block ends its line by itself: one more break at its end is not seen.
    """
    split = list(_split(runs))
    marked = _numbers(code.info.marked, len(split))
    for i, line in enumerate(split, 1):
        css = "line highlighted" if i in marked else "line"
        start = code.info.start
        number = f' data-line="{start + i - 1}"' if start is not None else ""
        yield f'<span class="{css}"{number}>{"".join(map(_span, line))}</span>'


def _split(runs: Iterable[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for name, text in runs:
        for piece in _LINE.findall(text):
            line.append((name, piece))
            if piece.endswith("\n"):
                yield line
                line = []
    if line:
        yield line


def _numbers(ranges: Iterable[Range], count: int) -> set[int]:
    """The lines in some ranges, of as many as there are."""
    found: set[int] = set()
    last = 0
    for first, end in sorted(ranges):
        found.update(range(max(first, last + 1), min(end, count) + 1))
        last = max(last, end)
    return found
