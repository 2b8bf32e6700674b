"""What a file says, in every form that a reader or a program could take from it: as it stands,

decoded from HTML, JSON, addresses, base64, UTF-16, gzip and zlib, and without its tags.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Literal
from urllib.parse import unquote

from garden.paths import nfc
from garden.text.words import INLINE, UNSPACED

Unit = Literal["line", "byte"]

_DEPTH = 3  # a layer in a layer in a layer
_MOST = 1 << 24  # bytes that one packed part may become
_PARTS = 500  # packed parts of one file
_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_GZIP = b"\x1f\x8b"
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_AFTER_GZIP = 32 + zlib.MAX_WBITS  # zlib looks itself whether a stream is gzip or zlib
# A tag whose values hold no `<` or `>`: no search goes on beyond the next of these signs
_TAG = re.compile(r"<(?:[^<>\"']++|\"[^\"<>]*+\"|'[^'<>]*+')*+>")
_SIGN = re.compile(r"[<>\"']")
_BREAK = re.compile(r"<br[\s/>]", re.IGNORECASE)  # a line ends, and the text goes on
_INLINE = re.compile(rf"</?(?:{INLINE})[\s/>]", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_WHOLE = 4096  # characters of base64 that may begin elsewhere than at the beginning
_LONG = 40  # characters of base64 that may be a file
_RUNS = re.compile(rb"(?:[\x20-\x7e]|[\xc3-\xf4][\x80-\xbf]{1,3}){6,}")
_WIDE = tuple(
    (encoding, re.compile(pattern))
    for encoding, pattern in (
        ("utf-16-le", rb"(?:[^\x00-\x1f][\x00-\x06]){6,}"),
        ("utf-16-be", rb"(?:[\x00-\x06][^\x00-\x1f]){6,}"),
    )
)
_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\x[0-9a-fA-F]{2}|\\.")
_IS_CODED = re.compile(r"[&%\\]")
_HIDDEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # they part no word
# Signs that part names are words of their own: `a/b` is not the name "a b"
_WORD = re.compile(rf"[{UNSPACED}\x1f/#<>|·]|[^\W_{UNSPACED}]+")
_BARRIER = "\x1f"  # between what only stands side by side
_BETWEEN = frozenset("\x1f/#<>|·")
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
    text = _text_of(content)
    if text is None:
        yield from _of_bytes(content, depth)
        return
    lines, start = range(1, text.count("\n") + 2), text.lstrip()[:1]
    if start in ("{", "["):
        text = _VALUE_END.sub(_BARRIER, text)
    yield Layer(text, "", "line", lines)
    if plain := _decoded(text):
        yield Layer(plain, "decoded", "line", lines)
    if start == "<":
        yield Layer(unescape(_without_tags(text)), "", "line", lines)
    elif "</" in plain or "</" in text:
        yield Layer(_without_tags(plain or text), "decoded", "line", lines)
    if depth:
        yield from _of_base64(text, depth - 1)


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


def _of_bytes(content: bytes, depth: int) -> Iterator[Layer]:
    found = [(m.start(), m[0].decode("utf-8", errors="replace")) for m in _RUNS.finditer(content)]
    if layer := _joined(found, "", "byte"):
        yield layer
        if depth:
            yield from _elsewhere(_of_base64(layer.text, depth - 1), "byte", layer.place)
    for encoding, pattern in _WIDE:
        wide = ((m.start(), m[0]) for m in pattern.finditer(content))
        texts = [(start, run.decode(encoding, errors="replace")) for start, run in wide]
        if layer := _joined(texts, encoding.upper(), "byte"):
            yield layer
    for start, inner in _unpacked(content) if depth else ():
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


def _unpacked(content: bytes) -> Iterator[tuple[int, bytes]]:
    """What gzip or zlib have packed, wherever it begins: a file, the text of a PNG, of a PDF."""
    at, count = 0, 0
    while count < _PARTS and (found := _PACKED.search(content, at)):
        at = found.start() + 2
        engine = zlib.decompressobj(_AFTER_GZIP)
        try:
            inner = engine.decompress(memoryview(content)[found.start() :], _MOST)
        except zlib.error:
            continue
        count += 1
        if engine.eof:
            at = len(content) - len(engine.unused_data)
        if inner:
            yield found.start(), inner


def _decoded(text: str) -> str:
    """The lines of a text that have codes of HTML, JSON and addresses, without them.

    Each keeps its number; the others are empty.
    """
    if not _IS_CODED.search(text):
        return ""
    lines = text.split("\n")
    plain = [_decoded_line(line) if _IS_CODED.search(line) else line for line in lines]
    changed = (new if new != old else "" for new, old in zip(plain, lines, strict=True))
    return "\n".join(changed).rstrip("\n")


def _decoded_line(line: str) -> str:
    out = _ESCAPE.sub(_unescaped, unescape(line))
    return (unquote(out) if "%" in out else out).replace("\n", " ")


def _unescaped(found: re.Match[str]) -> str:
    code = found[0]
    match code[1]:
        case "u":
            units = bytes.fromhex(code.replace("\\u", ""))
            return units.decode("utf-16-be", errors="replace")
        case "x" if len(code) == 4:
            return chr(int(code[2:], 16))
        case "n" | "t" | "r" | "b" | "f":
            return " "
    return code[1:]


def _without_tags(text: str) -> str:
    """What a reader sees of HTML: `<b>se</b>cret` is one word, `<li>a<li>b` are two names."""
    plain = _TAG.sub(lambda tag: _in_place_of(tag[0]), text)
    return plain if "<" not in plain else "".join(_parts_without_tags(text))


def _in_place_of(tag: str) -> str:
    if _BREAK.match(tag):
        return " "
    lines = "\n" * tag.count("\n")
    return lines if _INLINE.match(tag) else lines + _BARRIER


def _parts_without_tags(text: str) -> Iterator[str]:
    """The same where `<` and `>` stand in values, or alone. Each character is looked at once."""
    end = 0
    for start, after in _tags(text):
        yield text[end:start]
        yield _in_place_of(text[start:after])
        end = after
    yield _TAG.sub(lambda tag: _in_place_of(tag[0]), text[end:])


def _tags(text: str) -> Iterator[tuple[int, int]]:
    """Where each tag begins and ends. A quote that is never closed is a character like others."""
    start, at, open_quotes = -1, 0, set[str]()
    while found := _SIGN.search(text, at):
        sign, at = found[0], found.end()
        if sign == "<":
            start = found.start()
        elif sign == ">" and start >= 0:
            yield start, at
            start = -1
        elif start >= 0 and sign in "\"'" and sign not in open_quotes:
            end = text.find(sign, at)
            if end < 0:
                open_quotes.add(sign)
            else:
                at = end + 1


def _of_base64(text: str, depth: int) -> Iterator[Layer]:
    line, last = 1, 0
    for found in _BASE64.finditer(text):
        for inner in _of_run(found[0]):
            line, last = line + text.count("\n", last, found.start()), found.start()
            for layer in layers(inner, depth):
                yield Layer(layer.text, f"base64 {layer.form}".strip(), "line", (line,))


@lru_cache(maxsize=1 << 16)  # names and classes stand on every page
def _of_run(run: str) -> tuple[bytes, ...]:
    """What a run of base64 may hold: one that begins with something else is tried four times."""
    run = run.rstrip("=").replace("-", "+").replace("_", "/")
    starts = range(4) if len(run) <= _WHOLE else (0,)
    out = []
    for start in starts:
        part = run[start:]
        part = part[:-1] if len(part) % 4 == 1 else part
        content = b64decode(part + "=" * (-len(part) % 4))
        if (
            _RUNS.search(content)
            or _GZIP in content[:2]
            or any(p.search(content) for _, p in _WIDE)
        ):
            out.append(content)
    return tuple(out)


def contents(content: bytes) -> Iterator[bytes]:
    """The bytes of a file, and the files that lie in it: packed, or in base64."""
    yield content
    if content.startswith(_GZIP):
        yield from (inner for _, inner in _unpacked(content))
    elif (text := _text_of(content)) is not None:
        for found in _BASE64.finditer(text):
            if len(found[0]) > _LONG:
                yield from _of_run(found[0])
