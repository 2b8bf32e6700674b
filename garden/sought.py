"""Finds many facts in a text, and many files in bytes, in one pass over either."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from garden.facts import Fact
from garden.layers import joined, tokens

# Where a trace may begin: one byte of 256, so that the same bytes begin alike wherever they stand
_ANCHOR = re.compile(rb"\xa7(?=(.{31}))", re.DOTALL)
_VARIED = 12  # bytes of a trace that differ: a run of zeros tells nothing
_TRACES = 64  # of one file


@dataclass(frozen=True, slots=True)
class Sought:
    """Facts by their words; those of several words by the first two, with how many there are."""

    facts: Mapping[tuple[str, ...], Fact]
    lengths: Mapping[tuple[str, str], tuple[int, ...]]

    def facts_in(self, text: str) -> Iterator[tuple[int, Fact]]:
        """The facts in a text, with the number of the first word of each.

        Names are looked for as they stand; of longer texts the words may be parted by elements.
        """
        words = tokens(text)
        yield from self.found(words)
        alone = joined(words)
        if len(alone) < len(words):
            for at, fact in self.found([word for _, word in alone]):
                if fact.is_run:
                    yield alone[at][0], fact

    def found(self, words: Sequence[str]) -> Iterator[tuple[int, Fact]]:
        """The facts among some words, with the number of the first word of each.

        The time it takes grows with the words alone, not with the facts.
        """
        for at in [i for i, word in enumerate(words) if (word,) in self.facts]:
            yield at, self.facts[(words[at],)]
        for at in [i for i, two in enumerate(pairwise(words)) if two in self.lengths]:
            for length in self.lengths[words[at], words[at + 1]]:
                if fact := self.facts.get(tuple(words[at : at + length])):
                    yield at, fact


def sought(facts: Iterable[Fact]) -> Sought:
    """An index of facts; of several with the same words the first counts."""
    known: dict[tuple[str, ...], Fact] = {}
    lengths: dict[tuple[str, str], set[int]] = defaultdict(set)
    for fact in facts:
        if known.setdefault(fact.words, fact) is fact and len(fact.words) > 1:
            lengths[fact.words[0], fact.words[1]].add(len(fact.words))
    return Sought(known, {two: tuple(sorted(found)) for two, found in lengths.items()})


def traces(content: bytes) -> list[tuple[int, bytes]]:
    """Short runs of bytes that hardly any other file has, with where they begin."""
    found = ((m.start(), m[1]) for m in _ANCHOR.finditer(content))
    return [(start, trace) for start, trace in found if len(set(trace)) >= _VARIED]


def traces_of_file(content: bytes) -> set[bytes]:
    """Some of the traces of a file, from all parts of it."""
    found = traces(content)
    return {trace for _, trace in found[:: max(1, len(found) // _TRACES)]}
