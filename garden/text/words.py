"""The words of a text as a search finds them; `words.js` of the theme does the very same.

A word is a run of letters, digits and marks, without case and accents. Where a script sets no
spaces, each two characters in a row stand for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape, unescape
from itertools import chain
from unicodedata import category, normalize

from garden.model import Body, Link
from garden.text.hidden import said
from garden.text.mathml import as_tex
from garden.text.targets import last_segment
from garden.text.visible import without_comments

LONGEST = 64  # characters; what is longer was never meant to be read
_ASCII = re.compile(r"[a-z0-9]+")
_ACCENTS = re.compile("[\u0300-\u036f\u00ad]")  # a が keeps its mark; of soft hyphens nothing stays
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_RUNS = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
INLINE = (  # elements that part no word
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|"
    "sub|sup|time|u|var|wbr"
)
INLINE_TAG = re.compile(rf"</?(?:{INLINE})(?:\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*)?>", re.IGNORECASE)
TAG = re.compile(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")


class _Separators(dict[int, str]):
    """What becomes of each character: one that is in no word is a space."""

    def __missing__(self, code: int) -> str:
        found = chr(code) if category(chr(code))[0] in "LNM" else " "
        self[code] = found
        return found


_SEPARATORS = _Separators()


def words(text: str) -> list[str]:
    """The words of a text in their order, as somebody who searches means them."""
    return _words(text, last=False)


def terms(text: str) -> list[str]:
    """The words of a text as they are kept: the last character of a run without spaces, too,

    so that each of its characters begins a term.
    """
    return _words(text, last=True)


def is_unspaced(character: str) -> bool:
    """Whether a character is of a script that sets no spaces between words."""
    return bool(_IS_UNSPACED.match(character))


def _words(text: str, *, last: bool) -> list[str]:
    if text.isascii():
        found = _ASCII.findall(text.lower())
    else:
        plain = normalize("NFC", _ACCENTS.sub("", normalize("NFKD", text)))
        lower = plain.upper().lower().replace("ς", "σ").replace("ß", "ss")
        found = lower.translate(_SEPARATORS).split()
        if _IS_UNSPACED.search(lower):
            found = [term for word in found for term in _cut(word, last=last)]
    if max(map(len, found), default=0) <= LONGEST:
        return found
    return [word for word in found if len(word) <= LONGEST]


def _cut(word: str, *, last: bool) -> Iterator[str]:
    """A word in its scripts; of those without spaces each two characters, or one alone."""
    if not _IS_UNSPACED.search(word):
        yield word
        return
    for run in _RUNS.findall(word):
        if not _IS_UNSPACED.match(run):
            yield run
            continue
        yield from (run[i : i + 2] for i in range(len(run) - 1))
        if last or len(run) == 1:
            yield run[-1]


def words_in(text: str) -> Mapping[str, int]:
    """How often each term stands in the text of a note."""
    return Counter(terms(text))


def plain_text(body: Body) -> str:
    """What a reader sees of a note's own blocks and footnotes, but for what they embed;

    of a formula its TeX.
    """
    blocks = chain((block.parts for block in body.blocks), (n.parts for n in body.footnotes))
    html = "\n".join("".join(map(_html, parts)) for parts in blocks)
    html = said(as_tex(without_comments(html)))
    return unescape(TAG.sub(" ", INLINE_TAG.sub("", html)))


def _html(part: str | Link) -> str:
    """A part of a block as HTML: a link as its label or the last segment of its path."""
    if isinstance(part, str):
        return part
    match part.kind:
        case "embed" | "image" | "player":
            return " "
        case "html" | "footnote" | "diagram":
            return ""
        case "tag":
            return escape(part.target, quote=False)
    label = "".join(map(_html, part.label))
    return label or escape(last_segment(part.target, part.anchor), quote=False)
