"""The index of a search: who holds which word, in the form that MiniSearch loads, cut into shards.

The notes are divided into parts by a hash of their paths, so that an edit changes one part only;
in each they are numbered anew. A shard holds the words of a part that begin alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from operator import sub

from msgspec.json import encode

from garden.model import Findable
from garden.text.words import is_unspaced, terms

NOTES_IN_A_PART = 1_000  # or about so many
MOST_SHARDS = 64  # of a part
_NOTES_A_SHARD = 16
FIELDS = ("title", "aliases", "headings", "tags", "text")

Words = Mapping[str, int]  # how often each of them stands in a text


def parts_of(paths: Iterable[str], size: int = NOTES_IN_A_PART) -> tuple[tuple[str, ...], ...]:
    """Notes in parts, a power of two of them; each in the order of paths."""
    every = sorted(paths)
    count = _power_of_two(-(-len(every) // size))
    parts: list[list[str]] = [[] for _ in range(count)]
    for path in every:
        parts[_hash(path) % count].append(path)
    return tuple(map(tuple, parts))


def shards_in(parts: Sequence[Sequence[str]]) -> int:
    """How many shards a part has: as many in each, a power of two."""
    notes = sum(map(len, parts)) // len(parts) if parts else 0
    return min(MOST_SHARDS, _power_of_two(-(-notes // _NOTES_A_SHARD)))


def shard_of(term: str, count: int) -> int:
    """The shard that holds a term, by its first two characters; `search.js` does the same.

    Of a script without spaces it is the first alone: so all that begins with it is in one place.
    """
    start = term[:1] if is_unspaced(term[:1]) else term[:2]
    number = 0
    for character in start:
        number = number * 31 + ord(character)
    return number % count


def _power_of_two(least: int) -> int:
    return 1 << max(0, least - 1).bit_length()


def _hash(path: str) -> int:
    data = path.encode(errors="surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=4).digest(), "big")


@dataclass(frozen=True, slots=True)
class Index:
    """The index of one part as JSON: its shards, and of each note how many words its fields have.

    A shard is a list of terms with their postings by field: pairs of a note, as its distance from
    the one before it, and how often it has the term there.
    """

    shards: tuple[str, ...]
    lengths: str


def index_of(
    notes: Sequence[Findable],
    headings: Sequence[Sequence[tuple[str, str]]],
    texts: Iterable[Words],
    shards: int,
) -> Index:
    """The index of the notes of a part, given what is known of each, in the same order."""
    fields = [defaultdict[str, list[int]](list) for _ in FIELDS]
    lengths: list[list[int]] = []
    for number, (note, outline, text) in enumerate(zip(notes, headings, texts, strict=True)):
        counts = (*map(_counted, _written(note, outline)), text)
        lengths.append(list(map(len, counts)))
        for found, words in zip(fields, counts, strict=True):
            for term, count in words.items():
                found[term] += (number, count)
    return Index(tuple(_shards(fields, shards)), encode(lengths).decode())


def _written(note: Findable, outline: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """All fields but the text, in their order."""
    headings = "\n".join(text for text, _ in outline)
    return note.title, "\n".join(note.aliases), headings, "\n".join(note.tags)


def _counted(text: str) -> Words:
    counts: dict[str, int] = {}
    for term in terms(text):
        counts[term] = counts.get(term, 0) + 1
    return counts


def _shards(fields: Sequence[Mapping[str, list[int]]], count: int) -> Iterator[str]:
    rows: list[list[tuple[str, dict[str, list[int]]]]] = [[] for _ in range(count)]
    for term in sorted(set().union(*fields)):
        postings = {str(i): _closer(found[term]) for i, found in enumerate(fields) if term in found}
        rows[shard_of(term, count)].append((term, postings))
    return (encode(shard).decode() for shard in rows)


def _closer(postings: list[int]) -> list[int]:
    """Postings in which each note is its distance from the one before."""
    numbers = postings[::2]
    postings[2::2] = map(sub, islice(numbers, 1, None), numbers)
    return postings
