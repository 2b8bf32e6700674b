"""Backlinks with their context: the words around a link, drawn for the page that shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby

from markupsafe import Markup, escape

from garden.body import draw_link, draw_value, text_of, without_media
from garden.model import Card, Link, Mention, Parts, Property
from garden.text.html import VOID
from garden.view import View

CONTEXT = 150  # characters of text shown on each side of a link that is quoted
MENTIONS_OF_ONE_NOTE = 5
_TOKEN = re.compile(r"(<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>)")
_BREAK = re.compile(r"<br[^>]*>")
_TARGET = "\ufdd0"
_NEIGHBOURS = 40  # parts on each side of a link that are looked at for its quotation
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")


@dataclass(frozen=True, slots=True)
class Quote:
    """One mention: its text, and the heading that it stands under."""

    text: Markup
    heading: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Backlink:
    """The mentions of a page in one note, ready to be shown; `more` are left out."""

    card: Card
    quotes: tuple[Quote, ...]
    more: int


def draw_backlinks(view: View, mentions: Sequence[Mention]) -> list[Backlink]:
    """Mentions of one note, grouped by the notes that they stand in."""
    groups = [
        (view.ask("card", source), list(found))
        for source, found in groupby(mentions, key=lambda mention: mention.source)
    ]
    return [
        Backlink(
            card,
            tuple(_quote(view, mention) for mention in found[:MENTIONS_OF_ONE_NOTE]),
            max(0, len(found) - MENTIONS_OF_ONE_NOTE),
        )
        for card, found in groups
    ]


def _quote(view: View, mention: Mention) -> Quote:
    note = view.ask("note", mention.source)
    if mention.block < 0:
        return Quote(_property_quote(view, note.doc.meta.properties[mention.excerpt], note.path))
    is_below_title = mention.heading == 0 and note.own_title
    heading = None if mention.heading < 0 or is_below_title else note.doc.outline[mention.heading]
    name, anchor = (heading.text, heading.id) if heading else ("", "")
    if mention.excerpt < 0:
        return Quote(Markup(""), name, anchor)
    excerpt = view.body(mention.source).blocks[mention.block].excerpts[mention.excerpt]
    return Quote(_window(view, excerpt.parts, mention.part, mention.source), name, anchor)


def _property_quote(view: View, prop: Property, source: str) -> Markup:
    values = Markup(", ").join(draw_value(view, value, source) for value in prop.values)
    return Markup("{}: {}").format(prop.key, values)


def _window(view: View, parts: Parts, link: int, source: str) -> Markup:
    """The text around a link, given by its index: `CONTEXT` characters on each side of it.

    Only its neighbours are drawn, so that a list of a thousand links costs each of the thousand
    notes no more than a short one.
    """
    start, end = max(0, link - _NEIGHBOURS), link + _NEIGHBOURS + 1
    pieces = list(_pieces(view, parts[start:end], link - start, source))
    at = next((i for i, piece in enumerate(pieces) if piece.is_target), None)
    if at is None:  # it stood in a player or a frame, which is not quoted
        return Markup("".join(_balanced(_clipped(pieces, from_end=False, more=False))).strip())
    before = _clipped(pieces[:at][::-1], from_end=True, more=start > 0)[::-1]
    after = _clipped(pieces[at + 1 :], from_end=False, more=end < len(parts))
    return Markup("".join(_balanced((*before, pieces[at].html, *after))).strip())


@dataclass(frozen=True, slots=True)
class _Piece:
    """A link whole, a tag, or a run of text; `text` is what a reader sees of it."""

    html: str
    text: str
    is_target: bool = False


def _pieces(view: View, parts: Parts, target: int, source: str) -> Iterator[_Piece]:
    """An excerpt in pieces: pictures shrunk to their names, lines joined, the target marked."""
    for part, is_target in _with_whole_tags(view, parts, target, source):
        if isinstance(part, Link):
            html = draw_link(view, part, source, quoted=True)
            yield _Piece(f"<mark>{html}</mark>" if is_target else html, text_of(html), is_target)
            continue
        for piece in filter(None, _TOKEN.split(without_media(_BREAK.sub(" ", part)))):
            if piece.startswith("<"):
                yield _Piece(piece.replace(_TARGET, ""), "", _TARGET in piece)
            else:
                yield _Piece(piece, unescape(piece))


def _with_whole_tags(
    view: View, parts: Parts, target: int, source: str
) -> list[tuple[str | Link, bool]]:
    """`parts` with the addresses in raw HTML written out, so that every tag is in one piece.

    The target among those is marked by a character that no note can hold.
    """
    out: list[tuple[str | Link, bool]] = []
    for i, part in enumerate(parts):
        if isinstance(part, Link) and part.kind != "html":
            out.append((part, i == target))
            continue
        text = part if isinstance(part, str) else draw_link(view, part, source, quoted=True)
        if i == target:
            text = _TARGET + text
        last = out[-1][0] if out else None
        if isinstance(last, str):
            out[-1] = (last + text, False)
        else:
            out.append((text, False))
    return out


def _balanced(pieces: Iterable[str]) -> Iterator[str]:
    """A cut from balanced HTML without ends that have no beginning, and with all ends."""
    open_tags: list[str] = []
    for piece in pieces:
        tag = _TAG.fullmatch(piece)
        if tag is None or tag[2].lower() in VOID:
            yield piece
        elif not tag[1]:
            open_tags.append(tag[2])
            yield piece
        elif open_tags and open_tags[-1] == tag[2]:
            open_tags.pop()
            yield piece
    yield from (f"</{name}>" for name in reversed(open_tags))


def _clipped(pieces: Sequence[_Piece], *, from_end: bool, more: bool) -> list[str]:
    """Pieces up to `CONTEXT` characters of text, and an ellipsis where there is more."""
    out: list[str] = []
    left = CONTEXT
    for piece in pieces:
        if len(piece.text) <= left and (left or not piece.text):
            out.append(piece.html)
            left -= len(piece.text)
            continue
        is_text = not piece.html.startswith("<")
        text = _cut(piece.text, left, from_end=from_end) if is_text and left else "…"
        return [*out, str(escape(text))]
    return [*out, "…"] if more else out


def _cut(text: str, length: int, *, from_end: bool) -> str:
    """`length` characters of `text` next to the link, up to the border of a word."""
    if from_end:
        kept = text[-length:]
        return "…" + kept.partition(" ")[2] if " " in kept else "…" + kept
    kept = text[:length]
    return (kept.rpartition(" ")[0] if " " in kept else kept) + "…"
