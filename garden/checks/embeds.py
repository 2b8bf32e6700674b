"""Embeds that a page shows as links, because they lead too far: the steps of drawing, dry."""

from __future__ import annotations

from collections.abc import Iterator

from garden.embeds import (
    MAX_BLOCKS,
    MAX_DEPTH,
    MAX_EMBEDS,
    Embedded,
    Trail,
    embedded,
    embeds_in,
    trail_of,
)
from garden.model import Garden, Link, Note, Place, Problem
from garden.rules import problem


def embeds(garden: Garden) -> Iterator[Problem]:
    for note in garden.notes.values():
        yield from _of_note(garden, note)


def _of_note(garden: Garden, note: Note) -> Iterator[Problem]:
    trail = trail_of(note)
    for place in note.doc.links:
        if not place.link.in_place:
            continue
        for refused, rule, around in _refused(garden, note.path, place.link, trail):
            if rule != "embed-loop" or refused.path == note.path:
                yield _problem(place, rule, refused, around)
            if rule == "embed-limit":  # told once, where it is reached
                return


def _refused(
    garden: Garden, source: str, link: Link, trail: Trail
) -> Iterator[tuple[Embedded, str, Trail]]:
    """The embeds at and inside `link` that stay links, with the rule and what is around them."""
    found = embedded(garden, source, link.target, link.anchor)
    if found is None:
        return
    if rule := trail.refusal(found):
        yield found, rule, trail
        return
    below = trail.below(found)
    for inner in embeds_in(garden.notes[found.path].doc, found.section):
        yield from _refused(garden, found.path, inner, below)


def _problem(place: Place, rule: str, refused: Embedded, around: Trail) -> Problem:
    """A loop is told where it passes, the rest where the first of the embeds stands."""
    match rule:
        case "embed-loop":
            message, hint = f"embed loop: {around.loop(refused)}", "take one of these embeds out"
        case "embed-depth":
            message = f'"{refused.name}" is embedded more than {MAX_DEPTH} deep'
            hint = "embed it closer to this note, or link to it"
        case _:
            message = f"more than {MAX_EMBEDS} embeds or {MAX_BLOCKS:,} embedded blocks on the page"
            hint = "link to some of these notes instead"
    return problem(rule, around.chain[0].path, message, hint, span=place.span)
