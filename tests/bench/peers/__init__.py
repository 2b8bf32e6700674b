"""The programs that are measured: what each is installed from, how it is run, what it does.

Each is run in a folder of its own with the notes in `notes/` and its settings beside them, and
writes to `public/`. The settings are the files of the folders named in `settings`, which lie here.
Each does what it can of garden's work, and leaves out what it need not do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from garden.pages import EMITTERS

HERE = Path(__file__).parent
DOES = (
    "wikilinks",
    "aliases",
    "backlinks",
    "embeds",
    "callouts",
    "tag pages",
    "search index",
    "feed",
    "keeps between builds",
)


@dataclass(frozen=True, slots=True)
class Peer:
    """One program with one setting; with no packages it is garden. `does` goes by `DOES`."""

    name: str
    arguments: tuple[str, ...]
    does: tuple[str, ...]
    settings: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    program: str = ""  # a pattern for its file in its environment
    registry: Literal["pypi", "npm"] = "pypi"
    python: tuple[int, int] = (3, 11)  # the oldest it runs on


_EMITTED = {getattr(emitter, "__name__", "") for emitter in EMITTERS}
_GARDEN_DOES = (
    "yes",
    "yes, with redirects",
    "yes, with context",
    "yes",
    "yes",
    "yes",
    "yes" if "search" in _EMITTED else "not yet",
    "yes" if "feed" in _EMITTED else "not yet",
    "notes and drawn pages",
)
_GARDEN = ("build", "notes", "--output", "public", "--cache", "cache", "--quiet")
_HUGO = "lib/*/site-packages/hugo/binaries/hugo"  # without the start of a Python around it

GARDENS = (
    Peer("garden", _GARDEN, _GARDEN_DOES),
    Peer("garden-j1", (*_GARDEN, "--jobs", "1"), _GARDEN_DOES),
)
PEERS = (
    Peer(
        "hugo-plain",
        ("build", "--quiet"),
        ("as text", "redirects only", "no", "no", "yes", "yes", "yes", "yes", "nothing"),
        settings=("hugo",),
        packages=("hugo",),
        program=_HUGO,
    ),
    Peer(
        "hugo-links",
        ("build", "--quiet"),
        ("yes, in code too", "yes", "yes", "as links", "yes", "yes", "yes", "yes", "nothing"),
        settings=("hugo", "hugo-links"),
        packages=("hugo",),
        program=_HUGO,
    ),
    Peer(
        "eleventy",
        ("--quiet",),
        ("yes", "yes", "yes", "as links, but pictures", "no", "no", "no", "no", "nothing"),
        settings=("eleventy",),
        packages=("@11ty/eleventy@3.1.7",),
        program="node_modules/.bin/eleventy",
        registry="npm",
    ),
    Peer(
        "mkdocs",
        ("build", "--quiet"),
        ("by file name", "no", "no", "as broken pictures", "yes", "no", "yes", "no", "nothing"),
        settings=("mkdocs",),
        packages=("mkdocs", "mkdocs-material", "mkdocs-ezlinks-plugin", "mkdocs-callouts"),
        program="bin/mkdocs",
    ),
    Peer(
        "zensical",
        ("build",),
        ("as text", "no", "no", "no", "no", "no", "yes", "no", "drawn pages"),
        settings=("zensical",),
        packages=("zensical",),
        program="bin/zensical",
    ),
    Peer(
        "pelican",
        ("notes", "--settings", "pelicanconf.py", "--output", "public", "--quiet"),
        ("as text", "no", "no", "no", "no", "no", "no", "yes", "nothing"),
        settings=("pelican",),
        packages=("pelican[markdown]",),
        program="bin/pelican",
    ),
    Peer(
        "rockgarden",
        ("build", "--incremental"),
        ("yes", "yes", "yes", "yes", "yes", "yes", "yes", "no", "drawn pages"),
        settings=("rockgarden",),
        packages=("rockgarden",),
        program="bin/rockgarden",
        python=(3, 13),
    ),
)
