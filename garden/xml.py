"""Text for XML, which cannot hold every character."""

from __future__ import annotations

import re

# Source: XML 1.0, 2.2 "Characters". No escape makes these legal.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal_xml(text: str) -> str:
    """`text` without the characters that no XML document may hold."""
    return _ILLEGAL.sub("", text)
