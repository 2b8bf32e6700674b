"""Code in pieces that a theme can give colours to. The lexers are those of Pygments.

Pygments is loaded when the first block in a language that it knows is drawn, and of its lexers
only those that are asked for. Nothing is guessed, and no character of the code is ever changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

# Some lexers take time with the square of what they are given: of any text, of a long line, of
# long runs without a sign. What is longer than this, in characters, stays plain.
MOST = 50_000
_LONG_LINE = 1_000
_LONG_RUN = 1_000
_RUN = re.compile(r"[\w\s]++")

# What people write and Pygments calls by another name
_CALLED = {
    "html": "markup xhtml svelte astro ejs",
    "xml": "svg mathml atom rss",
    "json": "jsonc webmanifest tsconfig",
    "javascript": "mjs cjs node",
    "kotlin": "kt kts",
    "vbnet": "vb vba",
    "csharp": "dotnet",
    "fsharp": "fs",
    "ocaml": "ml",
    "bash": "env dotenv bashrc",
    "console": "terminal shellsession sh-session",
    "bat": "cmd",
    "vim": "viml vimscript",
    "ini": "conf editorconfig gitconfig",
    "handlebars": "hbs mustache",
    "html+jinja": "jinja2 nunjucks njk",
    "graphql": "gql",
    "make": "mk",
    "diff": "patch",
    "dot": "gv",
    "java": "processing",
    "arduino": "ino",
    "antlr": "antlr4 g4",
    "sql": "sqlite plsql",
    "applescript": "osascript",
    "solidity": "sol",
    "markdown": "mdx rmd",
    "robotframework": "robot",
    "lilypond": "ly",
    "sparql": "rq",
    "c": "opencl",
    "groovy": "gradle",
    "supercollider": "sclang",
    "yaml": "docker-compose",
}
_CALLS = {name: lexer for lexer, names in _CALLED.items() for name in names.split()}
_PLAIN = frozenset(("", "text", "output", "pygments-output"))
_NONE = _PLAIN | {"txt", "plain", "plaintext", "raw", "none", "code", "nohighlight"}

Run = tuple[str, str]  # the short name of a kind of token, empty for plain text; and its text


def lexed(text: str, language: str) -> list[Run] | None:
    """The code in pieces. None where the language is not known, or its lexer is not up to it."""
    lexer = _lexer(language.lower())
    if lexer is None or _is_too_much(text):
        return None
    try:
        found = list(_joined(_named(lexer, text)))
    except Exception:  # of a library's six hundred lexers: the code is there, only without colours
        return None
    return found if "".join(piece for _, piece in found) == text else None


def is_language(name: str) -> bool:
    """Whether a name is that of a language for code, or of none."""
    return name.lower() in _NONE or _lexer(name.lower()) is not None


def _is_too_much(text: str) -> bool:
    return (
        len(text) > MOST
        or max(map(len, text.split("\n"))) > _LONG_LINE
        or max((len(run) for run in _RUN.findall(text)), default=0) > _LONG_RUN
    )


@cache
def _lexer(language: str) -> Lexer | None:
    """The lexer by one of its names, from Pygments itself and from nothing else installed."""
    name = _CALLS.get(language, language)
    if name in _PLAIN:
        return None
    from pygments.lexers import find_lexer_class

    full = _full_names().get(name)
    found = find_lexer_class(full) if full else None
    return found() if found else None


@cache
def _full_names() -> dict[str, str]:
    from pygments.lexers import get_all_lexers

    lexers = get_all_lexers(plugins=False)
    return {alias.lower(): full for full, aliases, _, _ in lexers for alias in aliases}


def _named(lexer: Lexer, text: str) -> Iterator[Run]:
    # `get_tokens` would take away line breaks at the ends and turn some characters into others.
    for _, kind, piece in lexer.get_tokens_unprocessed(text):
        yield _short(kind), piece


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours of one kind are one."""
    last, pieces = "", list[str]()
    for name, piece in runs:
        if name != last and pieces:
            yield last, "".join(pieces)
            pieces = []
        last = name
        pieces.append(piece)
    if pieces:
        yield last, "".join(pieces)


@cache
def _short(kind: _TokenType) -> str:
    """The name that Pygments' style sheets know; empty for text, spaces, signs and plain names."""
    from pygments.token import STANDARD_TYPES, Name, Punctuation, Whitespace

    above = kind.split()
    if Whitespace in above or Punctuation in above or kind is Name or kind is Name.Other:
        return ""
    while kind.parent is not None and kind not in STANDARD_TYPES:
        kind = kind.parent
    return STANDARD_TYPES.get(kind, "")
