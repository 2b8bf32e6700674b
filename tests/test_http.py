"""What of HTTP is text alone, as tables: hosts, targets, ranges, types of files."""

from __future__ import annotations

import pytest

from garden.http import host_of, is_allowed, is_head, path_of, range_of
from garden.mime import mime_of

HOSTS = {
    "localhost": "localhost",
    "LocalHost:8000": "localhost",
    "localhost.": "localhost",
    "localhost..": "localhost.",
    "localhost:": "localhost",
    "[::1]:8000": "[::1]",
    "[::1]": "[::1]",
    "127.0.0.1:80": "127.0.0.1",
    "my.localhost:1": "my.localhost",
    "": "",
    "a b": "",
    "user@localhost": "",
    "localhost:80:90": "",
    "localhost/x": "",
    "::1": "",
}


@pytest.mark.parametrize(("header", "host"), HOSTS.items())
def test_srv2_the_host_of_a_header(header: str, host: str) -> None:
    assert host_of(header) == host


ALLOWED = {
    "localhost": True,
    "my.localhost": True,
    "127.0.0.1": True,
    "[::1]": True,
    "notes.lan": True,
    "": False,
    "evil.net": False,
    "localhost.evil.net": False,
    "notlocalhost": False,
    "127.0.0.1.nip.io": False,
    "2130706433": False,
    "0x7f000001": False,
    "127.1": False,
    "[::ffff:127.0.0.1]": False,
    "0.0.0.0": False,
}


@pytest.mark.parametrize(("host", "is_so"), ALLOWED.items())
def test_srv2_allowed_hosts(host: str, is_so: bool) -> None:
    assert is_allowed(host, ("notes.lan",)) is is_so


TARGETS = {
    "/": "",
    "/a/b/": "a/b/",
    "/a?b=/../c": "a",
    "/%C3%A9/": "é/",
    "/a%20b.md": "a b.md",
    "/%252e%252e/x": "%2e%2e/x",
    "/%zz": "%zz",
    "/a..b/...": "a..b/...",
    "//evil.net/": None,
    "http://localhost/": None,
    "*": None,
    "": None,
    "/..": None,
    "/../../etc/passwd": None,
    "/%2e%2e/x": None,
    "/a/%2E./x": None,
    "/a\\b": None,
    "/%5cb": None,
    "/a%00b": None,
    "/a%0d%0aX:y": None,
    "/%7f": None,
    "/%ff": None,
    "/%c0%ae%c0%ae/": None,
}


@pytest.mark.parametrize(("target", "path"), TARGETS.items())
def test_srv6_the_path_of_a_target(target: str, path: str | None) -> None:
    assert path_of(target) == path


GET = b"GET / HTTP/1.1\r\n"
HEADS = {
    "no headers": (GET + b"\r\n", True),
    "headers": (GET + b"Host: localhost\r\nX:\ty \r\n\r\n", True),
    "an older version": (b"HEAD /a%20b?x HTTP/1.0\r\n\r\n", True),
    "letters beyond ASCII": (b"GET /\xc3\xa9 HTTP/1.1\r\nX: \xe9\r\n\r\n", True),
    "no version": (b"GET /\r\n\r\n", False),
    "version 2": (b"GET / HTTP/2.0\r\n\r\n", False),
    "two spaces": (b"GET  / HTTP/1.1\r\n\r\n", False),
    "nothing but a space": (b" \r\n\r\n", False),
    "a folded header": (GET + b"X: y\r\n z\r\n\r\n", False),
    "a space before the colon": (GET + b"X : y\r\n\r\n", False),
    "no colon": (GET + b"X\r\nHost: localhost\r\n\r\n", False),
    "no name": (GET + b": y\r\n\r\n", False),
    "a bare line feed": (GET + b"X: y\nHost: localhost\r\n\r\n", False),
    "a bare carriage return": (GET + b"X: y\rHost: localhost\r\n\r\n", False),
    "a null": (GET + b"X: \0\r\n\r\n", False),
}


@pytest.mark.parametrize(("head", "is_so"), HEADS.values(), ids=list(HEADS))
def test_srv6_what_is_the_head_of_a_request(head: bytes, is_so: bool) -> None:
    assert is_head(head) is is_so


RANGES = {
    f"bytes={'9' * 5000}-": None,
    "bytes=0-": (0, 10),
    "bytes=2-4": (2, 5),
    "bytes=9-9": (9, 10),
    "bytes=5-99": (5, 10),
    "bytes=-3": (7, 10),
    "bytes=-99": (0, 10),
    "bytes=-0": (10, 10),
    "bytes=10-": (10, 10),
    "bytes=0-1,4-5": None,
    "bytes=4-2": None,
    "bytes=-": None,
    "bytes=a-b": None,
    "lines=0-1": None,
    "": None,
}


@pytest.mark.parametrize(("header", "part"), RANGES.items())
def test_srv12_one_range_of_ten_bytes(header: str, part: tuple[int, int] | None) -> None:
    assert range_of(header, 10) == part


TYPES = {
    "index.html": "text/html; charset=utf-8",
    "a/STYLE.CSS": "text/css; charset=utf-8",
    "preview.js": "text/javascript; charset=utf-8",
    "p.svg": "image/svg+xml; charset=utf-8",
    "feed.xml": "application/xml; charset=utf-8",
    "film.mp4": "video/mp4",
    "p.JPG": "image/jpeg",
    "font.woff2": "font/woff2",
    "x.exe": "application/octet-stream",
    "CNAME": "application/octet-stream",
    ".htaccess": "application/octet-stream",
}


ACCEPTED = {
    "image": "avif bmp gif jpeg jpg png svg webp",
    "audio": "flac m4a mp3 ogg wav",
    "video": "mkv mov mp4 ogv webm 3gp",
    "application": "pdf",
}


@pytest.mark.parametrize(
    ("kind", "ending"),
    [(kind, ending) for kind, all_ in ACCEPTED.items() for ending in all_.split()],
)
def test_e10_e11_every_format_that_is_shown_has_a_type(kind: str, ending: str) -> None:
    assert mime_of(f"a.{ending}").startswith(f"{kind}/")


@pytest.mark.parametrize(("name", "kind"), TYPES.items())
def test_srv9_types(name: str, kind: str) -> None:
    assert mime_of(name) == kind
