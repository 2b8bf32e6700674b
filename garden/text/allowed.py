"""What HTML a note may use: elements, attributes, and styles that load nothing (row X03).

One author may say how things look, as in the app; where several write, the lists are short.
"""

from __future__ import annotations

import re
from functools import cache

from garden.text.hidden import NEVER_SHOWN, VOID


def names(text: str) -> frozenset[str]:
    """The names in a list that is written as one text: of what notes write, not garden."""
    return frozenset(text.split())


END_OPTIONAL = names("colgroup dd dt li option p rp rt tbody td tfoot th thead tr")
_INLINE = (
    "a abbr b bdi bdo br cite code data del dfn em i ins kbd mark q rp rt ruby s samp small span"
    " strike strong sub sup time tt u var wbr"
)
_BLOCK = (
    "address article aside blockquote caption center col colgroup dd details div dl dt figcaption"
    " figure footer h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table"
    " tbody td tfoot th thead tr ul"
)
_LOOKS = "big font meter progress"
IN_LINE = names(f"{_INLINE} {_LOOKS} audio video picture button label select object")
_MEDIA = "audio iframe img picture source track video"
NARROW = names(f"{_INLINE} {_BLOCK} img input")
LOOKS = names(_LOOKS)
WIDE = NARROW | names(_MEDIA) | LOOKS
# What HTML knows but no note may use: nh3 takes these out; anything else is text in brackets.
_FORBIDDEN = (
    "applet base body button canvas datalist dialog embed fieldset form frame frameset head"
    " html label legend link map area math menu meta noscript object optgroup option output"
    " param script search select slot style svg template textarea title acronym dir"
)
KNOWN = WIDE | names(_FORBIDDEN) | NEVER_SHOWN
WITH_END = KNOWN - VOID
SPANNING = WITH_END - END_OPTIONAL - names(f"{_INLINE} {_LOOKS}")

_ANYWHERE = {"hidden", "class", "id", "title", "lang", "dir", "role", "aria-label", "aria-hidden"}
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "audio": {"src", "controls", "loop", "muted", "preload"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "details": {"open"},
    "iframe": {"src", "width", "height", "allow", "allowfullscreen", "loading"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "input": {"type", "checked", "disabled"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "pre": {"tabindex"},
    "source": {"src", "srcset", "sizes", "type", "media"},
    "td": {"colspan", "rowspan", "headers", "align"},
    "th": {"colspan", "rowspan", "headers", "scope", "align"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "poster", "width", "height", "playsinline"}
    | {"controls", "loop", "muted", "preload"},
}
# What only says how something looks: where one author writes, as the app has it (X03)
_SIZED = {"width", "height"}
_CELL = {"align", "valign", "bgcolor", "nowrap", *_SIZED}
_LOOK: dict[str, set[str]] = {
    "a": {"name"},
    "col": {"align", "valign", "width"},
    "colgroup": {"align", "valign", "width"},
    "font": {"color", "size", "face"},
    "hr": {"align", "color", "size", "width", "noshade"},
    "iframe": {"align"},
    "img": {"align", "border", "hspace", "vspace"},
    "meter": {"value", "min", "max", "low", "high", "optimum"},
    "progress": {"value", "max"},
    "table": {"align", "bgcolor", "border", "cellpadding", "cellspacing", *_SIZED},
    "td": _CELL,
    "th": _CELL,
    "tr": {"align", "valign", "bgcolor"},
    "video": {"align"},
    **{name: {"align", "valign"} for name in ("tbody", "tfoot", "thead")},
    **{name: {"align"} for name in ("caption", "div", "h1", "h2", "h3", "h4", "h5", "h6", "p")},
}
ADDRESSES = frozenset(("href", "src", "poster", "srcset"))
# In a style: the functions that may stand in it, of which none names a file
_FUNCTION = re.compile(r"([^\s:;,(){}/*+\"'!]*)\(")
_FUNCTIONS = names(
    "abs acos asin atan atan2 blur brightness calc circle clamp color color-mix conic-gradient"
    " contrast cos counter counters cubic-bezier drop-shadow ellipse exp fit-content grayscale"
    " hsl hsla hue-rotate hwb hypot inset invert lab lch light-dark linear linear-gradient log"
    " matrix matrix3d max min minmax mod oklab oklch opacity perspective polygon pow"
    " radial-gradient rect rem repeat repeating-conic-gradient repeating-linear-gradient"
    " repeating-radial-gradient rgb rgba rotate rotate3d rotatex rotatey rotatez round saturate"
    " scale scale3d scalex scaley scalez sepia sign sin skew skewx skewy sqrt steps tan"
    " translate translate3d translatex translatey translatez var xywh"
)


@cache
def attributes_for(*, shared: bool) -> dict[str, set[str]]:
    if shared:
        return {"*": _ANYWHERE, **_ATTRIBUTES}
    looks = {tag: _LOOK.get(tag, set()) | _ATTRIBUTES.get(tag, set()) for tag in WIDE}
    return {"*": {*_ANYWHERE, "style"}, **looks}


def loads_nothing(style: str) -> bool:
    """Whether a style names no file; a backslash may hide a name, and an @ begins an import."""
    called = {name.lower() for name in _FUNCTION.findall(style)}
    return not ("\\" in style or "@" in style) and called <= {"", *_FUNCTIONS}
