"""What may be shown of text that is not read as Markdown: all but its comments."""

from __future__ import annotations

from garden.text.html import without_comments


def visible(text: str) -> str:
    """`text` without `%%comments%%` and HTML comments, also where they might be code (PRV21)."""
    return without_comments("".join(text.split("%%")[::2]))
