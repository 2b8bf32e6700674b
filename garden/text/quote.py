"""What a backlink quotes: the words around a link, cut between words, as balanced HTML with holes.

It is cut when the note is read, so that a page that many notes link to has only holes to fill.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from markupsafe import escape

from garden.model import Link, Parts
from garden.text.findings import Findings
from garden.text.hidden import VOID
from garden.text.html import text_of, without_media
from garden.text.targets import shown_text

CONTEXT = 150  # characters of text on each side of the link
_LEAST = 0.4  # of them that whole sentences must fill; else what ends there may be `Dr.`
_PIECES = 40  # on each side: tags without text are not quoted without end
_SPLIT = re.compile(
    "(<[^>\"']*+(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*+)*+>|\ufdd0[0-9]+\ufdd1|\ufdd2[0-9]+\ufdd3)"
)
_HOLE = re.compile("\ufdd0([0-9]+)\ufdd1")
_BREAK = re.compile(r"<br[^>]*>")
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*\s+|[。！？][」』）]*")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")


# The HTML of a tag, a hole or a run of text, and what a reader sees of it
_Piece = tuple[str, str]


def quotes(html: str, findings: Findings) -> Iterator[tuple[Link, Parts]]:
    """Each link of an excerpt, in its order, with the quotation in which it is marked."""
    if "\ufdd0" not in html:
        return
    pieces = _pieces(html, findings)
    holes = (i for i, (piece, _) in enumerate(pieces) if "\ufdd0" in piece)
    places = {number: i for i in holes for number in _HOLE.findall(pieces[i][0])}
    joined = _balanced if "<" in html else "".join
    for number in _HOLE.findall(html):
        quote = joined(_around(pieces, places.get(number))).strip()
        yield findings.holes[int(number)], findings.quoted(quote)


def _pieces(html: str, findings: Findings) -> list[_Piece]:
    """An excerpt in pieces: pictures shrunk to their names, lines joined."""
    if "<" in html:
        html = without_media(_BREAK.sub(" ", html))
    return [(piece, _seen(piece, findings)) for piece in _SPLIT.split(html) if piece]


def _seen(piece: str, findings: Findings) -> str:
    if piece[0] == "<":
        return ""
    if piece[0] == "\ufdd0":
        return _text_of_link(findings.holes[int(piece[1:-1])])
    if piece[0] == "\ufdd2":
        return findings.kept_text(piece)
    return unescape(piece)


def _text_of_link(link: Link) -> str:
    if link.kind == "tag":
        return f"#{link.target}"
    return _text_of_parts(link.label) or shown_text(link.target, link.anchor)


def _text_of_parts(parts: Parts) -> str:
    return "".join(text_of(p) if isinstance(p, str) else _text_of_link(p) for p in parts)


def _around(pieces: Sequence[_Piece], target: int | None) -> list[str]:
    """The pieces near a link; it is marked, unless it is the address of an element of raw HTML."""
    if target is None:  # it stood in a player or a frame, which is not quoted
        return _clipped(pieces[:_PIECES], from_end=False)
    before = _clipped(pieces[max(0, target - _PIECES) : target][::-1], from_end=True)
    after = _clipped(pieces[target + 1 : target + 1 + _PIECES], from_end=False)
    html = pieces[target][0]
    marked = (html,) if html.startswith("<") else ("<mark>", html, "</mark>")
    return [*reversed(before), *marked, *after]


def _clipped(pieces: Sequence[_Piece], *, from_end: bool) -> list[str]:
    """Pieces up to `CONTEXT` characters of text, and an ellipsis where there is more."""
    out: list[str] = []
    left = CONTEXT
    for html, text in pieces:
        if len(text) <= left and (left or not text):
            out.append(html)
            left -= len(text)
            continue
        is_text = html[0] not in "<\ufdd0\ufdd2"
        text = _cut(text, left, from_end=from_end) if is_text and left else "…"
        return [*out, str(escape(text))]
    return [*out, "…"] if len(pieces) == _PIECES else out


def _cut(text: str, length: int, *, from_end: bool) -> str:
    """`length` characters of `text` next to the link at most: whole sentences, or else words."""
    kept = text[-length:] if from_end else text[:length]
    ends = [end for end in _ends(kept) if _LEAST * length <= (len(kept) - end if from_end else end)]
    if from_end:
        words = "…" + kept.partition(" ")[2] if " " in kept else "…" + kept
        return kept[ends[0] :] if ends else words
    words = (kept.rpartition(" ")[0] if " " in kept else kept) + "…"
    return kept[: ends[-1]].rstrip() if ends else words


def _ends(text: str) -> Iterator[int]:
    """Where sentences end; no short form such as `e.g.`, after which small letters go on."""
    ends = (found.end() for found in _SENTENCE_END.finditer(text))
    return (end for end in ends if not text[end : end + 1].islower())


def _balanced(pieces: Iterable[str]) -> str:
    """A cut from balanced HTML without ends that have no beginning, and with all ends."""
    out: list[str] = []
    open_tags: list[str] = []
    for piece in pieces:
        if piece.startswith("<") and (tag := _TAG.match(piece)):
            closing, name = tag.groups()
            if name.lower() in VOID:
                pass
            elif not closing:
                open_tags.append(name)
            elif open_tags and open_tags[-1] == name:
                open_tags.pop()
            else:
                continue
        out.append(piece)
    return "".join((*out, *(f"</{name}>" for name in reversed(open_tags))))
