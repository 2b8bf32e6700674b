"""Links that lead nowhere, or that lead somewhere only by a guess."""

from __future__ import annotations

from collections.abc import Iterator

from garden.linking import written_links
from garden.model import Garden, Link, Note, Problem, Search, Span
from garden.paths import is_player
from garden.resolve import anchor_id, search_of
from garden.rules import problem

_MISSING = {"image": "image-missing", "embed": "embed-missing", "player": "embed-missing"}
_REPORTED = {
    "alias": ("link-alias", "found only by an alias", "link to the note's name: [[{name}|{text}]]"),
    "shortest path": ("link-shortest", "several files fit", ""),
    "first by name": ("link-ambiguous", "several files fit equally well", "write more of the path"),
}


def links(garden: Garden, note: Note) -> Iterator[Problem]:
    for written in written_links(garden, note):
        yield from _of_link(garden, note.path, written.link, written.span)


def _of_link(garden: Garden, path: str, link: Link, span: Span) -> Iterator[Problem]:
    found = search_of(garden, path, link.target)
    if found.pick is None:
        if link.kind == "html" and link.title:
            return  # trusted HTML may name what is no file of the vault
        known = _MISSING.get(link.kind, "link-missing")
        rule = _missing_of_html(link) if link.kind == "html" else known
        message = f'nothing is called "{link.target}"'
        yield problem(rule, path, message, span=span, target=link.target)
        return
    if reported := _REPORTED.get(found.rule):
        yield _guessed(path, link, found, reported, span)
    # Who links from a diagram is not known to the target, which may lose a heading unseen
    if link.anchor and link.kind != "diagram" and found.pick in garden.notes:
        yield from _of_anchor(garden.notes[found.pick], path, link, span)


def _missing_of_html(link: Link) -> str:
    """The rule that an attribute of raw HTML breaks."""
    if link.label[0] == "href":
        return "link-missing"
    return "embed-missing" if is_player(link.target) else "image-missing"


def _guessed(
    path: str, link: Link, found: Search, reported: tuple[str, str, str], span: Span
) -> Problem:
    rule, what, hint = reported
    name = (found.pick or "").removesuffix(".md")
    hint = hint.format(name=name, text=link.target)
    message = f'"{link.target}": {what}; {found.pick} is taken'
    return problem(rule, path, message, hint, span=span, candidates=found.candidates)


def _of_anchor(target: Note, path: str, link: Link, span: Span) -> Iterator[Problem]:
    if anchor_id(target, link.anchor) is not None or target.doc.is_drawing:
        return  # of a drawing, an anchor may name what is drawn
    if link.anchor.startswith("^"):
        message = f"{target.path} has no block {link.anchor}"
        known = tuple(found.id for found in target.doc.block_ids)
        yield problem("block-missing", path, message, span=span, candidates=known)
    else:
        message = f'{target.path} has no heading "{link.anchor}"'
        known = tuple(heading.text for heading in target.doc.outline)
        yield problem("heading-missing", path, message, span=span, candidates=known)
