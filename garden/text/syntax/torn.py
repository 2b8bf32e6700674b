"""Bare `-` lines with one line of text between one and the next: bullets torn off their text.

That is how articles are pasted (part 0, 13). CommonMark makes headings of all those lines. Each
dash is an item here that holds the line below it. Not in lists, in quotes or in code.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.lheading import lheading
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from garden.text.findings import findings_of

_MAY_BE = re.compile(r"^ {0,3}-[ \t]*\n.+\n {0,3}-[ \t]*$", re.MULTILINE)
_KNOWN, _RUN, _TOLD = "may have torn lists", "torn run", "torn list told"  # of a note


def torn(md: MarkdownIt) -> None:
    md.block.ruler.before("list", "torn", _list, {"alt": ["paragraph", "list"]})
    md.block.ruler.at("lheading", _heading)
    md.core.ruler.after("block", "torn", _joined)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not _may_be(state) or not _is_torn(state, start, end):
        return False
    if not _is_below_text(state, start) and state.sCount[start + 1] >= state.sCount[start] + 2:
        return False  # an item as CommonMark has it, whose text begins in the next line
    if not silent:
        _report(state, start)
        opening = state.push("bullet_list_open", "ul", 1)
        line = start
        while line < end and _is_torn(state, line, end):
            line = _item(state, line, end)
        opening.map, opening.markup = [start, line], "-"
        state.push("bullet_list_close", "ul", -1).markup = "-"
        state.line = line
    return True


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading as CommonMark has it, but under no torn bullet."""
    around = state.parentType
    if _may_be(state):
        lines = range(start + 1, end)
        end = next((n for n in lines if state.isEmpty(n) or _is_torn(state, n, end)), end)
    found = lheading(state, start, end, silent)
    state.parentType = around  # which the library leaves changed where it finds none
    return found


def _may_be(state: StateBlock) -> bool:
    """Whether it is worth while to look, found once for a note; and whether this is its top."""
    if state.level > (state.parentType == "list"):
        return False
    if _KNOWN not in state.env:
        is_read = findings_of(state.env).options.torn_lists
        state.env[_KNOWN] = is_read and "-\n" in state.src and bool(_MAY_BE.search(state.src))
    return bool(state.env[_KNOWN])


def _is_below_text(state: StateBlock, line: int) -> bool:
    """Whether a line is asked for within a paragraph, or has just ended one."""
    last = state.tokens[-1] if state.tokens else None
    if state.parentType == "paragraph" or last is None or last.type != "paragraph_close":
        return state.parentType == "paragraph"
    return state.tokens[-2].map is not None and state.tokens[-2].map[1] == line


def _is_torn(state: StateBlock, line: int, end: int) -> bool:
    """Whether a line is a dash of a pair, or one below text where lines with a pair run on."""
    if not _is_bare(state, line, end):
        return False
    if _is_pair(state, line, end) or _is_pair(state, line - 2, end):
        return True
    return _is_text(state, line - 1, end) and _is_in_torn_run(state, line, end)


def _is_pair(state: StateBlock, line: int, end: int) -> bool:
    """Whether a line and the next but one are bare dashes, with one line of text between them."""
    is_pair = _is_bare(state, line, end) and _is_bare(state, line + 2, end)
    return is_pair and _is_text(state, line + 1, end)


def _is_in_torn_run(state: StateBlock, line: int, end: int) -> bool:
    first, after, is_torn = state.env.get(_RUN, (0, 0, False))
    if not first <= line < after:
        first = after = line
        while first > 0 and not state.isEmpty(first - 1):
            first -= 1
        while after < end and not state.isEmpty(after):
            after += 1
        is_torn = any(_is_pair(state, at, after) for at in range(first, after))
        state.env[_RUN] = first, after, is_torn
    return bool(is_torn)


def _is_bare(state: StateBlock, line: int, end: int) -> bool:
    if not 0 <= line < end or not 0 <= state.sCount[line] < 4:
        return False
    begin = state.bMarks[line] + state.tShift[line]
    return state.src[begin : state.eMarks[line]].rstrip() == "-"


def _is_text(state: StateBlock, line: int, end: int) -> bool:
    """Whether a line is one of a paragraph: nothing else begins in it."""
    if not 0 <= line < end or state.isEmpty(line) or _is_bare(state, line, end):
        return False
    rules = state.md.block.ruler.getRules("paragraph")
    return not any(rule(state, line, end, True) for rule in rules)


def _item(state: StateBlock, line: int, end: int) -> int:
    """An item with the line below its dash; where the next line is that begins no item."""
    after = line + 1 + _is_text(state, line + 1, end)
    state.push("list_item_open", "li", 1).map = [line, after]
    if after > line + 1:
        opening = state.push("paragraph_open", "p", 1)
        inline = state.push("inline", "", 0)
        closing = state.push("paragraph_close", "p", -1)
        opening.hidden = closing.hidden = True
        opening.map = inline.map = [line + 1, after]
        inline.content, inline.children = state.getLines(line + 1, after, 0, False).strip(), []
    state.push("list_item_close", "li", -1)
    return after


def _report(state: StateBlock, line: int) -> None:
    """Once in a note."""
    if _TOLD in state.env:
        return
    state.env[_TOLD] = True
    findings = findings_of(state.env)
    message = "bullets without their text are read as items that hold the line below them"
    hint = "write - and its text on one line, or set torn_lists = false under [markdown]"
    findings.flaw("list-torn", message, hint, findings.line_span(line))


def _joined(state: StateCore) -> None:
    """Lists of dashes that touch are one: only torn ones can, since others go on by themselves."""
    if _TOLD not in state.env:
        return
    out: list[Token] = []
    for token in state.tokens:
        if out and _touch(out[-1], token):
            out.pop()
        else:
            out.append(token)
    state.tokens = out


def _touch(closing: Token, opening: Token) -> bool:
    kinds = (closing.type, opening.type) == ("bullet_list_close", "bullet_list_open")
    return kinds and closing.level == opening.level == 0 and closing.markup == opening.markup
