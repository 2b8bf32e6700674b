"""Whatever has happened to the cache, a build has the bytes of one without it.

It is killed while it is written, cut, overwritten in random places, mixed with an older one, locked
by another program, or in nobody's power to write.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from unittest.mock import patch

from garden.seal import sealed
from tests import edits
from tests.offline import Files, built, tree, write
from tests.proof.proof import Case, Proof
from tests.stages import LEAN, STYLED, changed, die, forked

Harm = Callable[["Kept", Random], None]


class Kept:
    """A vault, its site, and the caches that builds of it and of an older one have left."""

    def __init__(self, root: Path, old: Files, new: Files) -> None:
        self.root, self.cache = root, root / "cache"
        self.old, self.vault = write(root / "old/notes", old), write(root / "new/notes", new)
        self.build(self.old, "public")
        self.older = {path: path.read_bytes() for path in self.files()}
        built(self.vault, root / "clean", LEAN, theme=STYLED)
        self.clean = tree(root / "clean")

    def build(self, vault: Path, output: str) -> None:
        built(vault, self.root / output, LEAN, cache=self.cache, theme=STYLED)

    def files(self) -> list[Path]:
        """What is kept, in a fixed order."""
        found = (path for path in self.cache.iterdir() if path.name != ".gitignore")
        return sorted(path for path in found if path.is_file())

    def after(self, harm: Harm, rng: Random) -> list[str]:
        """What is not as in a clean build once the cache has come to harm."""
        harm(self, rng)
        faults = []
        for output in ("public", "public", "other"):
            try:
                self.build(self.vault, output)
            except Exception as error:
                faults.append(f"the build says {type(error).__name__}: {error}")
                continue
            different = changed(self.clean, tree(self.root / output))
            faults += [f"{path} is not as without a cache" for path in different]
        shutil.rmtree(self.root)
        return [f"{harm.__name__.strip('_')}: {fault}" for fault in faults]


def _killed(kept: Kept, rng: Random) -> None:
    """In the middle of writing notes, of which SQLite has put some on the disk already."""
    left, real = rng.randrange(12), sealed

    def dying(data: bytes, key: bytes) -> bytes:
        nonlocal left
        left -= 1
        if left < 0:
            die()
        return real(data, key) + bytes(rng.choice([0, 0, 1 << 21]))  # more than is held in memory

    with patch("garden.cache.sealed", dying):
        forked(lambda: kept.build(kept.vault, "public"))


def _flipped(kept: Kept, rng: Random) -> None:
    for path in kept.files():
        content = bytearray(path.read_bytes())
        for _ in range(rng.choice([1, 3, 50]) if content else 0):
            content[rng.randrange(len(content))] = rng.randrange(256)
        path.write_bytes(content)


def _cut(kept: Kept, rng: Random) -> None:
    for path in kept.files():
        content = path.read_bytes()
        path.write_bytes(content[: rng.randrange(len(content) + 1)])


def _overwritten(kept: Kept, rng: Random) -> None:
    for path in kept.files():
        content = path.read_bytes()
        begin = rng.randrange(len(content) + 1)
        path.write_bytes(content[:begin] + rng.randbytes(rng.randrange(9000)) + content[begin:])


def _mixed(kept: Kept, rng: Random) -> None:
    """Some files of a newer cache, some of an older one, and a journal that is of neither."""
    kept.build(kept.vault, "public")
    for path, content in kept.older.items():
        if rng.random() < 0.5:
            path.write_bytes(content)
    (kept.cache / "notes.sqlite3-journal").write_bytes(rng.randbytes(rng.randrange(3000)))


def _swapped(kept: Kept, rng: Random) -> None:
    """Each file with the bytes of another."""
    contents = [path.read_bytes() for path in kept.files()]
    rng.shuffle(contents)
    for path, content in zip(kept.files(), contents, strict=True):
        path.write_bytes(content)


def _replaced(kept: Kept, rng: Random) -> None:
    """By folders, by links into nothing, by nothing."""
    for path in kept.files():
        path.unlink()
        match rng.randrange(4):
            case 0:
                path.mkdir()
            case 1:
                path.symlink_to("nothing")
            case 2:
                path.symlink_to(path.name)


def _locked(kept: Kept, rng: Random) -> None:
    """By another program, for as long as a build takes."""
    real = sqlite3.connect
    impatient = patch(
        "garden.cache.sqlite3.connect", lambda *a, **more: real(*a, **{**more, "timeout": 0.0})
    )
    how = rng.choice(["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE", "BEGIN DEFERRED"])
    with closing(real(kept.cache / "notes.sqlite3")) as base, patch("sqlite3.connect", impatient):
        base.execute(how)
        base.execute("SELECT count(*) FROM notes").fetchone()
        kept.build(kept.vault, "public")


HARMS: tuple[Harm, ...] = (
    *(_killed, _killed, _flipped, _cut, _overwritten, _mixed, _swapped, _replaced, _locked),
)


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    while True:
        kept = Kept(folder / "kept", *edits.random_change(rng))
        yield partial(kept.after, rng.choice(HARMS), rng)


def planted(folder: Path) -> dict[str, Case]:
    """A cache that is believed whatever is in it."""

    def believed(kept: Kept, rng: Random) -> None:
        with closing(sqlite3.connect(kept.cache / "notes.sqlite3")) as base, base:
            rows = base.execute("SELECT key, body FROM notes").fetchall()
            other = [(rows[n - 1][1], row[0]) for n, row in enumerate(rows)]
            base.executemany("UPDATE notes SET body = ? WHERE key = ?", other)

    def raised(cache: object, error: Exception) -> None:
        raise error

    def case(name: str, fault: object, harm: Harm) -> list[str]:
        notes = {f"{n}.md": f"note {n} with {'words ' * n}" for n in range(5)}
        kept = Kept(folder / "kept", notes, {**notes, "6.md": "[[1]] [[2]] [[3]]"})
        with patch(name, fault):
            return kept.after(harm, Random(1))

    return {
        "no seal is looked at": partial(
            case, "garden.cache.opened", lambda kept, key: kept[16:], believed
        ),
        "a fault of the file stops the build": partial(
            case, "garden.cache.ParseCache._drop", raised, _cut
        ),
    }


PROOF = Proof("caches", "5", "OUT5", "caches", 150, cases, planted)
