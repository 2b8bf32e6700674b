"""Blocks of code (rows S14, S21): nothing of the code is lost, whatever a lexer makes of it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers

from garden.report import Telling
from garden.report import text_of as text_of_problems
from garden.terminal import Look
from garden.text.fence import Info, info_of
from garden.text.lexing import _CALLS, MOST, lexed
from garden.text.pluginblock import PLUGIN_BLOCKS
from tests.support import HERE, default_theme, garden_of
from tests.test_parse_laws import SETTINGS

_LANGUAGES = (
    "bash c cpp csharp css diff docker elixir go graphql haskell html ini java js json jsx kotlin"
    " latex lua make markdown matlab nix objectivec ocaml perl php powershell python r ruby rust"
    " scala scss sql swift toml ts tsx vim vue xml yaml zig console pycon http jinja2 svelte"
)
LANGUAGES = _LANGUAGES.split()
ODD = (
    "\n\n\t<a b=\"c\">  \n'x' # é /* \u2028 \ufeff\x0b\n*/ "
    '"""d\n\n  e {{ f }} $g @h 1.5e3 -- \\\n \n'
)
PIECES = [
    *"ab1 \t\n\"'`\\/*#$%&<>(){}[]=-:;.,@|~!?+_é",
    "\n\n",
    "/*",
    '"""',
    "<!--",
    "{{",
    "\u2028",
]
CODE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def text_of(html: str) -> str:
    code = re.search(r"<code[^>]*>(.*)</code>", html, re.DOTALL)
    assert code
    return unescape(re.sub(r"<[^>]*>", "", code[1]))


def drawn(text: str, info: str) -> str:
    fence = "~" * max(3, 1 + max(map(len, re.findall("~+", text)), default=0))
    return garden_of({"Here.md": f"{fence}{info}\n{text}\n{fence}"}).html("Here.md")


@given(CODE, st.sampled_from(LANGUAGES), st.sampled_from(["", " {2-3}", " showLineNumbers"]))
@SETTINGS
def test_s14_the_text_of_the_html_is_the_code(text: str, language: str, options: str) -> None:
    html = drawn(text, language + options)
    assert text_of(html) == text + "\n"


def test_s14_no_lexer_changes_a_character_or_breaks_a_note() -> None:
    for _, aliases, _, _ in get_all_lexers(plugins=False):
        for language in aliases[:1]:
            runs = lexed(ODD, language)
            assert runs is None or "".join(piece for _, piece in runs) == ODD, language


def test_s14_most_lexers_take_odd_text() -> None:
    refused = [name for name in LANGUAGES if lexed(ODD, name) is None]
    assert refused == []


class Broken(Lexer):
    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, object, str]]:  # type: ignore[override]
        raise IndexError(text)


class Greedy(Lexer):
    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, object, str]]:  # type: ignore[override]
        yield from ()


@pytest.mark.parametrize("lexer", [Broken, Greedy])
def test_s14_a_lexer_that_fails_or_loses_text_leaves_plain_code(lexer: type[Lexer]) -> None:
    with patch("garden.text.lexing._lexer", lambda _: lexer()):
        assert drawn("a", "x") == '<pre tabindex="0"><code class="language-x">a\n</code></pre>\n'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a;\n" * (MOST // 3 + 1), id="the whole"),
        pytest.param("a;" * 501, id="a line"),
        pytest.param("a\n" * 501, id="words without a sign"),
        pytest.param("\n" * 1001, id="blank lines"),
    ],
)
def test_s14_what_is_too_long_stays_plain(text: str) -> None:
    assert lexed("a;\n", "java")
    assert lexed(text, "java") is None
    assert text_of(drawn(text, "java")) == text + "\n"


# What is written after the marks of a fence → what is read from it
INFOS = (
    ("js", Info("js")),
    ('js {1,3-5} title="x y"', Info("js", "x y", ((1, 1), (3, 5)))),
    ("{1} js", Info("js", marked=((1, 1),))),
    ("js{2..3}", Info("js", marked=((2, 3),))),
    ("js title=x.js", Info("js", "x.js")),
    ("js title='a \"b\"'", Info("js", 'a "b"')),
    ("js:src/file.js", Info("js", "src/file.js")),
    ("js:line-numbers", Info("js:line-numbers")),
    ("js linenos", Info("js", start=1)),
    ("js ln:true", Info("js", start=1)),
    ('js TI:"t" HL:"1,3"', Info("js", "t", ((1, 1), (3, 3)))),
    ("js hl:1,3-4 fold", Info("js", marked=((1, 1), (3, 4)))),
    ("js hl:word1", Info("js")),
    ("js showLineNumbers", Info("js", start=1)),
    ("js showLineNumbers=false", Info("js")),
    ("js showLineNumbers=5", Info("js", start=5)),
    ('js showLineNumbers{5} /word/ "text 9"', Info("js", start=5)),
    ("js mark={1,3} ins={2}", Info("js", marked=((1, 1), (3, 3)))),
    ('go {hl_lines=[1,"3-5"],linenos=true}', Info("go", marked=((1, 1), (3, 5)), start=1)),
    ('go {linenos=table,hl_lines="2 4-6",linenostart=199}', Info("go", "", ((2, 2), (4, 6)), 199)),
    ('py title="a" linenums="1" hl_lines="2 3"', Info("py", "a", ((2, 2), (3, 3)), 1)),
    ("{python}", Info("python")),
    ("{r setup, echo=FALSE}", Info("r")),
    ('{.python .numberLines startFrom="100"}', Info("python", start=100)),
    ('{ .yaml title=".f.yml" }', Info("yaml", ".f.yml")),
    ('title="x"', Info("", "x")),
    ("c++ {1}", Info("c++", marked=((1, 1),))),
    ("c#", Info("c#")),
    ('js title="no end', Info("js")),
    ("js {99999999999}", Info("js", marked=((999999, 999999), (99999, 99999)))),
    ("", Info()),
)


