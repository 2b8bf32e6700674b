"""From docs to the `Garden`: what is published, where it stands, who links to whom.

Publication is decided first. What is not published never enters the `Garden`; what the author
must be told about it goes into the `Report`, which no page can reach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from garden.config import Config
from garden.copies import lookalikes
from garden.daily import DailyNotes
from garden.dated import dates_said, odd_dates
from garden.dates import UNKNOWN, Times, with_git
from garden.drawings import exported, is_named_drawing
from garden.feeds import feeds_of, feeds_of_nothing
from garden.folders import folder_notes, folder_paths, folder_tree
from garden.graph import with_colours
from garden.heads import says_all
from garden.hostfiles import host_files
from garden.ledger import NO_LEDGER, Ledger
from garden.linking import linked, private_links
from garden.lists import date_of, lateness, latest_first, list_lengths, list_names, made_on
from garden.model import (
    NEVER,
    Doc,
    Folder,
    Garden,
    Heading,
    Names,
    Need,
    Note,
    Parsed,
    Problem,
    Report,
    Tended,
    Withheld,
)
from garden.navigation import read_footer, with_navigation
from garden.needs import needs_of_site
from garden.paths import fold, heading_key, is_note, natural_key, slug, stem_of
from garden.properties import shown_types
from garden.publish import (
    closed_by,
    closers,
    closing,
    held_in,
    in_private_folder,
    is_told,
    linkable,
    note_denial,
    own_denial,
    path_denial,
    private_folders,
)
from garden.ranks import lengths_of_ranks, with_ranks
from garden.renamed import with_leads
from garden.resolve import names_of
from garden.rules import problem
from garden.shards import parts_of
from garden.tags import subtags_of, tags_of
from garden.urls import (
    Addresses,
    add_further,
    add_lists,
    add_redirects,
    add_static,
    note_addresses,
    own_url,
    rank,
)

_IN_PRIVATE = "its folder's note is private"


@dataclass(frozen=True, slots=True)
class Vault:
    """What was read of a vault. All paths are relative to it."""

    docs: Mapping[str, Doc]
    files: tuple[str, ...] = ()  # everything that is not a note
    denied: Mapping[str, str] = field(default_factory=dict)  # what was not even read → the reason
    git: Mapping[str, Times] = field(default_factory=dict)  # what git knows, if it was asked
    times: Mapping[str, Times] = field(default_factory=dict)  # of the files, if wanted
    links: Mapping[str, str] = field(default_factory=dict)  # symbolic link → what it leads to
    static: Mapping[str, str] = field(
        default_factory=dict
    )  # path in the static folder → from the vault
    types: Mapping[str, str] = field(default_factory=dict)  # property → its type in this vault
    tended: Mapping[str, Tended] = field(default_factory=dict)  # what git knows of days
    ledger: Ledger = NO_LEDGER
    texts: Mapping[str, str] = field(
        default_factory=dict
    )  # prints of notes with the text of another
    daily: DailyNotes | None = None  # where the plugin is on


@dataclass(frozen=True, slots=True)
class Growth:
    """What a vault grows into: the garden of everything published, and what its author is told.

    `told` are the problems of each note by itself, `others` those of the garden as a whole.
    """

    vault: Vault
    garden: Garden
    withheld: Mapping[str, str]  # path → the reason
    footer: Parsed
    links: int
    told: Mapping[str, tuple[Problem, ...]]
    others: tuple[Problem, ...]
    unled: tuple[Problem, ...]  # of what stands on every page

    @property
    def report(self) -> Report:
        told = chain.from_iterable(self.told.values())
        notes = ((p, reason) for p, reason in sorted(self.withheld.items()) if is_note(p))
        withheld = tuple(Withheld(path, reason) for path, reason in notes)
        return Report((*told, *self.others, *self.unled), withheld, self.links)


def grow(config: Config, vault: Vault) -> Growth:
    """The garden of a vault, grown from nothing."""
    folders = private_folders(config.publish, vault.docs)
    withheld = dict(_withheld(config, vault, folders))
    docs = {path: vault.docs[path] for path in sorted(vault.docs) if path not in withheld}
    public = [path for path in vault.files if path not in withheld]
    files = linkable(config, public)
    static = {
        p: place for p, place in vault.static.items() if not in_private_folder(place, folders)
    }
    notes = {path: note_of(config, vault, path) for path in docs}
    names = names_of((*docs, *files), {path: doc.meta.aliases for path, doc in docs.items()})
    given, footer = note_addresses(docs), read_footer(config)
    add_static(given, static)
    listed = replace(
        _listed(config, notes, names, given),
        needs=needs_in(config, notes.values(), footer),
        types=shown_types(config, vault.types),
        daily=vault.daily,
    )
    garden, links = linked(listed, given, footer)
    garden = with_colours(with_ranks(garden))
    add_further(given, lengths_of_ranks(garden))
    garden = _with_own_urls(garden, given)
    garden, vanished = with_leads(garden, given, vault.ledger, vault.texts)
    garden, unled = with_navigation(garden, footer)
    for_hosts = host_files(public, set(vault.static.values()))
    found = (*_denied(vault, static), *for_hosts, *feeds_of_nothing(garden))
    others = (*given.problems, *vanished, *found, *lookalikes(docs, withheld))
    grown = Growth(vault, garden, withheld, footer, links, {}, others, tuple(unled))
    return replace(grown, told=told_of(grown, vault.docs))


def needs_in(config: Config, notes: Iterable[Note], footer: Parsed) -> tuple[Need, ...]:
    """What a garden needs of the theme: for notes, for what stands on every page, and itself."""
    docs = (*(note.doc for note in notes), footer.doc)
    of_notes = (need for doc in docs for need in doc.needs)
    return tuple(sorted({*of_notes, *needs_of_site(config)}))


def told_of(grown: Growth, paths: Iterable[str]) -> dict[str, tuple[Problem, ...]]:
    """What is wrong in some notes by themselves, and which of their links find what is private."""
    docs, notes = grown.vault.docs, grown.garden.notes
    hidden = private_links(grown.garden, docs, grown.vault.files, grown.withheld, paths)
    told = defaultdict[str, list[Problem]](list)
    publish, withheld = grown.garden.config.publish, grown.withheld
    held = held_in(path for path, reason in withheld.items() if reason == _IN_PRIVATE)
    closed = closers(publish, docs) if held else {}
    for path in paths:
        if path not in grown.vault.denied and (reason := closing(publish, docs[path])):
            told[path] += closed_by(path, docs[path], reason, closed, held)
        told[path] += _flaws(path, docs[path], grown.withheld.get(path, ""))
        if path in notes:
            told[path] += odd_dates(grown.garden.config, path, docs[path])
    for found in hidden:
        told[found.path].append(found)
    return {path: tuple(problems) for path, problems in told.items() if problems}


def _listed(config: Config, notes: Mapping[str, Note], names: Names, given: Addresses) -> Garden:
    """The garden with all its lists and their addresses, but without who links to whom."""
    by_title = sorted(notes, key=lambda path: (natural_key(notes[path].title), path))
    dated = (path for path in by_title if date_of(notes[path]))
    recent = tuple(latest_first(dated, lambda path: date_of(notes[path])))
    docs = {path: note.doc for path, note in notes.items()}
    in_lists = _in_lists(config, notes, by_title)
    tags, paths = tags_of(docs, in_lists), folder_paths(notes)
    pages = folder_notes(paths, notes)
    titles = {"": config.site.title, **_folder_titles(pages, notes)}
    made = (path for path in paths if path and path not in pages)
    names_of_lists = list_names(
        config, has_notes=bool(notes), is_dated=bool(recent), is_tagged=bool(tags)
    )
    add_lists(given, made, tags, names_of_lists)
    folders = folder_tree(given, pages, in_lists, titles)
    garden = Garden(
        config=config,
        notes=notes,
        urls=given.notes,
        names=names,
        searches={},
        inbound={},
        outbound={},
        backlink_urls={},
        tags=tags,
        subtags=subtags_of(tags),
        tag_urls=given.tags,
        folders=folders,
        folder_pages={note: folder for folder, note in pages.items()},
        beside=_beside(config, notes, by_title, folders.values()),
        recent=recent,
        lists=given.lists,
        further=given.further,
        redirects=given.redirects,
        static=given.static,
        parts=parts_of(notes) if config.search.enabled else (),
    )
    add_further(given, list_lengths(garden))
    add_redirects(given, docs)
    return garden


def _in_lists(config: Config, notes: Mapping[str, Note], by_title: Sequence[str]) -> Sequence[str]:
    """Notes as the lists of folders and tags have them: `lists.order`."""
    match config.lists.order:
        case "modified":
            return latest_first(by_title, lambda path: date_of(notes[path]))
        case "created":
            return latest_first(by_title, lambda path: made_on(notes[path]))
        case _:
            return by_title


def _beside(
    config: Config, notes: Mapping[str, Note], by_title: Sequence[str], folders: Iterable[Folder]
) -> dict[str, tuple[str, str]]:
    """Each note with those before and after it in its folder, as far as pages are to show them.

    By date the older one comes before; those without one come last.
    """
    if config.notes.previous_next == "none":
        return {}
    dates = {path: made_on(notes[path]) for path in by_title}
    order = by_title
    if config.notes.previous_next == "date":
        order = sorted(by_title, key=lambda path: (not dates[path], lateness(dates[path])))
    place = {path: number for number, path in enumerate(order)}
    out: dict[str, tuple[str, str]] = {}
    for folder in folders:
        inside = ("", *sorted(folder.notes, key=place.__getitem__), "")
        out |= {path: (inside[i - 1], inside[i + 1]) for i, path in enumerate(inside) if path}
    return out


def _folder_titles(pages: Mapping[str, str], notes: Mapping[str, Note]) -> dict[str, str]:
    """What the notes that are a folder's page call it; `index` is no title."""
    return {
        folder: notes[path].title
        for folder, path in pages.items()
        if rank(path) or notes[path].title != stem_of(path)
    }


