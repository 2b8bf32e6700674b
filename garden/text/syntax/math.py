"""`$…$` and `$$…$$`: formulas in TeX, which nothing else touches (rows S10, S11)."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath.index import math_inline_dollar

from garden.model import Span
from garden.text.findings import Findings, findings_of
from garden.text.formulas import MAX_LENGTH, Answer, Formulas, engine
from garden.text.substitutes import hint_of
from garden.text.tex import comment_in, hides_words, is_sum, uncommented

RULES = ("math_inline", "math_block")
_plugin = math_inline_dollar(allow_space=False, allow_digits=True, allow_double=True)
_END = re.compile(r"(?<!\\)(?:\\\\)*\$\$")
_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_BLANK = re.compile(r"\n[ \t>]*\n")
_WORD = re.compile(r"[\w\\$]")
_BEHIND = "behind a formula"  # in the environment, while its paragraph is read on
_FORMULAS = "formulas"  # in the environment of a note
_LINES = "lines of a formula"  # likewise
_COMMENTED = "commented"  # in the `meta` of a token whose formula had comments
_HIDDEN = "all from this formula's % up to its end is a comment of TeX, and is hidden"
_HIDDEN_HINT = "write \\% for a sign of per cent, or \\$ where no formula is meant"


def math(md: MarkdownIt) -> None:
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.inline.ruler.before("escape", "math_inline", math_inline)
    md.block.ruler.before("fence", "math_block", _block, {"alt": interrupts})
    md.add_render_rule("math_inline", _render)
    md.add_render_rule("math_inline_double", _render)
    md.add_render_rule("math_block", _render)


def math_inline(state: StateInline, silent: bool) -> bool:
    """As the plugin has it, but a price is no formula and a code span is never cut in two."""
    start, src = state.pos, state.src
    if src[start] != "$":
        return False
    end = src.find("$", start + 1)
    if end < 0:
        return False
    if _ends_in_comment(src[start + 1 : end]) and not _WORD.match(src, end + 1):
        if is_sum(src, start, end):
            return False
        return _push_commented(state, end, silent=silent)
    if not _dollar(state, True):
        return False
    inside = src[start : state.pos]
    price = src[state.pos : state.pos + 1].isdigit()
    state.pos = start
    if (
        price
        or not inside.strip("$ \t\n")
        or len(inside.split("`")) % 2 == 0
        or is_sum(src, start, start + len(inside) - 1)
        or not _dollar(state, silent)
    ):
        return False
    if not silent:
        span = findings_of(state.env).located(state, start, state.pos)
        _take(state.tokens[-1], state.tokens[-1].content, span, findings_of(state.env))
    return True


def _take(token: Token, tex: str, span: Span, findings: Findings) -> None:
    """Give a token its formula without comments, and tell of words that may have been meant."""
    token.content = uncommented(tex)
    token.meta = {
        **token.meta,
        "span": span,
        _COMMENTED: "%" in tex and comment_in(tex) is not None,
    }
    if hides_words(tex):
        findings.flaw("comment-unclosed", _HIDDEN, _HIDDEN_HINT, span)


def _dollar(state: StateInline, silent: bool) -> bool:
    """The plugin's rule, to which a text's last sign is the one before its first."""
    src = state.src
    if not src.endswith("\\") or src.find("$") != state.pos:
        return _plugin(state, silent)
    state.src = f"{src}\n"  # or a backslash at its end would escape the sign that begins it
    found = _plugin(state, silent)
    state.src = src
    return found


def _ends_in_comment(tex: str) -> bool:
    """Whether a `$` can only end a formula on the next line, since a comment is before it."""
    before, _, last = tex.rpartition("\n")
    line = before.rpartition("\n")[2]
    return not last.strip() and not before[:1].isspace() and uncommented(line) != line


def _push_commented(state: StateInline, end: int, *, silent: bool) -> bool:
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.markup = "$"
        span = findings_of(state.env).located(state, state.pos, end + 1)
        _take(token, state.src[state.pos + 1 : end], span, findings_of(state.env))
    state.pos = end + 1
    return True


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines from one that begins with `$$` to the next `$$`; text behind that makes a paragraph."""
    if state.is_code_block(start) or not _line(state, start).startswith("$$"):
        return False
    if state.sCount[start] < state.blkIndent:  # below an item, whose text goes on (S27)
        return False
    if silent and _is_within(state, start):
        return False
    stop, is_whole = _stop(state, start, end)
    if not stop or (not is_whole and not _goes_on(state, start, stop)):
        return False
    if is_whole and _is_in_text(state, start, stop, end, silent=silent):
        return False
    if silent:
        return True
    if not is_whole:
        _push_paragraph(state, start, stop, end)
        return True
    token = state.push("math_block", "math", 0)
    token.block, token.map, token.markup = True, [start, stop], "$$"
    written = state.getLines(start, stop, state.blkIndent, False)
    findings = findings_of(state.env)
    _take(token, written.strip()[2:-2], findings.line_span(start), findings)
    state.line = stop
    return True


def _is_within(state: StateBlock, start: int) -> bool:
    """Whether a line of the paragraph that is being read ends a formula, and begins none."""
    place = state.bMarks[start]
    since = max(state.bMarks[state.line], state.env.get(_BEHIND, 0))
    before = state.src[since:place] if place - since <= MAX_LENGTH else ""
    if "$$" not in before or len(_END.findall(_SPAN.sub("", before))) % 2 == 0:
        return False
    rest = state.src[place : min(state.eMarks[state.lineMax - 1], place + MAX_LENGTH)]
    rest = _BLANK.split(rest, maxsplit=1)[0]
    return len(_END.findall(_SPAN.sub("", rest))) % 2 == 1


