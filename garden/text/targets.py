"""How the inside of `[[…]]` and the address of `[…](…)` are taken apart. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import escape

from garden.model import Link
from garden.paths import name_of, nfc
from garden.signs import names, tidy
from garden.text.decode import percent_decoded

MAX_TAG_LEVELS = 16
TAG_HINT = f"a tag may be nested {MAX_TAG_LEVELS} deep"
_WIKILINK = re.compile(r"\[\[((?:(?!\[\[|\]\]|\n).)+)\]\]")
_MDLINK = re.compile(
    r"(?<![!\\])\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*+)\]"
    r"\((<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BRACKET = re.compile(r"[\[\]]")
_SUBPATH = re.compile(r"(?<!&)#")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//\S|(?:mailto|tel):\S", re.IGNORECASE)
_QUERY = re.compile(r"(.*\.[A-Za-z0-9]+)\?[^/]*$")
_UNSEEN = re.compile(r"[\x00-\x20\x7f]+")
_HARMFUL = ("javascript", "vbscript", "data", "blob", "filesystem", "view-source")
_HARMLESS_DATA = re.compile(r"data:image/(?:gif|png|jpeg|webp)[;,]")
_WEB_SCHEMES = ("", "http", "https")
_SHARED_SCHEMES = (*_WEB_SCHEMES, "mailto", "tel", "obsidian")
_SLASH = re.compile(r"\\|%2f|%5c|&#(?:0*47|x0*2f|0*92|x0*5c);?|&(?:sol|bsol);", re.IGNORECASE)
_SIZE = re.compile(r"\d{1,5}(?:x\d{1,5})?$")


def split_wikilink(inside: str) -> tuple[str, str, str]:
    """Target, anchor and label of a wikilink: `Note#H|Text` → `Note`, `H`, `Text`.

    Only the first `|` splits (L03); a backslash before it belongs to a table (L10); the `#` of
    an entity such as `&#124;` does not split (L29).
    """
    where, bar, label = inside.partition("|")
    if bar:
        where = where.removesuffix("\\")
    target, *anchor = _SUBPATH.split(where, maxsplit=1)
    return nfc(target.strip()), nfc(clean_anchor("".join(anchor))), label.strip()


def clean_anchor(anchor: str) -> str:
    """`#A##B` → `A#B`: empty segments are dropped (L07)."""
    return "#".join(part.strip() for part in anchor.split("#") if part.strip())


def is_deep(tag: str) -> bool:
    """Whether a tag is nested too deep to be one: each of its levels would be a page."""
    return tag.count("/") >= MAX_TAG_LEVELS


def tag_name(written: str) -> str:
    """A tag without its empty segments: `a//b/` → `a/b`."""
    return nfc("/".join(part for part in written.split("/") if part))


def unseen_in_tag(written: str) -> tuple[str, str]:
    """What the author of a tag with signs that nobody sees is told."""
    name = tag_name(tidy(written).strip().lstrip("#"))
    return f"the tag #{name[:60]} holds a sign that nobody sees ({names(written)})", "write it anew"


def split_address(href: str) -> tuple[str, str]:
    """Target and anchor of a Markdown link: split at `#`, then percent-decoded (M03, M13)."""
    path, _, anchor = href.partition("#")
    if query := _QUERY.match(path):
        path = query[1]
    return nfc(percent_decoded(path).strip()), nfc(clean_anchor(percent_decoded(anchor)))


def link_end(text: str, start: int, end: int) -> int:
    """Where the `]]` of `[[…]]` stands that begins at `start`, if the first is at `end` (L16).

    Each bracket that is open inside takes one of those that follow: `[[Paper [2023]]]`.
    """
    if not text.startswith("]", end + 2):
        return end
    opened = 0
    for bracket in _BRACKET.findall(text, start, end):
        opened = max(0, opened + (1 if bracket == "[" else -1))
    while opened and text.startswith("]", end + 2):
        end, opened = end + 1, opened - 1
    return end


def wikilink_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the wikilinks of a plain text begin and end, and what is in them."""
    for found in _WIKILINK.finditer(text):
        end = link_end(text, found.start(1), found.end(1))
        yield found.start(), end + 2, text[found.start(1) : end]


def wikilinks_in(text: str) -> Iterator[str | Link]:
    """The text and the wikilinks of one line of plain text, such as a property's value."""
    end = 0
    for start, after, inside in wikilink_spans(text):
        if start > end:
            yield text[end:start]
        target, anchor, label = split_wikilink(inside)
        yield Link(target, anchor, (str(escape(label)),) if label else ())
        end = after
    if end < len(text):
        yield text[end:]


def mdlinks_in(text: str) -> Iterator[tuple[str, str, str]]:
    """Text before a Markdown link, its words and its address; last, what is left (row P05)."""
    end = 0
    for found in _MDLINK.finditer(text) if "](" in text else ():
        href = found[2][1:-1] if found[2].startswith("<") else found[2]
        if href.strip():
            yield text[end : found.start()], _ESCAPED.sub(r"\1", found[1]).strip(), href.strip()
            end = found.end()
    yield text[end:], "", ""


def is_external(href: str) -> bool:
    """Whether an address leads out of the garden: it has a scheme, or begins with `//`."""
    return bool(_SCHEME.match(href)) or href.startswith("//")


def is_web_address(target: str) -> bool:
    """Whether the inside of `[[…]]` is an address; `ADR: use x` is a note's name (L17)."""
    return bool(_WEB.match(target))


def may_link(url: str, *, shared: bool = False) -> bool:
    """Whether a link may lead to an address (rows M10 and X08): not to what runs, or smuggles code.

    With several authors (`shared`) only well-known schemes may.
    """
    scheme = scheme_of(url)
    return scheme in _SHARED_SCHEMES if shared else scheme not in _HARMFUL


def may_load(url: str, *, shared: bool = False) -> bool:
    """Whether a page may show what is at an address, such as a picture."""
    scheme = scheme_of(url)
    if scheme == "data":
        return _HARMLESS_DATA.match(_UNSEEN.sub("", url).lower()) is not None
    return scheme in (_SHARED_SCHEMES if shared else _WEB_SCHEMES)


def scheme_of(url: str) -> str:
    """The scheme of an address in small letters, as a browser reads it; empty for none."""
    found = _SCHEME.match(_UNSEEN.sub("", url))
    return found[0][:-1].lower() if found else ""


def shown_text(target: str, anchor: str) -> str:
    """What a link without a label shows where its target exists (L01, L02, L04, L05)."""
    return " > ".join(filter(None, (target, *anchor.split("#"))))


def last_segment(target: str, anchor: str) -> str:
    """What a link without a label shows where its target does not: names no folder (PRV8).

    What ends with a slash is a folder, and a slash may be written in several ways.
    """
    path = _SLASH.sub("/", target).strip()
    if path.endswith(("/", "/.", "/..")):
        return "…"
    return name_of(path) or shown_text("", anchor)


def picture_attributes(size: str, title: str) -> str:
    """The attributes of an `<img>` that its label and title give it."""
    width, _, height = size.partition("x")
    given = {"width": width, "height": height, "title": title}
    return "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value)


def picture_label(label: str) -> tuple[str, str]:
    """Alternative text and size from a picture's label: `alt|300` → `alt`, `300` (E07, E08)."""
    text, bar, last = label.rpartition("|")
    if _SIZE.match(last.strip()):
        return text.strip() if bar else "", last.strip()
    return label.strip(), ""
