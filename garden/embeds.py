"""What an embed shows: a note, one section of it, or one block; and how far embeds may nest.

Drawing and checking take the same steps, so that every embed that a page leaves out is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from garden.model import Doc, Garden, Heading, Link, Note
from garden.paths import fold, is_note
from garden.resolve import heading_at, search
from garden.text.targets import shown_text

MAX_DEPTH = 5  # embeds inside each other (row E17)
MAX_EMBEDS = 500  # on a page (rule OUT13)
MAX_BLOCKS = 5_000  # embedded on a page


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks `start` to `stop` of a note, or the `piece` with this id of the block at `start`."""

    start: int
    stop: int
    piece: str = ""


@dataclass(frozen=True, slots=True)
class Embedded:
    """What an embed shows. `title` is that of its note, `name` says also which section."""

    path: str
    section: Section
    url: str
    anchor: str
    title: str
    name: str
    lang: str = ""

    @property
    def key(self) -> tuple[str, Section]:
        """What tells a loop: a note may embed another section of itself (row E18)."""
        return self.path, self.section


def whole(doc: Doc) -> Section:
    return Section(0, doc.length)


def section_at(doc: Doc, anchor: str) -> tuple[Section, str] | None:
    """The section that `anchor` names, and its id; None where the note has no such (row L28)."""
    if not anchor:
        return whole(doc), ""
    if not anchor.startswith("^"):
        heading = heading_at(doc.outline, anchor)
        return (_below(doc, heading), heading.id) if heading else None
    wanted = fold(anchor[1:])
    found = next((known for known in doc.block_ids if fold(known.name) == wanted), None)
    if found is None:
        return None
    id_ = f"^{found.name}"
    if found.in_part:
        return Section(found.block, found.block + 1, id_), id_
    titled = next((h for h in doc.outline if h.alone and h.block == found.block), None)
    return (_below(doc, titled) if titled else Section(found.block, found.block + 1)), id_


def _below(doc: Doc, heading: Heading) -> Section:
    """A heading with all that stands under it (row E02)."""
    later = doc.outline[doc.outline.index(heading) + 1 :]
    stop = next((h.block for h in later if h.level <= heading.level), doc.length)
    return Section(heading.block, max(stop, heading.block + 1))


def embedded(garden: Garden, source: str, target: str, anchor: str) -> Embedded | None:
    """What an embed in the note at `source` shows; None where there is no such note or part."""
    path = search(garden.names, source, target, aliases=garden.config.links.aliases).pick
    if path is None or not is_note(path):
        return None
    note = garden.notes[path]
    if (found := section_at(note.doc, anchor)) is None:
        return None
    section, anchor_id = found
    name = shown_text(note.title, anchor)
    lang = note.doc.meta.lang
    return Embedded(path, section, garden.urls[path], anchor_id, note.title, name, lang)


def embeds_in(doc: Doc, section: Section) -> Iterator[Link]:
    """The embeds that are drawn where they stand in a section, in their order."""
    if section.piece:
        yield from next(k.embeds for k in doc.block_ids if f"^{k.name}" == section.piece)
        return
    for place in doc.links:
        if place.link.in_place and section.start <= place.block < section.stop:
            yield place.link


@dataclass(slots=True)
class Budget:
    """How much one page may still embed."""

    embeds: int = MAX_EMBEDS
    blocks: int = MAX_BLOCKS

    def take(self, section: Section) -> bool:
        """Whether there is room for a section, which then is taken."""
        length = section.stop - section.start
        if self.embeds < 1 or self.blocks < length:
            return False
        self.embeds -= 1
        self.blocks -= length
        return True


@dataclass(frozen=True, slots=True)
class Trail:
    """The embeds that stand around a place, from the page's own note inwards."""

    chain: tuple[Embedded, ...]
    budget: Budget

    def refusal(self, found: Embedded) -> str:
        """The rule by which an embed stays a link; empty when it is drawn, and counted."""
        if found.key in (around.key for around in self.chain):
            return "embed-loop"
        if len(self.chain) > MAX_DEPTH:
            return "embed-depth"
        return "" if self.budget.take(found.section) else "embed-limit"

    def below(self, found: Embedded) -> Trail:
        return Trail((*self.chain, found), self.budget)

    def loop(self, found: Embedded) -> str:
        """`A → B → A`: the way from an embed to itself."""
        start = next(i for i, around in enumerate(self.chain) if around.key == found.key)
        return " → ".join(around.name for around in (*self.chain[start:], found))


def trail_of(note: Note) -> Trail:
    """Where the text of a note begins on its own page."""
    own = Embedded(note.path, whole(note.doc), "", "", note.title, note.title)
    return Trail((own,), Budget())
