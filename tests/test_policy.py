"""What pages may load and run, as browsers and hosts are told it; what `site.head` adds to it."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import pytest

from garden.drawing import site_files
from garden.model import Copy
from garden.policy import allowed, policy
from tests.support import Grown, default_theme, garden_of

OWN = (
    "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: https:; media-src 'self' https:; frame-src 'self' https:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
DIAGRAM = OWN.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


FONTS = ("style-src", "font-src")
ON = ("script-src", "connect-src")
# what the author writes → what each directive allows besides
HEADS: dict[str, tuple[str, dict[str, list[str]]]] = {
    "nothing": ("", {}),
    "words about the site": ('<meta name="google-site-verification" content="x">', {}),
    "links that load nothing": (
        '<link rel="me" href="https://a.net"><link rel="canonical" href="https://b.net">',
        {},
    ),
    "a script of the site": ('<script src="/x.js"></script><script src="y/x.js"></script>', {}),
    "a script": (
        '<script async src="https://a.net/x.js?y"></script>',
        {name: ["a.net"] for name in ON},
    ),
    "a script without its scheme": (
        '<script src="//A.net:8080/x.js"></script>',
        {name: ["a.net:8080"] for name in ON},
    ),
    "a script that says whom it tells": (
        '<script data-tell="https://b.net/count" src="https://a.net/x.js"></script>',
        {"script-src": ["a.net"], "connect-src": ["a.net", "b.net"]},
    ),
    "lines of a script": (
        "<script>\nif (1 < 2 && x) y('</p>');\n</script>",
        {"script-src": [hashed("\nif (1 < 2 && x) y('</p>');\n")]},
    ),
    "lines that end as on Windows": (
        "<SCRIPT>a()\r\nb()</SCRIPT>",
        {"script-src": [hashed("a()\nb()")]},
    ),
    "a module": ('<script type="module">a()</script>', {"script-src": [hashed("a()")]}),
    "data": ('<script type="application/ld+json">{"a": 1}</script>', {}),
    "a style": ("<style>p { color: red }</style>", {"style-src": [hashed("p { color: red }")]}),
    "a style that imports": (
        "<style>@import url(https://a.net/b.css);</style>",
        {
            "style-src": [hashed("@import url(https://a.net/b.css);"), "a.net"],
            "font-src": ["a.net"],
        },
    ),
    "a style sheet": (
        '<link rel="stylesheet" href="https://a.net/x.css">',
        {name: ["a.net"] for name in FONTS},
    ),
    "fonts": (
        '<link rel="preconnect" href="https://f.net" crossorigin>'
        '<link rel=preload as=font href="https://g.net/a.woff2">',
        {"style-src": ["f.net"], "font-src": ["f.net", "g.net"], "connect-src": ["f.net"]},
    ),
    "an icon": ('<link rel="shortcut icon" href="http://a.net/i.png">', {"img-src": ["a.net"]}),
    "a picture": ('<noscript><img src="//a.net/i.gif"></noscript>', {"img-src": ["a.net"]}),
    "a host in another script": (
        '<script src="https://mü.net/x.js"></script>',
        {name: ["xn--m-eha.net"] for name in ON},
    ),
    "one host twice": (
        '<script src="https://a.net/x.js"></script><script src="https://a.net/y.js"></script>',
        {name: ["a.net"] for name in ON},
    ),
    "a host that would be more": ('<script src="https://a;script-src *"></script>', {}),
    "a host with a quote": ("<script src=\"https://'unsafe-inline'/x\"></script>", {}),
    "no address": ('<script src="https://[a/x"></script><script src></script>', {}),
    "data as a script": ('<script src="data:text/javascript,a()"></script>', {}),
    "a script without an end": ("<script>a()", {}),
    "two addresses of one script": (
        '<script src="https://a.net/x.js" src="https://b.net/x.js"></script>',
        {name: ["a.net"] for name in ON},
    ),
    "what is no declaration": (
        '<![x[y]]><!z><![if IE]><script src="https://a.net/x.js"></script><![endif]>',
        {name: ["a.net"] for name in ON},
    ),
}


@pytest.mark.parametrize(("head", "more"), HEADS.values(), ids=list(HEADS))
def test_what_the_author_names_is_allowed_and_nothing_else(
    head: str, more: dict[str, list[str]]
) -> None:
    own = dict(part.split(" ", 1) for part in OWN.split("; "))
    found = dict(part.split(" ", 1) for part in policy(head, diagrams=False).split("; "))
    added = {name: " ".join((own.get(name, "'self'"), *hosts)) for name, hosts in more.items()}
    assert found == {**own, **added}


def test_a_hash_would_take_from_diagrams_what_they_need() -> None:
    head = "<style>a {}</style><link rel=stylesheet href='https://a.net/x.css'>"
    assert policy("", diagrams=True) == DIAGRAM
    assert "style-src 'self' 'unsafe-inline' a.net;" in policy(head, diagrams=True)
    assert ("style-src", hashed("a {}")) in allowed(head)


META = '<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{}">'
FILES: dict[str, str | bytes] = {
    "a.md": "---\naliases: [Old]\n---\ntext",
    "d.md": "```mermaid\ngraph TD\nA --> B\n```",
}


def pages(config: str = "") -> dict[str, str]:
    drawn = garden_of(FILES, config).pages(default_theme()).items()
    return {name: page.replace("&#39;", "'") for name, page in drawn}


def test_every_page_begins_with_it() -> None:
    found = {name: page for name, page in pages().items() if name.endswith(".html")}
    assert {"Old/index.html", "404.html", "map/index.html"} <= found.keys()
    for name, page in found.items():
        assert META.format(DIAGRAM if name == "d/index.html" else OWN) in page, name


def test_hosts_are_told_of_it_too() -> None:
    told = pages()["_headers"].split("\n\n")
    assert told[0] == (
        f"/*\n  Content-Security-Policy: {DIAGRAM}\n  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: strict-origin-when-cross-origin"
    )
    assert told[1] == (
        "/*.svg\n  Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; "
        "img-src data:; sandbox"
    )
    assert told[2] == "/theme/*\n  Cache-Control: public, max-age=31536000, immutable"
    assert told[3] == "/site-data/*\n  Cache-Control: no-cache\n"
    assert f"  Content-Security-Policy: {OWN}\n" in garden_of({"a.md": ""}).pages()["_headers"]


def test_what_a_diagram_needs_no_other_page_is_allowed_where_several_write() -> None:
    found = pages('[site]\ntrust = "shared"\n')
    assert META.format(OWN) in found["a/index.html"]
    assert META.format(DIAGRAM) in found["d/index.html"]


def test_hosts_are_told_of_the_folder_of_a_site() -> None:
    found = pages('[site]\nbase_url = "https://me.net/ü/b/"\n')["_headers"]
    assert [line for line in found.splitlines() if line[:1] == "/"] == [
        "/%C3%BC/b/*",
        "/%C3%BC/b/*.svg",
        "/%C3%BC/b/theme/*",
        "/%C3%BC/b/site-data/*",
    ]


def test_an_author_may_want_none() -> None:
    found = pages("[site]\npolicy = false\n")
    assert [name for name, page in found.items() if "Content-Security" in page] == []
    assert "nosniff" in found["_headers"]


@pytest.mark.parametrize("name", ["_headers", "manifest.webmanifest"])
def test_a_file_of_the_author_takes_their_place(name: str) -> None:
    garden = garden_of(FILES, static=[name]).garden
    assert site_files(garden, default_theme())[0][name] == Copy(name, name, root="static")


# notes that would have an address of garden's own → where they stand
TAKEN = {"_headers.md": "_headers-2/", "manifest.webmanifest.md": "manifest-2.webmanifest/"}


@pytest.mark.parametrize("path", TAKEN)
def test_no_note_takes_the_place_of_what_hosts_look_for(path: str) -> None:
    grown: Grown = garden_of({path: ""})
    assert grown.garden.urls[path] != path.removesuffix(".md") + "/"
    assert {"_headers", "manifest.webmanifest"} <= grown.pages().keys()


@pytest.mark.parametrize("url", ["/_headers", "/manifest.webmanifest", "/_headers/x.html"])
def test_no_permalink_does_either(url: str) -> None:
    grown = garden_of({"a.md": f"---\npermalink: {url}\n---\n"})
    assert (grown.garden.urls["a.md"], grown.rules) == ("a/", ["permalink"])
