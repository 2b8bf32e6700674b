"""What a reader does not see is in no description, search, feed, quote, link or file."""

from __future__ import annotations

from html import escape

import pytest

from tests.support import Grown, garden_of

CONFIG = """
[site]
base_url = "https://me.net/"
[properties]
show = ["see", "at"]
[feed]
content = "full"
"""
SUMMARIES = CONFIG.replace('"full"', '"summary"')
SECRET = "zqxword"

# What stands in a note → whether the secret is still in the HTML of its page
LEFT_OUT: dict[str, tuple[str, bool]] = {
    "X03 a template": ("<template>zqxword</template>", False),
    "X03 a template over blank lines": ("<template>\n\nzqxword [[Note]]\n\n</template>", False),
    "X03 a script": ("Tea <script>zqxword</script> x", False),
    "X03 a style": ("Tea <style>zqxword{}</style> x", False),
    "X03 a drawing": ("<svg><desc>zqxword</desc></svg> x", False),
    "X03 a formula": ("<math><annotation>zqxword</annotation></math> x", False),
    "X03 a frame": ("<iframe src='https://a.b'>zqxword</iframe> x", False),
    "X03 what is for browsers without scripts": ("<noscript>zqxword</noscript> x", False),
    "X03 a list of choices": ("<datalist><option>zqxword</datalist> x", False),
    "X03 a closed dialog": ("<dialog>zqxword</dialog>", False),
    "X03 a closed dialog over blank lines": ("<dialog>\n\n## zqxword\n\n</dialog>", False),
    "X03 a form that is hidden": ("<form hidden>zqxword</form>", False),
    "X03 an unknown element that is hidden": ("<a-b hidden>zqxword</a-b>", False),
    "X03 a block that is hidden": ("<div hidden>zqxword</div>", True),
    "X03 in capitals": ("<DIV HIDDEN>zqxword</DIV>", True),
    "X03 until it is found": ("<div hidden='until-found'>zqxword</div>", True),
    "X03 over blank lines": ("<div hidden>\n\nzqxword [[Note]]\n\n# zqxword\n\n</div>", True),
    "X03 without an end": ("x\n\n<div hidden>\n\nzqxword\n\n- zqxword", True),
    "X03 in a heading": ("## a <span hidden>zqxword</span>", True),
    "X03 in a cell": ("| a |\n|-|\n| <b hidden>zqxword</b> |", True),
    "X03 in a list": ("- <div hidden>\n\n  zqxword\n\n- x", True),
    "X03 in a callout": ("> [!tip] a <i hidden>zqxword</i>\n> x", True),
    "X03 in a footnote": ("x[^1]\n\n[^1]: a <i hidden>zqxword</i>", True),
    "X03 by its style": ("<p style='color:red; Display : NONE'>zqxword</p>", True),
    "X03 by a style that is written oddly": (
        "<p style='visi\\62 ility:/**/hidden'>zqxword</p>",
        True,
    ),
    **{
        f"X03 by its style: {style}": (f'<p style="{style}">zqxword</p>', True)
        for style in (
            *("color: transparent", "COLOR:#0000", "color:rgba(0, 0, 0, 0)", "color:rgb(0 0 0/0%)"),
            *("-webkit-text-fill-color:transparent", "font:0/0 a", "font-size:0.0px", "zoom:0"),
            *("position:absolute; left:-9999px", "position:fixed;top:-100vh", "margin:0 0 0 -99em"),
            *("text-indent:-9999px", "text-indent:-999em", "transform:translateX(-9999px)"),
            *(
                "max-height:0;overflow:hidden",
                "width:0px; overflow-x:clip",
                "height:1px;overflow:hidden",
            ),
            *(
                "clip-path:inset(50%)",
                "clip-path:circle(0)",
                "clip:rect(0,0,0,0)",
                "clip:rect(1px 1px 1px 1px)",
            ),
            *(
                "transform:scale(0)",
                "transform:rotate(4deg) scale3d(0,0,0)",
                "scale:0",
                "opacity:.0",
            ),
            *("filter:opacity(0%)", "content-visibility:hidden", "inset:0 auto auto -9999px"),
        )
    },
    "X03 a bar": ("a <progress value='1'>zqxword</progress> <meter>zqxword</meter> b", False),
    "X03 a style that is taken out": (
        "<p style='display:none;background:url(a)'>zqxword</p>",
        True,
    ),
    "X03 a popover": ("<div popover>zqxword</div>", True),
    "X03 with a sign in another attribute": ("<div title='a>b<c' hidden>zqxword</div>", True),
    "E14 a question": ("```dataview\nLIST FROM zqxword\n```", False),
    "E15 a base": ("```base title=zqxword\nzqxword\n```", False),
    "E14 a question in a line": ("a `= this.zqxword` b", False),
    **{
        f"E14 a question {asked}": (f"a ``{asked}`` b", False)
        for asked in (
            '= "zqxword/x" + "y"',
            "= zqxword.file.tags",
            '= LENGTH("zqxword")',
            '= upper ("zqxword")',
            '= ["zqxword"]',
            '=["zqxword"]',
            "= zqxword.field",
            "=zqxword.file.name",
            '="zqxword"',
            "= (zqxword.file.name)",
            "$= customJS.zqxword",
            "$= window.zqxword",
            "$=zqxword ()",
        )
    },
    "E14 quoth": ("```quoth\nfile: zqxword\n```", False),
    "E14 toggl": ("```toggl\nzqxword\n```", False),
    "E14 gallery-info": ("```gallery-info\nimgPath=zqxword\n```", False),
    "E14 ccard": ("```ccard\nfolder: zqxword\n```", False),
    "E14 a question in a heading": ("# a `= this.zqxword` b", False),
    "E14 a question in a link": ("[[Note|a `$= dv.zqxword()`]]", False),
    "E14 a question in a picture's words": ("![a `= this.zqxword`](p.png)", False),
    **{
        f"E14 a question after {name}": (f"a `{before}= this.zqxword` b", False)
        for name, before in {
            "blanks": "   ",
            "a tab": "\t",
            "a no-break space": "\u00a0",
            "a sign that nobody sees": "\u200b",
        }.items()
    },
    "E14 a script after blanks": ("a `   $= dv.zqxword()` b", False),
    "E14 a field after blanks": ("a `  INPUT[zqxword]` b", False),
    "E14 a question in HTML": ("a <code>= this.zqxword</code> b", False),
    "E14 a question in HTML with attributes": (
        "a <CODE class='x'> = this.<b>zqxword</b></CODE> b",
        False,
    ),
    "E14 a question in HTML over words": ("a <code>= [[Note]].*zqxword*</code> b", False),
    "E14 a question in HTML without an end": ("a <code>= this.zqxword", False),
    "E14 a question in a block of HTML": ("<div><code>= this.zqxword</code></div>", False),
    "E14 a question by entities": ("<div><code>&#61; this.zqxword</code></div>", False),
    **{
        f"E14 a question in {marks}{kind}, {inner}": (f"{marks}{kind}\n{inner}\n{marks}", False)
        for marks in ("````", "~~~~")
        for kind in ("tabs", "col", "multi-column", "{unheard-of}", "card title=a")
        for inner in (
            "# a\n```dataview\nzqxword\n```",
            "~~~base\nzqxword\n~~~",
            "> - ```tasks\n>   zqxword\n>   ```",
            "a `= this.zqxword` b",
        )
    },
    "E14 a question three deep": (
        "`````tabs\n````col\n~~~x\n```tasks\nzqxword\n```\n~~~\n````\n`````",
        False,
    ),
    "E14 a question in an item of a container": (
        "- ````tabs\n  ```query\n  zqxword\n  ```\n  ````",
        False,
    ),
    "E14 juggl": ("```juggl\nlocal: zqxword\n```", False),
    "E14 dynbedded": ("```dynbedded\n[[zqxword]]\n```", False),
    **{
        f"X08 {written}": (written, False)
        for written in (
            "[[obsidian:open?vault=zqxword&file=zqxword%2Fb]]",
            "[[obsidian:open?vault=zqxword]]",
            "![[obsidian:open?vault=zqxword&file=zqxword%2Fb]]",
            "[[file:/zqxword/b]]",
            "[x](OBSIDIAN:open?vault=zqxword&file=zqxword%2Fb)",
            "[x](obsidian&#58;//open?vault=zqxword&file=zqxword%2Fb)",
            "[x](obsidian&colon;open?vault=zqxword)",
            "<obsidian:open?vault=zqxword&file=zqxword%2Fb>",
            "see obsidian:open?vault=zqxword&file=zqxword%2Fb here",
            "see obsidian://open?vault=zqxword&file=zqxword%2Fb here",
            "<a href=obsidian:open?vault=zqxword>x</a>",
            "<a href=obsidian:vault/zqxword/zqxword/b>x</a>",
            "<a href='obsidian&colon;//open?vault=zqxword'>x</a>",
            "<a href='&#111;bsidian:open?vault=zqxword'>x</a>",
        )
    },
    **{
        f"PRV8 {written}": (written, False)
        for written in (
            *("[[zqxword/]]", "[[zqxword//]]", "[[a/zqxword/]]", "[[zqxword/#h]]", "[[zqxword\\]]"),
            *("[](zqxword/)", "[a](zqxword/)", "![[zqxword/]]", "![](zqxword/)", "[[zqxword/ ]]"),
            *(
                "[[zqxword%2Fb]]",
                "[[zqxword%5cb]]",
                "[[zqxword&#47;b]]",
                "<a href='zqxword/'>x</a>",
            ),
            *("[[zqxword/.]]", "[[zqxword/..]]"),
        )
    },
    "X08 an address of Obsidian": ("<obsidian://open?vault=zqxword&file=zqxword%2Fa>", False),
    "X08 an address of a file": ("a [b](file:///zqxword/c) ![d](file:///zqxword/e)", False),
    "X08 an address in HTML": ("<a href='obsidian://open?vault=zqxword&file=a'>a</a>", False),
    "X08 an address in a picture": (
        "<img src='file:///zqxword' data-x='file:///zqxword/a'>",
        False,
    ),
    "PRV8 a path with backslashes": ("[[zqxword\\b\\c]]", False),
}


