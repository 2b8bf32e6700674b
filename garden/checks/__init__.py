"""What is looked for across notes. Each module holds checks: a note in its garden, problems out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from garden.checks.aliases import aliases
from garden.checks.drawings import drawings
from garden.checks.embeds import embeds
from garden.checks.links import links
from garden.config import Config
from garden.model import Check, Garden, Note, Problem

CHECKS: tuple[Check, ...] = (links, aliases, embeds, drawings)
_UNPUBLISHED = ("link-private", "file-type", "host-file", "canvas-embed")


def checked(garden: Garden, paths: Iterable[str]) -> dict[str, tuple[Problem, ...]]:
    """What the checks find in some notes; those in which they find nothing are left out."""
    found = ((path, _of_note(garden, garden.notes[path])) for path in paths)
    return {path: problems for path, problems in found if problems}


def _of_note(garden: Garden, note: Note) -> tuple[Problem, ...]:
    return tuple(problem for check in CHECKS for problem in check(garden, note))


def problems_of(
    config: Config, known: Iterable[Problem], found: Mapping[str, Sequence[Problem]]
) -> tuple[Problem, ...]:
    """The known problems and those that the checks found, as the configuration weighs them."""
    return _weighed(config, _without_private([*known, *chain.from_iterable(found.values())]))


def _without_private(problems: Sequence[Problem]) -> list[Problem]:
    """A link to what is not published is told as that alone, not as missing too."""
    told = {(p.path, p.span, p.target) for p in problems if p.rule in _UNPUBLISHED}
    return [p for p in problems if p.rule in _UNPUBLISHED or (p.path, p.span, p.target) not in told]


def _weighed(config: Config, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems with the severities of `[check]`, each once, by path and line."""
    out: dict[Problem, None] = {}
    for problem in problems:
        level = config.check.get(problem.rule, problem.level)
        if level != "ignore":
            out[replace(problem, level=level)] = None
    return tuple(sorted(out, key=lambda p: (p.path, p.span.line, p.span.column, p.rule, p.message)))
