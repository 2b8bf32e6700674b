"""What may be shown of text that is not read as Markdown: all but comments and targets of links."""

from __future__ import annotations

import re

from garden.text.localaddress import is_local, without_local
from garden.text.targets import is_external, last_segment, split_wikilink

_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_WIKILINK = re.compile(r"!?\[\[((?:(?!\[\[|\]\]|\n).)+)\]\]")
_DESTINATION = re.compile(
    r"\]\([ \t]*(<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*){0,20})"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
)
_DEFINITION = re.compile(
    r"^((?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*\[[^\[\]\n]+\]:)[ \t]*(\S+).*$", re.MULTILINE
)
_ADDRESS = re.compile(
    r"(\s(?:href|src|srcset|poster|data)\s*=\s*)(\"[^\"\n]*\"|'[^'\n]*'|[^\s>\"']+)", re.IGNORECASE
)
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def uncommented(text: str) -> str:
    """`text` without `%%comments%%` that have an end: a title, an address, an HTML element."""
    return _COMMENT.sub("", text) if "%%" in text else text


def without_comments(html: str) -> str:
    """`html` without HTML comments; one without an end hides the rest, as in a browser."""
    return _HTML_COMMENT.sub("", html) if "<!--" in html else html


def visible(text: str) -> str:
    """`text` without any comment, also where it might be code (PRV21)."""
    return without_comments("".join(text.split("%%")[::2]))


def without_targets(text: str) -> str:
    """`text` in which links inside the garden are their labels: a path may name what is private.

    A link without one is the last segment of its path, an embed without one is nothing.
    """
    if "[[" in text:
        text = _WIKILINK.sub(_label_of, text)
    if "](" in text:
        text = _DESTINATION.sub(lambda found: found[0] if _is_web(found[1]) else "]", text)
    if "]:" in text:
        text = _DEFINITION.sub(lambda found: found[0] if _is_web(found[2]) else found[1], text)
    if "<" in text:
        text = _ADDRESS.sub(lambda f: f[0] if _is_web(f[2].strip("\"'")) else f'{f[1]}""', text)
    return without_local(text)


def _label_of(found: re.Match[str]) -> str:
    target, anchor, label = split_wikilink(found[1])
    if label or not found[0].startswith("!"):
        return label or last_segment(target, anchor)
    return ""


def _is_web(address: str) -> bool:
    address = address.strip("<>")
    return is_external(address) and not is_local(address)
