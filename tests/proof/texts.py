"""No text is lost: each word of a note is on its page once, or a problem names its line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from unittest.mock import patch

from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

from garden.body import draw_blocks
from garden.text.markdown import SYNTAXES, engine
from garden.text.mathml import as_tex
from tests.offline import Files
from tests.proof.proof import Case, Proof
from tests.support import Grown, garden_of
from tests.trees import Tree

HERE, WORD = "Here.md", re.compile(r"zqx[a-z]{4}k")
BLANK = re.compile(r"[> ]*$")
FENCE = re.compile(r"(.*?)(`{3,}|~{3,})")
FAR = {  # where that ends which a problem speaks of, if not with its block
    "footnote-unused": re.compile(r"[^ ]"),
    "footnote-twice": re.compile(r"[^ ]"),
    "comment-unclosed": re.compile(r"(?!)"),
    "nesting": re.compile(r"[ ]*$"),
}
FILES: Files = {"Other.md": "of another", "Hidden.md": "---\npublish: false\n---\n", "i.png": b"1"}
DEEPEST = 200
EXPLAINS = (  # how the rules are named of which a problem says that something is not shown
    *("html-", "nesting", "footnote-", "embed-", "image-", "math", "table-cells", "plugin-block"),
    *("diagram", "comment-unclosed", "reference-unused"),
)


def lost(source: str) -> list[str]:
    """The words that are not on the page once, though no problem names their line."""
    garden = garden_of({**FILES, HERE: source})
    if HERE not in garden.bodies:  # it begins like front matter that cannot be read
        return [] if "front-matter" in garden.rules else ["the note is gone"]
    page = LexborHTMLParser(as_tex(garden.html(HERE)))
    alts = " ".join(node.attributes["alt"] or "" for node in page.css("[alt]"))
    seen = Counter(WORD.findall(f"{page.root.text() if page.root else ''} {alts}"))
    told, lines = _told(garden, source.split("\n")), source.split("\n")
    return [
        f"{word} is there {seen[word]} times, line {number}: {line[-80:]}"
        for number, line in enumerate(lines, 1)
        for word in WORD.findall(line)
        if seen[word] != 1 and number not in told
    ]


def _told(garden: Grown, lines: list[str]) -> set[int]:
    """The lines that problems name: of the block, of a footnote, or all that follow a comment."""
    told = set[int]()
    for found in garden.problems:
        if found.path == HERE and found.rule.startswith(EXPLAINS):
            below, end = lines[found.span.line :], FAR.get(found.rule, BLANK)
            if found.rule == "plugin-block" and (fence := FENCE.match(lines[found.span.line - 1])):
                end = re.compile(rf"[> ]{{0,{len(fence[1]) + 3}}}{fence[2]}+ *$")
            many = next((n for n, line in enumerate(below) if end.match(line)), len(below))
            told.update(range(found.span.line, found.span.line + many + 1))
    return told


def case(seed: int, deep: int | None) -> list[str]:
    tree = Tree(Random(seed))
    source = tree.note(tree.rng.randint(1, 5)) if deep is None else tree.chain(deep)
    return [f"note {seed}: {fault}" for fault in lost(source)]


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    while True:
        deep = rng.choice((5, 12, 40, DEEPEST)) if rng.random() < 0.05 else None
        yield partial(case, rng.randrange(1 << 32), deep)


def _nothing(*_: object) -> Iterator[Token]:
    return iter(())


PLANTED: dict[str, tuple[str, object, str]] = {
    # what is patched, by what, and a note that shows it
    "the tenth level of lists is dropped": (
        "garden.text.parse.full_engine",
        lambda options: engine(options, SYNTAXES[1:]),
        "\n".join(
            f"{'  ' * level}- zqxaaa{letter}k" for level, letter in enumerate("abcdefghijkl")
        ),
    ),
    "a callout has no title": ("garden.text.syntax.callout._title", _nothing, "> [!tip] zqxaaaak"),
    "a row's further cells are dropped": (
        "garden.text.syntax.table._kept_in_last",
        lambda state, line, cells, columns: cells[:columns],
        "| a |\n| - |\n| b | zqxaaaak |",
    ),
    "what is taken out is not told": (
        "garden.text.syntax.rawhtml._report_removed",
        _nothing,
        "<script>zqxaaaak</script>",
    ),
    "a footnote that is not shown is not told": (
        "garden.text.parse.report_unused",
        _nothing,
        "text\n\n[^1]: zqxaaaak",
    ),
    "every word comes twice": (
        "tests.support.draw_blocks",
        lambda view, blocks, path: draw_blocks(view, blocks * 2, path),
        "zqxaaaak",
    ),
}


def planted(folder: Path) -> dict[str, Case]:
    def found(name: str, fault: object, source: str) -> list[str]:
        with patch(name, fault):
            return lost(source)

    return {what: partial(found, *fault) for what, fault in PLANTED.items()}


PROOF = Proof("texts", "7", "X07 S19", "notes", 500, cases, planted)
