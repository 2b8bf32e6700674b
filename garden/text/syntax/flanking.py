"""`**Note:**text`, `**50%**of`, `**bold **text`: marks begin and end what they stand around (S26).

CommonMark does not let a mark beside a sign open or close inside a word, or close after a space.
The parser of the app knows no such rule, in no script. What CommonMark pairs stays paired, and the
signs of prose, arithmetic and identifiers stay signs: `2*(3+4)*5`, `5*, 4*`, `*args, **kwargs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import category

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter, Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from garden.text.syntax import cjk

_STAR, _UNDERSCORE = ord("*"), ord("_")
_STOPS = ".,;:!?…،؛؟۔।॥።፣፤๏๚๛"  # end what stands before them, and begin nothing
_OPERAND_BEFORE = re.compile(r"[A-Za-z0-9)\]]")
_OPERAND_AFTER = re.compile(r"[A-Za-z0-9(\[]")
_CALCULATES = re.compile(r"[0-9+=/^]")
_NAME = re.compile(r"([A-Za-z_]\w*)([)\]},]?)")
_KNOWN_NAME = re.compile(r"kw(?:arg|d)?s?|\w*_\w*")
_LONGEST = 80  # characters of what is calculated


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of marks: what it stands between, and whether CommonMark lets it open or close."""

    start: int
    length: int
    before: str
    after: str
    opens: bool
    closes: bool


_NONE = Mark(0, 0, "", "", opens=False, closes=False)


class State(StateInline):
    """markdown-it's state of reading inlines, which knows more marks that open and close."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> None:  # noqa: N803
        super().__init__(src, md, env, outTokens)
        self.marks: dict[int, Mark] = {}  # by the first of their tokens

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """As CommonMark has it, with its amendments for CJK, and wider for all but `_`."""
        end = start + 1
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = cjk.without_selectors(self.src[max(0, start - 3) : start])
        after = self.src[end : min(end + 1, self.posMax)]
        if before < cjk.FIRST and after < cjk.FIRST:
            said = super().scanDelims(start, canSplitWord)
        else:
            said = cjk.scanned(before, after, end - start, can_split_word=canSplitWord)
        if not canSplitWord:
            return said
        first = len(self.tokens) + bool(self.pending)
        mark = Mark(start, end - start, before, after, said.can_open, said.can_close)
        self.marks[first] = mark
        return Scanned(_may_open(mark), _may_close(mark), end - start)


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def flanking(md: MarkdownIt) -> None:
    reader = _Inline()
    vars(reader).update(vars(md.inline))
    md.inline = reader
    md.inline.ruler2.before("balance_pairs", "flanking", _let_close_after_space)
    md.inline.ruler2.after("balance_pairs", "flanking_signs", _part_signs)


def levels(state: StateInline) -> Iterator[list[Delimiter]]:
    """The marks of a text, and those within each link of it."""
    yield state.delimiters
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            yield meta["delimiters"]


def _part_signs(state: StateInline) -> None:
    """Part what only looks like a pair."""
    assert isinstance(state, State)
    if not state.marks:
        return
    marks = _by_token(state)
    for delimiters in levels(state):
        for opener in delimiters:
            if opener.end < 0 or opener.marker == _UNDERSCORE:
                continue
            begin, end = marks[opener.token], marks[delimiters[opener.end].token]
            if not (begin.opens and end.closes) and _are_signs(begin, end, state.src):
                opener.end = -1


def _by_token(state: State) -> dict[int, Mark]:
    """The mark that each token is of; one of `~~` has fewer, and then the next one's count."""
    return {
        token: mark
        for first, mark in state.marks.items()
        for token in range(first, first + mark.length)
    }


def _may_open(mark: Mark) -> bool:
    after = mark.after
    return mark.opens or not (cjk.is_space(after) or after in _STOPS or category(after) == "Pe")


