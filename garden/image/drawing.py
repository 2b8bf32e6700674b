"""SVG without what it says besides the drawing: the scene of its editor, comments, local paths.

A parser only finds the places. What is taken out is cut from the bytes, and all others stay.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from garden.image import xmltext
from garden.image.cleaned import Cleaned
from garden.image.doctype import Entities, without_entities
from garden.image.elements import is_link, is_shown, runs, with_clean_value
from garden.image.embedded import Clean, with_clean_style
from garden.image.exif import XMP_PLACE
from garden.image.names import HTML, SVG, Scope, element_name, is_own, scope_of

_MOST = 1 << 25  # bytes
_DEEPEST, _MOST_SIGNS = 512, 500_000  # elements in elements, tags and entities
_TEXT = frozenset(  # whose text is drawn, or read aloud, or steers the drawing
    ["desc", "flowRoot", "foreignObject", "script", "style", "text", "textArea", "title"]
)
_HANDLED = frozenset(("id", "class"))  # by which a style sheet may know an element
_ATTRIBUTE = re.compile(rb"(?<!\s)\s++([^\s=/>\"']++)\s*+=\s*(\"[^\"]*\"|'[^']*')")
_STYLE = re.compile(rb"<(?:[\w.-]+:)?style[\s>].*?(?:</|\Z)", re.DOTALL)
_COUNTS = re.compile(rb":(?:nth|first|last|only|empty|has|not|is|where)|[+~]")
_WRITTEN = {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_STAND_IN = b'<_ xmlns=""/>'  # where a style sheet may count the elements


@dataclass(frozen=True, slots=True)
class _Frame:
    """An element that is open: what it is called, and what is kept in it."""

    name: str
    scope: Scope
    has_text: bool  # that is drawn
    is_page: bool  # which shows elements of any kind
    is_empty: bool  # by our choice
    is_link: bool = False


def cleaned(data: bytes, clean: Clean) -> Cleaned:
    """A drawing that holds nothing but itself; `clean` is for pictures in it. Raises ValueError."""
    encoding = xmltext.encoding_of(data)
    text = data.decode(encoding)
    source = text.encode()
    if len(source) > _MOST or text.encode(encoding) != data:
        raise ValueError("too large, or in letters that cannot be written again")
    if source.count(b"<") + source.count(b"&") > _MOST_SIGNS:
        raise ValueError("too many parts")
    left = _Walk(source, clean).left()
    if left == source:
        return Cleaned(data, located=XMP_PLACE in source)
    _parsed(ParserCreate("utf-8"), left)
    return Cleaned(left.decode().encode(encoding), located=XMP_PLACE in source)


def unpacked_cleaned(data: bytes, clean: Clean) -> Cleaned:
    """The same of a drawing that gzip has packed."""
    drawing = xmltext.unpacked(data, _MOST + 1)
    if len(drawing) > _MOST:
        raise ValueError("too large")
    found = cleaned(drawing, clean)
    packed = gzip.compress(found.clean, mtime=0)
    is_same = found.clean == drawing and xmltext.is_packed_alone(data)
    return Cleaned(data if is_same else packed, located=found.located)


def _parsed(parser: XMLParserType, source: bytes) -> None:
    try:
        parser.Parse(source, True)
    except ExpatError as error:
        raise ValueError("no XML") from error


class _Walk:
    """One reading of a drawing, which notes what is to be cut: from where, to where, and for what.

    Where something ends is known when the next begins: `then` waits for that.
    """

    def __init__(self, source: bytes, clean: Clean) -> None:
        self.source, self.clean = source, clean
        self.edits = list[tuple[int, int, bytes]]()
        self.declared = list[tuple[int, int, bytes]]()  # prefixes that may be needed after all
        self.frames = list[_Frame]()
        self.gone = 0  # how many elements are open in one that is cut
        self.start, self.instead = -1, b""  # of what is cut
        self.root, self.is_bare = -1, False  # where it begins, and whether it names no namespace
        self.sheet = -1  # where the text of a style sheet begins
        self.comments = list[tuple[int, int]]()  # in that
        self.keeps_foreign = False
        self.then: Callable[[int], None] | None = None
        styles = b"".join(_STYLE.findall(source))
        self.counts = _COUNTS.search(styles) is not None or b"<?xml-stylesheet" in source
        self.runs = runs(source)
        self.asks = b"data-" in styles or self.runs or b"<?xml-stylesheet" in source
        self.entities = Entities(source)
        self.parser = self._parser()

    def left(self) -> bytes:
        """The drawing without what was found."""
        _parsed(self.parser, self.source)
        self._next(len(self.source))
        cuts = sorted([*self.edits, *([] if self.keeps_foreign else self.declared)])
        parts, at = list[bytes](), self.root
        for start, end, instead in cuts:
            if start >= at:  # and not in what was cut as a whole
                parts += [self.source[at:start], instead]
                at = end
        body = b"".join([*parts, self.source[at:]])
        return without_entities(self.source[: self.root], body) + body

    def _parser(self) -> XMLParserType:
        parser = ParserCreate("utf-8")
        parser.ordered_attributes = True
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.CharacterDataHandler = parser.DefaultHandler = self._text
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.EntityDeclHandler = self.entities.declared
        parser.StartCdataSectionHandler = parser.EndCdataSectionHandler = self._boundary
        return parser

    def _next(self, at: int) -> None:
        then, self.then = self.then, None
        if then:
            then(at)

    def _here(self) -> int:
        at = self.parser.CurrentByteIndex
        self._next(at)
        return at

    def _cut(self, start: int, instead: bytes, end: int) -> None:
        self.edits.append((start, end, instead))

    def _opened(self, name: str, attributes: list[str]) -> None:
        at = self._here()
        if self.root < 0:
            self.root = at
        if self.gone:
            self.gone += 1
            return
        frame = self._frame(name, attributes)
        if frame is None:
            is_counted = self.counts and not self.frames[-1].is_empty
            self.gone, self.start, self.instead = 1, at, _STAND_IN if is_counted else b""
            return
        self.frames.append(frame)
        if len(self.frames) > _DEEPEST:
            raise ValueError("too deep")
        if attributes or frame.name == "style":
            self.then = partial(self._tag, at, frame, attributes)

    def _frame(self, name: str, attributes: list[str]) -> _Frame | None:
        """What is kept of an element; None if nothing is."""
        around = self.frames[-1] if self.frames else None
        scope = scope_of(around.scope if around else {}, attributes)
        space, local = element_name(name, scope)
        if around is None and (local != "svg" or space not in (SVG, "")):
            raise ValueError("no drawing")
        self.is_bare = self.is_bare or (around is None and not space)
        if around and around.is_empty:
            return None
        is_page = space in HTML or (around is not None and around.is_page and space != SVG)
        is_own_name = is_own(space) or (self.is_bare and not space)
        if not (is_own_name or is_page):
            return None
        self.keeps_foreign = self.keeps_foreign or (is_page and space not in HTML)
        is_drawing = not is_page
        if not is_shown(local, attributes, is_drawing=is_drawing, has_script=self.runs):
            return _Frame("", scope, False, False, True)
        has_text = is_page or local in _TEXT or (around is not None and around.has_text)
        shows = is_drawing and local == "foreignObject" and "requiredExtensions" not in attributes
        is_named = is_drawing or local == "style"
        follows = is_link(local, attributes, is_page=is_page)
        return _Frame(local if is_named else "", scope, has_text, is_page or shows, False, follows)

    def _tag(self, start: int, frame: _Frame, attributes: list[str], end: int) -> None:
        """What is cut out of a tag, when it is known where it ends."""
        found = list(_ATTRIBUTE.finditer(self.source, start, end))
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        if [one[1].decode() for one in found] != [name for name, _ in pairs[: len(found)]]:
            raise ValueError("a tag that is not understood")
        for one, (name, value) in zip(found, pairs, strict=False):
            if name == "xmlns" or name.startswith("xmlns:"):
                if not is_own(value):
                    self.declared.append((one.start(), one.end(), b""))
            elif not self._stays(frame, name, value):
                self._cut(one.start(), b"", one.end())
            elif frame.is_empty:
                continue  # a name by which a style may know it
            elif (new := self._value(frame, name, value)) != value:
                self._cut(one.start(2), _quoted(new), one.end(2))
        if frame.name == "style":
            self.sheet, self.comments = end, []

    def _stays(self, frame: _Frame, name: str, value: str) -> bool:
        prefix, _, _ = name.rpartition(":")
        if frame.is_empty:
            return name in _HANDLED
        if prefix and not is_own(frame.scope.get(prefix, "?")):
            return False
        if name == "content" and frame.name:
            return False
        return self.asks or not name.startswith("data-")

    def _value(self, frame: _Frame, name: str, value: str) -> str:
        return with_clean_value(
            name, value, self.clean, is_drawing=not frame.is_page, follows=frame.is_link
        )

    def _closed(self, name: str) -> None:
        at = self._here()
        if self.gone:
            self.gone -= 1
            if not self.gone:
                self.then = partial(self._cut, self.start, self.instead)
            return
        if self.frames.pop().name == "style" and self.sheet >= 0:
            self._style(at)
            self.sheet = -1

    def _style(self, end: int) -> None:
        """A style sheet keeps what it says of the drawing."""
        parts, at = list[bytes](), self.sheet
        for first, last in self.comments:
            parts.append(self.source[at:first])
            at = last
        left = with_clean_style(b"".join([*parts, self.source[at:end]]).decode(), self.clean)
        if left.encode() != self.source[self.sheet : end]:
            self._cut(self.sheet, left.encode(), end)

    def _text(self, text: str) -> None:
        at = self._here()
        if self.frames and not self.gone and text.strip() and not self.frames[-1].has_text:
            self.then = partial(self._cut, at, b"")

    def _comment(self, _: str) -> None:
        at = self._here()
        if self.root >= 0 and not self.gone:
            self.then = partial(self._drop, at)

    def _drop(self, start: int, end: int) -> None:
        if self.sheet >= 0:
            self.comments.append((start, end))
        else:
            self._cut(start, b"", end)

    def _instruction(self, *_: str) -> None:
        self._comment("")

    def _boundary(self) -> None:
        self._here()


def _quoted(value: str) -> bytes:
    for sign, instead in _WRITTEN.items():
        value = value.replace(sign, instead)
    return f'"{value}"'.encode()
