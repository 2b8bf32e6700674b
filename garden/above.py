"""Notes above the folder that is built which make it private: a further rule never opens it.

Who builds a part of a vault may not think of what a note further up says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from garden.config import Publish
from garden.disk import Disk
from garden.model import UNREADABLE
from garden.paths import is_note, nfc
from garden.publish import closing, folder_key, keys_spoken_for
from garden.text.parse import parse

_MOST = 32  # folders above


def closing_above(disk: Disk, root: Path, publish: Publish) -> Path | None:
    """The nearest note above a folder that says of it, or of one around it, that it is private.

    What cannot be read says nothing here: it may be no note of this vault.
    """
    for note in _own_notes(root.resolve()):
        with suppress(OSError):
            said = closing(publish, parse(disk.read(note)).doc)
            if said and said != UNREADABLE:
                return note
    return None


def _own_notes(root: Path) -> Iterator[Path]:
    """The notes that speak for a folder, or for one around it, and lie above it."""
    folder = root
    for above in root.parents[:_MOST]:
        yield from (note for note in _notes_in(above) if _speaks_for(note, folder))
        if above != above.parent:
            yield from (note for note in _notes_in(above) if _speaks_for(note, above))
        folder = above


def _notes_in(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (each for each in sorted(folder.iterdir()) if is_note(each.name))


def _speaks_for(note: Path, folder: Path) -> bool:
    """Whether a note is one of a folder, by the last two names of its path."""
    near = note.relative_to(note.parents[min(1, len(note.parents) - 1)]).as_posix()
    inside = folder == note.parent
    called = folder.name if inside else f"{note.parent.name}/{folder.name}".lstrip("/")
    return folder_key(nfc(called)) in keys_spoken_for(nfc(near))
