"""SVG: how large it says that it is, and a drawing that neither runs nor loads anything.

Its size is read as text, so no entity is expanded for it.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_HEAD = 65_536  # bytes
_ROOT = re.compile(r"<(?:\w+:)?svg(?=[\s/>])", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*")
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(px|cm|mm|in|pc|pt|)")
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "in": 96.0,
    "pc": 16.0,
    "pt": 4 / 3,
}
_SPACE = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_KNOWN = frozenset(  # no script, no animation (which can change an address), nothing of HTML
    """a circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite
    feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA
    feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
    feSpecularLighting feSpotLight feTile feTurbulence filter g image line linearGradient marker
    mask path pattern polygon polyline radialGradient rect stop style svg switch symbol text
    textPath title tspan use view""".split()  # noqa: SIM905 - so many names read better as text
)
_WITHIN = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_LOADS = re.compile(
    r"\\|@|expression|image(?:-set)?\(|cross-fade|src\(|url\((?!\s*[\"']?#)", re.IGNORECASE
)
EMPTY = f'<svg xmlns="{_SPACE}" />'.encode()


def harmless(data: bytes) -> bytes:
    """The drawing with nothing but shapes, words and pictures of its own (part 6 of the rules).

    In the place of what is no SVG stands an empty one. Never raises.
    """
    try:
        root = ElementTree.fromstring(data)
        if _name(root) != "svg":
            return EMPTY
        for element in root.iter():
            _disarm(element)
        root.attrib = {"xmlns": _SPACE, **root.attrib}
        written: bytes = ElementTree.tostring(root, encoding="utf-8")
        return written
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError):  # also of encodings
        return EMPTY


def _disarm(element: Element) -> None:
    """What is not known stands there empty, so that the text behind it stays in its place."""
    name = _name(element)
    if not name or (name == "style" and _LOADS.search(_style(element))):
        tail = element.tail
        element.clear()
        name, element.tail = "g", tail
    address = element.attrib.get("href", element.attrib.get(_HREF, ""))
    kept = {key: value for key, value in element.attrib.items() if _may_stay(key, value)}
    element.attrib.clear()
    element.attrib.update(kept)
    if _WITHIN.match(address):
        element.set("href", address)
    element.tag = name


def _style(element: Element) -> str:
    """All that is read as a style sheet: what stands between elements in it, too."""
    return "".join([element.text or "", *(within.tail or "" for within in element)])


def _name(element: Element) -> str:
    """The name of an element of SVG that may stay; empty for any other."""
    space, _, name = element.tag.rpartition("}")
    return name if name in _KNOWN and space in ("", f"{{{_SPACE}") else ""


def _may_stay(name: str, value: str) -> bool:
    """Whether an attribute runs and loads nothing; addresses are looked at by themselves."""
    is_own = name.isascii() and name.replace("-", "").isalnum()
    says = name in ("href", "content") or name.startswith("data-")
    return is_own and not says and not name.lower().startswith("on") and not _LOADS.search(value)


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in CSS pixels; two zeros where it does not say both of itself.

    A `viewBox` alone is a shape, and no size.
    """
    text = _without_comments(data[:_HEAD].decode(errors="replace"))
    root = _ROOT.search(text)
    attributes = _ATTRIBUTES.match(text, root.end()) if root else None
    if attributes is None:
        return 0, 0
    width, height = (_pixels(attributes[0], name) for name in ("width", "height"))
    return (width, height) if width and height else (0, 0)


def _without_comments(text: str) -> str:
    kept, rest = "", text
    while rest:
        before, _, comment = rest.partition("<!--")
        kept, rest = kept + before, comment.partition("-->")[2]
    return kept


def _pixels(attributes: str, name: str) -> int:
    given = re.search(rf"(?<![\w:-]){name}\s*=\s*[\"']([^\"']{{0,40}})[\"']", attributes)
    length = _LENGTH.fullmatch(given[1].strip()) if given else None
    return round(float(length[1]) * _PIXELS[length[2]]) if length else 0
