"""Where the preview is served: the address that is wanted, and the one that is free."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import click

from garden.live import Live
from garden.serve import Options, Server

PORT = 8000
_TRIED = 100  # ports, from the wanted one on
_LOOPBACK = ("127.0.0.1", "::1")


class AddressError(click.UsageError):
    """An address that nothing can be served at."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to serve: several hosts are names of the same place."""

    hosts: tuple[str, ...] = _LOOPBACK
    port: int = PORT

    @property
    def is_exposed(self) -> bool:
        return not all(host == "::1" or host.startswith("127.") for host in self.hosts)

    def url(self, port: int) -> str:
        """What to type into a browser on this machine."""
        host = "localhost" if self.hosts == _LOOPBACK else self.hosts[0]
        host = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def address_of(text: str) -> Address:
    """`HOST:PORT`, or one of them. Raises `AddressError`."""
    if not text:
        return Address()
    host, colon, port = text.rpartition(":")
    if text.startswith("[") and text.endswith("]"):
        host, colon, port = text, "", ""
    elif not colon:
        host, port = ("", text) if text.isdigit() else (text, "")
    if (port and not (port.isdigit() and int(port) < 1 << 16)) or (colon and not port):
        raise AddressError(f'"{text}" is no address; write it as 127.0.0.1:8000, or :8000')
    host = host.strip("[]")
    hosts = _LOOPBACK if host in ("", "localhost") else (host,)
    return Address(hosts, int(port) if port else PORT)


@contextmanager
def serving(address: Address, live: Live, options: Options) -> Iterator[int]:
    """Servers at all hosts of an address, at its port or the next that is free."""
    servers = bound(address, live, options)
    threads = [threading.Thread(target=server.serve_forever, args=(0.1,)) for server in servers]
    try:
        for thread in threads:
            thread.start()
        yield servers[0].server_port
    finally:
        for server in servers:
            server.stop()
        for thread in threads:
            thread.join()


def bound(address: Address, live: Live, options: Options) -> list[Server]:
    """A server for each host, all at one port. Raises OSError."""
    for port in range(address.port, min(address.port + _TRIED, 1 << 16)):
        try:
            return _bound_at(address.hosts, port, live, options)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                said = f"cannot serve at {address.url(port)}: {error.strerror or error}"
                raise OSError(error.errno, said) from None
    raise OSError(errno.EADDRINUSE, f"ports {address.port} to {port} are all taken; choose with -a")


def _bound_at(hosts: Sequence[str], port: int, live: Live, options: Options) -> list[Server]:
    """Servers at one port. Where a machine has no second kind of address, one kind will do."""
    servers: list[Server] = []
    for host in hosts:
        try:
            servers.append(Server((host, port), live, options))
        except OSError as error:
            if servers and error.errno != errno.EADDRINUSE:
                continue
            for server in servers:
                server.server_close()
            raise
        port = servers[0].server_port  # of 0 the system has made one that is free
    return servers
