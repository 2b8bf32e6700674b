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
from garden.heads import head
from garden.model import Garden, Link, Note, Place, Problem
from garden.rules import problem

Refusal = tuple[Embedded, str, Trail]  # what shows no content, by which rule, what is around it


def embeds(garden: Garden, note: Note) -> Iterator[Problem]:
    trail = trail_of(head(garden, note.path), garden.config.site.language)
    for place in note.doc.links:
        if not place.link.in_place:
            continue
        told: set[str] = set()  # of what stands inside one embed, only the first is told
        for refusal in refusals(garden, note.path, place.link, trail):
            if refusal[1] not in told and _is_told_here(note, refusal):
                told.add(refusal[1])
                yield _problem(note.path, place, *refusal)
        if trail.is_at_its_end and "embed-limit" in told:
            return


def refusals(garden: Garden, source: str, link: Link, trail: Trail) -> Iterator[Refusal]:
    """The embeds at and inside `link` that show no content; where a page ends, only the first."""
    found = embedded(garden, source, link.target, link.anchor)
    if found is None:
        return
    rule = "embed-limit" if trail.is_at_its_end else trail.count(found)
    if rule:
        yield found, rule, trail
        return
    for inner in embeds_in(garden.notes[found.path].doc, found.section):
        ends = trail.is_at_its_end
        yield from refusals(garden, found.path, inner, trail.below(found))
        if ends:
            return


def _is_told_here(note: Note, refusal: Refusal) -> bool:
    """A loop is told of the notes that it passes, and not of those that embed one of them."""
    found, rule, _ = refusal
    return rule != "embed-loop" or found.path == note.path


def _problem(path: str, place: Place, refused: Embedded, rule: str, around: Trail) -> Problem:
    match rule:
        case "embed-loop":
            message, hint = f"embed loop: {around.loop(refused)}", "take one of these embeds out"
        case "embed-depth":
            message = f'"{refused.name}" is embedded more than {MAX_DEPTH} deep'
            hint = "embed it closer to this note, or link to it"
        case _:
            message = f"more than {MAX_EMBEDS} embeds or {MAX_BLOCKS:,} embedded blocks on the page"
            hint = "link to some of these notes instead"
    return problem(rule, path, message, hint, span=place.span)
