"""`[^1]` with its text in `[^1]: …`, and `^[notes in the line]` (rows S08 and S09).

The texts are taken out of the tokens of the note; what stays is a reference. It is a hole, because
its number is that of the page which shows it. In `[[ ]]` and in alternative texts there are none;
one in the label of a link stands behind that link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from garden.model import Footnote, Link, Span
from garden.paths import fold
from garden.text.findings import FOOTNOTE, Definition, Findings, findings_of

_LABEL = r"\[\^([^\s\[\]`]++)\]"
_REFERENCE = re.compile(_LABEL)
_DEFINITION = re.compile(_LABEL + r":[ \t]*")
_LINK_TAG = re.compile(r"<(/?)a\b", re.IGNORECASE)
_INDENT = (2, 4)  # columns by which the further lines of a text may be indented
_DEEPEST = 10  # notes in a line inside each other, and the marks around them


def footnote(md: MarkdownIt) -> None:
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.before("table", "footnote", _definition, {"alt": interrupts})
    md.inline.ruler.before("link", "footnote", _footnote)
    md.core.ruler.after("mdlink", "footnote", _take_out)
    md.add_render_rule(FOOTNOTE, _render)


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[^1]:` with the blocks that are indented below it, as those of a list item are."""
    begin = state.bMarks[start] + state.tShift[start]
    found = _DEFINITION.match(state.src, begin, state.eMarks[start])
    if found is None or state.is_code_block(start):
        return False
    if not silent:
        findings_of(state.env).labels.add(fold(found[1]))
        opening = state.push("footnote_open", "", 1)
        opening.meta = {"label": found[1]}
        _read_text(state, start, end, found.end())
        opening.map = [start, state.line]
        state.push("footnote_close", "", -1)
    return True


def _read_text(state: StateBlock, start: int, end: int, begin: int) -> None:
    """The blocks of a definition, whose first line for once begins behind the colon."""
    line = state.bMarks[start], state.tShift[start], state.sCount[start]
    around = state.blkIndent, state.parentType
    state.blkIndent += _indent(state, start, end)
    state.parentType = "footnote"
    state.bMarks[start], state.tShift[start], state.sCount[start] = begin, 0, state.blkIndent
    state.md.block.tokenize(state, start, end)
    state.bMarks[start], state.tShift[start], state.sCount[start] = line
    state.blkIndent, state.parentType = around


def _indent(state: StateBlock, start: int, end: int) -> int:
    """How far the lines below are indented: the next one that is not empty tells."""
    least, most = _INDENT
    following = state.skipEmptyLines(start + 1)
    indent = state.sCount[following] - state.blkIndent if following < end else least
    return min(max(indent, least), most)


def _footnote(state: StateInline, silent: bool) -> bool:
    """In silence there is none: a label is looked through so, and it would be no label then."""
    if silent or findings_of(state.env).is_in_label(state):
        return False
    return _in_line(state) if state.src[state.pos] == "^" else _reference(state)


def _reference(state: StateInline) -> bool:
    found = _REFERENCE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    findings, end = findings_of(state.env), found.end()
    span = findings.located(state, state.pos, end)
    if fold(found[1]) not in findings.labels:
        if state.src[end : end + 1] not in ("(", "["):  # which may make a link of it
            _missing(findings, found[0], span)
        return False
    token = state.push(FOOTNOTE, "", 0)
    token.content, token.meta = found[0], {"id": fold(found[1]), "span": span}
    state.pos = end
    return True


def _missing(findings: Findings, written: str, span: Span) -> None:
    hint = f"write {written}: and the text on a line of its own"
    findings.flaw("footnote-missing", f"the footnote {written} has no text", hint, span)


def _in_line(state: StateInline) -> bool:
    start, most, level = state.pos, state.posMax, state.linkLevel
    if not state.src.startswith("^[", start) or state.html_terminator_last("]") < start:
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0 or state.level >= _DEEPEST or not state.src[start + 2 : end].strip():
        return False
    opening = state.push("footnote_begin", "", 1)
    opening.content = state.src[start : end + 1]
    opening.meta = {"span": findings_of(state.env).located(state, start, end + 1)}
    state.pos, state.posMax, state.linkLevel = start + 2, end, 0
    state.md.inline.tokenize(state)
    state.pos, state.posMax, state.linkLevel = end + 1, most, level
    state.push("footnote_end", "", -1)
    return True


