"""What of a vault is not published, read anew as it was written, and all that it says."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from garden.disk import Disk
from garden.facts import (
    Fact,
    facts_of_note,
    facts_of_path,
    facts_of_text,
    facts_shown_nowhere,
    facts_withheld,
)
from garden.grown import Grown
from garden.layers import layers
from garden.packed import unzipped
from garden.paths import is_note
from garden.public import text_of_note
from garden.sought import sought

_READ = 1 << 20  # bytes of a file that is not published


@dataclass(frozen=True)
class Hidden:
    """What is not published: notes with their sources, and other files, by path in the vault."""

    notes: Mapping[str, bytes]
    files: Mapping[str, Path]
    shown: Mapping[str, bytes]  # published notes


def is_below(grown: Grown, site: Path, vault: Path) -> Callable[[str], bool]:
    """Whether a path of the vault lies in the site itself, which another program may have made."""
    root = site.resolve()
    if not root.is_relative_to(vault.resolve()):
        return lambda path: False

    def lies_below(path: str) -> bool:
        return path in grown.real and grown.real[path].resolve().is_relative_to(root)

    return lies_below


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


def facts_of(hidden: Hidden, starts: Mapping[str, bytes], grown: Grown) -> Iterator[Fact]:
    """All facts of what is hidden, those of whole notes first."""
    for path, source in hidden.notes.items():
        yield from facts_of_note(path, source)
    for path, start in starts.items():
        yield from facts_of_path(path)
        yield from _facts_of_file(path, start)
    for path, source in hidden.shown.items():
        yield from facts_shown_nowhere(path, source)
        yield from _withheld(path, source, grown)


def _facts_of_file(path: str, start: bytes) -> Iterator[Fact]:
    """What a file says that is no note; of an archive, such as a document, what its files say."""
    for _, inner in unzipped(start):
        shown = [layer.text for layer in layers(inner, 0) if layer.unit == "line"]
        yield from facts_of_text(path, shown[-1] if shown else "")
    if b"\0" not in start:
        with suppress(UnicodeDecodeError):  # what was cut in a character is whole before it
            yield from facts_of_text(path, getincrementaldecoder("utf-8")().decode(start))


def _withheld(path: str, source: bytes, grown: Grown) -> Iterator[Fact]:
    """What a published note says, and its page does not: an archive, the source of a block."""
    facts = tuple(facts_withheld(path, source))
    if facts:
        index = sought(facts)
        shown = text_of_note(grown, path).encode(errors="replace")
        said = {fact for one in layers(shown, 0) for _, fact in index.facts_in(one.text)}
        yield from (fact for fact in index.facts.values() if fact not in said)


def start_of(disk: Disk, real: Path) -> bytes:
    with suppress(PermissionError), disk.opened(real.resolve()) as file:
        return file.read(_READ)
    return b""
