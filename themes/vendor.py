"""Fetches the front-end files of others, pinned to a version and a hash; `--check` verifies them.

    python themes/vendor.py            fetch every package anew (needs npm and the internet)
    python themes/vendor.py --check    compare the files here with the lock file (needs nothing)

Who uses or develops garden needs neither npm nor this script: the files are part of the source.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LOCK = "vendor.lock.json"


@dataclass(frozen=True)
class Package:
    """A package of the npm registry and the files that are taken from it, under other names."""

    name: str
    version: str
    integrity: str  # as the registry tells it
    licence: str
    folder: str  # below this one
    files: dict[str, str]  # path in the package → name here


PACKAGES = (
    Package(
        "idiomorph",
        "0.8.0",
        "sha512-R47JBL+6jHDQvcnbppIUtXXcxi5h6+wuCEEZXnRhUltsgzPFKzThL5PuHppP9ypJuy+7WawcY1TsSBD/"
        "iQbMhw==",
        "0BSD",
        "preview/vendor",
        {"dist/idiomorph.esm.js": "idiomorph.js", "LICENSE": "idiomorph.LICENSE"},
    ),
)


def fetch(package: Package) -> dict[str, bytes]:
    """The files of a package by their names here. Raises `SystemExit` when it is another one."""
    with tempfile.TemporaryDirectory() as place:
        pack = ("npm", "pack", "--silent", "--pack-destination", place)
        subprocess.run(
            (*pack, f"{package.name}@{package.version}"), check=True, capture_output=True
        )
        (archive,) = Path(place).glob("*.tgz")
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != package.integrity:
            sys.exit(f"{package.name}@{package.version}: its hash is sha512-{digest}")
        with tarfile.open(archive) as found:
            contents = {name: found.extractfile(f"package/{name}") for name in package.files}
            return {package.files[n]: file.read() for n, file in contents.items() if file}


def entry(package: Package, files: dict[str, bytes]) -> dict[str, Any]:
    return {
        "version": package.version,
        "integrity": package.integrity,
        "licence": package.licence,
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }


def write() -> None:
    locks: dict[str, dict[str, Any]] = {}
    for package in PACKAGES:
        folder, files = HERE / package.folder, fetch(package)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
        lock = entry(package, files)
        locks.setdefault(package.folder, {})[package.name] = lock
    for place, lock in locks.items():
        text = json.dumps(lock, indent=2, sort_keys=True)
        (HERE / place / LOCK).write_text(f"{text}\n", encoding="utf-8")


def faults() -> list[str]:
    """What is here and is not what the lock files and this script say."""
    out, known = [], {LOCK}
    for package in PACKAGES:
        folder = HERE / package.folder
        locked = json.loads((folder / LOCK).read_text(encoding="utf-8")).get(package.name, {})
        names = package.files.values()
        there = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
        known |= set(names)
        if locked != entry(package, there) or len(there) < len(names):
            out.append(f"{package.folder}: {package.name} is not what {LOCK} says")
    for place in {package.folder for package in PACKAGES}:
        others = sorted(path.name for path in (HERE / place).iterdir() if path.name not in known)
        out += [f"{place}/{name} is in no package" for name in others]
    return out


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit("\n".join(faults()) or None)
    if sys.argv[1:]:
        sys.exit(__doc__)
    write()
