"""What an embed shows: a note, one section of it, or one block; and how far embeds may nest.

Drawing and checking take the same steps, so that what a page leaves out is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from garden.footnotes import Footnotes
from garden.model import Doc, Garden, Head, Link, Note
from garden.paths import is_note
from garden.resolve import block_at, heading_at, search_of
from garden.text.targets import shown_text

MAX_DEPTH = 5  # embeds inside each other (row E17)
MAX_EMBEDS = 500  # on a page, refused ones too; further ones are plain links (rule OUT13)
MAX_BLOCKS = 5_000  # embedded on a page; a long block counts more than once


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks `start` to `stop` of a note; of the first of them only the `piece` with this id."""

    start: int
    stop: int
    piece: str = ""


@dataclass(frozen=True, slots=True)
class Embedded:
    """What an embed shows. `title` is that of its note, `name` says also which section.

    `weight` is what it costs a page, in blocks.
    """

    path: str
    section: Section
    url: str
    anchor: str
    title: str
    name: str
    lang: str
    weight: int = 0
    is_drawing: bool = False  # so that its picture is shown, and no section of its text

    @property
    def key(self) -> tuple[str, Section]:
        """What tells a loop: a note may embed another section of itself (row E18)."""
        return self.path, self.section


def whole(note: Note) -> Section:
    """All of a note but its own title, which the page or the embed shows already."""
    return _whole(note.doc.length, own_title=note.own_title)


def _whole(length: int, *, own_title: bool) -> Section:
    return Section(1 if own_title else 0, length)


def section_at(note: Note, anchor: str) -> tuple[Section, str] | None:
    """The section that `anchor` names, and its id; None where the note has no such (row L28)."""
    if not anchor:
        return whole(note), ""
    if not anchor.startswith("^"):
        at = heading_at(note, anchor)
        return None if at is None else (_below(note.doc, at), note.doc.outline[at].id)
    found = block_at(note, anchor)
    if found is None:
        return None
    if found.heading >= 0:
        return _below(note.doc, found.heading), found.id
    return Section(found.block, found.block + 1, _piece(note.doc, found.id)), found.id


def _below(doc: Doc, at: int) -> Section:
    """A heading with all that stands under it (row E02)."""
    heading = doc.outline[at]
    later = (h for h in islice(doc.outline, at + 1, None) if h.level <= heading.level)
    following = next(later, None)
    stop = following.block if following else doc.length
    piece = "" if heading.alone else _piece(doc, heading.id)
    return Section(heading.block, max(stop, heading.block + 1), piece)


def _piece(doc: Doc, id_: str) -> str:
    """`id_`, if it names less than a block."""
    return next((part.id for part in doc.parts if part.id == id_), "")


def embedded(garden: Garden, source: str, target: str, anchor: str) -> Embedded | None:
    """What an embed in the note at `source` shows; None where there is no such note or part."""
    path = search_of(garden, source, target).pick
    if path is None or not is_note(path):
        return None
    note = garden.notes[path]
    found, is_drawing = section_at(note, anchor), False
    if note.doc.is_drawing and (not anchor or found is None):  # it may name what is drawn
        found, is_drawing = (Section(0, 0), ""), True
    if found is None:
        return None
    section, anchor_id = found
    lang = note.doc.meta.lang or garden.config.site.language
    name, weight = shown_text(note.title, anchor), _weight(note.doc, section)
    url, title = garden.urls[path], note.title
    return Embedded(path, section, url, anchor_id, title, name, lang, weight, is_drawing)


def _weight(doc: Doc, section: Section) -> int:
    more = sum(more for block, more in doc.heavy if section.start <= block < section.stop)
    return section.stop - section.start + more


def embeds_in(doc: Doc, section: Section) -> Iterator[Link]:
    """The embeds that are drawn where they stand in a section, in their order."""
    start = section.start
    if section.piece:
        yield from next(part.embeds for part in doc.parts if part.id == section.piece)
        start += 1
    for place in doc.links:
        if place.link.in_place and start <= place.block < section.stop:
            yield place.link


@dataclass(slots=True)
class Budget:
    """How much one page may still embed, and load at once."""

    embeds: int = MAX_EMBEDS
    blocks: int = MAX_BLOCKS
    eager: int = 1  # pictures that are loaded at once; further ones when they come near

    def takes_eager(self) -> bool:
        """Whether one more picture may be loaded at once."""
        self.eager -= 1
        return self.eager >= 0


@dataclass(frozen=True, slots=True)
class Trail:
    """The embeds that stand around a place, from the page's own note inwards."""

    chain: tuple[Embedded, ...]
    budget: Budget
    footnotes: Footnotes = field(default_factory=Footnotes)

    @property
    def lang(self) -> str:
        return self.chain[-1].lang

    @property
    def is_at_its_end(self) -> bool:
        """Whether the page shows no more embeds; what is left are plain links."""
        return self.budget.embeds < 1

    def count(self, found: Embedded) -> str:
        """Count an embed as shown; the rule by which it shows no content, or an empty text."""
        self.budget.embeds -= 1
        if found.key in (around.key for around in self.chain):
            return "embed-loop"
        if len(self.chain) > MAX_DEPTH:
            return "embed-depth"
        if self.budget.blocks < found.weight:
            return "embed-limit"
        self.budget.blocks -= found.weight
        return ""

    def below(self, found: Embedded) -> Trail:
        return Trail((*self.chain, found), self.budget, self.footnotes)

    def loop(self, found: Embedded) -> str:
        """`A → B → A`: the way from an embed to itself."""
        start = next(i for i, around in enumerate(self.chain) if around.key == found.key)
        return " → ".join(around.name for around in (*self.chain[start:], found))


def trail_of(head: Head, language: str) -> Trail:
    """Where the text of a note begins on its own page; `language` is that of the site."""
    section = _whole(head.length, own_title=head.own_title)
    own = Embedded(head.path, section, "", "", head.title, head.title, head.lang or language)
    return Trail((own,), Budget())
