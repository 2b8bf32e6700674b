"""The output folder: what garden may write into, what it owns there, how a site is put in place.

It deletes nothing that its own last manifest does not name (rules OUT1 to OUT4).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from garden.disk import TEMPORARY, Disk

MANIFEST = ".garden.json"
_FORMAT = 1


class OutputError(Exception):
    """The output folder must not be written into. The text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files that garden put into an output; `notes` are the pages of notes among them."""

    files: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    whole: bool = True  # false while a build is putting its files in place


@dataclass(frozen=True, slots=True)
class Placed:
    """What putting a site in place did; `foreign` files were there and are not garden's."""

    written: int
    deleted: int
    foreign: tuple[str, ...]


def check_output(disk: Disk, vault: Path, output: Path, *, adopt: bool) -> None:
    """Raise `OutputError` where writing could destroy what is not garden's (rule OUT2)."""
    out, home, here = output.resolve(), Path.home().resolve(), Path.cwd().resolve()
    for place, what in ((vault.resolve(), "the vault"), (home, "your home folder")):
        if _same(out, place) or _contains(out, place):
            raise OutputError(f"the output {output} is or contains {what}; choose another with -o")
    if _same(out, here) or _contains(out, here):
        raise OutputError(f"the output {output} is or contains the current folder; use -o")
    if out.exists() and not out.is_dir():
        raise OutputError(f"the output {output} is a file; choose a folder with -o")
    if out.is_mount() or (out / ".git").exists():
        raise OutputError(f"the output {output} is a disk or a git repository; use -o")
    if adopt or not out.is_dir() or read_manifest(disk, output) is not None:
        return
    if any(not name.startswith(TEMPORARY) for name in (child.name for child in out.iterdir())):
        raise OutputError(
            f"the output {output} holds files that garden did not write;"
            " choose another with -o, or add --adopt to write among them"
        )


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
        return Manifest(files, frozenset(map(str, found["notes"])), found["whole"] is True)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _manifest_bytes(manifest: Manifest) -> bytes:
    values = {
        "format": _FORMAT,
        "whole": manifest.whole,
        "notes": sorted(manifest.notes),
        "files": sorted(manifest.files),
    }
    return (json.dumps(values, ensure_ascii=False, indent=0) + "\n").encode()


def place(
    disk: Disk, output: Path, files: Mapping[str, bytes | Path], notes: Iterable[str]
) -> Placed:
    """Make `output` hold exactly `files`, in their order, and what is not garden's.

    First everything that changed is written beside its place: a full disk ends here, and the old
    site is whole. The manifest then names old and new files until all are in place, so that a
    build that is interrupted is mended by the next.
    """
    old = read_manifest(disk, output) or Manifest()
    _refuse_linked_folders(output, files)
    _sweep(disk, output)
    changed = [
        (disk.write_temporary(output / path, content), output / path)
        for path, content in files.items()
        if not _is_same(disk, output / path, content)
    ]
    new = Manifest(frozenset(files), frozenset(notes))
    gone = sorted(name for name in old.files - new.files if _is_inside(output, name))
    if changed or gone or old != new:
        union = Manifest(old.files | new.files, new.notes, whole=False)
        disk.write(output / MANIFEST, _manifest_bytes(union))
        for temporary, path in changed:
            disk.replace(temporary, path)
        for name in gone:
            disk.delete(output / name)
            disk.remove_empty_folders((output / name).parent, output)
        disk.write(output / MANIFEST, _manifest_bytes(new))
    return Placed(len(changed), len(gone), _foreign(disk, output, new))


def _is_same(disk: Disk, path: Path, content: bytes | Path) -> bool:
    if isinstance(content, bytes):
        return disk.read_if_there(path) == content
    return path.is_file() and disk.digest(path) == disk.digest(content)


def _refuse_linked_folders(output: Path, files: Iterable[str]) -> None:
    """Raise `OutputError` where a folder of the output is a link: files would land elsewhere."""
    seen: set[str] = set()
    for path in files:
        folder = path
        while (folder := folder.rpartition("/")[0]) and folder not in seen:
            seen.add(folder)
            if (output / folder).is_symlink():
                raise OutputError(f"{output / folder} is a link; remove it, or use another output")


def _is_inside(output: Path, path: str) -> bool:
    """Whether a manifest's path stays in the output; a forged one must not lead out of it."""
    parts = path.split("/")
    inside = ".." not in parts and "" not in parts and "\\" not in path
    return inside and (output / path).parent.resolve().is_relative_to(output.resolve())


def _sweep(disk: Disk, output: Path) -> None:
    """Delete the temporary files of a build that was interrupted."""
    if output.is_dir():
        for entry in disk.files(output, lambda folder, name: name == ".git"):
            if entry.path.rpartition("/")[2].startswith(TEMPORARY):
                disk.delete(output / entry.path)


def _foreign(disk: Disk, output: Path, manifest: Manifest) -> tuple[str, ...]:
    known = {*manifest.files, MANIFEST}
    found = disk.files(output, lambda folder, name: name == ".git")
    return tuple(entry.path for entry in found if entry.path not in known)
