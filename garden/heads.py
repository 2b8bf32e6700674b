"""What the page of a note says of it besides its text: its other names, how far it has grown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from garden.config import Config
from garden.dates import Times
from garden.model import NEVER, Doc, Garden, Head, Note, Stage, Tended
from garden.paths import fold, heading_key, slug
from garden.properties import panel

# What gardeners write → the stage that they mean
_STAGES: dict[str, Stage] = {
    **dict.fromkeys(("seedling", "seed", "sprout", "🌱"), "seedling"),
    **dict.fromkeys(("budding", "bud", "sapling", "🌿"), "budding"),
    **dict.fromkeys(("evergreen", "tree", "🌲", "🌳"), "evergreen"),
}
_MOST_WORDS = 2  # such as `🌱 seedling`; a sentence is no stage


def head(garden: Garden, path: str) -> Head:
    """What the page of a note says of it, besides its text."""
    note, meta, wanted = garden.notes[path], garden.notes[path].doc.meta, garden.config.notes
    stage, tag = stage_of(garden.config, note.doc)
    return Head(
        path,
        note.title,
        note.doc.description,
        meta.lang,
        meta.image,
        () if garden.config.site.trust == "shared" else meta.cssclasses,
        tuple(name for name in meta.tags if name != tag),
        note.created,
        note.modified,
        note.own_title,
        note.doc.length,
        tuple(panel(garden, note.doc)),
        meta.description if wanted.description else "",
        tuple(_other_names(note)) if wanted.aliases else (),
        note.doc.minutes if wanted.reading_time else 0,
        stage,
        tag,
        note.tended if wanted.history else NEVER,
        note.doc.is_drawing,
    )


def _other_names(note: Note) -> Iterator[str]:
    """The aliases that tell a reader something: not the title again, and no address or markup."""
    seen = {_name_key(note.title)}
    for alias in note.doc.meta.aliases:
        key = _name_key(alias)
        if key in seen or any(mark in alias for mark in ("/", "[[", "%%")):
            continue
        seen.add(key)
        yield alias


def _name_key(name: str) -> str:
    """What two spellings of a name share: `my-note` is no other name of *My note*."""
    return fold(slug(heading_key(name)))


def stage_of(config: Config, doc: Doc) -> tuple[Stage | Literal[""], str]:
    """How far a note has grown, as it says itself; and the tag that says so, if it is one."""
    keys = dict.fromkeys(map(fold, config.notes.stage))
    if keys and doc.meta.properties:
        said = {prop.key: prop.texts for prop in doc.meta.properties}
        for key in keys:
            for text in said.get(key, ()):
                if found := _stage(text):
                    return found, ""
    for tag in doc.tags:
        above, _, name = tag.rpartition("/")
        if above and fold(above) in keys and (found := _stage(name)):
            return found, tag
    return "", ""


def _stage(text: str) -> Stage | Literal[""]:
    words = text.casefold().split()
    known = (_STAGES[word] for word in words if word in _STAGES)
    return next(known, "") if len(words) <= _MOST_WORDS else ""


def says_all(tended: Tended, shown: Times, git: Times) -> bool:
    """Whether the days that git knows agree with the dates that a page shows.

    A note may give dates of its own, and what git says against it does not count.
    """
    created, modified = shown
    return modified == git[1] and (not tended.count or created[:10] <= tended.listed[-10:])
