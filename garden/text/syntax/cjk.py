"""`**中文。**中文`: marks beside Chinese, Japanese and Korean open and close as is meant.

CommonMark tells by spaces and punctuation which marks may begin and which may end something. Those
scripts have no spaces between words, and end sentences inside the marks. The rule is that of the
CJK-friendly amendments to CommonMark: https://github.com/tats-u/markdown-cjk-friendly
"""

from __future__ import annotations

from unicodedata import east_asian_width

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

_FIRST = "\u1100"  # of these scripts: whatever comes before it is of others
_HANGUL = (("\u1100", "\u11ff"), ("\ud7b0", "\ud7fb"))  # not all of it is wide
_PICTURES = (("\u231a", "\u2328"), ("\u232b", "\u2bff"), ("\U0001f000", "\U0001faff"))  # wide too
_SELECTORS = "".join(map(chr, range(0xFE00, 0xFE0F)))  # but for that which makes a picture
_FIRST_SELECTOR = _SELECTORS[0]


def cjk(md: MarkdownIt) -> None:
    inline = _Inline()
    vars(inline).update(vars(md.inline))
    md.inline = inline


class State(StateInline):
    """markdown-it's state of reading inlines, to which these scripts are known."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """As CommonMark has it, but where a mark stands beside one of these scripts."""
        end = start + 1
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = _without_selectors(self.src[max(0, start - 3) : start])
        after = self.src[end : min(end + 1, self.posMax)]
        if before < _FIRST and after < _FIRST:
            return super().scanDelims(start, canSplitWord)
        return _scanned(before, after, end - start, can_split_word=canSplitWord)


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _scanned(before: str, after: str, length: int, *, can_split_word: bool) -> Scanned:
    """Whether marks between two characters may open and close; the ends of a text are empty."""
    is_after_space, is_before_space = _is_space(before), _is_space(after)
    is_after_cjk, is_before_cjk = _is_cjk(before), _is_cjk(after)
    is_after_mark = _is_punctuation(before) and not is_after_cjk
    is_before_mark = _is_punctuation(after) and not is_before_cjk
    opens = not is_before_space and (
        not is_before_mark or is_after_space or is_after_mark or is_after_cjk
    )
    closes = not is_after_space and (
        not is_after_mark or is_before_space or is_before_mark or is_before_cjk
    )
    return Scanned(
        opens and (can_split_word or not closes or _is_punctuation(before)),
        closes and (can_split_word or not opens or _is_punctuation(after)),
        length,
    )


def _without_selectors(text: str) -> str:
    """The last character of a text, but for those that only choose its form."""
    if text[-1:] < _FIRST_SELECTOR:
        return text[-1:]
    kept = text.rstrip(_SELECTORS)
    if kept and "\U000e0100" <= kept[-1] <= "\U000e01ef":
        return "\u4e00"  # such a one always follows an ideograph
    return kept[-1:]


def _is_space(character: str) -> bool:
    return not character or isWhiteSpace(ord(character))


def _is_punctuation(character: str) -> bool:
    return bool(character) and (isMdAsciiPunct(ord(character)) or isPunctChar(character))


def _is_cjk(character: str) -> bool:
    if character < _FIRST:
        return False
    if any(first <= character <= last for first, last in _HANGUL):
        return True
    if any(first <= character <= last for first, last in _PICTURES):
        return False
    return east_asian_width(character) in "WFH"
