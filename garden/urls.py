"""Who gets which URL: decided once, for the whole garden (part 0, 8 and 12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from garden.hostfiles import TOP, steers
from garden.model import Doc, Mention, Problem, Tag
from garden.paths import (
    DATA,
    MANIFEST,
    MAX_URL,
    below,
    bounded,
    file_url,
    fold,
    folder_of,
    folder_url,
    free_url,
    is_free,
    out_path,
    page_slug,
    page_url,
    permalink_url,
    stem_of,
    take_url,
    url_key,
    url_of,
)
from garden.rules import problem

_THEME_FILE = "theme/style.css"  # it stands for all, whose names change with their content
_WRITTEN = ("404.html", MANIFEST, "feed.xml", "feed.json")  # at the top; others are for hosts
_DATA_FILES = (f"{DATA}/explorer.html", f"{DATA}/urls.json")
LISTED_ON_A_PAGE = 200  # notes of a folder, a tag, the map or the recent ones
SOURCES_ON_A_PAGE = 30  # notes whose mentions are shown on one page of backlinks


def _own() -> dict[str, int]:
    """The URLs that garden's own files take, and those that hosts read."""
    taken: dict[str, int] = {}
    for url in (*_WRITTEN, *TOP, _THEME_FILE, *_DATA_FILES):
        take_url(url, taken)
    return taken


@dataclass(slots=True)
class Addresses:
    """URLs given so far. `taken` has every folded URL in use; see `paths.free_url`."""

    notes: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)  # of those whose page is made
    tags: dict[str, str] = field(default_factory=dict)
    static: dict[str, str] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    further: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    narrower: dict[str, tuple[str, ...]] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=_own)
    problems: list[Problem] = field(default_factory=list)


def note_addresses(docs: Mapping[str, Doc]) -> Addresses:
    """URLs of the published notes, which win over everything that garden makes."""
    given = Addresses()
    permalinks = {path: _permalink(path, doc, given) for path, doc in docs.items()}
    holders: dict[str, str] = {}
    for path in sorted(docs, key=lambda path: (permalinks[path] is None, rank(path), path)):
        _give(path, permalinks[path], holders, given)
    return given


def add_lists(
    given: Addresses, folders: Iterable[str], tags: Mapping[str, Tag], names: Iterable[str]
) -> None:
    """URLs of the pages that garden makes: of folders without a note, of tags, and of `names`."""
    for folder in folders:
        given.folders[folder] = free_url(bounded(folder_url(folder)), given.taken)
    for key, tag in tags.items():
        given.tags[key] = free_url(_fitting(_tag_url(key), tag.notes[0], given), given.taken)
    for name in names:
        given.lists[name] = free_url(f"{name}/", given.taken)


