"""Every process of a build that is told to loads this first: it differs from others, and is alone.

What a site must not depend on is changed, by `GARDEN_MEDDLING`, JSON; whoever asks for the network
is refused, and leaves a line in the file that it names.
"""

from __future__ import annotations

import json
import os
import platform
import random
import socket
import sys
import time
from pathlib import Path
from typing import Any

_REFUSED = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto")


def meddle(seed: int, umask: int, host: str, later: float, calls: str) -> None:
    rng = random.Random(seed)
    os.umask(umask)
    socket.gethostname = lambda: host
    platform.node = lambda: host
    now, scandir, listdir = time.time, os.scandir, os.listdir
    time.time = lambda: now() + later

    class Scan:
        """What `os.scandir` gives, in another order."""

        def __init__(self, *given: Any) -> None:
            with scandir(*given) as found:
                entries = list(found)
            self._entries = iter(rng.sample(entries, len(entries)))

        def __enter__(self) -> Scan:
            return self

        def __exit__(self, *given: object) -> None:
            self.close()

        def __iter__(self) -> Scan:
            return self

        def __next__(self) -> os.DirEntry[str]:
            return next(self._entries)

        def close(self) -> None:
            self._entries = iter(())

    def listed(*given: Any) -> list[str]:
        found = listdir(*given)
        return rng.sample(found, len(found))

    os.scandir = Scan  # type: ignore[assignment]
    os.listdir = listed  # type: ignore[assignment]
    refuse_network(calls)


def refuse_network(calls: str) -> None:
    """Processes of our own talk by sockets that have a path; those of a network are refused."""

    def heard(event: str, given: tuple[Any, ...]) -> None:
        reaches_out = event in ("socket.connect", "socket.bind") and isinstance(given[1], tuple)
        if reaches_out or event in _REFUSED:
            with Path(calls).open("a", encoding="utf-8") as file:
                file.write(f"{event} {given[1:]!r}\n")
            raise PermissionError(f"no network: {event}")

    sys.addaudithook(heard)


if "GARDEN_MEDDLING" in os.environ:
    meddle(**json.loads(os.environ["GARDEN_MEDDLING"]))
