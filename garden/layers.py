"""What a file says, in every form that a reader or a program could take from it: as it stands,

decoded from HTML, JSON, addresses, base64 and UTF-16, without its tags, and unpacked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import Literal

from garden.encoded import RUNS, WIDE, forms, inner_bytes
from garden.packed import texts_of_pdf, unpacked, unzipped
from garden.paths import nfc
from garden.signs import UNSEEN
from garden.text.words import UNSPACED
from garden.untagged import BARRIER, comments, is_markup, untagged

Unit = Literal["line", "byte"]

_DEPTH = 3  # a layer in a layer in a layer
_TIMES = 3  # HTML that is text in HTML, and that again
_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_GZIP = b"\x1f\x8b"
_LONG = 40  # characters of base64 that may be a file
_HIDDEN = re.compile(f"[{UNSEEN}]")  # they part no word
# Signs that part names are words of their own: `a/b` is not the name "a b"
_WORD = re.compile(rf"[{UNSPACED}{BARRIER}/#<>|·]|[^\W_{UNSPACED}]+")
_BETWEEN = frozenset(f"{BARRIER}/#<>|·")
_VALUE_END = re.compile(r'(?<!\\)"(?=\s*[,:\]}])')


@dataclass(frozen=True, slots=True)
class Layer:
    """A text that a file holds, `place` of each of its lines: a line, or a byte where it has none.

    `form` is how the text was found: empty where it is there as it stands.
    """

    text: str
    form: str
    unit: Unit
    places: Sequence[int]

    def place(self, line: int) -> int:
        """Where a line of this text is in its file; the first is 0."""
        return self.places[min(line, len(self.places) - 1)]


def layers(content: bytes, depth: int = _DEPTH) -> Iterator[Layer]:
    """Every text that some bytes hold. Nothing is found twice in the same form."""
    yield from _of_container(content, depth)
    text = _text_of(content)
    if text is None:
        yield from _of_bytes(content, depth)
        return
    lines, start = range(1, text.count("\n") + 2), text.lstrip()[:1]
    if start in ("{", "["):
        text = _VALUE_END.sub(BARRIER, text)
    every = forms(text)
    yield Layer(text, "", "line", lines)
    yield from (Layer(plain, "decoded", "line", lines) for plain in every[1:])
    for before, after in pairwise(every):
        if shown := _of_new_markup(before, after, "&lt;" if start == "<" else "<"):
            yield Layer(shown, "decoded", "line", lines)
    if start == "<":
        yield from (Layer(shown, form, "line", lines) for shown, form in _of_html(text))
    elif is_markup(text):
        yield Layer(untagged(text), "decoded", "line", lines)
    if depth:
        yield from _of_inner(every, depth - 1)


def tokens(text: str) -> list[str]:
    """The words of a text, in any case and form of letters; where none are spaced, characters."""
    return _WORD.findall(folded(text))


def joined(words: Sequence[str]) -> list[tuple[int, str]]:
    """The words alone, without what stands between names, each with its number among `words`.

    So a text is found again that was cut into the lines of a list, or the cells of a table.
    """
    return [(at, word) for at, word in enumerate(words) if word not in _BETWEEN]


def line_of(text: str, number: int) -> int:
    """The line in which the token of a number stands, both counted from 0."""
    whole = folded(text)
    for count, found in enumerate(_WORD.finditer(whole)):
        if count == number:
            return whole.count("\n", 0, found.start())
    return 0


def folded(text: str) -> str:
    """A text as its words are compared."""
    if text.isascii():
        return text.lower()
    return nfc(nfc(_HIDDEN.sub("", text)).casefold())


def _text_of(content: bytes) -> str | None:
    """The text of a file that is one."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[2:].decode(encoding, errors="replace")
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None if content.startswith(_GZIP) else _mostly_text(content)


def _mostly_text(content: bytes) -> str | None:
    """A text with a few broken letters."""
    text = content.decode("utf-8", errors="replace")
    return text if text.count("\ufffd") * 50 < len(text) else None


