"""Raw HTML in notes: what may stay, what is made safe, where an element is left open.

A note may lay itself out, and show media. It may run nothing, load nothing unseen, and leave no
element of its own in the page's furniture. The sanitiser is nh3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from html import unescape

import nh3

from garden.image.embedded import without_style_comments
from garden.image.nowhere import is_data, without_blanks
from garden.model import Link
from garden.text.allowed import (
    ADDRESSES,
    IN_LINE,
    KNOWN,
    LOOKS,
    NARROW,
    SPANNING,
    WIDE,
    WITH_END,
    attributes_for,
    loads_nothing,
)
from garden.text.findings import Findings
from garden.text.hidden import ELEMENT, NEVER_SHOWN, attributes
from garden.text.localaddress import is_local, note_in, without_local
from garden.text.mathml import as_tex
from garden.text.srcset import srcset
from garden.text.targets import is_external, may_link, may_load, scheme_of, split_address

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
_FRAME = re.compile(r"(<iframe\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>).*?</iframe>", re.DOTALL)
_ID = re.compile(r"\sid=[\"']?([^\"'\s>]+)", re.IGNORECASE)
_NAME = re.compile(r"\sname=[\"']?([^\"'\s>]+)", re.IGNORECASE)  # of a place, on links
_FURNITURE = "g-"  # how the ids of what is around the text begin
_HOLE = re.compile("\ufdd0[0-9]+\ufdd1")
_MARK = re.compile("[\ufdd0-\ufdd3]")  # of a hole, or of HTML that was put aside
_MEDIA_TAG = re.compile(
    r"</?(?:img|input|iframe|audio|video|source|track|picture)\b"
    r"(?:[^>\"']|alt=\"([^\"]*)\"|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_PRE = re.compile(r"<pre\b[^<>]*>(?=\n\n)", re.IGNORECASE)
_DECLARED = re.compile(r"<(\?|!\[CDATA\[|![A-Za-z]+)")  # `<?php`, `<!DOCTYPE`
_SCHEMES = {"http", "https", "mailto", "tel", "obsidian", "file", "app", "data", "zotero"}
_TAG_START = re.compile(r"<(?=/?([A-Za-z][\w.:-]*))")


def with_unknown_as_text(html: str) -> str:
    """`<T>` in `Functions<T>` is no element: it is shown as it was written (row X07)."""
    return _TAG_START.sub(lambda m: "<" if m[1].lower() in KNOWN else "&lt;", html)


def is_known(name: str) -> bool:
    """Whether HTML knows an element; else its tags are text."""
    return name in KNOWN


def is_allowed(name: str, *, shared: bool = False) -> bool:
    """Whether a note may use an element; where several write, none may load what sites name."""
    return name in (NARROW if shared else WIDE)


def is_block(name: str) -> bool:
    """Whether an element is none that stands in a line."""
    return name not in IN_LINE


def ids_in(html: str) -> list[str]:
    """The ids that elements of raw HTML carry."""
    tags = _TAG.findall(html)
    found = [name for _, _, rest in tags for name in _ID.findall(rest)]
    found += [name for _, tag, rest in tags if tag in ("a", "A") for name in _NAME.findall(rest)]
    return [name for name in found if not name.startswith(_FURNITURE)]


def forbidden_in(html: str, *, shared: bool = False) -> Iterator[str]:
    """The elements in raw HTML that the sanitiser takes out, and what it reads as comments."""
    forbidden = KNOWN - WIDE | (LOOKS if shared else set())
    yield from (name for _, name, _ in _TAG.findall(html) if name.lower() in forbidden)
    yield from _DECLARED.findall(html)


def track_open(html: Iterable[str], stack: list[str]) -> None:
    """Bring `stack`, the elements that are open, to the end of some raw HTML.

    Inline elements end with their block, as a browser would have it.
    """
    for text in html:
        _track(text, stack, SPANNING)


def track_inline(html: str, stack: list[str]) -> None:
    """The same inside one block, where inline elements count too."""
    _track(html, stack, WITH_END)


def _track(html: str, stack: list[str], among: Collection[str]) -> None:
    for closing, name, rest in _TAG.findall(html):
        tag = name.lower()
        if tag not in among or rest.endswith("/"):
            continue
        if not closing:
            stack.append(tag)
        elif tag in stack:
            while stack.pop() != tag:
                pass


def without_media(html: str) -> str:
    """Pictures become their alternative text, players and frames nothing."""
    return _MEDIA_TAG.sub(lambda found: found[1] or "", html)


def text_of(html: str) -> str:
    """What a reader sees of some HTML; of a formula its TeX."""
    return unescape(_ANY_TAG.sub("", as_tex(html)))


def clean(html: str, findings: Findings, *, without: Collection[str] = ()) -> str:
    """Safe, balanced HTML; addresses inside the garden become holes.

    `without` names elements and attributes that may not stand where the HTML will stand.

    What a frame holds is dropped: browsers take it for text, and nh3 leaves it as it is.
    """
    cleaned = partial(
        nh3.clean,
        tags=set(NARROW if findings.options.shared else WIDE).difference(without),
        clean_content_tags=set(NEVER_SHOWN),
        attributes=attributes_for(shared=findings.options.shared),
        link_rel=None,
        generic_attribute_prefixes={"data-"},
        url_schemes=_SCHEMES if findings.options.shared else _SCHEMES | _schemes_in(html),
    )
    html = _PRE.sub(r"\g<0>\n\n", html)  # of its first line breaks, each reading takes one away
    # Twice: browsers may read what is left otherwise, without the <form> around an <li>, say.
    safe = cleaned(cleaned(html, attribute_filter=_attribute_filter(findings, without)))
    return _FRAME.sub(r"\1</iframe>", safe) if "<iframe" in safe else safe


def _schemes_in(html: str) -> set[str]:
    """The schemes of the links in some HTML; nh3 knows no other way to let them all stand."""
    if "href" not in html.lower():
        return set()
    tags = (attributes(tag[3]) for tag in ELEMENT.finditer(html))
    links = (value for found in tags for name, value in found if name == "href")
    return {scheme_of(link) for link in links if may_link(link)} - {""}


def _may_stay(attribute: str, value: str) -> bool:
    """Whether an attribute that is no address is harmless."""
    if _MARK.search(value):  # what will stand there has quotes, and would end the attribute
        return False
    if attribute.startswith("data-"):
        return without_local(value) == value
    match attribute:
        case "style":
            return loads_nothing(value)
        case "tabindex":
            return value == "0"  # no note may reorder what keys reach
        case "id" | "name":
            return not value.startswith(_FURNITURE)
        case _:
            return True


def _attribute_filter(
    findings: Findings, without: Collection[str]
) -> Callable[[str, str, str], str | None]:
    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if attribute in without:
            return None
        if attribute == "style":
            value = without_style_comments(value)
        if attribute not in ADDRESSES:
            return value if _may_stay(attribute, value) else None
        if _MARK.search(value):
            return value if _HOLE.fullmatch(value) else None
        if attribute == "srcset":
            return srcset(value, findings) or None
        return _address(tag, attribute, value, findings)

    return filtered


def _address(tag: str, attribute: str, value: str, findings: Findings) -> str | None:
    """An address as it may stand in a page: inside the garden as a hole, None for none."""
    if is_data(value) and value[:5].lower() != "data:":
        value = without_blanks(value)
    may_stand = may_link if attribute == "href" else may_load
    if not may_stand(value, shared=findings.options.shared):
        return None
    if is_local(value):
        target, anchor = note_in(value)
        if attribute != "href" or not target:
            return None
    elif is_external(value):
        return value
    elif tag == "iframe":
        return None
    else:
        target, anchor = split_address(value)
    return findings.hole(Link(target, anchor, (attribute,), "html"), findings.here)
