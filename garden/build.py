"""Builds a site: reads, grows, draws and places, one verb a line."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from garden.changes import Change, change, pages_of_notes
from garden.config import Config
from garden.disk import Disk
from garden.lock import locked
from garden.memory import Memory, Told, how, listing, recall, stands
from garden.model import Problem, Report
from garden.output import (
    KEPT,
    Manifest,
    Placed,
    check_cache,
    check_output,
    foreign,
    place,
    read_manifest,
    settle,
    sweep,
)
from garden.progress import Progress, silent
from garden.reading import Inputs, Request, read_inputs
from garden.theme import Theme
from garden.themes import read_theme

if TYPE_CHECKING:
    from garden.grown import Grown


@dataclass(frozen=True)
class Built:
    """What a build did. Paths are relative to the output; seconds are of the wall clock."""

    config: Config
    told: Told
    placed: Placed
    change: Change  # of what is public
    was_interrupted: bool
    seconds: float
    is_first: bool
    drawn: tuple[str, ...]  # the pages that were not as before
    grow: Callable[[], Grown]

    @cached_property
    def grown(self) -> Grown:
        """The garden. A build that had nothing to do has not grown it, until it is asked for."""
        return self.grow()


def _unheard(built: Built) -> None:
    pass


def build(
    request: Request,
    disk: Disk,
    progress: Progress = silent,
    tell: Callable[[Built], None] = _unheard,
) -> Built:
    """Build a site. Raises `OutputError`, `LockedError`, `EmptyVaultError`, `ThemeError`,

    `ConfigError`, `UnexpectedError`, OSError.

    `progress` is told how far each stage is. A site is placed only when all of it has been drawn.
    What `tell` does not come to its end with, the next build tells again: how what is public
    differs.
    """
    assert request.output is not None, "a build has an output"
    started = time.monotonic()
    check_output(disk, request.vault, request.output, adopt=request.adopt)
    if request.cache is not None:
        check_cache(request.vault, request.output, request.cache)
    with locked(disk, request.output):
        before = read_manifest(disk, request.output)
        inputs = read_inputs(request, disk, progress)
        theme = request.theme or read_theme(request, disk)
        current = Memory(how(request.config, theme), inputs.digest() if request.cache else 0)
        memory = current
        if before is not None and before.whole and before.told is None:
            memory = recall(disk, request.cache, request.output, current.how)
        if before and _is_as_before(request, disk, memory, inputs, current.inputs, before):
            done = _nothing_done(request, disk, memory, inputs, before)
        else:
            done = _done(request, disk, (memory, current), inputs, theme, progress)
        built = Built(
            request.config,
            done.told,
            done.placed,
            change(before.known if before else {}, done.notes, done.redirects),
            was_interrupted=before is not None and not before.whole,
            seconds=time.monotonic() - started,
            is_first=before is None,
            drawn=done.drawn,
            grow=done.grow,
        )
        tell(built)
        settle(disk, request.output)
    return built


@dataclass(frozen=True, slots=True)
class _Done:
    """What was done with an output; `notes` are the pages of notes in it, with their paths."""

    told: Told
    placed: Placed
    notes: Mapping[str, str]
    redirects: Mapping[str, str]
    drawn: tuple[str, ...]
    grow: Callable[[], Grown]


def _nothing_done(
    request: Request, disk: Disk, memory: Memory, inputs: Inputs, before: Manifest
) -> _Done:
    assert request.output is not None, "a build has an output"
    assert memory.told is not None, "what is as before has been told before"
    if request.expected is not None:
        request.expected.check(before.notes)
    sweep(disk, request.output)  # of a build that was stopped, and whose edits were taken back
    placed = Placed(0, 0, foreign(disk, request.output, before))

    def grow() -> Grown:
        from garden.grown import grown_from

        return grown_from(inputs, request, disk)

    return _Done(memory.told, placed, before.notes, {}, (), grow)


def _done(
    request: Request,
    disk: Disk,
    memories: tuple[Memory, Memory],
    inputs: Inputs,
    theme: Theme,
    progress: Progress,
) -> _Done:
    """Grow, draw and place; `memories` are that of the last build, and the one to come."""
    # A build that finds nothing to do pays for none of this.
    from garden.drawing import prepare_pictures, remember_site, site_of
    from garden.grown import grown_from
    from garden.parallel import writer

    assert request.output is not None, "a build has an output"
    memory, coming = memories
    grown = grown_from(inputs, request, disk, progress)
    with closing(grown):
        notes = pages_of_notes(grown.garden)
        if request.expected is not None:
            request.expected.check(notes)
        site = site_of(request, disk, grown, theme, memory)
        prepare_pictures(request, site, progress)
        write = writer(request, disk, inputs, site, progress)
        placed = place(disk, request.output, site.files, notes, write)
        grown = replace(grown, report=_with_problems(grown.report, site.clashes))
        told = Told(len(grown.garden.notes), len(grown.garden.static), grown.report)
        remember_site(request, disk, site, replace(coming, told=told, notes=listing(notes)))
    drawn = tuple(out for out in site.asked if site.files[out] is not KEPT)
    return _Done(told, placed, notes, grown.garden.redirects, drawn, lambda: grown)


def _is_as_before(
    request: Request, disk: Disk, memory: Memory, inputs: Inputs, digest: int, before: Manifest
) -> bool:
    """Whether nothing has changed: neither what was read, nor the site that was written."""
    assert request.output is not None, "a build has an output"
    return (
        memory.told is not None
        and memory.inputs == digest
        and stands(disk, memory, request.output, before, inputs.real)
    )


def _with_problems(report: Report, problems: Sequence[Problem]) -> Report:
    return replace(report, problems=(*report.problems, *problems))
