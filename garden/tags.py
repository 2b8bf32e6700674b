"""The tags of a garden: who carries them, and how they nest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from garden.model import Doc, Tag
from garden.paths import fold, natural_key


def tags_of(docs: Mapping[str, Doc], in_order: Iterable[str]) -> dict[str, Tag]:
    """Every tag and every parent of one (T05), in the casing first seen (T04), sorted.

    `docs` decides the casing, `in_order` the order in which the notes of a tag are listed.
    """
    names: dict[str, str] = {}
    for doc in docs.values():
        for tag in doc.tags:
            for name in _with_parents(tag):
                names.setdefault(fold(name), name)
    carriers: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for path in in_order:
        for tag in docs[path].tags:
            for name in _with_parents(tag):
                carriers[fold(name)][path] = None
    order = sorted(names, key=lambda key: (natural_key(key), key))
    return {key: Tag(names[key], tuple(carriers[key])) for key in order}


def _with_parents(tag: str) -> list[str]:
    parts = tag.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def subtags_of(tags: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The tags one level below each tag; below the empty one, those at the top."""
    below: defaultdict[str, list[str]] = defaultdict(list)
    for key in tags:
        below[key.rpartition("/")[0]].append(key)
    return {parent: tuple(keys) for parent, keys in below.items()}
