"""Which notes and files are published. Everything here can only take away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from garden.config import Config, Publish
from garden.copies import original_of
from garden.gitignore import fault_of
from garden.hostfiles import steers
from garden.model import NOWHERE, UNREADABLE, Doc, Problem, Span
from garden.paths import (
    file_url,
    fold,
    folder_of,
    folder_url,
    is_not_drawn_yet,
    is_note,
    name_of,
    stem_of,
    url_key,
)
from garden.patterns import patterns
from garden.rules import problem
from garden.runnable import may_run, needs_listing
from garden.signs import plain_name, taken_for
from garden.text.meant import words_of

# What is told of a note that it withholds: always, and where a private tag does
_DENYING = ("front-matter", "publish-value", "publish-key")
_MEANING = ("tag-invalid", "front-matter-place")
_NAMES_FILES = (
    *("symlink", "file-unreadable", "static", "sync-conflict", "leftover"),
    "private-folder",
    *(*_DENYING, "invisible-sign", *_MEANING),
)
_SCENE = ".excalidraw"  # a drawing that is no note: all that it says, as JSON
_PRIVATE_TAG, _MEANT_TAG = "a private tag", "what may be a private tag"
_CLOSING = ("private", UNREADABLE, _PRIVATE_TAG, _MEANT_TAG)  # how such reasons begin
_AT_THE_TOP = "the note of the top folder keeps itself private, and not the whole vault"
_MODE = "write `publish: false` for this note alone, or choose `publish.mode` for all of them"
_ALONE = "write `publish: false` if this note alone is meant"
_FOLDER_NOTES = ("index", "readme", "_index")  # besides those called as their folder (part 0, 18)


def path_denial(publish: Publish, path: str) -> str:
    """Why a path alone keeps a note or file private; empty when it does not."""
    lines = _plain_lines(publish.exclude)
    plain = plain_name(path)
    if patterns(publish.exclude).deny(path):
        return "excluded by publish.exclude"
    if (plain, lines) != (path, publish.exclude) and patterns(lines).deny(plain):
        return "excluded by publish.exclude"  # to whoever does not see how it is written
    return ""


@cache
def _plain_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Patterns as a reader may take them, where they are any then."""
    plain = ((line, plain_name(line)) for line in lines)
    return tuple(line if fault_of(other) else other for line, other in plain)


def note_denial(publish: Publish, path: str, doc: Doc) -> str:
    """Why a note that may be read is not published; empty when it is."""
    if reason := own_denial(publish, doc):
        return reason
    if publish.mode == "flag" and doc.meta.publish is not True:
        return "no `publish: true`"
    if publish.mode == "folders" and not _in_folders(path, publish.folders):
        return "outside publish.folders"
    return ""


def own_denial(publish: Publish, doc: Doc) -> str:
    """Why a note itself wants to be private; empty when it does not say so."""
    if doc.meta.denials:
        return doc.meta.denials[0]
    return _tag_denial(publish, doc)


def _tag_denial(publish: Publish, doc: Doc) -> str:
    """Why the tags of a note keep it private; empty when they do not."""
    private = {taken_for(tag.removeprefix("#")) for tag in publish.private_tags}
    if any(_is_below(taken_for(tag), private) for tag in doc.tags):
        return _PRIVATE_TAG
    meant = (*doc.meta.meant_tags, *(word for tag in doc.tags for word in _words_of(tag)))
    if any(_is_below(taken_for(tag), private) for tag in meant):
        return _MEANT_TAG
    return ""


def _words_of(tag: str) -> Iterator[str]:
    """What a tag may have been meant as, where marks of another script follow its word."""
    return iter(()) if tag.isascii() else words_of(tag)


def is_told(rule: str, reason: str) -> bool:
    """Whether a withheld note's author is told of a flaw: it may be why the note is withheld."""
    if rule == "invisible-sign":
        return reason in (_PRIVATE_TAG, _MEANT_TAG)
    return rule in _DENYING or (rule in _MEANING and reason == _MEANT_TAG)


def _is_below(tag: str, tags: set[str]) -> bool:
    """Whether a tag is one of `tags` or nested in one."""
    return tag in tags or any(tag.startswith(f"{parent}/") for parent in tags)


def _in_folders(path: str, folders: tuple[str, ...]) -> bool:
    return any(fold(path).startswith(fold(folder.strip("/")) + "/") for folder in folders)


def private_folders(publish: Publish, docs: Mapping[str, Doc]) -> frozenset[str]:
    """The keys of folders whose own note makes them private, or is unclear."""
    return frozenset(closers(publish, docs))


def closers(publish: Publish, docs: Mapping[str, Doc]) -> Mapping[str, int]:
    """How many notes make each folder private, by the keys of those that any does."""
    closed = (path for path, doc in docs.items() if closing(publish, doc))
    return Counter(key for path in closed for key in keys_spoken_for(path))


def closing(publish: Publish, doc: Doc) -> str:
    """How a note makes its folder private, if it is the folder's own; empty when it does not."""
    denials = (reason for reason in doc.meta.denials if reason.startswith(_CLOSING))
    return next(denials, "") or _tag_denial(publish, doc)


