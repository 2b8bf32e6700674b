"""Hostile bytes for a web server, made at random of tables of what others have fallen for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

Spelling = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Hostile:
    """Bytes to be sent. `is_refused` says that no answer to them may be a good one.

    `most` is how many requests they are, to who reads them rightly. `asked` is the URL whose
    content is the right answer; empty where anything may be.
    """

    sent: bytes
    is_refused: bool = False
    most: int = 1
    asked: str = ""


def _every(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


def _upper(text: str) -> str:
    return _every(text).upper()


SPELLINGS: tuple[Spelling, ...] = (
    str,
    str.upper,
    str.swapcase,
    quote,
    _every,
    _upper,
    lambda t: quote(_every(t)),  # encoded twice
    lambda t: quote(quote(_every(t))),
    lambda t: t.replace(".", "%2e"),
    lambda t: t.replace(".", "%2E").replace("/", "%2F"),
    lambda t: t.replace("/", "%2f"),
    lambda t: t.replace("/", "%252f"),
    lambda t: t.replace(".", "%252e"),
    lambda t: t.replace("/", "\\"),
    lambda t: t.replace("/", "%5c"),
    lambda t: t.replace("/", "%255c"),
    lambda t: t.replace("/", "//"),
    lambda t: t.replace("/", "/./"),
    lambda t: t.replace("/", "/x/../"),
    lambda t: t.replace("/", "/%2e/"),
    lambda t: t.replace("../", "..;/"),
    lambda t: t.replace("../", "....//"),
    lambda t: t.replace("../", "..%00/"),
    lambda t: t.replace(".", "%c0%ae"),  # overlong
    lambda t: t.replace(".", "%e0%80%ae"),
    lambda t: t.replace(".", "%f0%80%80%ae"),
    lambda t: t.replace("/", "%c0%af"),
    lambda t: t.replace(".", "%u002e").replace("/", "%u2215"),
    lambda t: "%ff%fe" + "".join(f"%{byte:02x}" for byte in t.encode("utf-16-le")),
    lambda t: "".join(f"%{byte:02x}" for byte in t.encode("utf-16-be")),
    lambda t: t.replace(".", "．").replace("/", "／"),  # full width
    lambda t: t.replace("/", "∕"),
    lambda t: t.encode("utf-7").decode(),
)
AROUND = (
    *("{}", "{}", "{}", "{}/", "{}//", "{}.", "{}%20", "{}%00", "{}%00.html", "{};x", "{}::$DATA"),
    *("{}:$i30:$INDEX_ALLOCATION", "{}?x", "{}?/../../", "{}#x", "{}%23", "{}%3f", "{}~", "{}%0a"),
    *("./{}", "x/../{}", "Trust/../{}", "Trust/{}", ".garden/{}", ".garden/../{}", "theme/{}"),
    *("vault/{}", "vault2/../vault/{}", "file:///{}", "C:/{}", "c%3a%5c{}", "%5c%5c?%5c{}", "~/{}"),
    *("{}%0d%0aLocation:%20//evil.net", "%0d%0a%0d%0a{}", "{}%e2%80%ae", "{}/index.html", "{}.md"),
    *("/{}", "//{}", "/evil.net/{}", "@evil.net/{}", "http://localhost/{}", "%2f{}", "{}/%2e%2e"),
)
NAMES = (
    *(".env", "secret.txt", "vault2/notes.md", "etc/passwd", "proc/self/environ", "dev/null"),
    *(".git/config", ".obsidian/app.json", ".trash/old.md", "private/n.md", "private/p.png"),
    *("Secret", "Secret.md", "Secret/", "orphan.png", "garden.toml", "_theme/own.html", "out.mp4"),
    *("linked/notes.md", "out.md", "Trust.md", ".garden.json", "PRIVAT~1/n.md", "SECRET~1.MD"),
    *("con", "nul", "aux.html", "com1", "lpt1.txt", "", ".", "..", "...", "*", "Trust", "film.mp4"),
    *("public/index.html", "static/.secret", ".garden/", ".garden/../", ".garden/secret.txt"),
)
UP = ("", "", "", "../", "../../", "../../../../../../../../", "./", "/", "vault2/../../")
OWN = (".garden/events", ".garden/state.json", ".garden/preview.js")

GOOD_HOSTS = (
    *("localhost", "LocalHost", "localhost.", "localhost:1", "127.0.0.1", "[::1]:80"),
    *("notes.localhost", "a.b.LOCALHOST.:8000", "127.0.0.1:", "[::1]"),
)
BAD_HOSTS = (
    *("evil.net", "localhost.evil.net", "evil.net:80", "notlocalhost", "localhost.com", "local"),
    *("2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "0"),
    *("127.0.0.2", "127.000.000.001", "0.0.0.0", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
    *("[0:0:0:0:0:0:0:1]", "[::1%25lo]", "::1", "[::1", "::1]", "[::1]x", "[localhost]", "127.0.0"),
    *(
        "127.0.0.1.nip.io",
        "user@localhost",
        "localhost@evil.net",
        "user:pw@localhost",
        "@localhost",
    ),
    *("localhost..", "localhost:80:80", "localhost:x", "localhost/", "localhost/.evil.net", "/"),
    *("localhost, evil.net", "localhost evil.net", "localhost;evil.net", "localhost%00.evil.net"),
    *("localhost%2eevil.net", "\xb9\xb227.0.0.1", "l\xf3calhost", "", " ", ".", "*", "null", "\t"),
    *("http://localhost", "//localhost", "localhost\\@evil.net", "192.168.0.1", "169.254.169.254"),
)
HOST_LINES = (  # all of them refused
    b"",
    b"Host: localhost\r\nHost: localhost\r\n",
    b"Host: localhost\r\nHost: evil.net\r\n",
    b"Host: evil.net\r\nhost: localhost\r\n",
    b"Host : localhost\r\n",
    b" Host: localhost\r\n",
    b"Host: localhost\r\n\tevil.net\r\n",
    b"X: y\r\n Host: localhost\r\n",
    b"X: y\rHost: localhost\r\n",
    b"X: y\nHost: localhost\r\n",
    b"X-Forwarded-Host: localhost\r\nHost: evil.net\r\n",
    b"Forwarded: host=localhost\r\nHost: evil.net\r\n",
    b"Host: localhost\x00\r\n",
    b"Host: localhost\x0b\r\n",
    b"Host\x00: localhost\r\n",
    b"Host;: localhost\r\n",
    b"Host\r\n",
    b"X\r\nHost: localhost\r\n",
    b": localhost\r\n",
)
BAD_METHODS = (
    *("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "PROPFIND", "MKCOL", "LOCK"),
    *("get", "Get", "gET", "head", "GETT", "G", "X", "GET,HEAD", "GET\x00", "G\xcbT", "__class__"),
    *("do_GET", "answer", "%47ET", "GET;", "\x0bGET", "", " GET", "GET\t", "PRI", "QUIT", "-" * 99),
)
BAD_VERSIONS = (
    *("", " ", " HTTP/2.0", " HTTP/3", " HTTP/0.9", " http/1.1", " HTTP/1.1 x", " HTTP/1"),
    *(" HTTP/11", " HTTP/1.1\x00", " HTTP/-1.1", " HTTP/1.99999999999", " FTP/1.1", "\t"),
)
SITES = ("same-origin", "none", "same-site", "cross-site", "", "Same-Origin", "none, none", "x")
ORIGINS = (
    *("http://localhost", "null", "http://evil.net", "https://localhost", "http://localhost:1"),
    *("", "http://localhost.evil.net", "http://LOCALHOST", "file://", "http://[::1]", "*"),
)
RANGES = (
    *("bytes=0-", "bytes=0-0", "bytes=-1", "bytes=3-1", "bytes=99-", "bytes=-0", "bytes=--1"),
    *("bytes=0-,0-,0-", "bytes=" + "0-," * 2000 + "0-", "bytes=-99999999999999999999", "lines=1-2"),
    *("bytes=" + "9" * 5000 + "-", "bytes=0-" + "9" * 5000, "bytes=-" + "9" * 5000, "bytes=1-2-3"),
    *("bytes= 0 - 1", "bytes=0x1-2", "bytes=\xb2-\xb3", "bytes=1e3-", "bytes=", "BYTES=0-1", "0-1"),
)
OTHERS = (
    *("If-None-Match: *", 'If-None-Match: "', "If-Range: x", "Connection: keep-alive, close"),
    *("Connection: Upgrade\r\nUpgrade: websocket", "Connection: Upgrade\r\nUpgrade: h2c"),
    *("Expect: 100-continue", "Expect: x", "X-HTTP-Method-Override: PUT", "X-Original-URL: /.env"),
    *(
        "X-Rewrite-URL: /private/n.md",
        "Cookie: " + "a=b;" * 500,
        "Accept-Encoding: " + "gzip," * 99,
    ),
    *("Authorization: Basic eDp5", "Referer: http://evil.net/", "Via: 1.1 x", "Content-Length: -1"),
    *("Access-Control-Request-Method: GET", "Access-Control-Request-Private-Network: true"),
)
_INNER = b"GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n"
FRAMES = (  # headers about a body, and the body, which must never be taken for a request
    (b"Content-Length: %d" % len(_INNER), _INNER),
    (b"Content-Length: 0\r\nContent-Length: %d" % len(_INNER), _INNER),
    (b"Content-Length: %d\r\nContent-Length: 0" % len(_INNER), _INNER),
    (b"Content-Length: 0, %d" % len(_INNER), _INNER),
    (b"Content-Length: +0", _INNER),
    (b"Content-Length: 00000", _INNER),
    (b"Content-Length:", _INNER),
    (b"Content-Length: 0x2d", _INNER),
    (b"Content-Length : %d" % len(_INNER), _INNER),
    (b"Content-Length\t: %d" % len(_INNER), _INNER),
    (b"X: y\r\n Content-Length: %d" % len(_INNER), _INNER),
    (b"X\r\nContent-Length: %d" % len(_INNER), _INNER),
    (b"Transfer-Encoding: chunked", b"2d\r\n" + _INNER + b"\r\n0\r\n\r\n"),
    (b"Transfer-Encoding: chunked", b"0\r\n\r\n" + _INNER),
    (b"Transfer-Encoding:", _INNER),
    (b"Transfer-Encoding:\x0bchunked", _INNER),
    (b"Transfer-Encoding: xchunked", _INNER),
    (b"Transfer-Encoding: identity\r\nContent-Length: 0", _INNER),
    (b"Content-Length: 0\r\nTransfer-Encoding: chunked", b"0\r\n\r\n" + _INNER),
    (b"Content-Length: 5\r\nTransfer-Encoding: chunked", b"0\r\n\r\n" + _INNER),
    (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x", b"0\r\n\r\n" + _INNER),
    (b"Transfer-Encoding : chunked\r\nContent-Length: 0", b"0\r\n\r\n" + _INNER),
    (b"X: y\nTransfer-Encoding: chunked", b"0\r\n\r\n" + _INNER),
)
GREETINGS = (  # what is no HTTP, or not ours
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(64)) + b"\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
    b"SSH-2.0-x\r\n\r\n",
    b"EHLO localhost\r\n\r\n",
    b"\x00" * 300 + b"\r\n\r\n",
    b"\r\n" * 5000,
    b" \r\nHost: localhost\r\n\r\n",
    b"GET\r\nHost: localhost\r\n\r\n",
    b"GET /\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\nHost: localhost\n\n",
    b"GET / HTTP/1.1\r\nHost: localhost\n\r\n\r\n",
    b"GET\r\n/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 6000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 400 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 40_000 + b"\r\n\r\n",
    b"GET /" + b"../" * 3000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
)


def hostile(rng: Random, urls: Sequence[str]) -> Hostile:
    """Some bytes; `urls` are those that have a right answer."""
    makers = (_target, _target, _target, _host, _method, _foreign, _range, _frame, _greeting)
    made = rng.choice(makers)(rng, urls)
    return _mutated(rng, made) if rng.random() < 0.25 else made


def request(
    target: str,
    method: str = "GET",
    version: str = " HTTP/1.1",
    lines: bytes = b"",
    host: str = "localhost",
) -> bytes:
    head = f"{method} {target}{version}\r\n".encode("latin-1", "replace")
    named = f"Host: {host}\r\n".encode("latin-1")
    return head + named + lines + b"\r\n"


def target_of(rng: Random) -> str:
    """A target that means to reach what lies in or around the vault."""
    path = rng.choice(UP) + rng.choice(NAMES)
    for _ in range(rng.choice((0, 1, 1, 1, 2))):
        path = rng.choice(SPELLINGS)(path)
    return f"/{rng.choice(AROUND).format(path)}".replace(" ", "%20")


def _as_sent(target: str) -> str:
    """Letters beyond Latin 1 as a careless client sends them: as their bytes."""
    return target.encode().decode("latin-1")


def _target(rng: Random, urls: Sequence[str]) -> Hostile:
    return Hostile(request(_as_sent(target_of(rng)), rng.choice(("GET", "GET", "HEAD"))))


def _good(rng: Random, urls: Sequence[str]) -> str:
    return f"/{quote(rng.choice(urls))}"


def _host(rng: Random, urls: Sequence[str]) -> Hostile:
    target = _good(rng, urls)
    if rng.random() < 0.3:
        head = f"GET {target} HTTP/1.1\r\n".encode()
        return Hostile(head + rng.choice(HOST_LINES) + b"\r\n", is_refused=True)
    if rng.random() < 0.2:
        return Hostile(request(target, host=rng.choice(GOOD_HOSTS)), asked=target)
    if rng.random() < 0.1:  # the target and the header do not agree
        name = rng.choice(GOOD_HOSTS)
        return Hostile(request(f"http://{name}{target}", host=name), is_refused=True)
    host = rng.choice(BAD_HOSTS) + rng.choice(("", "", ":80", "."))
    return Hostile(request(target, host=host), is_refused=True)


def _method(rng: Random, urls: Sequence[str]) -> Hostile:
    target = _good(rng, urls)
    if rng.random() < 0.3:
        return Hostile(request(target, version=rng.choice(BAD_VERSIONS)), is_refused=True)
    return Hostile(request(target, rng.choice(BAD_METHODS)), is_refused=True)


def _foreign(rng: Random, urls: Sequence[str]) -> Hostile:
    """Another website asks for what only the preview's own pages may read."""
    site, origin = rng.choice(SITES), rng.choice(ORIGINS)
    lines = [f"Sec-Fetch-Site: {site}", f"Origin: {origin}", "Sec-Fetch-Mode: cors"]
    is_ours = site in SITES[:2] and origin == ORIGINS[0]
    rng.shuffle(lines)
    text = "".join(f"{line}\r\n" for line in lines).encode()
    return Hostile(request(f"/{rng.choice(OWN)}", lines=text), is_refused=not is_ours)


