"""What is published, and that nothing on the site tells of what is not."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pytest

from tests.support import Grown, garden_of


def published(grown: Grown) -> set[str]:
    """The notes and attachments that have an address."""
    assert set(grown.garden.notes) <= set(grown.garden.urls)
    return set(grown.garden.urls)


PUBLIC, SILENT, DENIED = "---\npublish: true\n---\n", "text", "---\npublish: false\n---\n"
MODES = {
    "all": ("", {"public", "silent", "work/silent", "play/silent"}),
    "flag": ('mode = "flag"', {"public"}),
    "folders": (
        'mode = "folders"\nfolders = ["work"]',
        {"work/silent"},
    ),
    "folders, with a slash and in other letters": (
        'mode = "folders"\nfolders = ["/WORK/"]',
        {"work/silent"},
    ),
    "two folders": (
        'mode = "folders"\nfolders = ["work", "play"]',
        {"work/silent", "play/silent"},
    ),
    "no folders": ('mode = "folders"', set()),
}


@pytest.mark.parametrize(("publish", "names"), [pytest.param(*c, id=t) for t, c in MODES.items()])
def test_modes(publish: str, names: set[str]) -> None:
    files = {
        "public.md": PUBLIC,
        "silent.md": SILENT,
        "denied.md": DENIED,
        "draft.md": "---\npublish: true\ndraft: true\n---\n",
        "work/silent.md": SILENT,
        "work/denied.md": DENIED,
        "work/Private/silent.md": PUBLIC,
        "workshop/silent.md": DENIED,
        "play/silent.md": SILENT,
        "play/tagged.md": "---\npublish: true\n---\n#private",
    }
    grown = garden_of(files, f"[publish]\n{publish}\n")
    assert published(grown) == {f"{name}.md" for name in names}
    assert {w.path for w in grown.report.withheld} == set(files) - published(grown)
    assert all(w.reason for w in grown.report.withheld)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# case → (patterns or None for the default, published, not published)
PATTERNS: dict[str, tuple[list[str] | None, list[str], list[str]]] = {
    "the default, a folder at the top": (None, ["privateer/a.md"], ["private/a.md"]),
    "the default, in other letters": (None, ["a.md"], ["Private/a.md", "PRIVATE/b/c.md"]),
    "the default, further down": (None, ["a/private.md"], ["a/private/b.md", "a/Private/b/c.md"]),
    "none": ([], ["private/a.md"], []),
    "a name": (["draft.md"], ["a.md", "a/drafts.md"], ["draft.md", "a/draft.md"]),
    "a star": (["*.draft.md"], ["draft.md"], ["a.draft.md", "b/c.draft.md"]),
    "from the root": (["/top.md"], ["a/top.md"], ["top.md"]),
    "a folder": (["diary/"], ["diary.md", "a/diaries/b.md"], ["diary/a.md", "a/diary/b/c.md"]),
    "a path": (["a/b"], ["c/a/b/d.md"], ["a/b/d.md"]),
    "two stars": (["a/**/z.md"], ["a/b/y.md"], ["a/z.md", "a/b/z.md", "a/b/c/z.md"]),
    "a question mark": (["a?.md"], ["a.md", "abc.md"], ["ab.md"]),
    "a range": (["[0-9]*.md"], ["a1.md"], ["1a.md"]),
    "an exception": (["*.md", "!keep.md"], ["keep.md", "a/keep.md"], ["other.md"]),
    "a comment": (["# all", "b.md"], ["all.md"], ["b.md"]),
    "PRV41 in other letters": (["Geheim/"], ["a.md"], ["geheim/a.md", "GEHEIM/a.md"]),
    "PRV41 in other letters of any alphabet": (["ΟΔΌΣ/"], ["a.md"], ["οδός/a.md"]),
    "PRV41 sharp s": (["straße/"], ["a.md"], ["STRASSE/a.md"]),
    "PRV41 NFD in the pattern": ([nfd("Café/")], ["Cafe/a.md"], ["Café/a.md"]),
    "PRV41 NFD in the path": (["Café/"], ["Cafe/a.md"], [nfd("Café/a.md")]),
}


@pytest.mark.parametrize(
    ("patterns", "public", "private"), [pytest.param(*case, id=t) for t, case in PATTERNS.items()]
)
def test_exclude(patterns: list[str] | None, public: list[str], private: list[str]) -> None:
    config = "" if patterns is None else f"[publish]\nexclude = {patterns}\n"
    grown = garden_of(dict.fromkeys([*public, *private], "text"), config)
    assert published(grown) == set(public)


# case → (pattern, folder): a reader takes the one for the other, so that what is in it is private
SEEN_ALIKE = {
    "a space of no width in the folder": ("private/", "pri\u200bvate"),
    "one at its end": ("private/", "private\u200b"),
    "a mark of direction": ("private/", "private\u200e"),
    "another one": ("private/", "\u200fprivate"),
    "a joiner": ("private/", "pri\u200dvate"),
    "a soft hyphen": ("private/", "pri\u00advate"),
    "a selector of forms": ("private/", "private\ufe0f"),
    "a byte order mark": ("private/", "\ufeffprivate"),
    "a blank at the end": ("private/", "private "),
    "a blank at the front": ("private/", " private"),
    "a no-break space at the end": ("private/", "private\u00a0"),
    "a wide space at the end": ("private/", "Private\u3000"),
    "wide letters": ("private/", "\uff50rivate"),
    "a space of no width in the pattern": ("pri\u200bvate/", "private"),
    "an emoji without its selector": ("\u2764/", "\u2764\ufe0f"),
    "an emoji with its selector": ("\u2764\ufe0f/", "\u2764"),
    "no-break spaces": ("My Diary/", "My\u00a0Diary"),
    "two blanks": ("My Diary/", "My  Diary"),
    "two blanks in the pattern": ("My  Diary/", "my diary"),
    "other unseen signs in both": ("a\u200bb/", "a\u2060b"),
    "a dotted capital of Turkish": ("gizli/", "G\u0130ZL\u0130"),
    "a dotted capital in the pattern": ("G\u0130ZL\u0130/", "gizli"),
    "a dotless letter": ("KISIM/", "k\u0131s\u0131m"),
    "a dotless letter in the pattern": ("k\u0131s\u0131m/", "KISIM"),
    "both at once": ("/a/G\u0130ZL\u0130/", "a/gi\u200bzli"),
}


@pytest.mark.parametrize(("pattern", "folder"), SEEN_ALIKE.values(), ids=list(SEEN_ALIKE))
def test_prv41_what_is_seen_alike_is_private_alike(pattern: str, folder: str) -> None:
    files = {"n.md": "![[x.png]]", f"{folder}/a.md": "zqx", f"{folder}/x.png": "zqx"}
    config = f'[publish]\nexclude = ["{pattern}"]\n'
    assert published(garden_of(files, config)) == {"n.md"}


@pytest.mark.parametrize("folder", ["pri vate", "priv\u00e4te", "\u2764\ufe0fa", "privat", "gizl"])
def test_other_names_stay_public(folder: str) -> None:
    config = '[publish]\nexclude = ["private/", "\u2764/", "gizli/", "!private/\u200bopen.md"]\n'
    files = {f"{folder}/a.md": "", "private/open.md": ""}
    assert f"{folder}/a.md" in published(garden_of(files, config))


@pytest.mark.parametrize("name", ["index\u200b", "RE\u200eADME", "D", "D\u200b", "\ufeff_index"])
@pytest.mark.parametrize("folder", ["D", "\u200eD", "D\u200b"])
def test_a_folders_own_note_is_known_by_what_is_seen(folder: str, name: str) -> None:
    files = {f"{folder}/{name}.md": "---\nprivate: true\n---\n", f"{folder}/a.md": "", "n.md": ""}
    assert published(garden_of(files)) == {"n.md"}


@pytest.mark.parametrize("ending", ["md\u200b", "md ", "m\u200ed", "\u200bmarkdown"])
def test_what_looks_like_a_note_is_no_attachment(ending: str) -> None:
    assert published(garden_of({"n.md": f"[x](<a.{ending}>)", f"a.{ending}": "zqx"})) == {"n.md"}


def test_exclude_holds_for_attachments() -> None:
    files = {"a.md": "![[x.png]] ![[y.png]]", "private/x.png": "", "y.png": ""}
    assert published(garden_of(files)) == {"a.md", "y.png"}


# case → (note, configuration, published?)
TAGGED = {
    "in the text": ("#private", "", False),
    "in the front matter": ("---\ntags: [a, private]\n---\n", "", False),
    "in other letters": ("#Private", "", False),
    "nested": ("#private/diary", "", False),
    "nested in the front matter": ("---\ntags: PRIVATE/diary/deep\n---\n", "", False),
    "in a list": ("- a\n  - b #private", "", False),
    "in a table": ("| a |\n| - |\n| #private |", "", False),
    "in a callout's title": ("> [!note] T #private", "", False),
    "although published": ("---\npublish: true\n---\n#private", "", False),
    "a name that begins alike": ("#privateer #private-life", "", True),
    "below another tag": ("#a/private", "", True),
    "in code": ("`#private`", "", True),
    "not configured": ("#private", "private_tags = []", True),
    "another": ("#secret", 'private_tags = ["secret"]', False),
    "another, with its sign": ("#secret", 'private_tags = ["#Secret"]', False),
    "a dotted capital of Turkish": ("#gizli", 'private_tags = ["G\u0130ZL\u0130"]', False),
    "a dotless letter": ("#kisim", 'private_tags = ["k\u0131s\u0131m"]', False),
    "a nested one": ("#a/b/c", 'private_tags = ["a/b"]', False),
    "the parent of a nested one": ("#a", 'private_tags = ["a/b"]', True),
}


@pytest.mark.parametrize(
    ("source", "config", "public"), [pytest.param(*case, id=t) for t, case in TAGGED.items()]
)
def test_private_tags(source: str, config: str, public: bool) -> None:
    grown = garden_of({"a.md": source}, f"[publish]\n{config}\n")
    assert published(grown) == ({"a.md"} if public else set())


# case → (folder note, its text, whether the folder is private)
FOLDER_NOTES = {
    "a/a.md": ("a/a.md", "---\nprivate: true\n---\n", True),
    "a/index.md": ("a/index.md", "---\nprivate: yes\n---\n", True),
    "a/A.md": ("a/A.md", "---\nPrivate: true\n---\n", True),
    "a/INDEX.md": ("a/INDEX.md", "---\nprivate: 1\n---\n", True),
    "although published": ("a/a.md", "---\npublish: true\nprivate: true\n---\n", True),
    "neither yes nor no": ("a/a.md", "---\nprivate: maybe\n---\n", True),
    "private: false": ("a/a.md", "---\nprivate: false\n---\n", False),
    "only unpublished": ("a/a.md", "---\npublish: false\n---\n", False),
    "another note": ("a/c.md", "---\nprivate: true\n---\n", False),
    "beside the folder": ("a.md", "---\nprivate: true\n---\n", True),
    "beside the folder, in other letters": ("A.md", "---\nprivate: true\n---\n", True),
    "beside the folder, unclear": ("a.md", "---\nx: [\n---\n", True),
    "beside the folder, only unpublished": ("a.md", "---\npublish: false\n---\n", False),
    "beside the folder, a draft": ("a.md", "---\ndraft: true\n---\n", False),
    "beside a folder further down": ("a/a/a.md", "---\nprivate: true\n---\n", False),
    "beside another folder": ("b.md", "---\nprivate: true\n---\n", False),
    "a private tag": ("a/index.md", "#private", True),
    "a private tag in front matter": ("a/README.md", "---\ntags: private\n---\n", True),
    "a private tag beside the folder": ("a.md", "---\ntags: [x, private/y]\n---\n", True),
    "a tag that may be meant": ("a/_index.md", "---\ntags: (private)\n---\n", True),
    "a misplaced tag": ("a/index.md", "---\nx: y\n---\n---\ntags: private\n---\n", True),
    "a misplaced tag below an empty line": ("a/a.md", "\n---\ntags: private\n---\n", True),
    "a misplaced key": ("a/index.md", "%% x %%\n\n---\nprivate: true\n---\n", True),
    "another tag": ("a/index.md", "#privateer", False),
}


@pytest.mark.parametrize(
    ("path", "text", "private"), [pytest.param(*case, id=t) for t, case in FOLDER_NOTES.items()]
)
def test_a_private_folder_note_makes_its_folder_private(
    path: str, text: str, private: bool
) -> None:
    inside = {"a/b.md": PUBLIC, "a/deep/d.md": PUBLIC, "a/x.png": "", "a/deep/y.png": ""}
    outside = {"o.md": "![[x.png]] ![[y.png]] ![[z.png]] [[b]]", "ab/b2.md": "", "z.png": ""}
    grown = garden_of({path: text, **inside, **outside})
    assert published(grown) - {path} == {*outside, *(() if private else inside)}


# case → (text of the public note, attachments that are published)
REACHED: dict[str, tuple[str, set[str]]] = {
    "PRV17 an embed": ("![[x.png]]", {"x.png"}),
    "PRV17 a link": ("[[x.png]]", {"x.png"}),
    "PRV17 a Markdown picture": ("![](x.png)", {"x.png"}),
    "PRV17 raw HTML": ('<img src="x.png">', {"x.png"}),
    "PRV17 a player": ("![[v.mp4|640]] ![](sub/a.ogg)", {"v.mp4", "sub/a.ogg"}),
    "PRV17 a PDF": ("![[y.pdf#page=2]]", {"y.pdf"}),
    "PRV17 a box": ("![[z.zip]]", {"z.zip"}),
    "PRV17 X05 every size of a picture": (
        '<img src="x.png" srcset="p.png 2x, https://e.com/v.mp4 3x, y.pdf wide">',
        {"x.png", "p.png"},
    ),
    "PRV17 X05 a film with its picture": (
        '<video poster="p.png"><source src="v.mp4"></video>',
        {"p.png", "v.mp4"},
    ),
    "PRV17 a file of another website": ("![](https://e.com/v.mp4) ![](//e.com/y.pdf)", set()),
    "PRV18 a player in a comment": ("%%![[v.mp4]]%% `![[y.pdf]]`", set()),
    "PRV17 a picture in a link": ("[![](x.png)](y.pdf)", {"x.png", "y.pdf"}),
    "PRV17 nothing": ("x.png", set()),
    "PRV17 front matter": ("---\nother: '[[x.png]]'\n---\n", set()),
    "PRV17 any kind of file": ("[[y.pdf]] [z](z.zip)", {"y.pdf", "z.zip"}),
    "PRV18 a comment": ("%%![[x.png]]%%", set()),
    "PRV18 a block that is a comment": ("%%\n\n![[x.png]]\n\n- ![](x.png)\n\n%%", set()),
    "PRV18 a comment from mid-paragraph": ("a <!--b\n\n![[x.png]]\n\nc--> d", set()),
    "PRV18 a comment without an end": ("a\n\n%%\n\n![[x.png]]", set()),
    "PRV18 an HTML comment": ('<!-- <img src="x.png"> ![[x.png]] -->', set()),
    "PRV18 an HTML comment without an end": ("a <!--\n\n![[x.png]]", set()),
    "PRV18 an HTML comment in text": ('a <!-- <img src="x.png"> ![[x.png]] --> b', set()),
    "PRV18 an HTML comment in HTML": ('<div><!-- <img src="x.png"> --></div>', set()),
    "PRV18 code": ("`![[x.png]]`", set()),
    "PRV18 a fence": ("```\n![[x.png]]\n![](x.png)\n```", set()),
    "PRV18 indented code": ("    ![[x.png]]", set()),
    "PRV18 math": ("$![[x.png]]$", set()),
}


@pytest.mark.parametrize(
    ("text", "attachments"), [pytest.param(*case, id=t) for t, case in REACHED.items()]
)
def test_attachments_are_published_when_reached(text: str, attachments: set[str]) -> None:
    files = {"n.md": text, "p.md": f"{DENIED}![[x.png]] [[y.pdf]] [[z.zip]]"}
    others = ("x.png", "y.pdf", "z.zip", "v.mp4", "sub/a.ogg", "p.png")
    grown = garden_of({**files, **dict.fromkeys(others, "")})
    assert published(grown) == {"n.md", *attachments}


LISTED = '[publish]\nattachments = ["*.html", "tools/*", "*.canvas", "*.base"]\n'
ACTIVE = {
    "p.html": True,
    "P.HTML": True,
    "deep/p.html": True,
    "tools/t.js": True,
    "tools/t.mjs": True,
    "s.js": False,
    "s.mjs": False,
    "s.cjs": False,
    "p.htm": False,
    "p.xhtml": False,
    "c.canvas": False,
    "tools/C.CANVAS": False,
    "b.base": False,
}


@pytest.mark.parametrize(
    ("path", "when_listed"), [pytest.param(*c, id=c[0]) for c in ACTIVE.items()]
)
def test_prv32_what_can_run_must_be_listed(path: str, when_listed: bool) -> None:
    files = {"n.md": f"[[{path}]] ![[{path}]] [t]({path})", path: ""}
    assert published(garden_of(files)) == {"n.md"}
    assert published(garden_of(files, LISTED)) == ({"n.md", path} if when_listed else {"n.md"})


@pytest.mark.parametrize("path", ["p.html", "s.js", "c.canvas", "b.base"])
def test_an_unpublished_kind_of_file_is_a_label_and_told_as_that(path: str) -> None:
    grown = garden_of({"n.md": f"[[{path}]] [[{path}|label]]", path: ""})
    assert "href" not in grown.html("n.md")
    assert ">label<" in grown.html("n.md")
    assert set(grown.rules) == {"file-type"}


HIDDEN = "hidden/Secret.md"
LINKS = {
    "plain": "[[Secret]]",
    "PRV7 with a label": "[[Secret|label]]",
    "PRV8 a path": "[[hidden/Secret]]",
    "PRV8 a path with an ending": "[[hidden/Secret.md]]",
    "an alias": "[[Code name]]",
    "a heading": "[[Secret#Part]]",
    "a heading with a label": "[[Secret#Part|label]]",
    "a block": "[[Secret#^block]]",
    "a Markdown link": "[t](hidden/Secret.md)",
    "a Markdown link with a title": '[t](Secret.md#part "title")',
    "raw HTML": '<a href="hidden/Secret.md">t</a>',
    "PRV9 an embed": "![[Secret]]",
    "PRV9 an embed of a part": "![[Secret#Part]]",
    "PRV9 an embed of a block": "![[Secret#^block|label]]",
    "a picture": "![[secret.png]]",
    "a picture with a label": "![[hidden/secret.png|alt|100]]",
    "a Markdown picture": "![alt](hidden/secret.png)",
    "PRV42 a picture in raw HTML": '<img src="hidden/secret.png" alt="a">',
    "a file": "[[secret.pdf]]",
    "E16 a player": "![[secret.mp4]] ![words](hidden/secret.mp4) ![[hidden/secret.mp4|x|640]]",
    "E16 a PDF": "![[hidden/secret.pdf#page=2]] ![words](secret.pdf)",
    "E16 a box": "![[hidden/secret.zip]] ![[hidden/secret.zip|words]] ![](secret.zip)",
    "E12 a canvas": "![[hidden/secret.canvas]] ![[secret.canvas|words]]",
    "X05 several sizes": '<img src="public.png" srcset="hidden/secret.png 2x, public.png 3x">',
    "X05 a film": '<video poster="hidden/secret.png"><source src="secret.mp4"></video>',
    "in a heading": "# [[Secret]]\n\n[[#Secret]]",
    "in a table": "| [[Secret]] |\n| - |\n| ![[secret.png]] |",
    "in a callout": "> [!note] [[Secret]]\n> ![[Secret]]",
    "in the label of a link": "[[Other|[[Secret]]]] [![[secret.png]]](Other.md)",
    "its tag": "#a #secret",
    "PRV23 the front matter": "---\nup: '[[Secret]]'\nimage: hidden/secret.png\n---\ntext",
}
SECRET: dict[str, str] = {
    HIDDEN: "---\naliases: [Code name, Other]\ntags: [a/b, A]\npermalink: /Note\n---\n"
    "# Part\n\ntext ^block\n\n[[Note]] [[Other]] #secret ![[public.png]]",
    "hidden/secret.png": "",
    "hidden/secret.pdf": "",
    "hidden/secret.mp4": "",
    "hidden/secret.zip": "",
    "hidden/secret.canvas": "",
}
CONFIG = '[publish]\nexclude = ["hidden/"]\n[properties]\nshow = ["up"]\n'


def around(text: str) -> dict[str, str]:
    return {"Note.md": text, "Other.md": "[[Note]]", "public.png": ""}


@pytest.mark.parametrize("text", [pytest.param(text, id=t) for t, text in LINKS.items()])
def test_prv6_what_is_private_is_like_what_is_missing(text: str) -> None:
    private = garden_of({**around(text), **SECRET}, CONFIG)
    missing = garden_of(around(text), CONFIG)
    assert private.pages() == missing.pages()


WITHHELD: Mapping[str, tuple[str, str]] = {
    "publish: false": ("---\npublish: false\n---\n# Part", ""),
    "draft": ("---\ndraft: true\n---\n# Part", ""),
    "a private tag": ("# Part #private", ""),
    "unreadable front matter": ("---\ntitle: a: b\n---\n# Part", ""),
    "mode flag": ("# Part", 'mode = "flag"'),
    "mode folders": ("# Part", 'mode = "folders"\nfolders = ["open"]'),
}


@pytest.mark.parametrize(
    ("secret", "config"), [pytest.param(*c, id=t) for t, c in WITHHELD.items()]
)
def test_prv6_whatever_withholds_it(secret: str, config: str) -> None:
    public = {"open/Note.md": f"{PUBLIC}[[Secret]] [[x/Secret#Part|t]] ![[Secret]] ![[Secret.png]]"}
    private = garden_of({**public, "x/Secret.md": secret}, f"[publish]\n{config}\n")
    missing = garden_of(public, f"[publish]\n{config}\n")
    assert set(private.garden.notes) == {"open/Note.md"}
    assert private.pages() == missing.pages()


def test_prv37_a_private_note_takes_no_part_in_resolution() -> None:
    files = {"n.md": "[[X]] [[X#H]]", "folder/X.md": "# H"}
    private = garden_of({**files, "X.md": f"{DENIED}# H"})
    assert private.pages() == garden_of(files).pages()
    assert private.rules == []


@pytest.mark.parametrize(
    "link", ["[[Secret]]", "[[Secret#Part|t]]", "![[Secret]]", "[t](Secret.md)", "[[Code name]]"]
)
def test_a_link_to_a_private_note_is_told_as_that_alone(link: str) -> None:
    grown = garden_of({"n.md": f"text\n\n{link}", **SECRET}, CONFIG)
    assert [(p.path, p.rule, p.level, p.span.line) for p in grown.problems] == [
        ("n.md", "link-private", "info", 3)
    ]


def test_a_link_to_a_missing_note_is_told_as_missing() -> None:
    grown = garden_of({"n.md": "[[Secret]] [[Nowhere]]", **SECRET}, CONFIG)
    assert [(p.rule, p.target) for p in grown.problems] == [
        ("link-private", "Secret"),
        ("link-missing", "Nowhere"),
    ]


def test_prv17_the_author_is_told_of_a_private_attachment() -> None:
    grown = garden_of({"n.md": "![[secret.png]]", **SECRET}, CONFIG)
    [problem] = grown.problems
    assert problem.rule != "image-missing"
    assert "hidden/secret.png" in problem.message
