"""A build after any edits has the bytes of a clean one; and which pages each edit draws again.

`make rebuild-proof` runs the first with 2,000 sequences of 30 edits.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from garden.build import build
from garden.config import Config, read_config
from garden.disk import Disk
from garden.reading import Request
from garden.theme import Theme, layered
from tests.offline import tree
from tests.support import HERE, folder_contents

PROOF = os.environ.get("GARDEN_PROOF", "")
SEQUENCES, EDITS = (int(PROOF), 30) if PROOF else (12, 10)
MEMORY = Path("/dev/shm")  # a disk in memory, where there is one

FOLDERS = ("", "a/", "a/b/", "c/")
NAMES = ("index", "Note", "Other", "Hub", "a", "Größe")
PATHS = tuple(f"{folder}{name}.md" for folder in FOLDERS for name in NAMES)
FILES = ("i.png", "a/i.png", "data.csv")
TARGETS = ("Note", "Other", "Hub", "a", "Größe", "index", "AL", "Missing", "a/Note", "i.png")
CONFIGS = (
    "",
    '[site]\ntitle = "Other"',
    '[site]\nbase_url = "https://e.com/x"\nfooter = "by [[Hub]]"',
    '[publish]\nmode = "flag"',
    "[links]\naliases = false",
    '[links]\nproperties = ["related"]',
    '[[navigation]]\nlink = "Hub"',
    '[markdown]\nhtml = "escape"\nstrict_line_breaks = true',
)
HEADERS = st.sampled_from(
    [
        "",
        "title: T",
        "aliases: [AL, Old]",
        "tags: [t/u]",
        "publish: false",
        "publish: true\ncreated: 2024-01-01",
        "modified: 2024-05-05",
        "permalink: /perma",
        'related: "[[Hub]]"',
        "broken: [",
        "private: true",
        "lang: de",
        "image: i.png",
    ]
)
LINES = st.one_of(
    st.sampled_from(["text", "other text", "# Note", "## H", "## I", "block ^x", "#t #u/v", "%%"]),
    st.builds(
        "{}[[{}{}{}]]".format,
        st.sampled_from(["", "!", "see ", "- "]),
        st.sampled_from(TARGETS),
        st.sampled_from(["", "#H", "#^x"]),
        st.sampled_from(["", "|label"]),
    ),
    st.sampled_from(["![](i.png)", '<img src="a/i.png">', "> [!tip]\n> [[Hub]]", "- a ^x\n  - b"]),
)
NOTES = st.builds(
    lambda header, lines: (f"---\n{header}\n---\n" if header else "") + "\n\n".join(lines),
    HEADERS,
    st.lists(LINES, max_size=4),
)
THEMES = ("", '{% extends "bare/note.html" %}', "{{ title }} {{ body }}")


def theme(override: str) -> Theme:
    over = {"note.html": override.encode()} if override else {}
    return layered("bare", folder_contents(HERE / "themes" / "bare"), over)


class Rebuilding(RuleBasedStateMachine):
    """A vault that is edited, and two sites of it: one is kept up to date, one is made anew."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.vault = self.root / "vault"
        self.vault.mkdir()
        (self.vault / "Stays.md").write_text("[[Note]] and ![[Other]]")
        self.config, self.theme = read_config(""), theme("")

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @rule(path=st.sampled_from(PATHS), text=NOTES)
    def write(self, path: str, text: str) -> None:
        file = self.vault / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    @rule(path=st.sampled_from(PATHS))
    def edit_to_the_same_size(self, path: str) -> None:
        """Within one tick of the clock: only the bytes tell."""
        file = self.vault / path
        if file.is_file():
            before = file.stat()
            file.write_bytes(file.read_bytes().replace(b"text", b"next"))
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(path=st.sampled_from(PATHS), seconds=st.sampled_from([-(10**9), 0, 10**6]))
    def touch(self, path: str, seconds: int) -> None:
        file = self.vault / path
        if file.is_file():
            os.utime(file, (10**9 + seconds, 10**9 + seconds))

    @rule(path=st.sampled_from((*PATHS, *FILES)))
    def delete(self, path: str) -> None:
        (self.vault / path).unlink(missing_ok=True)

    @rule(old=st.sampled_from(PATHS), new=st.sampled_from(PATHS))
    def rename(self, old: str, new: str) -> None:
        if (self.vault / old).is_file():
            (self.vault / new).parent.mkdir(parents=True, exist_ok=True)
            (self.vault / old).replace(self.vault / new)

    @rule(old=st.sampled_from(["a", "c"]), new=st.sampled_from(["d", "private"]))
    def rename_folder(self, old: str, new: str) -> None:
        if (self.vault / old).is_dir() and not (self.vault / new).exists():
            (self.vault / old).rename(self.vault / new)

    @rule(path=st.sampled_from(FILES), content=st.sampled_from([b"1", b"2"]))
    def attach(self, path: str, content: bytes) -> None:
        file = self.vault / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    @rule(config=st.sampled_from(CONFIGS))
    def configure(self, config: str) -> None:
        self.config = read_config(config)

    @rule(override=st.sampled_from(THEMES))
    def change_theme(self, override: str) -> None:
        self.theme = theme(override)

    @rule()
    def spoil_the_site(self) -> None:
        for file in sorted((self.root / "public").rglob("*.html"))[:2]:
            file.write_text("spoilt")

    @invariant()
    def the_site_is_that_of_a_clean_build(self) -> None:
        self._build("public", self.root / "cache")
        self._build("clean", None)
        assert tree(self.root / "public") == tree(self.root / "clean")
        shutil.rmtree(self.root / "clean")

    def _build(self, name: str, cache: Path | None) -> None:
        config: Config = self.config.named("garden")
        build(Request(self.vault, self.root / name, config, cache, theme=self.theme), Disk())