def everywhere(grown: Grown, *, page: bool) -> dict[str, str]:
    """All files of a site, with its descriptions, words and quotes; the page only if it counts."""
    files = {path: text for path, text in grown.pages().items() if page or path != "a/index.html"}
    doc = grown.garden.notes["a.md"].doc
    outline = " ".join(f"{heading.text} {heading.id}" for heading in doc.outline)
    said = " ".join(grown.words["a.md"])
    return {**files, "description": doc.description, "outline": outline, "words": said}


@pytest.mark.parametrize("trust", ["own", "shared"])
@pytest.mark.parametrize(("text", "is_in_page"), LEFT_OUT.values(), ids=list(LEFT_OUT))
def test_prv24_what_is_left_out_is_left_out_everywhere(
    text: str, is_in_page: bool, trust: str
) -> None:
    for config in (CONFIG, SUMMARIES):
        files = {
            "a.md": f"---\ndate: 2024-01-01\n---\n[[Note]] b{_in_line(text)}\n\n{text}",
            "Note.md": "x",
        }
        config = config.replace("[site]", f'[site]\ntrust = "{trust}"')
        grown = garden_of(files, config)
        found = everywhere(grown, page=not is_in_page)
        assert [path for path, said in found.items() if SECRET in said.casefold()] == []


