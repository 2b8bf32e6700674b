"""One connection of the preview server: requests in, responses out, both within limits.

What is answered is not decided here.
"""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import BinaryIO

from garden.http import is_head, range_of

MAX_LINE, MAX_HEAD = 8 << 10, 32 << 10  # bytes of a request's first line, and of its headers
HEAD_SECONDS = 5.0  # that a request may take to arrive
IDLE_SECONDS = 30.0  # that a connection may wait for its next request
_SEND_SECONDS = 60.0  # that a reader may not read
_CHUNK = 1 << 16  # bytes
_END = b"\r\n\r\n"
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its body as bytes, as a file that is read in parts, or as what comes in time."""

    status: int
    kind: str = ""
    body: bytes | BinaryIO | Generator[bytes] = b""
    size: int = 0
    etag: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    done: Callable[[], object] = _nothing  # called in the end, whatever happens


class _RefusalError(Exception):
    """A request that cannot be read: the status and the reason."""


class Connection(BaseHTTPRequestHandler):
    """Reads requests within the limits of rule SRV12 and writes what `answer` gives."""

    protocol_version = "HTTP/1.1"
    _rest = b""  # what has arrived of the next request

    def answer(self) -> Answer:
        raise NotImplementedError

    def handle_one_request(self) -> None:
        self.close_connection = True
        try:
            if head := self._head():
                self._handle(head)
        except _RefusalError as refusal:
            self.command = "GET"
            self.send_error(*refusal.args)
            self._drain()
        except OSError:  # whoever asked has gone, or does not read
            self.close_connection = True

    def _head(self) -> bytes:
        """The first line and the headers of a request; empty when nobody asks any more."""
        head = self._rest.lstrip(b"\r\n")
        until = time.monotonic() + (HEAD_SECONDS if head else IDLE_SECONDS)
        while _END not in head:
            _check(head)
            try:
                self.connection.settimeout(max(0.001, until - time.monotonic()))
                part = self.connection.recv(_CHUNK)
            except TimeoutError:
                if head:
                    raise _RefusalError(408, "the request took too long") from None
                return b""
            if not part:
                return b""
            if not head:
                until = time.monotonic() + HEAD_SECONDS
            head = (head + part).lstrip(b"\r\n")
        head, _, self._rest = head.partition(_END)
        _check(head)
        return head + _END

    def _drain(self) -> None:
        """Read what is still on its way: to close before would take the refusal back."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(0.2)
            for _ in range(16):
                if not self.connection.recv(_CHUNK):
                    return

    def _handle(self, head: bytes) -> None:
        if not is_head(head):
            raise _RefusalError(400, "this is no request of HTTP/1.1")
        self.connection.settimeout(_SEND_SECONDS)
        self.rfile = io.BufferedReader(io.BytesIO(head))
        self.raw_requestline = self.rfile.readline()
        if not self.parse_request():
            return
        # A body, which nobody reads, would be taken for the next request.
        lengths = self.headers.get_all("Content-Length") or []
        if set(lengths) - {"0"} or "Transfer-Encoding" in self.headers:
            self.close_connection = True
        self._send(self.answer())

    def _send(self, answer: Answer) -> None:
        try:
            self._send_whole(answer)
        finally:
            answer.done()

    def _send_whole(self, answer: Answer) -> None:
        if answer.etag and self.headers.get("If-None-Match", "") == answer.etag:
            self._begin(HTTPStatus.NOT_MODIFIED, answer, {})
            return
        if isinstance(answer.body, Generator):
            self._stream(answer, answer.body)
            return
        whole = (0, answer.size)
        part = self._part(answer)
        first, last = part or whole
        headers = {"Content-Type": answer.kind, "Content-Length": str(last - first)}
        if answer.status == HTTPStatus.OK:
            headers["Accept-Ranges"] = "bytes"
        status = answer.status
        if part and first == last:
            status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
            headers["Content-Range"] = f"bytes */{answer.size}"
        elif part:
            status = HTTPStatus.PARTIAL_CONTENT
            headers["Content-Range"] = f"bytes {first}-{last - 1}/{answer.size}"
        self._begin(status, answer, headers)
        if self.command != "HEAD":
            self._write(answer.body, first, last)

    def _part(self, answer: Answer) -> tuple[int, int] | None:
        """The part of the body that was asked for; None for all of it."""
        asked = self.headers.get_all("Range") or []
        if answer.status != HTTPStatus.OK or len(asked) != 1:
            return None
        if self.headers.get("If-Range", answer.etag) != answer.etag:
            return None
        return range_of(asked[0], answer.size)

    def _write(self, body: bytes | BinaryIO, first: int, last: int) -> None:
        if isinstance(body, bytes):
            self.wfile.write(body[first:last])
            return
        body.seek(first)
        while first < last and (part := body.read(min(_CHUNK, last - first))):
            self.wfile.write(part)
            first += len(part)
        if first < last:  # the file has become shorter: the rest of the answer cannot be given
            self.close_connection = True

    def _stream(self, answer: Answer, body: Generator[bytes]) -> None:
        self.close_connection = True
        self._begin(answer.status, answer, {"Content-Type": answer.kind})
        if self.command != "HEAD":
            for part in body:
                self.wfile.write(part)

    def _begin(self, status: int, answer: Answer, headers: Mapping[str, str]) -> None:
        self.send_response_only(status)
        own = {"ETag": answer.etag} if answer.etag else {}
        for name, value in {**_SAFE, **headers, **own, **answer.headers}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A refusal in plain words; `parse_request` calls it too."""
        self.close_connection = True
        if not hasattr(self, "headers"):
            self.command, self.headers = "GET", self.MessageClass()
        text = f"{message or HTTPStatus(code).phrase}\n".encode(errors="replace")
        kind = "text/plain; charset=utf-8"
        headers = {"Content-Type": kind, "Content-Length": str(len(text))}
        self.request_version = "HTTP/1.1"
        self._begin(code, Answer(code, kind), headers)
        if self.command != "HEAD":
            self.wfile.write(text)

    def handle_expect_100(self) -> bool:
        """Nobody is told to go on: a body is not read."""
        return True

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal tells what has changed, not who looks."""


def _check(head: bytes) -> None:
    line, _, headers = head.partition(b"\n")
    if len(line) > MAX_LINE:
        raise _RefusalError(414, "the address is too long")
    if len(headers) > MAX_HEAD:
        raise _RefusalError(431, "the headers are too long")