def pages_of_list(length: int) -> int:
    """How many pages a list needs."""
    return max(1, -(-length // LISTED_ON_A_PAGE))


def add_further(given: Addresses, lengths: Iterable[tuple[str, int]]) -> None:
    """URLs of the further pages of long lists, each given by its URL and its length."""
    for url, length in lengths:
        pages = range(2, pages_of_list(length) + 1)
        wanted = (below(url, f"page/{number}/") for number in pages)
        if found := tuple(free_url(each, given.taken) for each in wanted):
            given.further[url] = found


def add_redirects(given: Addresses, docs: Mapping[str, Doc]) -> None:
    """URLs that lead to a note, where no page stands."""
    for path in sorted(docs):
        _redirect(path, docs[path], given)


def add_files(given: Addresses, files: Iterable[str]) -> None:
    """URLs of the attachments that notes reach."""
    holders: dict[str, str] = {}
    for path in sorted(files):
        wanted = _fitting(file_url(path), path, given)
        given.files[path] = url = free_url(wanted, given.taken)
        first = holders.setdefault(url_key(wanted), path)
        if url != wanted:
            first = "a page" if first == path else first
            message = f"{first} already has the address /{wanted}; this file gets /{url}"
            given.problems.append(problem("url-collision", path, message, "rename one of them"))


def add_narrower(given: Addresses, pictures: Iterable[str], widths: Iterable[int]) -> None:
    """URLs for narrower copies of pictures: beside each, so that no file of the vault is there.

    They are given by name alone, whether or not there will be a copy.
    """
    widths = tuple(widths)
    for path in sorted(pictures):
        base = given.files[path].rpartition(".")[0]
        wanted = (bounded(f"{base}-{width}w.webp") for width in widths)
        given.narrower[path] = tuple(free_url(url, given.taken) for url in wanted)


def add_static(given: Addresses, static: Mapping[str, str]) -> None:
    """A static file stands at its path, over what garden makes, but not over a note."""
    if not static:
        return
    standing: dict[str, int] = {}
    for url in (_THEME_FILE, *given.notes.values()):
        take_url(url, standing)
    for path in sorted(static):
        url = url_of(path)
        if is_free(url, standing):
            take_url(url, standing)
            take_url(url, given.taken)
            given.static[url] = path
            continue
        message = f"a note or another file already has the address /{url}; it is not copied"
        given.problems.append(problem("url-collision", static[path], message, "rename one of them"))


def own_url(name: str, given: Addresses) -> str:
    """Where a file that garden makes stands: one of the static folder moves it, or replaces it.

    What garden or a host has at the top of every site is kept free of notes and their files.
    """
    if name in given.static:
        return name
    static: dict[str, int] = {}
    for url in given.static:
        take_url(url, static)
    is_kept = name in (*_WRITTEN, *TOP) and is_free(name, static)
    return name if is_kept else free_url(name, given.taken)


def backlink_urls(
    given: Addresses, inbound: Mapping[str, Sequence[Sequence[Mention]]]
) -> dict[str, tuple[str, ...]]:
    """URLs of the further pages of backlinks that much-linked notes need."""
    out = {}
    for path in sorted(inbound):
        pages = range(2, pages_of_backlinks(inbound[path]) + 1)
        wanted = (below(given.notes[path], f"backlinks/{number}/") for number in pages)
        if found := tuple(free_url(url, given.taken) for url in wanted):
            out[path] = found
    return out


def pages_of_backlinks(sources: Sequence[Sequence[Mention]]) -> int:
    """How many pages the mentions of a note need, by their sources; the first is its own."""
    return max(1, -(-len(sources) // SOURCES_ON_A_PAGE))


def rank(path: str) -> int:
    """`a/index.md` comes before `a/a.md`, and that before `a.md`, for the URL `a/`."""
    stem, folder = fold(stem_of(path)), fold(folder_of(path).rpartition("/")[2])
    return 0 if stem == "index" else 1 if folder and stem == folder else 2


def is_owned(url: str) -> bool:
    """Whether an address is one of garden's own files, which no note may take."""
    out = fold(out_path(url))
    folders = ("theme", DATA, *_WRITTEN)
    return steers(url) or out in _WRITTEN or out.startswith(tuple(f"{name}/" for name in folders))


def _permalink(path: str, doc: Doc, given: Addresses) -> str | None:
    written = doc.meta.permalink
    if not written:
        return None
    url = permalink_url(written)
    if url is None or is_owned(url):
        hint = "write a path inside the site, such as /about"
        given.problems.append(problem("permalink", path, f"`{written}` cannot be used", hint))
        return None
    return url


def _give(path: str, permalink: str | None, holders: dict[str, str], given: Addresses) -> None:
    wanted = _fitting(page_url(path) if permalink is None else permalink, path, given)
    if permalink is None and rank(path) == 1 and url_key(wanted) in given.taken:
        wanted = bounded(f"{wanted}{page_slug(stem_of(path))}/")
    url = free_url(wanted, given.taken)
    if url != wanted:
        first = holders.get(url_key(wanted), _owner(wanted))
        message = f"{first} already has the address /{wanted}; this note gets /{url}"
        hint = "rename one of them, or give it a permalink"
        given.problems.append(problem("url-collision", path, message, hint))
    holders[url_key(url)] = path
    given.notes[path] = url


def _owner(url: str) -> str:
    """Who has an address that no note has."""
    return "the host of the site" if steers(url) else "garden itself"


def _redirect(path: str, doc: Doc, given: Addresses) -> None:
    """The note's path, where a permalink took its place, and its aliases lead to it."""
    own, asked = given.notes[path], page_url(path)
    wanted = [asked] if own != bounded(asked) and doc.meta.permalink else []
    # No alias takes the home page: one is made where no note is it.
    wanted += filter(None, (_alias_url(path, alias) for alias in doc.meta.aliases))
    for url in dict.fromkeys(_fitting(each, path, given) for each in wanted):
        if is_free(url, given.taken):
            take_url(url, given.taken)
            given.redirects[url] = path


def _fitting(url: str, path: str, given: Addresses) -> str:
    """`url`, or a shorter one, of which the file that asks for it is told."""
    fits = bounded(url)
    if fits != url:
        message = f"an address of {len(url.encode()):,} bytes, {url[:60]}…, is shortened"
        hint = f"use shorter names: an address may have {MAX_URL:,} bytes"
        given.problems.append(problem("url-long", path, message, hint))
    return fits


def _alias_url(path: str, alias: str) -> str:
    if "/" in alias:
        return "".join(f"{page_slug(part)}/" for part in alias.split("/") if part.strip())
    return f"{folder_url(folder_of(path))}{page_slug(alias)}/"


def _tag_url(tag: str) -> str:
    return "tags/" + "".join(f"{page_slug(part)}/" for part in tag.split("/") if part)
