"""The preview server: answers from the map of what was built, and only to this machine.

The network is not trusted; the rules SRV1 to SRV14 say what follows from that.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import sys
import threading
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import blake2b
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any

from garden.connection import Answer, Connection
from garden.disk import Disk, age_of
from garden.edition import Served
from garden.http import host_of, is_allowed, path_of
from garden.live import Live, State
from garden.marks import RESERVED, marked, plain, with_near
from garden.mime import mime_of
from garden.paths import encoded
from garden.theme import ThemeError

MAX_CONNECTIONS, MAX_STREAMS = 128, 64
_PULSE, _SIGN = 1.0, 15.0  # seconds between looks at a stream, and between signs of life on it
_SVG = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_NOT_FOUND = "404.html"
_HTML, _JSON, _TEXT = map(mime_of, ("a.html", "a.json", "a.txt"))


@dataclass(frozen=True, slots=True)
class Options:
    """Whom the server answers, under which names, and what it shows."""

    hosts: tuple[str, ...] = ()  # further names that it may be called by
    is_exposed: bool = False  # to other machines, which call it by the address they reach it at
    drafts: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict)  # the preview's own, by name
    disk: Disk = field(default_factory=Disk)


class Server(ThreadingHTTPServer):
    """Answers each connection in a thread of its own, and forgets none of them when it stops."""

    daemon_threads = False
    allow_reuse_address = os.name != "nt"  # there it would let two servers share a port
    request_queue_size = MAX_CONNECTIONS  # of 5, others wait for seconds until they are seen

    def __init__(self, address: tuple[str, int], live: Live, options: Options) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.live, self.options = live, options
        self._connections: set[Any] = set()
        self._lock, self._streams = threading.Lock(), 0
        super().__init__(address, Handler)

    def server_bind(self) -> None:
        if self.address_family == socket.AF_INET6:  # 127.0.0.1 has a server of its own
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        TCPServer.server_bind(self)  # HTTPServer's own asks the network for our name
        self.server_name, self.server_port = self.server_address[:2]  # type: ignore[assignment]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            is_full = len(self._connections) >= MAX_CONNECTIONS
            self._connections.add(request)
        if is_full:
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that goes away is no error; anything else is ours, and is told by its kind."""
        error = sys.exception()
        if not isinstance(error, OSError):
            print(f"garden: a request failed: {type(error).__name__}: {error}", file=sys.stderr)

    def take_stream(self, *, by: int) -> bool:
        """Whether one more stream may be held; `by` is 1 to take it and -1 to give it back."""
        with self._lock:
            if self._streams + by > MAX_STREAMS:
                return False
            self._streams += by
            return True

    def stop(self) -> None:
        """Close every connection and wait until nothing runs any more."""
        self.live.close()
        self.shutdown()
        with self._lock:
            held = list(self._connections)
        for connection in held:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self.server_close()


