"""`garden audit`: in which forms it finds what is not published, and what published notes withhold.

Each row is a file of a site, with what it says of the vault in a form that a reader, a program or
a curious person could take apart.
"""

from __future__ import annotations

import json
import random
import textwrap
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest

from garden.audit import audited
from garden.config import read_config
from garden.disk import Disk
from garden.grown import read_garden
from garden.reading import Request
from tests.offline import Files, archive, write
from tests.support import bare_theme

NAME = "Frozen lakes"
WORDS = "my feet were cold all day and then some of the night"
PICTURE = random.Random(7).randbytes(4000)


def document(*runs: str) -> bytes:
    """A text document in which each run of letters has an element of its own."""
    said = "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{run}</w:t></w:r>" for run in runs)
    return archive(
        {"word/document.xml": f"<?xml version='1.0'?><w:body><w:p>{said}</w:p></w:body>"}
    )


def pdf(shown: bytes) -> bytes:
    page = zlib.compress(b"BT /F1 12 Tf 72 700 Td " + shown + b" ET")
    return b"%PDF-1.5\n%\xe2\xe3\0\n1 0 obj<</Filter/FlateDecode>>stream\n" + page + b"\nendstream"


def coded(content: bytes, width: int = 76, end: str = "\n") -> str:
    return end.join(textwrap.wrap(b64encode(content).decode(), width))


