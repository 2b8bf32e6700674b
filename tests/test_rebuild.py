"""The kept site and the preview are those of a clean build; and which pages each edit draws.

`make rebuild-proof` does the first with 2,000 sequences of 30 edits, and tells what was done.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from garden.build import build
from garden.config import read_config
from garden.disk import Disk
from garden.paths import DATA
from garden.reading import Request
from tests.offline import write
from tests.rebuilding import Rebuilding
from tests.support import bare_theme

PROOF = int(os.environ.get("GARDEN_PROOF", "0"))  # sequences
PARTS = 16 if PROOF else 1  # each in one process
SEQUENCES, EDITS = (-(-PROOF // PARTS), 30) if PROOF else (8, 10)


def prove(sequences: int, edits: int, jobs: int = 1) -> Counter[str]:
    """What was done in some sequences, after each step of which the law held."""
    counted = Counter[str]()
    machine = type("Rebuilding", (Rebuilding,), {"done": counted, "jobs": jobs})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=sequences,
            stateful_step_count=edits,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return counted


@pytest.mark.parametrize("part", range(PARTS))
def test_out15_after_any_edits_all_sites_are_that_of_a_clean_build(
    part: int, told: Callable[[Counter[str]], None]
) -> None:
    told(prove(SEQUENCES, EDITS))


def test_out15_after_any_edits_with_real_processes(
    monkeypatch: pytest.MonkeyPatch, told: Callable[[Counter[str]], None]
) -> None:
    monkeypatch.setattr("garden.workers.WORTH_OTHERS", 1)
    monkeypatch.setattr("garden.parallel.WORTH_OTHERS", 1)
    monkeypatch.setattr("garden.parallel._CHUNK", 3)
    told(prove(20, 10, jobs=2) if PROOF else prove(3, 2, jobs=2))


@pytest.fixture
def told(record_property: Callable[[str, object], None]) -> Callable[[Counter[str]], None]:
    """Keeps what the proof has done, for `conftest.py` to tell at its end."""

    def tell(done: Counter[str]) -> None:
        if PROOF:
            record_property("proof", dict(done))

    return tell


GARDEN = {
    "Note.md": "---\naliases: [AL]\ntags: [t]\n---\nA [[Hub]] here.\n\n## H\n\nunder ^x",
    "Hub.md": "Says [[Note]] and [[Soon]].\n\nElse.",
    "Shows.md": "![[Note#H]]",
    "Alone.md": "text",
    "Far.md": "To [[Note#H]] and [[AL]]",
}
GRAPH = ("graph", "graph.json", "graph-places.json")  # what knows of every note
TREE, URLS = "explorer.html", "urls.json"
TABLE: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "nothing": (lambda _: None, set()),
    "a typo in a paragraph that nobody quotes": (
        lambda vault: swap(vault, "Hub.md", "Else", "else"),
        {"Hub"},
    ),
    "a typo in a paragraph with a link": (
        lambda vault: swap(vault, "Hub.md", "Says", "says"),
        {"Hub", "Note", "home"},  # which shows how notes begin
    ),
    "a typo in an embedded section": (
        lambda vault: swap(vault, "Note.md", "under", "below"),
        {"Note", "Shows"},
    ),
    "a typo outside of an embedded section": (
        lambda vault: swap(vault, "Note.md", "here", "there"),
        {"Note", "Hub", "Shows", "home"},
    ),
    "a title": (
        lambda vault: swap(vault, "Note.md", "tags:", "title: New\ntags:"),
        {"Note", "Hub", "Shows", "Far", "AL", "home", "map", "tags/t", "graph", "graph.json"}
        | {TREE},
    ),
    "another alias": (lambda vault: swap(vault, "Note.md", "[AL]", "[AL, B]"), {"B", "Note"}),
    "an alias less": (lambda vault: swap(vault, "Note.md", "[AL]", "[]"), {"Far", "Note"}),
    "a note that an existing link now finds": (
        lambda vault: (vault / "Soon.md").write_text("text"),
        {"Soon", "Hub", "Note", "home", "map", *GRAPH, TREE, URLS},
    ),
    "a note that nobody links to": (
        lambda vault: (vault / "New.md").write_text("text"),
        {"New", "home", "map", *GRAPH, TREE, URLS},
    ),
    "a note less": (
        lambda vault: (vault / "Alone.md").unlink(),
        {"home", "map", *GRAPH, TREE, URLS},
    ),
    "a tag": (
        lambda vault: swap(vault, "Alone.md", "text", "text #new"),
        {"Alone", "home", "tags", "tags/new", "graph.json"},
    ),
    "a link more": (
        lambda vault: swap(vault, "Alone.md", "text", "text [[Far]]"),
        {"Alone", "Far", "home", *GRAPH},
    ),
    "a heading's name": (
        lambda vault: swap(vault, "Note.md", "## H", "## I"),
        {"Note", "Shows", "Far"},
    ),
    "a touched file": (lambda vault: os.utime(vault / "Note.md", (1, 1)), set()),
}


DATA_TABLE: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "nothing": (lambda _: None, set()),
    "a text": (lambda vault: swap(vault, "Hub.md", "Else", "else"), {"0", "lengths"}),
    "a heading": (
        lambda vault: swap(vault, "Note.md", "## H", "## I"),
        {"0", "lengths", "headings"},
    ),
    "a title": (
        lambda vault: swap(vault, "Note.md", "tags:", "title: New\ntags:"),
        {"0", "lengths", "titles"},
    ),
    "what a search does not look at": (
        lambda vault: swap(vault, "Note.md", "tags:", "description: New\ntags:"),
        set(),
    ),
}


@pytest.mark.parametrize(("edit", "expected"), DATA_TABLE.values(), ids=list(DATA_TABLE))
def test_which_files_of_the_search_an_edit_draws(
    tmp_path: Path, edit: Callable[[Path], object], expected: set[str]
) -> None:
    drawn = drawn_after(edit, tmp_path, search=True)
    assert drawn == {f"search/0/{name}.json" for name in expected}


def swap(vault: Path, path: str, old: str, new: str) -> None:
    text = (vault / path).read_text()
    assert old in text
    (vault / path).write_text(text.replace(old, new))


@pytest.mark.parametrize(("edit", "expected"), TABLE.values(), ids=list(TABLE))
def test_which_pages_an_edit_draws(
    tmp_path: Path, edit: Callable[[Path], object], expected: set[str]
) -> None:
    assert drawn_after(edit, tmp_path) == expected


def drawn_after(edit: Callable[[Path], object], folder: Path, *, search: bool = False) -> set[str]:
    """What a build draws after an edit of the garden, and one before it."""
    vault = write(folder / "vault", GARDEN)
    drawing(vault, folder)
    edit(vault)
    return drawing(vault, folder, search=search)


def drawing(vault: Path, folder: Path, *, search: bool = False) -> set[str]:
    """The pages that a build draws, by the names of their folders; or the files of the `search`."""
    request = Request(
        vault, folder / "public", read_config("").named("g"), folder / "cache", theme=bare_theme()
    )
    built = build(request, Disk())
    drawn = (out.removesuffix("/index.html").removeprefix(f"{DATA}/") for out in built.drawn)
    named = {"home" if out == "index.html" else out for out in drawn}
    return {out for out in named if out.startswith("search/") == search}
