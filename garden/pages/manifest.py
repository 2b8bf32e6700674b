"""The web manifest: what a site is called where a reader installs it, and its icons.

Source: https://www.w3.org/TR/appmanifest/.
"""

from __future__ import annotations

from collections.abc import Iterator

from garden.model import Garden, Page
from garden.paths import MANIFEST
from garden.view import View


def manifest(garden: Garden) -> Iterator[Page]:
    yield Page(MANIFEST, _draw)


def _draw(view: View) -> str:
    return view.render("manifest.webmanifest")