def test_out15_after_any_edits_a_build_has_the_bytes_of_a_clean_one() -> None:
    run_state_machine_as_test(
        Rebuilding,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=EDITS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


GARDEN = {
    "Note.md": "---\naliases: [AL]\ntags: [t]\n---\nA [[Hub]] here.\n\n## H\n\nunder ^x",
    "Hub.md": "Says [[Note]] and [[Soon]].\n\nElse.",
    "Shows.md": "![[Note#H]]",
    "Alone.md": "text",
    "Far.md": "To [[Note#H]] and [[AL]]",
}
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
        {"Note", "Hub", "Shows", "Far", "AL", "home", "map", "tags/t"},
    ),
    "another alias": (lambda vault: swap(vault, "Note.md", "[AL]", "[AL, B]"), {"B"}),
    "an alias less": (lambda vault: swap(vault, "Note.md", "[AL]", "[]"), {"Far", "Note"}),
    "a note that an existing link now finds": (
        lambda vault: (vault / "Soon.md").write_text("text"),
        {"Soon", "Hub", "Note", "home", "map"},
    ),
    "a note that nobody links to": (
        lambda vault: (vault / "New.md").write_text("text"),
        {"New", "home", "map"},
    ),
    "a note less": (lambda vault: (vault / "Alone.md").unlink(), {"home", "map"}),
    "a tag": (
        lambda vault: swap(vault, "Alone.md", "text", "text #new"),
        {"Alone", "home", "tags", "tags/new"},
    ),
    "a heading's name": (
        lambda vault: swap(vault, "Note.md", "## H", "## I"),
        {"Note", "Shows", "Far"},
    ),
    "a touched file": (lambda vault: os.utime(vault / "Note.md", (1, 1)), set()),
}


def swap(vault: Path, path: str, old: str, new: str) -> None:
    text = (vault / path).read_text()
    assert old in text
    (vault / path).write_text(text.replace(old, new))


@pytest.mark.parametrize(("edit", "expected"), TABLE.values(), ids=list(TABLE))
def test_which_pages_an_edit_draws(
    tmp_path: Path, edit: Callable[[Path], object], expected: set[str]
) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    for path, text in GARDEN.items():
        (vault / path).write_text(text)
    drawing(vault, tmp_path)
    edit(vault)
    assert drawing(vault, tmp_path) == expected


def drawing(vault: Path, folder: Path) -> set[str]:
    """The pages that a build draws, by the names of their folders."""
    request = Request(
        vault, folder / "public", read_config("").named("g"), folder / "cache", theme=theme("")
    )
    built = build(request, Disk())
    return {
        "home" if out == "index.html" else out.removesuffix("/index.html") for out in built.drawn
    }
