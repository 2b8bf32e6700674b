"""Parses the notes of a vault: those that changed, by others when it pays."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from msgspec import MsgspecError

from garden.cache import ParseCache, Record, body_of, keys_of, quotes_of, record_of, words_of
from garden.model import Body, Doc, Parts
from garden.progress import Progress, counted, silent
from garden.text.options import ParseOptions
from garden.text.words import plain_text, words_in
from garden.workers import Workers, parse, parsed_by

_BATCH = 500  # notes that are put into the cache at once
_READING = "reading notes"  # a stage, as the author reads it
T = TypeVar("T")


class Bodies(Mapping[str, Body]):
    """The texts of notes by path: what is in the cache is read from there when it is needed."""

    def __init__(
        self, sources: Mapping[str, bytes], options: ParseOptions, cache: ParseCache | None
    ) -> None:
        self._sources, self._options, self._cache = sources, options, cache
        self._keys: dict[str, bytes] = {}
        self._records: dict[str, Record] = {}

    def __getitem__(self, path: str) -> Body:
        found = self._read(path, _text, ParseCache.body, body_of)
        return found if found is not None else parse(self._sources[path], self._options).body

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def quotes(self, path: str) -> tuple[Parts, ...]:
        """What other pages show of a note: less than its whole text, and sooner read."""
        found = self._read(path, _text, ParseCache.body, quotes_of)
        return found if found is not None else self[path].quotes

    def words(self, path: str) -> Mapping[str, int]:
        """What a search finds in a note."""
        found = self._read(path, _words, ParseCache.words, words_of)
        return found if found is not None else words_in(plain_text(self[path]))

    def put_records(self, records: Mapping[str, Record]) -> None:
        self._records |= {path: replace(record, doc=b"") for path, record in records.items()}

    def put_keys(self, keys: Mapping[str, bytes]) -> None:
        """These notes are in the cache: nothing of them is kept here."""
        self._keys |= keys

    def close(self) -> None:
        """End reading from the cache; what is asked for now would be parsed anew."""
        if self._cache is not None:
            self._cache.close()
            self._cache = None

    def _read(
        self,
        path: str,
        of: Callable[[Record], bytes],
        kept: Callable[[ParseCache, bytes], bytes | None],
        decoded: Callable[[bytes], T],
    ) -> T | None:
        record = self._records.get(path)
        data = of(record) if record else None
        if data is None and self._cache and path in self._keys:
            data = kept(self._cache, self._keys[path])
        with suppress(MsgspecError):
            return None if data is None else decoded(data)
        return None


class Quotes(Mapping[str, tuple[Parts, ...]]):
    """The quotes of notes by path, each read once: the pages of several notes show them."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies, self._known = bodies, dict[str, tuple[Parts, ...]]()

    def __getitem__(self, path: str) -> tuple[Parts, ...]:
        if path not in self._known:
            self._known[path] = self._bodies.quotes(path)
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._bodies)

    def __len__(self) -> int:
        return len(self._bodies)


class Words(Mapping[str, Mapping[str, int]]):
    """The words of notes by path, read when they are asked for and not kept."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies

    def __getitem__(self, path: str) -> Mapping[str, int]:
        return self._bodies.words(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._bodies)

    def __len__(self) -> int:
        return len(self._bodies)


def _text(record: Record) -> bytes:
    return record.body


def _words(record: Record) -> bytes:
    return record.words


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a vault, parsed."""

    docs: Mapping[str, Doc]
    bodies: Mapping[str, Body]
    quotes: Mapping[str, tuple[Parts, ...]]
    words: Mapping[str, Mapping[str, int]]


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
    bodies.put_keys({path: keys[path] for path in sources.keys() - new.keys()})
    keeper = cache if writes else None
    parsed: dict[str, Doc] = {}
    with closing(_parse_new(new, options, workers)) as each:
        found = counted(each, _READING, len(new), progress)
        while batch := list(islice(found, _BATCH)):
            parsed |= {path: doc for path, doc, _ in batch}
            _keep({path: record for path, _, record in batch}, keys, keeper, bodies)
    if keeper and new:
        keeper.forget_others(keys.values())
    docs = {path: parsed[path] if path in parsed else known[keys[path]] for path in sources}
    return Notes(docs, bodies, Quotes(bodies), Words(bodies))


def _parse_new(
    sources: Mapping[str, bytes], options: ParseOptions, workers: Workers
) -> Generator[tuple[str, Doc, Record], None, None]:
    if workers.are_worth(len(sources)):
        yield from parsed_by(workers, sources, options)
        return
    for path, source in sources.items():
        parsed = parse(source, options)
        yield path, parsed.doc, record_of(parsed)


def _keep(
    records: Mapping[str, Record],
    keys: Mapping[str, bytes],
    cache: ParseCache | None,
    bodies: Bodies,
) -> None:
    """Put notes into the cache while others are being read: so a build that is stopped there

    has not read them in vain, and this one need not hold them.
    """
    if cache and cache.keep({keys[path]: record for path, record in records.items()}):
        bodies.put_keys({path: keys[path] for path in records})
    else:
        bodies.put_records(records)
