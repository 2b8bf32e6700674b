"""What a comment is, in text that is not read as Markdown; such text without its comments and

without the targets of its links. The fence of a comment is exactly two percent signs (row S05).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from garden.signs import LINE_BEGAN
from garden.text.localaddress import is_local, without_local
from garden.text.targets import is_external, last_segment, split_wikilink, wikilink_spans

FENCE = re.compile(r"(?<!%)%%(?!%)")
_HTML = r"<!--.*?(?:-->|\Z)"
_HTML_COMMENT = re.compile(_HTML, re.DOTALL)
_CLOSED = re.compile(rf"{_HTML}|{FENCE.pattern}.*?{FENCE.pattern}", re.DOTALL)
_COMMENT = re.compile(rf"{_HTML}|{FENCE.pattern}.*?(?:{FENCE.pattern}|\Z)", re.DOTALL)
_GAP = r"[ \t]*\n?[ \t>]*"
_DESTINATION = re.compile(
    rf"\]\({_GAP}(<[^<>\n]*>|(?:\\[^\s]|[^\s()<>\\])*(?:\((?:\\[^\s]|[^\s()\\])*\)[^\s()]*){{0,20}})"
    rf"(?:{_GAP}(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\)))?{_GAP}\)"
)
_DEFINITION = re.compile(
    r"^((?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*\[[^\[\]\n]+\]:)[ \t]*(\S+).*$", re.MULTILINE
)
_ADDRESS = re.compile(
    r"(\s(?:href|src|srcset|poster|data)\s*=\s*)(\"[^\"\n]*\"|'[^'\n]*'|[^\s>\"']+)", re.IGNORECASE
)


def uncommented(text: str) -> str:
    """A title, a description, a value of front matter: without its comments.

    A `%%` without a second one hides the rest where it comes first, and is text elsewhere.
    """
    if "%%" not in text and "<!--" not in text:
        return text
    shown = _CLOSED.sub("", text)
    return "" if FENCE.match(shown.lstrip()) else shown


def without_endless(text: str) -> str:
    """A value of front matter, in which a comment without an end that begins a line hides the rest.

    Where it is unclear which of several that is, the first.
    """
    fences = [found.start() for found in FENCE.finditer(text)]
    if len(fences) % 2 and any(_begins_line(text, at) for at in fences):
        return text[: fences[0]]
    return text


def _begins_line(text: str, at: int) -> bool:
    return text.startswith(LINE_BEGAN, at + 2) or not text[:at].rpartition("\n")[2].strip()


def without_comments(html: str) -> str:
    """`html` without HTML comments; one without an end hides the rest, as in a browser."""
    return _HTML_COMMENT.sub("", html) if "<!--" in html else html


def visible(text: str) -> str:
    """`text` without any comment, also where it might be code (PRV21)."""
    return _COMMENT.sub("", text)


def without_targets(text: str) -> str:
    """`text` in which links inside the garden are their labels: a path may name what is private.

    A link without one is the last segment of its path, an embed without one is nothing.
    """
    if "[[" in text:
        text = "".join(_with_labels(text))
    if "](" in text:
        text = _DESTINATION.sub(lambda found: found[0] if _is_web(found[1]) else "]", text)
    if "]:" in text:
        text = _DEFINITION.sub(lambda found: found[0] if _is_web(found[2]) else found[1], text)
    if "<" in text:
        text = _ADDRESS.sub(lambda f: f[0] if _is_web(f[2].strip("\"'")) else f'{f[1]}""', text)
    return without_local(text)


def _with_labels(text: str) -> Iterator[str]:
    end = 0
    for start, after, inside in wikilink_spans(text):
        embed = text.startswith("!", start - 1, start) and start > end
        yield text[end : start - embed]
        target, anchor, label = split_wikilink(inside)
        yield label or ("" if embed else last_segment(target, anchor))
        end = after
    yield text[end:]


def _is_web(address: str) -> bool:
    address = address.strip("<>")
    return is_external(address) and not is_local(address)


def hidden_anywhere(text: str, start: int) -> list[tuple[int, int]]:
    """Where the comments of a text stand from `start` on, also where it might be code."""
    return [found.span() for found in _COMMENT.finditer(text, start)]
