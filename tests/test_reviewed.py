"""What readers of the code and users of the program have found: each fault has its case here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from garden.cli import cli
from garden.config import ConfigError
from garden.paths import DATA, NUMBERED_IDS, THEME_IDS
from tests.support import default_theme, garden_of

# id, the text of the note, what must not be in its HTML
HARMFUL = {
    "an address with half a hole": '<iframe src="data:text/html,<script>x&#64976a"></iframe>',
    "an address with half a hole, in hexadecimal": '<a href="vbscript:x&#xFDD0">t</a>',
    "a file loaded by a style": '<p style="background:url(private/s.png)">t</p>',
    "a file named by a quote": '<blockquote cite="private/s.md">t</blockquote>',
    "a frame with text": "<iframe><script>x</script></iframe>",
}


@pytest.mark.parametrize("text", HARMFUL.values(), ids=list(HARMFUL))
def test_nothing_harmful_is_left(text: str) -> None:
    html = garden_of({"n.md": text}).html("n.md")
    found = [w for w in ("script", "data:", "vbscript", "private", "\ufdd0") if w in html]
    assert found == []


# The front matter of notes whose author has meant `#private`
PRIVATE_TAGS = (
    "tags: private, journal",
    "tags: private journal",
    "tags: '#private #journal'",
    "tags: [[private]]",
    "tags: '#private/diary, x'",
    "tag: private",
)


@pytest.mark.parametrize("front", PRIVATE_TAGS)
def test_a_private_tag_counts_however_it_is_written(front: str) -> None:
    assert garden_of({"n.md": f"---\n{front}\n---\ntext", "o.md": ""}).garden.notes.keys() == {
        "o.md"
    }


def test_s08_a_private_tag_counts_in_a_footnote_that_no_page_shows() -> None:
    files = {
        "unused.md": "x\n\n[^1]: #private",
        "twice.md": "x[^1]\n\n[^1]: a\n[^1]: b ^[c #private]",
        "other.md": "x\n\n[^1]: #other",
    }
    garden = garden_of(files).garden
    assert garden.notes.keys() == {"other.md"}
    assert garden.tags == {}


COMMENTED = {
    "in the text of a picture": "![[p.png|%%zqx%%a]]",
    "in a title": "[x](o.md '%%zqx%%a')",
    "in a wikilink": "[[o %%zqx%%]]",
    "in the kind of a callout": "> [!%%zqx%%note] T",
    "in an attribute": '<b title="%%zqx%%">t</b>',
    "over blocks of HTML": "<div>\n%%zqx\n\nzqx%%\n</div>",
    "in a description": "---\ndescription: a %%zqx%% b\n---\ntext",
}


@pytest.mark.parametrize("text", COMMENTED.values(), ids=list(COMMENTED))
def test_a_comment_never_shows(text: str) -> None:
    pages = garden_of({"n.md": text, "o.md": "", "p.png": ""}).pages()
    assert [name for name, page in pages.items() if "zqx" in page] == []


ONE_LINK = (
    "[![x](o.md)](https://e.com)",
    "[[o|<a href='https://e.com'>y</a>]]",
    "[<a href='https://e.com'>y</a>](o.md)",
    "[[o|![x](o.md)]]",
)


@pytest.mark.parametrize("text", ONE_LINK)
def test_no_link_stands_in_a_link(text: str) -> None:
    assert garden_of({"n.md": text, "o.md": ""}).html("n.md").count("<a ") == 1


def test_a_picture_in_a_link_is_shown() -> None:
    html = garden_of({"n.md": "[![[p.png]]](https://e.com)", "p.png": ""}).html("n.md")
    assert '<img src="../p.png"' in html


@pytest.mark.parametrize("name", ["ADR: use x", "b: c"])
def test_a_colon_makes_no_web_address(name: str) -> None:
    grown = garden_of({"n.md": f"[[{name}]]", f"{name}.md": ""})
    assert "external-link" not in grown.html("n.md")
    assert grown.rules == []


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [("/", "../"), ("./", "../f/"), ("..", "../"), ("../f/", "../f/"), ("../o.md?x=1", "../o/")],
)
def test_addresses_of_folders(address: str, leads_to: str) -> None:
    files = {"f/n.md": f"[t]({address})", "f/index.md": "", "index.md": "", "o.md": ""}
    html = garden_of(files).html("f/n.md")
    assert f'href="../{leads_to}"'.replace("../../f/", "../") in html


@pytest.mark.parametrize("tag", ["video", "iframe", "img", "audio"])
def test_a_player_that_names_a_note_stops_nothing(tag: str) -> None:
    grown = garden_of({"n.md": f'a <{tag} src="o.md"></{tag}> b', "o.md": ""})
    assert "o/index.html" in grown.pages()


def test_ids_of_the_theme_are_not_given_to_headings() -> None:
    page = garden_of({"n.md": "text\n\n# G-main\n\n## g-backlinks"}).html("n.md")
    assert 'id="g-main-1"' in page
    assert 'id="g-backlinks-1"' in page


def test_ids_of_the_theme_and_its_scripts_are_known() -> None:
    theme = default_theme()
    texts = (
        *theme.templates.values(),
        *(content.decode(errors="replace") for content in theme.files.values()),
    )
    used = {name for text in texts for name in re.findall(r"[\"`#](g-[a-z-]+)", text)}
    assert used >= {"g-main", "g-copied", "g-diagram-"}
    assert used <= {*THEME_IDS, *NUMBERED_IDS}


def test_further_backlinks_do_not_take_the_place_of_a_note() -> None:
    sources = {f"s{n}.md": "[[t]]" for n in range(40)}
    grown = garden_of({**sources, "t.md": "", "t/backlinks/2.md": "a note"})
    pages = grown.pages()
    assert "a note" in pages["t/backlinks/2/index.html"]
    assert 'href="backlinks/2-2/"' in pages["t/index.html"]
    assert "s39" in pages["t/backlinks/2-2/index.html"]


def test_a_thousand_links_in_one_paragraph_ask_only_for_their_neighbours() -> None:
    hub = " ".join(f"[[n{n}]]" for n in range(300))
    grown = garden_of({"hub.md": hub, **{f"n{n}.md": "" for n in range(300)}})
    page = grown.pages()["n150/index.html"]
    assert page.count("internal-link") < 90
    assert page.count("…") == 2


TEMPLATES = {
    "{{ theme_url('no.css') }}": "note.html:1: no theme file is called",
    "{{ title + 1 }}": "note.html:1: TypeError",
    "\n{{ titel }}": "note.html:2: 'titel' is undefined",
    "{% extends 'nope.html' %}": 'no template is called "nope.html"',
    "{% if %}": "note.html:1: ",
}


@pytest.mark.parametrize(("template", "said"), TEMPLATES.items())
def test_a_fault_in_a_template_is_told(
    template: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    (tmp_path / "notes/_theme").mkdir(parents=True)
    (tmp_path / "notes/n.md").write_text("text")
    (tmp_path / "notes/_theme/note.html").write_text(template)
    done = CliRunner().invoke(cli, ["build", str(tmp_path / "notes"), "-o", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_base_template_of_ones_own_reaches_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    (tmp_path / "notes/_theme").mkdir(parents=True)
    (tmp_path / "notes/n.md").write_text("text #t")
    (tmp_path / "notes/_theme/extra.css").write_text("body { color: red }")
    (tmp_path / "notes/_theme/base.html").write_text(
        '{% extends "default/base.html" %}{% block head %}{{ super() }}'
        '<link rel="stylesheet" href="{{ href(theme_url(\'extra.css\')) }}">{% endblock %}'
    )
    done = CliRunner().invoke(cli, ["build", str(tmp_path / "notes"), "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    pages = [p for p in (tmp_path / "out").rglob("*.html") if "refresh" not in p.read_text()]
    pages = [page for page in pages if page.parent.name != DATA]
    assert [page for page in pages if "extra." not in page.read_text()] == []


def test_html_that_is_left_out_is_told() -> None:
    rules = garden_of({"n.md": "<style>a {}</style>\n\n<script>x</script>"}).rules
    assert rules == ["html-removed", "html-removed"]


def test_an_image_property_may_be_a_wikilink() -> None:
    grown = garden_of({"n.md": '---\ncover: "[[p.png]]"\n---\ntext', "a/p.png": ""})
    assert "a/p.png" in grown.pages()
    assert grown.rules == []


def test_a_date_format_without_a_year_is_refused() -> None:
    with pytest.raises(ConfigError, match="with a year"):
        garden_of({"n.md": ""}, '[dates]\nformats = ["%d.%m."]')


def test_ids_of_raw_html_can_be_linked_to() -> None:
    files = {"n.md": '<div id="foo">x</div>\n\n[go](#foo) [[o#bar]]', "o.md": "<b id=bar>y</b>"}
    grown = garden_of(files)
    assert 'href="#foo"' in grown.html("n.md")
    assert 'href="../o/#bar"' in grown.html("n.md")
    assert grown.rules == []


def test_a_language_is_a_language_tag() -> None:
    grown = garden_of(
        {"n.md": "---\nlang: english please\n---\n", "o.md": "---\nlang: pt-BR\n---\n"}
    )
    assert [grown.garden.notes[path].doc.meta.lang for path in ("n.md", "o.md")] == ["", "pt-BR"]
    assert grown.rules == ["front-matter-value"]
    with pytest.raises(ConfigError, match="a language tag such as en"):
        garden_of({"n.md": ""}, '[site]\nlanguage = "english please"')


def test_resolve_offers_a_near_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    (tmp_path / "Friendship.md").write_text("text")
    (tmp_path / "n.md").write_text("text")
    done = CliRunner().invoke(
        cli, ["resolve", "Friendshp", "--from", "n", "--vault", str(tmp_path)]
    )
    assert done.exit_code == 1
    assert 'did you mean "Friendship"?' in done.output


def test_a_problem_that_a_file_has_often_is_shown_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    (tmp_path / "n.md").write_text("text\n-\n\n" * 14 + "[[gone]] and\n[[gone]]")
    said = CliRunner().invoke(cli, ["check", str(tmp_path)]).output
    assert said.count("setext-suspect]") == said.count("link-missing]") == 1
    assert "also on lines 5, 8, 11, 14, 17, 20, 23, 26, 29, 32 and 3 more" in said
    assert "also on line 44" in said
    assert "14 warning  setext-suspect" in said
