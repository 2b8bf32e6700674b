"""`garden audit`: what it finds in a site, what it lets pass, what it says, and how it ends."""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Callable, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from garden.audit import audited
from garden.config import read_config
from garden.disk import Disk
from garden.facts import facts_of_note, facts_shown_nowhere
from garden.grown import read_garden
from garden.layers import layers, tokens
from garden.reading import Request
from tests.offline import Files, write
from tests.support import bare_theme
from tests.test_cli import run

__all__ = ["run"]

SECRET = "---\ntitle: Plans of winter\naliases: [Coldness]\ntags: [hibernate]\npublish: no\n---\n"
VAULT: Files = {
    "a.md": "---\nmood: melancholic\n---\n"
    "A [[Journal/Told|word]] on Coldplay %%a remark that is for nobody%%\n\n"
    "- 5 %% of the beans were eaten by deer\n\n"
    "> We thank %%a helper who asked us for silence%% all helpers 3 %% more",
    "b.md": "The secretary said November. ![[p.csv]]",
    "p.csv": "one,two,three\n" * 20,
    "Journal/Winter.md": f"{SECRET}## Frozen lakes\n\n"
    "My feet were cold all day and then some. ^toes12",
    "Journal/Told.md": "---\npublish: no\n---\n",
    "q.csv": "four,five,six,seven,eight,nine,ten,eleven\n" * 20,
}
# what a page of the site says → the kinds of facts in it
SAID: Mapping[str, tuple[str, ...]] = {
    "the words of published notes: a word on Coldplay": (),
    "Plans of winter": ("title",),
    "plans-of-winter": ("title",),
    "plans of wintertime": (),
    "Coldness": ("alias",),
    "#hibernate": ("tag",),
    "<h2>Frozen <em>lakes</em></h2>": ("heading",),
    "<p id='toes12'>": ("block id",),
    "Journal": ("folder name",),
    "Journal/Winter.md": ("folder name", "path", "title"),
    "my <b>feet</b> were cold all day and then some": ("text",),
    "my feet were warm all day and then some": (),
    "melancholic": ("front matter",),
    "<!-- a remark that is for nobody -->": ("comment",),
    "of the beans were eaten by deer we thank": (),
    "a helper who asked us for silence": ("comment",),
    "secretary": (),
    "November": (),
    "q.csv": (),
    "&#x50;lans of&nbsp;winter": ("title",),
    "four,five,six,seven,eight,nine,ten,eleven": ("bytes",),
    "one,two,three\none,two,three": (),
}


@cache
def garden_at(vault: Path) -> tuple[Request, Any]:
    write(vault, VAULT)
    request = Request(vault, None, read_config("[dates]\ngit = false\n"), theme=bare_theme())
    return request, read_garden(request, Disk())


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audit") / "vault"


@pytest.mark.parametrize(("said", "kinds"), SAID.items(), ids=list(SAID))
def test_what_is_a_leak(tmp_path: Path, vault: Path, said: str, kinds: tuple[str, ...]) -> None:
    request, grown = garden_at(vault)
    site = write(tmp_path / "site", {"index.html": f"<p>\n{said}</p>\n"})
    found = audited(request, grown, site, Disk())
    assert tuple(sorted({leak.fact.kind for leak in found.leaks})) == kinds
    assert {leak.place for leak in found.leaks} <= {2}
    assert (found.files, found.notes, found.others) == (1, 2, 1)


FORMS: Mapping[str, tuple[bytes, str]] = {
    "UTF-16 with a mark": ("\ufeffgrün".encode("utf-16-le"), "grün"),
    "letters that are broken": (b"gr\xc3\xbcn " * 30 + b"\xff", "grün"),
    "a code in JSON": (rb'"gr\u00fcn"', "grün"),
    "two halves of a code in JSON": (rb'"\ud835\udc00"', "\U0001d400"),
    "a code of JavaScript": (rb'"gr\xfcn"', "grün"),
    "a line end in JSON": (rb'"one\ntwo"', "two"),
    "an address": (b"gr%C3%BCn", "grün"),
    "HTML in JSON": (rb'{"t": "gr<b>\u00fc<\/b>n"}', "grün"),
    "base64 in an address": (b"/a/b/Z3LDvG5ncsO8bg==", "grüngrün"),
    "base64 for addresses": (b"x=__8AAGdyw7xuZ3LDvG4-", "grüngrün"),
    "an element that is no word": (b"<p>one<br>two</p>", "two"),
    "a soft hyphen": ("gr\u00adün".encode(), "grün"),
    "other letters and form": ("GRU\u0308N".encode(), "grün"),
    "a script without spaces": ("很绿色的".encode(), "绿"),
}


