"""What a text says that could be found elsewhere: names, headings, values, runs of words.

Facts are taken from the text of a note as it was written, not from what it was parsed to: so a
note with broken front matter has them, too, and no mistake in reading hides one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from garden.layers import joined, tokens
from garden.paths import is_note, stem_of
from garden.text.comments import without_any
from garden.text.decode import decoded
from garden.text.excalidraw import DRAWING_KEY, card_of, holds_drawing
from garden.text.markdown import full_engine
from garden.text.options import ParseOptions
from garden.text.visible import hidden_anywhere
from garden.text.words import is_unspaced

FactKind = Literal[
    "title",
    "path",
    "folder name",
    "alias",
    "tag",
    "heading",
    "block id",
    "front matter",
    "text",
    "comment",
    "withheld",
    "file name",
    "bytes",
    "preview",
]

MIN_NAME = 6  # letters and digits
_MIN_LINE = 20  # likewise, of a line with fewer words than a run
_RUN, _RUN_UNSPACED = 8, 20  # words; characters of scripts without spaces
_STEP = 4  # words from the beginning of one run to that of the next
_TEXTS = ("text", "comment", "withheld", "bytes", "front matter")
_FENCES = ("---", "...", "+++")
_KEY = re.compile(r"^\s*(?:-\s+)?[\"']?([^\W\d][\w .-]*?)[\"']?\s*[:=](?:\s+(.*)|)$")
_ITEM = re.compile(r"^\s*-\s+(.*)$")
_KINDS: Mapping[str, FactKind] = {"title": "title", "tag": "tag", "tags": "tag", "alias": "alias"}
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*)$")
_HEADING_END = " \t#"
_TAG = re.compile(r"(?<![\w/&#])#([^\W\d_][\w/-]+)")
_BLOCK_ID = re.compile(r"(?:^|\s)\^([\w-]+)\s*$")
_ALONE = re.compile(r"^\s*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|\||>|```|\[\^)")
_LEADING = re.compile(
    r"^[\s>]*(?:\[![^\]]*\][+-]?|#{1,6}\s|[-*+]\s(?:\s*\[.\]\s)?|\d+[.)]\s|\[\^[^\]]*\]:)?"
)
_EMBED = re.compile(r"!\[\[[^\[\]]*\]\]")
_WIKILINK = re.compile(r"\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_OTHERWISE = re.compile(r"!?\[\[[^\[\]|]*\]\]|!\[\[[^\[\]]*\]\]|\[\^[^\]]*\](?!:)")
_UNSHOWN = re.compile(r"<[^<>]*>|\[\^[^\]]*\]|\s\^[\w-]+$")


_MARK = re.compile(r"%%|<!--|-->")
_OPTIONS = ParseOptions()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a file of the vault says, as it was written, and the words to look for.

    `lines` are the words of each, where several short lines in a row are one fact.
    """

    kind: FactKind
    path: str
    text: str
    words: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...] = ()

    @property
    def is_run(self) -> bool:
        """Whether it is of many words that stand in a row, whatever parts them."""
        return self.kind in _TEXTS and len(self.words) >= _RUN


def facts_of_note(path: str, source: bytes) -> Iterator[Fact]:
    """All that a note says, its own name included."""
    yield from facts_of_path(path)
    front, body = _halves(decoded(source)[0])
    yield from _of_front(path, front)
    yield from _of_body(path, body)


def facts_shown_nowhere(path: str, source: bytes) -> Iterator[Fact]:
    """What a published note says to its author alone: its comments, and its front matter."""
    front, body = _halves(decoded(source)[0])
    for fact in _of_front(path, front):
        yield Fact("front matter", path, fact.text, fact.words)
    body = _own_text(front, body)
    for start, end in _hidden(body):
        yield from _of_texts("comment", path, _MARK.sub(" ", body[start:end]).split("\n"))


def facts_withheld(path: str, source: bytes) -> Iterator[Fact]:
    """What the text of a published note says without its comments, shown or not.

    A page may put other words than those of the note in the place of a link.
    """
    body = _own_text(*_halves(decoded(source)[0]))
    end, parts = 0, list[str]()
    for start, stop in _hidden(body):
        parts.append(body[end:start])
        end = stop
    parted = _OTHERWISE.sub("\n\n", f"{''.join(parts)}{body[end:]}")
    yield from _of_texts("withheld", path, parted.split("\n"))


def _own_text(front: Iterable[str], body: str) -> str:
    """The text of a note; what a drawing says besides is seen on the picture exported of it."""
    keys = (line.lower().lstrip("\"'{ ") for line in front)
    is_drawing = any(key.startswith(DRAWING_KEY) for key in keys) or holds_drawing(body)
    return card_of(body).text if is_drawing else body


def _hidden(body: str) -> Iterable[tuple[int, int]]:
    """Where the comments of a note stand: as they are read, so that no text is taken for one."""
    try:
        return without_any(body, full_engine(_OPTIONS), _OPTIONS).hidden
    except RecursionError:  # it is published as plain text, of which nothing in fences is shown
        return hidden_anywhere(body, 0)


def facts_of_path(path: str) -> Iterator[Fact]:
    """Where a file lies: its path, its name, and the names of its folders."""
    *folders, _ = path.split("/")
    kind: FactKind = "title" if is_note(path) else "file name"
    yield from _name("path", path, path)
    yield from _name(kind, path, stem_of(path))
    for folder in folders:
        yield from _name("folder name", path, folder)


