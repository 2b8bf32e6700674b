"""Formulas: what KaTeX makes of them at build time, and what browsers do where it cannot run."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from garden import cache
from garden.model import links_of
from garden.text import formulas
from garden.text.findings import MOST_IN_QUOTES
from garden.text.formulas import MAX_LENGTH, Answer, Formulas, engine
from garden.text.html import text_of
from garden.text.mathml import as_tex, without_looks
from garden.text.options import ParseOptions
from garden.text.parse import parse
from garden.text.syntax import math
from tests.support import HERE, default_theme, garden_of

SITE = '[site]\nbase_url = "https://me.net/"\n'


def answers(*written: str) -> list[Answer]:
    """Those of the formulas of one note."""
    katex = engine()
    assert katex, "quickjs-ng is installed for the tests"
    note = Formulas(katex)
    return [note.answer(tex, display=True) for tex in written]


def reasons(*written: str) -> list[str]:
    return [answer.reason for answer in answers(*written)]


def hard_formulas() -> Iterator[ParameterSet]:
    listed = re.compile(r"- (?:set|refused, (.*?)): `(.*)`$")
    lines = (HERE / "formulas.md").read_text(encoding="utf-8").split("\n")
    for line in (line for line in lines if line.startswith("- ")):
        found = listed.match(line)
        assert found, line
        yield pytest.param(found[2], found[1] or "", id=found[2][:40])


HARD = list(hard_formulas())


@pytest.mark.parametrize(("tex", "refused"), HARD)
def test_s10_a_hard_formula(tex: str, refused: str) -> None:
    (answer,) = answers(tex)
    assert answer.reason.startswith(refused) if refused else not answer.reason
    assert bool(answer.html) is not bool(refused)


def test_at_least_64_of_72_hard_formulas_are_set() -> None:
    assert len(HARD) == 72
    assert sum(not param.values[1] for param in HARD) >= 64


def test_a_formula_is_found_again_in_what_was_made_of_it() -> None:
    for tex, refused in (param.values for param in HARD if not param.values[1]):
        assert isinstance(tex, str)
        (answer,) = answers(tex)
        assert not refused
        assert text_of(f"<p>a {answer.html} b</p>") == f"a {tex} b"
        assert re.fullmatch(
            "<math.*</math>", re.sub("</?span[^>]*>", "", without_looks(answer.html))
        )


def test_formulas_that_stand_in_each_other_or_have_no_end() -> None:
    (answer,) = answers("x")
    assert as_tex(answer.html * 2) == "xx"
    assert without_looks("a" + answer.html[:-40]).endswith("</math></span>")


def test_what_a_formula_defines_the_next_ones_of_its_note_may_use() -> None:
    written = (r"\newcommand{\vv}[1]{\mathbf{#1}}\def\w{w}", r"\vv{\w}", r"\newcommand{\vv}{v} \vv")
    assert reasons(*written) == ["", "", ""]
    assert reasons(r"\vv{x}") == [r"Undefined control sequence: \vv"]


def test_what_a_group_or_a_wrong_formula_defines_is_forgotten() -> None:
    assert reasons(r"{\def\p{1}}", r"1\p") == ["", r"Undefined control sequence: \p"]
    assert reasons(r"\gdef\q{1} \frac", r"1\q")[1] == r"Undefined control sequence: \q"
    assert reasons(r"{\gdef\r{1}}", r"1\r") == ["", ""]


def test_s10_definitions_hold_from_block_to_line_in_the_order_of_the_note() -> None:
    source = "$\\v$\n\n> $$\n> \\def\\v{v}\n> $$\n\n- $\\v$\n"
    grown = garden_of({"A.md": source, "B.md": r"$\v$"})
    assert [(p.path, p.span.line) for p in grown.problems] == [("A.md", 1), ("B.md", 1)]


PLACES = {
    "a $\\foo$": (1, 4, 4),
    "---\ntitle: t\n---\n\na\nb $x +\n\\foo$": (7, 1, 4),
    "$x$ and $𝔸 \\foo$": (1, 12, 4),
    "| a | b |\n| - | - |\n| $x$ | $x \\| \\foo$ |": (3, 15, 4),
    "> $$\n> x\n>   \\foo\n> $$": (3, 5, 4),
    "- a\n  - $$x\n    + \\foo$$": (3, 7, 4),
    "$$\nx_1_2\n$$": (2, 4, 1),
    "$$\n\\frac{a\n$$": (2, 8, 1),
    "# h $\\foo$": (1, 6, 4),
    "[[A|$\\foo$]]": (1, 6, 4),
    "$$\\def\\e{\\foo}$$\n\nx $\\e$": (3, 3, 4),  # it stands in no formula but the first
    "$\\left(x$": (1, 9, 1),
    "$\\url{x}$": (1, 1, 9),
}


@pytest.mark.parametrize(("source", "place"), PLACES.items(), ids=list(PLACES))
def test_where_a_formula_is_wrong(source: str, place: tuple[int, int, int]) -> None:
    (problem,) = garden_of({"A.md": source}).problems
    assert (problem.rule, problem.level) == ("math", "warning")
    assert (problem.span.line, problem.span.column, problem.span.length) == place


BOMBS = {
    r"\def\a{\a\a}\a": "Too many expansions",
    r"\def\a#1{\a{#1#1}}\a{xx}": "its macros make it too long",
    r"\def\a{" + "x" * 3000 + "}" + r"\a" * 500: "its macros make it too long",
    r"\def\a#1{" + "#1" * 1000 + r"}\a{" + "x" * 2000 + "}": "its macros make it too long",
    r"\ce{" + "H2O + " * 800 + "}": "its macros make it too long",
    "{" * 2000 + "}" * 2000: "it is nested too deeply",
    r"\sqrt{" * 800: "it is nested too deeply",
    "x" * (MAX_LENGTH + 1): "it is over 5,000 characters long",
    "\\frac" * 900: "at its end an argument",
}


@pytest.mark.parametrize(("tex", "reason"), BOMBS.items(), ids=[bomb[:20] for bomb in BOMBS])
def test_a_formula_that_would_take_too_long_is_refused(tex: str, reason: str) -> None:
    bomb, after = reasons(tex, "x")
    assert bomb.startswith(reason)
    assert not after


def test_a_note_with_too_many_formulas_shows_the_rest_as_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(formulas, "MAX_IN_NOTE", 50)
    assert reasons("x", "y", "z", "z")[2:] == ["", "there are too many formulas before it"]


def test_a_formula_is_remembered_with_what_was_defined_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    katex = engine()
    assert katex
    ask = katex.ask

    def counted(*given: str, **how: bool) -> str:
        asked.append(given)
        return ask(*given, **how)

    fresh = formulas.Engine(counted)
    for _ in range(2):
        note = Formulas(fresh)
        drawn = [note.answer(tex, display=False).html for tex in ("x", r"\def\x{y}", "x", "x")]
        assert drawn[0] == drawn[2] == drawn[3]
    assert [(tex, macros != "") for tex, _, macros in asked] == [
        ("x", False),
        (r"\def\x{y}", False),
        ("x", True),
    ]
    fresh.room = 0
    assert Formulas(fresh).answer("z", display=False).html
    assert len(fresh.known) == 1


def test_two_threads_may_read_notes() -> None:
    notes = [f"$x_{n}$ $\\def\\a{{{n}}}$ $\\a$ $\\b$\n".encode() * 5 for n in range(20)]
    alone = [parse(note) for note in notes]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(parse, notes)) == alone


PAYLOADS = [
    r"\href{javascript:alert(1)}{x}",
    r"\href{java&#115;cript:alert(1)}{x}",
    r"\url{javascript:alert(1)}",
    r"\includegraphics{https://evil.example/x.png}",
    r"\htmlClass{g-main}{x}",
    r"\htmlId{g-main}{x}",
    r"\htmlStyle{position:fixed}{x}",
    r"\htmlData{x=y}{z}",
    r"\text{</span></annotation></math><script>alert(1)</script>}",
    r'\text{" onload="alert(1)}',
    r"\text{<img src=x onerror=alert(1)>}",
    r'\color{red" onload="alert(1)}x',
    r"\textcolor{url(javascript:alert(1))}{x}",
    r"\unicode{x3c}script",
    r"<img src=x onerror=alert(1)>",
]


TAGS = "p span div pre code math semantics mrow mtext mo mi mn annotation mstyle"


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("policy", ["sanitize", "trust"])
def test_nothing_runs_in_a_formula(payload: str, policy: str) -> None:
    config = f'[markdown]\nhtml = "{policy}"\n'
    html = garden_of({"A.md": f"${payload}$\n\n$${payload}$$\n"}, config).html("A.md")
    tags = re.findall(r"<[^>]*>", html)
    assert {tag.strip("</>").split()[0] for tag in tags} <= set(TAGS.split())
    assert not [tag for tag in tags if re.search(r"\s(href|src|on\w+|id|data-\w+)=\"", tag)]


def test_commands_that_lead_out_of_a_formula_are_refused() -> None:
    said = [answer.reason for payload in PAYLOADS[:8] for answer in answers(payload)]
    assert [reason.partition(" ")[2] for reason in said] == ["is not allowed in a note"] * 8


@pytest.mark.parametrize("number", ["0", '"B', '"85', '"D800', '"DFFF', '"FDD0', '"1FFFE'])
def test_a_number_that_is_no_character_is_refused(number: str) -> None:
    assert reasons(f"\\text{{a\\char{number}}}") == ["it has a character that is no text"]


def page(source: str, **more: str) -> str:
    files: dict[str, str | bytes] = {"A.md": source, **more}
    return garden_of(files, SITE).pages(default_theme())["A/index.html"]


def test_only_a_page_with_formulas_loads_their_style_sheet() -> None:
    files: dict[str, str | bytes] = {
        "A.md": "$x$",
        "B.md": "x",
        "C.md": "![[A]]",
        "D.md": "[[E]]",
        "E.md": "y $x$ [[D]]",
    }
    pages = garden_of(files).pages(default_theme())
    assert "katex.min.css" not in pages["B/index.html"]
    for name in "ACDE":
        assert "katex.min.css" in pages[f"{name}/index.html"]
        assert "math.js" not in pages[f"{name}/index.html"]


def test_the_words_around_a_link_hold_formulas_whole_and_count_their_tex() -> None:
    grown = garden_of({"A.md": f"$\\frac12$ [[B|$x$ to]] ${'+y' * 100}$ $z$", "B.md": ""})
    (quote,) = grown.quotes["A.md"]
    said = "".join(part for part in quote if isinstance(part, str))
    assert as_tex(said) == ('<span class="math math-inline">\\frac12</span> <mark></mark> …')
    (link,) = links_of(quote)
    assert as_tex("".join(map(str, link.label))) == '<span class="math math-inline">x</span> to'


def test_a_thousand_links_beside_formulas_quote_some_of_them_as_tex() -> None:
    grown = garden_of({"A.md": "[[B]] $x$ " * 2000, "B.md": ""})
    said = ["".join(p for p in quote if isinstance(p, str)) for quote in grown.quotes["A.md"]]
    assert "katex" in said[0]
    assert "katex" not in said[-1]
    assert "x" in said[-1]
    assert sum("katex" in quote for quote in said) < MOST_IN_QUOTES / len(said[0])


def test_a_description_and_an_outline_say_formulas_in_tex() -> None:
    doc = parse(b"# Of $x^2$\n\nSo $\\frac{a}{b}$ is $$y$$ here.").doc
    assert doc.description == r"So \frac{a}{b} is y here."
    assert [(h.text, h.id) for h in doc.outline] == [("Of x^2", "of-x2")]


def test_a_feed_holds_formulas_as_mathml() -> None:
    grown = garden_of({"A.md": "---\ncreated: 2026-01-01\n---\n$\\sqrt{x}$\n$$y$$"}, SITE)
    feed = grown.pages()["feed.xml"]
    assert feed.count(escape("<math xmlns=", quote=False)) == 2
    assert "katex-html" not in feed
    assert "strut" not in feed


@pytest.fixture
def _without_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(math, "engine", lambda: None)


@pytest.mark.usefixtures("_without_engine")
def test_without_an_engine_the_browser_sets_formulas() -> None:
    grown = garden_of({"A.md": "$x<y$ $\\foo$\n$$\nz\n$$", "B.md": "text"})
    assert grown.html("A.md") == (
        '<p><span class="math math-inline math-tex">x&lt;y</span>'
        ' <span class="math math-inline math-tex">\\foo</span></p>\n'
        '<div class="math math-display math-tex">z</div>\n'
    )
    assert "tex" in grown.garden.needs
    pages = grown.pages(default_theme())
    scripts = re.findall(r'<script defer src="[^"]*/([a-z]+)[^/"]*"', pages["A/index.html"])
    assert scripts == ["katex", "mhchem", "math"]
    assert "katex.min.css" in pages["A/index.html"]
    assert "math." not in pages["B/index.html"]


def test_a_site_holds_what_browsers_need_only_where_they_set_formulas() -> None:
    def placed(*needs: str) -> set[str]:
        files = default_theme().placed(needs)  # type: ignore[arg-type]
        return {re.sub(r"\.[0-9a-f]{10}", "", url) for url, _ in files}

    scripts = {"theme/katex/katex.min.js", "theme/katex/mhchem.min.js", "theme/math.js"}
    assert placed("tex") - placed("math") == scripts
    assert "theme/math.js" not in placed()


def test_notes_are_read_anew_when_the_engine_comes_or_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        if name == "quickjs-ng":
            raise PackageNotFoundError(name)
        return version(name)

    read_with = cache.reader_of.__wrapped__
    before = read_with(ParseOptions())
    assert read_with(ParseOptions()) == before
    monkeypatch.setattr(cache, "version", absent)
    assert read_with(ParseOptions()) != before


def test_where_quickjs_cannot_be_imported_there_is_no_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "quickjs", None)
    assert engine.__wrapped__() is None


def test_a_vault_without_formulas_needs_no_engine(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.md").write_text("It costs $5, or $6. [[b]]\n")
    code = (
        "import sys\n"
        "from garden.cli import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    print('quickjs' in sys.modules, 'garden.text.syntax.math' in sys.modules)\n"
    )
    command = [sys.executable, "-c", code, "build", "notes", "-o", "site", "--no-cache", "-j1"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "False True"


def rows_of_the_app(pattern: str) -> list[ParameterSet]:
    text = (HERE / "formulas_of_the_app.md").read_text(encoding="utf-8")
    found = re.findall(pattern, text, re.MULTILINE)
    return [pytest.param(*one, id=one[0][:40]) for one in found]


ALIKE = rows_of_the_app(r"^- `(.*)` → `(.*)`$")
ADVICE = rows_of_the_app(r"^- `(.*)`: (.*)$")


def drawn(tex: str, *, display: bool = True) -> str:
    """What is seen of a formula, without its source."""
    katex = engine()
    assert katex
    answer = Formulas(katex).answer(tex, display=display)
    assert not answer.reason
    return re.sub(r"<annotation.*?</annotation>", "", answer.html, flags=re.DOTALL)


@pytest.mark.parametrize(("tex", "like"), ALIKE)
def test_s10_what_the_app_sets_looks_like_what_katex_has_for_it(tex: str, like: str) -> None:
    assert drawn(tex) == drawn(like)


@pytest.mark.parametrize(("tex", "advice"), ADVICE)
def test_s10_what_cannot_be_set_is_told_with_what_to_write(tex: str, advice: str) -> None:
    grown = garden_of({"A.md": f"x\n\n${tex}$"})
    (problem,) = grown.problems
    assert (problem.rule, problem.span.line) == ("math", 3)
    assert advice in problem.hint
    assert '<code class="math math-error"' in grown.html("A.md")


IN_LINE = {
    r"\begin{align} a &= b \end{align}": r"\begin{aligned} a &= b \end{aligned}",
    r"\begin{align*} a &= b \end{align*}": r"\begin{aligned} a &= b \end{aligned}",
    r"\begin{gather} a \\ b \end{gather}": r"\begin{gathered} a \\ b \end{gathered}",
    r"\begin{equation} a \end{equation}": r"\begin{gathered} a \end{gathered}",
    r"\begin{alignat}{1} a &= b \end{alignat}": r"\begin{alignedat}{1} a &= b \end{alignedat}",
}


@pytest.mark.parametrize(("tex", "like"), IN_LINE.items(), ids=list(IN_LINE))
def test_s10_rows_may_stand_in_a_line(tex: str, like: str) -> None:
    assert drawn(tex, display=False) == drawn(like, display=False)


def test_s10_formulas_have_no_numbers_but_those_that_are_written() -> None:
    rows = r"\begin{align} a &= 1 \\ b &= 2 \end{align}"
    assert "eqn-num" not in drawn(rows) + drawn(r"\begin{equation} c = 3 \end{equation}")
    assert ">7<" in drawn(r"\begin{align} a &= 1 \tag{7} \\ b &= 2 \end{align}")


def test_s10_what_a_command_leaves_out_is_known_to_the_next_formulas() -> None:
    written = (r"\newcommand{\foo}[2][a]{#1#2}", r"\foo x", r"\foo[b]x", r"\foo[{]}]x")
    assert reasons(*written) == [""] * 4


SIGNS = {
    r"\text{50% off}": "50% off",
    r"\text{50\% off}": "50% off",
    r"\mbox{5 % and 6 %} x": "5 % and 6 %",
    r"\textbf{a {5%} b}": "a 5% b",
}


@pytest.mark.parametrize(("tex", "said"), SIGNS.items(), ids=list(SIGNS))
def test_s10_a_sign_of_per_cent_among_words_begins_no_comment(tex: str, said: str) -> None:
    grown = garden_of({"A.md": f"${tex}$\n\n$$\n{tex} % zqx\n$$"})
    html = grown.html("A.md")
    assert not grown.problems
    assert (
        re.sub(r"<annotation.*?</annotation>|<[^>]*>|\s+", "", html).count(re.sub(r"\s", "", said))
        >= 2
    )
    assert "zqx" not in html
