"""Notes that nobody has written: pieces of real ones, of our syntaxes and of any bytes, mixed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from tests.support import HERE

LONGEST = 4000  # bytes of one
TAGS = ("bool", "int", "float", "null", "str", "binary", "timestamp", "set", "omap", "pairs", "x")
TOKENS = (
    *("[[", "]]", "![[", "|", "#", "#^", " ^id", "%%", "==", "~~", "**", "*", "_", "$", "$$", "`"),
    *("```", "~~~", "```mermaid\n", "```dataview\n", "---\n", "--- \n", "+++\n", "...\n", "\n\n"),
    *("\n> ", "\n> [!note]- ", "\n- ", "\n1. ", "\n- [ ] ", "\n- [x] ", "\n\t", "\n    ", "\n# "),
    *("\n| a | b |\n| - | - |\n| ", "\n===\n", "\n-\n", "\\", "\\\n", "  \n", "&amp;", "&#0;"),
    *(
        "[^1]",
        "\n[^1]: ",
        "^[",
        "[a](b.md)",
        "![a](b.png)",
        "[a]: b\n",
        "](",
        "<",
        ">",
        "<!--",
        "-->",
    ),
    *("<b>", "</b>", "<div>", "</div>", "<p>", "<a href=x>", "<img src=x>", "<script>", "<svg>"),
    *("<table>", "<td>", "<iframe src='", "<details>", "<summary>", "<style>", "<math>", "<br"),
    *("<title>", "<textarea>", "<select>", "<template>", "<plaintext>", "<noscript>", "<![CDATA["),
    *("<img srcset='a 1x, b 2x' onerror=a()>", "<form>", "<button>", "<li>", "<h1>", "<body>"),
    *("javascript:a()", "https://e.net", "www.e.net", "mailto:a@e.net", "data:text/html,", "//e"),
    *("Note", "Here", "Secret", "Note#H", "Note#^id", "i.png", "c.canvas", "f.mp4", "d.pdf#page=2"),
    *("![[Here]]", "![[Note]]", "![[Here#^id]]", "[[#H]]", "[[Note|", "#tag", "#a/b", "#private"),
    *("title: ", "tags: ", "aliases: ", "publish: ", "date: ", "permalink: ", "cssclasses: ", "- "),
    *("true", "false", "2024-02-30", "{{date}}", "&a ", "*a ", "<<: *a\n", "? "),
    *(f"!!{tag} " for tag in TAGS),
    *("{", "}", "[", "]", "'", '"', ": ", "\r", "\r\n", "\0", "\x01", "\x0b", "\ufeff", "\u2028"),
    *(
        "日本語",
        "。",
        "é",
        "e\u0301",
        "🌱",
        "\u200d",
        "\u202e",
        "\ufdd0",
        "\ufdd1",
        "\U0010ffff",
        "٣",
    ),
    *(r"\text{", r"\frac", r"\def\a{", r"\href{", "_{", "^{", r"\begin{matrix}", r"\end{matrix}"),
)
BYTES = (b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\0")

Change = Callable[[Random, bytes], bytes]


@cache
def seeds() -> tuple[bytes, ...]:
    """The sources of our own cases and of the examples of CommonMark, and all broken notes."""
    cases = [
        part
        for file in sorted((HERE / "syntax").glob("*.md"))
        for part in file.read_text(encoding="utf-8").split("\n.\n")
    ]
    examples = (HERE / "commonmark" / "spec-0.31.2.txt").read_text(encoding="utf-8")
    cases += re.findall(r"^`{32} example\n(.*?)^\.$", examples, re.MULTILINE | re.DOTALL)
    notes = [path.read_bytes() for path in sorted((HERE / "broken").rglob("*.*")) if path.is_file()]
    return (*(case.encode() for case in cases), *notes)


def mutant(rng: Random) -> bytes:
    """A note: a seed or nothing, changed some times."""
    note = rng.choice(seeds()) if rng.random() < 0.8 else b""
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8, 20))):
        note = rng.choice(CHANGES)(rng, note)[:LONGEST]
    return note


@dataclass(frozen=True, slots=True)
class _Cut:
    start: int
    end: int


def _cut(rng: Random, note: bytes, longest: int = 40) -> _Cut:
    start = rng.randrange(len(note) + 1)
    return _Cut(start, min(len(note), start + rng.randrange(longest)))


def _flipped(rng: Random, note: bytes) -> bytes:
    if not note:
        return note
    place = rng.randrange(len(note))
    return note[:place] + bytes([note[place] ^ (1 << rng.randrange(8))]) + note[place + 1 :]


def _with_token(rng: Random, note: bytes) -> bytes:
    place = rng.randrange(len(note) + 1)
    return note[:place] + rng.choice(TOKENS).encode() + note[place:]


def _with_tokens(rng: Random, note: bytes) -> bytes:
    place = rng.randrange(len(note) + 1)
    tokens = "".join(rng.choice(TOKENS) for _ in range(rng.randrange(1, 12)))
    return note[:place] + tokens.encode() + note[place:]


def _with_bytes(rng: Random, note: bytes) -> bytes:
    place = rng.randrange(len(note) + 1)
    return note[:place] + rng.choice(BYTES) + note[place:]


def _without(rng: Random, note: bytes) -> bytes:
    cut = _cut(rng, note)
    return note[: cut.start] + note[cut.end :]


def _repeated(rng: Random, note: bytes) -> bytes:
    cut = _cut(rng, note, 12)
    return note[: cut.end] + note[cut.start : cut.end] * rng.choice((1, 2, 5, 50)) + note[cut.end :]


def _spliced(rng: Random, note: bytes) -> bytes:
    other = rng.choice(seeds())
    cut, place = _cut(rng, other, 200), rng.randrange(len(note) + 1)
    return note[:place] + other[cut.start : cut.end] + note[place:]


def _swapped(rng: Random, note: bytes) -> bytes:
    lines = note.split(b"\n")
    one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _inside(rng: Random, note: bytes) -> bytes:
    """All of it in a quote, a list, a table cell, front matter …"""
    first, more = rng.choice(
        (("> ", "> "), ("- ", "  "), ("> [!note] ", "> "), ("[^1]: ", "    "), ("\t", "\t"))
    )
    lines = note.decode(errors="surrogateescape").split("\n")
    inside = "\n".join([f"{first}{lines[0]}", *(f"{more}{line}" for line in lines[1:])])
    return inside.encode(errors="surrogateescape")


def _fronted(rng: Random, note: bytes) -> bytes:
    cut = _cut(rng, note, 100)
    return b"---\n" + note[cut.start : cut.end] + b"\n---\n" + note


CHANGES: tuple[Change, ...] = (
    *(_with_token, _with_token, _with_tokens, _spliced, _repeated, _without, _swapped),
    *(_flipped, _with_bytes, _inside, _fronted),
)
