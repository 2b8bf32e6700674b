"""What may be shown of text that is not read as Markdown: all but its comments."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def uncommented(text: str) -> str:
    """`text` without `%%comments%%` that have an end: a title, an address, an HTML element."""
    return _COMMENT.sub("", text) if "%%" in text else text


def without_comments(html: str) -> str:
    """`html` without HTML comments; one without an end hides the rest, as in a browser."""
    return _HTML_COMMENT.sub("", html) if "<!--" in html else html


def visible(text: str) -> str:
    """`text` without any comment, also where it might be code (PRV21)."""
    return without_comments("".join(text.split("%%")[::2]))
