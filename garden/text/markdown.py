"""The Markdown engine: CommonMark by markdown-it-py, and an ordered tuple of our syntaxes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from garden.text.decode import permitted
from garden.text.dispatch import dispatch
from garden.text.options import ParseOptions
from garden.text.syntax.admonition import admonition
from garden.text.syntax.autolink import autolink
from garden.text.syntax.blockid import blockid
from garden.text.syntax.blockquote import blockquote
from garden.text.syntax.board import board
from garden.text.syntax.callout import callout
from garden.text.syntax.caption import caption
from garden.text.syntax.code import code
from garden.text.syntax.comment import comment
from garden.text.syntax.depth import depth
from garden.text.syntax.embed import embed
from garden.text.syntax.flanking import flanking
from garden.text.syntax.footnote import footnote
from garden.text.syntax.heading import heading
from garden.text.syntax.highlight import highlight
from garden.text.syntax.inline import inline
from garden.text.syntax.listend import listend
from garden.text.syntax.math import RULES, math
from garden.text.syntax.mdlink import mdlink
from garden.text.syntax.rawhtml import rawhtml
from garden.text.syntax.setext import setext
from garden.text.syntax.strikethrough import strikethrough
from garden.text.syntax.table import table
from garden.text.syntax.tag import tag
from garden.text.syntax.task import task
from garden.text.syntax.torn import torn
from garden.text.syntax.underline import underline
from garden.text.syntax.wikilink import wikilink
from garden.text.targets import may_link, may_load

Syntax = Callable[[MarkdownIt], None]

# An address without a character to encode, of a host without an accent or of none
_NORMAL = re.compile(
    r"(?:https?://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,3}(?=[/?#]|$))?"
    r"(?!//)(?:[A-Za-z0-9/?&=+$,;_.!~*'()#@-]|%[0-9A-Fa-f]{2})*+"
)

SYNTAXES: tuple[Syntax, ...] = (
    depth,
    table,
    strikethrough,
    inline,
    board,
    flanking,
    comment,
    listend,
    blockquote,
    blockid,
    callout,
    admonition,
    underline,
    setext,
    torn,
    task,
    math,
    tag,
    highlight,
    autolink,
    wikilink,
    mdlink,
    embed,
    caption,
    footnote,
    heading,
    code,
    rawhtml,
)


class Renderer(RendererHTML):
    """markdown-it's renderer, which comes to the point where a tag has no attributes."""

    def renderToken(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        token = tokens[idx]
        if token.hidden and token.nesting > 0 and idx and tokens[idx - 1].hidden:
            return "\n"  # two paragraphs of a tight list, where a comment stood between them (S24)
        if token.attrs or token.hidden or not token.nesting:
            return super().renderToken(tokens, idx, options, env)
        if token.nesting < 0:
            return f"</{token.tag}>\n" if token.block else f"</{token.tag}>"
        if token.block and tokens[idx + 1].type != "inline":
            return super().renderToken(tokens, idx, options, env)
        after_hidden = token.block and idx > 0 and tokens[idx - 1].hidden
        return f"\n<{token.tag}>" if after_hidden else f"<{token.tag}>"


class Engine(MarkdownIt):
    """markdown-it with our rule of which addresses may stand in a page (row M10)."""

    def validateLink(self, url: str) -> bool:
        return may_link(url) or may_load(url)

    def normalizeLink(self, url: str) -> str:
        """As markdown-it has it, which takes most addresses apart to leave them as they are."""
        return url if _NORMAL.fullmatch(url) else super().normalizeLink(url)

    def normalizeLinkText(self, link: str) -> str:
        return permitted(super().normalizeLinkText(link))


def engine(options: ParseOptions, syntaxes: tuple[Syntax, ...] = SYNTAXES) -> Engine:
    """CommonMark with `syntaxes` added in their order."""
    settings = {"breaks": not options.strict_line_breaks, "xhtmlOut": False}
    md = Engine("commonmark", settings, renderer_cls=Renderer)
    for syntax in syntaxes:
        syntax(md)
    md.disable("normalize")  # `decoded` did
    if not options.math:
        md.disable(RULES)
    dispatch(md)
    return md


@cache
def full_engine(options: ParseOptions) -> Engine:
    """The engine with all our syntaxes, made once."""
    return engine(options)
