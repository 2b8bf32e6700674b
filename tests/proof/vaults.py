"""The vault is only read: every byte, time and name of it is as it was, whatever garden is told.

The disk refuses each writing below the vault, and Python itself watches another process. Where this
machine allows it, a build is tried on a mount that is really read-only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, chdir, suppress
from functools import partial
from pathlib import Path
from random import Random
from unittest.mock import patch

from garden import build as building
from garden.chosen import chosen, request_of
from garden.config import ConfigError
from garden.disk import Disk, Operation, Watcher
from garden.output import OutputError
from garden.preview import Preview
from garden.reading import EmptyVaultError, Inputs, Request, read_inputs
from garden.theme import ThemeError
from tests import edits
from tests.commands import said
from tests.offline import write
from tests.proof.proof import Case, Proof
from tests.stages import changed, forked, snapshot
from tests.support import bare_files

WRITING = (
    *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.utime"),
    *("os.truncate", "os.link", "os.symlink", "os.setxattr", "os.removexattr", "sqlite3.connect"),
    *("shutil.move", "shutil.rmtree", "shutil.copyfile"),
)
SEEN = 3  # how a process ends in which Python has seen the vault written to
COMMANDS: tuple[tuple[str, ...], ...] = (
    *(("build", "-o", output) for output in ("OUT", "OUT", "VAULT/public")),
    ("build", "-o", "OUT", "--no-cache", "--strict"),
    ("build", "-o", "OUT", "-v", "-j2"),
    *(("check",), ("check", "--format", "json"), ("config",), ("theme", "list")),
    ("why", "/map/", "-o", "OUT"),
)


class Vault:
    """A vault of random notes and settings, and commands that are told to read it."""

    def __init__(self, root: Path, rng: Random) -> None:
        self.root, notes = root, dict(edits.random_vault(rng))
        notes["garden.toml"] = rng.choice(edits.CONFIGS)
        name, content = rng.choice([("app.json", edits.SETTINGS), ("types.json", edits.TYPES)])
        notes[f".obsidian/{name}"] = rng.choice(content) or b"{}"
        self.vault = write(root / "vault", notes)
        for path in rng.sample(sorted(notes), 2):
            (self.vault / path).chmod(0o400)
        theme = {**bare_files(), "base.html": b"", "style.css": b"p {}"}
        self.themes = write(root / "themes", {f"default/{p}": c for p, c in theme.items()})
        self.output = root / "public"

    def after(self, work: Callable[[], object], name: str) -> list[str]:
        """What of the vault is not as it was when some work in another process has ended."""
        before = snapshot(self.vault)
        ended = forked(lambda: self._watched(work))
        has_output = (self.vault / "public").is_dir()
        found = [p for p in changed(before, snapshot(self.vault)) if p.split("/")[0] != "public"]
        faults = [f"{path} has changed" for path in found if path != "." or not has_output]
        if ended == SEEN:
            faults.append("Python has seen something below the vault written to")
        elif ended:
            faults.append(f"the process ended with {ended}")
        shutil.rmtree(self.vault / "public", ignore_errors=True)
        return [f"{name}: {fault}" for fault in faults]

    def _watched(self, work: Callable[[], object]) -> None:
        vault, public = str(self.vault), str(self.vault / "public")

        def is_vaults(path: object) -> bool:
            if not isinstance(path, (str, bytes, os.PathLike)):
                return False
            place = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 (a `Path` opens files)
            return place.startswith(vault) and not place.startswith(public)

        def hook(event: str, args: tuple[object, ...]) -> None:
            flags = args[2] if event == "open" else 0
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if (writes or event in WRITING) and any(map(is_vaults, args[:2])):
                os._exit(SEEN)

        def refuse(operation: Operation, path: Path) -> None:
            if operation != "read" and is_vaults(path):
                os._exit(SEEN)

        def refusing(disk: Disk, watcher: Watcher = refuse) -> None:
            real(disk, watcher)

        real = Disk.__init__
        with ExitStack() as around:
            around.enter_context(chdir(self.root))
            around.enter_context(patch("garden.themes.themes_folder", lambda: self.themes))
            around.enter_context(patch.object(Disk, "__init__", refusing))
            sys.addaudithook(hook)
            work()

    def command(self, words: tuple[str, ...]) -> None:
        places = {"OUT": str(self.output), "VAULT/public": str(self.vault / "public")}
        name, *options = (places.get(word, word) for word in words)
        page = [options.pop(0)] if name in ("why", "theme") else []
        done = said(name, *page, self.vault, *options)
        assert "Traceback" not in done.err

    def preview(self) -> None:
        """All that a preview shows."""
        options = {"output": self.output, "cache": None, "no_cache": False, "jobs": 1}
        with suppress(ConfigError, EmptyVaultError, OutputError, ThemeError):
            request = request_of(chosen(self.vault, None), {**options, "adopt": False})
            edition = Preview(lambda: request, Disk()).refresh()
            for out in edition.files:
                edition.find(f"/{out}")


def mounted(vault: Vault) -> list[str]:
    """A build of a vault that is mounted read-only, and one as it is."""
    place = vault.root / "mounted"
    place.mkdir()
    commands = (
        ["mount", "--bind", str(vault.vault), str(place)],
        ["mount", "-o", "remount,ro,bind", str(place)],
    )
    try:
        if any(subprocess.run(c, capture_output=True, check=False).returncode for c in commands):
            print("no read-only mount: this machine does not allow it", file=sys.stderr)
            return []
        with patch("garden.themes.themes_folder", lambda: vault.themes), chdir(vault.root):
            done = said("build", place, "-o", vault.output, "-j1")
            again = said("build", vault.vault, "-o", vault.root / "other", "-j1")
        named = (vault.root / "other").is_dir() == vault.output.is_dir()
        return [] if done.code == again.code and named else [f"on a mount it says {done.err}"]
    except OSError as error:
        print(f"no read-only mount: {error}", file=sys.stderr)
        return []
    finally:
        subprocess.run(["umount", str(place)], capture_output=True, check=False)


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    number = 0
    while True:
        number += 1
        vault = Vault(folder / str(number), rng)
        for words in rng.sample(COMMANDS, 4):
            yield partial(vault.after, partial(vault.command, words), " ".join(words))
        yield partial(vault.after, vault.preview, "preview")
        yield partial(mounted, vault)
        shutil.rmtree(folder / str(number))


def planted(folder: Path) -> dict[str, Case]:
    """Builds that leave something in the vault."""

    def case(fault: Callable[[Path], object]) -> list[str]:
        def reading(request: Request, disk: Disk, *more: object) -> Inputs:
            fault(request.vault)
            return read_inputs(request, disk)

        vault = Vault(folder / "vault", Random(1))
        (vault.vault / "garden.toml").write_text("")
        with patch.object(building, "read_inputs", reading):
            found = vault.after(partial(vault.command, COMMANDS[0]), "build")
        shutil.rmtree(vault.root)
        return found

    return {
        "a file is left": partial(case, lambda root: (root / ".garden").write_text("x")),
        "a note is touched": partial(case, lambda root: os.utime(root / "Stays.md", (1, 1))),
        "a note is written as it was": partial(
            case, lambda root: (root / "Stays.md").write_bytes((root / "Stays.md").read_bytes())
        ),
        "a file comes and goes": partial(case, _come_and_gone),
    }


def _come_and_gone(root: Path) -> None:
    (root / ".lock").touch()
    (root / ".lock").unlink()


PROOF = Proof("vaults", "1", "OUT3", "commands", 100, cases, planted)
