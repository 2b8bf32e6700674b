"""What becomes public, what stops being public, and which notes change their addresses.

The pages of notes are given as in the manifest: by their files in the output, with the notes'
paths in the vault. A page is told by its address, such as `/notes/Trust/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from garden.ledger import address
from garden.model import Garden
from garden.paths import out_path, url_of


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two sites. `moved` are old and new addresses of one note each."""

    newly_public: tuple[str, ...]
    no_longer_public: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.newly_public or self.no_longer_public or self.moved)


class UnexpectedError(Exception):
    """What would be public is not what was expected. The text names each difference."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The addresses of notes that may be public, and the file that says so."""

    urls: frozenset[str]
    file: str

    def check(self, notes: Iterable[str]) -> None:
        """Raise `UnexpectedError` unless these pages are the ones that are expected."""
        found = frozenset(map(url_of, notes))
        lines = [*_lines("public, but not in the file", found - self.urls)]
        lines += _lines("in the file, but not public", self.urls - found)
        if lines:
            what = f"what would be public is not what {self.file} says; no site was written"
            raise UnexpectedError("\n".join((what, *lines)))


def expected(text: str, file: str) -> Expected:
    """The addresses that a text lists, one a line; `#` begins a comment. Raises `ConfigError`."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    urls = (address(line, f"{file}:{n}") for n, line in enumerate(lines, 1) if line)
    return Expected(frozenset(urls), file)


def pages_of_notes(garden: Garden) -> dict[str, str]:
    """The files of the pages of notes, each with its note's path."""
    return {out_path(garden.urls[path]): path for path in garden.notes}


def change(
    before: Mapping[str, str], now: Mapping[str, str], redirects: Mapping[str, str]
) -> Change:
    """What has changed from one site to the next; `redirects` are URLs that lead on to notes.

    A note has another address if its path is the same. What leads on has moved too, but then the
    other page is still told to be newly public: it may be another note of the same name.
    """
    places, outs = _by_path(before), _by_path(now)
    moved = {old: outs[path] for path, old in places.items() if outs.get(path, old) != old}
    new = set(moved.values())
    gone = before.keys() - now.keys() - moved.keys()
    lead = {out: outs[redirects[url_of(out)]] for out in gone if url_of(out) in redirects}
    moved |= {out: other for out, other in lead.items() if other not in before}
    return Change(
        shown(now.keys() - before.keys() - new),
        shown(gone - moved.keys()),
        tuple(sorted((f"/{url_of(one)}", f"/{url_of(other)}") for one, other in moved.items())),
    )


def _by_path(notes: Mapping[str, str]) -> dict[str, str]:
    return {path: out for out, path in notes.items() if path}


def shown(outs: Iterable[str]) -> tuple[str, ...]:
    """Pages by their addresses, in order."""
    return tuple(sorted(f"/{url_of(out)}" for out in outs))


def _lines(what: str, urls: Iterable[str]) -> Iterator[str]:
    yield from (f"  {what}: /{url}" for url in sorted(urls))
