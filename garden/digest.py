"""Hashes of values, over a form that is the same in every process and on every machine."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from msgspec.msgpack import Encoder
from pydantic import BaseModel


def _plain(value: Any) -> Any:
    """A part of the configuration as what it holds."""
    if isinstance(value, BaseModel):
        return value.model_dump()
    raise TypeError(f"no digest of {type(value).__name__}")


_encode = Encoder(enc_hook=_plain).encode


def digest_of(value: object) -> int:
    """64 bits of a hash of a value made of frozen dataclasses, tuples, texts and numbers."""
    try:
        data = _encode(value)
    except UnicodeEncodeError:  # a file's name that is no text
        data = repr(value).encode(errors="surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")
