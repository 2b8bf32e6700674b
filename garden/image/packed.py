"""The pixels of a PNG as zlib has packed them: where they end, and that no more are there."""

from __future__ import annotations

import zlib
from itertools import starmap

_STEP = 1 << 18  # bytes
_MOST = 1 << 28  # of pixels that are packed anew
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by the colour type
_PASSES = (  # of Adam7: where each begins, and how far it goes on
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)


def size_of(width: int, height: int, head: bytes) -> int:
    """How many bytes a picture unpacks to, by the bits, colours and order that the head names."""
    bits = head[8] * _CHANNELS.get(head[9], 4)

    def rows(x: int, y: int, right: int, down: int) -> int:
        wide, high = -(-(width - x) // right), -(-(height - y) // down)
        return max(high, 0) * (1 + -(-wide * bits // 8)) if wide > 0 else 0

    return sum(starmap(rows, _PASSES)) if head[12] else rows(0, 0, 1, 1)


def alone(stream: bytes, size: int) -> bytes:
    """Pixels without what stands behind them, in the stream or behind its end.

    What cannot be unpacked, or ends too soon, stays as it is. Raises ValueError where too much is
    there to be packed anew.
    """
    packer, count = zlib.decompressobj(), 0
    try:
        for at in range(0, len(stream), _STEP):
            part = stream[at : at + _STEP]
            end = at + len(part)
            while part and not packer.eof:
                count += len(packer.decompress(part, _STEP))
                if count > size:
                    return _packed_anew(stream, size)
                part = packer.unconsumed_tail
            if packer.eof:
                return stream[: end - len(packer.unused_data)]
    except zlib.error:
        pass
    return stream


def _packed_anew(stream: bytes, size: int) -> bytes:
    if size > _MOST:
        raise ValueError("too many pixels")
    return zlib.compress(zlib.decompressobj().decompress(stream, size))
