"""Hashes of values, over a form that is the same in every process and on every machine."""

from __future__ import annotations

from hashlib import blake2b

from msgspec.msgpack import Encoder

_encode = Encoder(order="deterministic").encode


def digest_of(value: object) -> int:
    """64 bits of a hash of a value made of frozen dataclasses, tuples, texts and numbers."""
    return int.from_bytes(blake2b(_encode(value), digest_size=8).digest(), "big")
