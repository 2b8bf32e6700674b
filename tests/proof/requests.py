"""Hostile requests to a running preview, in and around whose vault secrets lie.

None gets a secret or what is not on the site, none stops the server, and none leaves anything
behind.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, suppress
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from random import Random
from unittest.mock import patch
from urllib.parse import quote, unquote

import garden.connection
import garden.serve
from garden.connection import Answer
from garden.http import host_of
from garden.live import State
from garden.paths import url_of
from garden.serve import MAX_CONNECTIONS, MAX_STREAMS, Handler
from tests.offline import write
from tests.proof.proof import Case, Proof
from tests.proof.wire import Hostile, hostile, request
from tests.serving import PATIENCE, Site, served

CANARY = b"zqx"
FILES = {
    "index.md": "# Home\n[[Trust]] ![[film.mp4]] ![[out.mp4]] ![[private/p.png]] [[Secret]]",
    "Trust.md": "# Trust\nwords %% zqxcomment %%\n",
    "Größe.md": "words",
    "film.mp4": "0123456789",
    "Secret.md": "---\npublish: false\naliases: [zqxalias]\n---\n# zqxtitle\nzqxbody",
    "private/n.md": "zqxprivate",
    "private/p.png": "zqxpicture",
    "orphan.png": "zqxorphan",
    "_theme/own.html": "{# zqxtemplate #}",
    ".env": "zqxenv",
    ".git/config": "zqxgit",
    ".obsidian/app.json": '{"a": "zqxapp"}',
    ".trash/old.md": "zqxtrash",
    "garden.toml": "# zqxconfig\n",
}
AROUND = {".env": "zqxup", "secret.txt": "zqxtext", "vault2/notes.md": "zqxsibling"}
LINKS = {"out.mp4": "../secret.txt", "out.md": "../secret.txt", "linked": "../vault2"}
EVERY = 100  # requests between two crowds
SAFE = {f"{name}: {value}".encode() for name, value in garden.connection._SAFE.items()}
_ANSWER = re.compile(rb"HTTP/1\.1 (\d{3}) [^\r\n]*\r\n((?:[!-9;-~]+:[^\r\n]*\r\n)*)\r\n")
_STREAM = re.compile(rb"retry: 500\n\n(data: [0-9a-f]+-\d+\n\n)*")
_FINE = (200, 206, 302, 304)


@dataclass(frozen=True)
class Attacked:
    """A server, what each URL of its site rightly answers, and what stood open before it was asked

    anything: threads and descriptors.
    """

    site: Site
    known: Mapping[str, bytes]
    secrets: tuple[bytes, ...]
    rest: tuple[int, int]


@contextmanager
def attacked(folder: Path) -> Iterator[Attacked]:
    write(folder, AROUND)
    vault = folder / "vault"
    for name, target in LINKS.items():
        vault.mkdir(exist_ok=True)
        with suppress(OSError):  # where links need a right of their own
            (vault / name).symlink_to(target)
    with served(vault, FILES) as site:
        rest = _open()
        edition = site.live.state.edition
        urls = [*map(url_of, edition.files), *(f".garden/{name}" for name in _own())]
        known = {url: site.get(f"/{quote(url)}").body for url in urls}
        yield Attacked(site, known, (CANARY, str(folder).encode()), rest)


def _own() -> tuple[str, ...]:
    return ("preview.js", "preview.css", "state.json")


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    with attacked(folder) as to:
        urls = sorted(to.known)
        yield partial(_twins, to, rng)
        while True:
            for i in range(EVERY):
                yield partial(_asked, to, hostile(rng, urls))
                if i % 10 == 0:
                    yield partial(_twins, to, rng)
            for crowd in (_crowd, _streams, _early, _slow):
                yield partial(crowd, to)
                yield partial(_at_rest, to)


# --- what may come back -------------------------------------------------------------------------


def _asked(to: Attacked, made: Hostile) -> list[str]:
    found = _faults(to, made, _sent(to.site, made.sent))
    return [*(f"{fault}, for {made.sent[:300]!r}" for fault in found), *_well(to)]


def _sent(site: Site, sent: bytes) -> bytes:
    """All that comes back for some bytes and no more: whoever waits for more is not kept."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE) as connection:
        found = b""
        with suppress(ConnectionError):  # it need not read to the end what it refuses
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(1 << 16):
                found += part
        return found


