"""The properties that a page shows: each kind of value in its own way, and nothing else of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from garden.cli import cli
from garden.disk import Disk
from garden.obsidian import read_settings
from tests.offline import built, write
from tests.support import bare_theme, default_theme, garden_of

SHOWS_X = '[properties]\nshow = ["x"]\n'
TICKED = '<input type="checkbox" aria-label="x" checked disabled>'
EMPTY_BOX = '<input type="checkbox" aria-label="x" disabled>'
NEITHER = '<span role="img" aria-label="neither yes nor no">–</span>'
DAY = '<time datetime="2024-05-01">May 1, 2024</time>'
MOMENT = '<time datetime="2024-05-01T13:05:00">May 1, 2024, 1:05\u202fPM</time>'
TAGS = '<a class="tag" href="../tags/t/">#t</a>'


def shown(front: str, config: str = SHOWS_X, types: dict[str, str] | None = None) -> list[str]:
    """The properties on the page of a note, as the bare theme writes them."""
    files = {"A.md": f"---\n{front}\n---\n#t", "B.md": "", "Secret.md": "---\ndraft: 1\n---\n#s"}
    page = garden_of(files, config, types=types).pages()["A/index.html"]
    return re.findall(r"<property key=\"(.*)</property>", page)


# what is written, the type in `.obsidian/types.json`, what is shown
KINDS: tuple[tuple[str, str, str | None], ...] = (
    ("x: some text", "", "some text"),
    ("x: '**no** _Markdown_ `here`'", "", "**no** _Markdown_ `here`"),
    ("x: <b>no HTML</b> & so", "", "&lt;b&gt;no HTML&lt;/b&gt; &amp; so"),
    ("x: '#t'", "", "#t"),
    ("x: 4.50", "", "4.50"),
    ("x: 1000000", "", "1000000"),
    ("x: -0.10", "number", "-0.10"),
    ("x: four", "number", "four"),
    ("x: true", "", TICKED),
    ("x: false", "", EMPTY_BOX),
    ("x: true", "checkbox", TICKED),
    ("x:", "checkbox", NEITHER),
    ("x: ''", "checkbox", NEITHER),
    ("x: maybe", "checkbox", "maybe"),
    ("x: 'true'", "checkbox", "true"),
    ("x: true", "text", "true"),
    ("x:", "", None),
    ("x:", "text", None),
    ("x:", "date", None),
    ("x: 2024-05-01", "", DAY),
    ("x: 2024-05-01", "date", DAY),
    ("x: 2024-05-01", "text", "2024-05-01"),
    ("x: 2024-05-01", "datetime", DAY),
    ("x: 2024-02-30", "", "2024-02-30"),
    ("x: 2024-02-30", "date", "2024-02-30"),
    ("x: 2024-W18", "", "2024-W18"),
    ("x: soon", "date", "soon"),
    ("x: 2024-05-01T13:05", "", MOMENT),
    ("x: 2024-05-01 13:05:00", "", MOMENT),
    ("x: 2024-05-01T13:05:00", "datetime", MOMENT),
    ("x: 2024-05-01T13:05", "date", DAY.replace('01"', '01T13:05:00"')),
    ("x: 2024-05-01T25:00", "", "2024-05-01T25:00"),
    ("x: [one, 2, true, 2024-05-01]", "", "one; 2; true; 2024-05-01"),
    ("x: [one]", "text", "one"),
    ("x: [one, two]", "text", "one; two"),
    ("x: one", "multitext", "one"),
    ("x: [2024-05-01]", "date", "2024-05-01"),
    ("x: []", "", None),
    ("x: [t, T, none, s, 7]", "tags", f"{TAGS}; {TAGS.replace('#t', '#T')}; none; s; 7"),
    ("x: '#t'", "tags", TAGS),
    ("x: [a, b]", "aliases", "a; b"),
    ("x: [a, [b, c], {d: e}]", "", "a"),
    ("x: {a: b}", "", None),
    ("x: {a: b}", "checkbox", None),
    ("x: 2024-05-01", "unheard of", DAY),
)


@pytest.mark.parametrize(
    ("front", "declared", "expected"),
    [pytest.param(*row, id=f"P04 {row[0]}, {row[1] or 'no type'}") for row in KINDS],
)
def test_kind(front: str, declared: str, expected: str | None) -> None:
    types = {"x": declared} if declared else {}
    assert shown(front, types=types) == ([] if expected is None else [f'x">{expected}'])


def a(url: str, text: str = "") -> str:
    return f'<a class="external-link" href="{url}">{text or url}</a>'


# a text → as it is shown
TEXTS = {
    "see [[B]], [[B|that]]": (
        'see <a class="internal-link" href="../B/">B</a>, '
        '<a class="internal-link" href="../B/">that</a>'
    ),
    "PRV21 seen %%not%% seen, %%https://e.com [[B]]%% and %%": "PRV21 seen seen, and %%",
    "[[Nowhere]]": '<span class="internal-link is-unresolved">Nowhere</span>',
    "[[Secret]]": '<span class="internal-link is-unresolved">Secret</span>',
    "[[f/Secret|label]]": '<span class="internal-link is-unresolved">label</span>',
    "https://e.com/a?b=1&c=2": a("https://e.com/a?b=1&amp;c=2"),
    "(see https://e.com/a_(b).)": f"(see {a('https://e.com/a_(b)')}.)",
    "HTTP://e.com and http://f.com.": f"{a('HTTP://e.com')} and {a('http://f.com')}.",
    "https://e.com[[B]]": f'{a("https://e.com")}<a class="internal-link" href="../B/">B</a>',
    "https://e.com/ü ß": f"{a('https://e.com/%C3%BC', 'https://e.com/ü')} ß",
    'https://e.com/"onclick="x': a(
        "https://e.com/%22onclick=%22x", "https://e.com/&#34;onclick=&#34;x"
    ),
    "https://": "https://",
    "e.com, www.e.com": "e.com, www.e.com",
    "mailto:a@e.com": a("mailto:a@e.com"),
    "write to mailto:a@e.com": "write to mailto:a@e.com",
    "tel:+491234": a("tel:+491234"),
    "javascript:alert(1)": "javascript:alert(1)",
    "javascript://e.com/%0aalert(1)": "javascript://e.com/%0aalert(1)",
    "data:text/html,x": "data:text/html,x",
    "//e.com": "//e.com",
    "[The paper](https://e.com/p)": a("https://e.com/p", "The paper"),
    "see [Two](https://e.com/2) too": f"see {a('https://e.com/2', 'Two')} too",
    '[a b](<https://e.com/(x)> "title")': a("https://e.com/(x)", "a b"),
    "[mail](message://x)": a("message://x", "mail"),
    "[x](javascript:alert(1))": "x",
    "[x](blob:y) [z](data:text/html,w)": "x z",
    "[A friend](B.md)": '<a class="internal-link" href="../B/">A friend</a>',
    "[One](<B.md>), [Two](B.md#x)": (
        '<a class="internal-link" href="../B/">One</a>, '
        '<a class="internal-link" href="../B/">Two</a>'
    ),
    "[](B.md)": '<a class="internal-link" href="../B/">B</a>',
    "[S](f/Secret.md)": '<span class="internal-link is-unresolved">S</span>',
    "[x](file:///home/me/y.md)": "x",
    "[]() [x]() [y] (z)": "[]() [x]() [y] (z)",
    "[朋友](B.md) и **b**": '<a class="internal-link" href="../B/">朋友</a> и **b**',
    "![p](B.md)": "![p](B.md)",
    "[[Paper [2023]]]": '<span class="internal-link is-unresolved">Paper [2023]</span>',
}


@pytest.mark.parametrize(
    ("text", "expected"), [pytest.param(*row, id=f"P05 {row[0]}") for row in TEXTS.items()]
)
@pytest.mark.parametrize("form", ["x: {}", "x: [{}]"], ids=["text", "list"])
def test_text_is_no_markdown_but_has_links(form: str, text: str, expected: str) -> None:
    assert shown(form.format(json.dumps(text))) == [f'x">{expected}']


FRONT = "Status: a\nrating: 5\nup: '[[B]]'\ntags: [t]\naliases: [Old]\ncreated: 2024-05-01"
# the configuration → the labels of what is shown
LABELS = {
    "": [],
    '[properties]\nshow = ["rating", "status"]': ["rating", "Status"],
    '[properties]\nshow = ["STATUS", "status", "none"]': ["Status"],
    '[properties]\nshow = ["status"]\nlabels = {Status = "<Growth>"}': ["&lt;Growth&gt;"],
    '[properties]\nshow = ["tags", "aliases", "created"]': ["tags", "aliases", "created"],
}


@pytest.mark.parametrize(("config", "labels"), LABELS.items(), ids=repr)
def test_p04_what_is_shown_in_which_order_and_under_which_label(
    config: str, labels: list[str]
) -> None:
    assert [row.partition('">')[0] for row in shown(FRONT, config)] == labels


def test_p05_a_markdown_link_in_a_property_is_a_backlink() -> None:
    front = '---\nrelated: "[A friend](B%20c.md)"\n---\n'
    shown_by = '[properties]\nshow = ["related"]'
    page = garden_of({"A.md": front, "B c.md": ""}, shown_by).pages()["B-c/index.html"]
    assert ">related: <a " in page
    assert ">A friend</a>" in page


def test_l26_a_backlink_from_a_property_names_it_by_its_label() -> None:
    files = {"A.md": "---\nUp: '[[B]]'\n---\n", "B.md": ""}
    config = '[properties]\nshow = ["up"]\nlabels = {up = "Part of"}'
    assert ">Part of: <a " in garden_of(files, config).pages()["B/index.html"]


def test_p04_the_theme_shows_lists_as_lists() -> None:
    files = {"A.md": "---\nx: [one, '[[B]]']\ny: 2024-05-01\n---\n", "B.md": ""}
    config = '[properties]\nshow = ["x", "y"]'
    page = garden_of(files, config).pages(default_theme())["A/index.html"]
    panel = page.partition('<dl class="note-properties">')[2].partition("</dl>")[0]
    assert re.sub(r"\n", "", panel) == (
        '<dt>x</dt><dd data-type="list"><ul><li>one</li>'
        '<li><a class="internal-link" href="../B/">B</a></li></ul></dd>'
        '<dt>y</dt><dd data-type="date"><time datetime="2024-05-01">May 1, 2024</time></dd>'
    )


def test_prv23_what_is_not_shown_is_nowhere() -> None:
    front = "x: seen\nzqxkey: zqxvalue\nzqxlist: [zqxone, '[[B]]']\nzqxdate: 2024-05-01"
    types = {"zqxkey": "text", "zqxdate": "date", "x": "text"}
    grown = garden_of({"A.md": f"---\n{front}\n---\n", "B.md": ""}, SHOWS_X, types=types)
    for theme in (None, default_theme()):
        assert "zqx" not in "".join(grown.pages(theme).values()).lower()
    assert grown.garden.types == {"x": "text"}
    assert "B.md" not in grown.garden.inbound


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(),
        st.dates().map(str),
        st.datetimes().map(str),
        st.sampled_from(["[[B]]", "https://e.com", "#t", "2024-05-01T13:05Z", "0001-01-01"]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)
TYPES = st.sampled_from(
    ("", "text", "multitext", "number", "checkbox", "date", "datetime", "tags", "aliases", "other")
)


@settings(deadline=None, max_examples=200)
@given(VALUES, TYPES, st.sampled_from(("en", "ar", "tlh", "zh-TW")))
def test_p06_no_value_does_harm(value: object, declared: str, language: str) -> None:
    front = json.dumps({"x": value})
    config = f'{SHOWS_X}[site]\nlanguage = "{language}"'
    grown = garden_of({"A.md": f"---\n{front}\n---\ntext"}, config, types={"x": declared})
    pages = grown.pages(default_theme())
    assert "A/index.html" in pages or not grown.garden.notes


# types.json → what is known by it, the rules that it breaks
SETTINGS: dict[str, tuple[str | bytes | None, dict[str, str], list[str]]] = {
    "none": (None, {}, []),
    "types": ('{"types": {"b": "date", "a": "text"}}', {"a": "text", "b": "date"}, []),
    "what is no type": ('{"types": {"a": 1, "b": null, "c": ["date"]}}', {}, []),
    "no types": ('{"types": []}', {}, []),
    "a list": ("[]", {}, []),
    "a list of lists": ("[" * 100_000, {}, ["property-types"]),
    "cut off": ('{"types": {', {}, ["property-types"]),
    "not UTF-8": (b"\xff\xfe\xfa", {}, ["property-types"]),
}


@pytest.mark.parametrize(
    ("content", "types", "rules"),
    [pytest.param(*row, id=f"P04 {name}") for name, row in SETTINGS.items()],
)
def test_types_of_the_vault(
    tmp_path: Path, content: str | bytes | None, types: dict[str, str], rules: list[str]
) -> None:
    vault = write(tmp_path, {} if content is None else {".obsidian/types.json": content})
    found = read_settings(Disk(), vault)
    assert found.types == types
    assert [problem.rule for problem in found.problems] == rules


def test_p04_types_of_the_vault_reach_its_pages(tmp_path: Path) -> None:
    files = {
        "A.md": "---\nx: 2024-05-01\n---\n",
        ".obsidian/types.json": '{"types": {"X": "text"}}',
    }
    vault, output, cache = write(tmp_path / "v", files), tmp_path / "o", tmp_path / "c"
    theme = bare_theme()
    built(vault, output, SHOWS_X, cache=cache, theme=theme)
    page = output / "A/index.html"
    assert '<property key="x">2024-05-01<' in page.read_text()
    write(vault, {".obsidian/types.json": '{"types": {"x": "date"}}'})
    assert [*built(vault, output, SHOWS_X, cache=cache, theme=theme).drawn] == ["A/index.html"]
    assert DAY in page.read_text()
    write(vault, {".obsidian/types.json": "{"})
    problems = built(vault, output, SHOWS_X, cache=cache, theme=theme).told.report.problems
    assert [(p.path, p.rule, p.level) for p in problems] == [
        (".obsidian/types.json", "property-types", "warning")
    ]
    assert DAY in page.read_text()


DAILY = {".obsidian/core-plugins.json": '{"daily-notes": true}'}
# settings → the path of the daily note, and whether a date leads there
DAYS: dict[str, tuple[dict[str, str], str, bool]] = {
    "by the settings of the plugin": (
        {**DAILY, ".obsidian/daily-notes.json": '{"folder": "Days", "format": "YYYY-MM-DD"}'},
        "Days/2024-05-01.md",
        True,
    ),
    "without settings": (DAILY, "2024-05-01.md", True),
    "folders in the format": (
        {**DAILY, ".obsidian/daily-notes.json": '{"folder": "/", "format": "YYYY/MMMM/Do dddd"}'},
        "2024/May/1st Wednesday.md",
        True,
    ),
    "words in the format": (
        {**DAILY, ".obsidian/daily-notes.json": '{"format": "[Day] D.M.YY"}'},
        "Day 1.5.24.md",
        True,
    ),
    "a list of plugins": (
        {".obsidian/core-plugins.json": '["graph", "daily-notes"]'},
        "2024-05-01.md",
        True,
    ),
    "the plugin is off": (
        {".obsidian/core-plugins.json": '{"daily-notes": false}'},
        "2024-05-01.md",
        False,
    ),
    "no settings at all": ({}, "2024-05-01.md", False),
    "broken settings": ({**DAILY, ".obsidian/daily-notes.json": "{"}, "2024-05-01.md", False),
    "a format with the time": (
        {**DAILY, ".obsidian/daily-notes.json": '{"format": "YYYY-MM-DD HH"}'},
        "2024-05-01.md",
        False,
    ),
    "another day": (DAILY, "2024-05-02.md", False),
    "a private note": (
        {**DAILY, ".obsidian/daily-notes.json": '{"folder": "private"}'},
        "private/2024-05-01.md",
        False,
    ),
}


@pytest.mark.parametrize(("settings", "note", "leads"), DAYS.values(), ids=DAYS.keys())
def test_p04_a_date_leads_to_the_daily_note(
    settings: dict[str, str], note: str, leads: bool, tmp_path: Path
) -> None:
    files = {
        **settings,
        note: "x",
        "Here.md": "---\nmet: 2024-05-01\n---\n",
        "garden.toml": '[properties]\nshow = ["met"]',
    }
    for path, text in files.items():
        file = tmp_path / "v" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    arguments = ["build", str(tmp_path / "v"), "-o", str(tmp_path / "o"), "--no-cache", "-q"]
    assert CliRunner().invoke(cli, arguments).exit_code == 0
    page = (tmp_path / "o" / "Here" / "index.html").read_text(encoding="utf-8")
    assert ('/"><time datetime="2024-05-01">May 1, 2024</time></a>' in page) is leads
    assert '<time datetime="2024-05-01">May 1, 2024</time>' in page
