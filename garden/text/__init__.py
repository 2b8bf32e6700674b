"""One note at a time: bytes in, `Parsed` out. Nothing here knows another file."""
