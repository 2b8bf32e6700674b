"""All access to files. Each reading, writing, replacing and deleting passes `Disk._do`,

so that a test can stop the program, or fail the operation, at every single one.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path
from typing import BinaryIO, Literal

Operation = Literal["read", "write", "replace", "delete", "make folder"]
Stamp = tuple[int, ...]  # what changes with a file: size, inode, times of change
Watcher = Callable[[Operation, Path], None]
Age = tuple[int, ...]  # of a file: when it was changed, its size, which one it is
Skip = Callable[[str, str, bool], bool]  # of a folder, a name in it, and whether that is a folder

TEMPORARY = ".garden-tmp-"
NOWHERE, PIPE = "a link that leads nowhere", "a pipe or a device"
_CHUNK = 1 << 20  # bytes
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A file below a folder: its path with forward slashes, its age and, for a link, its target.

    `real` is the path below the same folder that a symbolic link leads to; None for one that leads
    out of it, to a folder, or nowhere.
    """

    path: str
    mtime: float  # seconds since 1970
    real: str | None


def _unwatched(operation: Operation, path: Path) -> None:
    pass


class Disk:
    """The files of the machine. `watcher` is called before each operation and may raise."""

    def __init__(self, watcher: Watcher = _unwatched) -> None:
        self._do = self.watcher = watcher

    def files(
        self, root: Path, skip: Skip, forbidden: Callable[[str], object] | None = None
    ) -> Iterator[Entry]:
        """All files below `root`, in a fixed order; `skip` leaves some out.

        Links to folders are not followed (rule OUT11). `forbidden` is told of each folder below
        `root` that may not be read, which otherwise raises PermissionError.
        """
        real_root, folders = root.resolve(), [""]
        while folders:
            folder = folders.pop()
            try:
                entries = self._entries(root / folder)
            except PermissionError:
                if forbidden is None or not folder:
                    raise
                forbidden(folder)
                continue
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                is_folder = _is_folder(entry)
                if skip(folder, entry.name, is_folder):
                    continue
                if entry.is_symlink():
                    yield _linked_file(path, Path(entry.path), real_root)
                elif is_folder:
                    folders.append(path)
                elif entry.is_file():
                    yield Entry(path, entry.stat().st_mtime, path)

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        """What lies in a folder. Raises OSError, also where it may be listed and not entered."""
        self._do("read", folder)
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
        with suppress(FileNotFoundError):
            for entry in entries[:1]:
                entry.stat(follow_symlinks=False)
        return entries

    def names(self, root: Path) -> Iterator[str]:
        """The paths of all files below `root`, in no order; what is in `.git` is left out."""
        self._do("read", root)
        start = len(str(root)) + 1
        for folder, folders, files in os.walk(root):
            folders[:] = [name for name in folders if name != ".git"]
            above = folder[start:].replace(os.sep, "/")
            yield from (f"{above}/{name}" if above else name for name in files)

    def everything(self, root: Path) -> Iterator[tuple[str, str]]:
        """The paths of all that lies below `root` but in `.git`, in a fixed order, each with why

        it cannot be read: nothing for a file. Links to folders are followed by nobody here; one to
        a folder that lies below `root` itself is left out. Raises OSError for `root` alone.
        """
        real_root, folders = root.resolve(), [""]
        while folders:
            folder = folders.pop()
            try:
                entries = self._entries(root / folder)
            except OSError as error:
                if not folder:
                    raise
                yield folder, error.strerror or str(error)
                continue
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if not _is_folder(entry):
                    yield path, _unreadable(entry.path)
                elif not entry.is_symlink() and entry.name != ".git":
                    folders.append(path)
                elif entry.is_symlink() and not _is_below(Path(entry.path), real_root):
                    yield path, "a link to a folder elsewhere"

    def read(self, path: Path) -> bytes:
        """The bytes of a file, read again when it changed meanwhile (rule OUT7).

        Raises OSError, also for what is no file and may have no end, such as a device.
        """
        self._do("read", path)
        for _ in range(_TRIES):
            with _ordinary(path, os.O_RDONLY) as file:
                before = os.fstat(file.fileno())
                content = file.read()
                after = os.fstat(file.fileno())
            if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, len(content)):
                break
        return content

    def ages(self, root: Path, skip: Skip) -> dict[str, Age]:
        """How each file below `root` looks from outside, as far as it can be seen; none is read."""
        found, folders = {}, [""]
        while folders:
            folder = folders.pop()
            self._do("read", root / folder)
            with suppress(OSError), os.scandir(root / folder) as entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    is_folder = entry.is_dir(follow_symlinks=False)
                    if skip(folder, entry.name, is_folder):
                        continue
                    if is_folder:
                        folders.append(path)
                    else:
                        found[path] = age_of(entry.stat())
        return found

    def opened(self, path: Path) -> BinaryIO:
        """An ordinary file, for reading in parts. Raises OSError, also for a link (rule SRV6)."""
        self._do("read", path)
        return BufferedReader(_ordinary(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)))

    def part(self, path: Path, start: int, length: int) -> bytes:
        """Some bytes of an ordinary file, fewer where it ends. Raises OSError."""
        self._do("read", path)
        with BufferedReader(_ordinary(path, os.O_RDONLY)) as file:
            if not 0 <= start < os.fstat(file.fileno()).st_size:  # as a broken picture may say
                return b""
            file.seek(start)
            return file.read(length)

    def read_if_there(self, path: Path) -> bytes | None:
        try:
            return self.read(path)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def digest(self, path: Path) -> str | None:
        """The SHA-256 of a file in hexadecimal, or None when there is none."""
        self._do("read", path)
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def stamp(self, path: Path) -> Stamp | None:
        """What changes whenever a file does; None when there is none."""
        self._do("read", path)
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns

    def stamps(self, root: Path, paths: Iterable[str]) -> dict[str, Stamp]:
        """The stamps of many files below `root`, of those that are there."""
        self._do("read", root)
        out: dict[str, Stamp] = {}
        for path in paths:
            with suppress(FileNotFoundError, NotADirectoryError):
                found = os.stat(f"{root}/{path}")  # noqa: PTH116 (many, and a `Path` costs more)
                out[path] = (found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)
        return out

    def write_temporary(self, path: Path, content: bytes | Path, folder: Path) -> Path:
        """Write what `path` shall hold, or a copy of a file, to a temporary file in `folder`."""
        self.make_folder(folder)
        temporary = temporary_for(path, folder)
        self._do("write", path)
        try:
            with temporary.open("wb") as file:
                if isinstance(content, bytes):
                    file.write(content)
                else:
                    with content.open("rb") as source:
                        shutil.copyfileobj(source, file, _CHUNK)
        except OSError as error:  # it names no file, or the temporary one
            raise OSError(error.errno, error.strerror, str(path)) from error
        return temporary

    def replace(self, temporary: Path, path: Path) -> None:
        self.make_folder(path.parent)
        self._do("replace", path)
        temporary.replace(path)

    def write(self, path: Path, content: bytes) -> None:
        """Put a file in place whole: it has its old bytes or its new ones, never some of each."""
        self.replace(self.write_temporary(path, content, path.parent), path)

    def delete(self, path: Path) -> None:
        """Delete one file; that it is gone already is no error."""
        self._do("delete", path)
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()

    def make_folder(self, path: Path) -> None:
        if not path.is_dir():
            self._do("make folder", path)
            path.mkdir(parents=True, exist_ok=True)

    def remove_empty_folders(self, path: Path, root: Path) -> None:
        """Remove `path` and its parents up to `root`, as far as they are empty."""
        while path not in (root, path.parent):
            try:
                path.rmdir()
            except FileNotFoundError:
                pass  # it was never made, or is gone already; those above it may be empty
            except OSError:
                return
            path = path.parent

    def make_private_folder(self, path: Path) -> None:
        """Make a folder that only its owner may look into, and that git leaves alone (OUT5).

        One that is there already stays as it is.
        """
        if path.is_dir():
            return
        self.make_folder(path)
        with suppress(OSError):
            path.chmod(stat.S_IRWXU)
        self.write(path / ".gitignore", b"*\n")


