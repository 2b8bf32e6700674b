"""`https://…` without brackets is a link (row M12), as are `obsidian://…` and `file:///…`.

The rule fires at `:` alone. Plugins that look at every `w` and `h` for `www.` and `http` cost half
as much again as all of CommonMark, and link what Obsidian does not.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from garden.text.localaddress import is_order
from garden.text.webaddress import REST, meant_address

_REST_OF_ORDER = re.compile(REST.pattern.replace("://", ":", 1))  # `obsidian:open?…`
_SCHEME = re.compile(r"(?<![A-Za-z0-9])(?:https?|obsidian|file)$", re.IGNORECASE)


def autolink(md: MarkdownIt) -> None:
    md.inline.ruler.before("escape", "autolink_bare", _autolink)


def _autolink(state: StateInline, silent: bool) -> bool:
    src, colon = state.src, state.pos
    if src[colon] != ":" or state.linkLevel > 0:
        return False
    if not (has_slashes := src.startswith("://", colon)) and not is_order(src, colon - 8):
        return False
    scheme = _SCHEME.search(src[max(0, colon - 9) : colon])
    # Looked for last: it may run to the end of the note.
    pattern = REST if has_slashes else _REST_OF_ORDER
    rest = pattern.match(src, colon, state.posMax) if scheme else None
    if not scheme or not rest:
        return False
    # What is the label of a link ends with that.
    address, length = meant_address(rest[0].partition("](")[0])
    end, url = colon + length, scheme[0] + address
    if end <= colon + 3 or not (silent or state.pending.endswith(scheme[0])):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(url)}
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos = end
    return True
