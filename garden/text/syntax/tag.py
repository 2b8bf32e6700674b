"""`#nested/tags` in the text of a note (rows T01 to T06, S16)."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from garden.model import Link
from garden.paths import TAG_NAME
from garden.signs import UNSEEN, bare, tidy
from garden.text.findings import findings_of
from garden.text.targets import TAG_HINT, is_deep, tag_name, unseen_in_tag

_TAG = re.compile(f"#({TAG_NAME})")
_THROUGH = re.compile(f"#((?:{TAG_NAME[:-1]}|[{UNSEEN}])+)")  # as a reader sees it
# Where words have no spaces between them, a space of no width is how a tag is ended.
_BREAK = re.compile("(?<=[^\x00-\u036f])\u200b")
_OPENERS = "*_=~"  # a tag may be the first thing in **bold** text


def tag(md: MarkdownIt) -> None:
    md.inline.ruler.before("escape", "tag", _tag)
    md.add_render_rule("tag", _render)


def _tag(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "#" or state.linkLevel > 0:
        return False
    before = start - 1
    while before >= 0 and (state.src[before] in _OPENERS or not bare(state.src[before])):
        before -= 1
    if before >= 0 and not state.src[before].isspace():
        return False
    written, meant = _written(state.src, start, state.posMax)
    name = tag_name(tidy(written))
    if not name or name.isdigit() or written.startswith("/"):
        return False
    end = start + 1 + len(written.rstrip("/"))
    if is_deep(name):
        if not silent:
            _too_deep(state, name, start, end)
        return False
    if not silent:
        findings = findings_of(state.env)
        findings.meant_tags += meant
        token = state.push("tag", "a", 0)
        token.meta["link"] = Link(name, kind="tag")
        token.meta["span"] = span = findings.located(state, start, end)
        if tidy(written) != written:
            findings.flaw("invisible-sign", *unseen_in_tag(written), span)
    state.pos = end
    return True


def _written(src: str, start: int, most: int) -> tuple[str, tuple[str, ...]]:
    """The tag that begins at a place, as it is written, and what it may have been meant as."""
    found = _TAG.match(src, start, most)
    end = found.end() if found else start + 1
    if end == most or bare(src[end]):
        return (found[1] if found else ""), ()
    through = _THROUGH.match(src, start, most)
    assert through is not None, "an unseen sign stands there"
    written = through[1]
    if cut := _BREAK.search(written):
        return written[: cut.start()], (tag_name(bare(written)),)
    return written, ()


def _too_deep(state: StateInline, name: str, start: int, end: int) -> None:
    findings = findings_of(state.env)
    findings.meant_tags.append(name)
    span = findings.located(state, start, end)
    findings.flaw("tag-invalid", f"#{name[:60]}… cannot be a tag", TAG_HINT, span)


def tags_in(text: str) -> Iterator[str]:
    """The tags of text that is not read as Markdown: rather one too many, as some are private."""
    for found in _THROUGH.finditer(text):
        if (name := tag_name(tidy(found[1]))) and not name.isdigit():
            yield name


def _render(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token = tokens[index]
    return findings_of(env).hole(token.meta["link"], token.meta["span"])
