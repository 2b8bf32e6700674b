"""Raw HTML that is trusted: passed through, but for addresses of files in the vault (row X05).

Which these are is known later. What is not found stays as it was written: it may be a static file.
"""

from __future__ import annotations

import re
from html import unescape

from markupsafe import escape

from garden.image.embedded import without_style_comments
from garden.image.nowhere import is_data, without_blanks
from garden.model import Link
from garden.text.findings import Findings
from garden.text.localaddress import is_local, note_in
from garden.text.srcset import srcset
from garden.text.targets import is_external, split_address

_ADDRESSES = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "track": ("src",),
    "video": ("src", "poster"),
}
_TAG = re.compile(
    r"<(script|style|textarea)\b.*?(?:</\1|\Z)"  # holds no elements
    r"|<([a-z]+)(?=\s)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"\s+([^\s\"'<>/=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


def with_holes(html: str, findings: Findings) -> str:
    """`html` in which addresses inside the garden are holes."""

    def in_tag(tag: re.Match[str]) -> str:
        if (tag[1] or "").lower() == "style":
            return without_style_comments(tag[0])
        names = _ADDRESSES.get((tag[2] or "").lower(), ())
        if not names and "/*" not in tag[0] and not findings.may_hold_pictures:
            return tag[0]
        return _ATTRIBUTE.sub(lambda found: in_attribute(found, names), tag[0])

    def in_attribute(found: re.Match[str], names: tuple[str, ...]) -> str:
        name, value = found[1].lower(), unescape(found[2] or found[3] or found[4] or "")
        if name == "style" and "/*" in value:
            return f' style="{escape(without_style_comments(value))}"'
        if is_data(value) and name != "srcset":
            return _data(found, name, value)
        if name not in names:
            return found[0]
        if name == "srcset":
            return f' srcset="{escape(srcset(value, findings, trusted=True))}"'
        return _address(found, name, value, findings)

    return _TAG.sub(in_tag, html)


def _data(found: re.Match[str], name: str, value: str) -> str:
    """A picture in an address, written so that it is known as one wherever it is looked for."""
    address = value if value[:5].lower() == "data:" else without_blanks(value)
    is_plain = address == value and "&" not in found[0]
    return found[0] if is_plain else f' {name}="{escape(address)}"'


def _address(found: re.Match[str], name: str, value: str, findings: Findings) -> str:
    target, anchor = split_address(value)
    written = value
    if is_local(value):
        target, anchor = note_in(value)
        written = ""
        if name != "href" or not target:
            return ""
    elif not target or is_external(value):
        return found[0]
    link = Link(target, anchor, (name,), "html", title=written)
    return f' {name}="{findings.hole(link, findings.here)}"'
