"""`==marked text==` (rows S01, S25): pairs of delimiters, matched as those of emphasis are."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from garden.text.syntax.flanking import levels

_MARKER = ord("=")
_COLOURS = {"🔴": "red", "🟠": "orange", "🟢": "green", "🔵": "blue", "🟣": "purple"}


def highlight(md: MarkdownIt) -> None:
    md.inline.ruler.before("emphasis", "highlight", _delimiters)
    md.inline.ruler2.before("emphasis", "highlight", _pairs)


def _delimiters(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "=":
        return False
    run = state.scanDelims(state.pos, True)
    if run.length != 2:
        if run.length > 2:
            state.push("text", "", 0).content = "=" * run.length
            state.pos += run.length
        return run.length > 2
    state.push("text", "", 0).content = "=="
    token = len(state.tokens) - 1
    # A length of 0 turns the "rule of three" of emphasis off.
    state.delimiters.append(Delimiter(_MARKER, 0, token, -1, run.can_open, run.can_close))
    state.pos += 2
    return True


def _pairs(state: StateInline) -> None:
    for delimiters in levels(state):
        for opener in delimiters:
            if opener.marker != _MARKER or opener.end < 0:
                continue
            closer = delimiters[opener.end]
            for delimiter, nesting in ((opener, 1), (closer, -1)):
                token = state.tokens[delimiter.token]
                token.type = "mark_open" if nesting == 1 else "mark_close"
                token.tag, token.markup, token.content = "mark", "==", ""
                token.nesting = 1 if nesting == 1 else -1
            _give_colour(state, opener.token, closer.token)


def _give_colour(state: StateInline, opening: int, closing: int) -> None:
    """A round sign at the beginning is the colour of what follows it (S25)."""
    first = state.tokens[opening + 1]
    colour = _COLOURS.get(first.content[:1]) if first.type == "text" else None
    rest = first.content[1:].lstrip("\ufe0f").lstrip()
    if not colour or not (rest or opening + 2 < closing):
        return
    state.tokens[opening].attrs["class"] = f"mark-{colour}"
    first.content = rest
    after = state.tokens[opening + 2]
    if not rest and after.type in ("softbreak", "hardbreak"):
        after.type, after.tag = "text", ""
