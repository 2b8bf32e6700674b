"""The preview server on a port of this machine: each rule SRV1 to SRV14 by its name."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

import garden.connection
import garden.preview
import garden.serve
from garden.address import Address, address_of, bound
from garden.disk import Disk
from garden.drawing import site_files
from garden.live import Live
from garden.marks import RESERVED
from garden.model import Garden
from garden.paths import slug
from garden.serve import Options
from garden.theme import Theme
from tests.offline import built, tree, write
from tests.serving import PATIENCE, Site, preview_of, served, without_marks

FILES = {
    "index.md": "# Home\n[[Trust]] ![[pic.svg]] ![[film.mp4]] ![[odd.pdf]]\n",
    "Trust.md": "# Trust\ntext\n",
    "Größe.md": "text\n",
    "Secret.md": "---\npublish: false\n---\nzqxsecret",
    "private/Other.md": "zqxother",
    "pic.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "film.mp4": "0123456789",
    "odd.pdf": "pdf",
}
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("serve") / "notes", FILES) as site:
        yield site


# --- what is answered ---------------------------------------------------------------------------


def test_every_file_of_a_build_is_served(site: Site, tmp_path: Path) -> None:
    built(site.vault, tmp_path / "public", "[dates]\ngit = false\n")
    files = {p: c for p, c in tree(tmp_path / "public").items() if p[-1] != "/"}
    del files[".garden.json"]
    for path, content in files.items():
        found = site.get("/" + quote(path))
        is_page = path.endswith(".html")
        assert (found.status, without_marks(found.body) if is_page else found.body) == (
            200,
            content,
        )


def test_the_home_page_is_at_the_top(site: Site) -> None:
    assert "<h1>Home</h1>" in site.get("/").text.replace(' id="home"', "")
    assert site.get("/").body == site.get("/index.html").body


def test_a_page_without_its_slash_leads_on(site: Site) -> None:
    found = site.get("/Trust")
    assert (found.status, found.headers["Location"]) == (302, "/Trust/")


def test_what_is_not_there_is_told_on_the_sites_own_page_with_near_notes(site: Site) -> None:
    found = site.get("/trsut/")
    assert found.status == 404
    assert "Nothing grows here" in found.text
    assert '<a href="/Trust/">Trust</a>' in found.text


@pytest.mark.parametrize("path", ["/", "/film.mp4", "/.garden/preview.js"])
def test_what_has_not_changed_is_not_sent_again(site: Site, path: str) -> None:
    tag = site.get(path).headers["ETag"]
    again = site.get(path, If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("path", ["/", "/film.mp4", "/none", "/.garden/state.json"])
def test_head_is_get_without_a_body(site: Site, path: str) -> None:
    found = site.get(path, method="HEAD")
    assert found.body == b""
    assert found.headers == site.get(path).headers


PARTS = {
    "bytes=2-4": (206, b"234", "bytes 2-4/10"),
    "bytes=-3": (206, b"789", "bytes 7-9/10"),
    "bytes=8-": (206, b"89", "bytes 8-9/10"),
    "bytes=10-": (416, b"", "bytes */10"),
    "bytes=0-1,3-4": (200, b"0123456789", None),
}


@pytest.mark.parametrize(("asked", "expected"), PARTS.items())
def test_srv12_a_single_range(
    site: Site, asked: str, expected: tuple[int, bytes, str | None]
) -> None:
    found = site.get("/film.mp4", Range=asked)
    assert (found.status, found.body, found.headers.get("Content-Range")) == expected


def test_a_part_of_what_has_changed_meanwhile_is_the_whole(site: Site) -> None:
    found = site.get("/film.mp4", Range="bytes=2-4", If_Range='"other"')
    assert (found.status, found.body) == (200, b"0123456789")


def test_several_requests_come_over_one_connection(site: Site) -> None:
    one = b"GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n"
    found = site.raw(one + b"\r\n" + one + b"Connection: close\r\n\r\n")
    assert found.count(b"HTTP/1.1 200 OK") == found.count(b"0123456789") == 2


LENGTHS = (
    *(b"Content-Length: 45", b"Content-Length: 0\r\nContent-Length: 45", b"Transfer-Encoding:"),
    b"Content-Length: 45\r\nExpect: 100-continue",
)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_body_is_not_taken_for_a_request(site: Site, length: bytes) -> None:
    body = b"GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = b"GET / HTTP/1.1\r\nHost: localhost\r\n" + length + b"\r\n\r\n"
    assert site.raw(head + body).count(b"HTTP/1.1") == 1


def test_addresses_below_the_path_of_the_base_url_lead_to_the_site(tmp_path: Path) -> None:
    config = '[site]\nbase_url = "https://me.net/garden/"\n'
    with served(tmp_path / "notes", {**FILES, "garden.toml": config}) as site:
        assert 'href="/garden/' in site.get("/none").text
        assert site.get("/garden/Trust/").body == site.get("/Trust/").body
        assert site.get("/garden/").status == site.get("/garden").status == 200


# --- the rules ----------------------------------------------------------------------------------


def live_of(vault: Path) -> Live:
    return Live(preview_of(write(vault, FILES)), (vault,), Disk())


def test_srv1_only_this_machine_is_served(tmp_path: Path) -> None:
    servers = bound(Address(port=0), live_of(tmp_path / "notes"), Options())
    hosts = {server.server_address[0] for server in servers}
    for server in servers:
        server.server_close()
    assert "127.0.0.1" in hosts
    assert hosts <= {"127.0.0.1", "::1"}


def test_srv1_a_port_that_is_taken_makes_way_for_the_next(tmp_path: Path, site: Site) -> None:
    taken = Address(("127.0.0.1",), site.port)
    (server,) = bound(taken, live_of(tmp_path / "notes"), Options())
    server.server_close()
    assert server.server_port > site.port


ADDRESSES = {
    "": (("127.0.0.1", "::1"), 8000),
    ":9000": (("127.0.0.1", "::1"), 9000),
    "9000": (("127.0.0.1", "::1"), 9000),
    "localhost:9000": (("127.0.0.1", "::1"), 9000),
    "0.0.0.0:80": (("0.0.0.0",), 80),
    "192.168.1.5": (("192.168.1.5",), 8000),
    "[::1]:9000": (("::1",), 9000),
    "[::1]": (("::1",), 8000),
}


@pytest.mark.parametrize(("text", "expected"), ADDRESSES.items())
def test_srv1_addresses(text: str, expected: tuple[tuple[str, ...], int]) -> None:
    address = address_of(text)
    assert (address.hosts, address.port) == expected
    assert address.is_exposed is (not set(address.hosts) <= {"127.0.0.1", "::1"})


def test_srv1_an_exposed_server_is_called_by_the_address_it_is_reached_at(tmp_path: Path) -> None:
    with served(tmp_path / "notes", FILES, is_exposed=True) as site:
        assert site.status("/", "127.0.0.1") == 200
        assert site.status("/", "evil.net") == 403


HOSTS = {
    "localhost": 200,
    "LOCALHOST.:80": 200,
    "notes.localhost": 200,
    "127.0.0.1:1": 200,
    "[::1]": 200,
    "evil.net": 403,
    "localhost.evil.net": 403,
    "2130706433": 403,
    "0x7f.1": 403,
    "": 403,
}


@pytest.mark.parametrize(("host", "status"), HOSTS.items())
def test_srv2_hosts(site: Site, host: str, status: int) -> None:
    assert site.status("/", host) == status


@pytest.mark.parametrize("hosts", [b"", b"Host: localhost\r\nHost: localhost\r\n"])
def test_srv2_one_host_is_named(site: Site, hosts: bytes) -> None:
    found = site.raw(b"GET / HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n")
    assert found.startswith(b"HTTP/1.1 400 ")


def test_srv2_a_name_can_be_allowed(tmp_path: Path) -> None:
    with served(tmp_path / "notes", FILES, hosts=("my.lan",)) as site:
        assert (site.status("/", "My.Lan.:80"), site.status("/", "a.my.lan")) == (200, 403)


EVERYTHING = ("/", "/Trust", "/film.mp4", "/none", "/.garden/state.json", "/.garden/none", "/%ff")


@pytest.mark.parametrize("path", EVERYTHING)
def test_srv3_headers(site: Site, path: str) -> None:
    headers = site.get(path, Origin="http://evil.net").headers
    assert {name: headers.get(name) for name in SAFE} == SAFE
    assert not [name for name in headers if name.startswith("Access-Control")]
    assert "Server" not in headers


def connected(site: Site) -> socket.socket:
    return socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE)


def stream(site: Site, headers: str = "") -> socket.socket:
    connection = connected(site)
    connection.sendall(f"GET /.garden/events HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
    return connection


def until(connection: socket.socket, end: bytes) -> bytes:
    found = b""
    while end not in found and (part := connection.recv(1 << 16)):
        found += part
    return found


FOREIGN = {
    "Sec-Fetch-Site: same-origin": 200,
    "Sec-Fetch-Site: none": 200,
    "Sec-Fetch-Site: cross-site": 403,
    "Sec-Fetch-Site: same-site": 403,
    "Origin: http://localhost": 200,
    "Origin: http://localhost:1": 403,
    "Origin: https://localhost": 403,
    "Origin: null": 403,
    "Origin: http://localhost\r\nOrigin: http://evil.net": 403,
}


@pytest.mark.parametrize(("header", "status"), FOREIGN.items())
def test_srv4_only_the_previews_own_pages_hear_of_changes(
    site: Site, header: str, status: int
) -> None:
    with closing(stream(site, f"{header}\r\n")) as connection:
        assert until(connection, b"\r\n").startswith(b"HTTP/1.1 %d " % status)


def test_srv4_a_stream_tells_a_serial_and_nothing_else(tmp_path: Path) -> None:
    with served(tmp_path / "notes", FILES) as site, closing(stream(site)) as connection:
        serial = site.live.state.serial
        first = until(connection, f"data: {serial}\n\n".encode()).partition(b"\r\n\r\n")[2]
        assert first == f"retry: 500\n\ndata: {serial}\n\n".encode()
        site.write({"Trust.md": "other words"})
        assert until(connection, b"\n\n") == f"data: {site.live.state.serial}\n\n".encode()


def test_srv4_a_stream_goes_on_where_many_files_are_open(tmp_path: Path) -> None:
    """The call `select` knows no more than 1,024 of them."""
    running = served(tmp_path / "notes", FILES)
    with many_files(1100), running as site, closing(stream(site)) as connection:
        assert b"data: " in until(connection, b"data: ")
        site.write({"Trust.md": "other words"})
        told = f"data: {site.live.state.serial}\n\n".encode()
        assert told in until(connection, told)


@contextmanager
def many_files(count: int) -> Iterator[None]:
    """A process with many open files, if it may have them."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2 * count:
        pytest.skip(f"no more than {hard} files may be open here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * count), hard))
    try:
        with ExitStack() as files:
            for _ in range(count):
                files.enter_context(Path(os.devnull).open("rb"))
            yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_prv39_a_private_change_is_not_told(tmp_path: Path) -> None:
    with served(tmp_path / "notes", FILES) as site:
        before = site.live.state.serial
        site.write({"Secret.md": "---\npublish: false\n---\nother", "private/New.md": "x"})
        assert site.live.state.serial == before


def test_srv4_no_more_than_64_streams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garden.serve, "MAX_STREAMS", 1)
    with served(tmp_path / "notes", FILES) as site:
        with closing(stream(site)) as first:
            assert until(first, b"data: ").startswith(b"HTTP/1.1 200 ")
            with closing(stream(site)) as second:
                assert until(second, b"\r\n").startswith(b"HTTP/1.1 503 ")
        deadline = time.monotonic() + PATIENCE  # whoever has gone is noticed
        while site.get("/.garden/events", method="HEAD").status == 503:
            assert time.monotonic() < deadline


