"""What `garden check` says of a vault, and where: path, line and column of every problem."""

from __future__ import annotations

import pytest

from garden.model import Level
from tests.support import garden_of

Files = dict[str, str]
Expected = list[tuple[str, int, int, str]]

# id, the vault, what is wrong in it: path, line, column, rule
PROBLEMS: tuple[tuple[str, Files, Expected], ...] = (
    ("nothing is wrong", {"Here.md": "[[Note]] and ![[i.png]]", "Note.md": "", "i.png": ""}, []),
    # What does not exist
    (
        "link-missing L13",
        {"Here.md": "see [[Missing]]"},
        [("Here.md", 1, 5, "link-missing")],
    ),
    (
        "link-missing with heading and label",
        {"Here.md": "[[Missing#H|text]]"},
        [("Here.md", 1, 1, "link-missing")],
    ),
    (
        "link-missing of a Markdown link",
        {"Here.md": "see [t](Missing.md)"},
        [("Here.md", 1, 5, "link-missing")],
    ),
    (
        "link-missing of a link by reference",
        {"Here.md": "see [t][r]\n\n[r]: Missing.md"},
        [("Here.md", 1, 5, "link-missing")],
    ),
    (
        "link-missing of a relative path",
        {"a/Here.md": "[[./Note]]", "Note.md": ""},
        [("a/Here.md", 1, 1, "link-missing")],
    ),
    (
        "link-missing L29 an entity is no bar",
        {"Here.md": "[[page&#124;alias]]", "page.md": ""},
        [("Here.md", 1, 1, "link-missing")],
    ),
    (
        "link-missing in a property that is shown",
        {
            "garden.toml": '[properties]\nshow = ["related"]',
            "Here.md": '---\ntitle: T\nrelated: "[[Missing]]"\nother: "[[Missing]]"\n---\n',
        },
        [("Here.md", 3, 1, "link-missing")],
    ),
    (
        "html-removed on the line where it stands",
        {"Here.md": "text\nand <script>x</script>\n\n<div>\n<svg></svg>\n</div>"},
        [("Here.md", 2, 1, "html-removed"), ("Here.md", 5, 1, "html-removed")],
    ),
    (
        "html-removed of what browsers read as a comment",
        {"Here.md": "<?php x ?>\n\n<!DOCTYPE x>\n\na <![CDATA[x]]>\n\n<!-- x -->"},
        [("Here.md", line, 1, "html-removed") for line in (1, 3, 5)],
    ),
    (
        "image-missing",
        {"Here.md": "![[No.png]] and ![alt](No.png)"},
        [("Here.md", 1, 1, "image-missing"), ("Here.md", 1, 17, "image-missing")],
    ),
    (
        "embed-missing",
        {"Here.md": "![[No]] and ![[No.pdf]]"},
        [("Here.md", 1, 1, "embed-missing"), ("Here.md", 1, 13, "embed-missing")],
    ),
    (
        "embed-missing E10 E11 of sounds, films, PDF files and others",
        {"Here.md": "![[No.mp4]] ![](No.ogg)\n\n![](No.pdf#page=2)\n\n![](No.csv)"},
        [
            *(("Here.md", 1, column, "embed-missing") for column in (1, 13)),
            *(("Here.md", line, 1, "embed-missing") for line in (3, 5)),
        ],
    ),
    (
        "canvas-embed E12 E13 once for each",
        {
            "Here.md": "![[c.canvas]] [[c.canvas]]\n\n![[b.base#View|words]]\n\n![[No.canvas]]",
            "c.canvas": "",
            "b.base": "",
        },
        [
            ("Here.md", 1, 1, "canvas-embed"),
            ("Here.md", 1, 15, "file-type"),
            ("Here.md", 3, 1, "canvas-embed"),
            ("Here.md", 5, 1, "embed-missing"),
        ],
    ),
    (
        "image-missing X05 in the sizes and for the film",
        {
            "Here.md": '<img src="i.png" srcset="i.png 1x, no.png 2x">\n\n'
            '<video poster="no.png" src="no.mp4"></video>',
            "i.png": "",
        },
        [
            ("Here.md", 1, 1, "image-missing"),
            ("Here.md", 3, 1, "embed-missing"),
            ("Here.md", 3, 1, "image-missing"),
        ],
    ),
    (
        "X05 HTML that is trusted may name what is no file of the vault",
        {
            "garden.toml": '[markdown]\nhtml = "trust"',
            "Here.md": '<img src="/static.png" srcset="/static.png 2x"> <a href="/feed.xml">f</a>',
        },
        [],
    ),
    (
        "heading-missing L28",
        {"Here.md": "[[Note#Nope]] and [t](Note.md#nope)", "Note.md": "# H"},
        [("Here.md", 1, 1, "heading-missing"), ("Here.md", 1, 19, "heading-missing")],
    ),
    (
        "heading-missing in the same note",
        {"Here.md": "# H\n\n[[#H]] and [[#Nope]]"},
        [("Here.md", 3, 12, "heading-missing")],
    ),
    (
        "heading-missing L06 where the second is not below the first",
        {"Here.md": "[[Note#A#B]]", "Note.md": "# A\n\n# B"},
        [("Here.md", 1, 1, "heading-missing")],
    ),
    (
        "heading-missing of an embed",
        {"Here.md": "![[Note#Nope]]", "Note.md": "# H"},
        [("Here.md", 1, 1, "heading-missing")],
    ),
    (
        "embed-loop E17 in every note that it passes",
        {"Here.md": "![[Other]]", "Other.md": "text\n\n![[Here]]", "Third.md": "![[Here]]"},
        [("Here.md", 1, 1, "embed-loop"), ("Other.md", 3, 1, "embed-loop")],
    ),
    (
        "embed-loop E18 not for another section of the note, once for its own",
        {"Here.md": "## A\n\n![[#B]]\n\n## B\n\n- ![[#^x]]\n- text ^x\n\n## C\n\n![[#C]]"},
        [("Here.md", 12, 1, "embed-loop")],
    ),
    (
        "embed-depth E17 OUT13 where the sixth stands inside the others",
        {f"{n}.md": f"![[{n + 1}]]" for n in range(1, 7)} | {"7.md": "text"},
        [("1.md", 1, 1, "embed-depth")],
    ),
    (
        "embed-limit OUT13 five hundred embeds are drawn",
        {"Here.md": "![[N]]\n" * 500, "N.md": "text"},
        [],
    ),
    (
        "embed-limit OUT13 the next is not",
        {"Here.md": "![[N]]\n" * 501, "N.md": "text"},
        [("Here.md", 501, 1, "embed-limit")],
    ),
    (
        "embed-limit OUT13 five thousand blocks are drawn, and no more",
        {"Here.md": "![[N]]\n\n![[N]]\n\n![[O]]", "N.md": "text\n\n" * 2500, "O.md": "text"},
        [("Here.md", 5, 1, "embed-limit")],
    ),
    (
        "block-missing L28",
        {"Here.md": "[[Note#^nope]] and [[#^nope]]", "Note.md": "text ^id"},
        [("Here.md", 1, 1, "block-missing"), ("Here.md", 1, 20, "block-missing")],
    ),
    (
        "no fragment of a picture is missing E09",
        {"Here.md": "![[i.png#icon]]", "i.png": ""},
        [],
    ),
    (
        "footnote-missing S08",
        {"Here.md": "x[^1] y[^a b] `[^c]` [t [^2]](Note.md)", "Note.md": ""},
        [("Here.md", 1, 2, "footnote-missing"), ("Here.md", 1, 25, "footnote-missing")],
    ),
    (
        "footnote-missing S08 in a footnote",
        {"Here.md": "x^[a [^1]]\n\n> y[^2]\n> [^2]: b [^3]"},
        [("Here.md", 1, 6, "footnote-missing"), ("Here.md", 4, 11, "footnote-missing")],
    ),
    (
        "reference-unused",
        {
            "Here.md": "[Ann]: hello\n[Bob]: so.\n[Ann]: bye\n\n[//]: # (x)\n[comment]: <> (x)\n"
            "[a]: b.md\n[c]: Here\n[e]: /f\n[g]: mailto:h\n\n[C] and text",
        },
        [("Here.md", n, 1, "reference-unused") for n in (1, 2, 3)],
    ),
    (
        "footnote-unused S08",
        {"Here.md": "x\n\n[^1]: text\n\n    more\n\n> [^a]: b ^[c]"},
        [("Here.md", 3, 1, "footnote-unused"), ("Here.md", 7, 1, "footnote-unused")],
    ),
    (
        "footnote-twice S08",
        {"Here.md": "x[^a]\n\n[^a]: one\n[^A]: two"},
        [("Here.md", 4, 1, "footnote-twice")],
    ),
    # What was not meant
    (
        "link-url L17",
        {"Here.md": "see [[https://e.com]] and [[https://e.com/a#b|t]]"},
        [("Here.md", 1, 5, "link-url"), ("Here.md", 1, 27, "link-url")],
    ),
    (
        "setext-suspect",
        {"Here.md": "text\n-\n\nmore"},
        [("Here.md", 2, 1, "setext-suspect")],
    ),
    (
        "table-cells S19",
        {"Here.md": "| a |\n| - |\n| 1 |\n| [[x|y]] |\n| `\\|` |\n"},
        [("Here.md", 4, 1, "table-cells"), ("Here.md", 4, 3, "link-missing")],
    ),
    (
        "list-torn once in a note",
        {"Here.md": "x\n-\na\n-\nb\nmore\n\ny\n-\nc\n-\nd\n"},
        [("Here.md", 2, 1, "list-torn")],
    ),
    (
        "block-id-place B02",
        {"Here.md": "| a |\n| - |\n| 1 |\n  ^id\n\n[[#^id]]\n\n| b |\n| - |\ntext ^id2"},
        [("Here.md", 4, 1, "block-id-place")],
    ),
    (
        "heading-missing C15 of a callout's title",
        {"Here.md": "[[#Big]]\n\n> [!note] ## Big"},
        [("Here.md", 1, 1, "heading-missing")],
    ),
    ("no setext-suspect under three dashes S22", {"Here.md": "text\n---\n\nmore"}, []),
    ("no setext-suspect in a list", {"Here.md": "- text\n-\n\nmore"}, []),
    (
        "comment-unclosed S05 on a line of its own",
        {"Here.md": "text\n\n%%\nhidden\n\nhidden"},
        [("Here.md", 3, 1, "comment-unclosed")],
    ),
    (
        "comment-unclosed S05 hides the problems below it",
        {"Here.md": "%%\n[[Missing]]"},
        [("Here.md", 1, 1, "comment-unclosed")],
    ),
    (
        "comment-unclosed S05 within a line, with its partner in another block",
        {"Here.md": "5 %% of it\n\n> %%hidden%% x\n\n3 %% more"},
        [("Here.md", 1, 3, "comment-unclosed"), ("Here.md", 5, 3, "comment-unclosed")],
    ),
    (
        "comment-unclosed S05 within a line, before a comment that begins its line",
        {"Here.md": "a %%b [[hidden]]\n\n[[hidden]]\n\n%%\nc\n%%"},
        [("Here.md", 1, 3, "comment-unclosed")],
    ),
    (
        "comment-unclosed S05 in an item, with its end below the list",
        {"Here.md": "- %%\n  a\n\n%%"},
        [("Here.md", 1, 3, "comment-unclosed")],
    ),
    (
        "comment-unclosed S05 one too many",
        {"Here.md": "5 %% of %%it%% x"},
        [("Here.md", 1, 3, "comment-unclosed")],
    ),
    (
        "comment-unclosed S06 within a line",
        {"Here.md": "a\n\nb <!-- c\n\n[[hidden]]"},
        [("Here.md", 3, 3, "comment-unclosed")],
    ),
    ("no comment-unclosed S05 of three and four signs", {"Here.md": "%%%\n\na %%%% b"}, []),
    ("no comment-unclosed S05 in a quote", {"Here.md": "> %%\n> a\n>\n> b\n> %%"}, []),
    ("no comment-unclosed S05 after a digit", {"Here.md": "100%% sure"}, []),
    ("no comment-unclosed S05 in code", {"Here.md": "`%%` and\n\n```\n%%\n```"}, []),
    # What is a guess
    (
        "link-alias R09",
        {"Here.md": "an [[AL]]", "N.md": "---\naliases: [AL]\n---\n"},
        [("Here.md", 1, 4, "link-alias")],
    ),
    (
        "link-shortest R03",
        {"Here.md": "[[Note]]", "zzzz/Note.md": "", "a/b/Note.md": ""},
        [("Here.md", 1, 1, "link-shortest")],
    ),
    (
        "link-ambiguous 1B-4",
        {"Here.md": "[[Note]]", "a/Note.md": "", "b/Note.md": ""},
        [("Here.md", 1, 1, "link-ambiguous")],
    ),
    # What cannot both be had
    (
        "alias-collision 0.3",
        {"N.md": "---\naliases: [AL]\n---\n", "a/M.md": "---\naliases: al\n---\n"},
        [("N.md", 1, 1, "alias-collision")],
    ),
    (
        "url-collision 0.12",
        {"A b.md": "", "a-b.md": ""},
        [("a-b.md", 1, 1, "url-collision")],
    ),
    (
        "url-collision 0.12 of a permalink",
        {"A.md": "---\npermalink: /x\n---\n", "B.md": "---\npermalink: /X/\n---\n"},
        [("B.md", 1, 1, "url-collision")],
    ),
    # Where exactly it stands
    (
        "position of two links to one target on a line",
        {"Here.md": "[[x]] and [[x]]"},
        [("Here.md", 1, 1, "link-missing"), ("Here.md", 1, 11, "link-missing")],
    ),
    (
        "position of two Markdown links to one target on a line",
        {"Here.md": "[t](x.md) and [t](x.md)"},
        [("Here.md", 1, 1, "link-missing"), ("Here.md", 1, 15, "link-missing")],
    ),
    (
        "position of a longer and a shorter link",
        {"Here.md": "[[x|y]] [[x|`y`]] [[x]]"},
        [
            ("Here.md", 1, 1, "link-missing"),
            ("Here.md", 1, 9, "link-missing"),
            ("Here.md", 1, 19, "link-missing"),
        ],
    ),
    (
        "position in a paragraph of several lines",
        {"Here.md": "one\n[[x]]  \nthree [[x]]"},
        [("Here.md", 2, 1, "link-missing"), ("Here.md", 3, 7, "link-missing")],
    ),
    (
        "position in characters, not in bytes",
        {"Here.md": "日本語 🌱 [[x]]"},
        [("Here.md", 1, 7, "link-missing")],
    ),
    (
        "position after front matter",
        {"Here.md": "---\ntitle: T\ntags: [a]\n---\n\ntext [[x]]"},
        [("Here.md", 6, 6, "link-missing")],
    ),
    (
        "position with line ends of Windows",
        {"Here.md": "---\r\ntitle: T\r\n---\r\n\r\none\r\ntwo [[x]]\r\n"},
        [("Here.md", 6, 5, "link-missing")],
    ),
    (
        "position in a heading",
        {"Here.md": "## On [[x]]\n\nA [[x]]\nB [[x]]\n---"},
        [
            ("Here.md", 1, 7, "link-missing"),
            ("Here.md", 3, 3, "link-missing"),
            ("Here.md", 4, 3, "link-missing"),
        ],
    ),
    (
        "position in table cells with escaped pipes",
        {"Here.md": "| a [[x]] | b |\n|---|---|\n| [[x\\|t]] | `c\\|d` [[x\\|t]] [[y]] |"},
        [
            ("Here.md", 1, 5, "link-missing"),
            ("Here.md", 3, 3, "link-missing"),
            ("Here.md", 3, 21, "link-missing"),
            ("Here.md", 3, 30, "link-missing"),
        ],
    ),
    (
        "position of a sized picture in a table",
        {"Here.md": "| a |\n|---|\n| ![[i.png\\|100]] |"},
        [("Here.md", 3, 3, "image-missing")],
    ),
    (
        "position in a nested list",
        {"Here.md": "- a\n  - b\n    - c [[x]]\n      d [[x]]\n\t- [ ] e [[x]]\n\n1. f [[x]]"},
        [
            ("Here.md", 3, 9, "link-missing"),
            ("Here.md", 4, 9, "link-missing"),
            ("Here.md", 5, 10, "link-missing"),
            ("Here.md", 7, 6, "link-missing"),
        ],
    ),
    (
        "position in a quote",
        {"Here.md": "> a\n> b [[x]]\n> > c [[x]]\n>\n> - d [[x]]"},
        [
            ("Here.md", 2, 5, "link-missing"),
            ("Here.md", 3, 7, "link-missing"),
            ("Here.md", 5, 7, "link-missing"),
        ],
    ),
    (
        "position in a callout",
        {"Here.md": "> [!note]- On [[x]]\n> a\n> b [[x]]"},
        [("Here.md", 1, 15, "link-missing"), ("Here.md", 3, 5, "link-missing")],
    ),
    (
        "position in a list in a quote in a list",
        {"Here.md": "- > - a [[x]]\n  >   b [[x]]"},
        [("Here.md", 1, 9, "link-missing"), ("Here.md", 2, 9, "link-missing")],
    ),
    (
        "position of a picture in a link, twice on a line",
        {"Here.md": "[![p](i.png)](x.md) [![p](i.png)](x.md)"},
        [
            ("Here.md", 1, 1, "link-missing"),
            ("Here.md", 1, 2, "image-missing"),
            ("Here.md", 1, 21, "link-missing"),
            ("Here.md", 1, 22, "image-missing"),
        ],
    ),
    (
        "position of a picture on the second line of a link",
        {"Here.md": "[a\n![p](i.png)](x.md) [[y]]\n[[z]]"},
        [
            ("Here.md", 1, 1, "link-missing"),
            ("Here.md", 2, 1, "image-missing"),
            ("Here.md", 2, 20, "link-missing"),
            ("Here.md", 3, 1, "link-missing"),
        ],
    ),
    (
        "position after the same text in code",
        {"Here.md": "`[[x]]` and [[x]]"},
        [("Here.md", 1, 13, "link-missing")],
    ),
    (
        "position after the same text in a comment",
        {"Here.md": "%%[[x]]%% and [[x]]"},
        [("Here.md", 1, 15, "link-missing")],
    ),
    (
        "position after the same text escaped",
        {"Here.md": "\\[[x]] and [[x]]"},
        [("Here.md", 1, 12, "link-missing")],
    ),
    (
        "position after a comment over several blocks",
        {"Here.md": "a <!-- b\n\nc\nd--> e [[x]]"},
        [("Here.md", 4, 8, "link-missing")],
    ),
    (
        "position after a comment in the same line",
        {"Here.md": "a %%b%% c [[x]] <!-- d --> [[y]]"},
        [("Here.md", 1, 11, "link-missing"), ("Here.md", 1, 28, "link-missing")],
    ),
    (
        "position below a comment that takes lines away",
        {"Here.md": "---\nx: y\n---\n%%\na\n\nb\n%%\n\n- a\n- <!--\n  c --> [[x]]\n\n[[y]]"},
        [("Here.md", 12, 9, "link-missing"), ("Here.md", 14, 1, "link-missing")],
    ),
    (
        "position of a comment on the second line of a paragraph",
        {"Here.md": "a\nb %%c\n\nd"},
        [("Here.md", 2, 3, "comment-unclosed")],
    ),
)


