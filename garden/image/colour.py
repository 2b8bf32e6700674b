"""Colour profiles: each says how long it is, and what stands behind that is none of it."""

from __future__ import annotations

import zlib

_HEAD = 128  # bytes: what says less is no profile
_MOST = 1 << 24  # bytes of one that is packed


def profile(data: bytes) -> bytes:
    """A profile up to where it ends by its own words."""
    size = int.from_bytes(data[:4], "big")
    return data[:size] if _HEAD <= size < len(data) else data


def packed_profile(data: bytes) -> bytes:
    """The same of one in zlib, alone. Raises ValueError for what cannot be unpacked."""
    packer = zlib.decompressobj()
    try:
        found = packer.decompress(data, _MOST)
    except zlib.error as error:
        raise ValueError("a colour profile that cannot be unpacked") from error
    if not packer.eof:
        raise ValueError("a colour profile without an end")
    left = profile(found)
    return data[: len(data) - len(packer.unused_data)] if left == found else zlib.compress(left)
