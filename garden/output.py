"""The output folder: what garden may write into, what it owns there, how a site is put in place.

It deletes nothing that its own last manifest does not name (rules OUT1 to OUT4).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from garden.disk import TEMPORARY, Disk, Stamp, temporary_for
from garden.paths import fold
from garden.progress import Progress, counted, silent

MANIFEST = ".garden.json"
_FORMAT = 1


class Kept:
    """The file that stands there already."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What is made of another file when it is written, and that file as it was looked at."""

    make: Callable[[], bytes]
    source: Path
    stamp: Stamp


KEPT = Kept()
Drawn = Callable[[], bytes]  # what is drawn when it is written
Fresh = bytes | Path | Drawn | Derived
Content = Fresh | Kept  # what a file shall hold: these bytes, those of a file, or its own
Writer = Callable[[Mapping[str, Fresh]], Iterable[str]]


class OutputError(Exception):
    """The output folder must not be written into. The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files that garden put into an output.

    `notes` are the pages of notes among them, with the path of each note: published ones alone
    (rule PRV30). The path is empty where an older garden has written the list. `told` are those of
    the site before, until its author has been told how this one differs.
    """

    files: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True  # false while a build is putting its files in place
    told: Mapping[str, str] | None = None  # None where everything has been told

    @property
    def known(self) -> Mapping[str, str]:
        """The pages of notes that the author knows to be public."""
        return self.notes if self.told is None else self.told


@dataclass(frozen=True, slots=True)
class Placed:
    """What putting a site in place did; `foreign` files were there and are not garden's."""

    written: int
    deleted: int
    foreign: tuple[str, ...]


def check_output(disk: Disk, vault: Path, output: Path, *, adopt: bool) -> None:
    """Raise `OutputError` where writing could destroy what is not garden's (rule OUT2)."""
    out, home, here = _resolved(output, "-o"), Path.home().resolve(), Path.cwd().resolve()
    for place, what in ((vault.resolve(), "the vault"), (home, "your home folder")):
        if _same(out, place) or _contains(out, place):
            raise OutputError(f"the output {output} is or contains {what}; choose another with -o")
    if _same(out, here) or _contains(out, here):
        raise OutputError(f"the output {output} is or contains the current folder; use -o")
    if out.exists() and not out.is_dir():
        raise OutputError(f"the output {output} is a file; choose a folder with -o")
    if file := next(
        (above for above in out.parents if above.exists() and not above.is_dir()), None
    ):
        raise OutputError(f"the output {output} is below the file {file}; choose a folder with -o")
    if out.is_mount() or (out / ".git").exists():
        raise OutputError(f"the output {output} is a disk or a git repository; use -o")
    if not out.is_dir() or read_manifest(disk, output) is not None:
        return
    if adopt and not _contains(vault.resolve(), out):
        return
    if any(not name.startswith(TEMPORARY) for name in (child.name for child in out.iterdir())):
        raise OutputError(
            f"the output {output} holds files that garden did not write;"
            " choose another with -o, or add --adopt to write among them (not inside the vault)"
        )


def check_cache(vault: Path, output: Path | None, cache: Path) -> None:
    """Raise `OutputError` for a cache among the notes or in the site (rules OUT3, PRV30)."""
    place = _resolved(cache, "--cache")
    for folder, what in ((vault, "the vault"), (output, "the output")):
        if folder and (_same(place, folder.resolve()) or _contains(folder.resolve(), place)):
            raise OutputError(f"the cache {cache} is inside {what}; choose another with --cache")


def _resolved(path: Path, option: str) -> Path:
    try:
        return path.resolve()
    except RuntimeError:  # as Python before 3.13 has it
        raise OutputError(f"{path} is a link to itself; choose another with {option}") from None


def _same(one: Path, other: Path) -> bool:
    return one == other or (one.exists() and other.exists() and one.samefile(other))


def _contains(outer: Path, inner: Path) -> bool:
    return any(_same(outer, parent) for parent in inner.parents)


def read_manifest(disk: Disk, output: Path) -> Manifest | None:
    """What garden last put into `output`; None when there is no manifest, or a broken one."""
    try:
        found = json.loads(disk.read_if_there(output / MANIFEST) or b"null")
        if found is None or found["format"] != _FORMAT:
            return None
        files = frozenset(map(str, found["files"]))
        told = _notes_in(found["told"]) if "told" in found else None
        return Manifest(files, _notes_in(found["notes"]), found["whole"] is True, told)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _notes_in(found: Iterable[object]) -> dict[str, str]:
    """Pages and paths; an older garden has listed the pages alone."""
    pairs = found if isinstance(found, dict) else dict.fromkeys(found, "")
    return {str(out): str(path) for out, path in pairs.items()}