def facts_of_text(path: str, text: str) -> Iterator[Fact]:
    """The words of a file that is no note."""
    yield from _of_texts("bytes", path, text.split("\n"))


def _halves(text: str) -> tuple[list[str], str]:
    """The lines of the front matter, and the text; where no end is found, lines are of both."""
    lines = text.lstrip("\n").split("\n")
    if lines[0].strip() not in _FENCES:
        return [], text
    end = next((i for i, line in enumerate(lines) if i and line.strip() in _FENCES), len(lines))
    return lines[1:end], "\n".join(lines[end + 1 :] if end < len(lines) else lines[1:])


def _of_front(path: str, lines: Iterable[str]) -> Iterator[Fact]:
    """Each value as text, of keys at any depth."""
    kind: FactKind = "front matter"
    for line in lines:
        value = line
        if found := _KEY.match(line):
            value = found[2] or ""
            if not line[0].isspace():
                kind = _KINDS.get(found[1].lower().removesuffix("es"), "front matter")
        elif item := _ITEM.match(line):
            value = item[1]
        for text in map(_shown, _values(value)):
            if len(tokens(text)) > _RUN:
                yield from _runs(kind, path, text)
            elif kind == "tag":
                yield from _tag(path, text)
            else:
                yield from _name(kind, path, text)


def _values(value: str) -> Iterator[str]:
    """A value, and each of a list in one line."""
    value = value.strip()
    if value[:1] in ("[", "{") and not value.startswith("[["):
        parts = re.split(r"[,\[\]{}]", value)
        yield from (part.rpartition(": ")[2].strip(" \"'") for part in parts)
    else:
        yield value.strip(" \"'")


def _of_body(path: str, body: str) -> Iterator[Fact]:
    lines = body.split("\n")
    for line in lines:
        if found := _HEADING.match(line):
            yield from _name("heading", path, _shown(found[1].rstrip(_HEADING_END)))
        if found := _BLOCK_ID.search(line):
            yield from _name("block id", path, found[1])
        for tag in _TAG.findall(line):
            yield from _tag(path, tag)
    yield from _of_texts("text", path, lines)


def _of_texts(kind: FactKind, path: str, lines: Iterable[str]) -> Iterator[Fact]:
    texts = list(_paragraphs(lines))
    for text in texts:
        yield from _runs(kind, path, text)
    yield from _of_short_lines(kind, path, texts)


def _of_short_lines(kind: FactKind, path: str, texts: Iterable[str]) -> Iterator[Fact]:
    """Lines in a row, each too short to be told from others, that together are long enough."""
    row = list[tuple[str, tuple[str, ...]]]()
    for text in texts:
        words = tuple(word for _, word in joined(tokens(text)))
        if not words:
            continue  # a rule, or what parts the head of a table from its rows
        row = [] if _is_run(words) else [*row, (text, words)]
        while _is_run(_words_of(row[1:])):
            row = row[1:]
        run = _words_of(row)
        if len(row) > 1 and _is_run(run) and _is_name(run, _MIN_LINE):
            lines = tuple(words for _, words in row)
            yield Fact(kind, path, " ".join(text for text, _ in row), run, lines)


def _words_of(row: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
    return tuple(word for _, words in row for word in words)


def _is_run(words: Sequence[str]) -> bool:
    return len(words) >= _least(words)


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Lines that belong together, as a reader would see them."""
    part = list[str]()
    for line in (*lines, ""):
        if part and (not line.strip() or _ALONE.match(line)):
            yield " ".join(part)
            part = []
        if line.strip():
            part.append(_shown(line))


def _shown(line: str) -> str:
    """The words of a line that a page would show."""
    line = _EMBED.sub("", _LEADING.sub("", line, count=1))
    line = _WIKILINK.sub(lambda link: link[2] or link[1].rpartition("/")[2], line)
    return _UNSHOWN.sub(" ", _LINK.sub(r"\1", line)).strip()


def _runs(kind: FactKind, path: str, text: str) -> Iterator[Fact]:
    """Runs of words that hardly any other text has, from the first word to the last."""
    words = tokens(text)
    length = _least(words)
    last = len(words) - length
    if last < 0:
        if _is_name(words, _MIN_LINE):
            yield Fact(kind, path, text, tuple(words))
        return
    for start in dict.fromkeys((*range(0, last, _STEP), last)):
        run = tuple(words[start : start + length])
        if _is_name(run, _MIN_LINE):
            yield Fact(kind, path, " ".join(run), run)


def _least(words: Iterable[str]) -> int:
    """How many words are a run: characters in scripts without spaces."""
    return _RUN_UNSPACED if any(is_unspaced(word[0]) for word in words) else _RUN


def _name(kind: FactKind, path: str, text: str) -> Iterator[Fact]:
    """A name by itself, if it is long enough to be told from others."""
    words = tuple(tokens(text))
    if _is_name(words):
        yield Fact(kind, path, text, words)


def _tag(path: str, tag: str) -> Iterator[Fact]:
    """A tag, those that it is nested in, and its parts, which lists may show by themselves."""
    parts = tag.strip("#/").split("/")
    above = ("/".join(parts[:count]) for count in range(len(parts), 0, -1))
    for name in dict.fromkeys((*above, *parts)):
        yield from _name("tag", path, name)


def _is_name(words: Sequence[str], least: int = MIN_NAME) -> bool:
    joined = "".join(filter(str.isalnum, words))
    return len(joined) >= least and any(map(str.isalpha, joined))
