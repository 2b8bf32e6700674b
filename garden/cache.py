"""What notes were parsed to, kept between builds: SQLite with data in it, never code.

A row is found by a hash of the note's bytes and of everything they were read with, and believed
only when its own hash fits (rule OUT5). Whatever is wrong with the file, it is dropped and made
anew. SQLite does its own file work: the one exception to `disk.py`.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar
from unicodedata import unidata_version

from msgspec import MsgspecError
from msgspec.msgpack import Decoder, Encoder

from garden.bundled import PROGRAMS, themes_folder
from garden.disk import Disk
from garden.model import Body, Doc, Parsed, Parts
from garden.seal import opened, sealed
from garden.text.options import ParseOptions


@dataclass(frozen=True, slots=True)
class _Quotes:
    """A `Body` without its blocks."""

    quotes: tuple[Parts, ...] = ()


_FILE = "notes.sqlite3"
_TABLE = "CREATE TABLE IF NOT EXISTS notes (key BLOB PRIMARY KEY, doc BLOB, body BLOB, words BLOB)"
_READ_WITH = (
    "markdown-it-py",
    "mdit-py-plugins",
    "msgspec",
    "nh3",
    "Pygments",
    "python-frontmatter",
    "PyYAML",
)
_READ_WITH_IF_INSTALLED = ("quickjs-ng",)
# The same of our own code, besides `text/` and `image/`
READERS = ("bundled.py", "cache.py", "dates.py", "digest.py", "model.py", "paths.py", "signs.py")
READER_FOLDERS = ("image", "text")  # all that is in them
_encode = Encoder().encode
_decode_doc = Decoder(Doc).decode
_decode_body = Decoder(Body).decode
_decode_quotes = Decoder(_Quotes).decode
_decode_words = Decoder(dict[str, int]).decode
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record:
    """A parsed note as bytes: what all pages may need of it, its text, and the words of that."""

    doc: bytes
    body: bytes
    words: bytes


def record_of(parsed: Parsed) -> Record:
    return Record(_encode(parsed.doc), _encode(parsed.body), _encode(parsed.words))


def doc_of(record: Record) -> Doc:
    return _decode_doc(record.doc)


def body_of(data: bytes) -> Body:
    """The text of a note. Raises `MsgspecError` for anything else."""
    return _decode_body(data)


def quotes_of(data: bytes) -> tuple[Parts, ...]:
    """Of a text only the quotes: what is not wanted is skipped, which takes a tenth of the time."""
    return _decode_quotes(data).quotes


def words_of(data: bytes) -> Mapping[str, int]:
    """The words of a note. Raises `MsgspecError` for anything else."""
    return _decode_words(data)


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
    start = reader_of(options)
    return {path: hashlib.sha256(start + source).digest() for path, source in sources.items()}


@cache
def reader_of(options: ParseOptions) -> bytes:
    """What notes are read with: the options, our own code, and the libraries in their versions."""
    versions = [f"{name}={version(name)}" for name in _READ_WITH]
    versions += [f"{name}={_version_if_installed(name)}" for name in _READ_WITH_IF_INSTALLED]
    how = repr((astuple(options), versions, unidata_version, _reader_digest()))
    return hashlib.sha256(how.encode()).digest()


def _version_if_installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@cache
def _reader_digest() -> str:
    """A hash of the code that reads notes, so that no number has to be counted up."""
    root, disk = Path(__file__).parent, Disk()
    files = [root / name for name in READERS]
    files += [path for name in READER_FOLDERS for path in sorted((root / name).rglob("*.py"))]
    files += [themes_folder() / "default" / name for name in PROGRAMS]
    return hashlib.sha256(b"".join(map(disk.read, files))).hexdigest()


class ParseCache:
    """Parsed notes by key. Every fault of the file is an empty answer, never an error."""

    def __init__(self, disk: Disk, folder: Path, *, writes: bool = True) -> None:
        self._disk, self._path, self._writes = disk, folder / _FILE, writes
        self._base: sqlite3.Connection | None = None
        if writes:
            with suppress(OSError):
                disk.make_private_folder(folder)

    def docs(self, keys: Iterable[bytes]) -> dict[bytes, Doc]:
        """What is known of `keys`. A row whose hash does not fit is not known."""
        wanted, found = set(keys), dict[bytes, Doc]()

        def read(base: sqlite3.Connection) -> None:
            for key, kept in base.execute("SELECT key, doc FROM notes"):
                if key in wanted and (data := opened(kept, key)) is not None:
                    found[key] = _decode_doc(data)

        self._use(read)
        return found

    def body(self, key: bytes) -> bytes | None:
        """The text of a note, for `body_of` and `quotes_of`; None when it is not known."""
        return self._column("SELECT body FROM notes WHERE key = ?", key)

    def words(self, key: bytes) -> bytes | None:
        """The words of a note, for `words_of`; None when they are not known."""
        return self._column("SELECT words FROM notes WHERE key = ?", key)

    def _column(self, query: str, key: bytes) -> bytes | None:
        def read(base: sqlite3.Connection) -> bytes | None:
            row = base.execute(query, (key,)).fetchone()
            return opened(row[0], key) if row else None

        return self._use(read)

    def keep(self, new: Mapping[bytes, Record]) -> bool:
        """Make the cache hold `new` too; whether it does now."""
        rows = (
            (k, sealed(one.doc, k), sealed(one.body, k), sealed(one.words, k))
            for k, one in new.items()
        )

        def write(base: sqlite3.Connection) -> bool:
            with base:
                base.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)", rows)
            return True

        return self._use(write) is True

    def forget_others(self, current: Iterable[bytes]) -> None:
        """Let the cache hold nothing but `current`."""
        kept = set(current)

        def write(base: sqlite3.Connection) -> None:
            with base:
                stale = [(k,) for (k,) in base.execute("SELECT key FROM notes") if k not in kept]
                base.executemany("DELETE FROM notes WHERE key = ?", stale)

        self._use(write)

    def _use(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """What `work` makes of the open file; None, and the file dropped, when something fails."""
        try:
            if self._base is None:
                self._base = self._connected()
            return work(self._base)
        except (sqlite3.Error, MsgspecError, TypeError, ValueError, OSError, RuntimeError) as error:
            self._drop(error)
            return None

    def _connected(self) -> sqlite3.Connection:
        mode = "rwc" if self._writes else "ro"
        base = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode={mode}", timeout=5, uri=True)
        try:
            if self._writes:
                base.execute("PRAGMA synchronous = OFF")  # what a power cut spoils is read anew
                base.execute(_TABLE)
        except sqlite3.Error:
            base.close()
            raise
        return base

    def close(self) -> None:
        if self._base is not None:
            self._base.close()
            self._base = None

    def _drop(self, error: Exception) -> None:
        """Delete the cache, unless another build of the same vault is writing it."""
        self.close()
        if self._writes and "locked" not in str(error):
            with suppress(OSError):
                self._disk.delete(self._path)
                self._disk.delete(self._path.with_name(f"{_FILE}-journal"))
