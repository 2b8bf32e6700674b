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
BINARY = (".woff2",)


@dataclass(frozen=True)
class Package:
    """A package of the npm registry and the files that are taken from it, under other names.

    A name that is empty or ends in `/` takes all files of a pattern, but for those in `without`.
    """

    name: str
    version: str
    integrity: str  # as the registry tells it
    licence: str
    folder: str  # below this one
    files: dict[str, str]  # path or pattern in the package → name here
    without: str = ""  # a pattern
    changed: dict[str, str] = field(default_factory=dict)  # a pattern → what stands in its place

    def names(self, paths: list[str]) -> Iterator[tuple[str, str]]:
        """Of the paths in the package those that are taken, and their names here."""
        for pattern, name in self.files.items():
            for path in sorted(p for p in paths if fnmatchcase(p, pattern)):
                if not fnmatchcase(path, self.without):
                    is_folder = not name or name.endswith("/")
                    yield path, name + Path(path).name if is_folder else name


# The parts of d3 name each other as npm's packages do; here they lie in one folder.
_BESIDE = {r'from"(d3-[a-z]+)"': r'from"./\1.js"'}

_ICONS = """
    arrow-left arrow-right arrow-up-right bug calendar check chevron-down chevron-left
    chevron-right circle-check circle-question-mark clipboard-list clock copy corner-
    down-right file-text flame folder hash heading history house info leaf link list
    list-tree locate map maximize menu minus monitor moon pencil pin pin-off plus quote
    refresh-cw rss search shrub shuffle sprout sun tag tree-deciduous triangle-alert
    waypoints x zap
"""

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
        changed={r',url\([^()]*\.(?:woff|ttf)\) format\("[a-z]*"\)': ""},
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
    Package(
        "minisearch",
        "7.2.0",
        "sha512-dqT2XBYUOZOiC5t2HRnwADjhNS2cecp9u+TJRiJ1Qp/f5qjkeT5APcGPjHw+bz89Ms8Jp+cG4AlE+QZ/Q"
        "nDglg==",
        "MIT",
        "default/vendor/minisearch",
        {"dist/es/index.js": "minisearch.js", "LICENSE.txt": "LICENSE"},
        changed={r"(?s:/\*.*?\*/)|(?m:^\s+|\s*//.*$)": ""},  # words about the code, 11 kB of 18
    ),
    Package(
        "d3-force",
        "3.0.1",
        "sha512-kAaaHLFebBYwgi5cYBXAI8vKrQFMCD2MEswj2QuPKKbdU1wYLc8WXtS7O8F/b6POCIe3gJjY6hkDstHi1"
        "yMETQ==",
        "ISC",
        "default/vendor/d3",
        {"dist/d3-force.min.mjs": "d3-force.js", "LICENSE": "d3-force.LICENSE"},
        changed=_BESIDE,
    ),
    Package(
        "d3-dispatch",
        "3.0.2",
        "sha512-sAzH4Y4nsLo8eSqw5jKiZt+LU2wZmL/qS+OkxQGjhwazB/D7TY34R/QK1eshfGr7cZEKymKZ/Haem7m+l"
        "u98Sg==",
        "ISC",
        "default/vendor/d3",
        {"dist/d3-dispatch.min.mjs": "d3-dispatch.js", "LICENSE": "d3-dispatch.LICENSE"},
        changed=_BESIDE,
    ),
    Package(
        "d3-quadtree",
        "3.0.2",
        "sha512-9Lu9mqJKRbIk0d6mKDjpvPURaPdwHVK5CYbcdd0/4vBgz4ldz/7TIOse3kNERsByGNfld58KEco507Azt"
        "JWyTQ==",
        "ISC",
        "default/vendor/d3",
        {"dist/d3-quadtree.min.mjs": "d3-quadtree.js", "LICENSE": "d3-quadtree.LICENSE"},
        changed=_BESIDE,
    ),
    Package(
        "d3-timer",
        "3.0.2",
        "sha512-1Il1aliroVSErrv5aulRBxAY+7+DnaoLIWGd1C6SsBTWDeobWiP/V69vwb8vT6abR1kKwaNe1196pmaQ1"
        "fK90A==",
        "ISC",
        "default/vendor/d3",
        {"dist/d3-timer.min.mjs": "d3-timer.js", "LICENSE": "d3-timer.LICENSE"},
        changed=_BESIDE,
    ),
    Package(
        "@fontsource-variable/source-serif-4",
        "5.3.1",
        "sha512-4Rtay22SC4lMvw11r/+9kxANB6P3M0X8s1NudBC2v0J1KU2y3DcMoNcT3lBoZ/CqLirzf+StlO6UlJily"
        "rvaUg==",
        "OFL-1.1",
        "default/vendor/fonts",
        {"files/*-wght-*.woff2": "", "LICENSE": "source-serif-4.LICENSE"},
    ),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "sha512-OupL48va4JNofb97w6NYeF9S7W/kHNKM0Er8Dem5nqi4jeOLrVJDoE8tZEpnMJmtkvNbB1EIPPwHcdkF6"
        "b1oUA==",
        "OFL-1.1",
        "default/vendor/fonts",
        {"files/*-wght-normal.woff2": "", "LICENSE": "inter.LICENSE"},
    ),
    Package(
        "@fontsource-variable/jetbrains-mono",
        "5.3.0",
        "sha512-F32xpS2NsGYoQi2ADSkKTgpJj7ozajsGgDJ8woTnqjmIB+dxDIqImjl4pXZVEExu8UFZ2ndhmX18EBS/h"
        "dz3Lw==",
        "OFL-1.1",
        "default/vendor/fonts",
        {"files/*-wght-normal.woff2": "", "LICENSE": "jetbrains-mono.LICENSE"},
    ),
    Package(
        "lucide-static",
        "1.62.0",
        "sha512-WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ88G5pHk"
        "SWgwA==",
        "ISC",
        "default/vendor/lucide",
        {**{f"icons/{name}.svg": f"{name}.svg" for name in _ICONS.split()}, "LICENSE": "LICENSE"},
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
    return {
        name: content if name.endswith(BINARY) else _changed(content, package)
        for name, content in files.items()
    }


def _changed(content: bytes, package: Package) -> bytes:
    for pattern, text in package.changed.items():
        content = re.sub(pattern.encode(), text.encode(), content)
    return content


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
