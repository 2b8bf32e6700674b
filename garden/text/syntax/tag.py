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
from garden.text.findings import findings_of
from garden.text.targets import TAG_HINT, is_deep, tag_name

_TAG = re.compile(f"#({TAG_NAME})")
_OPENERS = "*_=~"  # a tag may be the first thing in **bold** text


def tag(md: MarkdownIt) -> None:
    md.inline.ruler.before("escape", "tag", _tag)
    md.add_render_rule("tag", _render)


def _tag(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "#" or state.linkLevel > 0:
        return False
    before = start - 1
    while before >= 0 and state.src[before] in _OPENERS:
        before -= 1
    if before >= 0 and not state.src[before].isspace():
        return False
    found = _TAG.match(state.src, start, state.posMax)
    name = tag_name(found[1]) if found else ""
    if found is None or not name or name.isdigit() or found[1].startswith("/"):
        return False
    end = start + 1 + len(found[1].rstrip("/"))
    if is_deep(name):
        if not silent:
            _too_deep(state, name, start, end)
        return False
    if not silent:
        token = state.push("tag", "a", 0)
        token.meta["link"] = Link(name, kind="tag")
        token.meta["span"] = findings_of(state.env).located(state, start, end)
    state.pos = end
    return True


def _too_deep(state: StateInline, name: str, start: int, end: int) -> None:
    findings = findings_of(state.env)
    findings.meant_tags.append(name)
    span = findings.located(state, start, end)
    findings.flaw("tag-invalid", f"#{name[:60]}… cannot be a tag", TAG_HINT, span)


def tags_in(text: str) -> Iterator[str]:
    """The tags of text that is not read as Markdown: rather one too many, as some are private."""
    for found in _TAG.finditer(text):
        if (name := tag_name(found[1])) and not name.isdigit():
            yield name


def _render(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token = tokens[index]
    return findings_of(env).hole(token.meta["link"], token.meta["span"])