@pytest.mark.parametrize(("content", "word"), FORMS.values(), ids=list(FORMS))
def test_every_form_of_a_text_is_read(content: bytes, word: str) -> None:
    wanted = tokens(word)[0]
    assert any(wanted in tokens(layer.text) for layer in layers(content))


FACTS: Mapping[str, tuple[str, list[tuple[str, str]]]] = {
    "front matter that is broken": ("---\ntitle: [Broken", [("title", "Broken")]),
    "TOML": ("+++\ntitle = 'Broken'\n+++\n", [("title", "Broken")]),
    "a list": ("---\naliases:\n  - Firstly\n  - x\n---\n", [("alias", "Firstly")]),
    "nested": ("---\na:\n  b: {c: deeply}\n---\n", [("front matter", "deeply")]),
    "numbers and dates are no names": ("---\nday: 2024-05-06\n---\n", []),
    "a link": ('---\nup: "[[there/Further|on and on]]"\n---\n', [("front matter", "on and on")]),
    "a heading": ("## A [[b|heading]] #", [("heading", "A heading")]),
    "a short line": ("- [ ] no line that is too short", [("text", "no line that is too short")]),
    "a line that is too short": ("- too short a line", []),
}


@pytest.mark.parametrize(("source", "facts"), FACTS.values(), ids=list(FACTS))
def test_what_a_note_says(source: str, facts: list[tuple[str, str]]) -> None:
    found = [(fact.kind, fact.text) for fact in facts_of_note("x.md", source.encode())]
    assert found == facts


def test_what_is_drawn_is_no_comment_since_its_picture_shows_it() -> None:
    words = "words that are drawn and stand in the exported picture too"
    data = f"%%\n# Excalidraw Data\n\n## Text Elements\n{words} ^id\n%%"
    note = f"---\nexcalidraw-plugin: parsed\n---\n%%a remark that is for nobody%%\n\n{data}\n"
    found = [fact.text for fact in facts_shown_nowhere("a.md", note.encode())]
    assert "a remark that is for nobody" in found
    assert words not in " ".join(found)


def test_how_it_ends_and_what_it_says(tmp_path: Path, run: Any) -> None:
    write(tmp_path / "vault", VAULT)
    assert run("build", tmp_path / "vault", "-o", "public", "-q").code == 0
    fine = run("audit", "public", tmp_path / "vault")
    assert (fine.code, fine.err) == (0, "")
    assert fine.out.startswith("nothing leaks (")
    assert "2 unpublished notes and 1 other file" in fine.out

    write(Path("public"), {"Journal/plans-of-winter/index.html": "x\nFrozen lakes\n"})
    bad = run("audit", "public", tmp_path / "vault")
    assert bad.code == 1
    assert "public/…:2: a heading of an unpublished note\n" in bad.out
    assert "public/…: the title of an unpublished note in the name of the file\n" in bad.out
    assert "winter" not in bad.out.lower()

    named = run("audit", "public", tmp_path / "vault", "-v")
    place = "public/Journal/plans-of-winter/index.html"
    assert f'{place}:2: a heading of Journal/Winter.md: "Frozen lakes"\n' in named.out

    told = json.loads(run("audit", "public", tmp_path / "vault", "--format", "json").out)
    assert (told["withheld"], told["others"]) == (2, 1)
    assert {leak["kind"] for leak in told["leaks"]} == {"folder name", "title", "heading"}
    assert {leak["note"] for leak in told["leaks"]} == {""}


