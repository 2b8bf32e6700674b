"""`[[Note#Heading|label]]` and `![[…]]`: wikilinks and embeds (rows L01 to L29, E01 to E11)."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from garden.model import Link, LinkKind, Span
from garden.paths import file_kind
from garden.text.findings import EMBED, IN_LINK, PLAYER, Findings, findings_of
from garden.text.html import clean
from garden.text.localaddress import is_written_local, local_name, note_in, report_local
from garden.text.media import PLAYERS
from garden.text.syntax.embed import embedding
from garden.text.syntax.flanking import State
from garden.text.targets import (
    is_web_address,
    last_segment,
    link_end,
    may_link,
    picture_label,
    split_wikilink,
)

_ANGLE = re.compile(r"[<>]")
_SIZED = (*PLAYERS, "pdf")  # of a picture the label is read when it is drawn


def wikilink(md: MarkdownIt) -> None:
    # Before code spans, because the earlier `[[` wins (L20).
    md.inline.ruler.before("escape", "wikilink", wikilink_rule)
    md.add_render_rule("wikilink", _render)


def wikilink_rule(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    embed = src.startswith("![[", start)
    if not embed and not src.startswith("[[", start):
        return False
    findings = findings_of(state.env)
    inside = start + (3 if embed else 2)
    end = findings.closing(src, inside)
    if end >= state.posMax or not _is_target(src, inside, end):
        return False
    end = min(link_end(src, inside, end), state.posMax - 2)
    if not silent:
        token = state.push("wikilink", "", 0)
        target, anchor, label = split_wikilink(src[inside:end])
        local = is_written_local(target)
        last = last_segment(target, anchor)
        if local:
            last = local_name(f"{target}#{anchor}" if anchor else target)
            target, anchor = _note_in(target, anchor)
        file = file_kind(target) if embed else "file"
        kind: LinkKind = "wikilink" if not embed else "image" if file == "image" else "embed"
        nested = state.linkLevel > 0 and kind != "image"
        label, size = picture_label(label) if file in _SIZED else (label, "")
        token.content = label
        token.meta = {
            "link": Link(target, anchor, kind=kind, size=size),
            "span": findings.located(state, start, end + 2),
            "last": last,
            "nested": nested,
            EMBED: kind == "embed" and not nested and file not in PLAYERS,
            PLAYER: not nested and file in PLAYERS,
        }
        if label:
            token.children = _label_tokens(state, label)
    state.pos = end + 2
    return True


def _note_in(target: str, anchor: str) -> tuple[str, str]:
    """The note that `[[obsidian://…]]` leads to, else what was written."""
    found = note_in(f"{target}#{anchor}" if anchor else target)
    return found if found[0] else (target, anchor)


def _is_target(src: str, start: int, end: int) -> bool:
    """Whether `[[` may open here: no other `[[` before the `]]` (L16), one line (L15), not empty.

    The search for `[[` comes first: it stops at once where many openings stand in a row.
    """
    if src.find("[[", start, end) >= 0 or src.find("\n", start, end) >= 0:
        return False
    return bool(src[start:end].strip(" \t#|"))


def _label_tokens(state: StateInline, label: str) -> list[Token]:
    """The label as inline Markdown; `linkLevel` keeps further links out of it."""
    inner = State(label, state.md, state.env, [])
    inner.linkLevel = 1
    state.md.inline.tokenize(inner)
    for rule in state.md.inline.ruler2.getRules(""):
        rule(inner)
    for token in inner.tokens:
        if token.type == "text_special":  # what a backslash or an entity stood for
            token.type = "text"
        token.meta = {**token.meta, IN_LINK: True}
    return [t for t in inner.tokens if t.type not in ("link_open", "link_close")]


def _render(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token, findings = tokens[index], findings_of(env)
    written: Link = token.meta["link"]
    span: Span = token.meta["span"]
    if token.meta["nested"]:
        return escapeHtml(token.content or token.meta["last"])
    if written.kind == "image" and not is_web_address(written.target):
        alt, size = picture_label(token.content)
        return findings.hole(_with(written, escapeHtml(alt), findings, size), span)
    label = self.renderInline(token.children, options, env) if token.children else ""
    if any(child.type == "html_inline" for child in token.children or ()):
        label = clean(label, findings, without=("a",))
    if is_written_local(written.target):
        report_local(findings, written.target, span)
        return label or escapeHtml(token.meta["last"] or "…")
    if is_web_address(written.target):
        return _web_address(written, label, findings, span)
    return embedding(token, _with(written, label, findings), findings, span)


def _with(link: Link, label: str, findings: Findings, size: str = "") -> Link:
    if not label and not size:
        return link
    return replace(link, label=findings.parts(label), size=size or link.size)


def _web_address(link: Link, label: str, findings: Findings, span: Span) -> str:
    """`[[https://…]]` is made the link that was meant (L17)."""
    url = f"{link.target}#{link.anchor}" if link.anchor else link.target
    if not may_link(url, shared=findings.options.shared):
        return label or escapeHtml(url)
    bracketed = re.search(r"[\s()<>]", url)
    hint = f"write [text](<{_ANGLE.sub('', url)}>)" if bracketed else f"write [text]({url})"
    findings.flaw("link-url", "[[ ]] is for notes, not for web addresses", hint, span)
    return f'<a href="{escapeHtml(url)}" class="external-link">{label or escapeHtml(url)}</a>'
