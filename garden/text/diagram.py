"""A fence of Mermaid: its source, which a script of the theme draws, and links to notes (S12, S13).

Without the script the page shows the source and, below it, the notes that the nodes lead to.
"""

from __future__ import annotations

from dataclasses import replace

from markdown_it.common.utils import escapeHtml

from garden.model import Link, Span
from garden.paths import nfc
from garden.text.fence import Code
from garden.text.findings import Findings
from garden.text.mermaid import LinkedNode, linked_nodes
from garden.text.remarks import bared
from garden.text.targets import clean_anchor


def draw_diagram(code: Code, findings: Findings) -> str:
    code = replace(code, text=bared(code.text))
    if not code.text.strip():
        return ""
    findings.needs.add("diagram")
    links = "".join(_link(node, code, findings) for node in linked_nodes(code.text))
    listed = f'<ul class="diagram-links">\n{links}</ul>\n' if links else ""
    source = f'<pre class="mermaid">{escapeHtml(code.text)}</pre>\n'
    figure = f'<figure class="diagram" aria-label="Diagram">\n{source}{listed}</figure>\n'
    return findings.keep(figure, "")


def _link(node: LinkedNode, code: Code, findings: Findings) -> str:
    """A link to the note that a node is called after, at the line that makes the node one."""
    target, _, anchor = nfc(node.text).partition("#")
    link = Link(target.strip(), clean_anchor(anchor), (escapeHtml(node.text),), "diagram")
    return f"<li>{findings.hole(link, Span(code.span.line + 1 + node.line))}</li>\n"
