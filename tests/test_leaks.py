"""The ways in which a private note could show that no other test file asks about, row by row.

Each private word is one that stands nowhere else; `make proof` plants many more of them. Garden
draws no pictures of text (PRV25), shows no sources of notes (PRV44), and cannot see the history of
a repository (PRV45), of which the guide warns.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import quote

import pytest

from garden.text.comments import Uncommented
from garden.text.places import Piece, Pieces
from tests.commented import commented
from tests.support import Grown, garden_of

SECRET = "zqx"
DENIED = (
    f"---\ntitle: {SECRET}title\ntags: [shared, {SECRET}tag]\naliases: [{SECRET}alias]\n"
    "publish: no\n---\n"
)
SCENE = f"<svg xmlns='http://www.w3.org/2000/svg'><metadata>{SECRET}scene</metadata></svg>"
FILES: Mapping[str, str] = {
    "a.md": "---\ndate: 2024-01-01\n---\n# A\n\n"
    "One [[b]] of two %%zqxcomment%%, see [[hidden|that]].\n\n"
    "![[b]]\n\n![[hidden]]\n\n#shared\n",
    "b.md": "B %%zqxinside%% and <!-- zqxhtml --> more.\n\n%%\nzqxblock\n%%\n\n![[hidden#zqx]]\n",
    "board.md": "---\nkanban-plugin: board\ndate: 2024-01-02\n---\n## Lane\n\n- card\n\n"
    "***\n\n## Archive\n\n- [x] zqxcard [[b]]\n",
    "drawn.md": "---\nexcalidraw-plugin: parsed\ndate: 2024-01-03\n---\nbehind [[a]]\n\n%%\n"
    "# Excalidraw Data\n\n## Text Elements\nzqxwords [[b]] #zqxtag ^zqxid\n\n"
    "## Element Links\nzqxelement: [[b|zqxlabel]]\n\n## Embedded Files\nzqxhash: [[zqx.png]]\n\n"
    '%%\n## Drawing\n```json\n{"type":"excalidraw","text":"zqxscene"}\n```\n%%',
    "shows.md": "---\ndate: 2024-01-04\n---\nshows [[b]] and ![[drawn]] ![[drawn#^zqxid|30]]\n",
    "hidden 7.md": "---\nexcalidraw-plugin: parsed\n---\n# Excalidraw Data\n\n"
    "## Text Elements\n#private zqxwords [[a]] [[b]]\n",
    "noted.md": "---\ndate: 2024-01-05\n---\n```ad-note\ntitle: T %%zqxtitle%%\nicon: zqxicon\n"
    'noted %%zqxcomment%% [[hidden|that]] [[b]]\n\n~~~dataview\nLIST FROM "zqxfolder"\n~~~\n```\n',
    "asks.md": '```dataview\nLIST FROM "zqxfolder"\n```\n\nIt `= this.zqxfield` asks.\n\n'
    "<dialog>zqxdialog</dialog>\n\n<code>= this.zqxfield</code> `  $= dv.zqx()` [[zqxfolder/]] "
    "[[obsidian:open?vault=zqxvault&file=zqxfolder%2Fx]] <i style='opacity:0'>&nbsp;</i>\n\n"
    "````tabs\n# a\n```tasks\nzqxtask\n```\n````\n\n"
    "```mermaid\nsequenceDiagram\n# zqxhash\nA->>B: a\nlink A: x @ zqxfolder/x\n```\n\n"
    "$$a\n% zqxtex\n$$ more $$\n\n"
    "[o](obsidian://open?vault=zqxvault&file=zqxfolder%2Fx) "
    "[f](file:///zqxfolder/x) [[zqxfolder\\x]]\n",
    "held.md": f"see data:image/svg+xml,{quote(SCENE)} here\n\n"
    "<p style='color: red /* zqxstyle */'>styled</p>\n",
    "hidden.md": f"{DENIED}## {SECRET}heading\n\n{SECRET}body [[a]] [[b]]\n",
    f"{SECRET}folder/private/x.md": f"{SECRET}body\n",
    "hidden 2.md": f"---\npublished: false\n---\n{SECRET}body [[a]]\n",
    "hidden 3.md": f"---\na: b\n---\n---\nprivate: true\n---\n{SECRET}body [[a]]\n",
    "hidden 4.md": f"---\ntags: '(private)'\n---\n{SECRET}body [[a]]\n",
    "hidden 5.md": f"public:: false\n\n- {SECRET}body [[a]]\n",
    "hidden 8.md": f"--- !!map\nprivate: true\n---\n{SECRET}body [[a]]\n",
    "aside.md": f"---\nprivate: true\n---\n{SECRET}body\n",
    "aside/x.md": f"{SECRET}body [[a]]\n",
    "marked/index.md": f"#private {SECRET}body\n",
    "marked/x.md": f"{SECRET}body [[a]]\n",
    "pri\u200bvate/x.md": f"{SECRET}body [[a]]\n",
    "hidden 6.md": f"#pri\u200bvate {SECRET}body [[a]]\n",
}
CONFIG = '[site]\nbase_url = "https://me.net/"\n[graph]\ntags = true\n'
ROWS: Mapping[str, tuple[str, str]] = {
    # the page or file by which it would show → what shows that it is there, and was looked at
    "PRV3 the parts of the search": ("site-data/search", "shared"),
    "PRV4 the map of links": ("site-data/graph", "shared"),
    "PRV11 a published note that is embedded": ("a/index.html", "more."),
    "PRV22 a comment in HTML": ("b/index.html", "more."),
    "PRV24 the description of a page": ("a/index.html", 'description="One b of two'),
    "PRV24 the items of a feed": ("feed.xml", "One"),
    "Kanban: the archive of a board": ("board/index.html", "card"),
    "16 the words, links and scene of a drawing": ("drawn/index.html", "behind"),
    "16 a drawing that is embedded": ("shows/index.html", "drawn"),
    "16 PRV12 the items of a feed": ("feed.xml", "behind"),
    "S28 PRV21 what an admonition hides": ("noted/index.html", "noted"),
    "PRV8 E14 X08 what names folders": ("asks/index.html", "asks."),
    "PRV19 a picture in a note": ("held/index.html", "data:image/svg+xml"),
    "PRV22 a comment in a style": ("held/index.html", "styled"),
    "PRV34 the page for what is not there": ("404.html", "<"),
    "PRV1 the list of addresses": ("site-data/urls.json", "b/"),
}


@cache
def grown() -> Grown:
    return garden_of(FILES, CONFIG)


@cache
def pages() -> Mapping[str, str]:
    return grown().pages()


def test_prv1_only_published_notes_have_pages() -> None:
    assert set(grown().garden.notes) == {
        *("a.md", "b.md", "board.md", "asks.md", "held.md"),
        *("drawn.md", "shows.md", "noted.md"),
    }
    assert [path for path in pages() if SECRET in path or "hidden" in path] == []


@pytest.mark.parametrize(("path", "shown"), ROWS.values(), ids=list(ROWS))
def test_what_could_name_a_private_note(path: str, shown: str) -> None:
    found = "\n".join(text for name, text in pages().items() if name.startswith(path))
    assert shown in found
    assert SECRET not in found.casefold()


def test_prv4_the_map_counts_published_notes_alone() -> None:
    public = {path: text for path, text in FILES.items() if path in grown().garden.notes}
    alone = garden_of(public, CONFIG)
    named = [path for path in pages() if "graph" in path]
    assert named
    assert {path: pages()[path] for path in named} == {p: alone.pages()[p] for p in named}


COMMENTED = dict(commented())


@pytest.mark.parametrize("written", COMMENTED.values(), ids=list(COMMENTED))
def test_prv21_prv22_a_comment_is_nowhere(written: str) -> None:
    source = f"{written}\n\nlast\n".replace("~", SECRET)
    found = garden_of({"a.md": source, f"{SECRET}.md": "x", f"{SECRET}.png": ""}, CONFIG)
    text = found.html("a.md")
    assert SECRET not in text
    assert all(word in text for word in ("text" if "text" in written else "", "more", "last"))
    assert SECRET not in repr(found.garden.notes["a.md"])
    assert f"{SECRET}.png" not in found.garden.urls
    assert f"{SECRET}.md" not in found.garden.inbound


def test_prv21_a_comment_that_is_read_as_text_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "garden.text.parse.without_any", lambda text, *_: Uncommented(Pieces([Piece(text, 0)]))
    )
    found = garden_of({"a.md": COMMENTED["two signs in a paragraph"].replace("~", SECRET)})
    assert SECRET in found.html("a.md")


def test_16_a_drawing_that_is_read_as_a_note_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("garden.text.parse.is_drawing", lambda *_: False)
    assert SECRET in garden_of(FILES, CONFIG).html("drawn.md")


def test_s28_an_admonition_that_is_read_as_code_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("garden.text.syntax.admonition.kind_of", lambda _: "")
    assert SECRET in garden_of(FILES, CONFIG).html("noted.md")


def test_s28_prv21_an_admonition_too_deep_to_be_read_hides_what_others_hide() -> None:
    fences = ["`" * (20 - n) for n in range(12)]
    opened, closed = "\n".join(f"{f}ad-a" for f in fences), "\n".join(reversed(fences))
    inner = f"text %%{SECRET}%% [[{SECRET}/there|that]]\n~~~dataview\n{SECRET}\n~~~"
    found = garden_of({"a.md": f"{opened}\n{inner}\n{closed}\n"})
    assert "text" in found.html("a.md")
    assert SECRET not in found.html("a.md")
    assert "nesting" in found.rules
