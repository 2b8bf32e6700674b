"""Pages drawn in several processes, which write them where this one would.

Each of them grows the garden anew out of the cache, which takes less than to be given it. What
does not come back is drawn here, so whoever draws changes nothing but the time it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ClassVar

from garden.cache import ParseCache, keys_of
from garden.disk import Disk
from garden.drawing import Site, site_of
from garden.grow import grow
from garden.grown import Grown, vault_of
from garden.memory import Memory
from garden.model import Doc, Key
from garden.output import Fresh, Kept, Writer, written
from garden.parsing import Bodies, Notes, Quotes
from garden.progress import Progress, silent
from garden.reading import Inputs, Request
from garden.theme import Theme, ThemeError

WORTH_OTHERS = 5000  # pages to draw; below it processes cost more than they save
_CHUNK = 25  # pages that are given away at once
_DRAWING = "drawing pages"  # a stage, as the author reads it


@dataclass(frozen=True, slots=True)
class _Order:
    """All that another process needs to have the same site; notes are named by their keys."""

    request: Request
    inputs: Inputs
    keys: Mapping[str, bytes]
    theme: Theme


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What another process did: the paths of what it wrote, what the pages asked, and the answers.

    `digests` has only the questions that this process was not asked before.
    """

    changed: list[str] = field(default_factory=list)
    asked: dict[str, tuple[str, tuple[Key, ...]]] = field(default_factory=dict)
    digests: dict[Key, int] = field(default_factory=dict)


def writer(
    request: Request, disk: Disk, inputs: Inputs, site: Site, progress: Progress = silent
) -> Writer:
    """What writes a site for `place`: in several processes when that pays."""
    output = request.output
    assert output is not None, "a site has an output"

    def write(files: Mapping[str, Fresh]) -> Iterator[str]:
        pages = {out: fresh for out, fresh in files.items() if callable(fresh)}
        if request.jobs < 2 or request.cache is None or len(pages) < WORTH_OTHERS:
            yield from written(disk, output, files, progress)
            return
        from garden.processes import Processes  # a build in which little changed starts none

        rest = {out: fresh for out, fresh in files.items() if out not in pages}
        yield from written(disk, output, rest)
        begin = partial(_Artist.begin, _order(request, inputs, site))
        with Processes(request.jobs - 1, begin) as others:
            for chunk, drawn in _shared(others, list(pages), progress):
                if drawn is None:
                    yield from written(disk, output, {out: pages[out] for out in chunk})
                else:
                    yield from _taken(site, drawn)

    return write


def _order(request: Request, inputs: Inputs, site: Site) -> _Order:
    reading = inputs.reading
    empty = replace(reading, sources=dict.fromkeys(reading.sources, b""))
    request = replace(request, jobs=1, executor=None, theme=None)
    keys = keys_of(reading.sources, inputs.options)
    return _Order(request, replace(inputs, reading=empty), keys, replace(site.theme))


def _shared(
    others: Executor, pages: Sequence[str], progress: Progress
) -> Iterator[tuple[Sequence[str], _Drawn | None]]:
    """Pages in chunks, with what became of each: None for one that is left to this process.

    The others begin with the first pages, this one with the last, until they meet.
    """
    chunks = [pages[i : i + _CHUNK] for i in range(0, len(pages), _CHUNK)]
    orders = [(others.submit(_Artist.draw, chunk), chunk) for chunk in chunks]
    for done, (future, chunk) in enumerate(reversed(orders)):
        progress(_DRAWING, done * _CHUNK, len(pages))
        yield chunk, _drawn_by_others(future)


def _taken(site: Site, drawn: _Drawn) -> list[str]:
    site.asked |= drawn.asked
    site.answers.take(drawn.digests)
    return drawn.changed


def _drawn_by_others(future: Future[_Drawn]) -> _Drawn | None:
    """What became of a chunk; None if nobody has begun with it, or has failed."""
    if future.cancel():
        return None
    try:
        return future.result()
    except (OSError, ThemeError):
        raise
    except Exception:  # whatever is wrong with the process is not wrong with the site
        return None


class _Artist:
    """Another process: it has the site that was ordered when it began."""

    site: ClassVar[Site]
    request: ClassVar[Request]
    told: ClassVar[set[Key]]

    @classmethod
    def begin(cls, order: _Order) -> None:
        cls.request, cls.told = order.request, set()
        cls.site = site_of(order.request, Disk(), _grown(order), order.theme, Memory())

    @classmethod
    def draw(cls, chunk: Sequence[str]) -> _Drawn:
        assert cls.request.output is not None, "a site has an output"
        files = ((out, cls.site.files[out]) for out in chunk)
        fresh = {out: content for out, content in files if not isinstance(content, Kept)}
        changed = list(written(Disk(), cls.request.output, fresh))
        asked = {out: cls.site.asked.pop(out) for out in chunk}
        new = {key for _, keys in asked.values() for key in keys} - cls.told
        cls.told |= new
        return _Drawn(changed, asked, {key: cls.site.answers.digest(key) for key in new})


def _grown(order: _Order) -> Grown:
    """The garden out of the cache. Raises LookupError when not all of it is there."""
    assert order.request.cache is not None, "a build without a cache draws alone"
    cache = ParseCache(Disk(), order.request.cache, writes=False)
    known = cache.docs(order.keys.values())
    docs: dict[str, Doc] = {path: known[key] for path, key in order.keys.items()}
    bodies = Bodies({}, order.inputs.options, cache)
    bodies.put_keys(order.keys)
    notes = Notes(docs, bodies, Quotes(bodies))
    growth = grow(order.request.config, vault_of(order.inputs, notes))
    reading, static = order.inputs.reading, order.inputs.static
    return Grown(growth, {}, growth.report, bodies, notes.quotes, reading.real, static.real)
