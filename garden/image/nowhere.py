"""Addresses that lead nowhere on the web: to the disk or into a program of who made a drawing."""

from __future__ import annotations

import re
from urllib.parse import unquote

NOWHERE = "about:invalid"

_BLANK = re.compile(r"[\t\n\r]+")  # which browsers leave out of addresses
_EDGE = "".join(map(chr, range(0x21)))  # and what they strip
_WEB = re.compile(
    r"https?|ftp|data|about|blob|javascript|mailto|tel|sms|geo|sip|xmpp|ircs?|matrix|magnet|news"
    r"|urn|doi|ipfs",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_DISK = re.compile(
    r"""(?:app|obsidian|vscode(?:-insiders)?|cursor|smb|afp|nfs|zotero):/|file:|[a-z]:[\\/]|\\\\|~/|//[^/.?\#:\[]+(?:[/?\#]|$)
    |(?:/|(?:\.\./){2,})(?:(?:Users|home|Volumes|mnt)/[^/]+/|var/(?:folders|mobile)/|run/media/
    |storage/emulated/|(?:private/)?tmp/|sdcard/|root/)""",
    re.IGNORECASE | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})\s?|\n|(.))")  # in a style sheet


def leads_nowhere(address: str, *, styled: bool = False) -> bool:
    """Whether an address means nothing but on the computer of its author."""
    read = (_read(address), _read(_unescaped(address))) if styled else (_read(address),)
    return any(_DISK.match(one) or _is_of_a_program(one) for one in read)


def on_disk(value: str) -> bool:
    """Whether some text, which need be no address, is a path or a local address as a whole."""
    return _DISK.match(value.lstrip(_EDGE)) is not None


def _is_of_a_program(address: str) -> bool:
    found = _SCHEME.match(address)
    return found is not None and not _WEB.fullmatch(found[1])


def _read(address: str) -> str:
    bare = _BLANK.sub("", address[:4096]).strip(_EDGE)
    return unquote(bare[:200]) if "%" in bare[:200] else bare


def _unescaped(style: str) -> str:
    if "\\" not in style:
        return style
    return _ESCAPE.sub(_meant, style[:4096])


def _meant(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else 0
    return chr(code) if 0 < code < 0x110000 else found[2] or ""
