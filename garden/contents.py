"""The question about a note's table of contents: its own headings, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from garden.model import Garden, Heading, Note, Topic

_NO = ("false", "no", "off", "0")


def contents(garden: Garden, path: str) -> tuple[Topic, ...]:
    """The headings of a note that links can reach, but for its title; nothing for only a few.

    Those of embedded notes are not its own. `toc: false` in the front matter wants none.
    """
    note, wanted = garden.notes[path], garden.config.contents
    headings = note.doc.outline[1 if note.own_title else 0 :]
    headings = tuple(heading for heading in headings if heading.text)
    if not wanted.least or len(headings) < wanted.least or _is_unwanted(note):
        return ()
    return _nested(headings, wanted.depth)


def _is_unwanted(note: Note) -> bool:
    found = (prop for prop in note.doc.meta.properties if prop.key == "toc")
    return any(text.lower() in _NO for prop in found for text in prop.texts)


def _nested(headings: Sequence[Heading], depth: int) -> tuple[Topic, ...]:
    """Each heading with the smaller ones up to the next of its own level or a larger one."""
    starts = [0]
    for number, heading in enumerate(headings):
        if number and heading.level <= headings[starts[-1]].level:
            starts.append(number)
    ends = (*starts[1:], len(headings))
    return tuple(
        Topic(
            headings[start].text,
            headings[start].id,
            _nested(headings[start + 1 : end], depth - 1) if depth > 1 and start + 1 < end else (),
        )
        for start, end in zip(starts, ends, strict=True)
    )
