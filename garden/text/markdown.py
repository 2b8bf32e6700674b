"""The Markdown engine: CommonMark by markdown-it-py, and an ordered tuple of our syntaxes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt

from garden.text.dispatch import dispatch
from garden.text.findings import ParseOptions
from garden.text.syntax.autolink import autolink
from garden.text.syntax.blockid import blockid
from garden.text.syntax.callout import callout
from garden.text.syntax.comment import comment
from garden.text.syntax.depth import depth
from garden.text.syntax.embed import embed
from garden.text.syntax.heading import heading
from garden.text.syntax.highlight import highlight
from garden.text.syntax.inline import inline
from garden.text.syntax.listend import listend
from garden.text.syntax.math import math
from garden.text.syntax.mdlink import mdlink
from garden.text.syntax.rawhtml import rawhtml
from garden.text.syntax.setext import setext
from garden.text.syntax.strikethrough import strikethrough
from garden.text.syntax.table import table
from garden.text.syntax.tag import tag
from garden.text.syntax.task import task
from garden.text.syntax.wikilink import wikilink
from garden.text.targets import is_harmless

Syntax = Callable[[MarkdownIt], None]


SYNTAXES: tuple[Syntax, ...] = (
    depth,
    table,
    strikethrough,
    inline,
    comment,
    listend,
    blockid,
    callout,
    setext,
    task,
    math,
    tag,
    highlight,
    autolink,
    wikilink,
    mdlink,
    embed,
    heading,
    rawhtml,
)


class Engine(MarkdownIt):
    """markdown-it with our rule of which addresses may stand in a page (row M10)."""

    def validateLink(self, url: str) -> bool:
        return is_harmless(url)


def engine(options: ParseOptions, syntaxes: tuple[Syntax, ...] = SYNTAXES) -> Engine:
    """CommonMark with `syntaxes` added in their order."""
    md = Engine("commonmark", {"breaks": not options.strict_line_breaks, "xhtmlOut": False})
    for syntax in syntaxes:
        syntax(md)
    dispatch(md)
    return md


@cache
def full_engine(options: ParseOptions) -> Engine:
    """The engine with all our syntaxes, made once."""
    return engine(options)