def _faults(to: Attacked, made: Hostile, answer: bytes) -> Iterator[str]:
    yield from (f"{secret!r} in the answer" for secret in to.secrets if secret in answer)
    answers, rest = _split(answer)
    if rest:
        yield f"no answer of HTTP: {rest[:80]!r}"
    if len(answers) > made.most:
        yield f"{len(answers)} answers"
    if not answers and b"\r\n\r\n" in made.sent.lstrip(b"\r\n"):
        yield "no answer"
    for status, head, body in answers:
        yield from _faults_of_one(to, made, status, head, body)


def _faults_of_one(
    to: Attacked, made: Hostile, status: int, head: bytes, body: bytes | None
) -> Iterator[str]:
    lines = head.split(b"\r\n")
    if missing := SAFE - {*lines}:
        yield f"without {missing}"
    if odd := [li for li in lines if li.lower().startswith((b"access-control", b"server:"))]:
        yield f"with {odd}"
    if not (status in _FINE or 400 <= status < 500 or status == 503):
        yield f"status {status}"
    if made.is_refused and status < 400:
        yield f"status {status} for what is to be refused"
    if made.asked and (status, body) != (200, to.known[unquote(made.asked[1:])]):
        yield f"status {status} for a page"
    if body is None:
        return
    if status == 200 and body not in to.known.values() and not _STREAM.fullmatch(body):
        yield "content that is not on the site"
    if status == 206 and not any(body in one for one in to.known.values()):
        yield "a part of what is not on the site"
    if status == 302 and not _leads_home(to, lines):
        yield f"led on to {lines}"


def _leads_home(to: Attacked, lines: list[bytes]) -> bool:
    (place,) = (li[10:] for li in lines if li.startswith(b"Location: "))
    return place[:1] == b"/" and unquote(place.decode())[1:] in to.known


def _split(answer: bytes) -> tuple[list[tuple[int, bytes, bytes | None]], bytes]:
    """The answers that came, and what is none. Without a body, as for HEAD, the third is None."""
    found: list[tuple[int, bytes, bytes | None]] = []
    while match := _ANSWER.match(answer):
        answer = answer[match.end() :]
        length = re.search(rb"^Content-Length: (\d+)\r$", match[2], re.MULTILINE)
        size = int(length[1]) if length else len(answer)
        is_bare = size and (not answer or answer.startswith(b"HTTP/1.1 "))
        found.append((int(match[1]), match[2], None if is_bare else answer[:size]))
        if not is_bare:
            answer = answer[size:]
    return found, answer


def _well(to: Attacked) -> list[str]:
    """Whether a good request is answered right, in time."""
    found, _ = _split(_sent(to.site, request("/Trust/")))
    fine = len(found) == 1 and (found[0][0], found[0][2]) == (200, to.known["Trust/"])
    return [] if fine else [f"then a good request got {found!r:.300}"]


def _twins(to: Attacked, rng: Random) -> list[str]:
    """What is private is answered like what is nowhere (PRV39), to the byte."""
    private = rng.choice(("Secret/", "Secret", "private/n/", "private/n.md", "private/p.png"))
    tail = rng.choice(("", "", "?x", "/", "%20", ".", "%2f"))
    other = "".join(rng.choice("jkvwxz") if letter.isalpha() else letter for letter in private)
    one, two = (_sent(to.site, request(f"/{path}{tail}")) for path in (private, other))
    return [] if one == two else [f"/{private}{tail} is answered unlike /{other}{tail}"]


# --- many at once -------------------------------------------------------------------------------


def _connected(site: Site) -> socket.socket:
    return socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE)


def _crowd(to: Attacked) -> list[str]:
    """More connections than may be: the last are turned away, and then all is as before."""
    with ExitStack() as stack:
        held = [stack.enter_context(_connected(to.site)) for _ in range(MAX_CONNECTIONS + 20)]
        for connection in held[:MAX_CONNECTIONS]:
            connection.sendall(b"GET / HTTP/1.1\r\n")  # and no more
        turned = [one for one in held[MAX_CONNECTIONS:] if _is_closed(one)]
    found = [] if len(turned) == 20 else [f"{20 - len(turned)} too many were let in"]
    return [*found, *_until(lambda: not _well(to), "a good request is answered after a crowd")]


def _is_closed(connection: socket.socket) -> bool:
    with suppress(ConnectionError):
        return connection.recv(1) == b""
    return True


