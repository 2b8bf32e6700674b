"""Aliases that several notes claim."""

from __future__ import annotations

from collections.abc import Iterator

from garden.model import Garden, Problem
from garden.paths import fold
from garden.rules import problem


def aliases(garden: Garden) -> Iterator[Problem]:
    for alias, paths in garden.names.aliases.items():
        if len(paths) > 1:
            written = next(a for a in garden.notes[paths[0]].doc.meta.aliases if fold(a) == alias)
            message = f'the alias "{written}" also stands in {", ".join(paths[1:])}'
            hint = "keep it in one note"
            yield problem("alias-collision", paths[0], message, hint, candidates=paths)
