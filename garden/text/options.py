"""What the text of a note is read by, besides itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """All of the configuration that the text of a note is read by: part of the cache's key."""

    strict_line_breaks: bool = False
    html: Literal["sanitize", "trust", "escape"] = "sanitize"
    shared: bool = False
    singular_tag: bool = False
    math: bool = True
    plugin_source: bool = False
    metadata: Literal["strip", "keep"] = "strip"  # of pictures that a note holds itself
    torn_lists: bool = True
