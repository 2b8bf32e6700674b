"""Searches a finished site for what its vault does not publish, whoever made the site.

What is not published is garden's own decision; what the site may say is taken from the published
notes, the configuration and the theme. The site itself is believed nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from garden.disk import Disk
from garden.facts import Fact
from garden.grown import Grown
from garden.image.nowhere import links_of
from garden.layers import contents, layers, line_of
from garden.marks import is_of_preview
from garden.output import OutputError, read_manifest
from garden.paths import is_note
from garden.progress import Progress, counted, silent
from garden.reading import Request
from garden.searched import Audited, Leak, Unsearched
from garden.sought import sought, traces, traces_of_file
from garden.theme import Theme
from garden.themes import read_theme
from garden.unpublished import Hidden, facts_of, hidden_of, is_below, start_of
from garden.unsaid import unsaid

_LEAST = 8  # bytes of a file that can be told from others


class NoSiteError(OutputError):
    """A folder that holds nothing. The text says what to do."""


def audited(
    request: Request, grown: Grown, site: Path, disk: Disk, progress: Progress = silent
) -> Audited:
    """Every fact of what is not published that a site holds. Raises `NoSiteError`, OSError."""
    found = dict(disk.everything(site))
    if not found:
        what = "there is nothing in it; name the folder that `garden build` has written"
        raise NoSiteError(f"{site} is no site: {what}")
    hidden = hidden_of(grown, is_below(grown, site, request.vault), disk)
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
    left = unsaid(set().union(*suspected.values()), grown, request, theme, disk)
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


class _Search:
    """All that is looked for, indexed; and what the site holds by right."""

    def __init__(self, disk: Disk, grown: Grown, theme: Theme, hidden: Hidden) -> None:
        starts = {path: start_of(disk, real) for path, real in hidden.files.items()}
        self._disk, self._grown = disk, grown
        self._sought = sought(facts_of(hidden, starts, grown))
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
        elif b"<svg" in content:
            texts += links_of(content)
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
        starts = (start_of(self._disk, real) for real in self._public_files.values())
        return frozenset(trace for start in starts for _, trace in traces(start))


_PREVIEW = Fact("preview", "", "", ())


def _bytes_of(path: str) -> Fact:
    return Fact("bytes", path, path, ())


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


def _by_size(files: Mapping[str, Path]) -> dict[int, list[tuple[str, Path]]]:
    out: dict[int, list[tuple[str, Path]]] = {}
    for path, place in files.items():
        out.setdefault(place.stat().st_size, []).append((path, place))
    return out


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
