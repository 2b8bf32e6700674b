"""What stands before a drawing: its declarations, of which those stay that it needs."""

from __future__ import annotations

import re
from html import unescape

from garden.image.nowhere import NOWHERE, may_be_loaded

_PREDEFINED = ("lt", "gt", "amp", "apos", "quot")
_MOST = 100  # entities: more is no drawing
_GROWTH = 1 << 20  # bytes that entities may add to it
_PUBLIC = (b"-//", b"+//", b"ISO ")  # names of declarations, which are no addresses
_TOKEN = re.compile(
    rb"""<!--.*?-->|<\?.*?\?>|"[^"]*"|'[^']*'
    |<!ENTITY\s++(?:(?P<part>%)\s++)?(?P<name>[^\s"'>]++)(?P<value>(?:"[^"]*"|'[^']*'|[^"'>])*+)>""",
    re.DOTALL | re.VERBOSE,
)
_KEPT = re.compile(rb"<\?(?:xml\s|xml-stylesheet\s)")
_SHEET = re.compile(rb"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class Entities:
    """Sees to it that entities do not make a large drawing of a small one."""

    def __init__(self, source: bytes) -> None:
        self._source, self._count, self._growth = source, 0, 0

    def declared(self, name: str, is_part: bool, value: str | None, *_: str | None) -> None:
        """Raises ValueError for too many, for one in another, and for one that holds elements."""
        if name in _PREDEFINED:
            return
        self._count += 1
        used = self._source.count(f"{'%' if is_part else '&'}{name};".encode())
        if used and (value is None or is_part or "&" in value or "<" in value):
            raise ValueError("an entity that is more than text")
        self._growth += used * len(value or "")
        if self._count > _MOST or self._growth > _GROWTH:
            raise ValueError("too many entities")


def without_entities(prolog: bytes, body: bytes) -> bytes:
    """What stands before a drawing without comments, instructions, paths, and entities not used."""

    def left(found: re.Match[bytes]) -> bytes:
        whole = found[0]
        if found["name"] is not None:
            return whole if not found["part"] and b"&" + found["name"] + b";" in body else b""
        if whole.startswith(b"<!--"):
            return b""
        if whole.startswith(b"<?"):
            return whole if _KEPT.match(whole) and not _is_lost(whole) else b""
        stays = whole[1:].startswith(_PUBLIC) or may_be_loaded(whole[1:-1].decode())
        return whole if stays else whole[:1] + NOWHERE.encode() + whole[-1:]

    return _TOKEN.sub(left, prolog)


def _is_lost(instruction: bytes) -> bool:
    """Whether a style sheet lies where no reader can load it from."""
    found = _SHEET.search(instruction)
    return found is not None and not may_be_loaded(unescape((found[1] or found[2] or b"").decode()))
