"""From what was read of a vault to its garden: parsed, grown and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from garden.cache import ParseCache
from garden.checks import problems_of
from garden.disk import Disk
from garden.grow import Vault, grow
from garden.model import UNREADABLE, Body, Doc, Garden, Meta, Parts, Report
from garden.parsing import Notes, parse_all
from garden.progress import Progress, silent
from garden.publish import tellable
from garden.reading import Inputs, Request, read_inputs
from garden.text.options import ParseOptions
from garden.workers import Workers

Parser = Callable[[Mapping[str, bytes], ParseOptions, Request, Disk, Progress], Notes]


@dataclass(frozen=True, slots=True)
class Grown:
    """A garden, what draws it, and where its files lie."""

    garden: Garden
    report: Report
    bodies: Mapping[str, Body]
    quotes: Mapping[str, tuple[Parts, ...]]
    real: Mapping[str, Path]
    static: Mapping[str, Path]


def read_garden(
    request: Request, disk: Disk, progress: Progress = silent, parser: Parser | None = None
) -> Grown:
    """The garden of a vault, with everything that is wrong with it. Raises `EmptyVaultError`.

    `parser` takes the place of `parsed`, for whoever remembers more.
    """
    return grown_from(read_inputs(request, disk, progress), request, disk, progress, parser)


def parsed(
    sources: Mapping[str, bytes],
    options: ParseOptions,
    request: Request,
    disk: Disk,
    progress: Progress = silent,
) -> Notes:
    """Notes parsed as a request wants it: with its cache, by whom it names."""
    writes = request.output is not None
    cache = ParseCache(disk, request.cache, writes=writes) if request.cache else None
    workers = Workers(request.jobs, request.executor, request.advise)
    return parse_all(sources, options, workers, cache, progress, writes=writes)


def grown_from(
    inputs: Inputs,
    request: Request,
    disk: Disk,
    progress: Progress = silent,
    parser: Parser | None = None,
) -> Grown:
    """The garden that grows from what was read, with everything that is wrong with it."""
    reading, static = inputs.reading, inputs.static
    notes = (parser or parsed)(reading.sources, inputs.options, request, disk, progress)
    vault = vault_of(inputs, notes)
    garden, report = grow(request.config, vault)
    told = (*reading.problems, *static.problems, *inputs.history.problems, *report.problems)
    problems = problems_of(request.config, garden, tellable(vault.docs, told))
    report = replace(report, problems=problems)
    return Grown(garden, report, notes.bodies, notes.quotes, reading.real, static.real)


def vault_of(inputs: Inputs, notes: Notes) -> Vault:
    """What a garden grows from. A note that may not be read is there, and private."""
    reading = inputs.reading
    return Vault(
        {**notes.docs, **{path: Doc(Meta(denials=(UNREADABLE,))) for path in reading.unreadable}},
        tuple(reading.files),
        reading.denied,
        inputs.history.dates,
        reading.times,
        reading.links,
        inputs.static.places,
    )
