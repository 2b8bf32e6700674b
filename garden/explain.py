"""Why a link leads where it leads: the text of `garden resolve`."""

from __future__ import annotations

from garden.model import Garden
from garden.resolve import Search, anchor_id, search
from garden.text.targets import split_wikilink


class UnknownNoteError(Exception):
    """A link's note is not published. The text says which, and what is near."""


def explained(garden: Garden, target: str, source: str) -> tuple[bool, str]:
    """Whether `target` leads anywhere from the note `source`, and how that was decided."""
    note = search(garden.names, "", source).pick
    if note is None or note not in garden.notes:
        raise UnknownNoteError(_unknown(garden, source))
    path, anchor, _ = split_wikilink(target.removeprefix("!").removeprefix("[[").removesuffix("]]"))
    found = search(garden.names, note, path, aliases=garden.config.links.aliases)
    return found.pick is not None, "\n".join(_lines(garden, note, anchor, found))


def _unknown(garden: Garden, source: str) -> str:
    from rapidfuzz import process

    near = process.extractOne(source, list(garden.notes), score_cutoff=60)
    guess = f'; did you mean "{near[0]}"?' if near else ""
    return f'no published note is called "{source}"{guess}'


def _lines(garden: Garden, source: str, anchor: str, found: Search) -> list[str]:
    if found.pick is None:
        return [f"from {source}: nothing that is published fits"]
    lines = [f"from {source}: {found.pick} ({found.rule})"]
    lines += [f"  would fit too: {other}" for other in found.candidates[1:]]
    if anchor and found.pick in garden.notes:
        place = anchor_id(garden.notes[found.pick].doc, anchor)
        lines.append(f"  #{anchor}: {f'id {place}' if place else 'no such heading or block'}")
    return lines
