"""A picture without what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`orientation` is that of EXIF, 1 to 8; `clean` still says it where it is not 1.

    `located` is said of the picture as it was: whether it told where it was taken.
    """

    clean: bytes
    orientation: int = 1
    located: bool = False
    animated: bool = False