@pytest.mark.parametrize(
    "path", ["/.obsidian/app.json", "/notes/Trust.md", "/Trust.md", "/.garden.json", "/garden.toml"]
)
def test_srv5_only_what_was_built_is_served(site: Site, path: str) -> None:
    write(site.vault, {".obsidian/app.json": "{}"})
    assert site.get(path).status == 404


def test_srv5_no_page_of_a_site_can_stand_where_the_preview_has_its_own() -> None:
    assert slug(RESERVED.strip("/")) != RESERVED.strip("/")


TRAVERSALS = (
    *("//evil.net/%2e%2e", "http://localhost/", "*", "/..", "/../x", "/%2e%2e/x", "/a/..%2fx"),
    *("/a\\b", "/%5c..%5cx", "/a%00", "/%0d%0aX", "/%c0%ae/x"),
)


@pytest.mark.parametrize("target", TRAVERSALS)
def test_srv6_what_no_browser_asks_for_is_refused(site: Site, target: str) -> None:
    assert site.status(target) == 400


@pytest.mark.parametrize("target", ["/%252e%252e/etc/passwd", "/film.mp4::$DATA", "/con", "/%zz"])
def test_srv6_what_is_decoded_once_is_not_there(site: Site, target: str) -> None:
    assert site.status(target) == 404


