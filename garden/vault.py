"""Reads a vault: its notes, its other files, and which of them are private by their paths.

Writes nothing.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from garden.config import Config
from garden.copies import copy_in
from garden.daily import DailyNotes
from garden.dates import Times, iso_of
from garden.disk import TEMPORARY, Disk, Entry, Skip
from garden.litter import is_litter, is_old_copy
from garden.model import UNREADABLE, Problem
from garden.obsidian import Settings
from garden.output import MANIFEST
from garden.paths import CONFIG_NAME, OVERRIDES, fold, folder_of, is_note, name_of, nfc
from garden.progress import Progress, counted, silent
from garden.publish import closing, folder_key, keys_spoken_for, note_denial, path_denial
from garden.rules import problem
from garden.text.options import ParseOptions
from garden.text.parse import parse

_AWAY = re.compile(r"\.(.+)\.icloud$", re.IGNORECASE)  # what iCloud leaves of a file
# What git writes in place of a symbolic link on a system that has none: the path alone
_PATH_ALONE = re.compile(rb"[^\n\r\0:]{1,1000}\.(?:md|markdown)", re.IGNORECASE)
_IS_PATH = re.compile(r"\.{0,2}/|\S+$")  # else it may be words: `see notes.md`
_OWN = (OVERRIDES, CONFIG_NAME)  # at the top; they are garden's, and no part of the vault
_COPY = "a conflict copy"
_AWAY_LINK = "this link leads out of the vault, to a folder, or nowhere"
_AWAY_PATH = "this is a path alone, as git writes a link, which leads out of the vault or nowhere"
_TO_NOTE = "this link leads to a note, whose text is published as a page alone"
_NOWHERE = "a link that leads to no note of the vault"
_CLOSES = "its folder is private, since this may have said so"


@dataclass(slots=True)
class Reading:
    """What was read. Paths are relative to the vault and in NFC; `real` are those on the disk."""

    sources: dict[str, bytes] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)  # notes that may not be read
    denied: dict[str, str] = field(default_factory=dict)
    closing: dict[str, str] = field(default_factory=dict)  # those that make folders private → how
    times: dict[str, Times] = field(default_factory=dict)
    real: dict[str, Path] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # symbolic link → what it leads to
    types: Mapping[str, str] = field(default_factory=dict)  # of properties, by name
    daily: DailyNotes | None = None
    problems: list[Problem] = field(default_factory=list)


def read_vault(
    disk: Disk,
    root: Path,
    config: Config,
    settings: Settings,
    outputs: tuple[Path, ...],
    progress: Progress = silent,
) -> Reading:
    """Everything below `root` but litter, hidden files, sites that garden wrote, and `outputs`."""
    reading = Reading(types=settings.types, daily=settings.daily, problems=[*settings.problems])
    away, old = list[str](), list[str]()
    closed = list[str]()  # folders that may not be read
    files = disk.files(root, _skipper(root, outputs, away, old), closed.append)
    found = list(counted(files, "looking for notes", 0, progress))
    known = {fold(entry.path): entry for entry in found}
    folders = frozenset(map(folder_key, _folders_of(entry.path for entry in found)))
    reader = _Reader(disk, root, config, settings, reading, known, folders)
    for path, entry in reader.named(found):
        reader.take(path, entry)
    for path in away:
        reader.miss(path)
    for twins in reader.twins:
        reader.give_linked(twins)
    _close(config, settings, reading, [nfc(folder) for folder in closed])
    told = (path for path in map(nfc, old) if not denial_of(config, settings, path))
    reading.problems += map(_leftover, told)
    return reading


def _close(config: Config, settings: Settings, reading: Reading, folders: Sequence[str]) -> None:
    """Leave out what lies in folders that may not be read: a link elsewhere may lead into one,

    and its own note may have said that all of it is private. One that is private anyway has no
    name here (PRV35).
    """
    for path, real in reading.links.items():
        if any(real.startswith(f"{folder}/") for folder in folders):
            reading.sources.pop(path, None)
            reading.files = [other for other in reading.files if other != path]
            reading.denied[path] = "in a folder that may not be read"
    told = (folder for folder in folders if not denial_of(config, settings, f"{folder}/index.md"))
    reading.problems += map(closed_folder, told)


def _leftover(path: str) -> Problem:
    message = "called as programs call an old copy, so it is not read"
    return problem("leftover", path, message, "if it is none, call it something else")


def closed_folder(folder: str) -> Problem:
    message = "this folder may not be read, so nothing in it is published"
    return problem("file-unreadable", folder, message, "change its permissions")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one file after the other."""

    disk: Disk
    root: Path
    config: Config
    settings: Settings
    reading: Reading
    known: Mapping[str, Entry] = field(default_factory=dict)  # what there is, by folded path
    folders: frozenset[str] = frozenset()  # the keys of those that are there
    twins: list[list[str]] = field(default_factory=list)  # files of one name, but for its form

    def named(self, found: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
        """Files with their paths in NFC.

        Of several that differ in their Unicode form alone one gets it: a public one before those
        that are private, so that these change nothing of it. The others keep the names they have.
        """
        for path, several in groupby(sorted(found, key=_form), lambda entry: nfc(entry.path)):
            twins = list(several)
            if len(twins) == 1:
                yield path, twins[0]
                continue
            twins.sort(key=lambda each: (self._is_private(path, each), each.path != path))
            others = [twins[0].path if each.path == path else each.path for each in twins[1:]]
            yield from zip((path, *others), twins, strict=True)
            if not is_note(path):
                self.twins.append([path, *others])

    def take(self, path: str, entry: Entry) -> None:
        """Read a note; of another file its path is enough. Of what is denied only this is read:

        whether it makes its folder private, for no further rule may open what one closes.
        """
        reading = self.reading
        reading.real[path] = self.root / entry.path
        if reason := self._denial(path, entry):
            reading.denied[path] = reason
            self._close(path, entry)
        elif entry.real is None:
            self._tell_link(path)
        elif is_note(entry.real) and not is_note(path):
            reading.denied[path] = "a link to a note"
            told = problem("symlink", path, _TO_NOTE, "link to the note, or put a copy here")
            reading.problems.append(told)
        else:
            if entry.real != entry.path:
                reading.links[path] = nfc(entry.real)
            self._read(path, entry)

    def miss(self, path: str) -> None:
        """A note that is on another machine: it is missing, but for what it may have said."""
        name = _AWAY.fullmatch(name_of(path))
        original = nfc(path.removesuffix(name_of(path)) + name[1]) if name else ""
        if original in self.reading.real or not self._speaks(original):
            return
        self.reading.real[original] = self.root / path
        self.reading.denied[original] = "only iCloud has it"
        message = f"only iCloud has this note; {_CLOSES}"
        self._shut(original, "file-unreadable", message, "download it in the Finder or in Files")

    def give_linked(self, twins: Sequence[str]) -> None:
        """Let the composed name stand for that of several files which public notes write."""
        real, first = self.reading.real, twins[0]
        public = [path for path in twins if path in self.reading.files]
        raw = {path: real[path].relative_to(self.root).as_posix() for path in public}
        is_named = len({name_of(each) for each in raw.values()}) > 1  # else their folders differ
        linked = [p for p in public if self._is_written(name_of(raw[p]) if is_named else raw[p])]
        if first in public and linked and first not in linked:
            real[first], real[linked[0]] = real[linked[0]], real[first]

    def _is_written(self, name: str) -> bool:
        written = os.fsencode(name)
        holding = (item for item in self.reading.sources.items() if written in item[1])
        return any(not self._said_private(path, source) for path, source in holding)

    def _said_private(self, path: str, source: bytes) -> bool:
        return bool(note_denial(self.config.publish, path, parse(source, self._options).doc))

    def _denial(self, path: str, entry: Entry) -> str:
        """Why a path, or the one that a symbolic link leads to, is private (PRV40)."""
        for name in dict.fromkeys((path, nfc(entry.real or path))):
            if reason := denial_of(self.config, self.settings, name):
                return reason
            if any(map(is_litter, name.split("/"))) or name.split("/")[0] in _OWN:
                return "a link to a hidden file"
        return ""

    def _close(self, path: str, entry: Entry) -> None:
        """Of what is denied: whether it makes its folder private, and what its author is told."""
        is_copy = self.reading.denied[path] == _COPY
        if self._speaks(path):
            if entry.real is None:
                self._tell_link(path)
            elif said := self._said(path):
                self.reading.closing[path] = said
        copy, told = copy_in(path) or path, self.reading.problems
        if is_copy and not any(p.path == copy and p.rule == "sync-conflict" for p in told):
            told.append(_of_copy(copy, closes=path in self.reading.closing))

    def _speaks(self, path: str) -> bool:
        """Whether a note speaks for a folder that is there."""
        return is_note(path) and not self.folders.isdisjoint(keys_spoken_for(path))

    def _said(self, path: str) -> str:
        """How a note makes its folder private; empty where it does not."""
        try:
            source = self.disk.read(self.reading.real[path])
        except PermissionError as error:
            message = f"{error.strerror}; {_CLOSES}"
            self._shut(path, "file-unreadable", message, "change its permissions")
            return UNREADABLE
        doc = parse(source, self._options).doc
        reason = closing(self.config.publish, doc)
        for flaw in doc.flaws if reason else ():
            if flaw.rule in ("front-matter", "publish-value"):
                message = f"{flaw.message}; {_CLOSES}"
                told = problem(flaw.rule, path, message, flaw.hint, span=flaw.span)
                self.reading.problems.append(told)
        return reason

    def _shut(self, path: str, rule: str, message: str, hint: str) -> None:
        self.reading.closing[path] = UNREADABLE
        self.reading.problems.append(problem(rule, path, message, hint))

    def _tell_link(self, path: str, message: str = _AWAY_LINK) -> None:
        if self._speaks(path):
            self.reading.denied.setdefault(path, _NOWHERE)
            return self._shut(path, "symlink", f"{message}; {_CLOSES}", "put the file itself here")
        self.reading.problems.append(problem("symlink", path, message, "put the file itself here"))
        return None

    def _read(self, path: str, entry: Entry) -> None:
        """Only a forbidden note is left out: any other fault is the machine's, and a build that

        went on would retract pages.
        """
        reading = self.reading
        if not is_note(path):
            reading.files.append(path)
            return
        try:
            reading.sources[path] = self.disk.read(reading.real[path])
        except PermissionError as error:
            reading.problems.append(
                problem("file-unreadable", path, f"{error.strerror}", "change its permissions")
            )
            reading.unreadable.append(path)
            return
        if _PATH_ALONE.fullmatch(reading.sources[path]) and self._leads_to_private(path):
            del reading.sources[path]
            return
        if self.config.dates.fallback == "file":
            time = iso_of(entry.mtime)
            reading.times[path] = (time, time)

    def _leads_to_private(self, path: str) -> bool:
        """Whether a note holds nothing but the path of a private one, or of none that is there.

        It is a link where git could make none, and is left out as that link would be (PRV40).
        """
        source = self.reading.sources[path]
        target = self._target(path, source)
        entry = self._there(target)
        if entry is None:
            if not _IS_PATH.match(source.decode(errors="replace")):
                return False
            self.reading.denied[path] = _NOWHERE
            self._tell_link(path, _AWAY_PATH)
            return True
        if not self._is_private(target, entry, {path}):
            return False
        self.reading.denied[path] = "a link to a private note"
        self.reading.real[path] = self.root / entry.path
        self._close(path, entry)
        return True

    def _there(self, path: str) -> Entry | None:
        """What lies at a path, in any case and form of letters, or hidden."""
        if entry := self.known.get(fold(path)):
            return entry
        is_below = not path.startswith(("../", "/"))
        return Entry(path, 0, path) if is_below and (self.root / path).is_file() else None

    def _target(self, path: str, source: bytes) -> str:
        """The path that a note holds, from the top of the vault."""
        written = nfc(source.decode(errors="replace"))
        return posixpath.normpath(posixpath.join(folder_of(path), written))

    def _is_private(self, path: str, entry: Entry, seen: Set[str] = frozenset()) -> bool:
        """Whether a file is not published, as far as it says itself.

        `seen` are the notes that lead here, each of which holds nothing but a path.
        """
        if entry.real is None or self._denial(path, entry):
            return True
        if not is_note(path):
            return False
        try:
            source = self.disk.read(self.root / entry.path)
        except PermissionError:
            return True
        if seen and path not in seen and _PATH_ALONE.fullmatch(source):
            target = self._target(path, source)
            if there := self._there(target):
                return self._is_private(target, there, {*seen, path})
        return self._said_private(path, source)

    @property
    def _options(self) -> ParseOptions:
        markdown = self.config.markdown
        return ParseOptions(
            html=markdown.html, singular_tag=markdown.singular_tag, math=markdown.math
        )


def _folders_of(paths: Iterable[str]) -> set[str]:
    """All folders above some files."""
    found = set[str]()
    for path in paths:
        while (path := folder_of(path)) and path not in found:
            found.add(path)
    return found


def _form(entry: Entry) -> tuple[str, str]:
    return nfc(entry.path), entry.path


def _of_copy(path: str, *, closes: bool) -> Problem:
    message = "a copy that a synchronising program made where two edits met; it is left out"
    if closes:
        message += ", but makes its folder private, as it says"
    return problem("sync-conflict", path, message, "keep what is new in it, and delete it")


def denial_of(config: Config, settings: Settings, path: str) -> str:
    """Why a path is private by the configuration, by the vault's own settings, or by its name."""
    if settings.closed_by:
        return "in a folder that a note above makes private"
    if reason := path_denial(config.publish, path):
        return reason
    if settings.ignores(path):
        return "ignored in Obsidian's settings"
    if not config.publish.templates and settings.holds_template(path):
        return "in the folder of templates"
    return _COPY if copy_in(path) else ""


def _skipper(root: Path, outputs: tuple[Path, ...], away: list[str], old: list[str]) -> Skip:
    """Leaves out what is no part of a vault.

    Notes that only iCloud has are put into `away`, old copies into `old`.
    """
    own = {path.resolve() for path in outputs}

    def skip(folder: str, name: str, is_folder: bool) -> bool:
        if is_litter(name) or name.startswith(TEMPORARY):
            if not is_folder and _AWAY.fullmatch(name):
                away.append(f"{folder}/{name}" if folder else name)
            if is_old_copy(name):
                old.append(f"{folder}/{name}" if folder else name)
            return True
        if not folder and name in _OWN:
            return True
        if not is_folder:
            return False
        path = root / folder / name
        with suppress(PermissionError):  # that it may not be read is told where it is listed
            return path.resolve() in own or (path / MANIFEST).is_file()
        return False

    return skip
