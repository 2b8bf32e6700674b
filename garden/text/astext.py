"""What is too large or nested too deeply to be read, as text: without all that no page would show.

Nothing else of it is understood, so what may have been meant to be hidden is, be it in code.
"""

from __future__ import annotations

import re
from html import unescape

from markupsafe import escape

from garden.text.hidden import ELEMENT, attributes, said
from garden.text.html import is_known
from garden.text.nested import without_asking
from garden.text.remarks import bared
from garden.text.targets import is_web_address
from garden.text.tex import is_sum, uncommented
from garden.text.visible import visible, without_targets

_DECLARED = re.compile(r"<(?:\?|![A-Za-z]|!\[CDATA\[)[^<>]*(?:>|(?=<)|\Z)")
_DIAGRAM = re.compile(
    r"^(?P<open>[^\n`~]*(?P<marks>`{3,}|~{3,})[ \t{.]*mermaid\b[^\n]*\n)(?P<source>.*?)"
    r"(?=^[ \t>]*(?P=marks)|\Z)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_MARKS = re.compile(r"([ \t>]*)(.*)")
_FORMULA = re.compile(
    r"\$\$(?:(?!\$\$).)+\$\$"
    r"|\$(?=\S)(?:[^$\n]|\n(?!\n))*?(?:[^$\s]|\n[ \t>]*)\$(?!\d)",
    re.DOTALL,
)
_CODE_TAG = re.compile(r"(`+)[^`\n]*?\1")
_SHOWN = ("href", "src", "title", "alt")


def as_text(text: str, *, plugin_source: bool) -> str:
    """What of a text may be shown."""
    text = visible(text)
    if not plugin_source:
        text = without_asking(text)
    if "$" in text:
        text = _FORMULA.sub(_without_remarks, text)
    if "mermaid" in text.lower():
        text = _DIAGRAM.sub(lambda found: found["open"] + _bared(found["source"]), text)
    return without_targets(_without_unseen(text) if "<" in text else text)


def _without_remarks(formula: re.Match[str]) -> str:
    if is_sum(formula.string, formula.start(), formula.end() - 1):
        return formula[0]
    return uncommented(formula[0])


def _bared(source: str) -> str:
    """A diagram, whose lines may stand behind the marks of quotes."""
    marked = [_MARKS.match(line) for line in source.split("\n")]
    told = bared("\n".join(found[2] for found in marked if found)).split("\n")
    return "\n".join(found[1] + line for found, line in zip(marked, told, strict=True) if found)


def _without_unseen(text: str) -> str:
    """Without elements that show nothing; of a tag, what a reader may see stays."""
    text = _CODE_TAG.sub(_set_apart, text)
    return ELEMENT.sub(_bare, said(_DECLARED.sub("", text)))


def _set_apart(found: re.Match[str]) -> str:
    """Tags in code hide nothing of what follows them."""
    return found[0].replace("<", "\u2039").replace(">", "\u203a") if "<" in found[0] else found[0]


def _bare(tag: re.Match[str]) -> str:
    name = tag[2]
    if tag[1] or not is_known(name.lower()) or not tag[3].strip(" /"):
        return tag[0]
    told = ((key, unescape(value)) for key, value in attributes(tag[3]) if key in _SHOWN)
    kept = (f' {key}="{escape(v)}"' for key, v in told if key == "alt" or is_web_address(v))
    return f"<{name}{''.join(kept)}>"
