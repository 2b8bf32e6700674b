"""What of HTTP is text alone: who is asked, for what, and for which part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote_to_bytes

LOCAL = ("localhost", "127.0.0.1", "[::1]")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]\s/@]+)(?::\d*)?", re.IGNORECASE)
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")  # Python reads no number of 5,000 digits
_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_HEAD = re.compile(
    rb"%s [\x21-\x7e\x80-\xff]+ HTTP/1\.\d\r\n(?:%s:[\t\x20-\x7e\x80-\xff]*\r\n)*\r\n"
    % (_TOKEN, _TOKEN)
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")


def host_of(header: str) -> str:
    """The host that a `Host` header names: without its port, folded, without a last dot.

    Empty for what is no host.
    """
    found = _HOST.fullmatch(header.strip())
    return found[1].casefold().removesuffix(".") if found else ""


def is_allowed(host: str, allowed: Sequence[str]) -> bool:
    """Whether a host is this machine's own name, or one that was allowed (rule SRV2)."""
    return host in LOCAL or host.endswith(".localhost") or host in allowed


def is_head(head: bytes) -> bool:
    """Whether a first line and headers are written as RFC 9112 wants it, to the letter.

    What two readers could read in two ways is none: folded lines, bare ends of lines, a header
    without a colon or with a space before it.
    """
    return _HEAD.fullmatch(head) is not None


def path_of(target: str) -> str | None:
    """The path that a request's target asks for, decoded once, without its first slash.

    None for what no browser sends to its own server (rule SRV6).
    """
    path = target.partition("?")[0]
    if not path.startswith("/") or path.startswith("//"):
        return None
    try:
        decoded = unquote_to_bytes(path.encode("latin-1")).decode()
    except UnicodeError:
        return None
    if _CONTROL.search(decoded) or ".." in decoded.split("/"):
        return None
    return decoded.removeprefix("/")


def range_of(header: str, size: int) -> tuple[int, int] | None:
    """The first byte and the one after the last of a `Range`, of a file of `size` bytes.

    None where the whole file is the answer, as for several ranges; an empty range where there is
    none such.
    """
    found = _RANGE.fullmatch(header.replace(" ", ""))
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    first = int(found[1])
    last = int(found[2]) + 1 if found[2] else size
    if found[2] and last <= first:
        return None
    return (first, min(last, size)) if first < size else (size, size)