@pytest.mark.parametrize(
    ("files", "expected"), [pytest.param(*row[1:], id=row[0]) for row in PROBLEMS]
)
def test_problems(files: Files, expected: Expected) -> None:
    notes = {path: text for path, text in files.items() if path != "garden.toml"}
    problems = garden_of(notes, files.get("garden.toml", "")).problems
    assert [(p.path, p.span.line, p.span.column, p.rule) for p in problems] == expected


# rule, its level, what its message names
NAMED: tuple[tuple[str, Level, Files, tuple[str, ...]], ...] = (
    ("link-missing", "warning", {"Here.md": "[[a/Missing]]"}, ("a/Missing",)),
    ("heading-missing", "warning", {"Here.md": "[[Note#No]]", "Note.md": ""}, ("Note.md", "No")),
    ("block-missing", "warning", {"Here.md": "[[Note#^no]]", "Note.md": ""}, ("Note.md", "^no")),
    ("url-collision", "warning", {"A b.md": "", "a-b.md": ""}, ("A b.md",)),
    (
        "link-shortest",
        "info",
        {"Here.md": "[[Note]]", "a/Note.md": "", "bb/Note.md": ""},
        ("Note", "a/Note.md"),
    ),
    (
        "link-alias",
        "warning",
        {"Here.md": "[[AL]]", "N.md": "---\naliases: AL\n---\n"},
        ("AL", "N.md"),
    ),
    (
        "alias-collision",
        "warning",
        {"N.md": "---\naliases: [old name]\n---\n", "M.md": "---\naliases: old name\n---\n"},
        ("old name", "N.md"),
    ),
)


@pytest.mark.parametrize(
    ("rule", "level", "files", "names"), [pytest.param(*row, id=row[0]) for row in NAMED]
)
def test_message_names_what_is_wrong(
    rule: str, level: Level, files: Files, names: tuple[str, ...]
) -> None:
    (problem,) = garden_of(files).problems
    assert (problem.rule, problem.level) == (rule, level)
    assert [name for name in names if name not in problem.message] == []


def test_severity_is_configured() -> None:
    config = '[check]\nlink-missing = "error"\nimage-missing = "ignore"'
    problems = garden_of({"Here.md": "[[x]] ![[i.png]]"}, config).problems
    assert [(p.rule, p.level) for p in problems] == [("link-missing", "error")]
