"""```` ```ad-note ````: a block of the plugin Admonition, which is a callout (row S28).

It is written as code, but what it holds is Markdown. So it is read as a quote that begins with
`[!note]`, in its place: of which the syntax of callouts makes the box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.fence import make_fence_rule
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from garden.text.colours import colour_of
from garden.text.fence import info_of
from garden.text.findings import findings_of
from garden.text.syntax.depth import shown_as_text, tell_depth

ADMONITION = "ad-"
MAX_DEPTH = 10  # in each other: the lines of each are read once more
UNTITLED = "untitled"  # in the `meta` of a callout whose title its author has left empty
_SETTING = re.compile(r"(title|collapse|icon|color|metadata):(.*)")
_NO_KIND = re.compile(r"[\[\]|\s]+")
_FOLDS = {"open": "+", "none": ""}  # all else is closed
_fence = make_fence_rule()


@dataclass(slots=True)
class _Written:
    """The lines of an admonition: where its text begins and ends, and what stands above that."""

    start: int
    stop: int
    settings: dict[str, str] = field(default_factory=dict)
    title_line: int = 0


def admonition(md: MarkdownIt) -> None:
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    md.block.ruler.at("fence", _fence_or_admonition, {"alt": interrupts})
    md.core.ruler.after("callout", "admonition", _without_empty_titles)


def kind_of(info: str) -> str:
    """The kind of admonition that the opening line of a fence begins; empty for none."""
    language = info_of(unescapeAll(info).strip()).language
    if not language.lower().startswith(ADMONITION):
        return ""
    return _NO_KIND.sub("", language[len(ADMONITION) :])


def _fence_or_admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _fence(state, start, end, silent)
    if not found or silent or not (kind := kind_of(state.tokens[-1].info)):
        return found
    findings = findings_of(state.env)
    if findings.admonitions >= MAX_DEPTH:
        fence = state.tokens[-1]
        fence.content, fence.info = shown_as_text(fence.content, findings), ""
        tell_depth(findings, MAX_DEPTH, start)
        return True
    fence = state.tokens.pop()
    after = state.line
    written = _read(state, fence, start, after)
    findings.admonitions += 1
    _quote(state, kind, written, start, after)
    findings.admonitions -= 1
    state.line = after
    return True


def _read(state: StateBlock, fence: Token, start: int, after: int) -> _Written:
    """What the plugin reads first: a line for each setting, up to the first that is none."""
    stop = after - 1 if _closes(state, fence.markup, start, after - 1) else after
    written = _Written(start + 1, stop, title_line=start)
    indent = state.sCount[start]
    while written.start < stop:
        line = state.getLines(written.start, written.start + 1, indent, False)
        setting = _SETTING.fullmatch(line)
        if not setting or setting[1] in written.settings or not _can_be(*setting.groups()):
            break
        written.settings[setting[1]] = setting[2].strip()
        if setting[1] == "title":
            written.title_line = written.start
        written.start += 1
    return written


def _can_be(name: str, value: str) -> bool:
    """Whether a setting can have a value: else its line is text, of which no word may be lost."""
    value = value.strip()
    match name:
        case "color":
            return not value or bool(colour_of(value))
        case "collapse" | "icon":
            return len(value.split()) < 2
        case _:
            return True


def _closes(state: StateBlock, marks: str, start: int, line: int) -> bool:
    if line <= start or state.is_code_block(line):
        return False
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()
    return text.startswith(marks) and not text.strip(marks[0])


def _quote(state: StateBlock, kind: str, written: _Written, start: int, after: int) -> None:
    """The tokens of a quote that is a callout, with what stands in the block."""
    opening = state.push("blockquote_open", "blockquote", 1)
    opening.map = [start, after]
    settings = written.settings
    if colour := colour_of(settings.get("color", "")):
        opening.attrs["style"] = f"--callout-color: {colour}"
    fold = _FOLDS.get(settings.get("collapse", "none").lower(), "-")
    title = settings.get("title", "")
    if "title" in settings and not title and not fold:
        opening.meta = {**opening.meta, UNTITLED: True}
    state.push("paragraph_open", "p", 1).map = [written.title_line, written.title_line + 1]
    first = state.push("inline", "", 0)
    first.content, first.children = f"[!{kind}]{fold} {title}".rstrip(), []
    first.map = [written.title_line, written.title_line + 1]
    state.push("paragraph_close", "p", -1)
    _read_inside(state, written.start, written.stop, state.sCount[start] - state.blkIndent)
    state.push("blockquote_close", "blockquote", -1)


def _read_inside(state: StateBlock, start: int, stop: int, indent: int) -> None:
    """Read the lines of a block in their place, without the indent that its fence has."""
    parent, line_max, lines = state.parentType, state.lineMax, slice(start, stop)
    before = state.bMarks[lines], state.tShift[lines], state.sCount[lines]
    for line in range(start, stop):
        spaces = _spaces(state, line, indent)
        state.bMarks[line] += spaces
        state.tShift[line] -= spaces
        state.sCount[line] -= spaces
    state.parentType, state.lineMax = "blockquote", stop
    state.md.block.tokenize(state, start, stop)
    state.parentType, state.lineMax = parent, line_max
    state.bMarks[lines], state.tShift[lines], state.sCount[lines] = before


def _spaces(state: StateBlock, line: int, most: int) -> int:
    """How many of the spaces that a line begins with are those of its fence."""
    start = state.bMarks[line]
    indent = state.src[start : min(start + most, start + state.tShift[line])]
    return len(indent) - len(indent.lstrip(" "))


def _without_empty_titles(state: StateCore) -> None:
    if any(UNTITLED in token.meta for token in state.tokens if token.type == "callout_open"):
        state.tokens = list(_titled(state.tokens))


def _titled(tokens: list[Token]) -> Iterator[Token]:
    skipping, is_untitled = False, False
    for token in tokens:
        if token.type == "callout_open":
            is_untitled = UNTITLED in token.meta
        skipping |= is_untitled and token.type == "callout_title_open"
        if not skipping:
            yield token
        if token.type == "callout_title_close":
            skipping = is_untitled = False
