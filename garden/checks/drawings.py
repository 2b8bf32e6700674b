"""Drawings without a picture that a page could show."""

from __future__ import annotations

from collections.abc import Iterator

from garden.drawings import exports
from garden.model import Garden, Note, Problem
from garden.rules import problem

_HINT = (
    'switch on "Auto-export SVG" in the settings of Excalidraw, or write excalidraw-autoexport: '
    "svg into the drawing's front matter, and save it once"
)


def drawings(garden: Garden, note: Note) -> Iterator[Problem]:
    """It is told of the drawing, not of each note that shows it."""
    if note.doc.is_drawing and not any(exports(garden.names, note.path)):
        message = "no exported picture lies beside this drawing: only its name is shown"
        yield problem("drawing-export", note.path, message, _HINT)