def _is_in_text(state: StateBlock, start: int, stop: int, end: int, *, silent: bool) -> bool:
    """Whether a formula is read with the text around it, as it is in the app (S27).

    One on one line always is: it ends no quote above it, and what is indented below it is no code.
    Of an item, the text goes on below a formula even if it is not indented.
    """
    is_one_line = stop == start + 1
    if is_one_line and silent and state.parentType == "blockquote":
        return True
    if stop >= end or state.isEmpty(stop):
        return False
    if state.is_code_block(stop):
        return is_one_line
    rules = state.md.block.ruler.getRules("paragraph")
    is_lazy = state.sCount[stop] < state.blkIndent
    return is_lazy and not any(rule(state, stop, end, True) for rule in rules)


def is_formula_line(state: StateBlock, line: int, end: int) -> bool:
    """Whether a line is of a formula that begins a line; lines are asked for in their order."""
    first, after = state.env.get(_LINES, (0, 0))
    if first <= line < after:
        return True
    if not _line(state, line).startswith("$$"):
        return False
    text, at = _line(state, line)[2:], line
    while not _END.search(text):
        at += 1
        if at >= end or state.isEmpty(at):
            return False
        text = _line(state, at)
    state.env[_LINES] = line, at + 1
    return True


def _goes_on(state: StateBlock, start: int, stop: int) -> bool:
    """Whether text goes on behind a formula of several lines, which may be empty ones.

    With empty lines it is one if it holds a comment; else its signs may be those of prices.
    """
    written = state.getLines(start, stop, state.blkIndent, False)
    inline = StateInline(written, state.md, state.env, [])
    if stop - start < 2 or not math_inline(inline, True) or "\n" not in written[: inline.pos]:
        return False
    tex = written[2 : inline.pos - 2]
    return not _BLANK.search(tex) or uncommented(tex) != tex


def _push_paragraph(state: StateBlock, start: int, stop: int, end: int) -> None:
    """The formula, and what CommonMark would have in the same paragraph behind it."""
    rules = state.md.block.ruler.getRules("paragraph")
    state.line = stop - 1
    found = _END.search(_line(state, state.line))
    start_of_line = state.bMarks[state.line] + state.tShift[state.line]
    state.env[_BEHIND] = start_of_line + (found.end() if found else 0)
    while stop < end and not state.isEmpty(stop) and not _ends(state, stop, end, rules):
        stop += 1
    del state.env[_BEHIND]
    content = state.getLines(start, stop, state.blkIndent, False).strip()
    state.push("paragraph_open", "p", 1).map = [start, stop]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = content, [start, stop], []
    state.push("paragraph_close", "p", -1)
    state.line = stop


def _ends(state: StateBlock, line: int, end: int, rules: Sequence[RuleFuncBlockType]) -> bool:
    """Whether a paragraph ends before a line: at a block that begins there."""
    if state.sCount[line] - state.blkIndent > 3 or state.sCount[line] < 0:
        return False
    return any(rule(state, line, end, True) for rule in rules)


def _stop(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """The line after that which ends the formula, and whether it ends there; 0 where none does."""
    text = _line(state, start)[2:]
    for line in range(start, end):
        if line > start:
            if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
                return 0, False
            text = _line(state, line)
        if found := _END.search(text):
            inside = line > start or text[: found.end() - 2].strip()
            return (line + 1, not text[found.end() :].strip()) if inside else (0, False)
    return 0, False


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _render(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token, findings = tokens[index], findings_of(env)
    tex, display = token.content.strip(), token.markup == "$$"
    tag, end = ("div", "\n") if token.block else ("span", "")
    css = "math math-display" if display else "math math-inline"
    if katex := engine():
        answer = env.setdefault(_FORMULAS, Formulas(katex)).answer(tex, display=display)
        if answer.error:
            _report(token, answer, findings)
            return findings.keep(_as_written(token, answer), tex) + end
        findings.needs.add("math")
        return findings.keep(f'<{tag} class="{css}">{answer.html}</{tag}>', tex) + end
    findings.needs.add("tex")
    return findings.keep(f'<{tag} class="{css} math-tex">{escapeHtml(tex)}</{tag}>', tex) + end


def _as_written(token: Token, answer: Answer) -> str:
    source = escapeHtml(f"{token.markup}{token.content}{token.markup}")
    title = escapeHtml(answer.reason)
    if token.block:
        return f'<pre class="math math-error" title="{title}"><code>{source}</code></pre>'
    return f'<code class="math math-error" title="{title}">{source}</code>'


def _report(token: Token, answer: Answer, findings: Findings) -> None:
    without = " without its comments" if token.meta.get(_COMMENTED) else ""
    message = f"a formula is shown as it was written{without}: {answer.reason}"
    findings.flaw("math", message, hint_of(answer.reason), _place(token, answer, findings))


def _place(token: Token, answer: Answer, findings: Findings) -> Span:
    """Where in the file a formula is wrong; the whole of it where that is not known."""
    span: Span = token.meta["span"]
    if answer.start < 0:
        return span
    start = answer.start + len(token.content) - len(token.content.lstrip())
    before = token.content[:start].split("\n")
    row = len(before) - 1
    line = Span(span.line + row, 1 if row else span.column)
    text = token.content.split("\n")[row]
    return findings.within(line, text, len(before[-1]), max(1, answer.length))
