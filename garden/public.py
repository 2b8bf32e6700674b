"""What a site may say by right: the words of its published notes, of its settings, of garden."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from garden.bundled import themes_folder
from garden.disk import Disk
from garden.grown import Grown
from garden.localdate import day_in
from garden.model import Body, Garden, Link, Note, Parts
from garden.overrides import files_below
from garden.paths import fold, is_not_drawn_yet, stem_of
from garden.reading import Request
from garden.text.targets import last_segment

_WORDY = (".html", ".css", ".js", ".mjs", ".xml", ".toml", ".json", ".svg", ".webmanifest")
# Modules that write what stands in a site; what others hold is for the author
_WRITERS = (
    *("text/", "pages/", "body", "heads", "lists", "localgraph", "media", "model", "output"),
    *("panel", "paths", "phrases", "policy", "quotes", "sharing", "xml"),
)
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
    """What garden and its theme say whatever the notes are, and what is laid over the theme."""
    days = (f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 8))
    yield "\n".join(day_in(request.config.site.language, "full", day) for day in days)
    package = Path(__file__).parent
    for name in files_below(disk, package):
        if name.endswith(".py") and name.startswith(_WRITERS):
            yield _strings(disk.read(package / name).decode())
    for folder in filter(None, (themes_folder(), request.overrides)):
        for name in files_below(disk, folder):
            if name.endswith(_WORDY):
                yield disk.read(folder / name).decode(errors="replace")


@lru_cache(1024)  # there are fewer modules
def _strings(code: str) -> str:
    """What a module can say: its strings, but not what it says of itself to its readers."""
    collector = _Strings()
    collector.visit(ast.parse(code))
    return "\n".join(collector.found)


class _Strings(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found = list[str]()

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring is one by itself
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.found.append(node.value)
