"""Searches a finished site for what its vault does not publish, whoever made the site.

What is not published is garden's own decision; what the site may say is taken from the published
notes, the configuration and the theme. The site itself is believed nothing.
"""

from __future__ import annotations

import hashlib
import os
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from garden.boilerplate import Boilerplate
from garden.disk import NOWHERE, PIPE, Disk
from garden.facts import (
    Fact,
    facts_of_note,
    facts_of_path,
    facts_of_text,
    facts_shown_nowhere,
)
from garden.grown import Grown
from garden.layers import Unit, contents, folded, layers, line_of
from garden.marks import is_of_preview
from garden.output import OutputError, read_manifest
from garden.paths import is_note
from garden.progress import Progress, counted, silent
from garden.public import boilerplate_of, names_of_garden, texts_of_garden, texts_of_program
from garden.reading import Request
from garden.sought import Sought, sought, traces, traces_of_file
from garden.theme import Theme
from garden.themes import read_theme

_READ = 1 << 20  # bytes of a file that is not published
_FEW = 100  # facts that are looked for one by one
_LEAST = 8  # bytes of a file that can be told from others


class NoSiteError(OutputError):
    """A folder that holds nothing. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A fact in a file of a site, at a line or byte, and the form it has there.

    `in_name` says that the name of the file is what tells it.
    """

    file: str
    fact: Fact
    unit: Unit = "line"
    place: int = 1
    form: str = ""
    in_name: bool = False


@dataclass(frozen=True, slots=True)
class Unsearched:
    """What could not be searched, by its path in the site, and why."""

    name: str
    why: str

    @property
    def may_leak(self) -> bool:
        """Whether it may hold anything. What is no file, and leads to none, holds nothing."""
        return self.why not in (NOWHERE, PIPE)


@dataclass(frozen=True, slots=True)
class Audited:
    """What was looked for, in how many files, and what was found: the first of each kind a file."""

    leaks: tuple[Leak, ...]
    files: int
    notes: int  # that are not published
    others: int  # other files that are not published
    unsearched: tuple[Unsearched, ...] = ()
    has_pages: bool = True
    is_gardens: bool = True  # whether garden has left its list there

    @property
    def is_whole(self) -> bool:
        """Whether all was searched that may hold anything."""
        return not any(one.may_leak for one in self.unsearched)


@dataclass(frozen=True)
class Hidden:
    """What is not published: notes with their sources, and other files, by path in the vault."""

    notes: Mapping[str, bytes]
    files: Mapping[str, Path]
    shown: Mapping[str, bytes]  # published notes


def audited(
    request: Request, grown: Grown, site: Path, disk: Disk, progress: Progress = silent
) -> Audited:
    """Every fact of what is not published that a site holds. Raises `NoSiteError`, OSError."""
    found = dict(disk.everything(site))
    if not found:
        what = "there is nothing in it; name the folder that `garden build` has written"
        raise NoSiteError(f"{site} is no site: {what}")
    hidden = hidden_of(grown, _below(grown, site, request.vault), disk)
    theme = request.theme or read_theme(request, disk)
    search = _Search(disk, grown, theme, hidden)
    suspected, leaks, unsearched = dict[str, set[Fact]](), list[Leak](), list[Unsearched]()
    for name in counted(found, "searching the site", len(found), progress):
        content = _content(disk, site, name, found[name])
        if isinstance(content, Unsearched):
            unsearched.append(content)
            content = b""  # its name may be found all the same
        suspected[name] = search.facts_in(name, content)
        leaks += search.files_in(name, content)
    left = _unsaid(set().union(*suspected.values()), grown, request, theme, disk)
    closed = {one.name for one in unsearched}
    for name in (name for name, facts in suspected.items() if not left.isdisjoint(facts)):
        leaks += _placed(left, name, b"" if name in closed else disk.read(site / name))
    leaks.sort(key=lambda leak: leak.file)
    return Audited(
        tuple(_firsts(leaks)),
        len(found) - len(unsearched),
        len(hidden.notes),
        len(hidden.files),
        tuple(unsearched),
        has_pages=any(name.lower().endswith((".html", ".htm")) for name in found),
        is_gardens=read_manifest(disk, site) is not None,
    )


