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
    "![[a.mp4|b|1]] ",
    "![[a.pdf#page=2]] ",
    "![](https://youtu.be/a) ",
    "<img srcset='a.png 1x, b.png 2x'>",
    "![a](b.png) ",
    "|[[a\\|b]]",
    "a  \n",
    "^[",
    "^[a",
    "^[a] ",
    "^[a ^[b]] ",
    "^[[a](b)] ",
    "[^",
    "[^1",
    "[^1] ",
    "[^1]\n",
    "[^1]: ",
    "[^1]:\n\n",
    "x[^1]\n[^1]: a\n",
    "[^1]: a[^1]\n\n    b\n\n",
    "> [^1]: a\n",
    "- [^1]: a\n",
    "[a[^1]](b) ",
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


def footnotes(count: int) -> str:
    """Each with a name of its own, and leading to the next."""
    texts = (f"x[^{i}] ^[y]\n\n[^{i}]: a[^{i + 1}] [[b]]\n\n" for i in range(count))
    return "".join(texts) + f"[^{count}]: end"


def test_s08_s09_steps_grow_with_the_number_of_footnotes() -> None:
    parse(b"warm^[the engine] up[^1]\n\n[^1]: now")
    assert steps(footnotes(LARGE)) <= steps(footnotes(SMALL)) * (LARGE / SMALL) * 1.1


@pytest.mark.parametrize("text", REPEATED)
def test_steps_grow_with_size(text: str) -> None:
    parse(b"warm the engine up")
    small, large = steps(text * SMALL), steps(text * LARGE)
    assert large <= small * (LARGE / SMALL) * 1.3 + 1000
