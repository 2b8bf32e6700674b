"""Bytes behind a hash of their own, so that what was spoilt where they are kept is seen (OUT5)."""

from __future__ import annotations

from hashlib import blake2b

_LENGTH = 16  # bytes


def sealed(data: bytes, key: bytes = b"") -> bytes:
    """The bytes as they are kept; `key`, of up to 64 bytes, is what they are kept under."""
    return _seal(data, key) + data


def opened(kept: bytes, key: bytes = b"") -> bytes | None:
    """The bytes that were sealed, if these are they. Raises TypeError for what is not bytes."""
    data = kept[_LENGTH:]
    return data if _seal(data, key) == kept[:_LENGTH] else None


def _seal(data: bytes, key: bytes) -> bytes:
    return blake2b(data, key=key, digest_size=_LENGTH).digest()