@pytest.fixture
def above(tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which a test has its vault and its site; commands are typed there."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


PAGE: Files = {"index.html": "<p>open</p>"}
NO_SITES: Mapping[str, tuple[Files, int, str]] = {
    # what a folder holds, the exit code, and the last line
    "a site of another program": (
        PAGE,
        0,
        "site is no site that garden has written: there is no .garden.json in it,"
        " which a copy may lack",
    ),
    "no pages": ({"a.txt": ""}, 2, "site is no site: there is no page among its files"),
    "no pages, and a leak": (
        {"a.txt": "Plans of winter"},
        1,
        "site is no site: there is no page among its files",
    ),
}


@pytest.mark.parametrize(("files", "code", "last"), NO_SITES.values(), ids=list(NO_SITES))
def test_a_folder_that_is_no_site_of_gardens_is_searched_and_said_to_be_none(
    above: Path, run: Any, files: Files, code: int, last: str
) -> None:
    write(above / "vault", VAULT)
    write(above / "site", files)
    told = run("audit", "site", above / "vault")
    assert (told.code, told.err) == (code, "")
    assert "1 file searched" in told.out
    assert told.out.splitlines()[-1] == last


def test_an_empty_folder_is_no_site(tmp_path: Path, run: Any) -> None:
    told = run("audit", write(tmp_path / "site", {}), write(tmp_path / "vault", VAULT))
    assert (told.code, told.err.count("\n")) == (2, 1)
    assert "no site: there is nothing in it" in told.err


@pytest.mark.parametrize(
    ("typed", "cwd", "called"),
    [("vault", ".", "vault"), ("", "vault", "vault"), (".", "vault", "vault"), ("", "a", "vault")],
    ids=["as it was typed", "the folder one is in", "a dot", "found above"],
)
def test_the_vault_that_it_took_is_named(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch, typed: str, cwd: str, called: str
) -> None:
    write(tmp_path / "vault", {**VAULT, "garden.toml": "", "sub/b.md": ""})
    place = tmp_path / ("vault/sub" if cwd == "a" else cwd)
    monkeypatch.chdir(place)
    site = write(tmp_path / "site", PAGE)
    told = run("audit", site, *filter(None, [typed]))
    assert f" of {called} hold)" in told.out
    machine = run("audit", site, *filter(None, [typed]), "--format", "json").out
    assert json.loads(machine)["vault"] == called


def _forbidden(folder: Path) -> None:
    folder.mkdir()  # and by the test's own `os.scandir` nobody may look into it


ODD: Mapping[str, tuple[Callable[[Path], object], str, int]] = {
    # what lies in a site, why it is not searched, and the exit code
    "a link that leads nowhere": (
        lambda place: place.symlink_to("nowhere"),
        "a link that leads nowhere",
        0,
    ),
    "a link to itself": (lambda place: place.symlink_to(place.name), "Too many levels of", 1),
    "a named pipe": (os.mkfifo, "a pipe or a device", 0),
    "a socket": (lambda place: _socket(place), "a pipe or a device", 0),
    "a folder that may not be read": (_forbidden, "Permission denied", 1),
    "a link to a folder elsewhere": (
        lambda place: place.symlink_to(place.parent.parent / "vault"),
        "a link to a folder elsewhere",
        1,
    ),
}


def _socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(place))  # the names of sockets are short