def _content(disk: Disk, site: Path, name: str, fault: str) -> bytes | Unsearched:
    """What a file of a site holds, if it can be read."""
    try:
        return Unsearched(name, fault) if fault else disk.read(site / name)
    except FileNotFoundError:
        return Unsearched(name, "gone meanwhile")
    except OSError as error:
        return Unsearched(name, error.strerror or str(error))


def _below(grown: Grown, site: Path, vault: Path) -> Callable[[str], bool]:
    """Whether a path of the vault lies in the site itself, which another program may have made."""
    root = site.resolve()
    if not root.is_relative_to(vault.resolve()):
        return lambda path: False

    def is_below(path: str) -> bool:
        return path in grown.real and grown.real[path].resolve().is_relative_to(root)

    return is_below


def hidden_of(grown: Grown, is_apart: Callable[[str], bool], disk: Disk) -> Hidden:
    """What of a vault is not published, read anew: a note as it was written."""
    vault, garden = grown.growth.vault, grown.garden
    public = {
        *garden.notes,
        *garden.urls,
        *(vault.static[path] for path in garden.static if path in vault.static),
    }
    every = [
        p for p in dict.fromkeys((*vault.docs, *vault.denied, *vault.files)) if not is_apart(p)
    ]
    sources = {path: _read(disk, grown, path) for path in every if is_note(path)}
    return Hidden(
        {path: source for path, source in sources.items() if path not in garden.notes},
        {
            path: grown.real[path]
            for path in every
            if path not in sources and path not in public and grown.real[path].is_file()
        },
        {path: source for path, source in sources.items() if path in garden.notes},
    )


def _read(disk: Disk, grown: Grown, path: str) -> bytes:
    with suppress(PermissionError):  # its name may be found all the same
        return disk.read_if_there(grown.real[path]) or b""
    return b""


def facts_of(hidden: Hidden, starts: Mapping[str, bytes]) -> Iterator[Fact]:
    """All facts of what is hidden, those of whole notes first."""
    for path, source in hidden.notes.items():
        yield from facts_of_note(path, source)
    for path, start in starts.items():
        yield from facts_of_path(path)
        if b"\0" not in start:
            with suppress(UnicodeDecodeError):  # what was cut in a character is whole before it
                yield from facts_of_text(path, getincrementaldecoder("utf-8")().decode(start))
    for path, source in hidden.shown.items():
        yield from facts_shown_nowhere(path, source)


class _Search:
    """All that is looked for, indexed; and what the site holds by right."""

    def __init__(self, disk: Disk, grown: Grown, theme: Theme, hidden: Hidden) -> None:
        starts = {path: _start(disk, real) for path, real in hidden.files.items()}
        self._disk, self._grown = disk, grown
        self._sought = sought(facts_of(hidden, starts))
        self._traces = {
            trace: path for path, start in starts.items() for trace in traces_of_file(start)
        }
        self._sizes = _by_size(hidden.files)
        self._theme = frozenset(content for _, content in theme.placed(grown.garden.needs))

    def facts_in(self, name: str, content: bytes) -> set[Fact]:
        """The facts that a file holds, or its name. The theme's files are known to hold none."""
        texts = [os.fsencode(name)]
        if content not in self._theme and not self._is_public(content):
            texts.append(content)
        every = (layer for text in texts for layer in layers(text))
        return {fact for one in every for _, fact in self._sought.facts_in(one.text)}

    def files_in(self, name: str, content: bytes) -> Iterator[Leak]:
        """The files that are not published and yet are in this one, if only in part."""
        if is_of_preview(content):
            yield Leak(name, _PREVIEW)
        if content in self._theme or self._is_public(content):
            return
        for part in contents(content):
            if path := self._same_file(part):
                yield Leak(name, _bytes_of(path), "byte", 0)
                continue
            found = ((start, trace) for start, trace in traces(part) if trace in self._traces)
            for start, trace in found:
                if trace not in self._public_traces:
                    yield Leak(name, _bytes_of(self._traces[trace]), "byte", start)
                    break

    def _same_file(self, content: bytes) -> str:
        """The hidden file that has just these bytes."""
        for path, real in self._sizes.get(len(content), ()):
            with suppress(PermissionError):  # what may not be read is in no site by garden
                if len(content) >= _LEAST and _digest(content) == self._disk.digest(real):
                    return path
        return ""

    def _is_public(self, content: bytes) -> bool:
        """Whether a published file has just these bytes."""
        same = self._public_sizes.get(len(content), ())
        return bool(same) and _digest(content) in {self._disk.digest(real) for _, real in same}

    @cached_property
    def _public_sizes(self) -> Mapping[int, list[tuple[str, Path]]]:
        return _by_size(self._public_files)

    @cached_property
    def _public_files(self) -> Mapping[str, Path]:
        grown = self._grown
        files = {path: grown.real[path] for path in grown.garden.urls if path in grown.real}
        copied = {path: real for path, real in files.items() if not is_note(path)}
        return {**copied, **{f"//{path}": real for path, real in grown.static.items()}}

    @cached_property
    def _public_traces(self) -> frozenset[bytes]:
        starts = (_start(self._disk, real) for real in self._public_files.values())
        return frozenset(trace for start in starts for _, trace in traces(start))