def _streams(to: Attacked) -> list[str]:
    """More streams than may be: pages are answered all the same."""
    with ExitStack() as stack:
        held = [stack.enter_context(_connected(to.site)) for _ in range(MAX_STREAMS + 5)]
        statuses = []
        for connection in held:
            connection.sendall(request("/.garden/events"))
            statuses.append(connection.recv(12)[-3:])
        found = [] if statuses.count(b"200") <= MAX_STREAMS else ["too many streams"]
        return [*found, *_well(to)]


def _early(to: Attacked) -> list[str]:
    """Readers who go away before, while and after they are answered."""
    whole = request("/") * 3
    for cut in (0, 1, 10, len(whole) // 2, len(whole)):
        with _connected(to.site) as connection:
            connection.sendall(whole[:cut])
            if cut % 2:  # as a process that dies does: everything is thrown away
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    return _well(to)


def _slow(to: Attacked) -> list[str]:
    """A request that comes byte by byte is given up, however long it would go on."""
    with patch.object(garden.connection, "HEAD_SECONDS", 0.3), _connected(to.site) as connection:
        connection.settimeout(0.02)
        until, answer = time.monotonic() + PATIENCE, b""
        while not answer and time.monotonic() < until:
            with suppress(TimeoutError, BrokenPipeError):
                connection.sendall(b"X")
                answer = connection.recv(100)
    found = [] if answer.startswith(b"HTTP/1.1 408 ") else ["a slow request is waited for"]
    return [*found, *_well(to)]


def _open() -> tuple[int, int]:
    """How many threads run, and how many descriptors are open, where the system tells."""
    place = Path("/dev/fd")
    return threading.active_count(), len([*place.iterdir()]) if place.is_dir() else 0


def _at_rest(to: Attacked) -> list[str]:
    """Whether no thread and no descriptor is left of those who have gone."""
    return _until(lambda: _open() <= to.rest, f"{_open()} is open, and {to.rest} was before")


def _until(is_so: Callable[[], bool], otherwise: str) -> list[str]:
    until = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > until:
            return [otherwise]
        time.sleep(0.01)
    return []


# --- servers with a fault -----------------------------------------------------------------------


def _joining(handler: Handler, state: State, path: str) -> Answer:
    """As servers do that have no map: by joining paths."""
    place = handler.server.live.state.roots[0] / path
    if not place.is_file():
        return Answer(404, "text/plain", b"")
    content = place.read_bytes()
    return Answer(200, "text/plain", content, len(content))


def _telling(handler: Handler, state: State, path: str) -> Answer:
    """As servers do that know what they must not show."""
    return Answer(403 if path.lower().startswith(("secret", "private")) else 404, "text/plain")


PLANTED: dict[str, tuple[str, object]] = {
    "paths are joined": ("garden.serve.Handler._of_site", _joining),
    "every host is allowed": ("garden.serve.Handler._is_allowed", lambda handler, host: True),
    "the first label of a host decides": (
        "garden.serve.host_of",
        lambda header: host_of(header.partition(".")[0]),
    ),
    "other websites may read it": (
        "garden.connection._SAFE",
        {**garden.connection._SAFE, "Access-Control-Allow-Origin": "*"},
    ),
    "private is told from missing": ("garden.serve.Handler._missing", _telling),
    "whatever looks like a head is one": ("garden.connection.is_head", lambda head: True),
    "a long number ends the connection": (
        "garden.connection.range_of",
        lambda header, size: (int(header[6:].partition("-")[0] or 0), size),
    ),
}


def planted(folder: Path) -> dict[str, Case]:
    """All are tried at one server, one after the other."""
    found = dict[str, list[str]]()
    with attacked(folder) as to, redirect_stderr(StringIO()):
        for name, (place, fault) in PLANTED.items():
            with patch(place, fault):
                answers = ((made, _sent(to.site, made.sent)) for made in _telling_requests())
                faults = [fault for made, answer in answers for fault in _faults(to, made, answer)]
                found[name] = [*faults, *_twins(to, Random(name))]
    return {name: partial(list, faults) for name, faults in found.items()}


def _telling_requests() -> Iterator[Hostile]:
    yield Hostile(request("/.env"))
    yield Hostile(request("/", host="localhost.evil.net"), is_refused=True)
    yield Hostile(b"GET /\r\nHost: localhost\r\n\r\n", is_refused=True)
    yield Hostile(request("/film.mp4", lines=b"Range: bytes=" + b"9" * 5000 + b"-\r\n"))


PROOF = Proof(
    "requests",
    "8",
    "SRV2–SRV10 SRV12",
    "requests",
    1000,
    cases,
    planted,
)
