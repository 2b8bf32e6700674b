"""The ledger: addresses that were public, and what has become of each.

It is a file of the author's. A build reads it as it reads the configuration, and no build writes
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, unquote

from garden.config import ConfigError
from garden.paths import permalink_url

HEADER = "# Addresses of this garden that were public. Kept by: garden redirects --update"
_AUTHORS = re.compile(r"(/\S*)\s+->\s+(gone|/\S*)")
_OWN = re.compile(r"(/\S*) ([0-9a-f]{12}|-) (.+)")
_FRONT_MATTER = re.compile(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:.*?\n)??---[ \t]*(?:\r?\n|\Z)", re.S
)
_FORMS = '"/old/ -> /new/", "/old/ -> gone", or what garden redirects --update wrote'


@dataclass(frozen=True, slots=True)
class Of:
    """An address was that of a note: its path, and a print of its text, empty for no text."""

    path: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class To:
    """The author leads an address on to another."""

    url: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The author lets an address go."""


End = Of | To | Gone


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a ledger; lines count from 1."""

    url: str
    end: End
    line: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a file says; `name` is that of the file, as the configuration has it."""

    entries: tuple[Entry, ...] = ()
    name: str = ""
    comments: tuple[str, ...] = ()


NO_LEDGER = Ledger()


def read_ledger(text: str, name: str, file: str) -> Ledger:
    """The ledger that a text holds. Raises `ConfigError`, which names `file`, for a wrong line."""
    known: dict[str, Entry] = {}
    comments = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            comments.append(line.rstrip())
        elif line.strip():
            entry = _entry(line.strip(), number, file)
            _refuse_contrary(entry, known.get(entry.url), file)
            known[entry.url] = entry
    return Ledger(tuple(known[url] for url in sorted(known)), name, tuple(comments))


def _entry(line: str, number: int, file: str) -> Entry:
    where = f"{file}:{number}"
    if found := _AUTHORS.fullmatch(line):
        end = Gone() if found[2] == "gone" else To(address(found[2], where))
        return Entry(address(found[1], where), end, number)
    if found := _OWN.fullmatch(line):
        path = unquote(found[3], errors="surrogateescape")
        return Entry(address(found[1], where), Of(path, found[2].strip("-")), number)
    raise ConfigError(f"{where}: found {line[:80]!r}, but allowed is {_FORMS}")


def _refuse_contrary(entry: Entry, other: Entry | None, file: str) -> None:
    """Two lines of one address may stand there after a merge; of garden's own the later counts."""
    if other is None or entry.end == other.end:
        return
    if not (isinstance(entry.end, Of) and isinstance(other.end, Of)):
        where = f"{file}:{entry.line}: /{entry.url}"
        raise ConfigError(f"{where} stands on line {other.line} too; delete one of the two lines")


def address(text: str, where: str) -> str:
    """The URL that a line of a file means, from `/` on. Raises `ConfigError`."""
    url = permalink_url(text.rstrip("/")) if text.startswith("/") else None
    if url and text.endswith("/") and not url.endswith("/"):
        url += "/"  # a page may be called as a file: /page.html/
    if url is None:
        raise ConfigError(f"{where}: found {text[:80]!r}, but allowed is an address such as /old/")
    return url


def fingerprint(source: bytes) -> str:
    """What two notes with the same words share, whatever their front matter; empty for none."""
    words = b" ".join(_FRONT_MATTER.sub(b"", source, count=1).split())
    return sha256(words).hexdigest()[:12] if words else ""


def fingerprints(ledger: Ledger, sources: Mapping[str, bytes]) -> dict[str, str]:
    """Of each note with the text that another one of the ledger had.

    Which notes are published is not asked here, so that no private one can matter.
    """
    known = {
        (entry.end.path, entry.end.text) for entry in ledger.entries if isinstance(entry.end, Of)
    }
    texts = {text for _, text in known if text}
    if not texts:
        return {}
    found = ((path, fingerprint(source)) for path, source in sources.items())
    return {path: text for path, text in found if text in texts and (path, text) not in known}


def updated(ledger: Ledger, now: Mapping[str, Of], owners: Mapping[str, str]) -> Ledger:
    """The ledger with the addresses that are public `now`; none is ever taken out of it.

    `owners` are the paths of the notes that its addresses belong to, as far as they are public.
    """
    notes = {end.path: end for end in now.values()}
    ends: dict[str, End] = {}
    for entry in ledger.entries:
        path = owners.get(entry.url)
        ends[entry.url] = notes[path] if path else entry.end
    both = {**ends, **now}
    entries = (Entry(url, both[url]) for url in sorted(both))
    return Ledger(tuple(entries), ledger.name, ledger.comments)


def text_of(ledger: Ledger) -> str:
    """A ledger as it is kept: sorted, one address on a line, so that it merges well."""
    lines = (f"/{entry.url} {_said(entry.end)}" for entry in ledger.entries)
    comments: Iterable[str] = ledger.comments or (HEADER,)
    return "".join(f"{line}\n" for line in (*comments, *lines))


def _said(end: End) -> str:
    match end:
        case Of(path, text):
            return f"{text or '-'} {''.join(map(_plain, path))}"
        case To(url):
            return f"-> /{url}"
        case Gone():
            return "-> gone"


def _plain(c: str) -> str:
    """A character of a path; one that could end a line, or be none, is written as in addresses."""
    if c in " /" or (c.isprintable() and c != "%"):
        return c
    return quote(c, errors="surrogateescape")
