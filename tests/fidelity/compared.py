"""Where two outlines of a note differ, and the report on many notes, kind by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from garden.text.targets import may_link
from tests.fidelity.outline import Mark

_EXACT = ("code", "code block", "formula", "property")
REFUSED = "front matter"
IN_FRONT = (REFUSED, "property")  # whose lines are those of the file
_LONGEST = 90  # characters of what is quoted


class Difference(NamedTuple):
    """Marks of one kind that stand in one place; either side may have none."""

    kind: str
    line: int
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


def differences(ours: Iterable[Mark], theirs: Iterable[Mark]) -> list[Difference]:
    """Kind by kind; what garden refuses to link for safety's sake is no difference."""
    here, there = _by_kind(ours), _by_kind(filter(_is_harmless, theirs))
    if here[REFUSED] or there[REFUSED]:
        here.pop("property", None), there.pop("property", None)
    kinds = [*here, *(kind for kind in there if kind not in here)]
    return [found for kind in kinds for found in _of_kind(kind, here[kind], there[kind])]


def _of_kind(kind: str, ours: Sequence[Mark], theirs: Sequence[Mark]) -> Iterator[Difference]:
    if kind == "property":
        ours, theirs = sorted(ours), sorted(theirs)  # JavaScript has keys that are numbers first
    matcher = SequenceMatcher(None, [*map(_key, ours)], [*map(_key, theirs)], autojunk=False)
    for tag, first, after, start, end in matcher.get_opcodes():
        if tag != "equal":
            here, there = ours[first:after], theirs[start:end]
            said = (tuple(mark.says for mark in side) for side in (here, there))
            yield Difference(kind, (*here, *there)[0].line, *said)


def _by_kind(marks: Iterable[Mark]) -> defaultdict[str, list[Mark]]:
    out: defaultdict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        out[mark.kind].append(mark)
    return out


def _is_harmless(mark: Mark) -> bool:
    address = mark.says.rpartition("→ ")[2]
    return mark.kind not in ("link", "picture") or may_link(address)


def _key(mark: Mark) -> str:
    """What must be the same: all of code and formulas but white space, of text its letters."""
    if mark.kind == REFUSED:
        return REFUSED  # each says it in its own words
    if mark.kind in _EXACT:
        return "".join(mark.says.replace("\\n", " ").split())
    said = unquote(unescape(mark.says))
    return "".join(filter(str.isalnum, said)) or "".join(said.split())


Told = tuple[str, Difference]  # with the path of its note


def report(found: Sequence[Told], limit: int) -> Iterator[str]:
    """For each kind how many differences, and the first of them."""
    kinds: defaultdict[str, list[Told]] = defaultdict(list)
    for path, difference in found:
        kinds[difference.kind].append((path, difference))
    for kind, told in sorted(kinds.items(), key=lambda item: -len(item[1])):
        yield f"{kind}: {len(told)}"
        for path, difference in told[:limit]:
            yield f"  {path}:{difference.line}"
            yield f"    garden {_quoted(difference.ours)}"
            yield f"    judge  {_quoted(difference.theirs)}"


def _quoted(says: Sequence[str]) -> str:
    if not says:
        return "nothing"
    shown = " ⏎ ".join(" ".join(text.split()) for text in says)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