def _range(rng: Random, urls: Sequence[str]) -> Hostile:
    lines = [f"Range: {rng.choice(RANGES)}" for _ in range(rng.choice((1, 1, 1, 2)))]
    lines += rng.sample(OTHERS, rng.choice((0, 1, 2)))
    text = "".join(f"{line}\r\n" for line in lines).encode("latin-1")
    return Hostile(request(_good(rng, urls), lines=text))


def _frame(rng: Random, urls: Sequence[str]) -> Hostile:
    headers, body = rng.choice(FRAMES)
    method = rng.choice(("GET", "GET", "HEAD", "POST"))
    return Hostile(request(_good(rng, urls), method, lines=headers + b"\r\n") + body)


def _greeting(rng: Random, urls: Sequence[str]) -> Hostile:
    return Hostile(rng.choice(GREETINGS), is_refused=True)


def _mutated(rng: Random, made: Hostile) -> Hostile:
    """The same with some bytes wrong, so that nobody knows what is right."""
    sent = bytearray(made.sent)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(len(sent))
        match rng.randrange(4):
            case 0:
                sent[at] = rng.randrange(256)
            case 1:
                sent.insert(at, rng.randrange(256))
            case 2:
                del sent[at : at + rng.choice((1, 2, 9))]
            case _:
                sent[at:at] = sent[at : at + rng.randrange(40)]
        if not sent:
            break
    return Hostile(bytes(sent), most=bytes(sent).count(b"\r\n\r\n") + 1)