def test_srv6_a_file_that_has_become_a_link_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"secret.mp4": "zqx"})
    with served(tmp_path / "notes", FILES) as site:
        assert site.get("/film.mp4").status == 200
        (site.vault / "film.mp4").unlink()
        (site.vault / "film.mp4").symlink_to(tmp_path / "secret.mp4")
        assert site.get("/film.mp4").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "X"])
def test_srv7_only_get_and_head(site: Site, method: str) -> None:
    for path in ("/", "/.garden/state.json"):
        found = site.get(path, method=method)
        assert (found.status, found.headers["Allow"]) == (405, "GET, HEAD")


def test_srv7_a_query_means_nothing_and_no_folder_is_listed(site: Site) -> None:
    assert site.get("/Trust/?x=../..").body == site.get("/Trust/").body
    assert site.get("/theme/").status == 404


@pytest.mark.parametrize("target", ["/Trust", "/Gr%C3%B6%C3%9Fe", "/Trust?x=//evil.net"])
def test_srv8_a_redirect_stays_on_the_site(site: Site, target: str) -> None:
    found = site.get(target)
    assert found.status == 302
    assert found.headers["Location"][0] == "/"
    assert found.headers["Location"][1] != "/"
    assert site.get(found.headers["Location"]).status == 200


def test_srv8_nothing_leads_to_another_host(site: Site) -> None:
    assert site.status("//Trust") == 400
    assert site.status("/%2fTrust") == 404


