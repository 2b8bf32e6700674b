"""What of a vault is read: conflict copies, folders' own notes, names that look the same, and

what Obsidian's settings say.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

import garden.ignored
from garden.build import Built
from garden.config import ConfigError
from garden.copies import original_of
from garden.disk import Disk
from garden.ignored import filters_of
from garden.obsidian import read_settings, settings_files, vault_around
from tests.commands import said
from tests.offline import Files, built, tree, write
from tests.serving import served
from tests.test_output import failing

NFC, NFD = "\u00e9", "e\u0301"
PRIVATE = "---\nprivate: true\n---\n"
DENIED = "---\npublish: false\n---\n"
SECRET = b"zqxsecret"


def site(tmp_path: Path, files: Files, config: str = "", below: str = "") -> tuple[Built, bytes]:
    """A vault that is built, and all that is in its site."""
    write(tmp_path / "notes", {"home.md": "Home.", **files})
    done = built(tmp_path / "notes" / below, tmp_path / "public", config)
    return done, b"\n".join((k.encode() + v) for k, v in tree(tmp_path / "public").items())


def found(done: Built, *rules: str) -> list[tuple[str, str]]:
    return [(p.rule, p.path) for p in done.grown.report.problems if p.rule in rules]


# --- OUT8: conflict copies ----------------------------------------------------------------------

COPIES = {
    "Syncthing": "Plans.sync-conflict-20240501-101010-ABCDEFG",
    "Syncthing, formerly": "Plans.sync-conflict-20240501-101010",
    "Dropbox": "Plans (Ann's conflicted copy 2024-05-01)",
    "Dropbox, another apostrophe": "Plans (Ann’s conflicted copy 2024-05-01)",
    "Dropbox, a name that ends in s": "Plans (James' conflicted copy 2024-05-01)",
    "Dropbox, a name in brackets": "Plans (Ann (work)'s conflicted copy 2024-05-01)",
    "Dropbox, a second one that day": "Plans (Ann's conflicted copy 2024-05-01 (1))",
    "Dropbox, of nobody": "Plans (conflicted copy 2024-05-01)",
    "Dropbox in German": "Plans (In Konflikt stehende Kopie von Ann 2024-05-01)",
    "Dropbox in German, later": "Plans (Anns in Konflikt stehende Kopie 2024-05-01)",
    "Dropbox in French": "Plans (Copie en conflit de Ann 2024-05-01)",
    "Dropbox, case": "Plans (Case Conflict)",
    "Dropbox, case, a second one": "Plans (Case Conflict 1)",
    "Dropbox, case, a second one in brackets": "Plans (Case Conflict (1))",
    "Dropbox, form": "Plans (Unicode Encoding Conflict)",
    "Maestral": "Plans (Ann's  conflicting copy 2024-05-01)",
    "Nextcloud": "Plans (conflicted copy 2024-05-01 101010)",
    "ownCloud": "Plans (conflicted copy Ann 2024-05-01 101010)",
    "ownCloud, formerly": "Plans_conflict-20240501-101010",
    "ownCloud, formerly, with a name": "Plans_conflict-ann-20240501-101010",
    "Nextcloud, case": "Plans (case clash from Ann 2024-05-01 101010)",
    "a date and a time": "Plans (conflict 2024-05-01-10-10-10)",
    "Seafile": "Plans (SFConflict ann@example.org 2024-05-01-10-10-10)",
    "Seafile, of nobody": "Plans (SFConflict 2024-05-01-10-10-10)",
    "Obsidian Sync": "Plans (Conflicted copy ThinkPad-T14-G5 202405011010)",
    "Obsidian Sync, of nobody": "Plans (Conflicted copy 202405011010)",
    "Synology Drive": "Plans_Ann-PC_May-01-1010-2024_CaseConflict_1",
    "in other letters": "Plans (ANN'S CONFLICTED COPY 2024-05-01)",
    "a copy of a copy": "Plans.sync-conflict-20240501-101010-ABCDEFG (conflicted copy 2024-05-02)",
    "copied again": "Plans (Ann's conflicted copy 2024-05-01) 2",
}
NOTES = (
    *("Kashmir (conflict 1947)", "On the conflicted copy", "Gaza (conflict 2014-07-08)"),
    *("Torts (case conflict)", "Case Conflict", "The (conflicted copy) of 2024-05-01"),
    *("conflict 2024-05-01", "Inner conflict (2024-05-01)", "_conflict-1947", "sync-conflict"),
    *("Notes on .sync-conflict files", "My (SFConflict) notes", "a_b_Conflict", "2024-05-01"),
    *("Essay (on the conflicted copy 2024-05-01)", "(Case Conflict)", "Plans 2", "Plans (1)"),
)


@pytest.mark.parametrize("name", COPIES.values(), ids=list(COPIES))
def test_out8_a_conflict_copy_is_known_by_its_stamp(name: str) -> None:
    assert original_of(name) == "Plans"
    assert original_of(f"{name}.md").lower() == "plans.md"
    assert original_of(f"{name}.excalidraw.md").lower() == "plans.excalidraw.md"


@pytest.mark.parametrize("name", NOTES)
def test_out8_a_note_about_conflicts_is_a_note(name: str) -> None:
    assert not original_of(f"{name}.md")


def test_out8_conflict_copies_are_left_out_and_told_once(tmp_path: Path) -> None:
    copies = [COPIES["Dropbox"], COPIES["Syncthing"], COPIES["ownCloud, formerly"]]
    folder = f"f/{COPIES['Nextcloud']}"
    files: Files = {
        "Plans.md": DENIED,
        **{f"{copy}.md": "zqxsecret" for copy in copies},
        "p.sync-conflict-20240501-101010-ABCDEFG.png": SECRET,
        f"{folder}/a.md": "zqxsecret",
        f"{folder}/b.md": "zqxsecret",
        "Kashmir (conflict 1947).md": "A note.",
        "home.md": "![[p.sync-conflict-20240501-101010-ABCDEFG.png]]",
    }
    done, content = site(tmp_path, files)
    assert SECRET not in content
    assert b"Kashmir" in content
    told = [path for _, path in found(done, "sync-conflict")]
    pictures = ["p.sync-conflict-20240501-101010-ABCDEFG.png"]
    assert sorted(told) == sorted([*(f"{copy}.md" for copy in copies), *pictures, folder])


def test_prv35_copies_in_a_private_folder_are_not_told(tmp_path: Path) -> None:
    copy = f"{COPIES['Dropbox']}.md"
    files = {f"private/{copy}": "x", f"f/{copy}": "x", "f/index.md": PRIVATE}
    assert not found(site(tmp_path, files)[0], "sync-conflict")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        *(("Plans 2", True), ("Plans-PC", True), ("Plans-LAPTOP-AB12", True)),
        *(("Plans-Anns-Mac", True), ("Plans again", False), ("Plans-b", False)),
        *(("Plan 2", False), ("Plans-2024-05", False)),
        ("Plans (copia en conflicto de Ann 2026-01-02)", True),
        ("Plans (Copia in conflitto di Ann 2026-01-02)", True),
        ("Plans (Ann (work) \u7684\u51b2\u7a81\u526f\u672c 2026-01-02)", True),
        ("Plans (\u7af6\u5408\u30b3\u30d4\u30fc 2026-01-02 1)", True),
        ("Plans\uff08\u7af6\u5408 2026\u5e741\u67082\u65e5\uff09", True),
        ("Plans (Anns motstridende kopi 02.01.2026) (1)", True),
        ("plans [kopie 20260102]", True),
        ("Plans (2026)", False),
        ("Plans (of 2026)", False),
        ("Other (copia en conflicto de Ann 2026-01-02)", False),
    ],
)
def test_out8_what_icloud_and_onedrive_may_have_copied_is_told(
    tmp_path: Path, name: str, told: bool
) -> None:
    done, content = site(tmp_path, {"f/Plans.md": DENIED, f"f/{name}.md": "zqxsecret"})
    assert SECRET in content
    assert found(done, "sync-copy") == ([("sync-copy", f"f/{name}.md")] if told else [])
    write(tmp_path / "notes", {"f/Plans.md": "Public."})
    assert not found(built(tmp_path / "notes", tmp_path / "public"), "sync-copy")


# --- A further rule never opens -----------------------------------------------------------------

APP = ".obsidian/app.json"
STAMP = ".sync-conflict-20240501-101010-ABCDEFG"
CLOSED: dict[str, tuple[Files, str]] = {
    # how the folder's own note says that its folder is private, and is denied itself
    "excluded by its path": ({"D/index.md": PRIVATE}, 'exclude = ["D/index.md"]'),
    "excluded by its name": ({"D/INDEX.md": PRIVATE}, 'exclude = ["index.md"]'),
    "excluded, called as its folder": ({"D/d.md": PRIVATE}, 'exclude = ["d.md"]'),
    "excluded, called otherwise": ({"D/README.md": PRIVATE}, 'exclude = ["README.md"]'),
    "ignored in Obsidian": ({"D/D.md": PRIVATE, APP: '{"userIgnoreFilters": ["D/D.md"]}'}, ""),
    "a template": ({"D/index.md": PRIVATE, ".obsidian/templates.json": '{"folder": "D/x"}'}, ""),
    "neither yes nor no": ({"D/index.md": "---\nprivate: oh\n---\n"}, 'exclude = ["index.md"]'),
    "not to be understood": ({"D/index.md": "---\nx: [\n---\n"}, 'exclude = ["index.md"]'),
    "a conflict copy": ({f"D/index{STAMP}.md": PRIVATE, "D/index.md": "x"}, ""),
    "a conflict copy alone": ({f"D/D{STAMP}.md": PRIVATE}, ""),
    "on another machine": ({"D/.index.md.icloud": b"bplist"}, ""),
    "beside one that is harmless": (
        {"D/index.md": PRIVATE, "D/D.md": "x"},
        'exclude = ["index.md"]',
    ),
    "too large": ({"D/index.md": PRIVATE + "x " * 5_000_000}, 'exclude = ["index.md"]'),
    "README": ({"D/ReadMe.md": PRIVATE}, ""),
    "_index": ({"D/_index.md": PRIVATE}, ""),
    "spelled in other letters": ({"d/index.md": PRIVATE}, ""),
}


@pytest.mark.parametrize(("files", "config"), CLOSED.values(), ids=list(CLOSED))
def test_a_denied_note_of_a_folder_closes_it(tmp_path: Path, files: Files, config: str) -> None:
    inside: Files = {"D/monday.md": "zqxsecret", "D/deep/x.md": "zqxsecret", "D/p.png": SECRET}
    shown = {"home.md": "![[p.png]]", "E/index.md": "Open.", "E/x.md": "zqxopen"}
    done, content = site(tmp_path, {**inside, **shown, **files}, f"[publish]\n{config}\n")
    assert SECRET not in content
    assert b"zqxopen" in content
    assert "D/monday.md" in {item.path for item in done.grown.report.withheld}


@pytest.mark.parametrize("text", ["---\nprivate: oh\n---\n", "---\nx: [\n---\n", "---\nx: 1\n"])
def test_a_denied_folder_note_that_is_unclear_is_told(tmp_path: Path, text: str) -> None:
    config = '[publish]\nexclude = ["index.md"]\n'
    done, content = site(tmp_path, {"D/index.md": text, "D/x.md": "zqxsecret"}, config)
    assert SECRET not in content
    told = [p for p in done.grown.report.problems if p.path == "D/index.md"]
    assert [p.level for p in told] == ["error"]
    assert "its folder is private" in told[0].message


HARMLESS: dict[str, tuple[Files, str]] = {
    "excluded by its name": ({"D/index.md": "x", "D/D.md": "x"}, 'exclude = ["index.md"]'),
    "not published": ({"D/index.md": DENIED}, 'exclude = ["index.md"]'),
    "a conflict copy": ({f"D/index{STAMP}.md": "x"}, ""),
    "a template": ({"D/T/T.md": PRIVATE, ".obsidian/templates.json": '{"folder": "D/T"}'}, ""),
    "another note": ({"D/other.md": PRIVATE}, 'exclude = ["other.md"]'),
    "another note on another machine": ({"D/.other.md.icloud": b"bplist"}, ""),
    "one that is here too": ({"D/.index.md.icloud": b"bplist", "D/index.md": "x"}, ""),
    "at the top": ({"README.md": PRIVATE, "index.md": "x"}, 'exclude = ["README.md"]'),
}


@pytest.mark.parametrize(("files", "config"), HARMLESS.values(), ids=list(HARMLESS))
def test_a_denied_note_that_says_nothing_of_its_folder_leaves_it_open(
    tmp_path: Path, files: Files, config: str
) -> None:
    _, content = site(tmp_path, {"D/monday.md": "zqxopen", **files}, f"[publish]\n{config}\n")
    assert b"zqxopen" in content


LINKS = {
    "out of the vault": ("../../outside/x.md", True, "symlink"),
    "nowhere": ("nowhere.md", True, "symlink"),
    "to a folder": ("../E", True, "symlink"),
    "to a private note": ("../private/seal.md", True, ""),
    "to a hidden note": ("../.hidden/seal.md", True, ""),
    "to a harmless note in a private folder": ("../private/open.md", False, ""),
    "to a public note": ("../E/x.md", False, ""),
}


@pytest.mark.parametrize(("target", "closes", "rule"), LINKS.values(), ids=list(LINKS))
def test_prv40_a_folder_whose_note_is_a_link(
    tmp_path: Path, target: str, closes: bool, rule: str
) -> None:
    write(tmp_path / "outside", {"x.md": "x"})
    files = {"D/monday.md": "zqxsecret", "E/x.md": "E.", "private/open.md": "x"}
    seals = {"private/seal.md": PRIVATE, ".hidden/seal.md": PRIVATE}
    vault = write(tmp_path / "notes", {**files, **seals})
    (vault / "D/index.md").symlink_to(target)
    done, content = site(tmp_path, {})
    assert (SECRET not in content) is closes
    assert found(done, "symlink") == ([(rule, "D/index.md")] if rule else [])


@pytest.mark.parametrize(("target", "closes", "rule"), LINKS.values(), ids=list(LINKS))
def test_prv40_the_same_where_git_wrote_the_path_in_place_of_the_link(
    tmp_path: Path, target: str, closes: bool, rule: str
) -> None:
    files = {"D/monday.md": "zqxsecret", "E/x.md": "E.", "private/open.md": "x"}
    seals = {"private/seal.md": PRIVATE, ".hidden/seal.md": PRIVATE, "D/index.md": target}
    done, content = site(tmp_path, {**files, **seals})
    is_path = target.endswith(".md")
    assert (SECRET not in content) is (closes and is_path)
    assert found(done, "symlink") == ([(rule, "D/index.md")] if rule and is_path else [])
    assert b"seal.md" not in content


def test_ni1_a_note_that_holds_the_path_of_one_that_says_private_is_left_out(
    tmp_path: Path,
) -> None:
    done, content = site(tmp_path, {"b.md": "sekret.md", "sekret.md": PRIVATE})
    assert set(done.grown.garden.notes) == {"home.md"}
    assert b"sekret" not in content


def test_prv40_a_note_that_holds_the_path_of_a_public_one_is_text(tmp_path: Path) -> None:
    done, content = site(tmp_path, {"a.md": "b.md", "b.md": "B.", "c.md": "nowhere.md\n"})
    assert set(done.grown.garden.notes) == {"a.md", "b.md", "c.md", "home.md"}
    assert b"<p>nowhere.md</p>" in content


WRITTEN = (
    *("https://x.net/a.md", "see notes.md", "See a/notes.md", "obsidian://a.md", "C:/a/b.md"),
    *("Read me.md", "read my README.md", "mailto:a@b.md", "-> b.md"),
)


@pytest.mark.parametrize("text", WRITTEN)
def test_words_that_end_as_a_path_does_are_text(tmp_path: Path, text: str) -> None:
    done, _ = site(tmp_path, {"a.md": text})
    assert "a.md" in done.grown.garden.notes
    assert not found(done, "symlink")


PATHS = {
    "to a note that says private": ("sekret.md", {}),
    "with spaces": ("my sekret.md", {}),
    "in other letters": ("SEKRET.md", {}),
    "by a way around": ("x/../sekret.md", {}),
    "by another such note": ("b.md", {"b.md": "./c.md", "c.md": "sekret.md"}),
    "out of the vault": ("../sekret.md", {}),
    "out of the vault, with spaces": ("../my old sekret.md", {}),
    "from the root of the disk": ("/home/me/sekret.md", {}),
    "nowhere": ("gone/sekret.md", {}),
    "round in a circle": ("b.md", {"b.md": "a.md", "sekret 2.md": PRIVATE}),
}


@pytest.mark.parametrize(("text", "more"), PATHS.values(), ids=list(PATHS))
def test_prv40_a_path_alone_is_left_out_and_counted(tmp_path: Path, text: str, more: Files) -> None:
    files = {"a.md": text, "sekret.md": PRIVATE, "my sekret.md": PRIVATE, **more}
    done, content = site(tmp_path, files)
    if text != "b.md" or "c.md" in more:
        assert "a.md" in {item.path for item in done.grown.report.withheld}
    assert b"sekret" not in content.lower()


# a symbolic link → what it leads to
TO_SOURCES = {
    "p.txt": "a.md",
    "pic.png": "private/b.md",
    "deep/p.pdf": "../a.md",
    "a.md.txt": "a.md",
    "p.svg": "Drawn.excalidraw.md",
    "settings.txt": "garden.toml",
    "style.css.txt": "_theme/notes.css",
    "p.csv": "p.txt",
    "static/p.txt": "../a.md",
}


@pytest.mark.parametrize(("link", "target"), TO_SOURCES.items())
def test_prv40_the_source_of_a_note_is_no_attachment(
    tmp_path: Path, link: str, target: str
) -> None:
    text = "A. %%zqxsecret%%"
    files: Files = {"a.md": text, "private/b.md": text, "Drawn.excalidraw.md": text}
    more: Files = {"garden.toml": "# zqxsecret", "_theme/notes.css": SECRET, "p.txt": "x"}
    shown = {"home.md": f"[x]({link}) ![[{link}]]"}
    vault = write(tmp_path / "notes", {**files, **more, **shown})
    for name in {link, "p.txt"} if target == "p.txt" else {link}:
        (vault / name).unlink(missing_ok=True)
        (vault / name).parent.mkdir(exist_ok=True)
        (vault / name).symlink_to("a.md" if name == "p.txt" else target)
    done = built(vault, tmp_path / "public", static=vault / "static")
    assert SECRET not in b"".join(tree(tmp_path / "public").values())
    assert link not in done.grown.garden.urls


def test_out14_a_denied_folder_note_that_may_not_be_read_closes_its_folder(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {"a.md": "A.", "D/index.md": "x", "D/x.md": "zqxsecret"})
    config = '[publish]\nexclude = ["index.md"]\n'
    disk = failing("index.md", errno.EACCES)
    done = built(vault, tmp_path / "public", config, disk=disk)
    assert SECRET not in b"".join(tree(tmp_path / "public").values())
    assert found(done, "file-unreadable") == [("file-unreadable", "D/index.md")]


# --- OUT9: names that differ in their Unicode form alone ----------------------------------------

TWINS: dict[str, tuple[Files, str]] = {
    # public files, and a private one whose name looks like that of one of them
    "a decomposed note": ({f"{NFC}.md": "zqxopen", "home.md": f"[[{NFC}]]"}, f"{NFD}.md"),
    "a composed note": ({f"{NFD}.md": "zqxopen", "home.md": f"[[{NFC}]]"}, f"{NFC}.md"),
    "in a folder": ({f"{NFC}/a.md": "zqxopen"}, f"{NFD}/a.md"),
    "in a composed folder": ({f"{NFD}/a.md": "zqxopen"}, f"{NFC}/a.md"),
    "a half composed one": ({f"{NFC}{NFD}.md": "zqxopen"}, f"{NFD}{NFC}.md"),
}


@pytest.mark.parametrize(("public", "twin"), TWINS.values(), ids=list(TWINS))
@pytest.mark.parametrize("text", [PRIVATE, DENIED, "#private", "---\nx: [\n---\n"])
def test_out9_a_private_note_takes_no_name(
    tmp_path: Path, public: Files, twin: str, text: str
) -> None:
    files = {"home.md": "Home.", **public}
    write(tmp_path / "1/notes", {**files, twin: text})
    write(tmp_path / "2/notes", files)
    for number in "12":
        built(tmp_path / number / "notes", tmp_path / number / "public")
    assert tree(tmp_path / "1/public") == tree(tmp_path / "2/public")


@pytest.mark.parametrize("secret", [NFD, NFC], ids=["decomposed", "composed"])
def test_out9_a_picture_of_a_private_note_is_not_shown_for_another(
    tmp_path: Path, secret: str
) -> None:
    shown = NFC if secret == NFD else NFD
    public: Files = {"home.md": f"![[{shown}.png]]", f"{shown}.png": b"zqxopen"}
    private: Files = {"diary.md": f"{PRIVATE}![[{secret}.png]]", f"{secret}.png": SECRET}
    write(tmp_path / "1/notes", {**public, **private})
    write(tmp_path / "2/notes", public)
    for number in "12":
        built(tmp_path / number / "notes", tmp_path / number / "public")
    assert tree(tmp_path / "1/public") == tree(tmp_path / "2/public")
    assert b"zqxopen" in b"".join(tree(tmp_path / "1/public").values())


@pytest.mark.parametrize("secret", [NFD, NFC], ids=["decomposed", "composed"])
def test_out9_a_picture_in_a_folder_of_another_form(tmp_path: Path, secret: str) -> None:
    shown = NFC if secret == NFD else NFD
    files: Files = {
        "home.md": f"![[{shown}/p.png]]",
        f"{shown}/p.png": b"zqxopen",
        "diary.md": f"{PRIVATE}![[{secret}/p.png]]",
        f"{secret}/p.png": SECRET,
    }
    content = site(tmp_path, files)[1]
    assert SECRET not in content
    assert b"zqxopen" in content


def test_out9_of_two_public_names_the_composed_one_stays(tmp_path: Path) -> None:
    done, _ = site(tmp_path, {f"{NFD}.md": "decomposed", f"{NFC}.md": "composed"})
    assert done.grown.real[f"{NFC}.md"].name == f"{NFC}.md"
    assert done.grown.real[f"{NFD}.md"].name == f"{NFD}.md"


@pytest.mark.parametrize(("private", "open_"), [(NFC, NFD), (NFD, NFC)], ids=["NFC", "NFD"])
def test_prv41_a_folder_in_two_forms_is_closed_by_one_note(
    tmp_path: Path, private: str, open_: str
) -> None:
    files = {f"{private}/index.md": PRIVATE, f"{open_}/index.md": "x"}
    inside = {f"{NFC}/a.md": "zqxsecret", f"{NFD}/b.md": "zqxsecret"}
    assert SECRET not in site(tmp_path, {**files, **inside})[1]


# --- What Obsidian's settings say ---------------------------------------------------------------

IGNORED = {
    # a line of Excluded files, a path that it fits, one that it does not
    "a folder": ("Diary/", "Diary/a.md", "My Diary/a.md"),
    "in other letters": ("diary/", "Diary/a.md", "a.md"),
    "the beginning of a name": ("Dia", "Diary/a.md", "My Diary.md"),
    "with ./ before it": ("./Diary/", "Diary/a.md", "a.md"),
    "with a blank before it": (" Diary/ ", "Diary/a.md", "a.md"),
    "with two slashes": ("Diary//", "Diary/a.md", "Diaries.md"),
    "with a slash before it": ("/Diary", "Diary/a.md", "a.md"),
    "with backslashes": ("Diary\\2024\\", "Diary/2024/a.md", "Diary/a.md"),
    "with a star behind it": ("Diary/*", "Diary/a.md", "a.md"),
    "with stars around it": ("**/Diary/**", "a/Diary/b.md", "Diary.md"),
    "decomposed": (f"{NFD}/", f"{NFC}/a.md", "e/a.md"),
    "an expression": ("/^Diary\\//", "Diary/a.md", "My Diary/a.md"),
    "an expression of a word": ("/Diary/", "My Diary/a.md", "diary.md"),
    "an end": ("/\\.secret\\.md$/", "a.secret.md", "a.secret.mdx"),
    "anything between": ("/^a.*z\\.md$/", "a b/z.md", "a.md"),
    "a choice": ("/^(Diary|Letters)\\//", "Letters/a.md", "Notes/a.md"),
    "digits": ("/\\d+\\.md$/", "a1.md", "a\u0661.md"),
    "a set": ("/^[A-C]x/", "Bx.md", "Dx.md"),
    "a named group": ("/^(?<top>Diary)\\//", "Diary/monday.md", "a.md"),
    "a group of that name again": ("/(?<c>a)\\k<c>/", "aa.md", "a.md"),
    "what stands before": ("/(?<=^D+)iary/", "DDiary.md", "Diar.md"),
    "any sign at all": ("/^x[^]y/", "x/y.md", "xy.md"),
    "a property of letters is text": ("/\\p{L}{2}/", "p{L}}.md", "ab.md"),
    "a sign by its number": ("/\\u{44}iary/", "u" * 44 + "iary.md", "Diary.md"),
    "an end that is the end": ("/a$/", "a", "a\n"),
    "words in ASCII": ("/^\\w+$/", "abc", NFC),
    "half of an emoji": ("/^..\\.md$/", "\U0001f600.md", "abc.md"),
    "repeated": ("/^(ab){2}c/", "ababc.md", "abc.md"),
}


@pytest.mark.parametrize(("line", "fits", "other"), IGNORED.values(), ids=list(IGNORED))
def test_excluded_files_mean_what_they_mean_to_obsidian(line: str, fits: str, other: str) -> None:
    (each,) = filters_of([line], "app.json")
    assert each.fits(fits)
    assert not each.fits(other)


@pytest.mark.parametrize("line", ["", " ", "/", "//", "./", "  / "])
def test_excluded_files_that_are_nothing_exclude_nothing(line: str) -> None:
    assert not any(each.fits("a.md") for each in filters_of([line], "app.json"))


@pytest.mark.parametrize("said", ["(", "a{2,1}", "[b-a]", "(?<a>x)(?<a>y)", "*a", "\\"])
def test_an_expression_that_is_none_stops_the_build(tmp_path: Path, said: str) -> None:
    settings = json.dumps({"userIgnoreFilters": [f"/{said}/"]})
    with pytest.raises(ConfigError, match=r"app\.json: userIgnoreFilters: .* is no regular"):
        site(tmp_path, {APP: settings})


def test_without_quickjs_only_what_both_languages_read_alike_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(garden.ignored, "_engine", lambda: None)
    (each,) = filters_of(["/^(Diary|Letters)\\/.*\\.md$/"], "app.json")
    assert each.fits("Diary/a.md")
    for text in ("(?<top>Diary)", "[^]", "(a+)+$", "a.b", "\\w", "(?i)x", "(?P<a>x)", "\\Adiary"):
        with pytest.raises(ConfigError, match="cannot be read without quickjs-ng"):
            filters_of([f"/{text}/"], "app.json")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("app.json", '{"userIgnoreFilters": ["Garden/Diary/"]}'),
        ("app.json", '{"userIgnoreFilters": ["/^Garden.Diary/"]}'),
        ("app.json", '{"userIgnoreFilters": "Garden/Diary/"}'),
        ("templates.json", '{"folder": "Garden/Diary"}'),
        ("plugins/templater-obsidian/data.json", '{"templates_folder": "/Garden/Diary/"}'),
    ],
)
def test_settings_of_the_vault_above_count(tmp_path: Path, name: str, text: str) -> None:
    files = {f".obsidian/{name}": text, "Garden/index.md": "x", "Garden/Diary/a.md": "zqxsecret"}
    assert SECRET not in site(tmp_path, files, below="Garden")[1]


def test_the_nearest_settings_count(tmp_path: Path) -> None:
    vault = write(tmp_path, {"a/.obsidian/app.json": "{}", "a/b/c/x.md": ""}) / "a"
    assert vault_around(vault / "b/c")[1] == "b/c/"
    assert vault_around(vault / "b/c")[0].resolve() == vault.resolve()
    assert vault_around(vault) == (vault, "")
    write(vault, {"b/.obsidian/app.json": "{}"})
    assert vault_around(vault / "b/c")[1] == "c/"


TEMPLATES: Mapping[str, str] = {
    "as Obsidian writes it": "Templates",
    "with slashes": "/Templates/",
    "with ./": "./Templates",
    "with blanks": " Templates ",
    "with a backslash": "Templates\\",
    "in other letters": "TEMPLATES",
}


@pytest.mark.parametrize("written", TEMPLATES.values(), ids=list(TEMPLATES))
def test_the_folder_of_templater_is_one_of_templates(tmp_path: Path, written: str) -> None:
    settings = {
        ".obsidian/plugins/templater-obsidian/data.json": json.dumps({"templates_folder": written}),
        ".obsidian/templates.json": '{"folder": "Other"}',
    }
    files = {**settings, "Templates/x.md": "zqxsecret", "Other/y.md": "zqxsecret"}
    assert SECRET not in site(tmp_path, {**files, "Templates.md": "x"})[1]
    done = built(tmp_path / "notes", tmp_path / "public", "[publish]\ntemplates = true\n")
    assert "Templates/x.md" in done.grown.garden.notes


def test_no_folder_of_templates_is_no_folder(tmp_path: Path) -> None:
    data = {".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "/"}'}
    vault = write(tmp_path, {**data, ".obsidian/templates.json": '{"folder": ""}'})
    assert read_settings(Disk(), vault).templates == ()


def test_settings_that_lie_above_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path, {".obsidian/app.json": "{}", "Garden/a.md": "A."}))
    line = "Obsidian's settings are read from .obsidian"
    assert f"{line}, which lies above.\n" in said("build", "Garden", "--no-cache").out
    assert said("config", "Garden").err == f"garden: {line}\n"
    write(tmp_path, {"Garden/.obsidian/app.json": "{}"})
    assert line not in said("build", "Garden", "--no-cache").out
    assert said("config", "Garden").err == ""


def test_srv10_a_preview_follows_settings_above_and_tells_no_place(tmp_path: Path) -> None:
    vault = write(tmp_path, {".obsidian/app.json": "{}", "Garden/Diary/a.md": "zqxsecret"})
    assert settings_files(vault / "Garden")[0] == vault / ".obsidian/app.json"
    with served(vault / "Garden", {"home.md": "Home."}) as site:
        assert site.get("/Diary/a/").status == 200
        write(vault, {".obsidian/app.json": '{"userIgnoreFilters": ["Garden/Diary/"]}'})
        site.write({})
        assert site.get("/Diary/a/").status == 404
        write(vault, {".obsidian/app.json": "{"})
        site.write({})
        (fault,) = site.state()["faults"]
        assert fault["path"] == "../.obsidian/app.json"
        assert str(tmp_path) not in site.get("/").text + site.get("/.garden/state.json").text


def test_out8_a_conflict_copy_in_the_static_folder_is_not_copied(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {"a.md": "A.", f"static/x{STAMP}.txt": SECRET})
    done = built(vault, tmp_path / "public", static=vault / "static")
    assert SECRET not in b"".join(tree(tmp_path / "public").values())
    assert found(done, "static-private") == [("static-private", f"static/x{STAMP}.txt")]


# --- R17: ordinary names, and old copies ---------------------------------------------------------

NAMES = (
    *("~Index.md", "~/x.md", "~Archive/x.md", "a/~b/x.md", "4913/x.md", "#x#/x.md", "a.part/x.md"),
    *("4913.md", "#x#.md", "~~a.md", "bak.md", "tmp/x.md", "x.bak.md"),
)
OLD = (
    *("Plans.bak/x.md", "a/Plans.TMP/x.md", "Plans.temp/x.md", "Plans~/x.md", "x.md.bak", "x.md~"),
    *("x.tmp", "a\nb.bak/x.md"),
)


@pytest.mark.parametrize("path", NAMES)
def test_r17_names_that_look_like_those_of_programs_are_ordinary(tmp_path: Path, path: str) -> None:
    done, content = site(tmp_path, {path: "zqxopen"})
    assert b"zqxopen" in content
    assert not found(done, "leftover")


@pytest.mark.parametrize("path", ["~assets/p.png", "4913/p.png", "a.part", "4913"])
def test_r17_so_are_those_of_files(tmp_path: Path, path: str) -> None:
    content = site(tmp_path, {"home.md": f"[x]({path})", path: b"zqxopen"})[1]
    assert b"zqxopen" in content


@pytest.mark.parametrize("path", OLD)
def test_old_copies_are_left_out_and_told(tmp_path: Path, path: str) -> None:
    done, content = site(tmp_path, {path: "zqxsecret"})
    assert SECRET not in content
    told = path.removesuffix("/x.md")
    assert found(done, "leftover") == [("leftover", told)]


@pytest.mark.parametrize("path", ["~$Plans.docx", ".x.bak", ".trash/x.bak", "private/x.bak"])
def test_prv35_what_is_hidden_or_private_is_not_told_as_an_old_copy(
    tmp_path: Path, path: str
) -> None:
    done, content = site(tmp_path, {"home.md": f"[x](<{path}>)", path: "zqxsecret"})
    assert SECRET not in content
    assert not found(done, "leftover")


def test_prv35_a_build_counts_old_copies_and_names_none(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "A.", "zqx.bak/x.md": "x", "x.md~": "x"})
    out = said("build", tmp_path, "-o", tmp_path.with_name("out")).out
    assert "2 old copies left out: what ends in .bak, .tmp, .temp or ~ is not read." in out
    assert "zqx" not in out


# --- a note beside its folder, at the top, above -------------------------------------------------

# what its author is told of a folder that a note keeps private: the note, the line, a part of it
TOLD: dict[str, tuple[Files, list[tuple[str, int, str]]]] = {
    "beside its folder": (
        {"D.md": "---\nx: y\nprivate: true\n---\n", "D/a.md": "", "D/b/c.md": "", "D/p.png": ""},
        [("D.md", 3, "3 more files in it are private")],
    ),
    "beside its folder, by a tag": (
        {"a/D.md": "---\ntags: private\n---\n", "a/d/a.md": ""},
        [("a/D.md", 2, "one more file in it is private")],
    ),
    "beside its folder, unclear": (
        {"D.md": "---\nx: [\n---\n", "D/a.md": ""},
        [("D.md", 3, "one more file in it is private")],
    ),
    "in its folder, by a tag": (
        {"D/index.md": "#private", "D/a.md": ""},
        [("D/index.md", 1, "one more file in it is private")],
    ),
    "in its folder, by its key": ({"D/index.md": PRIVATE, "D/a.md": ""}, []),
    "beside a folder that is private anyway": ({"Private.md": PRIVATE, "private/a.md": ""}, []),
    "beside a folder that is private by its own note": (
        {"D.md": PRIVATE, "D/index.md": PRIVATE, "D/a.md": ""},
        [],
    ),
    "beside none": ({"D.md": PRIVATE, "E/a.md": ""}, []),
    "at the top": ({"index.md": PRIVATE}, [("index.md", 2, "not the whole vault")]),
    "at the top, README": ({"ReadMe.md": PRIVATE}, [("ReadMe.md", 2, "not the whole vault")]),
    "at the top, by a tag": ({"index.md": "#private"}, [("index.md", 1, "not the whole vault")]),
    "at the top, a draft": ({"index.md": "---\ndraft: true\n---\n"}, []),
    "in a private folder": ({"private/D.md": PRIVATE, "private/D/a.md": ""}, []),
}


@pytest.mark.parametrize(("files", "told"), TOLD.values(), ids=list(TOLD))
def test_the_author_is_told_of_a_folder_that_may_not_be_meant(
    tmp_path: Path, files: Files, told: list[tuple[str, int, str]]
) -> None:
    done = site(tmp_path, files)[0]
    problems = [p for p in done.grown.report.problems if p.rule == "private-folder"]
    assert [(p.path, p.span.line) for p in problems] == [each[:2] for each in told]
    assert all(part in p.message for p, (*_, part) in zip(problems, told, strict=True))


BESIDE: dict[str, tuple[Files, str]] = {
    "": ({"D.md": PRIVATE}, ""),
    "excluded": ({"D.md": PRIVATE}, 'exclude = ["/D.md"]'),
    "in other letters": ({"d.MD": PRIVATE}, ""),
    "with an unseen sign": ({"D\u200b.md": PRIVATE}, ""),
    "with another ending": ({"D.markdown": PRIVATE}, ""),
    "a conflict copy": ({"D.sync-conflict-20240501-101010-ABCDEFG.md": PRIVATE}, ""),
    "on another machine": ({".D.md.icloud": b"bplist"}, ""),
    "ignored by Obsidian": (
        {"D.md": PRIVATE, ".obsidian/app.json": '{"userIgnoreFilters": ["D.md"]}'},
        "",
    ),
    "a misplaced block": ({"D.md": "---\na: b\n---\n---\ntags: private\n---\n"}, ""),
}


@pytest.mark.parametrize(("files", "config"), BESIDE.values(), ids=list(BESIDE))
def test_a_private_note_beside_its_folder_closes_it(
    tmp_path: Path, files: Files, config: str
) -> None:
    inside: Files = {"D/monday.md": "zqxsecret", "D/deep/x.md": "zqxsecret", "D/p.png": SECRET}
    shown = {"home.md": "![[p.png]]", "E/x.md": "zqxopen", "DD/x.md": "zqxopen"}
    content = site(tmp_path, {**inside, **shown, **files}, f"[publish]\n{config}\n")[1]
    assert SECRET not in content
    assert b"zqxopen" in content


def test_a_private_note_beside_a_folder_of_the_same_address_closes_it(tmp_path: Path) -> None:
    content = site(tmp_path, {"My-Diary.md": PRIVATE, "My Diary/x.md": "zqxsecret"})[1]
    assert SECRET not in content


def test_prv40_a_link_beside_its_folder_that_leads_out_closes_it(tmp_path: Path) -> None:
    vault = write(tmp_path / "notes", {"D/x.md": "zqxsecret"})
    (vault / "D.md").symlink_to("../outside.md")
    (vault / "E.md").symlink_to("../outside.md")
    done, content = site(tmp_path, {"F/x.md": "zqxopen"})
    assert SECRET not in content
    assert b"zqxopen" in content
    assert found(done, "symlink") == [("symlink", "D.md"), ("symlink", "E.md")]


ABOVE: dict[str, tuple[Files, str, bool]] = {
    # what lies above, the folder that is built, and whether it is private
    "the note of the folder above": ({"X/index.md": PRIVATE}, "X/sub", True),
    "one far above": ({"X/index.md": PRIVATE}, "X/a/b/c", True),
    "called as the folder": ({"X/X.md": PRIVATE}, "X/sub", True),
    "README": ({"X/README.md": PRIVATE}, "X/sub", True),
    "by a tag": ({"X/index.md": "#private"}, "X/sub", True),
    "beside the folder above": ({"X.md": PRIVATE}, "X/sub", True),
    "beside the folder itself": ({"X/sub.md": PRIVATE}, "X/sub", True),
    "in an Obsidian vault": ({"X/index.md": PRIVATE, ".obsidian/app.json": "{}"}, "X/sub", True),
    "another note": ({"X/other.md": PRIVATE, "other.md": PRIVATE}, "X/sub", False),
    "a draft": ({"X/index.md": "---\ndraft: true\n---\n"}, "X/sub", False),
    "not to be understood": ({"X/index.md": "---\nx: [\n---\n"}, "X/sub", False),
    "below": ({"X/sub/deep/index.md": PRIVATE}, "X/sub", False),
    "in another folder": ({"Y/index.md": PRIVATE}, "X/sub", False),
}


@pytest.mark.parametrize(("files", "below", "closed"), ABOVE.values(), ids=list(ABOVE))
def test_a_note_above_the_folder_that_is_built_closes_it(
    tmp_path: Path, files: Files, below: str, closed: bool
) -> None:
    done, content = site(tmp_path, {f"{below}/x.md": "zqxsecret", **files}, below=below)
    assert (SECRET not in content) is closed
    assert len(found(done, "private-folder")) == closed
