"""Where the front matter of a note ends and its body begins, and what nearly is front matter.

Whatever may have been meant as front matter and says private keeps the note private (OUT14).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from garden.model import Flaw, Span
from garden.signs import UNSEEN, bare, names
from garden.text.frontmatter import FrontMatter, Outcome, Unreadable, load
from garden.text.nearly import Nearly, nearly_front_matter

_U = f"[{UNSEEN}]*"
_FENCE = re.compile(rf"^{_U}-{_U}-{_U}-[^\S\n]*(?:[{UNSEEN}]+[^\S\n]*)*$", re.MULTILINE)
_KEY = re.compile(r"[\"']?[^\W\d_][\w -]*[\"']?[ \t]*:(?:[ \t]|$)")
_TOML_KEY = re.compile(r"\s*[\"']?[\w-]+[\"']?\s*=")
_DENIAL = re.compile(r"\s*[\"']?(?:publish|draft|private)[\"']?\s*[:=]", re.IGNORECASE)
_NO_END = Unreadable("front matter has no end", "close it with --- on a line of its own")
_TO_THE_START = "move it to the start of line 1, between two lines of ---"


@dataclass(frozen=True, slots=True)
class Split:
    """A note in two: its front matter, and its body with the file's line that it begins on.

    `tags` are words beside both that may have been meant as tags.
    """

    front: Outcome
    body: str
    line: int = 1
    tags: tuple[str, ...] = ()
    flaws: tuple[Flaw, ...] = ()


def split(text: str) -> Split:
    """The front matter of a note and its body.

    An unreadable block stays out of the body: it may hold what must not be shown.
    """
    whole = _cut(text)
    if isinstance(whole.front, Unreadable):
        return whole
    blocks = nearly_front_matter(whole.body, is_first=whole.line == 1)
    return _beside(whole, blocks) if blocks else whole


def _cut(text: str) -> Split:
    if first := _FENCE.match(text):
        return _fenced(text, first)
    lines = text.split("\n")
    if bare(lines[0]).rstrip() == "+++" and any(map(_TOML_KEY.match, map(bare, lines))):
        return Split(
            Unreadable("front matter in TOML (+++) is not read", "use YAML between ---"), ""
        )
    if late := _late_fence(lines):
        message = "front matter does not begin line 1"
        return Split(Unreadable(message, "move it to the start of line 1", late), "")
    return Split(FrontMatter(), text)


def _fenced(text: str, first: re.Match[str]) -> Split:
    """The same of a text that begins with a fence."""
    start = first.end() + 1
    if end := _FENCE.search(text, start):
        inside, body = text[start : end.start() - 1], text[end.end() + 1 :]
        line = text.count("\n", 0, end.start()) + 2
        flaws = (*_unseen(first[0], 1), *_unseen(end[0], line - 1))
        return Split(load(inside), body, line, flaws=flaws)
    lines = bare(text).split("\n")
    key = next((line for line in lines[1:] if line.strip()), "")
    if _KEY.match(key) or key.startswith("{") or any(map(_DENIAL.match, lines)):
        return Split(_NO_END, "")
    return Split(FrontMatter(), text)


def _unseen(fence: str, line: int) -> tuple[Flaw, ...]:
    """What is said of a fence that holds a sign which nobody sees: it is read without."""
    if fence == bare(fence):
        return ()
    message = f"the line --- holds a sign that nobody sees ({names(fence)})"
    return (Flaw("invisible-sign", message, "write it anew", Span(line)),)


def _late_fence(lines: list[str]) -> int | None:
    """The line of an indented or late first `---`, when a denial stands inside its block."""
    start = next((i for i, line in enumerate(lines) if bare(line).strip()), None)
    if start is None or not _FENCE.match(lines[start].strip()):
        return None
    for line in lines[start + 1 :]:
        if _FENCE.match(line):
            return None
        if _DENIAL.match(bare(line)):
            return start + 1
    return None


def _beside(whole: Split, blocks: tuple[Nearly, ...]) -> Split:
    """With what blocks say that are nearly front matter."""
    for block in blocks:
        if block.denial:
            line = block.line + whole.line - 1
            message = f"`{block.denial}` stands where front matter is not read"
            return Split(Unreadable(message, _TO_THE_START, line), "")
    like = (_shown(block.line + whole.line - 1) for block in blocks if block.is_like)
    tags = tuple(tag for block in blocks for tag in block.tags)
    return Split(whole.front, whole.body, whole.line, tags, (*whole.flaws, *like))


def _shown(line: int) -> Flaw:
    message = "what looks like front matter stands where none is read; it is shown as text"
    return Flaw("front-matter-place", message, _TO_THE_START, Span(line))
