"""The HTML of a block of code."""

from __future__ import annotations

from markdown_it.common.utils import escapeHtml

from garden.text.fence import Code
from garden.text.findings import Findings


def draw_code(code: Code, findings: Findings) -> str:
    """A block as code in its language."""
    language = code.info.language
    css = f' class="language-{escapeHtml(language)}"' if language else ""
    return f"<pre><code{css}>{escapeHtml(code.text)}</code></pre>\n"