def _take_out(state: StateCore) -> None:
    if "[^" not in state.src and "^[" not in state.src:
        return
    findings = findings_of(state.env)
    state.tokens = _without_definitions(state.tokens, findings)
    texts = [known.tokens for known in (*findings.footnotes.values(), *findings.unread)]
    for tokens in (state.tokens, *texts):
        for token in tokens:
            if token.children:
                token.children = _folded(token.children, token, findings)


def _without_definitions(tokens: Sequence[Token], findings: Findings) -> list[Token]:
    """The tokens without the texts of footnotes, and without what held nothing else."""
    out: list[Token] = []
    around: list[list[Token]] = []
    emptied: set[int] = set()
    for token in tokens:
        is_end = token.type == "footnote_close"
        if is_end:
            out = around.pop()
        elif token.type == "footnote_open":
            around.append(out)
            out = _begun(token, findings)
            continue
        elif token.nesting < 0 and out and id(out[-1]) in emptied:
            is_end = True
            out.pop()
        if not is_end:
            out.append(token)
        elif out and out[-1].nesting > 0:
            emptied.add(id(out[-1]))
    return out


def _begun(opening: Token, findings: Findings) -> list[Token]:
    """Where the tokens of a definition go. Of two with one name the first counts."""
    label = str(opening.meta["label"])
    line = opening.map[0] if opening.map else 0
    known = Definition(label, findings.line_span(line), [])
    if fold(label) in findings.footnotes:
        message, hint = f"the footnote [^{label}] is written twice", "give one another name"
        findings.flaw("footnote-twice", f"{message}; the first counts", hint, known.span)
        findings.unread.append(known)
    else:
        findings.footnotes[fold(label)] = known
    return known.tokens


def _folded(children: Sequence[Token], block: Token, findings: Findings) -> list[Token]:
    """Inline tokens in which a note in the line is a reference like any other."""
    out: list[Token] = []
    around: list[list[Token]] = []
    openings: list[Token] = []
    for child in children:
        if child.type == "footnote_begin":
            openings.append(child)
            around.append(out)
            out = []
        elif child.type == "footnote_end":
            text, out = out, around.pop()
            out.append(_taken(openings.pop(), text, block, findings))
        elif child.type == "mdlink":
            inside = _folded(child.children or [], block, findings)
            child.children = [token for token in inside if token.type != FOOTNOTE]
            out += [child, *(token for token in inside if token.type == FOOTNOTE)]
        else:
            out.append(child)
    return _behind_raw_links(out) if any(t.type == "html_inline" for t in out) else out


def _behind_raw_links(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    held: list[Token] = []
    is_in_link = False
    for token in tokens:
        (held if is_in_link and token.type == FOOTNOTE else out).append(token)
        if token.type == "html_inline" and (tag := _LINK_TAG.match(token.content)):
            is_in_link = not tag[1]
            if not is_in_link:
                out += held
                held = []
    return out + held


def _taken(opening: Token, text: list[Token], block: Token, findings: Findings) -> Token:
    """Keep a note in the line as a paragraph; what is returned refers to it."""
    span, written = opening.meta["span"], opening.content
    id_ = f"in line {len(findings.footnotes)}"  # no label holds a space
    paragraph = Token("paragraph_open", "p", 1, map=block.map, block=True)
    inline = Token("inline", "", 0, map=block.map, children=text, content=written, block=True)
    end = Token("paragraph_close", "p", -1, block=True)
    findings.footnotes[id_] = Definition("", span, [paragraph, inline, end])
    return Token(FOOTNOTE, "", 0, content=written, meta={"id": id_, "span": span})


def report_unused(findings: Findings, written: Sequence[Footnote]) -> None:
    """Report the texts that nothing refers to: no page shows them, so they say nothing else."""
    shown = {footnote.id for footnote in written}
    for id_, known in findings.footnotes.items():
        if id_ not in shown:
            findings.unread.append(known)
            if known.label:
                message = f"nothing refers to the footnote [^{known.label}], so it is not shown"
                hint = f"write [^{known.label}] where it belongs"
                findings.flaw("footnote-unused", message, hint, known.span)


def unread_tags(findings: Findings) -> Iterator[str]:
    """The tags in texts that no page shows. They are none, but may have been meant as private."""
    for known in findings.unread:
        for token in known.tokens:
            for child in token.children or ():
                if child.type == "tag":
                    yield child.meta["link"].target


def _render(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token, findings = tokens[index], findings_of(env)
    if token.meta["id"] not in findings.footnotes:  # its text has gone with a comment
        _missing(findings, token.content, token.meta["span"])
        return escapeHtml(token.content)
    return findings.hole(Link(token.meta["id"], kind="footnote"), token.meta["span"])
