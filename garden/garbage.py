"""How a program that makes many values and ends looks for those that nothing refers to any more."""

from __future__ import annotations

import gc

_YOUNG = 50_000  # objects
_NEVER = 1_000_000


def look_among_young() -> None:
    """From now on look for cycles among what was made last, and never among all there is.

    A garden is full of values that stay: looking through them takes a fifth of a build. A page
    leaves cycles behind, of Jinja2's, that would hold all that it was drawn from.
    """
    gc.set_threshold(_YOUNG, _NEVER)
