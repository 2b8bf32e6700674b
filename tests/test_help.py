"""What a help proposes to write can be read: front matter, TOML and Markdown (rule OUT14)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from garden.text.frontmatter import FrontMatter, load
from garden.text.parse import parse
from tests.support import HERE, garden_of

_HELP = re.compile(r"^ +=? ?help: (.*)$", re.MULTILINE)
_FRONT = re.compile(r"write (?:a list: )?`?([a-z]+: (?:\[[^\n]*\]|true|false|value))`?$")
_TOML = re.compile(r"([a-z][a-z.-]* = (?:\"[^\"\n]*\"|\[[^\]\n]*\]|true|false))")
_LINK = re.compile(r"write (\[[^\]\n]*\]\(.*\))$")

# what stands behind `tags:` → what the help proposes
TAGS = {
    '"#one #two, three"': "tags: [one, two, three]",
    '"a, b"': "tags: [a, b]",
    '"a,b;c"': "tags: [a, b, c]",
    '"#книга, #日本語/本"': "tags: [книга, 日本語/本]",
    '"[a, b"': "tags: [a, b]",
    '"a: b, c"': "tags: [b, c]",
    '"true, no, x"': 'tags: ["true", "no", x]',
    '"a\\"b, \'c\', {d}"': "tags: [a, b, c, d]",
    '"1, 2024, y1"': "tags: [y1]",
    '"-a, _b, &c, *d, !e, %f, @g, `h"': 'tags: ["-a", "_b"]',
}


def hints(source: str) -> list[str]:
    return [problem.hint for problem in garden_of({"Note.md": source}).problems]


@pytest.mark.parametrize(("written", "proposed"), TAGS.items())
def test_p07_the_list_of_tags_that_is_proposed_can_be_read(written: str, proposed: str) -> None:
    said = [hint for hint in hints(f"---\ntags: {written}\n---\n") if "write a list" in hint]
    assert said == [f"write a list: {proposed}"]
    _, flaws = _doc_of(f"---\n{proposed}\n---\n")
    assert flaws == []


def _doc_of(source: str) -> tuple[object, list[str]]:
    parsed = parse(source.encode())
    return parsed.doc.meta.tags, [flaw.rule for flaw in parsed.doc.flaws]


@pytest.mark.parametrize(
    "url",
    [
        "https://e.com/a",
        "https://e.com/a b",
        "https://e.com/a(b",
        "https://e.com/a)b(",
        "https://e.com/<a>",
        "https://例え.jp/値 ü",
    ],
)
def test_l17_the_link_that_is_proposed_leads_there(url: str) -> None:
    (hint,) = hints(f"[[{url}]]")
    html = garden_of({"Note.md": hint.removeprefix("write ")}).html("Note.md")
    assert re.fullmatch(r'<p><a href="[^"]+" class="external-link">text</a></p>\n', html)


def proposals() -> Iterator[str]:
    """The help of all cases that the tests have written down."""
    for file in sorted((HERE / "broken").rglob("*.txt")):
        yield from dict.fromkeys(_HELP.findall(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("help_", sorted(set(proposals())))
def test_out14_what_a_help_proposes_can_be_read(help_: str) -> None:
    if front := _FRONT.search(help_):
        assert isinstance(load(front[1]), FrontMatter)
    for line in _TOML.findall(help_):
        assert tomllib.loads(line)
    if link := _LINK.search(help_):
        assert "<a " in garden_of({"Note.md": link[1]}).html("Note.md")
