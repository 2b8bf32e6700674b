"""The files of the static folder, copied to the top of the site."""

from __future__ import annotations

from collections.abc import Iterator

from garden.model import Copy, Garden
from garden.paths import out_path


def static(garden: Garden) -> Iterator[Copy]:
    for url, path in garden.static.items():
        yield Copy(out_path(url), path, root="static")
