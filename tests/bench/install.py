"""Installs peers, each into an environment of its own in garden's cache folder, once."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from garden import __version__
from garden.cache import short_key, user_folder
from tests.bench.measure import FailedError
from tests.bench.peers import Peer

GARDEN = (sys.executable, "-m", "garden")
_STAMP = "installed"  # holds the version


@dataclass(frozen=True, slots=True)
class Program:
    """What starts a peer, and its version."""

    command: tuple[str, ...]
    version: str


def program_of(peer: Peer) -> Program:
    """A peer ready to run; installed when it is not there. Raises `FailedError`."""
    if not peer.packages:
        return Program(GARDEN, __version__)
    folder = user_folder() / "bench" / short_key(" ".join((sys.version, *peer.packages)))
    stamp = folder / _STAMP
    if not stamp.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        version = _from_npm(peer, folder) if peer.registry == "npm" else _from_pypi(peer, folder)
        stamp.write_text(version)
    program = next(iter(sorted(folder.glob(peer.program))), None)
    if program is None:
        raise FailedError(f"its packages hold no {peer.program}")
    return Program((str(program),), stamp.read_text())


def _from_pypi(peer: Peer, folder: Path) -> str:
    _run([_python_for(peer), "-m", "venv", str(folder)], folder)
    python = str(folder / "bin" / "python")
    _run([python, "-m", "pip", "install", "--quiet", *peer.packages], folder)
    name = re.split(r"[^\w-]", peer.packages[0])[0]
    ask = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    return _run([python, "-c", ask, name], folder).strip()


def _from_npm(peer: Peer, folder: Path) -> str:
    if not (npm := shutil.which("npm")):
        raise FailedError("npm is not here to install it")
    (folder / "package.json").write_text("{}")
    _run([npm, "install", "--no-audit", "--no-fund", *peer.packages], folder)
    name = peer.packages[0].rpartition("@")[0]
    return str(json.loads((folder / "node_modules" / name / "package.json").read_text())["version"])


def _python_for(peer: Peer) -> str:
    """This Python if it is new enough, else the first that is."""
    if sys.version_info >= peer.python:
        return sys.executable
    major, minor = peer.python
    for name in (f"python{major}.{number}" for number in range(minor, minor + 5)):
        # A name on the path may be a shim for a Python that is switched off.
        if shutil.which(name) and not subprocess.run([name, "-V"], capture_output=True).returncode:
            return name
    raise FailedError(f"it needs Python {major}.{minor} or newer")


def _run(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise FailedError(last_words(done.stdout + done.stderr))
    return done.stdout


def last_words(text: str) -> str:
    """What a program said of its failure, on one line, without colours and addresses."""
    text = re.sub(r"\x1b\[[0-9;]*m|\w+://\S+", "", text)
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() and "complete log" not in line]
    return " / ".join(errors[-4:] or lines[-1:])[:300] or "it said nothing"
