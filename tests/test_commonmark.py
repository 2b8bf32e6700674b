"""CommonMark 0.31.2: all examples with our syntaxes off; with them on, all but those listed.

Blocks of code can be reached by the keyboard, which is no difference here.

markdown-it writes an empty quote without the line break that the specification's examples have.
"""

from __future__ import annotations

import re

import pytest

from garden.text.blocks import write_blocks
from garden.text.findings import Findings, environment
from garden.text.markdown import SYNTAXES, Syntax, engine
from garden.text.options import ParseOptions
from tests.support import HERE

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
_OPTIONS = ParseOptions(strict_line_breaks=True, html="trust")
_EMPTY, _EMPTY_HERE = "<blockquote>\n</blockquote>", "<blockquote></blockquote>"
_SPECIFICATION = (HERE / "commonmark" / "spec-0.31.2.txt").read_text()

EXAMPLES = [
    (number, markdown.replace("→", "\t"), html.replace("→", "\t").replace(_EMPTY, _EMPTY_HERE))
    for number, (markdown, html) in enumerate(_EXAMPLE.findall(_SPECIFICATION), 1)
]

# Why an example differs when all our syntaxes are on, and the numbers of those that do.
DIFFERENCES = {
    "headings have an id": "10 59 62 66-68 71-84 86 89-91 95-96 102-103 115 141 227 646-647",
    "links out of the garden have a class, and bare web addresses are links": (
        "20 346 480-481 526 538 594-605 608 611"
    ),
    "a link into the garden is a hole, filled when its page is drawn": (
        "22-23 32-33 192-196 198 202-206 214-218 404 419 422 433 473-474 482-484 489 492 "
        "495-496 498-507 509-510 512 514-522 527-535 539-544 549-550 553-558 560-562 "
        "564-566 568-589 591 593"
    ),
    "so is an address in HTML that is trusted": ("21 31 159 162 187 344 475-477 630-631 642-643"),
    "# before a word is a tag": "64",
    "stars open and close beside signs, and close after spaces": "352 354 380 391",
    "a tab in a quote counts from behind its sign": "6",
    "elements that HTML does not have are shown as text": "150 163 201 491 524 536 613-615 617 623",
    "code in a known language is in colours, and its lines may have numbers": "142-143",
    "an element left open is closed at the end of the note": "155 173-175 184",
    "HTML comments are taken out": "177 179 183 308-309 625-626",
    "a link without an address is its text": "200 485-487 567",
    "[[ ]] is a wikilink": "548 559 590",
}


def numbers(ranges: str) -> set[int]:
    found: set[int] = set()
    for item in ranges.split():
        first, _, last = item.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found


def html_of(markdown: str, syntaxes: tuple[Syntax, ...]) -> str:
    md, findings = engine(_OPTIONS, syntaxes), Findings(markdown, _OPTIONS)
    md.options["xhtmlOut"] = True  # as the examples are written
    env = environment(findings)
    written = write_blocks(md, md.parse(markdown, env), env)
    return "".join(str(part) for block in written.body.blocks for part in block.parts)


def test_all_examples_are_there() -> None:
    assert len(EXAMPLES) == 652


@pytest.mark.parametrize(("number", "markdown", "html"), EXAMPLES)
def test_commonmark(number: int, markdown: str, html: str) -> None:
    assert html_of(markdown, ()) == html


def test_with_our_syntaxes_only_the_listed_examples_differ() -> None:
    listed = [number for ranges in DIFFERENCES.values() for number in sorted(numbers(ranges))]
    written = {n: html_of(markdown, SYNTAXES) for n, markdown, _ in EXAMPLES}
    unmarked = {n: html.replace('<pre tabindex="0">', "<pre>") for n, html in written.items()}
    differing = [n for n, _, html in EXAMPLES if unmarked[n] != html]
    assert differing == sorted(listed)