def _withheld(config: Config, vault: Vault, folders: frozenset[str]) -> Iterator[tuple[str, str]]:
    yield from vault.denied.items()
    for path in (*vault.docs, *vault.files):
        if path in vault.denied:
            continue
        names = (path, vault.links[path]) if path in vault.links else (path,)
        reason = next(filter(None, (_denial(config, vault, name, folders) for name in names)), "")
        if reason:
            yield path, reason
    for path in exported(_private_drawings(config, vault), vault.files):
        yield path, "its drawing is private"


def _private_drawings(config: Config, vault: Vault) -> Iterator[str]:
    """The drawings that say themselves that they are private: so are their pictures."""
    for path, doc in vault.docs.items():
        if (doc.is_drawing or is_named_drawing(path)) and own_denial(config.publish, doc):
            yield path


def _denial(config: Config, vault: Vault, path: str, folders: frozenset[str]) -> str:
    """Why what lies at a path is not published; of a symbolic link both its paths count."""
    if reason := path_denial(config.publish, path):
        return reason
    if path in vault.docs and (reason := note_denial(config.publish, path, vault.docs[path])):
        return reason
    return _IN_PRIVATE if in_private_folder(path, folders) else ""


def _flaws(path: str, doc: Doc, reason: str) -> Iterator[Problem]:
    """What is wrong inside a file; of a withheld note only what withheld it."""
    for flaw in doc.flaws:
        if not reason or is_told(flaw.rule, reason):
            yield problem(flaw.rule, path, flaw.message, flaw.hint, span=flaw.span)


