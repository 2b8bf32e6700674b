"""A built site on a port of this machine, as a plain web host serves it: packed, with a 404."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from garden.mime import mime_of

PACKED = (".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".txt", ".webmanifest")


@cache
def packed(content: bytes) -> bytes:
    """What a host sends of a text to a browser that can unpack it."""
    return gzip.compress(content, 6, mtime=0)


def transferred(file: Path) -> int:
    """The bytes of a file as a host sends it."""
    content = file.read_bytes()
    return len(packed(content) if file.suffix in PACKED else content)


class _Host(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    root: ClassVar[Path]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).lstrip("/")
        file = (
            (self.root / path / "index.html")
            if path.endswith("/") or not path
            else self.root / path
        )
        status = 200 if file.is_file() else 404
        file = file if status == 200 else self.root / "404.html"
        content = file.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", mime_of(file.name))
        if file.suffix in PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = packed(content)
            self.send_header("Content-Encoding", "gzip")
        lasting = path.startswith("theme/")  # a name there changes with its content
        self.send_header("Cache-Control", f"max-age={31_536_000 if lasting else 600}")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def hosted(root: Path) -> Iterator[str]:
    """The address of a site that is served as long as this lasts, without a slash at its end."""
    handler = type("Host", (_Host,), {"root": root})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
