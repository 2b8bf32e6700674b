"""Each rule is asked only where it may begin; markdown-it would ask every rule at every place.

The order of the rules, and so what they find, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import RuleFuncInline2Type, RuleFuncInlineType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

Rule = TypeVar("Rule")

# The characters that an inline rule may begin with. All are listed: other text is passed over.
_INLINES = {
    "newline": "\n",
    "comment": "\ufdd4",
    "math_inline": "$",
    "tag": "#",
    "autolink_bare": ":",
    "wikilink": "[!",
    "footnote": "[^",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "highlight": "=",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "svg": "<",
    "html_inline": "<",
    "entity": "&",
}
_STOP = "]"  # where the label of a link is looked for to end
# The same of lines, without their indent; a rule that is not listed may begin with any.
_BLOCKS = {
    "comment": "\ufdd4",
    "math_block": "$",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "torn": "-",
    "list": "*+-0123456789",
    "footnote": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
_CHAINS = ("", "paragraph", "reference", "blockquote", "list")


def dispatch(md: MarkdownIt) -> None:
    """The last step in making an engine: rules that are added later are not asked."""
    md.inline.ruler = _Joined(md.inline.ruler, _inline)
    md.inline.ruler2 = _Joined(md.inline.ruler2, _pairs)
    md.block.ruler = _Joined(md.block.ruler, _block)


class _Joined(Ruler[Rule]):
    """The active rules of a ruler, of which each chain is one rule."""

    def __init__(self, ruler: Ruler[Rule], join: Callable[[Mapping[str, Rule]], Rule]) -> None:
        super().__init__()
        rules = dict(zip(ruler.get_active_rules(), ruler.getRules(), strict=True))
        for name, rule in rules.items():
            self.push(name, rule)
        self._chains: dict[str, list[Rule]] = {}
        for chain in _CHAINS:
            asked = ruler.getRules(chain)
            joined = join({name: rule for name, rule in rules.items() if rule in asked})
            self._chains[chain] = [joined]

    def getRules(self, chainName: str = "") -> list[Rule]:  # noqa: N802, N803 (markdown-it's)
        return self._chains[chainName]


def _inline(rules: Mapping[str, RuleFuncInlineType]) -> RuleFuncInlineType:
    listed = {name: rule for name, rule in rules.items() if name != "text"}
    starts = {_STOP, *"".join(_INLINES[name] for name in listed)}
    by_start = {c: [rule for name, rule in listed.items() if c in _INLINES[name]] for c in starts}
    next_start = re.compile(f"[{re.escape(''.join(sorted(starts)))}]").search

    def inline(state: StateInline, silent: bool) -> bool:
        src, pos = state.src, state.pos
        asked = by_start.get(src[pos])
        if asked is None:
            found = next_start(src, pos, state.posMax)
            state.pos = found.start() if found else state.posMax
            if not silent:
                state.append_pending(src[pos : state.pos])
            return True
        for rule in asked:  # noqa: SIM110 (any() makes a generator at every mark)
            if rule(state, silent):
                return True
        return False

    return inline


def _pairs(rules: Mapping[str, RuleFuncInline2Type]) -> RuleFuncInline2Type:
    def pairs(state: StateInline) -> None:
        if state.delimiters or any(state.tokens_meta):
            for rule in rules.values():
                rule(state)

    return pairs


def _block(rules: Mapping[str, RuleFuncBlockType]) -> RuleFuncBlockType:
    anywhere = [rule for name, rule in rules.items() if name not in _BLOCKS]
    by_start = {
        c: [rule for name, rule in rules.items() if c in _BLOCKS.get(name, c)]
        for c in "".join(_BLOCKS.values())
    }

    def block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        pos = state.bMarks[start] + state.tShift[start]
        for rule in by_start.get(state.src[pos : pos + 1], anywhere):
            if rule(state, start, end, silent):
                return True
        return False

    return block