def _in_line(text: str) -> str:
    """The same where it may stand in a line beside a link."""
    return "" if text[0] in "`~#|>-" else f" {text}"


@pytest.mark.parametrize(
    "html",
    [
        "<video src='a.mp4'>zqxword</video>",
        "<audio src='a.mp3'><b>zqxword</b></audio>",
        "<ruby>a<rp>zqxword</rp><rt>b</rt></ruby>",
    ],
)
def test_x03_what_is_said_to_old_browsers_is_in_no_words_and_no_quote(html: str) -> None:
    grown = garden_of({"a.md": f"[[Note]] {html}\n\n{html}", "Note.md": "x"})
    found = everywhere(grown, page=False)
    assert [path for path, said in found.items() if SECRET in said.casefold()] == []


@pytest.mark.parametrize("html", ["sanitize", "trust"])
def test_x03_what_is_hidden_leads_nowhere(html: str) -> None:
    hidden = "<div hidden>\n\n[[Note]] #tag [n](Note.md) ![[p.png]] ![[Note]]\n\n</div>"
    config = f'[markdown]\nhtml = "{html}"\n'
    grown = garden_of({"a.md": hidden, "Note.md": "x", "p.png": ""}, config)
    if html == "trust":  # whose scripts may show it
        assert "p.png" in grown.garden.urls
        return
    assert not grown.garden.inbound.get("Note.md")
    assert "p.png" not in grown.garden.urls
    assert not grown.garden.tags


