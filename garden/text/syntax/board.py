"""A board of the plugin Kanban: its lanes are headings with lists, and its archive is put away.

The words of its marks depend on the language of the app, so they are known by where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from garden.text.findings import Findings, findings_of
from garden.text.visible import without_comments

BOARD_KEY = "kanban-plugin"
_ARCHIVES = ("archiv", "archief", "arquivo", "архив", "归档", "歸檔", "アーカイブ", "보관")
_BOLD = re.compile(r"(\*\*|__)(?!\s)[^\n]+?(?<!\s)\1")
_RULE = r"^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$"
_PLAIN_ARCHIVE = re.compile(rf"(?:{_RULE})\n(?:[ \t]*\n)*(#{{1,6}})[ \t]", re.MULTILINE)


def board(md: MarkdownIt) -> None:
    md.core.ruler.after("block", "board", _lanes)


def _lanes(state: StateCore) -> None:
    findings = findings_of(state.env)
    if findings.is_board:
        archived = list(_archives(state.tokens))
        for start, end in archived:
            _tell(state.tokens[start:end], findings)
        gone = {i for start, end in archived for i in range(start, end)}
        gone.update(_marks(state.tokens))
        state.tokens = [token for i, token in enumerate(state.tokens) if i not in gone]


def _archives(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """From each rule with an archive below it to the next heading that is no smaller.

    An archive is the last heading of the board, or one that is called so.
    """
    headings = [i for i, t in enumerate(tokens) if t.type == "heading_open" and not t.level]
    for i in headings:
        rule = _before(tokens, i)
        level = int(tokens[i].tag[1])
        later = (j for j in headings if j > i and int(tokens[j].tag[1]) <= level)
        end = next(later, None)
        called = tokens[i + 1].content.strip(" *_#:").casefold().startswith(_ARCHIVES)
        if rule is not None and (end is None or called):
            stop = len(tokens) if end is None else end
            following = _before(tokens, stop) if end is not None else None
            yield rule, stop if following is None else following


def _before(tokens: Sequence[Token], heading: int) -> int | None:
    """Where the rule stands that is right above a heading; comments between them do not count."""
    i = heading - 1
    while i >= 0 and tokens[i].type == "html_block" and _is_comment(tokens[i]):
        i -= 1
    return i if i >= 0 and tokens[i].type == "hr" and not tokens[i].level else None


def _is_comment(token: Token) -> bool:
    return not without_comments(token.content).strip()


def _tell(archive: Sequence[Token], findings: Findings) -> None:
    cards = sum(token.type == "list_item_open" and token.level == 1 for token in archive)
    said = f"{cards} archived {'card is' if cards == 1 else 'cards are'} left out"
    line = (archive[0].map or [0])[0]
    findings.flaw("kanban-archive", said, "", findings.line_span(line))


def _marks(tokens: Sequence[Token]) -> Iterator[int]:
    """The bold paragraph right below a lane's heading, which says that its cards are done."""
    for i, (heading, paragraph) in enumerate(pairwise(tokens), 1):
        if heading.type != "heading_close" or heading.level or paragraph.type != "paragraph_open":
            continue
        first, _, rest = tokens[i + 1].content.partition("\n")
        if not _BOLD.fullmatch(first.strip()):
            continue
        if not rest:
            yield from range(i, i + 3)
        start, end = tokens[i + 1].map or (0, 0)
        tokens[i + 1].content, tokens[i + 1].map = rest, [start + 1, end]


def without_archive(text: str) -> str:
    """The text of a board that is not read as Markdown, up to its archive."""
    found = _PLAIN_ARCHIVE.search(text)
    return text[: found.start()] if found else text
