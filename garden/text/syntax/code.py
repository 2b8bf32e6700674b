"""Blocks of code, fenced or indented (rows S14, S21): drawn by what their language asks for."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from garden.text.codeblock import draw_code
from garden.text.diagram import draw_diagram
from garden.text.fence import Code, Fence, info_of
from garden.text.findings import findings_of
from garden.text.pluginblock import PLUGIN_BLOCKS, draw_plugin_block

# The languages that are more than code, in small letters, and what draws them
FENCES: Mapping[str, Fence] = {
    "mermaid": draw_diagram,
    **dict.fromkeys(PLUGIN_BLOCKS, draw_plugin_block),
}


def code(md: MarkdownIt) -> None:
    md.add_render_rule("fence", _render)
    md.add_render_rule("code_block", _render)


def _render(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    token, findings = tokens[index], findings_of(env)
    info = info_of(unescapeAll(token.info).strip())
    span = findings.line_span(token.map[0] if token.map else 0)
    return _drawing(info.language.lower())(Code(token.content, info, span), findings)


def _drawing(language: str) -> Fence:
    if language.startswith("ad-"):  # of the plugin for admonitions, where each has a name
        return draw_plugin_block
    return FENCES.get(language, draw_code)