def test_x03_a_private_tag_that_is_hidden_denies() -> None:
    assert not garden_of({"a.md": "<i hidden> #private </i>"}).garden.notes


def test_x03_what_is_hidden_is_in_no_piece_that_others_embed() -> None:
    text = "<div hidden>\n\nzqxword ^id\n\n## zqxword\n\nzqxword\n\n</div>\n"
    grown = garden_of({"a.md": text, "b.md": "![[a#^id]] ![[a#zqxword]]"})
    assert "zqxword</p>" not in grown.pages()["b/index.html"]


def test_kanban_an_archive_is_nowhere() -> None:
    board = "---\nkanban-plugin: board\n---\n## A\n\n- b\n\n***\n\n## Archiv zqxword\n\n- {}"
    card = "[[Note]] #tag zqxword ![[p.png]] ^id"
    files = {"a.md": board.format(card), "Note.md": "x ![[a]] ![[a#^id]]", "p.png": ""}
    grown = garden_of(files, CONFIG)
    assert not grown.garden.inbound.get("Note.md")
    assert not grown.garden.tags
    assert "p.png" not in grown.garden.urls
    found = everywhere(grown, page=True)
    assert [path for path, said in found.items() if SECRET in said.casefold()] == []


FRONT = {
    "title": 'title: "obsidian://open?vault=zqxword&file=zqxword%2Fb"',
    "description": "description: see file:///zqxword/b.md",
    "picture": "image: file:///zqxword/b.png",
    "property": 'see: "obsidian://open?vault=zqxword&file=zqxword%2Fb"',
    "property that names a file": "at: file:///zqxword/b.md",
    "property with words": "at: in obsidian://open?vault=zqxword&file=b and on",
}


@pytest.mark.parametrize("front", FRONT.values(), ids=list(FRONT))
def test_x08_front_matter_names_no_place_on_this_computer(front: str) -> None:
    grown = garden_of({"a.md": f"---\n{front}\ndate: 2024-01-01\n---\nx"}, CONFIG)
    found = everywhere(grown, page=True)
    assert [path for path, said in found.items() if SECRET in said.casefold()] == []


def test_x08_navigation_leads_to_a_note_or_is_left_out() -> None:
    config = """
[[navigation]]
link = "obsidian://open?vault=V&file=f%2FNote"
[[navigation]]
link = "obsidian://open?vault=V&file=private%2FNote"
[[navigation]]
title = "x"
link = "file:///zqxword/a"
"""
    grown = garden_of({"f/Note.md": "x", "private/Note.md": "x", "a.md": "x"}, config)
    assert [way.url for way in grown.garden.navigation] == ["f/Note/"]
    assert grown.rules == ["navigation"] * 2


