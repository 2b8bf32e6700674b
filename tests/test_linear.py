"""Parsing takes steps in proportion to the size of a note, whatever is repeated in it.

Steps are calls of functions, counted by the interpreter; no clock is read.
"""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from garden.text.parse import parse

SMALL, LARGE = 100, 800
REPEATED = (
    "[[",
    "]]",
    "![[",
    "[[a",
    "[[a]] ",
    "[[a|b",
    "[[[a]]",
    "![[i.png|",
    "[[#^",
    "%%",
    "%% ",
    "%%\n",
    "a %%\n\n",
    "%%a%%",
    "==",
    "==a ",
    "=== ",
    "#",
    "#a",
    "#a ",
    "*#a",
    "$",
    "$a ",
    "$$",
    "$$\n",
    "`$",
    "://",
    "https://a ",
    "https://)",
    "^a ",
    "a ^b\n",
    "a ^b\n\n",
    "^b\n\n",
    "> [!a]\n\n",
    "> [!a] ",
    "> a\n",
    "- [ ] a\n",
    "- [x](y)\n",
    "# a\n\n",
    "a\n-\n\n",
    "<b>",
    "<div>\n\n",
    "</div>\n\n",
    "<!-- ",
    "<a href='x.md'>",
    "T<U> ",
    "[a](b.md) ",
    "![a](b.png) ",
    "|[[a\\|b]]",
    "a  \n",
    "```mermaid\na:::internal-link\n```\n",
)


def steps(text: str) -> int:
    """How many functions are called to parse `text`."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        parse(text.encode())
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("text", REPEATED)
def test_steps_grow_with_size(text: str) -> None:
    parse(b"warm the engine up")
    small, large = steps(text * SMALL), steps(text * LARGE)
    assert large <= small * (LARGE / SMALL) * 1.3 + 1000