def _ordinary(path: Path, flags: int) -> FileIO:
    """An ordinary file, opened without a buffer, which would be read once. Raises OSError."""
    # Without O_NONBLOCK a named pipe would hold us until somebody writes.
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    number = os.open(path, flags)
    kind = stat.S_IFMT(os.fstat(number).st_mode)
    if kind == stat.S_IFREG:
        return FileIO(number)
    os.close(number)
    code = errno.EISDIR if kind == stat.S_IFDIR else errno.EINVAL
    raise OSError(code, "is a folder" if kind == stat.S_IFDIR else "not a file", str(path))


def is_written(path: Path) -> bool:
    """Whether there is anything of this name, be it a link that leads nowhere."""
    return os.path.lexists(path)


def kind_of(path: Path) -> str:
    """What there is of this name, as a person calls it."""
    if not path.exists():
        return NOWHERE
    return "a file" if path.is_file() else "a folder" if path.is_dir() else PIPE


def _unreadable(path: str) -> str:
    """Why there is no file to be read at a path; empty where there is one."""
    try:
        found = Path(path).stat()
    except FileNotFoundError:
        return NOWHERE
    except OSError as error:  # a loop of links, a folder that may be listed and not entered
        return error.strerror or str(error)
    return "" if stat.S_ISREG(found.st_mode) else PIPE


def _is_below(path: Path, root: Path) -> bool:
    with suppress(OSError, RuntimeError):
        return path.resolve().is_relative_to(root)
    return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links
        return False


def age_of(found: os.stat_result) -> Age:
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def temporary_folder() -> Path:
    """The machine's own folder for what may be lost."""
    return Path(tempfile.gettempdir())


def temporary_for(path: Path, folder: Path) -> Path:
    """The file in `folder` that is written before it takes the place of `path`."""
    name = hashlib.sha256(str(path).encode(errors="surrogatepass")).hexdigest()[:16]
    return folder / f"{TEMPORARY}{name}"


def _linked_file(path: str, link: Path, root: Path) -> Entry:
    """A symbolic link: what does not lead to a file below `root` has no `real`."""
    with suppress(OSError, RuntimeError):  # a loop
        real = link.resolve()
        if link.is_file() and real.is_relative_to(root):
            return Entry(path, link.stat().st_mtime, real.relative_to(root).as_posix())
    return Entry(path, 0.0, None)
