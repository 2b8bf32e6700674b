"""What a page depends on, in plain words, and whether the next build draws it again."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from pathlib import Path

import pytest
from click.testing import CliRunner

from garden.cli import cli
from garden.model import Card, Found
from garden.pages import EMITTERS
from garden.phrases import PHRASES, in_short, phrase
from garden.questions import QUESTIONS
from garden.why import KINDS
from tests.offline import Files, tree, write

FILES: Files = {
    "garden.toml": '[site]\nbase_url = "https://me.net/g/"\n[dates]\ngit = false\n',
    "index.md": "# Home\n[[Trust]]\n",
    "Trust.md": "---\naliases: Faith\ncreated: 2024-01-01\n---\n[[Walks]] #calm\n\n![[pic.png]]\n",
    "f/Walks.md": "# Walks\n[[Trust]]\n",
    "Secret.md": "---\npublish: false\n---\n[[Trust]]\n",
    "pic.png": "x",
    "static/CNAME": "me.net",
}


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "notes", FILES)


def said(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == code, done.output
    return done.output


def verdict(page: str = "Trust", *options: str) -> str:
    return said("why", page, "notes", *options).splitlines()[-1]


# --- questions in plain words -------------------------------------------------------------------


def test_every_question_has_words() -> None:
    assert PHRASES.keys() == QUESTIONS.keys()


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_asked_about_is_named(question: str) -> None:
    names = list(signature(QUESTIONS[question]).parameters)[1:]
    given = tuple(7 if name in ("number", "count") else f"<{name}>" for name in names)
    named = phrase((question, given))
    assert [text for text in given if text != 7 and str(text) not in named] == []


WORDS = {
    ("destinations", ("a.md",)): "where the links of a.md lead",
    ("destination", ("a.md", "b", "")): "where b in a.md leads",
    ("embedded", ("a.md", "b", "Far")): "what ![[b#Far]] in a.md shows",
    ("destination", ("", "b", "")): "where b in garden.toml leads",
    ("notes_in", ("", 1)): "the notes in the vault",
    ("tagged", ("calm", 2)): "the notes with the tag calm, page 2",
    ("ancestors", ("a.md",)): "the way from the map to a.md",
}


@pytest.mark.parametrize(("key", "words"), WORDS.items(), ids=list(WORDS.values()))
def test_words(key: tuple[str, tuple[str | int, ...]], words: str) -> None:
    assert phrase(key) == words


SHORT: dict[str, tuple[object, str]] = {
    "a note": (Card("a/", "A"), "A, /a/"),
    "rows": ((("b", "", Found("b/", "note", "far")), ("c", "", None)), "b, far, /b/; c"),
    "a number": (3, "3"),
    "nothing": (None, ""),
    "much": (("x" * 100, "y" * 100), f"{'x' * 100}; {'y' * 57}…"),
}


@pytest.mark.parametrize(("answer", "text"), SHORT.values(), ids=list(SHORT))
def test_an_answer_in_short(answer: object, text: str) -> None:
    assert in_short(answer) == text


# --- which page is meant ------------------------------------------------------------------------

PAGES = {
    "Trust": "/Trust/ is the page of the note Trust.md",
    "Trust.md": "/Trust/ is the page of the note Trust.md",
    "notes/Trust.md": "/Trust/ is the page of the note Trust.md",
    "/Trust/": "/Trust/ is the page of the note Trust.md",
    "trust/": "/Trust/ is the page of the note Trust.md",
    "/trust": "/Trust/ is the page of the note Trust.md",
    "Trust/index.html": "/Trust/ is the page of the note Trust.md",
    "public/Trust/index.html": "/Trust/ is the page of the note Trust.md",
    "https://me.net/g/Trust/#top": "/Trust/ is the page of the note Trust.md",
    "http://localhost:8000/Trust/?x": "/Trust/ is the page of the note Trust.md",
    "Walks": "/f/Walks/ is the page of the note f/Walks.md",
    "Faith": "/Trust/ is the page of the note Trust.md",
    "/Faith/": "/Faith/ is a page that leads on to Trust.md",
    "/": "/ is the page of the note index.md",
    "https://me.net/g": "/ is the page of the note index.md",
    "/f/": "/f/ is the page of the folder f",
    "map": "/map/ is the map",
    "tags/calm": "/tags/calm/ is the page of the tag calm",
    "/tags/": "/tags/ is the list of all tags",
    "/recent/": "/recent/ is the list of recent notes",
    "404.html": "/404.html is the page for what is not there",
    "/feed.xml": "/feed.xml is a feed",
    "sitemap.xml": "/sitemap.xml is a list for search engines",
    "robots.txt": "/robots.txt is a list for search engines",
    "pic.png": "/pic.png is a copy of pic.png",
    "CNAME": "/CNAME is a copy of static/CNAME",
}


@pytest.mark.parametrize(("typed", "expected"), PAGES.items())
def test_a_page_is_named_as_one_likes(vault: Path, typed: str, expected: str) -> None:
    assert said("why", typed, "notes").startswith(f"{expected}, in public/")


def test_every_emitter_has_words_for_its_pages() -> None:
    functions = (getattr(emit, "func", emit) for emit in EMITTERS)
    modules = {function.__module__.rpartition(".")[2] for function in functions}
    assert modules - {"static", "assets"} == KINDS.keys()


def test_prv39_a_private_page_is_as_one_that_is_not_there(vault: Path) -> None:
    for private, other in {
        "Secret": "Sacret",
        "/Secret/": "/Sacret/",
        "Secret.md": "Sacret.md",
    }.items():
        found = said("why", private, "notes", code=1)
        assert found.replace(private, other) == said("why", other, "notes", code=1)


def test_what_was_probably_meant_is_said(vault: Path) -> None:
    assert said("why", "/f/Wlks/", "notes", code=1) == (
        'the site has no page "/f/Wlks/"; did you mean "/f/Walks/"?\n'
    )


# --- what the next build does -------------------------------------------------------------------


def test_what_a_page_depends_on(vault: Path) -> None:
    said("build", "notes", "-q")
    assert said("why", "Faith/", "notes").splitlines() == [
        "/Faith/ is a page that leads on to Trust.md, in public/Faith/index.html",
        "It depends on:",
        "  the title or address of Trust.md",
        "  the settings of the site",
        "  what a page with need of nothing more may load",
        "The next build leaves it as it is.",
    ]


def test_what_has_changed_is_marked_and_told(vault: Path) -> None:
    said("build", "notes", "-q")
    write(vault, {"f/Walks.md": "# Hikes\n[[Trust]] [[index]]\n"})
    lines = said("why", "f/Walks.md", "notes").splitlines()
    assert lines[1] == "It depends on (* has changed since the last build):"
    marked = lines.index("* where the links of f/Walks.md lead")
    assert lines[marked + 1] == "      now: Trust, /Trust/; index, /"
    assert lines[-1] == (
        "The next build draws it again, because this has changed:"
        " the title, description, tags, properties, dates or length of f/Walks.md;"
        " the text of f/Walks.md; where the links of f/Walks.md lead; and 2 more."
    )


def spoil(vault: Path) -> None:
    (vault.parent / "public/Trust/index.html").write_text("other")


def interrupt(vault: Path) -> None:
    listed = vault.parent / "public/.garden.json"
    listed.write_text(listed.read_text().replace('"whole": true', '"whole": false'))


def forget(vault: Path) -> None:
    for file in (vault.parent / "caches").rglob("site-*"):
        file.unlink()


VERDICTS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "nothing": (lambda vault: None, "Trust", "leaves it as it is."),
    "another page": (lambda vault: write(vault, {"New.md": ""}), "New", "draws it: it is new."),
    "words": (
        lambda vault: write(vault, {"f/Walks.md": "# Walks\nother [[Trust]]\n"}),
        "Trust",
        "draws it again, because this has changed:"
        " the notes that link to Trust.md, or the words around their links.",
    ),
    "what was there is gone": (
        lambda vault: write(vault, {"f/Walks.md": "---\npublish: no\n---\n"}),
        "Trust",
        "draws it again, because this has changed: where the links of Trust.md lead;"
        " the notes that Trust.md links to, or their titles;"
        " the notes that link to Trust.md, or the words around their links; and 3 more.",
    ),
    "a note in place of a redirect": (
        lambda vault: write(vault, {"Faith.md": ""}),
        "/Faith/",
        "draws it again, because another page stood there.",
    ),
    "a file of the site": (
        spoil,
        "Trust",
        "draws it again, because its file is missing or has been changed.",
    ),
    "an interrupted build": (interrupt, "Trust", "draws every page: the last one was interrupted."),
    "no memory": (
        forget,
        "Trust",
        "draws every page: of the last one nothing is kept in this cache.",
    ),
    "the configuration": (
        lambda vault: write(vault, {"garden.toml": "[site]\ntitle = 'T'\n"}),
        "Trust",
        "draws every page: the configuration, the theme or garden itself is another.",
    ),
    "the theme": (
        lambda vault: write(vault, {"_theme/note.html": "{% extends 'default/note.html' %}"}),
        "Trust",
        "draws every page: the configuration, the theme or garden itself is another.",
    ),
}


@pytest.mark.parametrize(("change", "page", "expected"), VERDICTS.values(), ids=list(VERDICTS))
def test_what_the_next_build_does(
    vault: Path, change: Callable[[Path], object], page: str, expected: str
) -> None:
    said("build", "notes", "-q")
    change(vault)
    assert verdict(page) == f"The next build {expected}"
    assert said("build", "notes", "-q") == ""
    assert verdict(page) == "The next build leaves it as it is."


def test_where_nothing_has_been_built(vault: Path) -> None:
    before = tree(vault)
    assert verdict() == ("The next build draws every page: there is no site in public yet.")
    assert tree(vault) == before


def test_the_site_is_that_of_the_same_options(vault: Path) -> None:
    options = ("-o", "out", "--cache", "kept", "--base-url", "https://other.net/")
    said("build", "notes", "-q", *options)
    assert verdict("Trust", *options) == "The next build leaves it as it is."
    assert verdict("Trust", *options[:2]).endswith("nothing is kept in this cache.")
    assert verdict("Trust", *options[:4]).endswith("or garden itself is another.")
