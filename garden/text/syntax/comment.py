"""`%%comments%%`, inline and over many blocks, leave nothing behind (rows S03 to S05, L24).

A comment that ends in another block is first read as one that hides the rest of its own block;
then what follows is cut, token by token, up to its end. A comment without an end hides the rest of
the note and is reported (part 0, 13).
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from garden.model import Span
from garden.text.findings import findings_of
from garden.text.syntax.inline import parse_inline

_MARK = "%%"
_ROW = re.compile("%+")


def comment(md: MarkdownIt) -> None:
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("table", "comment", _block, {"alt": interrupts})
    md.inline.ruler.before("escape", "comment", _inline)
    md.core.ruler.before("text_join", "comment", _hide_across_blocks)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines from one that begins with `%%` to the first that ends with it."""
    first = _line(state, start)
    if state.is_code_block(start) or not first.startswith(_MARK) or first.startswith("%%%%"):
        return False
    line, rest = start, first[2:]
    while _MARK not in rest:
        line += 1
        if line >= end or state.sCount[line] < state.blkIndent:
            return False  # the end may come after this list or quote
        rest = _line(state, line)
    if rest.partition(_MARK)[2].strip():
        return False  # text follows on the last line: the inline rule keeps it
    if not silent:
        state.line = line + 1
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _inline(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    if not src.startswith(_MARK, start):
        return False
    if src.startswith("%%%%", start):  # a row of percent signs is no comment (S05)
        return _row_of_signs(state, silent)
    end = src.find(_MARK, start + 2, state.posMax)
    if end < 0 and start and src[start - 1].isdigit():
        return False  # "100%% sure" is a slip of the pen
    if end < 0 and not silent:
        token = state.push("comment_open", "", 0)
        token.hidden = True
        token.meta["span"] = findings_of(state.env).located(state, start, state.posMax)
    state.pos = end + 2 if end >= 0 else state.posMax
    return True


def _row_of_signs(state: StateInline, silent: bool) -> bool:
    row = _ROW.match(state.src, state.pos)
    assert row is not None, "it begins with four of them"
    if not silent:
        state.append_pending(row[0])
    state.pos = row.end()
    return True


def _hide_across_blocks(state: StateCore) -> None:
    if _MARK not in state.src:
        return
    first = next((i for i, t in enumerate(state.tokens) if _opening(t, state)), None)
    if first is None:
        return
    pruned = _Pruned(state.tokens[:first])
    hiding: Token | None = None  # what began the comment that is under way
    for token in state.tokens[first:]:
        if hiding is not None and _cut(token):
            hiding = None
        if hiding is None and token.type == "inline" and token.hidden:
            token.hidden = False
            parse_inline(token, state)
        hiding = _opening(token, state) or hiding
        pruned.add(token, hidden=hiding is not None)
    state.tokens = pruned.tokens
    if hiding is not None:
        _report(state, hiding.meta["span"])


def _cut(token: Token) -> bool:
    """Take the hidden text out of a token; whether the comment ends in it."""
    if not token.content:
        return False
    cut, mark, after = token.content.partition(_MARK)
    token.content, token.children = after.lstrip(), []
    if token.map:
        gone = cut.count("\n") + after[: len(after) - len(token.content)].count("\n")
        token.map = [token.map[0] + gone, token.map[1]]
    token.hidden = token.type == "inline" and bool(mark)
    return bool(mark)


class _Pruned:
    """Tokens without those that a comment has emptied, and without what they leave empty."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self._emptied: set[int] = set()

    def add(self, token: Token, *, hidden: bool) -> None:
        last = self.tokens[-1] if self.tokens else None
        if token.nesting == 0 and not _shows(token) and (hidden or token.type == "inline"):
            self._drop(last)
            return
        if token.type == "tr_close":
            last = self._without_cells()
        if token.nesting < 0 and last is not None and id(last) in self._emptied:
            self.tokens.pop()
            self._drop(self.tokens[-1] if self.tokens else None)
        else:
            self.tokens.append(token)

    def _drop(self, parent: Token | None) -> None:
        """Remember a parent whose first child went; a row keeps its cells while one shows."""
        if parent is None or parent.nesting <= 0:
            return
        owner = self.tokens[-2] if parent.tag in ("td", "th") else parent
        if owner.nesting > 0:
            self._emptied.add(id(owner))

    def _without_cells(self) -> Token | None:
        """Take the cells of an emptied row away; the last token then is the row's own."""
        start = len(self.tokens) - 1
        while self.tokens[start].tag in ("td", "th"):
            start -= 1
        if id(self.tokens[start]) in self._emptied:
            del self.tokens[start + 1 :]
        return self.tokens[-1]


def _shows(token: Token) -> bool:
    if token.type != "inline":
        return bool(token.content.strip())
    return any(
        child.content.strip() or child.tag or child.type == "wikilink"
        for child in token.children or ()
    )


def _opening(token: Token, state: StateCore) -> Token | None:
    """What begins a comment in `token` that does not end in it; in raw HTML it is cut off."""
    if token.type == "html_block" and token.content.count(_MARK) % 2 and token.map:
        token.content = token.content.rpartition(_MARK)[0]
        span = findings_of(state.env).line_span(token.map[0])
        token.children = [Token("comment_open", "", 0, meta={"span": span})]
    return next((t for t in token.children or () if t.type == "comment_open"), None)


def _report(state: StateBlock | StateCore, span: Span) -> None:
    findings = findings_of(state.env)
    hint = "end it with %%"
    findings.flaw("comment-unclosed", "a comment without an end hides the rest", hint, span)
