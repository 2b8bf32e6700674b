"""Backlinks with their context: the words around a link, drawn for the page that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from garden.body import draw_quote, draw_value
from garden.model import Card, Mention, Place, Property
from garden.view import View

MENTIONS_OF_ONE_NOTE = 5


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
    if mention.place < 0:
        return Quote(_property_quote(view, note.doc.meta.properties[mention.property], note.path))
    place: Place = note.doc.links[mention.place]
    is_below_title = place.heading == 0 and note.own_title
    heading = None if place.heading < 0 or is_below_title else note.doc.outline[place.heading]
    name, anchor = (heading.text, heading.id) if heading else ("", "")
    if place.quote < 0:
        return Quote(Markup(""), name, anchor)
    parts = view.body(mention.source).quotes[place.quote]
    return Quote(draw_quote(view, parts, mention.source), name, anchor)


def _property_quote(view: View, prop: Property, source: str) -> Markup:
    values = Markup(", ").join(draw_value(view, value, source) for value in prop.values)
    return Markup("{}: {}").format(prop.key, values)
