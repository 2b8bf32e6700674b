"""No word of a note is missing from its page: what was written, compared with what is shown.

What was written is found by a few patterns that know what is no text, and nothing of garden's own
parser. By hand, for any vault: `python -m tests.words VAULT`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from garden.answers import Answers
from garden.config import Config
from garden.disk import Disk
from garden.drawing import page_of, site_files
from garden.grown import read_garden
from garden.model import Page
from garden.paths import out_path
from garden.reading import Request
from garden.themes import read_theme

CUT = "\0"  # where something stands that a page may show otherwise, or not at all
ELEMENTS = (
    "a abbr audio b blockquote br caption center code col dd del details div dl dt em figcaption"
    " figure h[1-6] hr i iframe img input ins kbd li mark ol p pre q s script section small source"
    " span strong style sub summary sup svg table tbody td tfoot th thead tr u ul video"
).replace(" ", "|")
FENCE = re.compile(r"^[ \t>*+0-9.)-]*(`{3,}|~{3,})[^\n]*\n(.*?)^[ \t>]*\1[`~]*[ \t]*$", re.M | re.S)
SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
PATTERNS = (
    # what is not shown as it is written → what stands for it
    (r"<!--.*?(?:-->|\Z)|(?<!%)%%(?!%).*?(?:(?<!%)%%(?!%)|\Z)", CUT),  # comments
    (r"(?m)(?:^|(?<=\s))\^[A-Za-z0-9-]+[ \t]*$", ""),  # block ids
    (r"(?m)^[ \t>]*\[\^[^\]\s]+\]:", CUT),  # footnotes
    (r"(?m)^[ \t>]*\[!?[^\]\n]*\]:.*$", CUT),  # where references lead
    (r"(?m)^[ \t>]*\[![^\]\n]*\][+-]?", CUT),  # the kind of a callout
    (r"(?m)^[ \t>*+-]*(?:\d+[.)][ \t]+)?(?:\[.\][ \t])?", CUT),  # of a list
    (r"\[\^[^\]\s]*\]", CUT),  # what leads to them
    (r"!\[\[[^\]\n]*\]\]|!\[[^\]\n]*\]\([^)\n]*\)", CUT),  # embeds and pictures
    (r"\[\[[^\]\n|]*\|([^\]\n]*)\]\]", r"\1"),  # wikilinks with a label
    (r"\[\[(?:[^\]\n]*[/#])?([^\]\n]*)\]\]", rf"{CUT}\1{CUT}"),  # and without
    (r"\^\[([^\[\]\n]*)\]", rf"{CUT}\1{CUT}"),  # footnotes in the line
    (r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:[ \t]+\"[^\"\n]*\")?\)", "]"),  # addresses of links
    (r"\]\[[^\]\n]*\]", "]"),
    (rf"(?i)</?(?:{ELEMENTS})(?:[\s/][^<>]*)?>", ""),
    (r"\$\$?", CUT),  # around mathematics
)


def pieces(source: str) -> Iterator[str]:
    """The runs of letters and digits in a note that its page must show without a gap."""
    text = source.replace("\r\n", "\n").removeprefix("\ufeff")
    text = re.sub(r"\A---[ \t]*\n(?:.*?\n)?---[ \t]*(?:\n|\Z)", "", text, flags=re.DOTALL)
    text = SPAN.sub(_code, FENCE.sub(_code, text))
    for pattern, instead in PATTERNS:
        text = re.sub(pattern, instead, text, flags=re.DOTALL if ".*?" in pattern else 0)
    for piece in re.split(f"[\n{CUT}]", unescape(text)):
        if squashed := _squashed(piece):
            yield squashed


def _code(found: re.Match[str]) -> str:
    """Of code only its letters, line by line: nothing in it is a mark."""
    return "\n".join(map(_squashed, found[2].split("\n")))


def missing(source: str, page: str) -> list[str]:
    """What a note says and its page does not show."""
    shown = _squashed(_shown(page))
    return [piece for piece in pieces(source) if piece not in shown]


def _shown(page: str) -> str:
    article = LexborHTMLParser(page).css_first("article")
    assert article is not None, "the page of a note has an article"
    return article.text(separator="")


def _squashed(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def missing_in(vault: Path, config: Config = Config()) -> Iterator[tuple[str, str]]:  # noqa: B008
    """Every published note of a vault with what its page does not show of it."""
    request, disk = Request(vault, None, config), Disk()
    grown, theme = read_garden(request, disk), read_theme(request, disk)
    files, _ = site_files(grown.garden, theme)
    answers = Answers(grown.garden)
    for path in grown.garden.notes:
        page = files[out_path(grown.garden.urls[path])]
        assert isinstance(page, Page)
        html, _ = page_of(page, grown, theme, answers)
        source = grown.real[path].read_text(encoding="utf-8", errors="replace")
        yield from ((path, piece) for piece in missing(source, html.decode()))


if __name__ == "__main__":
    found = list(missing_in(Path(sys.argv[1]).resolve()))
    sys.exit("\n".join(f"{path}: {piece}" for path, piece in found) or None)
