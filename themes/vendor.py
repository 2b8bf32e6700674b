"""Fetches the front-end files of others, pinned to a version and a hash; `--check` verifies them.

    python themes/vendor.py            fetch every package anew (needs npm and the internet)
    python themes/vendor.py --check    compare the files here with the lock file (needs nothing)

Who uses or develops garden needs neither npm nor this script: the files are part of the source.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LOCK = "vendor.lock.json"


@dataclass(frozen=True)
class Package:
    """A package of the npm registry and the files that are taken from it, under other names.

    A name that ends in `/` takes all files of a pattern, but for those named in `without`.
    """

    name: str
    version: str
    integrity: str  # as the registry tells it
    licence: str
    folder: str  # below this one
    files: dict[str, str]  # path or pattern in the package → name here
    without: str = ""  # a pattern
    dropped: dict[str, str] = field(default_factory=dict)  # name here → what is cut out of it

    def names(self, paths: list[str]) -> Iterator[tuple[str, str]]:
        """Of the paths in the package those that are taken, and their names here."""
        for pattern, name in self.files.items():
            for path in sorted(p for p in paths if fnmatchcase(p, pattern)):
                if not fnmatchcase(path, self.without):
                    yield path, name + Path(path).name if name.endswith("/") else name


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
    Package(
        "katex",
        "0.19.1",
        "sha512-jG8uKntjSEcm2EpQOh0XturpPuuC9r3Sq5HLHdsFdWZT27E672SF19QEi+of0/YeOy15lDgRhKvr5614"
        "uRrEfA==",
        "MIT",
        "default/vendor/katex",
        {
            "dist/katex.min.css": "katex.min.css",
            "dist/fonts/*.woff2": "fonts/",
            "dist/katex.min.js": "katex.min.js",
            "dist/contrib/mhchem.min.js": "mhchem.min.js",
            "LICENSE": "LICENSE",
        },
        # The same letters for browsers of ten years ago, which are not taken
        dropped={"katex.min.css": r',url\([^()]*\.(?:woff|ttf)\) format\("[a-z]*"\)'},
    ),
    Package(
        "mermaid",
        "12.3.0",
        "sha512-4113TdXeLAsMruJ79OpFL5O8+LTFXhQqZ260rF3tgUmiNAtRm4Uume04I+65PRN6yZ69J4f8rVYWW8zR"
        "k65UYw==",
        "MIT",
        "default/vendor/mermaid",
        {
            "dist/mermaid.esm.min.mjs": "mermaid.esm.min.mjs",
            "dist/chunks/mermaid.esm.min/*.mjs": "chunks/mermaid.esm.min/",
            "LICENSE": "LICENSE",
        },
        without="*/elk-*.mjs",  # a layout of its own weight, and of another licence
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
            paths = [name.removeprefix("package/") for name in found.getnames()]
            contents = {
                name: found.extractfile(f"package/{path}") for path, name in package.names(paths)
            }
            files = {name: file.read() for name, file in contents.items() if file}
    for name, pattern in package.dropped.items():
        files[name] = re.sub(pattern.encode(), b"", files[name])
    return files


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
        for name in _locked(folder).get(package.name, {}).get("files", ()):
            (folder / name).unlink(missing_ok=True)
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        locks.setdefault(package.folder, {})[package.name] = entry(package, files)
    for place, lock in locks.items():
        text = json.dumps(lock, indent=2, sort_keys=True)
        (HERE / place / LOCK).write_text(f"{text}\n", encoding="utf-8")


def _locked(folder: Path) -> dict[str, Any]:
    lock = folder / LOCK
    return dict(json.loads(lock.read_text(encoding="utf-8"))) if lock.is_file() else {}


def faults() -> list[str]:
    """What is here and is not what the lock files and this script say."""
    out = []
    known = {LOCK}
    for package in PACKAGES:
        folder, locked = HERE / package.folder, _locked(HERE / package.folder)
        names = locked.get(package.name, {}).get("files", {})
        there = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
        known |= set(names)
        if locked.get(package.name) != entry(package, there):
            out.append(f"{package.folder}: {package.name} is not what {LOCK} says")
    for place in sorted({package.folder for package in PACKAGES}):
        files = (path for path in (HERE / place).rglob("*") if path.is_file())
        names_here = sorted(path.relative_to(HERE / place).as_posix() for path in files)
        out += [f"{place}/{name} is in no package" for name in names_here if name not in known]
    return out


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit("\n".join(faults()) or None)
    if sys.argv[1:]:
        sys.exit(__doc__)
    write()