def test_srv9_types(site: Site) -> None:
    kinds = {path: site.get(path).headers["Content-Type"] for path in ("/", "/none", "/film.mp4")}
    html = "text/html; charset=utf-8"
    assert kinds == {"/": html, "/none": html, "/film.mp4": "video/mp4"}
    assert "sandbox" in site.get("/pic.svg").headers["Content-Security-Policy"]


def test_srv10_no_error_tells_where_the_vault_lies(tmp_path: Path) -> None:
    with served(tmp_path / "notes", FILES) as site:
        for broken in ({"garden.toml": "[sit"}, {".obsidian/app.json": "{"}):
            site.write(broken)
            said = site.get("/.garden/state.json").text + site.get("/").text
            assert str(tmp_path) not in said
            (fault,) = site.state()["faults"]
            assert fault["path"] == next(iter(broken))
            (site.vault / fault["path"]).unlink()


def test_srv10_what_is_asked_for_is_never_part_of_the_answer(site: Site) -> None:
    assert "zqx" not in site.get("/zqx%3Cscript%3E").text


def test_a_page_can_be_told_which_of_its_files_have_changed_since_it_was_made(
    tmp_path: Path,
) -> None:
    config = '[site]\nbase_url = "https://me.net/notes/"\n'
    files = {
        "a.md": "![[p q.svg]]\n",
        "p q.svg": "<svg/>",
        "h.svg": "<svg/>",
        "garden.toml": config,
    }
    with served(tmp_path / "notes", {**files, "static/s.svg": "<svg/>"}) as site:
        assert site.state()["renewed"] == {}
        born = site.live.state.serial
        site.write({"h.svg": "<svg> </svg>", "a.md": "![[p q.svg]] again\n"})
        assert site.state()["renewed"] == {}  # what is on no page has no name here
        site.write({"p q.svg": "<svg> </svg>"})
        first = site.live.state.serial
        assert site.state()["renewed"] == dict.fromkeys(("/p-q.svg", "/notes/p-q.svg"), first)
        assert first != born
        site.write({"garden.toml": "[site]\ntitel = 1\n", "static/s.svg": "<svg> </svg>"})
        site.write({"garden.toml": ""})
        last = site.live.state.serial
        assert site.state()["renewed"] == {"/p-q.svg": first, "/s.svg": last}


def test_srv11_a_failed_build_leaves_the_last_site(tmp_path: Path) -> None:
    with served(tmp_path / "notes", FILES) as site:
        before = without_marks(site.get("/Trust/").body)
        site.write({"garden.toml": "[site]\ntitel = 'x'\n", "Trust.md": "other"})
        found = site.get("/Trust/")
        assert (found.status, without_marks(found.body)) == (200, before)
        (fault,) = site.state()["faults"]
        assert (fault["path"], fault["line"], fault["stops"]) == ("garden.toml", 2, True)
        assert fault["source"] == "titel = 'x'"
        site.write({"garden.toml": ""})
        assert site.state()["faults"] == []
        assert "other" in site.get("/Trust/").text