def _manifest_bytes(manifest: Manifest) -> bytes:
    told = {} if manifest.told is None else {"told": dict(sorted(manifest.told.items()))}
    values = {
        "format": _FORMAT,
        "whole": manifest.whole,
        **told,
        "notes": dict(sorted(manifest.notes.items())),
        "files": sorted(manifest.files),
    }
    return (json.dumps(values, ensure_ascii=False, indent=0) + "\n").encode(
        errors="surrogatepass"  # a note's path may be no text
    )


def place(
    disk: Disk,
    output: Path,
    files: Mapping[str, Content],
    notes: Mapping[str, str],
    write: Writer | None = None,
) -> Placed:
    """Make `output` hold exactly `files`, in their order, and what is not garden's.

    First everything that changed is drawn and written to temporary files, by `written` or what
    takes its place: a full disk or a broken template ends here, and the old site is whole. The
    manifest then names old and new files until all are in place, so that a build that is
    interrupted is mended by the next. It keeps the notes of the site before, where they are not the
    same, until `settle` is called: so that a difference nobody was told of is told by the next
    build. Raises `OutputError`, OSError, and what drawing raises.
    """
    found = read_manifest(disk, output)
    old = found or Manifest()
    fresh = {path: content for path, content in files.items() if not isinstance(content, Kept)}
    _refuse_linked_folders(output, fresh)
    _refuse_foreign(disk, output, fresh, old)
    sweep(disk, output)
    is_told = found is None or old.known == notes
    new = Manifest(frozenset(files), notes, told=None if is_told else old.known)
    changed = _prepared(disk, output, fresh, old, new, write or partial(written, disk, output))
    gone = sorted(name for name in old.files - new.files if _is_inside(output, name))
    if changed or old != new:
        _swap(disk, output, changed, gone, new)
    return Placed(len(changed), len(gone), foreign(disk, output, new))


def _prepared(
    disk: Disk,
    output: Path,
    fresh: Mapping[str, Fresh],
    old: Manifest,
    new: Manifest,
    write: Writer,
) -> list[str]:
    """Have all written that a swap needs, and all folders made; the paths that are to be swapped.

    When that fails, nothing of it stays.
    """
    is_bare, folders = not (output / MANIFEST).is_file(), list[str]()
    if is_bare:  # from here on the folder is garden's
        disk.write(output / MANIFEST, _manifest_bytes(Manifest(whole=False)))
    try:
        done = set(write(fresh))
        folders = _missing_folders(output, done)
        if folders:  # these are garden's too
            union = replace(old, files=old.files | new.files, whole=False)
            disk.write(output / MANIFEST, _manifest_bytes(union))
        for folder in folders:
            disk.make_folder(output / folder)
        if done or old != new:  # from here on the site changes
            union = Manifest(old.files | new.files, new.notes, whole=False, told=old.known)
            disk.write(output / MANIFEST, _manifest_bytes(union))
    except (Exception, KeyboardInterrupt):
        with suppress(OSError):
            _given_up(disk, output, folders, None if is_bare else old)
        raise
    return [path for path in fresh if path in done]


def settle(disk: Disk, output: Path) -> None:
    """Note down that the author has been told how the site differs from the one before."""
    found = read_manifest(disk, output)
    if found is not None and found.whole and found.told is not None:
        disk.write(output / MANIFEST, _manifest_bytes(replace(found, told=None)))


def _given_up(disk: Disk, output: Path, folders: Sequence[str], old: Manifest | None) -> None:
    """The output as it was before; `old` is None if it was not garden's."""
    sweep(disk, output)  # a full disk should not stay full
    for folder in reversed(folders):
        disk.remove_empty_folders(output / folder, (output / folder).parent)
    if old is None:
        disk.delete(output / MANIFEST)
    elif folders:
        disk.write(output / MANIFEST, _manifest_bytes(old))


def written(
    disk: Disk, output: Path, files: Mapping[str, Fresh], progress: Progress = silent
) -> Iterator[str]:
    """Draw what differs from what stands in `output` to temporary files; the paths of those."""
    for path, fresh in counted(files.items(), "drawing pages", len(files), progress):
        content = _drawn(fresh)
        if not _is_same(disk, output / path, content):
            disk.write_temporary(output / path, content, output)
            yield path


def _drawn(fresh: Fresh) -> bytes | Path:
    if isinstance(fresh, Derived):
        return fresh.make()
    return fresh() if callable(fresh) else fresh


