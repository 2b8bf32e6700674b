"""Which notes and files are published. Everything here can only take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from garden.config import Config, Publish
from garden.copies import original_of
from garden.hostfiles import steers
from garden.model import UNREADABLE, Doc, Problem
from garden.paths import file_url, fold, folder_of, is_not_drawn_yet, is_note, name_of, stem_of
from garden.patterns import patterns
from garden.runnable import may_run, needs_listing
from garden.signs import taken_for
from garden.text.meant import words_of

# What is told of a note that it withholds: always, and where a private tag does
_DENYING = ("front-matter", "publish-value", "publish-key")
_MEANING = ("tag-invalid", "front-matter-place")
_NAMES_FILES = (
    *("symlink", "file-unreadable", "static", "sync-conflict", "leftover"),
    *(*_DENYING, "invisible-sign", *_MEANING),
)
_SCENE = ".excalidraw"  # a drawing that is no note: all that it says, as JSON
_PRIVATE_TAG, _MEANT_TAG = "a private tag", "what may be a private tag"
_FOLDER_NOTES = ("index", "readme", "_index")  # besides those called as their folder (part 0, 18)


def path_denial(publish: Publish, path: str) -> str:
    """Why a path alone keeps a note or file private; empty when it does not."""
    if patterns(publish.exclude).deny(path):
        return "excluded by publish.exclude"
    return ""


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


def private_folders(docs: Mapping[str, Doc]) -> frozenset[str]:
    """Folders with a note of their own that says `private: true`, or is unclear; folded.

    A folder may be spelled in two ways where a case or form of letters is none of the disk's.
    """
    return frozenset(
        fold(folder_of(path)) for path, doc in docs.items() if closing(doc) and speaks(path)
    )


def closing(doc: Doc) -> str:
    """How a note makes its folder private, if it is the folder's own; empty when it does not."""
    denials = (reason for reason in doc.meta.denials if reason.startswith(("private", UNREADABLE)))
    return next(denials, "")


def speaks(path: str) -> bool:
    """Whether a note, or a conflict copy of it, speaks for the folder it lies in."""
    original = original_of(name_of(path))
    return is_folder_note(path) or is_folder_note(f"{folder_of(path)}/{original}")


def is_folder_note(path: str) -> bool:
    """Whether a note is its folder's own: `index`, called as the folder, `README` or `_index`.

    All of them count here, whichever is the folder's page: another one must not open it.
    """
    folder, stem = folder_of(path), fold(stem_of(path))
    return bool(folder) and stem in (*_FOLDER_NOTES, fold(name_of(folder)), fold(stem_of(folder)))


def in_private_folder(path: str, folders: frozenset[str]) -> bool:
    """Whether a path lies in one of `folders`, at any depth."""
    path = fold(path) if folders else ""
    while path := folder_of(path):
        if path in folders:
            return True
    return False


def tellable(docs: Mapping[str, Doc], problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems without those that name what lies in a private folder (PRV35).

    That of the note which makes the folder private stays: its author may not know it does.
    """
    folders = private_folders(docs)
    return tuple(
        problem
        for problem in problems
        if problem.rule not in _NAMES_FILES
        or not in_private_folder(problem.path, folders)
        or _decides(docs, problem.path)
    )


def _decides(docs: Mapping[str, Doc], path: str) -> bool:
    """Whether a note alone makes its folder private."""
    others = {other: doc for other, doc in docs.items() if other != path}
    return speaks(path) and not in_private_folder(path, private_folders(others))


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
        if not is_note(path)
        and not is_not_drawn_yet(path)
        and not path.lower().endswith(_SCENE)
        and not steers(file_url(path))
        and (not is_unsafe(file_url(path)) or listed.name(path))
    ]