@pytest.mark.parametrize(("make", "why", "code"), ODD.values(), ids=list(ODD))
def test_what_cannot_be_searched_is_named_and_the_rest_is_searched(
    above: Path,
    run: Any,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], object],
    why: str,
    code: int,
) -> None:
    write(above / "vault", VAULT)
    make(write(above / "site", PAGE) / "odd")
    scan = os.scandir

    def scandir(path: Any) -> Any:
        if str(path).endswith("site/odd"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    told = run("audit", "site", above / "vault")
    assert (told.code, told.err) == (code, "")
    assert f"site/odd: not searched: {why}" in told.out
    assert told.out.startswith("nothing leaks in what" if code else "nothing leaks (1 file ")
    machine = json.loads(run("audit", "site", above / "vault", "--format", "json").out)
    assert [one["file"] for one in machine["unsearched"]] == ["odd"]
    (above / "site/plans-of-winter.html").write_text("Frozen lakes")
    assert run("audit", "site", above / "vault").code == 1


def test_a_link_to_a_folder_of_the_site_itself_hides_nothing(above: Path, run: Any) -> None:
    site = write(above / "site", {**PAGE, "v1/a.html": "Plans of winter"})
    (site / "latest").symlink_to("v1")
    told = run("audit", "site", write(above / "vault", VAULT))
    assert "not searched" not in told.out
    assert "site/v1/a.html:1: " in told.out


def test_a_file_that_may_not_be_read_is_named(
    above: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(above / "site", {**PAGE, "plans-of-winter.html": ""})
    read = Disk.read

    def forbidden(disk: Disk, path: Path) -> bytes:
        if path.name == "plans-of-winter.html":
            raise PermissionError(13, "Permission denied", str(path))
        return read(disk, path)

    monkeypatch.setattr(Disk, "read", forbidden)
    told = run("audit", "site", write(above / "vault", VAULT))
    assert told.code == 1
    assert "site/…: the title of an unpublished note in the name of the file\n" in told.out
    assert "site/…: not searched: Permission denied\n" in told.out


def test_a_site_that_is_not_there(tmp_path: Path, run: Any) -> None:
    told = run("audit", tmp_path / "site", write(tmp_path / "vault", VAULT))
    assert told.code == 2
    assert f"there is no folder site in {tmp_path}" in told.err


def test_srv13_prv31_a_page_of_the_preview_is_refused(tmp_path: Path, run: Any) -> None:
    page = '<head><meta name="garden-preview" content="drafts"></head>'
    write(tmp_path / "site", {"index.html": page})
    told = run("audit", tmp_path / "site", write(tmp_path / "vault", VAULT))
    assert told.code == 1
    assert "index.html: a page of the preview, which may show drafts" in told.out


def test_a_site_in_the_vault_is_not_taken_for_notes(tmp_path: Path, run: Any) -> None:
    copies = {f"out/{path}": text for path, text in VAULT.items()}
    write(tmp_path / "vault", {**VAULT, **copies, "out/index.html": "<p>x</p>"})
    told = run("audit", tmp_path / "vault" / "out", tmp_path / "vault")
    assert told.code == 1
    assert "2 unpublished notes and 1 other file" in told.out


def test_a_vault_in_the_site_leaks_itself(tmp_path: Path, run: Any) -> None:
    """As when all of a repository is put on the web."""
    write(tmp_path / "site/notes", VAULT)
    write(tmp_path / "site", {"index.html": "<p>x</p>"})
    assert run("audit", tmp_path / "site", tmp_path / "site/notes").code == 1


def test_words_with_line_ends_between_them_are_found(tmp_path: Path, run: Any) -> None:
    words = "one winter day<br>the plan was made<br />that nobody was to hear<br>before spring"
    text = words.replace("<br>", " ").replace("<br />", " ")
    vault = write(tmp_path / "vault", {"a.md": "open", "b.md": f"---\npublish: no\n---\n{text}\n"})
    site = write(tmp_path / "site", {"index.html": f"<p>{words}</p>"})
    assert run("audit", site, vault).code == 1


SHORT_LINES = "- milk for the cat\n- [ ] call the old lawyer\n- hide what is left\n"
ACROSS: Mapping[str, tuple[str, str, bool]] = {
    # what a private note says, what a page says, and whether that is a leak
    "a list in its lines": (
        SHORT_LINES,
        "<ul><li>milk for the cat</li><li>call the old lawyer</li><li>hide what is left</li></ul>",
        True,
    ),
    "a list in JSON": (
        SHORT_LINES,
        '<script>["milk for the cat", "call the old lawyer", "hide what is left"]</script>',
        True,
    ),
    "one line of a list": (SHORT_LINES, "<li>milk for the cat</li><li>and the dog</li>", False),
    "a paragraph in two": (
        "My feet were cold all day and then some of the night.",
        "<p>my feet were cold</p><p>all day and</p><p>then some of the night</p>",
        True,
    ),
    "a table in its cells": (
        "| when | what was paid |\n| - | - |\n| in May | nine hundred francs |\n| June | none |\n",
        "<table><tr><th>when</th><th>what was paid</th></tr>\n"
        "<tr><td>in May</td><td>nine hundred francs</td></tr></table>",
        True,
    ),
    "a heading and what is below it": (
        "## Of the doctor\n\nIt is the liver.\n\nNo cure.\n",
        "<h2>Of the doctor</h2><p>It is the liver.</p><p>No cure.</p>",
        True,
    ),
    "lines of a verse": (
        "> the frost\n> upon the pane\n> and nobody\n> to tell\n",
        "<blockquote>the frost<br>upon the pane<hr>and nobody<hr>to tell</blockquote>",
        True,
    ),
    "a list of names that are public": (
        "- [[One open word]]\n- [[Two of them]]\n- [[Three are there]]\n",
        "<li>One open word</li><li>Two of them</li><li>Three are there</li>",
        False,
    ),
    "names side by side": ("# Winter plans\n", "<li>Winter</li><li>plans</li>", False),
}


@pytest.mark.parametrize(("private", "said", "leaks"), ACROSS.values(), ids=list(ACROSS))
def test_short_lines_in_a_row_are_found(
    tmp_path: Path, run: Any, private: str, said: str, leaks: bool
) -> None:
    public = {f"{name}.md": "" for name in ("One open word", "Two of them", "Three are there")}
    files = {**public, "b.md": f"---\npublish: no\n---\n{private}"}
    site = write(tmp_path / "site", {"index.html": f"<p>\n{said}</p>"})
    told = run("audit", site, write(tmp_path / "vault", files), "-v")
    assert (told.code, told.err) == (int(leaks), "")


UNCLOSED = ("<a ", "<a '", '<a "', "<p title=\"x' ", '<a "<" ', "<b><", "<!-- ", "'<\"", "</", "# ")


@pytest.mark.parametrize("piece", UNCLOSED)
def test_what_is_never_closed_takes_no_longer_than_other_text(piece: str) -> None:
    """A million characters: an hour, if each were looked at again for each before it."""
    text = piece * (1_000_000 // len(piece))
    assert sum(1 for _ in layers(f"<html> {text}".encode()))
    assert list(facts_of_note("x.md", f"# {text} x\n\n## Frozen lakes\n".encode()))


@pytest.mark.parametrize("before", ["", "a", "aa"])
def test_a_large_file_that_is_cut_in_a_character_is_searched(
    tmp_path: Path, run: Any, before: str
) -> None:
    line = "the quick words of a long file that nobody is to read"
    stock = f"{before}\n\n{line}\n\n" + "猫" * 400_000
    vault = write(tmp_path / "vault", {"a.md": "open", "stock.txt": stock})
    site = write(tmp_path / "site", {"index.html": f"<p>{line}</p>"})
    assert run("audit", site, vault).code == 1


def test_a_private_link_that_leads_nowhere_stops_nothing(tmp_path: Path, run: Any) -> None:
    vault = write(tmp_path / "vault", {**VAULT, "private/x.md": ""})
    (vault / "private" / "gone.png").symlink_to("nowhere.png")
    (vault / "private" / "gone.md").symlink_to("nowhere.md")
    told = run("audit", write(tmp_path / "site", {"index.html": ""}), vault)
    assert (told.code, told.err) == (0, "")


EVERYTHING = """
[site]
title = "Grove"
base_url = "https://me.net/"
language = "{language}"
[properties]
show = ["rating"]
[lists]
most_linked = true
orphans = true
[notes]
previous_next = "date"
[feed]
tags = ["seed"]
[graph]
tags = true
[dates]
git = false
"""
STRUCTURE: Files = {
    "Coffee.md": "---\ndate: 2023-05-17\nmodified: 2024-11-02\ntags: [seed, seed/low]\nrating: 5\n"
    "status: seedling\naliases: [Brew]\ndescription: d\n---\n# Coffee\n\n[[Tea]] [[Nowhere]] [^1] "
    "[^1] ==a== $x$ $$y$$\n\n## One\n\n### Two\n\n- [ ] a\n- [x] b\n\n> [!warning]\n> a\n\n"
    "> [!faq]- \n> a\n\n```py\na\n```\n\n```mermaid\nflowchart LR\na-->b\n```\n\n"
    "```dataview\nLIST\n```\n\n![[Tea]]\n\n![[a.mp4]] ![[b.pdf]] ![[c.canvas]] ![[d.png]]\n\n"
    "![v](https://youtu.be/aaaaaaaaaaa) ![](https://vimeo.com/1)\n\n[^1]: a\n[^2]: b\n",
    "Tea.md": "---\ndate: 2024-02-29T13:05:00\ntags: [seed]\n---\n[[Coffee]]\n\n"
    "![[Tea]] ^[inline]\n",
    "f/Milk.md": "[[Coffee#One|x]] [[Tea]] [a](../Coffee.md)\n",
    "f/g/Sugar.md": "---\ndate: 2022-01-01\n---\nx\n",
    "Alone.md": "alone\n",
    **{f"many/{n:03}.md": "[[Coffee]] [[Tea]] #seed" for n in range(210)},
    "a.mp4": "x",
    "b.pdf": "x",
    "d.png": "x",
}
_TEXT = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<(?:[^>\"]|\"[^\"]*\")*>", re.DOTALL)
_VALUE = re.compile(r'(?:title|aria-[a-z]+|alt|content|placeholder|data-[a-z-]+)="([^"]*)"')


def written_in(site: Path) -> list[str]:
    """Each text that stands in an element or an attribute of a page, a feed, or a list."""
    found = dict[str, None]()
    for path in sorted(site.rglob("*")):
        if path.suffix in (".html", ".xml") and "many" not in path.parts:
            page = path.read_text()
            found |= dict.fromkeys((*_TEXT.split(page), *_VALUE.findall(page)))
    lines = (line.strip() for text in found for line in unescape(text).split("\n"))
    return [line for line in dict.fromkeys(lines) if line]


@pytest.mark.parametrize("language", ["en", "de", "ja"])
def test_no_words_that_garden_writes_itself_are_a_leak(
    tmp_path: Path, run: Any, language: str
) -> None:
    """A private note for each text on each page; and one that does leak, in each of two ways."""
    config = EVERYTHING.format(language=language)
    vault = write(tmp_path / "vault", {**STRUCTURE, "garden.toml": config})
    assert run("build", vault, "-o", "public", "-q").code == 0
    texts = written_in(Path("public"))
    more = (f"Back to reference {n}" for n in (1, 7, 1234))
    named = enumerate(dict.fromkeys((*texts, *more, "1 note", "3,210 notes", "12 times")))
    notes = {f"private/{n}.md": f"---\ntitle: {json.dumps(text)}\n---\n" for n, text in named}
    write(vault, {**notes, "private/x.md": "---\ntitle: Frozen references\n---\n"})
    assert run("build", vault, "-o", "public", "-q").code == 0
    fine = run("audit", "public", vault, "-v")
    assert (fine.out.partition(" (")[0], fine.code) == ("nothing leaks", 0)
    page = Path("public/Coffee/index.html")
    page.write_text(page.read_text().replace("</h1>", "</h1><h2>Frozen references</h2>"))
    assert "the title of private/x.md" in run("audit", "public", vault, "-v").out


@pytest.mark.parametrize("page", ["x/index.html", "map/index.html", "index.html"])
def test_a_site_with_a_static_page_of_its_own_is_audited(
    run: Any, tmp_path: Path, page: str
) -> None:
    vault = write(tmp_path / "notes", {"a.md": "hi", "garden.toml": "", f"static/{page}": "x"})
    run("build", vault, "-o", tmp_path / "site")
    assert run("audit", tmp_path / "site", vault).code == 0


def test_a_name_that_is_no_text_ends_no_audit(tmp_path: Path, vault: Path) -> None:
    request, grown = garden_at(vault)
    site = write(tmp_path / "site", {"index.html": "x"})
    (site / os.fsdecode(b"caf\xe9.html")).write_text("Plans of winter")
    assert audited(request, grown, site, Disk()).leaks
