"""What a finished page, feed or file of data holds that nobody was allowed to write."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Set
from typing import Any
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser, LexborNode

from garden.text.allowed import NARROW, WIDE, attributes_for, names

Pair = tuple[str, str]  # an element, and one of its attributes or nothing

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(.*)", re.DOTALL)
_IGNORED = re.compile(r"[\t\n\r]")  # by browsers, anywhere in an address
_AROUND = "".join(map(chr, range(0x21)))  # at both ends of it
_SCHEMES = ("http", "https", "mailto", "tel", "obsidian")  # that a page may load, or form
_REFUSED = ("javascript", "vbscript", "data", "blob", "filesystem", "view-source")  # by links
_PICTURES = re.compile(r"image/(?:gif|png|jpeg|webp)[;,]|,$")  # `data:,` is no file at all
# A drawing that garden has written itself
_DRAWING = re.compile(r"data:image/svg\+xml;base64,([a-zA-Z0-9+/=]+)$")
_ADDRESSES = names(
    "action background cite codebase data dynsrc formaction from href longdesc lowsrc manifest"
    " ping poster profile src to values xlink:href"
)
_BASE = "https://me.example/"  # the site of the garden, wherever an address must be whole
_RUNS = names("applet base embed foreignobject frame frameset link meta object script style")
_KATEX = names(  # what KaTeX writes, besides `span`
    "annotation line math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt"
    " mstyle msub msubsup msup mtable mtd mtext mtr munder munderover path semantics svg"
)
_ATOM = names(
    "author category content entry feed id link name published subtitle summary title updated"
)


def allowed_pairs(*, shared: bool) -> frozenset[Pair]:
    """The elements that a note may write itself, with their attributes."""
    known = attributes_for(shared=shared)
    tags = NARROW if shared else WIDE
    named = {(tag, name) for tag in tags for name in {*known["*"], *known.get(tag, ())}}
    return frozenset({*named, *((tag, "") for tag in tags)})


def pairs_of(html: str) -> frozenset[Pair]:
    """All that a page is made of; its own addresses and texts do not matter."""
    page = LexborHTMLParser(html)
    return frozenset(pair for node in page.css("*") for pair in _pairs(node))


def frame_of(html: str) -> tuple[str, ...]:
    """The elements of a page that hold all others; a text that breaks out of its own adds some."""
    return tuple(node.tag or "" for node in LexborHTMLParser(html).css("body > *, main"))


def faults_of_html(html: str, known: Set[Pair]) -> Iterator[str]:
    """What in a page or a piece of one may run, lead astray, or is none of `known`."""
    page = LexborHTMLParser(html)
    for node in page.css("*"):
        for tag, name in _pairs(node):
            if (tag, name) not in known and not _is_formula(node, name):
                yield f"<{tag} {name}>"
        yield from (
            fault
            for name, value in node.attributes.items()
            for fault in _of(node, name, value or "")
        )
        if node.tag in _RUNS:
            yield from _of_what_runs(node)
    ids = [node.attributes["id"] or "" for node in page.css("[id]")]
    yield from (
        f"two of the id {name}" for name in {*ids} if name[:2] == "g-" and ids.count(name) > 1
    )


def faults_of_xml(text: str, known: Set[Pair]) -> Iterator[str]:
    """A feed or sitemap has its own elements only; HTML in it is as harmless as on a page."""
    if "<!" in text:
        yield "a declaration"
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        yield f"no XML: {error}"
        return
    for node in root.iter():
        tag = node.tag.rpartition("}")[2]
        if root.tag.endswith("feed") and tag not in _ATOM:
            yield f"<{tag}>"
        for name, value in node.attrib.items():
            yield from (f"{tag}: {fault}" for fault in _of_address(name, value))
        if tag == "content":
            yield from faults_of_html(f"<body>{node.text or ''}", known)


def faults_of_json(text: str, known: Set[Pair]) -> Iterator[str]:
    """Data can be read, and HTML in it is as harmless as on a page."""
    try:
        yield from _of_value(json.loads(text), known)
    except ValueError as error:
        yield f"no JSON: {error}"


def _of_value(value: Any, known: Set[Pair], key: str = "") -> Iterator[str]:
    match value:
        case dict():
            for name, each in value.items():
                yield from _of_value(each, known, name)
        case list():
            for each in value:
                yield from _of_value(each, known)
        case str() if key == "content_html":
            yield from faults_of_html(f"<body>{value}", known)
        case str() if key.endswith(("url", "src", "@id")):
            yield from _of_address("href", value)


def _pairs(node: LexborNode) -> Iterator[Pair]:
    tag = node.tag or ""
    yield tag, ""
    for name in node.attributes:
        yield tag, "data-" if name.startswith("data-") else name


def _of(node: LexborNode, name: str, value: str) -> Iterator[str]:
    if name.startswith("on") or name == "srcdoc":
        yield f"<{node.tag} {name}={value!r}>"
    if name == "style" and re.search(r"url|expression|@|\\|behavior|binding", value, re.IGNORECASE):
        yield f"<{node.tag} style={value!r}>"
    if name == "srcset":
        for candidate in value.split(","):
            yield from _of_address("src", candidate)
    if node.tag == "img" and name == "src" and (drawing := _DRAWING.match(value)):
        yield from _of_drawing(drawing[1])
    else:
        yield from _of_address(name, value)


def _of_drawing(coded: str) -> Iterator[str]:
    for element in ElementTree.fromstring(b64decode(coded)).iter():
        tag = element.tag.rpartition("}")[2].lower()
        if tag in (*_RUNS - {"style"}, "animate", "set", "iframe"):
            yield f"<{tag}> in a drawing"
        for name, value in element.attrib.items():
            is_address = name.rpartition("}")[2] == "href"
            leads_out = is_address and not value.startswith(("#", "data:image"))
            if leads_out or name.startswith("on") or re.search(r"url\((?!#)", value):
                yield f"{name}={value!r} in a drawing"


def _of_address(name: str, value: str) -> Iterator[str]:
    if name not in _ADDRESSES:
        return
    address = _IGNORED.sub("", value.strip(_AROUND))
    if found := _SCHEME.match(address.lower()):
        scheme, rest = found.groups()
        if name == "href" and scheme not in (*_REFUSED, "file", "app"):
            return
        if scheme not in _SCHEMES and not (scheme == "data" and _PICTURES.match(rest)):
            yield f"{name}={value!r}"


def _of_what_runs(node: LexborNode) -> Iterator[str]:
    """What is loaded and run is the site's own, and stands in the head."""
    tag, address = node.tag, node.attributes.get("src") or node.attributes.get("href") or ""
    parent = node.parent
    if parent is None or parent.tag != "head":
        yield f"<{tag}> outside the head"
    elif tag == "script" and node.attributes.get("type") == "application/ld+json":
        yield from faults_of_json(node.text(), frozenset())
    elif (tag == "script" and not address) or tag not in ("link", "meta", "script"):
        yield f"<{tag}> with {node.text()!r}"
    elif re.match(r"[a-z]+:|[\\/]{2}", address, re.IGNORECASE) and not address.startswith(_BASE):
        yield f"<{tag}> from {address!r}"


def _above(node: LexborNode) -> str:
    names, parent = "", node.parent
    while parent is not None:
        names += f" {(parent.attributes.get('class') if parent.attributes else '') or ''}"
        parent = parent.parent
    return names


def _is_formula(node: LexborNode, name: str) -> bool:
    """Whether KaTeX wrote it: in a formula, and nothing that has an address or handler."""
    own = node.tag in _KATEX or (
        node.tag == "span" and name in ("", "style", "class", "aria-hidden")
    )
    return own and "katex" in _above(node)


def attributes_of(html: str, css: str) -> list[Mapping[str, str | None]]:
    return [node.attributes for node in LexborHTMLParser(html).css(css)]
