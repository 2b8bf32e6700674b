"""The addresses of all notes as one file: the button for a random note takes one of them, and the

page for what is not there looks for those that are like the one asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from garden.model import Garden, Page
from garden.paths import DATA, encoded
from garden.view import View

ADDRESSES = f"{DATA}/urls.json"


def addresses(garden: Garden) -> Iterator[Page]:
    if garden.notes:
        yield Page(ADDRESSES, _draw)


def _draw(view: View) -> str:
    """They count from the root of the site."""
    found = [encoded(url) for url in view.ask("addresses")]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"