_PREVIEW = Fact("preview", "", "", ())


def _bytes_of(path: str) -> Fact:
    return Fact("bytes", path, path, ())


def _unsaid(
    facts: set[Fact], grown: Grown, request: Request, theme: Theme, disk: Disk
) -> set[Fact]:
    """The facts that neither the published notes nor the program say themselves."""
    if not facts:
        return facts
    names = [*names_of_garden(grown), *texts_of_program(request, disk)]
    left, index = set(facts), sought(facts)
    for text in chain(names, texts_of_garden(grown)):
        if not left:
            break
        if len(left) < _FEW and not _may_say(folded(text), left):
            continue
        if said := set(_facts_in(index, text)):
            left -= said
            if len(left) * 2 < len(index.facts):  # an index takes a while
                index = sought(left)
    if not left:
        return left
    own = boilerplate_of(request, grown, theme, disk)
    left = {fact for fact in left if not own.says(fact.words)}
    return left - _listed(left, names, own)


def _listed(facts: Iterable[Fact], names: Iterable[str], own: Boilerplate) -> set[Fact]:
    """The facts of several lines, each of which is a name that pages may list beside the others."""
    rows = [fact for fact in facts if fact.lines]
    index = sought(Fact("text", "", "", line) for fact in rows for line in fact.lines)
    said = {fact.words for text in (names if rows else ()) for fact in _facts_in(index, text)}
    return {fact for fact in rows if all(line in said or own.says(line) for line in fact.lines)}


def _facts_in(index: Sought, text: str) -> Iterator[Fact]:
    for layer in layers(text.encode(errors="replace"), 0):
        yield from (fact for _, fact in index.facts_in(layer.text))


def _may_say(text: str, facts: Iterable[Fact]) -> bool:
    """Whether a text has all words of a fact anywhere, which is soon seen."""
    return any(all(word in text for word in fact.words) for fact in facts)


def _placed(facts: set[Fact], name: str, content: bytes) -> Iterator[Leak]:
    """Where a file holds some facts, which takes longer than to see that it does."""
    index, told = sought(facts), set[tuple[str, str]]()
    yield from (Leak(name, fact, in_name=True) for _, fact in index.facts_in(name))
    for layer in layers(content):
        for at, fact in index.facts_in(layer.text):
            if (fact.kind, fact.path) in told:
                continue  # one that holds a whole text is told once, and its place takes a while
            told.add((fact.kind, fact.path))
            place = layer.place(line_of(layer.text, at))
            yield Leak(name, fact, layer.unit, place, layer.form)


def _firsts(leaks: Iterable[Leak]) -> Iterator[Leak]:
    """The first of each kind and note in a file: one that holds a whole text is told once."""
    told = set()
    for leak in leaks:
        key = (leak.file, leak.fact.kind, leak.fact.path, leak.in_name)
        if key not in told:
            told.add(key)
            yield leak


def _start(disk: Disk, real: Path) -> bytes:
    with suppress(PermissionError), disk.opened(real.resolve()) as file:
        return file.read(_READ)
    return b""


def _by_size(files: Mapping[str, Path]) -> dict[int, list[tuple[str, Path]]]:
    out: dict[int, list[tuple[str, Path]]] = {}
    for path, place in files.items():
        out.setdefault(place.stat().st_size, []).append((path, place))
    return out


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
