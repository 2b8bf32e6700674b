"""`**中文。**中文`: marks beside Chinese, Japanese and Korean open and close as is meant.

CommonMark tells by spaces and punctuation which marks may begin and which may end something. Those
scripts have no spaces between words, and end sentences inside the marks. The rule is that of the
CJK-friendly amendments to CommonMark: https://github.com/tats-u/markdown-cjk-friendly
"""

from __future__ import annotations

from unicodedata import east_asian_width

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline.state_inline import Scanned

FIRST = "\u1100"  # of these scripts: whatever comes before it is of others
_HANGUL = (("\u1100", "\u11ff"), ("\ud7b0", "\ud7fb"))  # not all of it is wide
_PICTURES = (("\u231a", "\u2328"), ("\u232b", "\u2bff"), ("\U0001f000", "\U0001faff"))  # wide too
_SELECTORS = "".join(map(chr, range(0xFE00, 0xFE0F)))  # but for that which makes a picture
_FIRST_SELECTOR = _SELECTORS[0]


def scanned(before: str, after: str, length: int, *, can_split_word: bool) -> Scanned:
    """Whether marks between two characters may open and close; the ends of a text are empty."""
    is_after_space, is_before_space = is_space(before), is_space(after)
    is_after_cjk, is_before_cjk = is_cjk(before), is_cjk(after)
    is_after_mark = is_punctuation(before) and not is_after_cjk
    is_before_mark = is_punctuation(after) and not is_before_cjk
    opens = not is_before_space and (
        not is_before_mark or is_after_space or is_after_mark or is_after_cjk
    )
    closes = not is_after_space and (
        not is_after_mark or is_before_space or is_before_mark or is_before_cjk
    )
    return Scanned(
        opens and (can_split_word or not closes or is_punctuation(before)),
        closes and (can_split_word or not opens or is_punctuation(after)),
        length,
    )


def without_selectors(text: str) -> str:
    """The last character of a text, but for those that only choose its form."""
    if text[-1:] < _FIRST_SELECTOR:
        return text[-1:]
    kept = text.rstrip(_SELECTORS)
    if kept and "\U000e0100" <= kept[-1] <= "\U000e01ef":
        return "\u4e00"  # such a one always follows an ideograph
    return kept[-1:]


def is_space(character: str) -> bool:
    return not character or isWhiteSpace(ord(character))


def is_punctuation(character: str) -> bool:
    return bool(character) and (isMdAsciiPunct(ord(character)) or isPunctChar(character))


def is_cjk(character: str) -> bool:
    if character < FIRST:
        return False
    if any(first <= character <= last for first, last in _HANGUL):
        return True
    if any(first <= character <= last for first, last in _PICTURES):
        return False
    return east_asian_width(character) in "WFH"