def keys_spoken_for(path: str) -> frozenset[str]:
    """The folders that a note, or a conflict copy of it, speaks for, if they are there.

    One is the folder it lies in, another that beside it which is called as the note is: garden may
    take it for the page of that, and so do plugins of Obsidian.
    """
    copied = f"{folder_of(path)}/{original_of(name_of(path))}".lstrip("/")
    names = [name for name in {path, copied} if is_note(name)]
    around = (folder_of(name) for name in names if is_folder_note(name))
    beside = (name.removesuffix(name_of(name)) + stem_of(name) for name in names)
    return frozenset(map(folder_key, (*around, *beside)))


@lru_cache(maxsize=1 << 14)
def folder_key(folder: str) -> str:
    """What two folders share when a reader, or the addresses of a site, take them for the same.

    A folder may be spelled in two ways where a case or form of letters is none of the disk's.
    """
    return url_key(folder_url(plain_name(folder)))


def speaks(path: str) -> bool:
    """Whether a note, or a conflict copy of it, speaks for the folder it lies in."""
    return folder_key(folder_of(path)) in keys_spoken_for(path)


def is_folder_note(path: str) -> bool:
    """Whether a note is its folder's own: `index`, called as the folder, `README` or `_index`.

    All of them count here, whichever is the folder's page: another one must not open it.
    """
    folder, stem = plain_name(folder_of(path)), fold(plain_name(stem_of(path)))
    return bool(folder) and stem in (*_FOLDER_NOTES, fold(name_of(folder)), fold(stem_of(folder)))


def in_private_folder(path: str, folders: frozenset[str]) -> bool:
    """Whether a path lies in one of `folders`, at any depth."""
    return bool(folders) and any(folder_key(above) in folders for above in _folders_above(path))


def closed_by(
    path: str, doc: Doc, reason: str, closed: Mapping[str, int], held: Mapping[str, int]
) -> Iterator[Problem]:
    """What its author is told of a note which keeps a folder private that may not be meant.

    By folder, `closed` has how many notes keep it private, and `held` how many files are withheld
    because they lie in it.
    """
    is_top = not folder_of(path) and fold(plain_name(stem_of(path))) in _FOLDER_NOTES
    if is_top and reason != UNREADABLE:
        yield problem("private-folder", path, _AT_THE_TOP, _MODE, span=_span_of(doc, reason))
    is_sure = is_folder_note(path) and reason not in (_PRIVATE_TAG, _MEANT_TAG)
    keys = held.keys() & keys_spoken_for(path) if held and not is_sure else ()
    if count := sum(held[key] for key in keys if closed[key] == 1):
        files = "one more file in it is" if count == 1 else f"{count:,} more files in it are"
        what = f"this note speaks for its folder, so {files} private"
        yield problem("private-folder", path, what, _ALONE, span=_span_of(doc, reason))


def held_in(withheld: Iterable[str]) -> dict[str, int]:
    """How many of some files lie in each folder, at any depth, by the keys of those."""
    found = Counter[str]()
    for path in withheld:
        found.update({folder_key(folder) for folder in _folders_above(path)})
    return found


def _folders_above(path: str) -> Iterator[str]:
    while path := folder_of(path):
        yield path


def _span_of(doc: Doc, reason: str) -> Span:
    """Where a note says that it is private."""
    if reason == UNREADABLE:
        return next((flaw.span for flaw in doc.flaws if flaw.rule == "front-matter"), NOWHERE)
    key = reason.partition(":")[0]
    keys = ("tags", "tag") if reason in (_PRIVATE_TAG, _MEANT_TAG) else (key,)
    return next((p.span for p in doc.meta.properties if p.key in keys), NOWHERE)


def tellable(
    publish: Publish, docs: Mapping[str, Doc], problems: Iterable[Problem]
) -> tuple[Problem, ...]:
    """The problems without those that name what lies in a private folder (PRV35).

    That of the note which makes the folder private stays: its author may not know it does.
    """
    closed = closers(publish, docs)
    folders = frozenset(closed)
    return tuple(
        each
        for each in problems
        if each.rule not in _NAMES_FILES
        or not in_private_folder(each.path, folders)
        or (each.path in docs and _decides(publish, docs[each.path], each.path, closed))
    )


def _decides(publish: Publish, doc: Doc, path: str, closed: Mapping[str, int]) -> bool:
    """Whether a note alone makes its folder private."""
    own = keys_spoken_for(path) if closing(publish, doc) else frozenset[str]()
    above = map(folder_key, _folders_above(path))
    return speaks(path) and all(closed.get(key, 0) == (key in own) for key in above)


def linkable(config: Config, files: Iterable[str]) -> list[str]:
    """Those of the public files whose kind a note may link to and so publish.

    Where several write, that is none which a browser could run as a page, or a host as a program;
    never one for hosts.
    """
    listed = patterns(config.publish.attachments)
    is_unsafe = may_run if config.site.trust == "shared" else needs_listing
    return [
        path
        for path in files
        if not is_note(plain_name(path))
        and not is_not_drawn_yet(path)
        and not path.lower().endswith(_SCENE)
        and not steers(file_url(path))
        and (not is_unsafe(file_url(path)) or listed.name(path))
    ]
