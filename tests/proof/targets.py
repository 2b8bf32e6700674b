"""Where garden must not write it writes nothing, however the place is spelled.

And builds into one output, several at once, wait for each other; the lock of a dead one is free.
"""

from __future__ import annotations

import itertools
import os
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, chdir, nullcontext
from functools import cache, partial
from pathlib import Path
from random import Random
from unittest.mock import patch

from garden import build as building
from garden import output as placing
from garden.cli import IO_ERROR, USAGE
from garden.disk import Disk, Operation, Watcher
from garden.lock import locked
from garden.output import MANIFEST, Manifest, read_manifest
from tests.commands import Said, said
from tests.offline import Files, built, tree, write
from tests.proof.proof import Case, Proof
from tests.stages import EDITED, LEAN, NOTES, STYLED, changed, die, forked, snapshot, started

VAULT = "home/docs/vault"
CONTENT: Files = {
    **{f"{VAULT}/{path}": content for path, content in NOTES.items()},
    f"{VAULT}/.obsidian/app.json": "{}",
    f"{VAULT}/.obsidian/plugins/x/main.js": "x",
    f"{VAULT}/.trash/old.md": "x",
    f"{VAULT}/.git/HEAD": "ref",
    f"{VAULT}/.hidden/x": "x",
    f"{VAULT}/_theme/style.css": "p {}",
    f"{VAULT}/static/robots.txt": "x",
    f"{VAULT}/files/Größe/data.csv": "x",
    f"{VAULT}/private/diary.md": "x",
    f"{VAULT}/full/x.html": "x",
    f"{VAULT}/mine/{MANIFEST}": "{",
    "home/work/here/x.txt": "x",
    "home/work/here/deep/er/x.txt": "x",
    "home/repo/.git/HEAD": "ref",
    "home/repo/src/x.py": "x",
    "home/worktree/.git": "gitdir: elsewhere",
    "home/full/x.txt": "x",
    "home/full/.hidden": "x",
    "home/.config/app/x.toml": "x",
    "home/hidden/.only": "x",
    "home/folders/empty/x/y": "x",
    f"home/broken/{MANIFEST}": "{",
    f"home/alien/{MANIFEST}": '{"format": 99, "files": ["x.txt"], "notes": []}',
    "home/alien/x.txt": "x",
    f"home/list/{MANIFEST}": "[]",
    f"home/number/{MANIFEST}": "1",
    f"home/no-files/{MANIFEST}": '{"format": 1, "notes": []}',
    f"home/folder/{MANIFEST}/x": "x",
    "home/site/index.html": "another's",
    "home/other vault/.obsidian/app.json": "{}",
    "home/other vault/a.md": "x",
    "home/Größe/x.txt": "x",
    "outside/x.txt": "x",
}
NEVER = (  # whatever is typed
    *("", "home", "home/docs", VAULT, f"{VAULT}/f", f"{VAULT}/.obsidian", f"{VAULT}/.trash"),
    *(
        f"{VAULT}/{name}"
        for name in (".obsidian/plugins", ".obsidian/plugins/x", ".git", ".hidden")
    ),
    *(
        f"{VAULT}/{name}"
        for name in ("_theme", "static", "files", "files/Größe", "private", "full")
    ),
    *(f"{VAULT}/{name}" for name in ("mine", "Trust.md", "pic.png", "f/Deep.md")),
    *("home/work", "home/work/here", "home/repo", "home/worktree", "home/full/x.txt"),
    *("home/repo/src/x.py", "home/mount", "home/loop", f"{VAULT}/.obsidian/app.json"),
)
FULL = (  # unless it is adopted
    *("home/full", "home/hidden", "home/folders", "home/folders/empty", "home/broken", "home/site"),
    *("home/alien", "home/list", "home/number", "home/no-files", "home/folder", "home/other vault"),
    *("home/Größe", "home/.config", "home/.config/app", "home/repo/src", "home/repo/.git"),
    *("home/work/here/deep", "home/work/here/deep/er", "home/other vault/.obsidian", "outside"),
)
MACHINE = ("/", "/dev", "/proc", "/sys", "/etc", "/usr", "/bin", "/var", "/dev/null", "/etc/passwd")
BELOW_A_FILE = (f"{VAULT}/Trust.md/public", "home/full/x.txt/public", "/dev/null/public")


KEPT = ("home/full", "home/hidden", "home/folders", "home/repo/src", "home/Größe", "outside")


