"""Which date a note has: its own, else git's, else that of its file (spec: nothing is guessed)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from garden.dates import UNKNOWN, Times, iso_of
from garden.disk import Disk, Entry, Skip
from tests.offline import built, write
from tests.support import garden_of

GIT: Times = ("2022-01-01T00:00:00+00:00", "2023-01-01T00:00:00+00:00")
FILE: Times = ("2024-01-01T00:00:00+00:00", "2024-01-01T00:00:00+00:00")

# what the note says, what git knows, what its file says → the dates
PRECEDENCE: dict[str, tuple[str, Times, Times, Times]] = {
    "nobody knows": ("", UNKNOWN, UNKNOWN, UNKNOWN),
    "git": ("", GIT, UNKNOWN, GIT),
    "git before the file": ("", GIT, FILE, GIT),
    "the file, if asked": ("", UNKNOWN, FILE, FILE),
    "the note": (
        "created: 2020-01-01\nmodified: 2021-01-01",
        GIT,
        FILE,
        ("2020-01-01", "2021-01-01"),
    ),
    "the note, which knows one, and git": (
        "created: 2020-01-01",
        GIT,
        FILE,
        ("2020-01-01", GIT[1]),
    ),
    "the note, which knows the other": ("modified: 2025-01-01", GIT, FILE, (GIT[0], "2025-01-01")),
    "the note, which knows one, not the file": (
        "date: 2020-01-01",
        UNKNOWN,
        FILE,
        ("2020-01-01", ""),
    ),
    "a note older than its repository": ("modified: 2021-01-01", GIT, FILE, ("", "2021-01-01")),
    "a note newer than its repository": ("created: 2024-06-01", GIT, FILE, ("2024-06-01", "")),
    "git in part, from a shallow clone": ("", ("", GIT[1]), FILE, ("", GIT[1])),
    "what is no date": ("created: soon", GIT, UNKNOWN, GIT),
}


@pytest.mark.parametrize(
    ("front", "git", "file", "dates"), PRECEDENCE.values(), ids=list(PRECEDENCE)
)
def test_precedence(front: str, git: Times, file: Times, dates: Times) -> None:
    text = f"---\n{front}\n---\ntext"
    grown = garden_of({"n.md": text}, git={"n.md": git}, times={"n.md": file})
    note = grown.garden.notes["n.md"]
    assert (note.created, note.modified) == dates


def test_a_note_is_not_dated_by_another() -> None:
    notes = garden_of({"n.md": "", "N.md": ""}, git={"n.md": GIT}).garden.notes
    assert (notes["N.md"].created, notes["N.md"].modified) == UNKNOWN


def test_r11_an_accent_in_a_key_may_be_written_in_either_way() -> None:
    config = '[dates]\nmodified = ["Geändert"]\n'
    note = garden_of({"n.md": "---\ngea\u0308ndert: 2024-05-01\n---\n"}, config).garden.notes[
        "n.md"
    ]
    assert note.modified == "2024-05-01"


# seconds since 1970 → the date
SECONDS: dict[float, str] = {
    0: "1970-01-01T00:00:00+00:00",
    -1: "1969-12-31T23:59:59+00:00",
    253_402_300_799.9: "9999-12-31T23:59:59+00:00",
    253_402_300_800: "",
    1e15: "",
    1e300: "",
    float("inf"): "",
    -1e15: "",
}


@pytest.mark.parametrize(("seconds", "date"), SECONDS.items())
def test_the_time_of_a_file(tmp_path: Path, seconds: float, date: str) -> None:
    class Clock(Disk):
        def files(
            self, root: Path, skip: Skip, forbidden: Callable[[str], object] | None = None
        ) -> Iterator[Entry]:
            for entry in super().files(root, skip, forbidden):
                yield replace(entry, mtime=seconds)

    vault = write(tmp_path / "v", {"n.md": "text"})
    config = '[dates]\nfallback = "file"\n'
    note = built(vault, tmp_path / "o", config, disk=Clock()).grown.garden.notes["n.md"]
    assert (note.created, note.modified) == (date, date)
    assert iso_of(seconds) == date
