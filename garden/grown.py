"""From what was read of a vault to its garden: parsed, grown and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from garden import shrinking
from garden.cache import ParseCache
from garden.checks import checked, problems_of
from garden.darkroom import Darkroom
from garden.disk import Disk
from garden.grow import Growth, Vault
from garden.model import UNREAD, Body, Doc, Garden, Meta, Parts, Problem, Report
from garden.parsing import Bodies, Notes, parse_all
from garden.pictured import pictured
from garden.pictures import looked_at, measured, places_of, problems_in, recall, remember
from garden.progress import Progress, silent
from garden.publish import tellable
from garden.reading import Inputs, Request, read_inputs
from garden.regrow import regrow
from garden.text.options import ParseOptions
from garden.vault import Reading
from garden.workers import Workers

Parser = Callable[[Mapping[str, bytes], ParseOptions, Request, Disk, Progress], Notes]


@dataclass(frozen=True, slots=True)
class Grown:
    """A garden, what draws it, and where its files lie.

    `found` are the problems that the checks have found, by note; the report has all problems. The
    `darkroom` makes the files of the site that are made of pictures.
    """

    growth: Growth
    found: Mapping[str, tuple[Problem, ...]]
    report: Report
    bodies: Mapping[str, Body]
    quotes: Mapping[str, tuple[Parts, ...]]
    words: Mapping[str, Mapping[str, int]]
    real: Mapping[str, Path]
    static: Mapping[str, Path]
    darkroom: Darkroom

    @property
    def garden(self) -> Garden:
        return self.growth.garden

    def close(self) -> None:
        """Let go of the cache that the texts are read from; they can still be read."""
        if isinstance(self.bodies, Bodies):
            self.bodies.close()


def read_garden(
    request: Request,
    disk: Disk,
    progress: Progress = silent,
    parser: Parser | None = None,
    last: Grown | None = None,
) -> Grown:
    """The garden of a vault, with everything that is wrong with it. Raises `EmptyVaultError`.

    `parser` takes the place of `parsed`, for whoever remembers more; `last` is what the vault grew
    into before, of which what has not changed is taken.
    """
    inputs = read_inputs(request, disk, progress)
    return grown_from(inputs, request, disk, progress, parser, last)


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
    last: Grown | None = None,
) -> Grown:
    """The garden that grows from what was read, with everything that is wrong with it."""
    reading, static = inputs.reading, inputs.static
    notes = (parser or parsed)(reading.sources, inputs.options, request, disk, progress)
    vault = vault_of(inputs, notes)
    growth, touched = regrow(request.config, vault, last.growth if last else None)
    plain = Disk(disk.watcher)  # pictures are too large for one that remembers what it has read
    darkroom = darkroom_for(inputs, request, plain, growth.garden, progress, last)
    growth = with_pictures(growth, darkroom)
    garden, report = growth.garden, growth.report
    found = checked(garden, garden.notes if touched is None else touched)
    if last is not None and touched is not None:
        found |= {path: told for path, told in last.found.items() if path not in touched}
    read = (*reading.problems, *static.problems, *inputs.history.problems, *inputs.overrides)
    told = (*read, *_of_pictures(inputs, darkroom), *report.problems)
    problems = problems_of(
        request.config, tellable(request.config.publish, vault.docs, told), found
    )
    report = replace(report, problems=problems)
    texts = notes.bodies, notes.quotes, notes.words
    return Grown(growth, found, report, *texts, reading.real, static.real, darkroom)


def darkroom_for(
    inputs: Inputs,
    request: Request,
    disk: Disk,
    garden: Garden,
    progress: Progress = silent,
    last: Grown | None = None,
) -> Darkroom:
    """The published pictures, looked at; those that have not changed since the `last` time, or

    since they went into the cache, are not looked at again.
    """
    known = last.darkroom.looked if last else recall(disk, request.cache)
    looked = looked_at(disk, places_of(garden, inputs.real), known, progress)
    if looked != known and request.output is not None:
        remember(disk, request.cache, looked)
    several = request.config.site.trust == "shared"
    return Darkroom(disk, request.config.images, looked, request.cache, disarms=several)


def with_pictures(growth: Growth, darkroom: Darkroom) -> Growth:
    """What was grown, with the sizes of its pictures."""
    sizes = measured(darkroom.config, darkroom.looked, pillow=shrinking.pillow())
    return replace(growth, garden=pictured(growth.garden, sizes))


def _of_pictures(inputs: Inputs, darkroom: Darkroom) -> Iterator[Problem]:
    known = inputs.static.places
    return problems_in(
        darkroom.config,
        darkroom.looked,
        known,
        pillow=shrinking.pillow(),
        disarms=darkroom.disarms,
    )


def _unparsed(reading: Reading) -> dict[str, Doc]:
    """The notes of which no more is known than that they are private, or their folders are."""
    closing = {path: _saying(reason) for path, reason in reading.closing.items()}
    return {**dict.fromkeys(reading.unreadable, UNREAD), **closing}


@cache
def _saying(denial: str) -> Doc:
    return Doc(Meta(denials=(denial,)))


def vault_of(inputs: Inputs, notes: Notes) -> Vault:
    """What a garden grows from. A note that may not be read is there, and private."""
    reading = inputs.reading
    return Vault(
        {**notes.docs, **_unparsed(reading)},
        tuple(reading.files),
        reading.denied,
        inputs.history.dates,
        reading.times,
        reading.links,
        inputs.static.places,
        reading.types,
        inputs.history.tended,
        inputs.ledger,
        inputs.texts,
        reading.daily,
    )
