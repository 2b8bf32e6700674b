"""What stands where front matter nearly is: it is not read as such, but it may deny (OUT14).

It is read roughly, line by line, as YAML, TOML or JSON that a hurried hand has written. What it
says can only keep a note from being published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import takewhile
from typing import Literal

from garden.signs import UNSEEN, bare
from garden.text.denial import FLAGS, denies
from garden.text.frontmatter import MAX_BYTES, fold_key
from garden.text.meant import words_of

# Keys that garden or Obsidian knows: a block with one of them is no verse between two rules.
_KNOWN = {
    *("title", "tags", "tag", "aliases", "alias", "cssclasses", "cssclass", "permalink", "lang"),
    *("description", "image", "cover", "created", "date", "modified", "updated", "lastmod"),
    *FLAGS,
}
# Hyphens, and what editors make of them
_DASHES = "\u2010-\u2015\u2043\u2212\u2500\u2501\u2e3a\u2e3b\ufe58\ufe63\uff0d-"
_RULE = rf"[{_DASHES}]{{2,}}|[\u2012-\u2015\u2e3a\u2e3b]|[+;=*_]{{3,}}"
_KEY = r"[\"'`*_]{0,4}(?P<key>[^\W\d_][\w .-]{0,40}?)[\"'`*_]{0,4}[ \t]*[:=：]"
_KEYS = re.compile(rf"^[ \t]*(?:[-*+•]{{1,4}}[ \t]*)?{_KEY}", re.MULTILINE)
_FLOW_KEYS = re.compile(rf"(?:^|[{{,])[ \t]*{_KEY}", re.MULTILINE)
_FENCE = re.compile(rf"(?:{_RULE})$|-{{3,}}[ \t]*(?:[\w -]+$|#|(?P<rest>{{|{_KEY}))")
# The same with a type or a remark of YAML behind it, or in what an editor puts around dashes
_ODD_FENCE = re.compile(rf"(?:[{_DASHES}][ \t]*){{2,}}(?:[^\w\s{_DASHES}].*)?$")
_AROUND_FENCE = " \t<>|\"'`*_"
_END = re.compile(rf"(?:{_RULE}|\.{{3}})$")
_CODE = re.compile(r"(```|~~~)[`~]*[ \t]*(?P<kind>ya?ml|json|toml|front-?matter)?$", re.IGNORECASE)
_DATA = re.compile(r"\s|[-*+•\[\]{}#\"']|$")  # how a line begins that has a value, or nothing
_REMARK = re.compile(r"[ \t]*(?:#|$)")
_COMMENT = re.compile(r"%%.*?%%|<!--.*?-->", re.DOTALL)
_BEGINS = re.compile(rf"(?:[\s{UNSEEN}]+|%%.*?%%|<!--.*?-->)*([^\n]*)", re.DOTALL)
_LONG = 200  # characters: no fence is so long
_MOST = 8  # blocks, one after the other


@dataclass(frozen=True, slots=True)
class Nearly:
    """A block that is no front matter: the line of the text it begins on, and what it says."""

    line: int
    denial: str  # the key that denies, if one does
    tags: tuple[str, ...]  # words that may have been meant as tags
    is_like: bool  # so much like front matter that its author may wonder


@dataclass(frozen=True, slots=True)
class _Opening:
    """The line a block begins on, the first of its inside, and what stands before that."""

    line: int
    inside: int
    kind: Literal["fenced", "headed", "json", "bare"]  # headed: fenced, below a title
    is_direct: bool = False  # no empty line between the fence and the first key


def nearly_front_matter(text: str, *, is_first: bool) -> tuple[Nearly, ...]:
    """The blocks with which `text` begins; `is_first`: no front matter was read before it."""
    if not _may_begin(text):
        return ()
    head = _COMMENT.sub(_line_ends, bare(text[:MAX_BYTES]))
    return tuple(_blocks(head.split("\n"), is_first=is_first))


def perhaps_private(text: str) -> tuple[bool, tuple[str, ...]]:
    """Whether what cannot be read says `private` somewhere, and the words it may have for tags."""
    head = bare(text[:MAX_BYTES])
    pairs = [*_found(_KEYS, head), *_found(_FLOW_KEYS, head)]
    return any(k == "private" and denies(k, _scalar(v)) for k, v in pairs), _tags(pairs)


def _may_begin(text: str) -> bool:
    """Whether the first line that says something is worth a look, as that of few notes is."""
    place, first = _first_line(text, 0)
    if _fence(first) or _CODE.match(first) or _KEYS.match(first) or _is_json(first):
        return True
    return bool(_fence(_first_line(text, place)[1]))


def _fence(said: str) -> re.Match[str] | None:
    """Whether a line may have been meant as a fence: `---`, `--- !!map`, `\\---`, `> - - -`."""
    if found := _FENCE.match(said):
        return found
    if said[:1].isalnum() or len(said) > _LONG:
        return None
    bare_line = unescape(said).replace("\\", "").strip(_AROUND_FENCE)
    return _ODD_FENCE.match(bare_line)


def _first_line(text: str, place: int) -> tuple[int, str]:
    found = _BEGINS.match(text, place)
    assert found is not None, "it may match nothing"
    return found.end(), bare(found[1]).strip()


def _line_ends(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def _blocks(lines: Sequence[str], *, is_first: bool) -> Iterator[Nearly]:
    if is_first and (code := _in_code(lines)):
        yield code
        return
    place = 0
    for _ in range(_MOST):
        opening = _opening(lines, place)
        if opening is None:
            return
        inside, is_closed = _inside(lines, opening)
        pairs = list(_pairs(inside))
        if not pairs:
            return
        yield _said(opening, pairs, is_closed=is_closed)
        place = opening.inside + len(inside) + is_closed


def _opening(lines: Sequence[str], place: int) -> _Opening | None:
    """Where a block begins, behind empty lines, fences and one line that may be a title."""
    fence, title, last = -1, -1, -1
    for number in range(place, len(lines)):
        said = lines[number].strip()
        if found := _fence(said):
            fence, last = (number if fence < 0 else fence), number
            if found.groupdict().get("rest"):
                return _Opening(fence, number, "fenced", is_direct=True)
        elif said:
            kind = _kind(said, is_fenced=fence >= 0, is_headed=title >= 0)
            if kind:
                line = fence if fence >= 0 else number
                return _Opening(line, number, kind, is_direct=last == number - 1)
            if title >= 0 or place > 0:
                return None
            title = number
    return None


def _kind(
    said: str, *, is_fenced: bool, is_headed: bool
) -> Literal["fenced", "headed", "json", "bare"] | None:
    if is_fenced:
        return "headed" if is_headed else "fenced"
    if is_headed:
        return None
    return "json" if _is_json(said) else "bare" if _KEYS.match(said) else None


def _is_json(said: str) -> bool:
    return said.startswith("{") and not said.startswith(("{{", "{%"))


def _inside(lines: Sequence[str], opening: _Opening) -> tuple[list[str], bool]:
    """The lines of a block, and whether a fence closes it."""
    rest = lines[opening.inside :]
    if opening.kind == "json":
        return _braced(rest), False
    end = next((n for n, line in enumerate(rest) if n and _END.match(line.strip())), len(rest))
    inside, is_closed = list(rest[:end]), end < len(rest)
    first = next((line for line in inside if not _REMARK.match(line)), "")
    if opening.kind == "bare" or (opening.is_direct and _is_key(first) and not is_closed):
        inside = list(takewhile(str.strip, inside))
    if opening.kind == "bare" or not opening.is_direct or not _is_key(first):
        inside = list(takewhile(_is_data, inside))
    return inside, is_closed and len(inside) == end


def _braced(lines: Sequence[str]) -> list[str]:
    """The lines until the first brace is closed; until an empty one where it never is."""
    depth = 0
    for number, line in enumerate(lines, 1):
        depth += line.count("{") - line.count("}")
        if depth <= 0:
            return list(lines[:number])
    return list(takewhile(str.strip, lines))


def _is_key(line: str) -> bool:
    return bool(_KEYS.match(line)) or line.lstrip().startswith("{")


def _is_data(line: str) -> bool:
    return bool(_DATA.match(line)) or _is_key(line)


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each key, folded, with the text up to the next one."""
    text = "\n".join(lines)
    first = next(filter(str.strip, lines), "").lstrip(" \t-+;")
    yield from _found(_FLOW_KEYS if first.startswith("{") else _KEYS, text)


