"""Which notes and files are published. Everything here can only take away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from pathspec import GitIgnoreSpec

from garden.config import Config, Publish
from garden.hostfiles import steers
from garden.model import UNREADABLE, Doc, Problem
from garden.paths import file_url, fold, folder_of, is_not_drawn_yet, is_note, stem_of

_NEEDS_LISTING = (".html", ".htm", ".xhtml", ".js", ".mjs", ".cjs")
_MAY_RUN = (*_NEEDS_LISTING, ".xht", ".xml", ".xsl", ".xslt", ".svgz", ".shtml", ".mht", ".mhtml")
_NAMES_FILES = ("symlink", "file-unreadable", "front-matter", "publish-value", "static")


@cache
def patterns(lines: tuple[str, ...]) -> GitIgnoreSpec:
    """Patterns as in .gitignore; letters count the same in either case (PRV41)."""
    return GitIgnoreSpec.from_lines(map(fold, lines))


def path_denial(publish: Publish, path: str) -> str:
    """Why a path alone keeps a note or file private; empty when it does not."""
    if patterns(publish.exclude).match_file(fold(path)):
        return "excluded by publish.exclude"
    return ""


def note_denial(publish: Publish, path: str, doc: Doc) -> str:
    """Why a note that may be read is not published; empty when it is."""
    if doc.meta.denials:
        return doc.meta.denials[0]
    private = {fold(tag.removeprefix("#")) for tag in publish.private_tags}
    if any(_is_below(fold(tag), private) for tag in (*doc.tags, *doc.meta.meant_tags)):
        return "a private tag"
    if publish.mode == "flag" and doc.meta.publish is not True:
        return "no `publish: true`"
    if publish.mode == "folders" and not _in_folders(path, publish.folders):
        return "outside publish.folders"
    return ""


def _is_below(tag: str, tags: set[str]) -> bool:
    """Whether a tag is one of `tags` or nested in one."""
    return tag in tags or any(tag.startswith(f"{parent}/") for parent in tags)


def _in_folders(path: str, folders: tuple[str, ...]) -> bool:
    return any(fold(path).startswith(fold(folder.strip("/")) + "/") for folder in folders)


def private_folders(docs: Mapping[str, Doc]) -> frozenset[str]:
    """Folders whose folder note (`a/index.md` or `a/a.md`) says `private: true`, or is unclear."""
    return frozenset(
        folder_of(path)
        for path, doc in docs.items()
        if any(reason.startswith(("private", UNREADABLE)) for reason in doc.meta.denials)
        and _is_folder_note(path)
    )


def _is_folder_note(path: str) -> bool:
    folder, stem = folder_of(path), stem_of(path)
    return bool(folder) and fold(stem) in ("index", fold(stem_of(folder)))


def in_private_folder(path: str, folders: frozenset[str]) -> bool:
    """Whether a path lies in one of `folders`, at any depth."""
    while folders and (path := folder_of(path)):
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
    return _is_folder_note(path) and not in_private_folder(path, private_folders(others))


def linkable(config: Config, files: Iterable[str]) -> list[str]:
    """Those of the public files whose kind a note may link to and so publish.

    Where several write, that is none which a browser could run as a page; never one for hosts.
    """
    listed = patterns(config.publish.attachments)
    unsafe = _MAY_RUN if config.site.trust == "shared" else _NEEDS_LISTING
    return [
        path
        for path in files
        if not is_note(path)
        and not is_not_drawn_yet(path)
        and not steers(file_url(path))
        and (not path.lower().endswith(unsafe) or listed.match_file(fold(path)))
    ]
