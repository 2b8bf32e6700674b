"""Why a link leads where it leads: the text of `garden resolve`."""

from __future__ import annotations

from collections.abc import Sequence

from garden.model import Garden, Search
from garden.paths import stem_of
from garden.resolve import anchor_id, search
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
    if found.pick is None:
        near = guess(path, sorted({stem_of(known) for known in garden.notes}))
        return False, f"from {note}: nothing that is published fits{near}"
    return True, "\n".join(_lines(garden, note, anchor, found))


def _unknown(garden: Garden, source: str) -> str:
    return f'no published note is called "{source}"{guess(source, list(garden.notes))}'


def guess(text: str, names: Sequence[str]) -> str:
    """The name that is most like a text, as a question; nothing where none is like it."""
    from rapidfuzz import fuzz, process

    near = process.extractOne(text, names, scorer=fuzz.ratio, score_cutoff=60)
    return f'; did you mean "{near[0]}"?' if near else ""


def _lines(garden: Garden, source: str, anchor: str, found: Search) -> list[str]:
    assert found.pick is not None, "what was not found is told before"
    lines = [f"from {source}: {found.pick} ({found.rule})"]
    lines += [f"  would fit too: {other}" for other in found.candidates[1:]]
    if anchor and found.pick in garden.notes:
        place = anchor_id(garden.notes[found.pick], anchor)
        lines.append(f"  #{anchor}: {f'id {place}' if place else 'no such heading or block'}")
    return lines