def _may_close(mark: Mark) -> bool:
    before = mark.before
    return mark.closes or not (cjk.is_space(before) or category(before) == "Ps")


def _are_signs(begin: Mark, end: Mark, text: str) -> bool:
    """Whether two marks between which CommonMark sees no pair are something else (S26)."""
    return (
        _look_alike(begin, end)
        or _calculate(begin, end, text)
        or (begin.length == 1 and _are_of_names(begin, end, text))
    )


def _look_alike(begin: Mark, end: Mark) -> bool:
    """Whether both stand between the same signs, as in `f(x)*g(y)*h(z)`."""
    signs = begin.before + begin.after
    if _kinds(begin) != _kinds(end) or any(category(sign) in ("Pi", "Pf", "Pd") for sign in signs):
        return False
    return begin.length == 1 or any(category(sign) in ("Ps", "Pe") for sign in signs)


def _kinds(mark: Mark) -> list[str]:
    return [sign if cjk.is_punctuation(sign) else "" for sign in (mark.before, mark.after)]


def _calculate(begin: Mark, end: Mark, text: str) -> bool:
    """Whether both stand between operands, as in `2*(3+4)*5`; a word has several letters."""
    if not all(
        _OPERAND_BEFORE.match(mark.before) and _OPERAND_AFTER.match(mark.after)
        for mark in (begin, end)
    ):
        return False
    if not (begin.before + end.after).isalpha():
        return True
    inside = text[begin.start + 1 : min(end.start, begin.start + _LONGEST)]
    return begin.length == 1 and bool(_CALCULATES.search(inside))


def _are_of_names(begin: Mark, end: Mark, text: str) -> bool:
    """Whether a star belongs to a name before a hyphen, as in `a C*-algebra is no *-ring`."""
    if begin.after not in "-\u2010\u2011" or cjk.is_punctuation(end.before):
        return False
    return " " in text[begin.start : min(end.start, begin.start + _LONGEST)]


def _let_close_after_space(state: StateInline) -> None:
    """Let `**` behind a space end what another begins, unless it begins `**bold**` itself."""
    assert isinstance(state, State)
    if any(map(_is_behind_space, state.marks.values())):
        for delimiters in levels(state):
            _let_close(state, [d for d in delimiters if d.marker == _STAR and d.length > 1])


def _let_close(state: State, delimiters: list[Delimiter]) -> None:
    runs = [(i, state.marks[d.token]) for i, d in enumerate(delimiters) if d.token in state.marks]
    begin: Mark | None = None  # what is open
    for (i, mark), (_, following) in pairwise([*runs, (0, _NONE)]):
        if begin and _is_behind_space(mark):
            is_free = following is _NONE or _may_open(following) or not _may_open(mark)
            closes = is_free and _ends(begin, mark, state.src)
            for delimiter in delimiters[i : i + mark.length]:
                delimiter.close = closes
        else:
            closes = begin is not None and delimiters[i].close
        begin = None if closes else mark if delimiters[i].open else begin


def _is_behind_space(mark: Mark) -> bool:
    return mark.length > 1 and bool(mark.before) and cjk.is_space(mark.before)


def _ends(begin: Mark, end: Mark, text: str) -> bool:
    """Whether a run behind a space ends what another of its length begins."""
    if begin.length != end.length or not _is_behind_space(end):
        return False
    if begin.after == end.after and cjk.is_punctuation(end.after):
        return False  # as in `**/a and **/b`
    return not _are_arguments(begin, end, text)


def _are_arguments(begin: Mark, end: Mark, text: str) -> bool:
    """Whether stars belong to names of code: `f(*args, **kwargs)`, `{**a, **b}`."""
    found = [_NAME.match(text, mark.start + mark.length) for mark in (begin, end)]
    names = [name for name in found if name]
    if any(_KNOWN_NAME.fullmatch(name[1]) for name in names):
        return True
    same = len({name[1] for name in names}) == 1
    return len(names) == 2 and (same or all(name[2] for name in names))
