"""A preview of a small vault on disk, served on a port of this machine, and what it answers."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from garden.address import Address, serving
from garden.config import read_config
from garden.disk import Disk
from garden.live import Live
from garden.preview import Preview
from garden.reading import Request
from garden.serve import Options
from garden.serving import own_files
from garden.theme import Theme
from tests.offline import Files, write

CONFIG = "garden.toml"
PATIENCE = 60  # seconds for what takes none, on a machine with much else to do


def requested(vault: Path, theme: Theme | None = None) -> Request:
    """What a vault with a `garden.toml` in it asks for; without git, which takes a while."""
    file = vault / CONFIG
    config = read_config(file.read_text() if file.is_file() else "", str(file)).named(vault.name)
    dates = config.dates.model_copy(update={"git": False})
    return Request(
        vault,
        vault.parent / "public",
        config.model_copy(update={"dates": dates}),
        overrides=vault / "_theme",
        static=vault / "static",
        theme=theme,
    )


def preview_of(vault: Path, *, drafts: bool = False) -> Preview:
    return Preview(lambda: requested(vault), Disk(), drafts=drafts)


def without_marks(page: bytes) -> bytes:
    """A page as it is stored: the preview's part of its head is put in on the way out."""
    start, _, rest = page.partition(b'<meta name="garden-preview"')
    return start + rest.partition(b"</script>")[2]


@dataclass(frozen=True)
class Answered:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Site:
    """A running server."""

    vault: Path
    port: int
    live: Live

    def get(self, path: str, method: str = "GET", **headers: str) -> Answered:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers=named)
            found = connection.getresponse()
            return Answered(found.status, dict(found.getheaders()), found.read())
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """All that is sent back for some bytes, until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            found = b""
            while part := connection.recv(1 << 16):
                found += part
            return found

    def status(self, target: str, host: str = "localhost") -> int:
        """The status of a request whose target is sent as it is."""
        lines = (f"GET {target} HTTP/1.1", f"Host: {host}", "Connection: close", "", "")
        return int(self.raw("\r\n".join(lines).encode("latin-1")).split(b" ")[1])

    def write(self, files: Files) -> None:
        """Change files, and show what has come of it."""
        write(self.vault, files)
        self.live.refresh()

    def state(self) -> Any:
        return json.loads(self.get("/.garden/state.json").body)


@contextmanager
def served(
    vault: Path,
    files: Files,
    *,
    drafts: bool = False,
    hosts: tuple[str, ...] = (),
    is_exposed: bool = False,
) -> Iterator[Site]:
    write(vault, files)
    disk = Disk()
    live = Live(preview_of(vault, drafts=drafts), (vault,), disk)
    options = Options(hosts, is_exposed, drafts, own_files(disk), disk)
    with serving(Address(("127.0.0.1",), 0), live, options) as port:
        yield Site(vault, port, live)
