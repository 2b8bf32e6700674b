"""Addresses that lead nowhere on the web: to the disk or into a program of who made a drawing."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

NOWHERE = "about:invalid"

_BLANK = re.compile(r"[\t\n\r]+")  # which browsers leave out of addresses
_EDGE = "".join(map(chr, range(0x21)))  # and what they strip
_WEB = re.compile(
    r"https?|ftp|data|about|blob|javascript|mailto|tel|sms|geo|sip|xmpp|ircs?|matrix|magnet|news"
    r"|urn|doi|ipfs",
    re.IGNORECASE,
)
_HTTP = ("http", "https")  # which may stand before a path, too
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_DISK = re.compile(
    r"""(?:app|obsidian|vscode(?:-insiders)?|cursor|smb|afp|nfs|zotero):/|file:|/?[a-z]:[\\/]|\\\\
    |\.\.?\\|~/|//[^/.?\#:\[]+(?:[/?\#]|$)
    |(?:/|(?:\.\./){2,})(?:(?:Users|home|Volumes|mnt)/[^/]+(?:/|$)|var/(?:folders|mobile)/|run/media/
    |storage/emulated/|private/(?:var|tmp)/|tmp/|data/(?:user|data)/|sdcard/|root/)""",
    re.IGNORECASE | re.VERBOSE,
)
_FOLLOWED = re.compile(  # the web, a place in the drawing, or nothing at all
    r"https?://[^/\\\[\s]|//[^/.?#:\[\]]+\.|mailto:.|tel:.|#[^\[\]|]*\Z|\Z", re.IGNORECASE
)
_WITHIN = re.compile(
    r"https?://[^/\\\[\s]|//[^/.?#:\[\]]+\.|data:|about:|#|\Z", re.IGNORECASE
)  # or loaded from there, or in the drawing itself
_BESIDE = re.compile(r"[^/\\\[\]|]*(?<!\.md)(?<!\.canvas)\Z", re.IGNORECASE)  # a name alone
_HREF = re.compile(rb"href\s{0,9}=\s{0,9}(?:\"([^\"<]*)\"|'([^'<]*)')")
_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})\s?|\n|(.))")  # in a style sheet


def may_be_followed(address: str) -> bool:
    """Whether an address of a link leads to the web or into the drawing, and names no note."""
    return _FOLLOWED.match(_read(address)) is not None


def links_of(drawing: bytes) -> list[bytes]:
    """The addresses in a drawing that may name a file or a note of its author."""
    found = (one[1] or one[2] or b"" for one in _HREF.finditer(drawing))
    return [one for one in found if not may_be_followed(unescape(one.decode(errors="replace")))]


def may_be_loaded(address: str) -> bool:
    """Whether what a drawing loads is in it, on the web, or a file beside it; no folder is named.

    A host sends each file under an address of its own, so what is in other folders shows nothing.
    """
    read = _read(address)
    found = _SCHEME.match(read)
    if found is not None and _WEB.fullmatch(found[1]) and found[1].lower() not in _HTTP:
        return True
    return not _is_of_disk(read) and (_WITHIN.match(read) or _BESIDE.match(read)) is not None


def may_stand_in_style(address: str) -> bool:
    """Whether what a style loads is in the drawing itself, or on the web."""
    read = _read(_unescaped(address))
    return not _is_of_disk(read) and _WITHIN.match(read) is not None


def is_data(address: str) -> bool:
    """Whether an address holds what it leads to, blanks in it or not."""
    return without_blanks(address[:99])[:5].lower() == "data:"


def without_blanks(address: str) -> str:
    """An address without what browsers leave out of it."""
    return _BLANK.sub("", address).strip(_EDGE)


def on_disk(value: str) -> bool:
    """Whether some text, which need be no address, is a path or a local address as a whole."""
    return _DISK.match(value.lstrip(_EDGE)) is not None


def _is_of_disk(address: str) -> bool:
    return _DISK.match(address) is not None or _is_of_a_program(address)


def _is_of_a_program(address: str) -> bool:
    found = _SCHEME.match(address)
    return found is not None and not _WEB.fullmatch(found[1])


def _read(address: str) -> str:
    bare = without_blanks(address[:4096])
    return unquote(bare) if "%" in bare and bare[:5].lower() != "data:" else bare


def _unescaped(style: str) -> str:
    if "\\" not in style:
        return style
    return _ESCAPE.sub(_meant, style[:4096])


def _meant(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else 0
    return chr(code) if 0 < code < 0x110000 else found[2] or ""
