"""Notes parsed by others: by processes of our own, or by an executor that the configuration names.

Bytes go out and bytes come back, and those are believed only when they are parsed notes. What does
not come back is parsed here, so whoever parses changes nothing but the time it takes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from msgspec import convert

from garden.cache import Record, body_of, doc_of, reader_of, record_of, words_of
from garden.config import ConfigError
from garden.executors import Factory, brief
from garden.model import Doc, Parsed
from garden.progress import unheard
from garden.text.options import ParseOptions

WORTH_OTHERS = 300  # notes to parse; below it processes cost more than they save
_WORTH_ONE = 100  # notes that take as long as to start a process
_CHUNK = 64 * 1024  # bytes of notes that are given away at once
_CHUNKS = 32  # at least so many, so that nobody waits long for the last one
_EACH = 512  # bytes that a note counts besides its own: an empty one costs something too

# What the notes were read with, and their records
_Answer = tuple[bytes, list[tuple[bytes, bytes, bytes]]]


@dataclass(frozen=True, slots=True)
class Workers:
    """Who parses notes: so many processes, or what a factory makes.

    `advise` hears in one line what went wrong, though the notes were parsed all the same.
    """

    jobs: int = 1
    factory: Factory | None = None
    advise: Callable[[str], None] = unheard

    def are_worth(self, notes: int) -> bool:
        return notes >= WORTH_OTHERS and (self.jobs > 1 or self.factory is not None)


def parse(source: bytes, options: ParseOptions) -> Parsed:
    from garden.text import parse as parser  # a build in which no note changed needs none

    return parser.parse(source, options)


def own_processes(count: int) -> Executor:
    from garden.processes import Processes  # a build in which little changed starts none

    return Processes(count)


def parsed_by(
    workers: Workers, sources: Mapping[str, bytes], options: ParseOptions
) -> Generator[tuple[str, Doc, Record], None, None]:
    """Each note as it comes back, in no order. Raises `ConfigError` for a factory that fails."""
    count = min(workers.jobs, max(2, len(sources) // _WORTH_ONE))
    make = workers.factory.executor if workers.factory else partial(own_processes, count)
    left, faults = dict(sources), list[Exception]()
    for path, doc, record in _from(make, sources, options, faults):
        del left[path]
        yield path, doc, record
    if left:
        workers.advise(_advice(workers, faults[0], len(left), len(sources)))
    for path, source in left.items():
        parsed = parse(source, options)
        yield path, parsed.doc, record_of(parsed)


def _from(
    make: Callable[[], Executor],
    sources: Mapping[str, bytes],
    options: ParseOptions,
    faults: list[Exception],
) -> Iterator[tuple[str, Doc, Record]]:
    """The notes that an executor parses; why others have not come back goes to `faults`."""
    reader = reader_of(options)
    ask = partial(parse_chunk, options, reader)
    try:
        with make() as executor, _cancelling() as waiting:
            for chunk in _chunks(sources):
                future = executor.submit(ask, [sources[path] for path in chunk])
                waiting.append((chunk, future))
            while waiting:
                chunk, future = waiting.popleft()
                try:
                    found = _checked(future.result(), reader, len(chunk))
                except Exception as error:
                    faults.append(error)
                    continue
                for path, (doc, record) in zip(chunk, found, strict=True):
                    yield path, doc, record
    except ConfigError:
        raise
    except Exception as error:
        faults.append(error)


@contextmanager
def _cancelling() -> Iterator[deque[tuple[list[str], Future[_Answer]]]]:
    """What is asked for, to be forgotten when it is no longer wanted."""
    waiting = deque[tuple[list[str], Future[_Answer]]]()
    try:
        yield waiting
    finally:
        for _, future in waiting:
            future.cancel()


def _chunks(sources: Mapping[str, bytes]) -> Iterator[list[str]]:
    """Paths in parts of like work, the longest notes first: what ends last should be short."""
    costs = {path: len(source) + _EACH for path, source in sources.items()}
    limit = min(_CHUNK, sum(costs.values()) // _CHUNKS)
    chunk, cost = list[str](), 0
    for path in sorted(costs, key=costs.__getitem__, reverse=True):
        if chunk and cost + costs[path] > limit:
            yield chunk
            chunk, cost = [], 0
        chunk.append(path)
        cost += costs[path]
    if chunk:
        yield chunk


def parse_chunk(options: ParseOptions, reader: bytes, sources: Sequence[bytes]) -> _Answer:
    """What a worker does. One that would read notes in another way reads none."""
    own = reader_of(options)
    if own != reader:
        return own, []
    records = [record_of(parse(source, options)) for source in sources]
    return own, [(record.doc, record.body, record.words) for record in records]


class _OtherReaderError(Exception):
    """A worker has other versions than this machine."""


def _checked(answer: object, reader: bytes, count: int) -> list[tuple[Doc, Record]]:
    """What came back, if it is parsed notes. Raises `_OtherReaderError`, ValueError."""
    own, rows = convert(answer, _Answer)
    if own != reader:
        raise _OtherReaderError("a worker has another version of garden, or of what it reads with")
    if len(rows) != count:
        raise ValueError(f"{len(rows)} notes came back of {count}")
    records = [Record(*row) for row in rows]
    for record in records:
        body_of(record.body)  # it is wanted much later, when nobody could parse the note anew
        words_of(record.words)
    return [(doc_of(record), record) for record in records]


def _advice(workers: Workers, fault: Exception, left: int, count: int) -> str:
    part = f"{left:,} of {count:,} notes were read without it"
    if workers.factory is not None:
        return f"{workers.factory.name}: {brief(fault)}; {part}"
    if isinstance(fault, BrokenExecutor):
        return (
            f"a process that read notes has died, maybe for want of memory; {part};"
            " -j 1 starts no processes"
        )
    return f"reading notes in processes has failed ({brief(fault)}); {part}"
