"""Pages drawn in several processes, which write them where this one would.

Each of them grows the garden anew out of the cache, which takes less than to be given it. What
does not come back is drawn here, so whoever draws changes nothing but the time it takes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar

from garden.cache import ParseCache, keys_of
from garden.darkroom import Darkroom
from garden.disk import Disk
from garden.drawing import Site, site_of
from garden.grow import grow
from garden.grown import Grown, vault_of, with_pictures
from garden.memory import Memory
from garden.model import Doc, Key
from garden.output import Fresh, Kept, Writer, written
from garden.parsing import Bodies, Notes, Quotes, Words
from garden.pictures import Looked
from garden.progress import Progress, silent, unheard
from garden.reading import Inputs, Request
from garden.theme import Theme, ThemeError

if TYPE_CHECKING:
    from garden.processes import Processes

WORTH_OTHERS = 5000  # pages to draw; below it processes cost more than they save
_MOST_NOTES = 50_000  # whose garden another process may hold, at some 30 KB a note
_CHUNK = 25  # pages that are given away at once
_DRAWING = "drawing pages"  # a stage, as the author reads it


@dataclass(frozen=True, slots=True)
class _Order:
    """All that another process needs to have the same site; notes are named by their keys."""

    request: Request
    inputs: Inputs
    keys: Mapping[str, bytes]
    looked: Mapping[str, Looked]
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
        count = min(request.jobs - 1, len(pages) // WORTH_OTHERS)
        if count < 1 or request.cache is None or not _is_worth(pages, inputs.reading.sources):
            yield from written(disk, output, files, progress)
            return
        rest = {out: fresh for out, fresh in files.items() if out not in pages}
        yield from written(disk, output, rest)

        def here(chunk: Sequence[str]) -> Iterator[str]:
            return written(disk, output, {out: pages[out] for out in chunk})

        others = _Others(count, partial(_Artist.begin, _order(request, inputs, site)))
        yield from _shared(list(pages), here, others, site, progress)

    return write


def _is_worth(pages: Sized, notes: Sized) -> bool:
    """Whether to draw pages is worth growing the garden once more, and holding it in memory."""
    return len(notes) <= min(2 * len(pages), _MOST_NOTES)


def _order(request: Request, inputs: Inputs, site: Site) -> _Order:
    reading = inputs.reading
    empty = replace(reading, sources=dict.fromkeys(reading.sources, b""))
    request = replace(request, jobs=1, executor=None, theme=None, advise=unheard)
    keys = keys_of(reading.sources, inputs.options)
    looked, theme = site.grown.darkroom.looked, site.theme.for_drawing()
    return _Order(request, replace(inputs, reading=empty), keys, looked, theme)


def _shared(
    pages: Sequence[str],
    here: Callable[[Sequence[str]], Iterable[str]],
    others: _Others,
    site: Site,
    progress: Progress,
) -> Iterator[str]:
    """The others begin with the first pages, this process with the last, until they meet.

    What they fail to draw is drawn when they have ended: until then they might be writing it.
    """
    chunks = deque(pages[i : i + _CHUNK] for i in range(0, len(pages), _CHUNK))
    with others:
        others.take(chunks, others.count)
        while chunks:
            progress(_DRAWING, len(pages) - len(chunks) * _CHUNK, len(pages))
            yield from here(chunks.pop())
            for drawn in others.done():
                yield from _taken(site, drawn)
                others.take(chunks, 2 * others.count)
        for drawn in others.done(waiting=True):
            yield from _taken(site, drawn)
    for chunk in others.failed:
        yield from here(chunk)


def _taken(site: Site, drawn: _Drawn) -> list[str]:
    site.asked |= drawn.asked
    site.answers.take(drawn.digests)
    return drawn.changed


class _Others:
    """Processes that draw chunks of pages; where none can be started, or one dies, fewer."""

    def __init__(self, count: int, begin: Callable[[], object]) -> None:
        self.count, self.failed = count, list[Sequence[str]]()
        self._begin, self._given = begin, deque[tuple[Future[_Drawn | None], Sequence[str]]]()
        self._pool: Processes | None = None

    def __enter__(self) -> None:
        from garden.processes import Processes  # a build in which little changed starts none

        with suppress(OSError, RuntimeError, ImportError):  # a system without semaphores
            self._pool = Processes(self.count, self._begin)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.__exit__(kind, error, trace)

    def take(self, chunks: deque[Sequence[str]], most: int) -> None:
        """Take chunks from the front until so many are on their way."""
        while chunks and self._pool is not None and not self.failed and len(self._given) < most:
            try:
                future = self._pool.submit(_Artist.draw, chunks[0])
            except (OSError, RuntimeError):  # it cannot start one, or one has died
                return
            self._given.append((future, chunks.popleft()))

    def done(self, *, waiting: bool = False) -> Iterator[_Drawn]:
        """What has come back; `waiting` for all of it. Raises OSError, `ThemeError`."""
        while self._given and (waiting or self._given[0][0].done()):
            future, chunk = self._given.popleft()
            try:
                drawn = future.result()
            except (OSError, ThemeError):
                raise
            except Exception:  # whatever is wrong with a process is not wrong with the site
                drawn = None
            if drawn is None:
                self.failed.append(chunk)
            else:
                yield drawn


class _Artist:
    """Another process: it has the site that was ordered when it began."""

    site: ClassVar[Site | None]
    request: ClassVar[Request]
    told: ClassVar[set[Key]]

    @classmethod
    def begin(cls, order: _Order) -> None:
        cls.request, cls.told, cls.site = order.request, set(), None
        with suppress(LookupError):  # some notes are not in the cache
            cls.site = site_of(order.request, Disk(), _grown(order), order.theme, Memory())

    @classmethod
    def draw(cls, chunk: Sequence[str]) -> _Drawn | None:
        """What became of some pages; None where the garden cannot be grown."""
        if cls.site is None:
            return None
        assert cls.request.output is not None, "a site has an output"
        files = cls.site.files
        every = {out: files[out] for out in chunk}
        fresh = {out: content for out, content in every.items() if not isinstance(content, Kept)}
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
    notes = Notes(docs, bodies, Quotes(bodies), Words(bodies))
    darkroom = Darkroom(Disk(), order.request.config.images, order.looked)
    growth = with_pictures(grow(order.request.config, vault_of(order.inputs, notes)), darkroom)
    real, static = order.inputs.reading.real, order.inputs.static.real
    texts = bodies, notes.quotes, notes.words
    return Grown(growth, {}, growth.report, *texts, real, static, darkroom)
