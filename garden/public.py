"""What a site may say by right: the words of its published notes, of its settings, of garden."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from garden.boilerplate import (
    HOLE,
    Boilerplate,
    Module,
    boilerplate,
    module_of,
    phrases_of_template,
)
from garden.bundled import themes_folder
from garden.dates import LENGTHS
from garden.disk import Disk
from garden.grown import Grown
from garden.localdate import day_in, moment_in, month_in
from garden.model import Body, Garden, Link, Note, Parts
from garden.overrides import files_below
from garden.paths import fold, is_not_drawn_yet, stem_of
from garden.questions import policy
from garden.reading import Request
from garden.text.targets import last_segment
from garden.theme import Theme, is_template

_SHORT = 12  # letters of a word that is counted, such as "note"
_WORDY = (".html", ".css", ".js", ".mjs", ".xml", ".toml", ".json", ".svg", ".webmanifest")
_ROOTS = ("text/parse", "grow", "pages", "body", "output")
_UNSEEN = {"publish", "check", "build"}  # settings that no page shows, and that name the private
_QUIET = ("embed", "image", "player", "html", "footnote", "diagram")  # show no name of their own


def names_of_garden(grown: Grown) -> Iterator[str]:
    """What pages may list side by side: names, addresses, headings, descriptions, settings."""
    garden = grown.garden
    yield garden.config.model_dump_json(exclude=_UNSEEN)
    yield "\n".join((*garden.urls, *garden.urls.values(), *garden.tags, *garden.static))
    for note in garden.notes.values():
        yield "\n".join(_of_note(garden, note))


def texts_of_garden(grown: Grown) -> Iterator[str]:
    """What the published notes say."""
    garden = grown.garden
    names = {fold(name) for path in garden.notes for name in _names(garden.notes[path])}
    for path in garden.notes:
        yield "<!-- -->" + "\n".join(_of_body(grown.bodies[path], names))  # it is HTML


def text_of_note(grown: Grown, path: str) -> str:
    """What a published note says on its page, its title first, as HTML; of links their words."""
    note, body = grown.garden.notes[path], grown.bodies[path]
    parts = (*(one.parts for one in body.blocks), *(one.parts for one in body.footnotes))
    said = (text for several in parts for text in _words_of(several))
    return "".join(("<!-- --><p>", escape(note.title), "</p>", *said))


def _words_of(parts: Parts) -> Iterator[str]:
    for part in parts:
        yield from (part,) if isinstance(part, str) else _words_of(part.label)


def _names(note: Note) -> Iterator[str]:
    yield from (note.path, stem_of(note.path), *note.doc.meta.aliases)


def _of_note(garden: Garden, note: Note) -> Iterator[str]:
    doc, meta = note.doc, note.doc.meta
    yield from (note.path, note.title, note.created, note.modified, doc.description)
    yield from (meta.title, meta.permalink, meta.description, meta.image, meta.lang)
    yield from (*meta.aliases, *meta.tags, *meta.cssclasses, *doc.tags, *doc.html_ids)
    yield from (heading.text for heading in doc.outline)
    yield from (block.id for block in doc.block_ids)
    shown = {fold(name) for name in garden.config.properties.show}
    for found in meta.properties:
        if found.key in shown:
            for value in found.values:
                yield from (found.name, *_of_parts(value, frozenset()))


def _of_body(body: Body, names: frozenset[str] | set[str]) -> Iterator[str]:
    for block in body.blocks:
        yield "".join(_of_parts(block.parts, names))
    for note in body.footnotes:
        yield "".join(_of_parts(note.parts, names))


def _of_parts(parts: Parts, names: frozenset[str] | set[str]) -> Iterator[str]:
    """HTML as it was read. Of a link, what it shows where its target is not on the site."""
    for part in parts:
        if isinstance(part, str):
            yield part
            continue
        yield from _of_parts(part.label, names)
        yield f" {part.title} " if part.title else ""
        yield _shown(part, names)


def _shown(link: Link, names: frozenset[str] | set[str]) -> str:
    if link.kind == "tag":
        return f"#{link.target}"
    is_public = not link.target or fold(link.target) in names
    anchor = f" {link.anchor} " if is_public else ""
    if link.kind in _QUIET and not is_not_drawn_yet(link.target):
        return anchor
    return anchor if link.label else f"{last_segment(link.target, link.anchor)} {anchor}"


def texts_of_program(request: Request, disk: Disk) -> Iterator[str]:
    """What stands in the files of the theme, and in what is laid over it."""
    for folder in filter(None, (themes_folder(), request.overrides)):
        for name in files_below(disk, folder):
            if name.endswith(_WORDY):
                yield disk.read(folder / name).decode(errors="replace")


def boilerplate_of(request: Request, grown: Grown, theme: Theme, disk: Disk) -> Boilerplate:
    """What garden writes on pages whatever the notes are, with names and dates among it."""
    templates = _templates(request, disk)
    phrases = [phrase for text in templates for phrase in phrases_of_template(text)]
    counted = [word for one in phrases if len(one) < _SHORT for word in (one, f"{one}s")]
    said = [phrase for module in _writers(disk) for phrase in module.phrases]
    addresses = (f"{HOLE} {url}" for url in (*theme.urls.values(), *filter(None, [_base(grown)])))
    phrases += (*said, *addresses, *(policy(grown.garden, need) for need in ("", "diagram")))
    named = (phrase for phrase in said if " " not in phrase)  # the addresses of lists, of files
    dates = _dates(request.config.site.language)
    return boilerplate(phrases, (*_public_names(grown), *named), (*counted, *dates))


def _base(grown: Grown) -> str:
    base = grown.garden.config.site.base_url
    return f"{base} {HOLE}" if base else ""


def _templates(request: Request, disk: Disk) -> Iterator[str]:
    for folder in filter(None, (themes_folder(), request.overrides)):
        names = (name for name in files_below(disk, folder) if "vendor/" not in name)
        for name in names:
            if is_template(name):
                yield disk.read(folder / name).decode(errors="replace")


def _writers(disk: Disk) -> Iterator[Module]:
    """The modules that have a part in a site: what reads notes, draws pages and puts them in place,

    and all that this imports.
    """
    package, known, left = Path(__file__).parent, set[str](), [*_ROOTS]
    while left:
        name = left.pop()
        files = (package / f"{name}.py", package / name / "__init__.py")
        file = next((file for file in files if file.is_file()), None)
        if name in known or file is None:
            continue
        known.add(name)
        module = module_of(disk.read(file).decode())
        yield module
        left += module.imports


def _public_names(grown: Grown) -> Iterator[str]:
    garden = grown.garden
    yield garden.config.site.title
    for note in garden.notes.values():
        yield from (note.title, *_names(note), *note.doc.tags)
        yield from (heading.text for heading in note.doc.outline)
    for path in (*garden.urls, *garden.urls.values(), *garden.tags):
        yield from (path, *path.split("/"))


def _dates(language: str) -> Iterator[str]:
    for month in range(1, 13):
        yield month_in(language, f"2024-{month:02}")
        for day in (f"2024-{month:02}-{day:02}" for day in range(1, 8)):
            yield from (day_in(language, length, day) for length in LENGTHS)
    for hour in (1, 13):
        yield from (moment_in(language, one, f"2024-01-01T{hour:02}:05:09") for one in LENGTHS)