class Handler(Connection):
    """Decides what is answered: first who may ask, then for what."""

    server: Server

    def answer(self) -> Answer:
        if self.command not in ("GET", "HEAD"):
            return _said(405, "only GET and HEAD", {"Allow": "GET, HEAD"})
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1:
            return _said(400, "one Host header is needed")
        if not self._is_allowed(host_of(hosts[0])):
            return _said(403, "this name is not allowed; garden serve --allow-host NAME allows it")
        path = path_of(self.requestline.split()[1])
        if path is None:
            return _said(400, "no address of this site")
        if path.startswith(RESERVED):
            return self._own(path.removeprefix(RESERVED), hosts[0])
        return self._of_site(self.server.live.state, path)

    def _is_allowed(self, host: str) -> bool:
        if is_allowed(host, self.server.options.hosts):
            return True
        if not self.server.options.is_exposed:
            return False
        return host.strip("[]") == str(self.connection.getsockname()[0])

    def _own(self, name: str, host: str) -> Answer:
        """The preview's own files, what is wrong, and the stream (rule SRV4)."""
        sites, origins = (self.headers.get_all(n) or [] for n in ("Sec-Fetch-Site", "Origin"))
        if {*sites} - {"same-origin", "none"} or {*origins} - {f"http://{host}"}:
            return _said(403, "only for the preview's own pages")
        if name == "events":
            if not self.server.take_stream(by=1):
                return _said(503, "too many streams are open")
            done = partial(self.server.take_stream, by=-1)
            return Answer(200, "text/event-stream", self._events(), done=done)
        if name == "state.json":
            return _whole(_JSON, json.dumps(_told(self.server.live.state)).encode())
        if name in self.server.options.files:
            return _whole(mime_of(name), self.server.options.files[name])
        return _said(404, "nothing is here")

    def _events(self) -> Generator[bytes]:
        """The serial of the site, now and after each change; nothing else is told."""
        live, serial, signed = self.server.live, "", time.monotonic()
        yield b"retry: 500\n\n"
        while not live.is_closed and not self._has_gone():
            if found := live.wait(serial, _PULSE):
                serial, signed = found, time.monotonic()
                yield f"data: {serial}\n\n".encode()
            elif time.monotonic() - signed > _SIGN:
                signed = time.monotonic()
                yield b":\n\n"

    def _has_gone(self) -> bool:
        with selectors.DefaultSelector() as selector:  # select() alone knows 1,024 files
            selector.register(self.connection, selectors.EVENT_READ)
            return bool(selector.select(0)) and not self.connection.recv(1, socket.MSG_PEEK)

    def _of_site(self, state: State, path: str) -> Answer:
        for url in _forms(path, state):
            try:
                served = state.find(url)
            except ThemeError as error:
                return self._marked(
                    state, url, plain("A page that cannot be drawn", str(error)), 500
                )
            if served is not None:
                return self._served(state, url, served)
        for url in _forms(f"{path}/", state):
            if path and url in state:
                return Answer(302, _TEXT, headers={"Location": f"/{encoded(url)}"})
        return self._missing(state, path)

    def _served(self, state: State, url: str, served: Served) -> Answer:
        headers = {"Content-Security-Policy": _SVG} if url.lower().endswith(".svg") else {}
        if served.is_page and isinstance(served.content, bytes):
            return self._marked(state, url, served.content)
        kind = mime_of(url if url and not url.endswith("/") else "index.html")
        if isinstance(served.content, bytes):
            return _whole(kind, served.content, headers)
        return self._file(state, url, served.content, kind, headers)

    def _file(
        self, state: State, url: str, path: Path, kind: str, headers: Mapping[str, str]
    ) -> Answer:
        """A file of the vault, if what the map knows is still what lies there (rule SRV6)."""
        try:
            if path.resolve() != path:
                return self._missing(state, url)
            file = self.server.options.disk.opened(path)
        except OSError:
            return self._missing(state, url)
        found = os.fstat(file.fileno())
        etag = _etag(repr(age_of(found)).encode())
        return Answer(200, kind, file, found.st_size, etag, headers, file.close)

    def _marked(self, state: State, url: str, page: bytes, status: int = 200) -> Answer:
        draft, drafts = state.edition.drafts.get(url, ""), self.server.options.drafts
        body = marked(page, state.serial, drafts=drafts, draft=draft)
        return _whole(_HTML, body, status=status)

    def _missing(self, state: State, path: str) -> Answer:
        """The site's own page for what is not there, with what may have been meant."""
        try:
            served = state.find(_NOT_FOUND)
        except ThemeError:
            served = None
        page = served.content if served else b""
        if not page or not isinstance(page, bytes):
            page = plain("Not found", "There is no page at this address.")
        return self._marked(state, "", with_near(page, state.edition.near(path)), 404)


def _forms(path: str, state: State) -> Iterator[str]:
    """The URLs that a path may mean: as it is, and below the path of `site.base_url`,

    with which the addresses of a 404 page begin.
    """
    yield path
    base = state.edition.base
    if base and f"{path}/".startswith(base):
        yield path[len(base) :]


def _told(state: State) -> dict[str, Any]:
    """What is wrong, and which files have changed when, for the pages to show."""
    faults = dict.fromkeys((*state.faults, *state.drawing.values()))
    tops = dict.fromkeys(("/", f"/{state.edition.base}"))  # addresses begin with either
    renewed = {f"{top}{out}": at for top in tops for out, at in state.renewed.items()}
    return {
        "build": state.serial,
        "renewed": renewed,
        "faults": [asdict(fault) for fault in faults],
    }


def _etag(content: bytes) -> str:
    return f'"{blake2b(content, digest_size=16).hexdigest()}"'


def _whole(
    kind: str, body: bytes, headers: Mapping[str, str] | None = None, status: int = 200
) -> Answer:
    return Answer(status, kind, body, len(body), _etag(body), headers or {})


def _said(status: int, text: str, headers: Mapping[str, str] | None = None) -> Answer:
    body = f"{text}\n".encode()
    return Answer(status, _TEXT, body, len(body), headers=headers or {})
