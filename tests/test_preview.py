"""The site in memory: what is read and drawn of it, and what it tells.

That it is what a clean build would write, after any changes, is in `test_rebuild.py`.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

import garden.edition
import garden.preview
from garden.build import build
from garden.config import ConfigError
from garden.disk import Disk
from garden.edition import Edition
from garden.grown import parsed
from garden.output import MANIFEST
from garden.paths import DATA, url_of
from garden.preview import Preview
from garden.theme import ThemeError
from tests.offline import Files, tree, write
from tests.serving import preview_of, requested
from tests.support import bare_theme

FILES: Files = {
    "index.md": "# Home\n[[Trust]] ![[pic.png]]\n",
    "Trust.md": "# Trust\n[[index]]\n",
    "Secret.md": "---\npublish: false\n---\n[[Trust]]",
    "pic.png": "x",
    "static/robots.txt": "x",
    "garden.toml": '[properties]\nshow = ["seen"]\n',
}


def contents(edition: Edition) -> dict[str, bytes]:
    """Every file of an edition as its bytes."""
    found = {out: edition.find(url_of(out)) for out in edition.files}
    return {
        out: one.content.read_bytes() if isinstance(one.content, Path) else one.content
        for out, one in found.items()
        if one is not None
    }


def clean(vault: Path, place: Path) -> dict[str, bytes]:
    """What a build without any memory writes."""
    request = requested(vault)
    build(replace(request, output=place / "clean", static=request.static), Disk())
    files = tree(place / "clean")
    return {
        path: content for path, content in files.items() if path[-1] != "/" and path != MANIFEST
    }


# --- what an edition tells ----------------------------------------------------------------------


def test_only_what_has_changed_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garden.preview, "_SETTLED", -1.0)
    read: list[str] = []
    vault = write(tmp_path / "notes", FILES)
    disk = Disk(lambda operation, path: read.append(path.name) if path.is_file() else None)
    preview = Preview(lambda: requested(vault), disk)
    preview.refresh()
    read.clear()
    write(vault, {"Trust.md": "other words"})
    preview.refresh()
    assert [name for name in read if name.endswith((".md", ".html"))] == ["Trust.md"]


def test_only_new_words_are_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def told(sources: dict[str, bytes], *others: object) -> object:
        read.extend(sources)
        return parsed(sources, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(garden.preview, "parsed", told)
    vault = write(tmp_path / "notes", FILES)
    preview = preview_of(vault)
    preview.refresh()
    read.clear()
    (vault / "Trust.md").replace(vault / "Moved.md")
    write(vault, {"New.md": "new"})
    preview.refresh()
    assert read == ["New.md"]


def test_a_page_is_drawn_when_it_is_asked_for_and_once(tmp_path: Path) -> None:
    edition = preview_of(write(tmp_path / "notes", {**FILES, "Other.md": ""})).refresh()
    assert "Trust/index.html" not in edition.drawn
    assert edition.find("Trust/") is edition.find("Trust/")
    assert edition.find("nothing/") is None


def test_many_may_ask_at_once(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {f"{n}.md": f"[[{n + 1}]]" for n in range(40)})
    edition = preview_of(vault).refresh()
    found: list[dict[str, bytes]] = []
    threads = [threading.Thread(target=lambda: found.append(contents(edition))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(one == found[0] for one in found)


LOOKED: dict[str, str] = {
    "index.md": "# Home\n[[Trust]]\n",
    "Trust.md": "# Trust\n[[Walks#Far]]\n",
    "Walks.md": "# Walks\nwords\n## Far\n![[Rain]]\n",
    "Rain.md": "---\naliases: Drizzle\n---\nrain #wet\n",
    "Secret.md": "---\npublish: false\n---\n[[Trust]]",
}
# an edit → the pages that are not the same any more, with the questions answered otherwise
REDRAWN: dict[str, tuple[Files, dict[str, tuple[str, ...]]]] = {
    "a word": (
        {"Walks.md": "# Walks\nother\n## Far\n![[Rain]]\n"},
        {"Walks/": ("head Walks.md", "text Walks.md")},
    ),
    "a heading that is linked to": (
        {"Walks.md": "# Walks\nwords\n## Near\n![[Rain]]\n"},
        {
            "Rain/": ("backlinks Rain.md 1",),
            "Trust/": ("destinations Trust.md",),
            "Walks/": ("text Walks.md", "destinations Trust.md"),
        },
    ),
    "what is embedded": (
        {"Rain.md": LOOKED["Rain.md"].replace("rain", "sun")},
        {"Rain/": ("head Rain.md", "text Rain.md"), "Walks/": ("text Rain.md",)},
    ),
    "a tag": (
        {"Rain.md": LOOKED["Rain.md"].replace("#wet", "#dry")},
        {
            "Rain/": ("head Rain.md", "text Rain.md", "tag_url wet"),
            "Walks/": ("text Rain.md", "tag_url wet"),
            "tags/": ("tag_tree 1",),
            "tags/wet/": (),
        },
    ),
    "a note in the place of its alias": (
        {"Drizzle.md": ""},
        {
            "Drizzle/": (),
            "map/": ("folder ", "notes_in  1"),
            "graph/": ("folder ",),
        },
    ),
    "a private note": ({"Secret.md": "---\npublish: no\n---\n[[Rain]]"}, {}),
}


@pytest.mark.parametrize(("files", "expected"), REDRAWN.values(), ids=list(REDRAWN))
def test_only_pages_with_other_answers_are_drawn_again(
    tmp_path: Path, files: Files, expected: dict[str, tuple[str, ...]]
) -> None:
    vault = write(tmp_path / "notes", LOOKED)
    preview = preview_of(vault)
    first = preview.refresh()
    contents(first)
    write(vault, files)
    second = preview.refresh()
    redrawn = {
        url_of(out): tuple(" ".join(map(str, (question, *args))) for question, args in keys)
        for out, keys in second.redrawn.items()
        if not out.startswith(f"{DATA}/")
    }
    assert redrawn == expected
    pages = {out for out, one in first.drawn.items() if one.maker}
    kept = pages - second.redrawn.keys()
    assert [out for out in kept if second.drawn[out] is not first.drawn[out]] == []
    assert contents(second) == clean(vault, tmp_path)


LOOKS: dict[str, Files] = {
    "the theme": {"_theme/note.html": "{% extends 'default/note.html' %}"},
    "the configuration": {"garden.toml": '[site]\ntitle = "T"'},
}


@pytest.mark.parametrize("files", LOOKS.values(), ids=list(LOOKS))
def test_another_theme_or_configuration_draws_every_page_again(
    tmp_path: Path, files: Files
) -> None:
    vault = write(tmp_path / "notes", LOOKED)
    preview = preview_of(vault)
    contents(preview.refresh())
    write(vault, files)
    edition = preview.refresh()
    assert (edition.looks_new, edition.drawn, edition.redrawn) == (True, {}, {})


def test_only_so_many_pages_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garden.edition, "_KEPT", 2)
    vault = write(tmp_path / "notes", LOOKED)
    preview = preview_of(vault)
    first = preview.refresh()
    for url in ("Walks/", "", "Trust/", "Rain/"):
        first.find(url)
    write(vault, {"Rain.md": LOOKED["Rain.md"].replace("rain", "sun")})
    second = preview.refresh()
    assert [*second.drawn] == ["Trust/index.html"]
    assert [*second.redrawn] == ["Rain/index.html"]


def test_a_page_that_nobody_has_looked_at_is_not_told(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", LOOKED)
    preview = preview_of(vault)
    preview.refresh().find("Rain/")
    write(vault, {path: f"{text}more" for path, text in LOOKED.items()})
    assert [*preview.refresh().redrawn] == ["Rain/index.html"]


SECRET = {"Secret.md": "---\npublish: no\n---\n"}
MANY = {"Trust.md": "x", "New.md": "y", "pic.png": "xx"}
CHANGES: dict[str, tuple[Files, tuple[str, ...], int]] = {
    "a note": ({"Trust.md": "other"}, ("Trust.md",), 0),
    "several": (MANY, ("New.md", "Trust.md", "pic.png"), 0),
    "a note that is private now": ({"Trust.md": "---\ndraft: true\n---\n"}, ("Trust.md",), 0),
    "a private note beside it": ({"Trust.md": "x", **SECRET}, ("Trust.md",), 1),
    "a static file": ({"static/robots.txt": "yy"}, ("static/robots.txt",), 0),
    "the theme": ({"_theme/style.css": "x"}, ("the theme",), 0),
    "P04 the type of a property": (
        {".obsidian/types.json": '{"types": {"seen": "text"}}'},
        (".obsidian/types.json",),
        0,
    ),
    "the configuration": ({"garden.toml": '[site]\ntitle = "T"'}, ("garden.toml",), 0),
}


@pytest.mark.parametrize(("files", "public", "hidden"), CHANGES.values(), ids=list(CHANGES))
def test_what_has_changed_is_told(
    tmp_path: Path, files: Files, public: tuple[str, ...], hidden: int
) -> None:
    vault = write(tmp_path / "notes", FILES)
    preview = preview_of(vault)
    first = preview.refresh()
    write(vault, files)
    second = preview.refresh()
    assert (second.number, second.changes, second.hidden) == (first.number + 1, public, hidden)


SAME: dict[str, Files] = {
    "nothing": {},
    "the same words": {"Trust.md": FILES["Trust.md"]},
    "P04 the type of a property that is not shown": {
        ".obsidian/types.json": '{"types": {"hidden": "text"}}'
    },
    "a private note": {"Secret.md": "---\npublish: false\n---\nother", "private/x.md": "x"},
}


@pytest.mark.parametrize("files", SAME.values(), ids=list(SAME))
def test_ni3_what_changes_no_byte_is_the_same_edition(tmp_path: Path, files: Files) -> None:
    vault = write(tmp_path / "notes", FILES)
    preview = preview_of(vault)
    first = preview.refresh()
    write(vault, files)
    second = preview.refresh()
    assert second.number == first.number
    assert second.drawn is first.drawn


NEAR = {
    "deep-watr": ["Deep water"],
    "f/deepwater/": ["Deep water"],
    "deep-water/": ["Deep water"],
    "trst/": ["Trust"],
    "Secret/": [],
}


@pytest.mark.parametrize(("url", "titles"), NEAR.items())
def test_near_names_are_of_published_notes(tmp_path: Path, url: str, titles: list[str]) -> None:
    edition = preview_of(write(tmp_path / "notes", {**FILES, "f/Deep water.md": ""})).refresh()
    assert [card.title for card in edition.near(url)] == titles


BROKEN: dict[str, tuple[Files, type[Exception]]] = {
    "a template's form": ({"_theme/note.html": "{% if %}"}, ThemeError),
    "a template's words": ({"_theme/tag.html": "{{ nothing }}", "Trust.md": "#x"}, ThemeError),
    "the configuration": ({"garden.toml": "[site"}, ConfigError),
}


@pytest.mark.parametrize(("files", "error"), BROKEN.values(), ids=list(BROKEN))
def test_what_cannot_be_drawn_is_no_edition_and_leaves_the_last(
    tmp_path: Path, files: Files, error: type[Exception]
) -> None:
    vault = write(tmp_path / "notes", FILES)
    preview = preview_of(vault)
    first = preview.refresh()
    write(vault, files)
    with pytest.raises(error):
        preview.refresh()
    for path in files:
        (vault / path).unlink()
    write(vault, {path: text for path, text in FILES.items() if path in files})
    assert contents(preview.refresh()) == contents(first)


# --- drafts -------------------------------------------------------------------------------------

DRAFTS: dict[str, tuple[str, str, str | None]] = {
    # path, text, why it is a draft; None where it is private and never shown
    "publish": ("a.md", "---\npublish: false\n---\n", "publish: false"),
    "draft": ("a.md", "---\ndraft: true\n---\n", "draft: true"),
    "unclear": ("a.md", "---\npublish: perhaps\n---\n", "publish: neither yes nor no"),
    "unreadable": ("a.md", "---\ntitle: [\n---\ntext", "its front matter cannot be read"),
    "private": ("a.md", "---\nprivate: true\n---\n", None),
    "a private draft": ("a.md", "---\ndraft: true\nprivate: true\n---\n", None),
    "a private tag": ("a.md", "---\ndraft: true\n---\n#private", None),
    "a private folder": ("private/a.md", "---\ndraft: true\n---\n", None),
    "a private note that cannot be read": ("a.md", "---\nprivate: true\nx: [\n---\n", None),
    "one that says so below": ("a.md", "---\nx: [\nPri\u200bvate : 'Yes'\n---\n", None),
    "one that is no YAML": ("a.md", "---\n{x: [, private: true\n---\n", None),
    "one that says so inside": ("a.md", "---\nx: {y: [, private: 1}\n---\n", None),
    "one without an end": ("a.md", "---\nprivate: true\ntext", None),
    "one that is unclear": ("a.md", "---\nprivate: oh\nx: [\n---\n", None),
    "one with a private tag": ("a.md", "---\nx: [\ntags:\n  - private\n---\n", None),
    "a second block that is private": ("a.md", "---\n---\n---\nprivate: true\n---\n", None),
    "TOML": ("a.md", "+++\nprivate = true\n+++\n", None),
    "a key twice": ("a.md", "---\nprivate: true\nprivate: false\n---\n", None),
    "too long": ("a.md", f"---\nprivate: true\nx: {'x' * 66000}\n---\n", None),
    "unreadable, and not private": (
        "a.md",
        "---\nprivate: false\nx: [\n---\n",
        "its front matter cannot be read",
    ),
    "a folder that may be private": ("f/index.md", "---\ntitle: [\n---\n", None),
}


@pytest.mark.parametrize(("path", "text", "reason"), DRAFTS.values(), ids=list(DRAFTS))
def test_drafts(tmp_path: Path, path: str, text: str, reason: str | None) -> None:
    vault = write(tmp_path / "notes", {"index.md": "", path: text, "f/b.md": "x"})
    edition = preview_of(vault, drafts=True).refresh()
    assert list(edition.drafts.values()) == ([reason] if reason else [])
    assert (path in edition.grown.garden.notes) is (reason is not None)
    assert edition.drafts.keys() <= set(edition.grown.garden.urls.values())
    assert path not in preview_of(vault).refresh().grown.garden.notes


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ('mode = "flag"', "no `publish: true`"),
        ('mode = "folders"\nfolders = ["f"]', "outside publish.folders"),
    ],
)
def test_drafts_of_a_mode(tmp_path: Path, mode: str, reason: str) -> None:
    files = {"a.md": "", "f/b.md": "---\npublish: true\n---\n", "garden.toml": f"[publish]\n{mode}"}
    edition = preview_of(write(tmp_path / "notes", files), drafts=True).refresh()
    assert edition.drafts == {"a/": reason}


def test_a_draft_that_stays_is_not_taken_for_an_edit(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {"a.md": "---\ndraft: true\n---\ntext", "b.md": "text"})
    preview = preview_of(vault, drafts=True)
    first = preview.refresh().grown.garden.notes["a.md"]
    write(vault, {"b.md": "other text"})
    assert preview.refresh().grown.garden.notes["a.md"] is first


def test_srv13_drafts_write_nothing(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {"a.md": "---\ndraft: true\n---\n"})
    before = tree(tmp_path)
    edition = preview_of(vault, drafts=True).refresh()
    contents(edition)
    assert tree(tmp_path) == before


def test_the_theme_of_a_request_takes_the_place_of_the_configured_one(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", FILES)
    theme = bare_theme()
    assert Preview(lambda: requested(vault, theme), Disk()).refresh().theme is theme
