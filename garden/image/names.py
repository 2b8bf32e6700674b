"""Names in an SVG: of which namespace each is, and whether that is one of the drawing's own."""

from __future__ import annotations

from collections.abc import Mapping

Scope = Mapping[str, str]  # namespaces by their prefixes, the empty one too

SVG = "http://www.w3.org/2000/svg"
HTML = frozenset(("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"))
_XML = "http://www.w3.org/XML/1998/namespace"
_OWN = HTML | {SVG, _XML, "http://www.w3.org/1999/xlink", "http://www.w3.org/2000/xmlns/"}
_MOST = 256  # prefixes: more is no drawing


def scope_of(around: Scope, attributes: list[str]) -> Scope:
    """The prefixes in an element. Raises ValueError for too many."""
    if around and not any(name.startswith("xmlns") for name in attributes[::2]):
        return around
    own = {
        name.partition(":")[2]: value
        for name, value in zip(attributes[::2], attributes[1::2], strict=True)
        if name == "xmlns" or name.startswith("xmlns:")
    }
    scope = {"xml": _XML, **around, **own}
    if len(scope) > _MOST:
        raise ValueError("too many prefixes")
    return scope


def element_name(name: str, scope: Scope) -> tuple[str, str]:
    """Its namespace and its name in that; a prefix that nothing explains is a foreign one."""
    prefix, _, local = name.rpartition(":")
    return scope.get(prefix, prefix and "?"), local


def is_own(space: str) -> bool:
    """Whether a namespace is one that a drawing is made of."""
    return space in _OWN
