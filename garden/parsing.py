"""Parses the notes of a vault: those that changed, by others when it pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from garden.cache import ParseCache, Record, body_of, keys_of, record_of
from garden.model import Body, Doc
from garden.progress import Progress, counted, silent
from garden.text.options import ParseOptions
from garden.workers import Workers, parse, parsed_by

_READING = "reading notes"  # a stage, as the author reads it


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
        return found if found is not None else parse(self._sources[path], self._options).body


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a vault, parsed."""

    docs: Mapping[str, Doc]
    bodies: Mapping[str, Body]


def parse_all(
    sources: Mapping[str, bytes],
    options: ParseOptions,
    workers: Workers,
    cache: ParseCache | None = None,
    progress: Progress = silent,
    *,
    writes: bool = True,
) -> Notes:
    """Every note parsed, or read from the cache. By whom changes nothing. Raises `ConfigError`."""
    bodies = Bodies(sources, options, cache)
    keys = keys_of(sources, options) if cache else {}
    known = cache.docs(keys.values()) if cache else {}
    new = {path: source for path, source in sources.items() if keys.get(path) not in known}
    parsed, records = _parse_new(new, options, workers, bodies, progress, is_kept=bool(cache))
    for path in sources.keys() - parsed.keys():
        bodies.put_key(path, keys[path])
    if cache and writes and (new or len(known) != len(set(keys.values()))):
        cache.keep({keys[path]: record for path, record in records.items()}, keys.values())
    docs = {path: parsed[path] if path in parsed else known[keys[path]] for path in sources}
    return Notes(docs, bodies)


def _parse_new(
    sources: Mapping[str, bytes],
    options: ParseOptions,
    workers: Workers,
    bodies: Bodies,
    progress: Progress,
    *,
    is_kept: bool,
) -> tuple[dict[str, Doc], dict[str, Record]]:
    """Parse notes; their texts go to `bodies`. There are records for what is to be kept."""
    docs: dict[str, Doc] = {}
    records: dict[str, Record] = {}
    if workers.are_worth(len(sources)):
        with closing(parsed_by(workers, sources, options)) as found:
            for path, doc, record in counted(found, _READING, len(sources), progress):
                docs[path], records[path] = doc, record
                bodies.put_record(path, record)
        return docs, records
    for path, source in counted(sources.items(), _READING, len(sources), progress):
        parsed = parse(source, options)
        docs[path] = parsed.doc
        bodies.put(path, parsed.body)
        if is_kept:
            records[path] = record_of(parsed)
    return docs, records
