"""Links with `obsidian:` and `file:`: a note's is read as a wikilink, any other is its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from garden.model import NOWHERE, Link
from garden.text.findings import EMBED, IN_LINK, PLAYER, Findings, plain
from garden.text.localaddress import is_local, local_name, note_in, report_local, without_local
from garden.text.targets import last_segment


def localized(tokens: Sequence[Token], findings: Findings) -> list[Token]:
    """Inline tokens without links that only this computer can follow."""
    return [found for token in tokens for found in _localized(token, findings)]


def _localized(token: Token, findings: Findings) -> Iterator[Token]:
    href = str(token.attrs.get("href", "")) if token.type == "mdlink" else ""
    if not is_local(href):
        yield token
        return
    target, anchor = note_in(href)
    label = _label(token.children or (), href)
    if not target:
        report_local(findings, href, token.meta.get("span", None))
        yield from label
        return
    link = Token("wikilink", "", 0, content=plain(label), children=label)
    link.meta = {
        **token.meta,
        "link": Link(target, anchor),
        "span": token.meta.get("span", NOWHERE),
        "last": last_segment(target, anchor),
        "nested": bool(token.meta.get(IN_LINK)),
        EMBED: False,
        PLAYER: False,
    }
    yield link


def _label(tokens: Sequence[Token], href: str) -> list[Token]:
    """The words of a link; where they are its address, the last part of that."""
    said = plain(tokens)
    is_address = is_local(said.strip()) or without_local(said) != said
    if tokens and not is_address:
        return list(tokens)
    return [Token("text", "", 0, content=local_name(href) or "…")]
