"""Aliases that several notes claim."""

from __future__ import annotations

from collections.abc import Iterator

from garden.model import Garden, Note, Problem
from garden.paths import fold
from garden.rules import problem


def aliases(garden: Garden, note: Note) -> Iterator[Problem]:
    """It is told of the first of the notes; of two spellings in one note, the first is named."""
    for alias, written in {fold(a): a for a in reversed(note.doc.meta.aliases)}.items():
        paths = garden.names.aliases[alias]
        if len(paths) > 1 and paths[0] == note.path:
            message = f'the alias "{written}" also stands in {", ".join(paths[1:])}'
            hint = "keep it in one note"
            yield problem("alias-collision", note.path, message, hint, candidates=paths)
