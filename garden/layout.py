"""Where each note of a map stands: a force layout with numpy, the same in every build.

Linked notes draw each other near, all notes push each other away, and all are drawn a little to
the middle. To add up the push of ten thousand notes on each other, their weights are spread over
a grid, and the force of each cell on each other is one convolution, done by Fourier transforms.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, log2, pi, sin, sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Numbers = NDArray[float64]

Places = list[tuple[int, int]]

_STEPS = 120
_LENGTH = 30.0  # of a link, in units of the map
_SPACE = 10.0  # the radius that a note takes at the start
_PUSH, _PULL, _DRAG = 30.0, 0.1, 0.6
_CELLS = (8, 128)  # of the grid, on each side: at least, and at most


def started(seeds: Sequence[int]) -> Places:
    """Places all over a disc, each given by the hash of a note's path alone."""
    whole = _SPACE * sqrt(len(seeds))
    return [_on_disc(whole, seed) for seed in seeds]


def _on_disc(whole: float, seed: int) -> tuple[int, int]:
    angle, radius = 2 * pi * (seed & 0xFFFF) / 0x10000, whole * sqrt((seed >> 16) / 0x10000)
    return round(radius * cos(angle)), round(radius * sin(angle))


def placed(seeds: Sequence[int], links: Sequence[Sequence[int]]) -> Places | None:
    """The places of all notes, in whole units; None where numpy is not installed.

    `links` are of each note the indexes of later ones that it is linked with.
    """
    try:
        import numpy as np  # an extra, and slow to import
    except ImportError:
        return None
    starts = np.array(started(seeds), dtype=float).reshape(-1, 2)
    pairs = [(i, j) for i, others in enumerate(links) for j in others]
    if not pairs:
        return started(seeds)
    ends = np.array(pairs, dtype=int)
    places = np.rint(_settled(starts, ends[:, 0], ends[:, 1])).astype(int)
    return [(x, y) for x, y in places.tolist()]


def _settled(places: Numbers, sources: Any, targets: Any) -> Numbers:
    """The places after all steps, of which each moves the notes less than the one before."""
    import numpy as np

    count = len(places)
    degrees = np.bincount(sources, minlength=count) + np.bincount(targets, minlength=count)
    # A note with many links is held by each of them the less, and is moved by them the less.
    strength = 1.0 / np.minimum(degrees[sources], degrees[targets])
    share = degrees[sources] / (degrees[sources] + degrees[targets])
    speed, heat = np.zeros_like(places), 1.0
    field = _Field.of(count)
    for _ in range(_STEPS):
        heat *= 0.001 ** (1 / _STEPS)
        way = (places + speed)[targets] - (places + speed)[sources]
        length = np.sqrt((way**2).sum(axis=1)) + 1e-6
        force = ((length - _LENGTH) / length * heat * strength)[:, None] * way
        for axis in (0, 1):
            speed[:, axis] += np.bincount(sources, force[:, axis] * (1 - share), count)
            speed[:, axis] -= np.bincount(targets, force[:, axis] * share, count)
        speed += _PUSH * heat * field.pushes(places + speed) - _PULL * heat * places
        speed *= _DRAG
        places = places + speed
    centred: Numbers = places - places.mean(axis=0)
    return centred


class _Field:
    """How all notes push each one, by 1/distance: on a grid, in which a note is spread over four

    cells. The transforms are twice as large as the grid, so that its edges do not meet.
    """

    def __init__(self, cells: int) -> None:
        import numpy as np

        self._cells, self._whole = cells, (2 * cells, 2 * cells)
        steps = np.r_[0:cells, -cells:0].astype(float)
        x, y = np.meshgrid(steps, steps, indexing="ij")
        near = x * x + y * y + 0.5
        self._waves = [np.fft.rfft2(distance / near, self._whole) for distance in (x, y)]

    @classmethod
    def of(cls, count: int) -> _Field:
        """Some four cells for each note."""
        least, most = _CELLS
        return cls(min(most, max(least, 1 << ceil(log2(2 * sqrt(count))))))

    def pushes(self, places: Numbers) -> Numbers:
        import numpy as np

        cells = self._cells
        low = places.min(axis=0) - 1
        cell = float((places.max(axis=0) - low).max() + 1) / (cells - 2)
        inside = (places - low) / cell
        corner = inside.astype(int)
        across, down = (inside - corner).T
        index = corner[:, 0] * cells + corner[:, 1]
        spread = (
            (0, (1 - across) * (1 - down)),
            (cells, across * (1 - down)),
            (1, (1 - across) * down),
            (cells + 1, across * down),
        )
        weights = sum(np.bincount(index + shift, part, cells * cells) for shift, part in spread)
        waves = np.fft.rfft2(np.reshape(weights, (cells, cells)), self._whole)
        pushes = np.empty_like(places)
        for axis, kernel in enumerate(self._waves):
            field = np.fft.irfft2(waves * kernel, self._whole)[:cells, :cells].ravel() / cell
            pushes[:, axis] = sum(field[index + shift] * part for shift, part in spread)
        return pushes
