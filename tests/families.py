"""Texts that grow by repeating a piece, for each of our own syntaxes and all that reads a note."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """A piece that is repeated between a beginning and an end."""

    repeated: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}…{self.repeated}…{self.after}" if self.before else self.repeated

    def text(self, times: int) -> str:
        """The whole; `{n}` in the piece is the number of each."""
        if "{n}" not in self.repeated:
            return f"{self.before}{self.repeated * times}{self.after}"
        pieces = (self.repeated.replace("{n}", str(n)) for n in range(times))
        return f"{self.before}{''.join(pieces)}{self.after}"


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

FAMILIES = (
    *map(Family, REPEATED),
    # What stands in one line, or in one block, with what comes after it
    Family("a ", "[[b]] ", " [[c]]"),
    Family("[[b]] and more of a long text. "),
    Family("# [[b{n}]] ^c{n}\n\n"),
    Family("[[b{n}|c]] #d{n} "),
    Family("![[Note#H]]\n\n"),
    Family("> ![[Note]]\n"),
    Family("> [!a]- b\n> c\n\n"),
    Family("> [!a] b\n> ", after="c"),
    Family("==a==*b*"),
    Family("日本**「語」**です"),
    Family("**日**。"),
    Family("$a_{n}$ ", after="$"),
    Family("$$\na\n$$\n\n"),
    Family("$", "$$\n", "\n$$"),
    Family("| a ", "| a | b |\n| - | - |\n", "|"),
    Family("| [[a\\|b]] | c |\n", "| a | b |\n| - | - |\n"),
    Family("| a\n", "| a | b |\n| - | - |\n"),
    Family("- [x] a\n  - [ ] b\n"),
    Family("- a\n\n  b\n\n", after="- [ ] c"),
    Family("a\n", "```\n"),
    Family("```a\nb\n```\n"),
    Family("```"),
    Family("~~~\n"),
    Family("def a{n}(b): # c\n", "```python\n", "```"),
    Family("<p>a</p>\n"),
    Family("<p id=a{n}>b</p>\n\n"),
    Family("<b>a</b> "),
    Family("<span style='color:red'>a", after="</span>"),
    Family("<table><tr><td>a"),
    Family("<!-- a --> "),
    Family("<!-- a\n\n-->"),
    Family("a{n}: b\n", "---\n", "---\n"),
    Family("  - a{n}\n", "---\ntags:\n", "---\n"),
    Family('  - "[[a{n}]]"\n', "---\nrelated:\n", "---\n"),
    Family("---\n"),
    Family("- ", after="a"),
    Family("www.a.de "),
    Family("a@b.de "),
    Family("[a]: b\n[a] "),
    Family("[a{n}]: b{n}.md\n", after="\n[a1]"),
    Family("word{n} "),
    Family("Über{n}größe "),
    Family("日本語の文"),
    Family("a\u0301"),
    Family("&amp;"),
    Family("\\["),
    Family("~~a~~ "),
    Family("~~"),
    Family("*a _b "),
    Family("\r"),
    Family("\0"),
    Family("\u200d"),
)