LONG = f"Dear friend, this is what was never to be told: {NAME}, {WORDS}. ".encode() * 3
VAULT: Files = {
    "open.md": "Nothing is here.",
    f"{NAME}.md": f"---\npublish: no\ntags: [kinsfolk/doctor]\n---\n{WORDS}\n",
    "picture.png": PICTURE,
    "secret.docx": document("nobody ", "has read this let", "ter of mine to the old lawyer"),
    "board.md": "---\nkanban-plugin: board\n---\n## Lane\n\n- a card\n\n***\n\n## Archive\n\n"
    "- [x] pay the ransom for the stolen bicycle of my aunt\n",
    "asks.md": '```dataview\nTABLE wage, boss FROM "Work/Deals" WHERE wage > 5000 AND !fired\n'
    "```\n\nA block above, and `= this.wages of the people that I do not like at all` in a line.\n",
    "talk.md": "Open.\n\n<dialog>whoever clicks here will hear what I think of my boss</dialog>\n",
    "notes.md": "Text[^1].\n\n[^1]: Used.\n\n[^2]: nobody ever refers to this note about my first "
    "wife\n",
}
FORMS: Mapping[str, tuple[str | bytes, str]] = {
    # what a file of the site holds → the kind of the leak
    "a name that a comment cuts": ("<p>Fro<!-- -->zen lakes</p>", "title"),
    "a comment that holds a sign": ("<p>Fro<!-- a > b -->zen lakes</p>", "title"),
    "an empty comment": ("<p>Fro<!-->zen <!--->lakes</p>", "title"),
    "what browsers take for a comment": ("<p>Fro<?x?>zen<!x> la</ >kes</p>", "title"),
    "a line that comments cut": (f"<p>{WORDS.replace(' ', ' <!-- x --> ')}</p>", "text"),
    "a comment itself": ("<p>x</p><!-- <b>Fro</b>zen lakes -->", "title"),
    "a comment without an end": ("<p>x</p><!-- <b>Fro</b>zen lakes", "title"),
    "an element of former days": ("<p>Fro<font color=red>zen</font> lakes", "title"),
    "an element that somebody made up": ("<p>Fro<x-mark>zen</x-mark> lakes", "title"),
    "signs that nobody sees": ("<p>Fro\u200bz\u200ben la\u2060k\u200ees", "title"),
    "escaped HTML in a feed": (
        "<rss><description>Fro&lt;b&gt;zen&lt;/b&gt; lakes</description></rss>",
        "title",
    ),
    "escaped HTML with a comment in it": (
        "<rss><description>Fro&lt;!-- --&gt;zen lakes</description></rss>",
        "title",
    ),
    "HTML that is escaped twice": (f"<p>{escape(escape('Fro<b>zen</b> lakes'))}", "title"),
    "escaped HTML over lines": (
        f"<rss><a>{escape(WORDS.replace(' ', '</i>' + chr(10) + '<i>'))}</a></rss>",
        "text",
    ),
    "HTML in a CDATA section": ("<rss><a><![CDATA[<p>Fro<b>zen</b> lakes]]></a></rss>", "title"),
    "HTML in JSON in a page": (
        '<script>{"x": "Fro\\u003cb\\u003ezen\\u003c/b\\u003e lakes"}</script>',
        "title",
    ),
    "escaped HTML in JSON": (json.dumps({"x": "Fro&lt;b&gt;zen&lt;/b&gt; lakes"}), "title"),
    "JSON in JSON": (json.dumps(json.dumps({"x": "Fröst"}) + r" \u0046rozen lakes"), "title"),
    "a code of newer JavaScript": (r'x = "\u{46}rozen lakes"', "title"),
    "an address that is coded twice": (f"<a href='/{quote(quote(NAME))}/'>", "title"),
    "an address that is coded three times": (
        f"<a href='/{quote(quote(quote(NAME)))}/'>",
        "title",
    ),
    "base64 in lines, as mail has it": (coded(LONG), "title"),
    "base64 in lines with two signs at their ends": (coded(LONG, end="\r\n"), "title"),
    "base64 in lines of 64, as keys have it": (coded(LONG, 64), "title"),
    "base64 in lines that are quoted": (coded(LONG, 60, "\n> "), "title"),
    "base64 in lines in JSON": (json.dumps({"x": coded(LONG, end="\r\n")}), "title"),
    "base64 whose strokes are escaped": (
        json.dumps({"x": b64encode(b"???>>>" + LONG).decode()}).replace("/", r"\/"),
        "title",
    ),
    "base64 in an address": (f"/?x={quote(b64encode(LONG).decode(), safe='')}", "title"),
    "short base64": (b64encode(NAME.encode()).decode(), "title"),
    "a tag above a nested one": ("<a href='/tags/kinsfolk/'>x</a>", "tag"),
    "a tag below another": ("<li>doctor</li>", "tag"),
    "the whole of a nested tag": ("<li>#kinsfolk/doctor</li>", "tag"),
    "a picture in an address, in codes": (
        f"<img src='data:image/png,{quote_from_bytes(PICTURE)}'>",
        "bytes",
    ),
    "a picture in an address, all in codes": (
        "<img src='data:image/png;a=b," + "".join(f"%{n:02x}" for n in PICTURE) + "'>",
        "bytes",
    ),
    "a picture in base64 in lines": (coded(PICTURE), "bytes"),
    "a picture in a picture": (
        f"<img src='data:image/svg+xml,{quote('<image href=')}data:image/png;base64,"
        f"{quote(b64encode(PICTURE).decode(), safe='')}'>",
        "bytes",
    ),
    "a picture in an archive": (archive({"a.png": PICTURE}), "bytes"),
    "a picture in an archive that only holds it": (
        archive({"a.png": PICTURE}, zipfile.ZIP_STORED),
        "bytes",
    ),
    "text in an archive": (archive({"a.html": "<p>Fro<b>zen</b> lakes"}), "title"),
    "a name in an archive": (archive({f"{NAME}.txt": "x" * 50}), "title"),
    "an archive that is cut off": (archive({"a.txt": LONG, "b": PICTURE})[:-2000], "title"),
    "a text document": (document("Fro", "zen la", "kes"), "title"),
    "what a document says that is not published": (
        "<p>nobody has read this letter of mine to the old lawyer</p>",
        "bytes",
    ),
    "a book": (archive({"mimetype": "application/epub+zip", "a.xhtml": f"<p>{WORDS}"}), "text"),
    "a PDF file that sets letter by letter": (
        pdf(b"[(F)20(r)-3(o)(zen)-333(lak)5(es)]TJ"),
        "title",
    ),
    "a PDF file that goes on in the row": (pdf(b"(Fro) Tj (zen lakes) Tj"), "title"),
    "a PDF file in hexadecimal digits": (pdf(b"<46726F7A656E 206C616B6573>Tj"), "title"),
    "a PDF file in octal digits": (pdf(rb"(\106roz\145n lakes)Tj"), "title"),
    "a PDF file with a title in UTF-16": (
        b"%PDF-1.5\n\0<</Title <FEFF" + NAME.encode("utf-16-be").hex().encode() + b">>>",
        "title",
    ),
    "the archive of a board": ("<li>pay the ransom for the stolen bicycle of my aunt", "withheld"),
    "the source of a block that asks": (
        '<pre>TABLE wage, boss FROM "Work/Deals" WHERE wage &gt; 5000 AND !fired</pre>',
        "withheld",
    ),
    "the source of a question in a line": (
        "<code>= this.wages of the people that I do not like at all</code>",
        "withheld",
    ),
    "what stands in a closed dialog": (
        "<dialog>whoever clicks here will hear what I think of my boss</dialog>",
        "withheld",
    ),
    "a footnote that nothing refers to": (
        "<li>nobody ever refers to this note about my first wife</li>",
        "withheld",
    ),
}
# What looks like one of these and is none
FINE: Mapping[str, str | bytes] = {
    "names in two elements": "<p>Frozen</p><p>lakes</p>",
    "what a comment parts from another word": "<p>Frozen <!-- x --> and lakes",
    "letters that are base64 by chance": "Publishing Gardening Frozenlakesandseas",
    "the words of a published note": "<p>A block above, and in a line. Text. Used. Nothing here.",
    "another document": document("Fro", "st"),
    "an archive that is none": b"PK\x03\x04" + b"\0" * 40,
    "an archive with a password": archive({"a.txt": LONG})[:6] + b"\1" + archive({"a": LONG})[7:],
}


@cache
def garden_at(vault: Path) -> tuple[Request, Any]:
    write(vault, VAULT)
    request = Request(vault, None, read_config("[dates]\ngit = false\n"), theme=bare_theme())
    return request, read_garden(request, Disk())


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms") / "vault"


def kinds(tmp_path: Path, vault: Path, content: str | bytes) -> set[str]:
    request, grown = garden_at(vault)
    site = write(tmp_path / "site", {"index.html": "x", "found": content})
    return {leak.fact.kind for leak in audited(request, grown, site, Disk()).leaks}


@pytest.mark.parametrize(("content", "kind"), FORMS.values(), ids=list(FORMS))
def test_every_form_of_what_is_not_published_is_found(
    tmp_path: Path, vault: Path, content: str | bytes, kind: str
) -> None:
    assert kind in kinds(tmp_path, vault, content)


@pytest.mark.parametrize("content", FINE.values(), ids=list(FINE))
def test_what_only_looks_like_it_is_no_leak(
    tmp_path: Path, vault: Path, content: str | bytes
) -> None:
    assert not kinds(tmp_path, vault, content)