def test_srv11_even_a_fault_of_gardens_own_leaves_the_last_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path / "notes", FILES) as site:
        with monkeypatch.context() as patch:
            patch.setattr(garden.preview, "site_files", {}.__getitem__)
            site.write({"Trust.md": "other"})
        (fault,) = site.state()["faults"]
        assert fault["message"].startswith("garden itself has failed: TypeError: ")
        assert site.get("/Trust/").status == 200
        site.live.refresh()
        assert "other" in site.get("/Trust/").text


def test_a_page_that_only_some_notes_break_shows_its_last_words(tmp_path: Path) -> None:
    override = "{% extends 'default/note.html' %}{% block title %}{{ {}[title] }}{% endblock %}"
    fine = override.replace("{}[title]", "{'Home': 1, 'Größe': 1, 'Trust': 1}[title]")
    with served(tmp_path / "notes", {**FILES, "_theme/note.html": fine}) as site:
        assert "text" in site.get("/Trust/").text
        site.write({"Trust.md": "# Other\nnew words"})
        found = site.get("/Trust/")
        assert (found.status, "new words" in found.text) == (200, False)
        (fault,) = site.state()["faults"]
        assert (fault["path"], fault["line"]) == ("note.html", 1)
        site.write({"Trust.md": "# Trust\nnewer words"})
        assert "newer words" in site.get("/Trust/").text
        assert site.state()["faults"] == []


def test_srv11_no_request_waits_for_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path / "notes", FILES) as site:
        may_go_on, is_building = threading.Event(), threading.Event()

        def held(garden: Garden, theme: Theme) -> object:
            is_building.set()
            assert may_go_on.wait(PATIENCE)
            return site_files(garden, theme)

        monkeypatch.setattr(garden.preview, "site_files", held)
        builder = threading.Thread(target=site.live.refresh)
        builder.start()
        assert is_building.wait(PATIENCE)
        assert site.get("/Trust/").status == 200
        may_go_on.set()
        builder.join()


LONG = {
    "a long address": (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
    "an address without an end": (b"GET /" + b"a" * 9000, 414),
    "long headers": (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 33_000 + b"\r\n\r\n",
        431,
    ),
    "headers without an end": (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 6000, 431),
    "many headers": (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 200 + b"\r\n", 431),
    "no request": (b"\x16\x03\x01\x02\r\n\r\n", 400),
    "a request of HTTP/0.9": (b"GET /\r\nHost: localhost\r\n\r\n", 400),
}


@pytest.mark.parametrize(("request_", "status"), LONG.values(), ids=list(LONG))
def test_srv12_limits(site: Site, request_: bytes, status: int) -> None:
    assert site.raw(request_).startswith(b"HTTP/1.1 %d " % status)


def test_srv12_a_slow_request_is_not_waited_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garden.connection, "HEAD_SECONDS", 0.05)
    assert site.raw(b"GET / HTTP/1.1\r\nHost: loc").startswith(b"HTTP/1.1 408 ")


def test_srv12_no_more_than_so_many_connections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garden.serve, "MAX_CONNECTIONS", 1)
    with served(tmp_path / "notes", FILES) as site, closing(stream(site)) as first:
        until(first, b"data: ")
        with closing(connected(site)) as second:
            assert second.recv(1) == b""


def test_prv39_a_private_note_is_as_one_that_is_not_there(site: Site) -> None:
    found = {path: site.get(path) for path in ("/Secret/", "/Sacret/", "/Secrxt/")}
    (one, *others) = found.values()
    assert [(a.status, a.headers, a.body) for a in others] == [
        (one.status, one.headers, one.body)
    ] * 2


def test_a_server_that_stops_leaves_no_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())  # some may end meanwhile: those of another test's server
    with served(tmp_path / "notes", FILES) as site:
        listening, idle = stream(site), connected(site)
        until(listening, b"data: ")
        idle.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until(idle, b"\r\n\r\n")
        started = set(threading.enumerate()) - before
    for connection in (listening, idle):
        connection.close()
    assert len(started) == 3
    assert set(threading.enumerate()) - before == set()
