"""What a comment is, in text that is not read as Markdown, and such text without its comments.

The fence of a comment is exactly two percent signs; longer runs of them are text (row S05).
"""

from __future__ import annotations

import re

FENCE = re.compile(r"(?<!%)%%(?!%)")
_HTML = r"<!--.*?(?:-->|\Z)"
_HTML_COMMENT = re.compile(_HTML, re.DOTALL)
_CLOSED = re.compile(rf"{_HTML}|{FENCE.pattern}.*?{FENCE.pattern}", re.DOTALL)
_COMMENT = re.compile(rf"{_HTML}|{FENCE.pattern}.*?(?:{FENCE.pattern}|\Z)", re.DOTALL)


def uncommented(text: str) -> str:
    """A title, a description, a value of front matter: without its comments.

    A `%%` without a second one hides the rest where it comes first, and is text elsewhere.
    """
    if "%%" not in text and "<!--" not in text:
        return text
    shown = _CLOSED.sub("", text)
    return "" if FENCE.match(shown.lstrip()) else shown


def without_comments(html: str) -> str:
    """`html` without HTML comments; one without an end hides the rest, as in a browser."""
    return _HTML_COMMENT.sub("", html) if "<!--" in html else html


def visible(text: str) -> str:
    """`text` without any comment, also where it might be code (PRV21)."""
    return _COMMENT.sub("", text)


def hidden_anywhere(text: str, start: int) -> list[tuple[int, int]]:
    """Where the comments of a text stand from `start` on, also where it might be code."""
    return [found.span() for found in _COMMENT.finditer(text, start)]