def _found(keys: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    found = list(keys.finditer(text))
    for number, key in enumerate(found, 1):
        end = found[number].start() if number < len(found) else len(text)
        yield fold_key(key["key"]), text[key.end() : end]


def _said(opening: _Opening, pairs: Sequence[tuple[str, str]], *, is_closed: bool) -> Nearly:
    is_sure = opening.kind == "json" or (
        opening.kind == "fenced" and (is_closed or opening.is_direct)
    )
    tags = () if opening.kind == "bare" and not is_closed else _tags(pairs)
    denial = next((k for k, v in pairs if denies(k, _scalar(v), plainly=not is_sure)), "")
    return Nearly(
        opening.line + 1, denial, tags, is_sure and any(key in _KNOWN for key, _ in pairs)
    )


def _tags(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    values = (value for key, value in pairs if key in ("tags", "tag"))
    return tuple(dict.fromkeys(word for value in values for word in words_of(value)))


def _scalar(value: str) -> str:
    """What a value says without its quotes, a remark, and what closes the line."""
    text = re.split(r"(?:^|\s)#", value, maxsplit=1)[0].strip()
    return text.split("\n")[0].rstrip(",}] ").strip("\"'`*_ ")


def _in_code(lines: Sequence[str]) -> Nearly | None:
    """What a block of code says with which a note begins; only if it says it plainly."""
    place = next((n for n, line in enumerate(lines) if line.strip()), 0)
    fence = _CODE.match(lines[place].strip())
    inside = lines[place + 1 :]
    if fence is None or not (fence["kind"] or any(_END.match(line) for line in inside[:1])):
        return None
    rest = takewhile(lambda line: not line.strip().startswith(fence[1]), inside)
    data = [line for line in rest if not _END.match(line.strip())]
    outer = _pairs([line for line in data if not line[:1].isspace()])
    denial = next((k for k, v in outer if denies(k, _scalar(v), plainly=True)), "")
    return Nearly(place + 1, denial, _tags(list(_pairs(data))), is_like=False)
