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
from garden.text.remarks import bared, shown_by_mermaid
from garden.text.targets import clean_anchor

_SHOWN = "%% in a line of a diagram hides the rest of it, which Mermaid would show"
_HINT = "put a comment on a line of its own, or the words into quotes to show them"


def draw_diagram(code: Code, findings: Findings) -> str:
    for line in shown_by_mermaid(code.text):
        findings.flaw("comment-unclosed", _SHOWN, _HINT, Span(code.span.line + 1 + line))
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
