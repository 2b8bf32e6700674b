"""The attachments that published notes reach."""

from __future__ import annotations

from collections.abc import Iterator

from garden.model import Copy, Garden
from garden.paths import is_note


def assets(garden: Garden) -> Iterator[Copy]:
    for path, url in garden.urls.items():
        if not is_note(path):
            yield Copy(url, path)
