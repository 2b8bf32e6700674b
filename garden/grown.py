"""From what was read of a vault to its garden: parsed, grown and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from garden.cache import ParseCache
from garden.checks import problems_of
from garden.disk import Disk
from garden.grow import Vault, grow
from garden.model import UNREADABLE, Body, Doc, Garden, Meta, Report
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
    """The garden that grows from what was read."""
    config, reading = request.config, inputs.reading
    notes = (parser or parsed)(reading.sources, inputs.options, request, disk, progress)
    docs = {**notes.docs}
    docs |= {path: Doc(Meta(denials=(UNREADABLE,))) for path in reading.unreadable}
    vault = Vault(
        docs,
        tuple(reading.files),
        reading.denied,
        inputs.history.dates,
        reading.times,
        reading.links,
        inputs.static.places,
    )
    garden, report = grow(config, vault)
    told = (*reading.problems, *inputs.static.problems, *inputs.history.problems)
    problems = problems_of(config, garden, tellable(docs, (*told, *report.problems)))
    return Grown(
        garden, replace(report, problems=problems), notes.bodies, reading.real, inputs.static.real
    )
