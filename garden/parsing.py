"""Parses the notes of a vault: those that changed, in several processes when it pays."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain

from garden.cache import ParseCache, Record, body_of, doc_of, keys_of, record_of
from garden.model import Body, Doc, Parsed
from garden.progress import Progress, counted, silent
from garden.text.options import ParseOptions

_WORTH_A_POOL = 300  # notes to parse; below it processes cost more than they save
_READING = "reading notes"  # a stage, as the author reads it
_CHUNK = 50  # notes a process is given at once


class Bodies(Mapping[str, Body]):
    """The texts of notes by path. One that is in the cache is read from there when it is needed."""

    def __init__(
        self, sources: Mapping[str, bytes], options: ParseOptions, cache: ParseCache | None
    ) -> None:
        self._sources, self._options, self._cache = sources, options, cache
        self._keys: dict[str, bytes] = {}
        self._records: dict[str, Record] = {}
        self._known: dict[str, Body] = {}

    def __getitem__(self, path: str) -> Body:
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def put(self, path: str, body: Body) -> None:
        self._known[path] = body

    def put_record(self, path: str, record: Record) -> None:
        self._records[path] = record

    def put_key(self, path: str, key: bytes) -> None:
        self._keys[path] = key

    def close(self) -> None:
        """End reading from the cache; what is not known yet would be parsed anew."""
        if self._cache is not None:
            self._cache.close()
            self._cache = None

    def _read(self, path: str) -> Body:
        if path in self._records:
            return body_of(self._records.pop(path))
        found = self._cache.body(self._keys[path]) if self._cache else None
        return found if found is not None else _parse(self._sources[path], self._options).body


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a vault, parsed."""

    docs: Mapping[str, Doc]
    bodies: Mapping[str, Body]


def parse_all(
    sources: Mapping[str, bytes],
    options: ParseOptions,
    jobs: int,
    cache: ParseCache | None = None,
    progress: Progress = silent,
    *,
    writes: bool = True,
) -> Notes:
    """Every note parsed, or read from the cache. The number of processes changes nothing."""
    bodies = Bodies(sources, options, cache)
    keys = keys_of(sources, options) if cache else {}
    known = cache.docs(keys.values()) if cache else {}
    new = {path: source for path, source in sources.items() if keys.get(path) not in known}
    parsed, records = _parse_new(new, options, jobs, bodies, progress, is_kept=bool(cache))
    for path in sources.keys() - parsed.keys():
        bodies.put_key(path, keys[path])
    if cache and writes and (new or len(known) != len(set(keys.values()))):
        cache.keep({keys[path]: record for path, record in records.items()}, keys.values())
    docs = {path: parsed[path] if path in parsed else known[keys[path]] for path in sources}
    return Notes(docs, bodies)


def _parse_new(
    sources: Mapping[str, bytes],
    options: ParseOptions,
    jobs: int,
    bodies: Bodies,
    progress: Progress,
    *,
    is_kept: bool,
) -> tuple[dict[str, Doc], dict[str, Record]]:
    """Parse notes; their texts go to `bodies`. There are records for what is to be kept."""
    docs: dict[str, Doc] = {}
    records: dict[str, Record] = {}
    if jobs < 2 or len(sources) < _WORTH_A_POOL:
        for path, source in counted(sources.items(), _READING, len(sources), progress):
            parsed = _parse(source, options)
            docs[path] = parsed.doc
            bodies.put(path, parsed.body)
            if is_kept:
                records[path] = record_of(parsed)
        return docs, records
    with ProcessPoolExecutor(jobs, initializer=_leave_interrupts) as pool:
        for path, record in _parse_in(pool, sources, options, progress):
            docs[path], records[path] = doc_of(record), record
            bodies.put_record(path, record)
    return docs, records


def _parse(source: bytes, options: ParseOptions) -> Parsed:
    from garden.text.parse import parse  # a build in which no note changed needs no parser

    return parse(source, options)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that waits for the others answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _parse_in(
    pool: Executor, sources: Mapping[str, bytes], options: ParseOptions, progress: Progress
) -> Iterator[tuple[str, Record]]:
    paths = list(sources)
    chunks = [paths[i : i + _CHUNK] for i in range(0, len(paths), _CHUNK)]
    done = pool.map(partial(_parse_chunk, options), [[sources[p] for p in c] for c in chunks])
    records = counted(chain.from_iterable(done), _READING, len(paths), progress)
    yield from zip(paths, records, strict=True)


def _parse_chunk(options: ParseOptions, sources: Sequence[bytes]) -> list[Record]:
    return [record_of(_parse(source, options)) for source in sources]