# --- text that is not read as Markdown -----------------------------------------------------------

PLAIN = {
    "PRV8 a wikilink": ("[[zqxword/b]]", "b"),
    "PRV7 a label": ("[[zqxword|c]]", "c"),
    "PRV9 an embed": ("d ![[zqxword/e.png]]", "d"),
    "PRV6 a link": ("[f](zqxword/b.md 'x') ![g](<zqxword b.png>)", "[f] ![g]"),
    "PRV6 links in links": ("[[h](zqxword)](zqxword)", "[[h]]"),
    "PRV6 an address in HTML": ("<a href='zqxword.md'>i</a>", "i"),
    "PRV6 a definition": ("[j]: zqxword/b.md", "[j]:"),
    "X08 an address of Obsidian": ("obsidian://open?vault=zqxword&file=zqxword%2Fk", "k"),
    "X08 an address of a file": ("[l](file:///zqxword)", "[l]"),
    "E14 a question": ("```dataview\nzqxword\n```\nm", "m"),
    "PRV6 a title": ("[n1](zqxword/b.md (zqxword)) [n2](zqxword\\(1/b 'it\\'s')", "[n1] [n2]"),
    "E14 a question in a line": ("o `= this.zqxword` ` $= dv.zqxword()` p", "o … … p"),
    "E14 a question in HTML": ("o <code>= this.zqxword</code> p", "o … p"),
    "X03 a template": ("o <template>zqxword</template>p", "o p"),
    "X03 a dialog": ("o <dialog>zqxword</dialog>p", "o p"),
    "X03 what is hidden": ("o <div hidden>zqxword <div>zqxword</div></div>p", "o p"),
    "X03 a style that hides": ("o <i style='opacity: 0'>zqxword</i>p", "o p"),
    "X03 a script": ("o <script>zqxword</script>p", "o p"),
    "X03 a player": ("o <video src='zqxword/a.mp4'>zqxword</video>p", "o p"),
    "X03 an attribute": ("o <b data-x='zqxword' onclick=\"zqxword\">p</b>", "o &lt;b&gt;p"),
    "X03 a declaration": ("o <?php zqxword ?>p <![CDATA[zqxword]]>", "o p"),
    "X03 a tag in code": ("`<template>` o", "template"),
    "S11 a comment in a formula": ("o $p % zqxword\n$ and $$q % zqxword\n$$", "o $p"),
    "S12 a comment in a diagram": ("```mermaid\nsequenceDiagram\n# zqxword\nA->>B: o\n```", "o"),
    "S12 where a diagram leads": ('```mermaid\nflowchart\nclick A "zqxword/b"\n```\no', "o"),
    "X08 where a diagram leads over lines": (
        '```mermaid\nflowchart\nclick A "zqxword/\nzqxword"\n```\no',
        "o",
    ),
    "M12 the web": ("[n](https://a.b/c)", "[n](https://a.b/c)"),
}


@pytest.mark.parametrize("lines", ["> " * 200, "- " * 120], ids=["quotes", "lists"])
@pytest.mark.parametrize(("text", "shown"), PLAIN.values(), ids=list(PLAIN))
def test_what_is_nested_too_deeply_shows_no_targets(text: str, shown: str, lines: str) -> None:
    text = text.replace("\n", f"\n{lines if '>' in lines else ' ' * len(lines)}")
    html = garden_of({"a.md": f"{lines}{text}"}).html("a.md")
    assert shown in html
    assert SECRET not in html


