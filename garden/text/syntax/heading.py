"""Ids of headings: GitHub's slugs in any script, each once in a note (part 0, 5).

Only headings at the top of a note get one, as only they can be linked to.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from garden.paths import NUMBERED_IDS, THEME_IDS, heading_slug, unique_id
from garden.text.findings import UNSEEN, findings_of, plain


def heading(md: MarkdownIt) -> None:
    md.core.ruler.push("heading", _ids)


def _ids(state: StateCore) -> None:
    named = findings_of(state.env).named
    taken = dict.fromkeys(THEME_IDS, 1)
    for i, token in enumerate(state.tokens):
        if token.type == "heading_open" and token.level == 0 and UNSEEN not in token.meta:
            text = heading_slug(named(plain(state.tokens[i + 1].children or ())))
            if text.startswith(NUMBERED_IDS):
                text = f"section-{text}"
            token.attrs = {"id": unique_id(text, taken), **token.attrs}
