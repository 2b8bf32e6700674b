"""Triplets: `title / . / source / . / html / .`, the ids of the conformance rows in the titles.

The source is the note `Here.md`. A line `@@ path` begins a further file of the vault, and one
`@@ garden.toml` the configuration. Of what KaTeX makes of a formula the HTML has the TeX alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from garden.text.mathml import as_tex
from tests.support import HERE, garden_of


def triplets() -> Iterator[ParameterSet]:
    for file in sorted((HERE / "syntax").glob("*.md")):
        yield from _triplets_of(file)


def _triplets_of(file: Path) -> Iterator[ParameterSet]:
    lines = file.read_text().split("\n")
    dots = [i for i, line in enumerate(lines) if line == "."]
    assert len(dots) % 3 == 0, f"{file.name}: each case has three lines that are a dot"
    for start, middle, end in zip(dots[::3], dots[1::3], dots[2::3], strict=True):
        title = lines[start - 1]
        source = "\n".join(lines[start + 1 : middle])
        html = "\n".join(lines[middle + 1 : end])
        yield pytest.param(source, html, id=f"{file.stem}: {title}")


def _files(source: str) -> dict[str, str]:
    name, *rest = re.split(r"^@@ (.+)$", f"@@ Here.md\n{source}", flags=re.MULTILINE)
    assert name == ""
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return {path: text.removeprefix("\n") for path, text in pairs}


@pytest.mark.parametrize(("source", "html"), list(triplets()))
def test_syntax(source: str, html: str) -> None:
    files = _files(source)
    config = files.pop("garden.toml", "")
    drawn = garden_of(files, config).html("Here.md")
    assert as_tex(drawn).strip("\n") == html.strip("\n")
