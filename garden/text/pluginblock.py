"""Blocks that a plugin of Obsidian runs (rows E14, E15): shown as written, and said so.

Nothing of them is lost. One kind of block is one warning, however often it stands in the garden.
"""

from __future__ import annotations

from markdown_it.common.utils import escapeHtml

from garden.text.codeblock import draw_labelled
from garden.text.fence import Code
from garden.text.findings import Findings

_OF_PLUGINS = (
    "abc activity-history adf breadcrumbs button cardlink chart charts chess contributiongraph"
    " countdown dataview dataviewjs datacorejs datacorejsx datacorets datacoretsx embed excalidraw"
    " gallery gevent itinerary kanban leaflet mapview markmap meta-bind meta-bind-button"
    " meta-bind-embed meta-bind-js-view plantuml query-control sheet simple-embed smart-connections"
    " tasks tikz timeline toc tracker vizdown wavedrom zoommap"
)
_OF_OBSIDIAN = ("base", "query")
PLUGIN_BLOCKS = (*_OF_OBSIDIAN, *_OF_PLUGINS.split())


def draw_plugin_block(code: Code, findings: Findings) -> str:
    kind = code.info.language.lower()
    is_own = kind in _OF_OBSIDIAN
    runs = "garden does not run it yet" if is_own else "it runs in Obsidian only"
    message = f'a block of "{kind}" is shown as it was written; {runs}'
    hint = 'write out what it shows, or silence this with plugin-block = "ignore" under [check]'
    findings.flaw("plugin-block", message, hint, code.span)
    label = f"<code>{escapeHtml(kind)}</code>: shown as it was written; {runs}"
    return draw_labelled(code, findings, label)
