"""Raw HTML in notes: what may stay, what is made safe, where an element is left open.

A note may lay itself out, and show media. It may run nothing, load nothing unseen, and leave no
element of its own in the page's furniture. The sanitiser is nh3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, partial
from html import unescape

import nh3

from garden.model import Link
from garden.text.findings import Findings
from garden.text.hidden import NEVER_SHOWN, VOID
from garden.text.localaddress import is_local, note_in, without_local
from garden.text.mathml import as_tex
from garden.text.srcset import srcset
from garden.text.targets import is_external, is_harmless, split_address

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
_FRAME = re.compile(r"(<iframe\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>).*?</iframe>", re.DOTALL)
_ID = re.compile(r"\sid=[\"']?([^\"'\s>]+)", re.IGNORECASE)
_FURNITURE = "g-"  # how the ids of what is around the text begin
_HOLE = re.compile("\ufdd0[0-9]+\ufdd1")
_MARK = re.compile("[\ufdd0-\ufdd3]")  # of a hole, or of HTML that was put aside
# In a style: what names other files, or may hide such a name behind a backslash
_LOADS = re.compile(r"url|src\(|image|\\|@|expression", re.IGNORECASE)
_MEDIA_TAG = re.compile(
    r"</?(?:img|input|iframe|audio|video|source|track|picture)\b"
    r"(?:[^>\"']|alt=\"([^\"]*)\"|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_PRE = re.compile(r"<pre\b[^<>]*>(?=\n\n)", re.IGNORECASE)
_DECLARED = re.compile(r"<(\?|!\[CDATA\[|![A-Za-z]+)")  # `<?php`, `<!DOCTYPE`
_TAG_START = re.compile(r"<(?=/?([A-Za-z][\w.:-]*))")


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
_IN_LINE = names(f"{_INLINE} audio video picture button label select object font big")
_MEDIA = "audio iframe img picture source track video"
_NARROW = names(f"{_INLINE} {_BLOCK} img input")
_WIDE = _NARROW | names(_MEDIA)
# What HTML knows but no note may use: nh3 takes these out; anything else is text in brackets.
_FORBIDDEN = (
    "applet base body button canvas datalist dialog embed fieldset font form frame frameset head"
    " html label legend link map area math menu meta meter noscript object optgroup option output"
    " param progress script search select slot style svg template textarea title big acronym dir"
)
_KNOWN = _WIDE | names(_FORBIDDEN) | NEVER_SHOWN
_WITH_END = _KNOWN - VOID
_SPANNING = _WITH_END - END_OPTIONAL - names(_INLINE)

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
ADDRESSES = frozenset(("href", "src", "poster", "srcset"))
_SCHEMES = {"http", "https", "mailto", "tel", "obsidian", "file", "app", "data", "zotero"}


def with_unknown_as_text(html: str) -> str:
    """`<T>` in `Functions<T>` is no element: it is shown as it was written (row X07)."""
    return _TAG_START.sub(lambda m: "<" if m[1].lower() in _KNOWN else "&lt;", html)


def is_known(name: str) -> bool:
    """Whether HTML knows an element; else its tags are text."""
    return name in _KNOWN


def is_allowed(name: str) -> bool:
    """Whether a note may use an element."""
    return name in _WIDE


def is_block(name: str) -> bool:
    """Whether an element is none that stands in a line."""
    return name not in _IN_LINE


def ids_in(html: str) -> list[str]:
    """The ids that elements of raw HTML carry."""
    found = (name for _, _, rest in _TAG.findall(html) for name in _ID.findall(rest))
    return [name for name in found if not name.startswith(_FURNITURE)]


def forbidden_in(html: str) -> Iterator[str]:
    """The elements in raw HTML that the sanitiser takes out, and what it reads as comments."""
    yield from (name for _, name, _ in _TAG.findall(html) if name.lower() in _KNOWN - _WIDE)
    yield from _DECLARED.findall(html)


def track_open(html: Iterable[str], stack: list[str]) -> None:
    """Bring `stack`, the elements that are open, to the end of some raw HTML.

    Inline elements end with their block, as a browser would have it.
    """
    for text in html:
        _track(text, stack, _SPANNING)


def track_inline(html: str, stack: list[str]) -> None:
    """The same inside one block, where inline elements count too."""
    _track(html, stack, _WITH_END)


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
        tags=set(_NARROW if findings.options.shared else _WIDE).difference(without),
        clean_content_tags=set(NEVER_SHOWN),
        attributes=_attributes(shared=findings.options.shared),
        link_rel=None,
        generic_attribute_prefixes={"data-"},
        url_schemes=_SCHEMES,
    )
    html = _PRE.sub(r"\g<0>\n\n", html)  # of its first line breaks, each reading takes one away
    # Twice: browsers may read what is left otherwise, without the <form> around an <li>, say.
    safe = cleaned(cleaned(html, attribute_filter=_attribute_filter(findings, without)))
    return _FRAME.sub(r"\1</iframe>", safe) if "<iframe" in safe else safe


@cache
def _attributes(*, shared: bool) -> dict[str, set[str]]:
    anywhere = _ANYWHERE if shared else {*_ANYWHERE, "style"}
    return {"*": anywhere, **_ATTRIBUTES}


def _may_stay(attribute: str, value: str) -> bool:
    """Whether an attribute that is no address is harmless."""
    if _MARK.search(value):  # what will stand there has quotes, and would end the attribute
        return False
    if attribute.startswith("data-"):
        return without_local(value) == value
    match attribute:
        case "style":
            return not _LOADS.search(value)
        case "tabindex":
            return value == "0"  # no note may reorder what keys reach
        case "id":
            return not value.startswith(_FURNITURE)
        case _:
            return True


def _attribute_filter(
    findings: Findings, without: Collection[str]
) -> Callable[[str, str, str], str | None]:
    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if attribute in without:
            return None
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
    if not is_harmless(value, shared=findings.options.shared):
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
