"""A theme is changed a file at a time: by copies, which tell their age, and by own styles."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from garden.cli import cli
from garden.disk import Disk
from garden.ejected import ejected, mark_of, version_of
from garden.overrides import VENDOR, outdated, theme_files
from garden.reading import read_inputs
from garden.theme import Theme, is_template, layered
from garden.themes import packages_in
from tests import test_cli
from tests.offline import built, faults, tree, write
from tests.serving import preview_of, requested
from tests.support import HERE, default_theme, garden_of

run = test_cli.run

THEME = HERE.parent / "themes" / "default"
NOTES = {"index.md": "# Home\n\n[[Trust]] #tag\n", "Trust.md": "---\naliases: [T]\n---\ntext\n"}
OLD = "{# garden: default/note.html 01234567 #}\n{% extends 'default/note.html' %}\n"


def files() -> dict[str, bytes]:
    return {name: (THEME / name).read_bytes() for name in theme_files(Disk(), "default")}


def with_copies(names: list[str]) -> Theme:
    own = files()
    copies = {name: ejected("default", name, own[name]) for name in names}
    return layered("default", own, copies, packages_in(Disk(), THEME / VENDOR))


def test_each_file_of_the_theme_has_a_word_on_it() -> None:
    words = tomllib.loads((THEME / "theme.toml").read_text())["files"]
    assert set(files()) - set(words) == set()
    assert all(words.values())


def test_a_copy_of_every_template_changes_no_page() -> None:
    names = [name for name in files() if is_template(name)]
    grown = garden_of(NOTES)
    assert grown.pages(with_copies(names)) == grown.pages(default_theme())


def test_copies_of_all_other_files_make_a_sound_site(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", NOTES)
    theme = with_copies([name for name in files() if not is_template(name)])
    built(vault, tmp_path / "public", theme=theme)
    assert faults(tmp_path / "public") == []


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("note.html", "{# garden: default/note.html 2d711642 #}"),
        ("feed.xml", "{# garden: default/feed.xml 2d711642 #}"),
        ("style/text.css", "/* garden: default/style/text.css 2d711642 */"),
        ("garden.js", "// garden: default/garden.js 2d711642"),
        ("favicon.svg", "x"),
        ("a.woff2", "x"),
    ],
)
def test_a_copy_says_in_its_first_line_what_it_was_made_from(name: str, first: str) -> None:
    copy = ejected("default", name, b"x")
    assert copy.decode().splitlines()[0] == first
    assert copy.endswith(b"x")
    mark = mark_of(copy)
    assert mark is None or (mark.name, mark.version) == (name, version_of(b"x"))


def test_a_file_is_copied_once_and_never_overwritten(run: Any, tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", NOTES)
    assert run("theme", "eject", "parts/head.html", vault).code == 0
    copy = vault / "_theme/parts/head.html"
    assert copy.read_bytes() == ejected("default", "parts/head.html", files()["parts/head.html"])
    copy.write_text("mine")
    said = run("theme", "eject", "parts/head.html", vault)
    assert said.code == 2
    assert "is there already, and stays as it is" in said.err
    assert copy.read_text() == "mine"


def test_no_copy_goes_through_a_link_to_where_no_theme_is_read_from(
    run: Any, tmp_path: Path
) -> None:
    vault = write(tmp_path / "notes", {**NOTES, "_theme/tag.html": "x"})
    (tmp_path / "elsewhere").mkdir()
    (vault / "_theme/parts").symlink_to(tmp_path / "elsewhere")
    said = run("theme", "eject", "parts/head.html", vault)
    assert (said.code, list((tmp_path / "elsewhere").iterdir())) == (2, [])
    assert "leads elsewhere" in said.err


def test_a_theme_folder_may_itself_be_a_link(run: Any, tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", NOTES)
    (tmp_path / "mine").mkdir()
    (vault / "_theme").symlink_to(tmp_path / "mine")
    assert run("theme", "eject", "parts/head.html", vault).code == 0
    assert (tmp_path / "mine/parts/head.html").is_file()


@pytest.mark.parametrize("name", ["nope", "../tests/themes/bare", ""])
@pytest.mark.parametrize("command", [["list"], ["eject", "note.html"]], ids=str)
def test_there_are_no_themes_but_those_of_garden(
    run: Any, tmp_path: Path, command: list[str], name: str
) -> None:
    config = f'[theme]\nname = "{name}"\n'
    said = run("theme", *command, write(tmp_path / "notes", {**NOTES, "garden.toml": config}))
    assert (said.code, said.out) == (2, "")
    assert f'no theme is called "{name}"; there are: default' in said.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("nte.html", "note.html"), ("tokens.css", "style/tokens.css"), ("../base.html", "base.html")],
)
def test_an_unknown_file_is_met_with_a_near_one(
    run: Any, tmp_path: Path, typed: str, meant: str
) -> None:
    said = run("theme", "eject", typed, write(tmp_path / "notes", NOTES))
    assert said.code == 2
    assert f'did you mean "{meant}"?' in said.err
    assert not (tmp_path / "notes/_theme").exists()


def test_a_file_is_shown_and_compared(run: Any, tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", NOTES)
    copy = ejected("default", "tag.html", files()["tag.html"]).decode()
    assert run("theme", "eject", "tag.html", vault, "--print").out == copy
    said = run("theme", "eject", "tag.html", vault, "--diff")
    assert (said.code, "there is no" in said.err) == (2, True)
    write(vault, {"_theme/tag.html": copy})
    assert run("theme", "eject", "tag.html", vault, "--diff").out == "They are the same.\n"
    write(vault, {"_theme/tag.html": f"{copy}<p>more</p>\n"})
    said = run("theme", "eject", "tag.html", vault, "--diff")
    assert said.out.splitlines()[-1] == "+<p>more</p>"


def test_the_list_says_which_files_are_laid_over(run: Any, tmp_path: Path) -> None:
    over = {"_theme/note.html": OLD, "_theme/tag.html": "x", "_theme/custom.css": "p {}"}
    said = run("theme", "list", write(tmp_path / "notes", {**NOTES, **over}))
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in said.out.splitlines()}
    assert lines.keys() == {*files(), "custom.css"}
    assert lines["note.html"] == "a note (yours, of an older garden)"
    assert lines["tag.html"] == "the page of a tag (yours is used)"
    assert lines["tags.html"] == "the list of all tags"
    assert lines["custom.css"] == "your own"


AGES = {
    "of this garden": (ejected("default", "note.html", files()["note.html"]), ""),
    "changed since by its author": (
        ejected("default", "note.html", files()["note.html"]) + b"more",
        "",
    ),
    "written from nothing": (b"<p>garden: a note</p>", ""),
    "of another theme": (OLD.replace("default", "other").encode(), ""),
    "of an older garden": (OLD.encode(), "copied from an older note.html than that of this garden"),
    "with words above its mark": (
        f"{{# mine #}}\n{OLD}".encode(),
        "copied from an older note.html than that of this garden",
    ),
    "of a file that is gone": (
        OLD.replace("note.html", "gone.html").encode(),
        "copied from an older garden, whose theme had a file gone.html",
    ),
    "of a file outside of the theme": (
        OLD.replace("note.html", "../vendor.py").encode(),
        "copied from an older garden, whose theme had a file ../vendor.py",
    ),
}


@pytest.mark.parametrize(("content", "message"), AGES.values(), ids=list(AGES))
def test_a_copy_of_an_older_file_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    write(tmp_path, {"_theme/note.html": content})
    found = [p.message for p in outdated(Disk(), tmp_path / "_theme", "default")]
    assert found == ([message] if message else [])


def test_an_old_copy_is_told_by_check_build_and_serve(run: Any, tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {**NOTES, "_theme/note.html": OLD})
    (problem,) = json.loads(run("check", vault, "--format", "json").out)["problems"]
    assert (problem["path"], problem["rule"]) == ("_theme/note.html", "theme-stale")
    assert "garden theme eject note.html --diff" in problem["hint"]
    for _ in range(2):  # the second has nothing to do, and says it again
        assert "1 copy of an older theme file" in run("build", vault).out
    assert [p.rule for p in preview_of(vault).refresh().problems] == ["theme-stale"]
    write(vault, {"garden.toml": "[check]\ntheme-stale = 'ignore'\n"})
    assert json.loads(run("check", vault, "--format", "json").out)["problems"] == []


def test_a_new_theme_is_noticed_where_nothing_else_has_changed(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {**NOTES, "_theme/tag.html": "x"})
    before = read_inputs(requested(vault), Disk()).digest()
    write(vault, {"_theme/tag.html": OLD})
    assert read_inputs(requested(vault), Disk()).digest() != before


def test_styles_of_ones_own_come_after_all_of_the_themes(tmp_path: Path) -> None:
    code = {**NOTES, "index.md": "```py\nx\n```\n\n$x$\n"}
    for own, last in (({}, "code."), ({"_theme/custom.css": "p { color: red }"}, "custom.")):
        vault = write(tmp_path / "notes", {**code, **own})
        theme = layered("default", files(), _overrides(vault), packages_in(Disk(), THEME / VENDOR))
        built(vault, tmp_path / "public", theme=theme)
        home = (tmp_path / "public/index.html").read_text()
        sheets = [part.split('"')[0] for part in home.split('rel="stylesheet" href="theme/')[1:]]
        assert sheets[-1].startswith(last)
        assert faults(tmp_path / "public") == []


def _overrides(vault: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in vault.glob("_theme/*")}


LITTER = (
    *(".DS_Store", "Thumbs.db", "desktop.ini", "custom.css~", ".custom.css.swp", "x.bak", "x.tmp"),
    "custom.sync-conflict-20240501-101010-ABCDEFG.css",
    *("4913", "#x#", "node_modules/p/y.css", "img/.DS_Store", "img/Thumbs.db", "img/a.svg~"),
    *("private/notes.txt", "Private/deep/x.css", "img/PRIVATE/a.svg", "private/note.html"),
)


@pytest.mark.parametrize("path", LITTER)
def test_no_litter_and_nothing_private_is_part_of_a_theme(tmp_path: Path, path: str) -> None:
    vault = write(tmp_path / "v", {"n.md": "text", "_theme/custom.css": "p {}"})
    write(vault / "_theme", {"img/ok.svg": "<svg/>", path: "zqx"})
    said = CliRunner().invoke(cli, ["build", str(vault), "-o", str(tmp_path / "out")])
    assert said.exit_code == 0, said.output
    site = tree(tmp_path / "out")
    assert not [out for out, content in site.items() if b"zqx" in content]
    assert [out for out in site if out.startswith("theme/img/ok.")]
    assert path not in CliRunner().invoke(cli, ["theme", "list", str(vault)]).output


def test_patterns_about_notes_take_nothing_from_a_theme(tmp_path: Path) -> None:
    """One that opens a few folders would close it."""
    config = '[publish]\nexclude = ["*", "!/open/"]\n'
    files = {"garden.toml": config, "open/n.md": "text", "_theme/a/b.css": "zqx"}
    vault = write(tmp_path / "v", files)
    CliRunner().invoke(cli, ["build", str(vault), "-o", str(tmp_path / "out")])
    assert any(b"zqx" in content for content in tree(tmp_path / "out").values())