def _denied(vault: Vault, static: Mapping[str, str]) -> Iterator[Problem]:
    for path in sorted(vault.static.keys() - static.keys()):
        yield problem("static-private", vault.static[path], _IN_PRIVATE)


def _with_own_urls(garden: Garden, given: Addresses) -> Garden:
    """The garden with its feeds, and the URL of its map, if it is known where it will stand."""
    if not garden.config.site.base_url:
        return garden
    feeds = tuple(feeds_of(garden, given))
    return replace(garden, feeds=feeds, sitemap_url=own_url("sitemap.xml", given))


def note_of(config: Config, vault: Vault, path: str) -> Note:
    """A published note in its place."""
    doc = vault.docs[path]
    created, modified = with_git(dates_said(config, doc), vault.git.get(path, UNKNOWN))
    if not created and not modified:
        created, modified = vault.times.get(path, UNKNOWN)
    tended = vault.tended.get(path, NEVER)
    is_all = says_all(tended, (created, modified), vault.git.get(path, UNKNOWN))
    title = _title(path, doc)
    return Note(
        path,
        doc,
        title,
        created,
        modified,
        _shows_own_title(doc, title),
        tended if is_all else NEVER,
        _headings(doc),
        {fold(block.id): block for block in doc.block_ids},
    )


def _headings(doc: Doc) -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for i, heading in enumerate(doc.outline):
        found[heading.key].append(i)
    return {key: tuple(places) for key, places in found.items()}


def _title(path: str, doc: Doc) -> str:
    """`title`, else an H1 that comes first, else the file's name (part 0, 9)."""
    first = _first_heading(doc)
    return doc.meta.title or (first.text if first else "") or _name(path)


def _name(path: str) -> str:
    """The file's name; that of its address where it is blank."""
    name = stem_of(path)
    return name if name.strip() else slug(name)


def _first_heading(doc: Doc) -> Heading | None:
    """The H1 that is the note's first block, if it has one."""
    first = doc.outline[0] if doc.outline else None
    return first if first and first.level == 1 and first.alone and first.block == 0 else None


def _shows_own_title(doc: Doc, title: str) -> bool:
    """Whether the note's first block is its title, which then is shown once."""
    first = _first_heading(doc)
    if first is None:
        return False
    key = heading_key(title)
    return first.text == title or bool(key and key == heading_key(first.text))
