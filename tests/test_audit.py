"""`garden audit`: what it finds in a site, what it lets pass, what it says, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from garden.audit import audited
from garden.config import read_config
from garden.disk import Disk
from garden.facts import facts_of_note
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


NO_SITES: Mapping[str, tuple[Files, str]] = {
    "empty": ({}, "no site: there is nothing in it"),
    "no pages": ({"a.txt": ""}, "no site: there is no page among its files"),
}


@pytest.mark.parametrize(("files", "said"), NO_SITES.values(), ids=list(NO_SITES))
def test_a_folder_that_is_no_site(tmp_path: Path, run: Any, files: Files, said: str) -> None:
    write(tmp_path / "vault", VAULT)
    told = run("audit", write(tmp_path / "site", files), tmp_path / "vault")
    assert (told.code, told.err.count("\n")) == (2, 1)
    assert said in told.err


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