@pytest.mark.parametrize(("written", "info"), INFOS)
def test_s14_what_a_fence_says_of_its_code(written: str, info: Info) -> None:
    assert info_of(written) == info


def test_s14_a_page_loads_what_code_needs_only_where_there_is_code() -> None:
    pages = garden_of({"A.md": "```\nx\n```", "B.md": "`x`", "C.md": "![[A]]"}).pages(
        default_theme()
    )
    loads = {path: "/code." in html for path, html in pages.items() if path[1:] == "/index.html"}
    assert loads == {"A/index.html": True, "B/index.html": False, "C/index.html": True}


LOADED = """
import sys
from garden.text.parse import parse
parse(sys.argv[1].encode())
print("pygments" in sys.modules)
"""


@pytest.mark.parametrize(
    ("note", "loaded"),
    [("`a`\n\n```\nb\n```\n\n```text\nc\n```\n\n    d", "False"), ("```py\na\n```", "True")],
)
def test_s14_pygments_is_loaded_only_for_code_in_a_language(note: str, loaded: str) -> None:
    command = [sys.executable, "-c", LOADED, note]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == loaded


def test_s14_each_other_name_of_a_language_leads_to_a_lexer() -> None:
    known = {name.lower() for _, names, _, _ in get_all_lexers(plugins=False) for name in names}
    assert set(_CALLS.values()) <= known
    assert known.isdisjoint(_CALLS)


def test_e14_no_block_of_a_plugin_hides_a_language() -> None:
    known = {name.lower() for _, names, _, _ in get_all_lexers(plugins=False) for name in names}
    assert known.isdisjoint(PLUGIN_BLOCKS)


TOLD = """\
A.md:3:1: warning[plugin-block]: a block of "dataview": it runs in Obsidian only, and its source \
is left out
    = also on line 7
    = also at B.md:3:1
    = also at B.md:7:1
    = help: write out what it shows, or silence this with plugin-block = "ignore" under [check]

C.md:1:1: warning[plugin-block]: a block of "query": garden does not run it yet, and its source \
is left out
    = help: write out what it shows, or silence this with plugin-block = "ignore" under [check]
"""


def test_e14_a_kind_of_block_is_one_warning_wherever_it_stands() -> None:
    text = "x\n\n```dataview\nLIST\n```\n\n```Dataview\nTABLE\n```\n"
    grown = garden_of({"A.md": text, "B.md": text, "C.md": "```query\nq\n```"})
    assert grown.rules == ["plugin-block"] * 5
    told = text_of_problems(grown.problems, Telling(Look(), lambda _: (), str))
    assert told == TOLD


# --- colours: WCAG 2.2, 1.4.3, and what is marked not by its background alone ------------------

THEME = HERE.parent / "themes" / "default"
_VARIABLE = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
VARIABLES = {
    name: (light, dark)
    for file in ("style/tokens.css", "code.css")
    for name, light, dark in _VARIABLE.findall((THEME / file).read_text())
}
BACKGROUNDS = ("raised", "code-marked", "code-inserted", "code-deleted")
COLOURS = ("ink", *(name for name in VARIABLES if re.match("code-[a-z]+$", name)))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("colour", [c for c in COLOURS if c not in BACKGROUNDS])
def test_code_can_be_read_in_every_colour_on_every_background(colour: str, scheme: int) -> None:
    ratios = {b: contrast(VARIABLES[colour][scheme], VARIABLES[b][scheme]) for b in BACKGROUNDS}
    assert {b: round(ratio, 2) for b, ratio in ratios.items() if ratio < 4.5} == {}


def test_all_colours_of_code_are_among_those() -> None:
    css = (THEME / "code.css").read_text()
    used = set(re.findall(r"(?:^|[ ;{])color: ([^;]+);", css))
    assert used <= {f"var(--{name})" for name in (*COLOURS, "quiet")}
    assert len(COLOURS) >= 7
