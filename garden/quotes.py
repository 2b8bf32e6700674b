"""Backlinks with their context: the words around a link, drawn for the page that shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from garden.body import draw_quote
from garden.model import Card, Linker, Said
from garden.panel import draw_value
from garden.view import View


@dataclass(frozen=True, slots=True)
class Quote:
    """One mention: its text, and the heading that it stands under, or the property."""

    text: Markup
    heading: str = ""
    anchor: str = ""
    property: str = ""


@dataclass(frozen=True, slots=True)
class Backlink:
    """The mentions of a page in one note, ready to be shown; `more` are left out.

    `folder` says where the note lies, if that is elsewhere.
    """

    card: Card
    folder: str
    quotes: tuple[Quote, ...]
    more: int


def draw_backlinks(view: View, linkers: Iterable[Linker]) -> list[Backlink]:
    """The notes that link to a page, with what they say there."""
    return [
        Backlink(
            linker.card,
            linker.folder,
            tuple(_quote(view, linker.path, said) for said in linker.said),
            linker.more,
        )
        for linker in linkers
    ]


def _quote(view: View, source: str, said: Said) -> Quote:
    if said.property:
        values = Markup(", ").join(draw_value(view, value, source) for value in said.values)
        return Quote(values, property=said.property)
    text = draw_quote(view, view.quote(source, said.quote), source) if said.quote >= 0 else ""
    return Quote(Markup(text), said.heading, said.anchor)
