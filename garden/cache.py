"""What notes were parsed to, kept between builds: SQLite with JSON in it, never code.

A row is found by a hash of the note's bytes and of everything they were read with, and believed
only when its own hash fits (rule OUT5). Whatever is wrong with the file, it is dropped and made
anew. SQLite does its own file work: the one exception to `disk.py`.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from pathlib import Path
from unicodedata import unidata_version

from pydantic import TypeAdapter, ValidationError

from garden.disk import Disk
from garden.model import Parsed
from garden.text.findings import ParseOptions

_FILE = "parsed.sqlite3"
_TABLE = "CREATE TABLE IF NOT EXISTS parsed (key BLOB PRIMARY KEY, digest BLOB, data BLOB)"
_READ_WITH = ("markdown-it-py", "mdit-py-plugins", "nh3", "python-frontmatter", "PyYAML")
_ADAPTER = TypeAdapter(Parsed)


def folder_for(vault: Path, chosen: Path | None) -> Path:
    """Where a vault's cache is kept: the chosen folder, else one in the user's cache folder."""
    return chosen if chosen is not None else user_folder() / short_key(str(vault.resolve()))


def user_folder() -> Path:
    """Where garden keeps what may be lost, outside every vault and output."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "garden"


def short_key(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


def keys_of(sources: Mapping[str, bytes], options: ParseOptions) -> dict[str, bytes]:
    """The key of each note: its bytes, the options, and all that reads it."""
    versions = [f"{name}={version(name)}" for name in _READ_WITH]
    how = repr((astuple(options), versions, unidata_version, _reader_digest()))
    start = hashlib.sha256(how.encode()).digest()
    return {path: hashlib.sha256(start + source).digest() for path, source in sources.items()}


@cache
def _reader_digest() -> str:
    """A hash of our own code that reads notes, so that no number has to be counted up."""
    root, disk = Path(__file__).parent, Disk()
    files = [root / "paths.py", root / "model.py", *sorted((root / "text").rglob("*.py"))]
    return hashlib.sha256(b"".join(map(disk.read, files))).hexdigest()


class ParseCache:
    """Parsed notes by key. Every fault of the file is an empty answer, never an error."""

    def __init__(self, disk: Disk, folder: Path, *, writes: bool = True) -> None:
        self._disk, self._path, self._writes = disk, folder / _FILE, writes
        if writes:
            with suppress(OSError):
                disk.make_private_folder(folder)

    def read(self, keys: Iterable[bytes]) -> dict[bytes, Parsed]:
        """What is known of `keys`. A row whose hash does not fit is not known."""
        wanted = set(keys)
        found: dict[bytes, Parsed] = {}
        try:
            with closing(self._open()) as base:
                for key, digest, data in base.execute("SELECT key, digest, data FROM parsed"):
                    if key in wanted and hashlib.sha256(key + data).digest() == digest:
                        found[key] = _ADAPTER.validate_json(data)
        except (sqlite3.Error, ValidationError, TypeError, ValueError) as error:
            self._drop(error)
        return found

    def keep(self, parsed: Mapping[bytes, Parsed], known: Iterable[bytes]) -> None:
        """Make the cache hold exactly `parsed`; the rows of `known` keys are there already."""
        there = set(known)
        rows = [_row(key, value) for key, value in parsed.items() if key not in there]
        try:
            with closing(self._open()) as base, base:
                stale = [(k,) for (k,) in base.execute("SELECT key FROM parsed") if k not in parsed]
                base.executemany("DELETE FROM parsed WHERE key = ?", stale)
                base.executemany("INSERT OR REPLACE INTO parsed VALUES (?, ?, ?)", rows)
        except (sqlite3.Error, TypeError) as error:
            self._drop(error)

    def _open(self) -> sqlite3.Connection:
        mode = "rwc" if self._writes else "ro"
        base = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode={mode}", timeout=5, uri=True)
        try:
            if self._writes:
                base.execute(_TABLE)
        except sqlite3.Error:
            base.close()
            raise
        return base

    def _drop(self, error: Exception) -> None:
        """Delete the cache, unless another build of the same vault is writing it."""
        if self._writes and "locked" not in str(error):
            with suppress(OSError):
                self._disk.delete(self._path)
                self._disk.delete(self._path.with_name(f"{_FILE}-journal"))


def _row(key: bytes, parsed: Parsed) -> tuple[bytes, bytes, bytes]:
    data = _ADAPTER.dump_json(parsed, exclude_defaults=True)
    return key, hashlib.sha256(key + data).digest(), data