@pytest.mark.parametrize(("text", "shown"), PLAIN.values(), ids=list(PLAIN))
def test_a_note_too_large_to_be_read_shows_no_targets(
    text: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("garden.text.parse.MAX_BYTES", 1)
    html = garden_of({"a.md": text}).html("a.md")
    assert shown in html
    assert SECRET not in html


def test_kanban_a_board_too_large_to_be_read_shows_no_archive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("garden.text.parse.MAX_BYTES", 1)
    text = "---\nkanban-plugin: x\n---\n## A\n\n- b\n\n---\n\n## Archiv\n\n- zqxword\n"
    assert SECRET not in garden_of({"a.md": text}).html("a.md")


@pytest.mark.parametrize("kind", ["dataview", "base", "query", "button", "mermaid", "Tasks"])
@pytest.mark.parametrize("opening", ["<div hidden>", '<p style="display: none">', "<div popover>"])
def test_e14_what_a_hidden_block_asks_is_nowhere(kind: str, opening: str) -> None:
    text = f"{opening}\n\n```{kind}\n%% zqxasked\n```\n\n</div>\n"
    pages = garden_of({"n.md": text, "m.md": "![[n]]"}).pages()
    assert not [path for path, page in pages.items() if "zqxasked" in page]


@pytest.mark.parametrize(
    "line",
    [
        'click A "obsidian://open?vault=V&file=zqxasked"',
        'click A href "file:///home/x/zqxasked"',
        "A[<a href='OBSIDIAN://open?file=zqxasked'>x</a>]",
    ],
)
def test_x08_an_address_of_this_computer_in_a_diagram_is_nowhere(line: str) -> None:
    pages = garden_of(
        {"n.md": f"```mermaid\nflowchart LR\n  A[Start] --> B\n  {line}\n```\n"}
    ).pages()
    assert "Start" in pages["n/index.html"]
    assert not [path for path, page in pages.items() if "zqxasked" in page]


LEADING = {
    "a blank in a path": ("flowchart LR", 'click A "zqxword/Anna zqxword"'),
    "a blank and a tooltip": ("flowchart LR", 'click A "zqxword/Anna zqxword" "shown" _blank'),
    "href": ("flowchart LR", 'click A href "zqxword b/zqxword.md" "shown"'),
    "behind a semicolon": ("flowchart LR", 'A --> shown; click A "zqxword/b zqxword"; B --> C'),
    "a file with a blank": ("flowchart LR", 'click A "file:///home/zqxword/Anna zqxword/x.pdf"'),
    "Obsidian with a blank": ("flowchart LR", 'click A "obsidian://open?vault=V&file=A zqxword"'),
    "a drive with a blank": ("flowchart LR", r'click A "C:\Users\Anna zqxword"'),
    "a coded slash": ("flowchart LR", 'click A "zqxword%2Fx"'),
    "in single quotes": ("flowchart LR", "click A 'zqxword/Anna zqxword'"),
    "without an end": ("flowchart LR", 'click A "zqxword/Anna zqxword'),
    "over two lines": ("flowchart LR", 'click A "zqxword/\nAnna zqxword"'),
    "a file in a text": ("flowchart LR", 'A["shown file:///home/Anna zqxword/x"]'),
    "a picture": ("flowchart LR", 'A@{ img: "zqxword/Anna zqxword/x.png", label: "shown" }'),
    "a bare picture": ("flowchart LR", "A@{ img: zqxword/Anna zqxword/x.png, label: shown }"),
    "a picture in HTML": ("flowchart LR", "A[\"<img src='zqxword/b zqxword.png'> shown\"]"),
    "links of an actor": ("sequenceDiagram", 'links A: {"shown": "zqxword/Anna zqxword"}'),
    "a link of an actor": ("sequenceDiagram", "link A: shown @ zqxword/Anna zqxword"),
    "a link of a class": ("classDiagram", 'link A "zqxword/Anna zqxword" "shown"'),
    "a task": ("gantt", 'click a href "zqxword/Anna zqxword"'),
    "a state": ("stateDiagram-v2", 'click a href "zqxword/Anna zqxword"'),
    "C4": ("C4Context", 'Person(a, "shown", $link="zqxword/x zqxword")'),
}


@pytest.mark.parametrize(("kind", "line"), LEADING.values(), ids=list(LEADING))
def test_x08_a_path_in_a_diagram_is_nowhere(kind: str, line: str) -> None:
    grown = garden_of({"n.md": f"```mermaid\n{kind}\n  Start\n  {line}\n```\n\no\n"})
    pages = grown.pages()
    assert "Start" in pages["n/index.html"]
    assert ("shown" in line) == ("shown" in pages["n/index.html"])
    assert not [path for path, page in pages.items() if "zqxword" in page]


@pytest.mark.parametrize(
    "line",
    [
        'click A "https://a.b/c d" "a tooltip and/or more"',
        'click A href "https://a.b/c" "d" _blank',
        "link A: x @ https://a.b/@c",
        'A["click here / there"]',
        'A["x; link to a/b"] --> B["c / d"]',
        'A@{ img: "https://a.b/c.png", label: "a/b" }',
        "A[\"<img src='https://a.b/c.png'>\"]",
        "click A call back()",
        'B["https://a.b/c d e"]',
    ],
)
def test_x08_the_web_and_texts_stay_in_a_diagram(line: str) -> None:
    source = f"```mermaid\nflowchart LR\n  {line}\n```\n"
    assert escape(f"  {line}\n", quote=False) in garden_of({"n.md": source}).html("n.md").replace(
        "&quot;", '"'
    )


@pytest.mark.parametrize("line", ["Link building / SEO", "Click and / or drag", 'Link "a / b" c'])
def test_x08_prose_in_a_diagram_is_no_address(line: str) -> None:
    html = garden_of({"n.md": f"```mermaid\nmindmap\n  {line}\n```\n"}).html("n.md")
    assert line in html.replace("&quot;", '"')


ENDLESS = {
    "a literal block": "{}: |\n  shown\n  %% zqxword\n  zqxword",
    "a folded block": "{}: >-\n  shown\n\n  %% zqxword\n  zqxword",
    "a plain text over lines": "{}: shown\n  %% zqxword",
    "a text in quotes over lines": '{}: "shown\n  %%zqxword\n  zqxword"',
    "a line break in quotes": '{}: "shown\\n%% zqxword"',
    "a fence in the text before": "{}: |\n  shown %% zqxword\n  %% zqxword %%\n  zqxword",
    "a block in a list": "{}:\n  - >\n    shown\n    %% zqxword",
}


@pytest.mark.parametrize("key", ["title", "description", "aliases", "see", "at"])
@pytest.mark.parametrize("front", ENDLESS.values(), ids=list(ENDLESS))
def test_s05_a_comment_without_an_end_hides_the_rest_of_a_value(front: str, key: str) -> None:
    note = f"---\n{front.format(key)}\ndate: 2024-01-01\n---\nx [[b]]"
    grown = garden_of({"a.md": note, "b.md": "x"}, CONFIG)
    found = everywhere(grown, page=True)
    assert [path for path, said in found.items() if SECRET in said.casefold()] == []
    assert SECRET not in repr(grown.garden.notes["a.md"].doc)
    assert "comment-unclosed" in grown.rules


def test_prv27_what_may_deny_in_a_comment_without_an_end_denies() -> None:
    assert not garden_of({"a.md": "---\ntags: >\n  a\n  %% private\n---\n"}).garden.notes
    assert not garden_of({"a.md": "---\nkey:\n  %% x\n---\n"}).garden.notes


def test_s05_two_signs_in_a_line_of_a_value_are_text() -> None:
    grown = garden_of({"a.md": "---\ndescription: |\n  about 5 %% of it,\n  or more\n---\n"})
    assert grown.garden.notes["a.md"].doc.description == "about 5 %% of it, or more"
    assert not grown.rules
