"""Which facts a site says by right, since published notes, settings or garden itself say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from garden.boilerplate import Boilerplate
from garden.disk import Disk
from garden.facts import Fact
from garden.grown import Grown
from garden.layers import folded, layers
from garden.public import boilerplate_of, names_of_garden, texts_of_garden, texts_of_program
from garden.reading import Request
from garden.sought import Sought, sought
from garden.theme import Theme

_FEW = 100  # facts that are looked for one by one


def unsaid(facts: set[Fact], grown: Grown, request: Request, theme: Theme, disk: Disk) -> set[Fact]:
    """The facts that neither the published notes nor the program say themselves."""
    if not facts:
        return facts
    names = [*names_of_garden(grown), *texts_of_program(request, disk)]
    left, index = set(facts), sought(facts)
    for text in chain(names, texts_of_garden(grown)):
        if not left:
            break
        if len(left) < _FEW and not _may_say(folded(text), left):
            continue
        if said := set(_facts_in(index, text)):
            left -= said
            if len(left) * 2 < len(index.facts):  # an index takes a while
                index = sought(left)
    if not left:
        return left
    own = boilerplate_of(request, grown, theme, disk)
    left = {fact for fact in left if not own.says(fact.words)}
    return left - _listed(left, names, own)


def _listed(facts: Iterable[Fact], names: Iterable[str], own: Boilerplate) -> set[Fact]:
    """The facts of several lines, each of which is a name that pages may list beside the others."""
    rows = [fact for fact in facts if fact.lines]
    index = sought(Fact("text", "", "", line) for fact in rows for line in fact.lines)
    said = {fact.words for text in (names if rows else ()) for fact in _facts_in(index, text)}
    return {fact for fact in rows if all(line in said or own.says(line) for line in fact.lines)}


def _facts_in(index: Sought, text: str) -> Iterator[Fact]:
    for layer in layers(text.encode(errors="replace"), 0):
        yield from (fact for _, fact in index.facts_in(layer.text))


def _may_say(text: str, facts: Iterable[Fact]) -> bool:
    """Whether a text has all words of a fact anywhere, which is soon seen."""
    return any(all(word in text for word in fact.words) for fact in facts)