def _of_container(content: bytes, depth: int) -> Iterator[Layer]:
    """The files of an archive, and what a PDF file says: its letters may stand in pieces."""
    if not depth:
        return
    for start, text in texts_of_pdf(content):
        yield Layer(text.replace("\n", " "), "PDF", "byte", (start,))
    for start, inner in unzipped(content):
        for layer in layers(inner, 0):  # no archive in an archive
            yield Layer(layer.text, f"zip {layer.form}".strip(), "byte", (start,))


def _of_bytes(content: bytes, depth: int) -> Iterator[Layer]:
    found = [(m.start(), m[0].decode("utf-8", errors="replace")) for m in RUNS.finditer(content)]
    if layer := _joined(found, "", "byte"):
        yield layer
        if depth:
            yield from _elsewhere(_of_inner([layer.text], depth - 1), "byte", layer.place)
    for encoding, pattern in WIDE:
        wide = ((m.start(), m[0]) for m in pattern.finditer(content))
        texts = [(start, run.decode(encoding, errors="replace")) for start, run in wide]
        if layer := _joined(texts, encoding.upper(), "byte"):
            yield layer
    for start, inner in unpacked(content) if depth else ():
        for layer in layers(inner, depth - 1):
            yield Layer(layer.text, f"packed {layer.form}".strip(), "byte", (start,))


def _elsewhere(found: Iterator[Layer], unit: Unit, place: Callable[[int], int]) -> Iterator[Layer]:
    """Layers of a layer, with their places in its file."""
    for layer in found:
        places = tuple(place(line - 1) for line in layer.places)
        yield Layer(layer.text, layer.form, unit, places)


def _joined(found: Sequence[tuple[int, str]], form: str, unit: Unit) -> Layer | None:
    if not found:
        return None
    return Layer(
        "\n".join(t.replace("\n", " ") for _, t in found), form, unit, [p for p, _ in found]
    )


def _of_html(text: str) -> Iterator[tuple[str, str]]:
    """What a reader sees of HTML, what he sees of HTML that is text in it, and its comments."""
    shown = unescape(untagged(text))
    yield shown, ""
    for _ in range(_TIMES):
        before, shown = shown, unescape(untagged(shown) if is_markup(shown) else shown)
        if shown == before:
            break
        yield shown, "decoded"
    if said := comments(text):
        yield unescape(said), "comment"


def _of_new_markup(before: str, after: str, known: str) -> str:
    """What a reader sees of the lines whose tags were written in a code, as in JSON.

    Tags in the code `known` are read otherwise.
    """
    if not is_markup(after):
        return ""
    lines = zip(before.split("\n"), after.split("\n"), strict=False)
    return untagged("\n".join(new if _has_more(old, new, known) else "" for old, new in lines))


def _has_more(old: str, new: str, known: str) -> bool:
    signs = old.count("<") + (old.count(known) if known != "<" else 0)
    return new.count("<") > signs or "<\\/" in old


def _of_inner(texts: Sequence[str], depth: int) -> Iterator[Layer]:
    """What stands in some text as base64, or as the bytes of an address."""
    known = set[bytes]()
    for text in texts:
        line, last = 1, 0
        for start, inner, form in inner_bytes(text):
            if start < last:  # an address, of which there are few
                line, last = 1, 0
            line, last = line + text.count("\n", last, start), start
            if inner not in known:
                known.add(inner)
                for layer in layers(inner, depth):
                    yield Layer(layer.text, f"{form} {layer.form}".strip(), "line", (line,))


def contents(content: bytes, depth: int = 1) -> Iterator[bytes]:
    """The bytes of a file, and the files that lie in it: packed, in base64, in an address."""
    yield content
    if not depth:
        return
    yield from (inner for _, inner in unzipped(content))
    if content.startswith(_GZIP):
        yield from (inner for _, inner in unpacked(content))
    elif (text := _text_of(content)) is not None:
        for inner in dict.fromkeys(_files_in(text)):
            yield from contents(inner, depth - 1)


def _files_in(text: str) -> Iterator[bytes]:
    for form in forms(text):
        yield from (inner for _, inner, _ in inner_bytes(form, _LONG))
