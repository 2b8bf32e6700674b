"""What benchmarks do to the notes of a folder: read them all, change one, put it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def warm(folder: Path) -> None:
    """Read every file, so that no measurement pays for a cold disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.read_bytes()


def middle_note(folder: Path) -> Path:
    found = sorted(folder.rglob("*.md"))
    return found[len(found) // 2]


@contextmanager
def edited(note: Path, sentence: str) -> Iterator[None]:
    """A sentence stands at the end of a note, until the block ends."""
    before = note.read_bytes()
    note.write_bytes(before + f"\n{sentence}\n".encode())
    try:
        yield
    finally:
        note.write_bytes(before)