class Place:
    """Folders in which a wrong output would do harm, with the home and the current one in them."""

    def __init__(self, root: Path) -> None:
        self.root = write(root / "root", CONTENT)
        (self.root / "home/mount").mkdir()
        (self.root / "home/loop").symlink_to("loop")
        self.links = root / "links"
        self.links.mkdir()
        self._folds = (self.root / "HOME").exists()

    def spellings(self, target: str) -> Iterator[str]:
        """The ways to say where a place is; `target` is below the root of all this, or absolute."""
        path = self.root / target if target else self.root
        yield str(path)
        yield f"{path}/"
        yield f"{path}/." if path.is_dir() else f"{path.parent}/./{path.name}"
        yield f"{path.parent}/{path.parent.name and '../' + path.parent.name + '/'}{path.name}"
        yield str(path).replace("/", "//")
        yield os.path.relpath(path, self.root / "home/work/here")
        yield str(self._link(path))
        yield str(self._link(path.parent) / path.name)
        yield str(self._link(self._link(path)))
        if self._folds:
            yield str(path).upper()
            yield unicodedata.normalize("NFD", str(path))

    def _link(self, path: Path) -> Path:
        link = self.links / f"to {len(list(self.links.iterdir()))}"
        link.symlink_to(path)
        return link

    def refused(self, output: str, *options: str) -> list[str]:
        """What is wrong when a build into a place that it must refuse has come to its end."""
        before, touched = snapshot(self.root), list[Path]()

        def watch(operation: Operation, path: Path) -> None:
            if operation != "read" and "caches" not in path.parts:
                touched.append(path)
                if not path.is_relative_to(self.root):
                    raise AssertionError(f"writes {path}")

        done = self._command(output, options, watch)
        faults = [f"{path} has changed" for path in changed(before, snapshot(self.root))]
        if done.code not in (USAGE, IO_ERROR) or len(done.err.splitlines()) != 1:
            faults.append(f"it ends with {done.code} and says {done.err[-300:]!r}")
        if done.code == USAGE and touched:
            faults.append(f"it refuses, after {touched[0]}")
        return [f"{output} {' '.join(options)}: {fault}" for fault in faults]

    def _command(self, output: str, options: tuple[str, ...], watch: Watcher) -> Said:
        def watched(disk: Disk, watcher: Watcher = watch) -> None:
            real(disk, watcher)

        real, real_mount = Disk.__init__, Path.is_mount
        with ExitStack() as around:
            around.enter_context(chdir(self.root / "home/work/here"))
            around.enter_context(patch.object(Disk, "__init__", watched))
            around.enter_context(
                patch.object(Path, "is_mount", lambda p: p.name == "mount" or real_mount(p))
            )
            home = str(self.root / "home")
            around.enter_context(patch.dict(os.environ, {"HOME": home, "USERPROFILE": home}))
            try:
                return said("build", self.root / VAULT, "-o", output, "-j1", *options)
            except Exception as error:
                return Said(1, "", f"{type(error).__name__}: {error}")

    def adopted(self, target: str) -> list[str]:
        """What of a folder that is adopted is not as it was; then garden's own files go again."""
        output = self.root / target
        before = snapshot(output)
        built(self.root / VAULT, output, LEAN, adopt=True, theme=STYLED)
        built(self.root / VAULT, output, LEAN, theme=STYLED)
        after = snapshot(output)
        own = read_manifest(Disk(), output)
        for path in own.files if own else ():
            (output / path).unlink()
            Disk().remove_empty_folders((output / path).parent, output)
        lost = [path for path in before if before[path][1:] != after.get(path, (0, 0, b""))[1:]]
        gone = [f"{path} was not kept" for path in lost if path not in (MANIFEST, ".")]
        (output / MANIFEST).unlink()
        return [f"{target}: {fault}" for fault in gone]


def together(folder: Path, rng: Random) -> list[str]:
    """Some builds into one output at once, after one that was killed with the lock in its hand."""
    vault, output = write(folder / "notes", EDITED), folder / "public"
    if rng.random() < 0.5:
        built(write(folder / "old" / "notes", NOTES), output, LEAN, theme=STYLED)
    built(vault, folder / "clean", LEAN, theme=STYLED)

    def owner() -> None:
        with locked(Disk(), output, wait=10):
            die()

    def build() -> None:
        cache = folder / "cache" if rng.random() < 0.5 else None
        built(vault, output, LEAN, cache=cache, theme=STYLED)

    faults = [] if forked(owner) == -9 else ["the owner of the lock was not killed"]
    many = rng.randint(2, 4)
    ended = [wait() for wait in [started(build) for _ in range(many)]]
    faults += [f"of {many} builds at once one ended with {end}" for end in ended if end]
    if tree(output) != tree(folder / "clean"):
        faults.append(f"after {many} builds at once the site is not as a clean one")
    shutil.rmtree(folder)
    return faults


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    place = Place(folder / "place")
    targets = [*NEVER, *FULL, *MACHINE, *BELOW_A_FILE]
    spelled_so = {target: list(place.spellings(target)) for target in targets}
    for found in (targets, *spelled_so.values()):
        rng.shuffle(found)
    rounds = range(max(map(len, spelled_so.values())))  # of all targets in one spelling each
    tried = ((t, spelled_so[t][n]) for n in rounds for t in targets if n < len(spelled_so[t]))
    for target, spelled in tried:
        adopts = target in NEVER and rng.random() < 0.5
        yield partial(place.refused, spelled, *(["--adopt"] if adopts else []))
    kept = [target for target in FULL if target in KEPT]
    yield from (partial(place.adopted, target) for target in kept)
    for number in itertools.count():
        yield partial(together, folder / f"together-{number}", rng)


def planted(folder: Path) -> dict[str, Case]:
    """An output check that is patched away, in parts and as a whole, and a lock that is none."""
    place = cache(lambda: Place(folder / "place"))

    def unchecked(
        target: object, name: str, fault: object, output: str, *options: str
    ) -> list[str]:
        spelled = next(place().spellings(output))
        with patch.object(target, name, fault):
            return place().refused(spelled, *options)

    def unlocked() -> list[str]:
        with patch.object(building, "locked", lambda disk, output: nullcontext()):
            return next(filter(None, (together(folder / f"{n}", Random(n)) for n in range(20))), [])

    nothing, no = (lambda *_, **__: None), (lambda *_: False)
    return {
        "no check": partial(unchecked, building, "check_output", nothing, f"{VAULT}/f"),
        "no look at what is inside": partial(
            unchecked, placing, "_contains", no, "home/work", "--adopt"
        ),
        "every folder is garden's": partial(
            unchecked, placing, "read_manifest", lambda *_: Manifest(), "home/full"
        ),
        "a lock that holds nobody off": unlocked,
    }


PROOF = Proof("targets", "2", "OUT1 OUT2 OUT6 OUT11", "targets", 300, cases, planted)
