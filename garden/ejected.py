"""Copies of a theme's files that were made to be changed: each tells what it was made from."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

_COMMENTS = {  # a comment of one line, which no reader of the site sees
    ".html": "{{# {} #}}",
    ".xml": "{{# {} #}}",
    ".webmanifest": "{{# {} #}}",  # a template too
    ".css": "/* {} */",
    ".js": "// {}",
    ".mjs": "// {}",
}
_MARK = re.compile(rb"garden: ([^\s/]+)/(\S+) ([0-9a-f]{8})\b")
_TOP = 2000  # bytes in which a mark is looked for: something may have been written above it


@dataclass(frozen=True, slots=True)
class Mark:
    """What a copy was made from: a theme, the name of a file in it, and its version then."""

    theme: str
    name: str
    version: str


def ejected(theme: str, name: str, content: bytes) -> bytes:
    """A file of a theme with its mark above; as it is where its kind has no comments."""
    form = _COMMENTS.get(PurePosixPath(name).suffix)
    if form is None:
        return content
    mark = form.format(f"garden: {theme}/{name} {version_of(content)}")
    return f"{mark}\n".encode() + content


def version_of(content: bytes) -> str:
    """What changes when a file of a theme does."""
    return hashlib.sha256(content).hexdigest()[:8]


def mark_of(content: bytes) -> Mark | None:
    """The mark of a copy; none in a file that was written from nothing."""
    found = _MARK.search(content[:_TOP])
    return Mark(*(part.decode(errors="replace") for part in found.groups())) if found else None
