"""How long a change takes from the save to the page that `garden serve` shows."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from garden.paths import page_url
from tests.bench.measure import FailedError
from tests.bench.notes import edited, middle_note

_PATIENCE = 120.0  # seconds for a page to come, or for a change to show
_PAUSE = 0.005  # seconds between two looks
_REST = 0.5  # seconds between two saves, so that no server takes two for one


@dataclass(frozen=True, slots=True)
class Served:
    """Seconds from the start to the first page, and from each save to the changed page."""

    first: float
    saves: tuple[float, ...]


def save_to_served(garden: Sequence[str], notes: Path, saves: int = 5) -> Served:
    """Serve notes and change one of them, `saves` times. Raises `FailedError`.

    `garden` is the command without arguments. The note is put back after each time.
    """
    if subprocess.run([*garden, "serve", "--help"], capture_output=True).returncode:
        raise FailedError("not there yet")
    place = f"127.0.0.1:{_free_port()}"
    started = time.monotonic()
    server = subprocess.Popen(
        [*garden, "serve", str(notes), "-a", place],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(lambda: _page(f"http://{place}/") is not None, server)
        first = time.monotonic() - started
        note = middle_note(notes)
        address = f"http://{place}/{quote(page_url(note.relative_to(notes).as_posix()))}"
        _wait_for(lambda: _page(address) is not None, server)
        return Served(first, tuple(_save(note, address, n, server) for n in range(saves)))
    finally:
        _end(server)


def _save(note: Path, address: str, number: int, server: subprocess.Popen[bytes]) -> float:
    sentence = f"This was saved as number {number}."
    with edited(note, sentence):
        started = time.monotonic()
        _wait_for(lambda: sentence in (_page(address) or ""), server)
        seconds = time.monotonic() - started
    time.sleep(_REST)
    return seconds


def _page(address: str) -> str | None:
    try:
        with urlopen(address, timeout=_PATIENCE) as answer:
            content: bytes = answer.read()
    except OSError:  # nobody listens yet, or there is no such page
        return None
    return content.decode(errors="replace")


def _wait_for(happened: Callable[[], bool], server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while not happened():
        if server.poll() is not None:
            raise FailedError(f"the server ended with {server.returncode}")
        if time.monotonic() > end:
            raise FailedError(f"nothing came for {_PATIENCE:.0f} s")
        time.sleep(_PAUSE)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