def _swap(
    disk: Disk,
    output: Path,
    changed: Iterable[str],
    gone: Iterable[str],
    new: Manifest,
) -> None:
    """Put each changed file in the place of its old self, and take away those that are gone."""
    in_the_way = _in_the_way(gone, new.files)
    _remove(disk, output, in_the_way)
    for path in changed:
        disk.replace(temporary_for(output / path, output), output / path)
    folded = {fold(path): path for path in new.files}
    rest = (name for name in gone if name not in in_the_way)
    _remove(disk, output, (n for n in rest if not _is_renamed(output, n, folded.get(fold(n)))))
    disk.write(output / MANIFEST, _manifest_bytes(new))


def _missing_folders(output: Path, files: Iterable[str]) -> list[str]:
    """The folders to be made; one in whose place a file still stands is made with its files."""
    blocked, missing = set[str](), list[str]()
    for folder in sorted({folder for path in files for folder in _folders(path)}):
        if folder.rpartition("/")[0] in blocked or (output / folder).is_file():
            blocked.add(folder)
        elif not (output / folder).is_dir():
            missing.append(folder)
    return missing


def _in_the_way(gone: Iterable[str], new: frozenset[str]) -> frozenset[str]:
    """Old files where there will be a folder, and those in a folder where there will be a file."""
    folders = {folder for path in new for folder in _folders(path)}
    return frozenset(n for n in gone if n in folders or not new.isdisjoint(_folders(n)))


def _folders(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _is_renamed(output: Path, old: str, new: str | None) -> bool:
    """Whether an old file is a new one, but for the case of letters, which the disk ignores."""
    return new is not None and _same(output / old, output / new)


def _remove(disk: Disk, output: Path, names: Iterable[str]) -> None:
    for name in names:
        disk.delete(output / name)
        disk.remove_empty_folders((output / name).parent, output)


def _is_same(disk: Disk, path: Path, content: bytes | Path) -> bool:
    if isinstance(content, bytes):
        return disk.read_if_there(path) == content
    return path.is_file() and disk.digest(path) == disk.digest(content)


def _refuse_linked_folders(output: Path, files: Iterable[str]) -> None:
    """Raise `OutputError` where a folder of the output is a link: files would land elsewhere."""
    seen: set[str] = set()
    for path in files:
        for folder in _folders(path):
            if folder in seen:
                break
            seen.add(folder)
            if (output / folder).is_symlink():
                raise OutputError(f"{output / folder} is a link; remove it, or use another output")


def _refuse_foreign(disk: Disk, output: Path, files: Mapping[str, Fresh], old: Manifest) -> None:
    """Raise `OutputError` where a file that is not garden's stands in the place of one that is."""
    there = {fold(child.name) for child in output.iterdir()} if output.is_dir() else set()
    seen: set[str] = set()
    for path, content in files.items():
        if fold(path.partition("/")[0]) not in there:
            continue
        if path not in old.files and _is_foreign(disk, output, path, content, old):
            raise OutputError(f"{output / path} is not garden's, and in the way; move it elsewhere")
        for folder in _folders(path):
            if folder in seen:
                break
            seen.add(folder)
            if folder not in old.files and (output / folder).is_file():
                raise OutputError(f"{output / folder} is not garden's, and in the way; move it")


def _is_foreign(disk: Disk, output: Path, path: str, content: Fresh, old: Manifest) -> bool:
    """Whether something at `path` is not what garden would put there, nor a folder of its own."""
    place = output / path
    if not place.is_dir():
        return place.exists() and not _is_same(disk, place, _drawn(content))
    found = disk.files(place, lambda *_: False)
    return any(f"{path}/{entry.path}" not in old.files for entry in found)


def _is_inside(output: Path, path: str) -> bool:
    """Whether a manifest's path stays in the output; a forged one must not lead out of it."""
    parts = path.split("/")
    if ".." in parts or "" in parts or "\\" in path or "\0" in path:
        return False
    place = output / path
    is_file = place.is_symlink() or not place.is_dir()
    return is_file and place.parent.resolve().is_relative_to(output.resolve())


def sweep(disk: Disk, output: Path) -> None:
    """Delete the temporary files of a build that was interrupted; they lie at the top."""
    if output.is_dir():
        for entry in disk.files(output, lambda _, name, __: not name.startswith(TEMPORARY)):
            disk.delete(output / entry.path)


def foreign(disk: Disk, output: Path, manifest: Manifest) -> tuple[str, ...]:
    """The files in an output that are not garden's."""
    known = {*manifest.files, MANIFEST}
    return tuple(sorted(name for name in disk.names(output) if name not in known))
