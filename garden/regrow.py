"""The garden after an edit of texts: what stands outside of them is as it was.

Most of what an author saves is such an edit. Who has which address, which names there are, all
lists, tags and dates come from elsewhere, and need not be found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from garden.config import Config
from garden.grow import Growth, Vault, grow, needs_in, note_of, told_of
from garden.linking import relinked
from garden.model import Doc, Garden, Note
from garden.navigation import with_navigation
from garden.ranks import pages_of_ranks, with_ranks

_FEW = 50  # notes; when more have changed at once, all is grown anew


def regrow(
    config: Config, vault: Vault, last: Growth | None
) -> tuple[Growth, frozenset[str] | None]:
    """What a vault grows into, given what it was; and which notes alone may have other problems.

    None stands for all of them. It is always what `grow` gives.
    """
    paths = None if last is None else _edited(config, vault, last)
    if last is None or paths is None or (found := _with_texts(vault, last, paths)) is None:
        return grow(config, vault), None
    return found, _touched((last.garden, found.garden), paths)


def _edited(config: Config, vault: Vault, last: Growth) -> list[str] | None:
    """The notes whose texts have changed; None if anything else has."""
    before = last.vault
    if config != last.garden.config or replace(vault, docs={}) != replace(before, docs={}):
        return None
    if vault.docs.keys() != before.docs.keys():
        return None
    paths = [path for path, doc in vault.docs.items() if doc is not before.docs[path]]
    if len(paths) > _FEW or any(_differ(vault.docs[p], before.docs[p]) for p in paths):
        return None
    return paths


def _differ(doc: Doc, before: Doc) -> bool:
    """Whether two readings of a note differ in what stands outside of its text."""
    return (doc.meta, doc.tags) != (before.meta, before.tags)


def _with_texts(vault: Vault, last: Growth, paths: Sequence[str]) -> Growth | None:
    """The same garden with other texts; None if they change more than who links to whom."""
    before = last.garden
    shown = [path for path in paths if path in before.notes]
    notes = {path: note_of(before.config, vault, path) for path in shown}
    if any(_place(note) != _place(before.notes[path]) for path, note in notes.items()):
        return None
    found = relinked(replace(before, notes={**before.notes, **notes}), before, shown)
    if found is None:
        return None
    needs = needs_in(last.garden.config, found[0].notes.values(), last.footer)
    ranked = with_ranks(replace(found[0], needs=needs))
    if pages_of_ranks(ranked) != pages_of_ranks(before):
        return None
    garden, unled = with_navigation(ranked, last.footer)
    links = last.links + found[1]
    grown = replace(last, vault=vault, garden=garden, links=links, unled=tuple(unled))
    told = {path: problems for path, problems in last.told.items() if path not in paths}
    return replace(grown, told={**told, **told_of(grown, paths)})


def _place(note: Note) -> tuple[str, str, str]:
    """What a garden knows of a note besides its text."""
    return note.title, note.created, note.modified


def _touched(gardens: Sequence[Garden], paths: Sequence[str]) -> frozenset[str]:
    """The notes in which a change of others may be seen: those that link to them,

    and those that embed them, or embed what embeds them.
    """
    linking = {source for path in paths for source in _sources(gardens, path)}
    showing, waiting = set(paths), list(paths)
    while waiting:
        sources = _sources(gardens, waiting.pop()) - showing
        embedding = {source for source in sources if _embeds(gardens, source)}
        showing |= embedding
        waiting += embedding
    return frozenset(path for path in linking | showing if path in gardens[0].notes)


def _sources(gardens: Iterable[Garden], path: str) -> set[str]:
    return {group[0].source for garden in gardens for group in garden.inbound.get(path, ())}


def _embeds(gardens: Iterable[Garden], path: str) -> bool:
    return any(place.link.in_place for g in gardens for place in g.notes[path].doc.links)
