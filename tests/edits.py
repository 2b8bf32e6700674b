"""What may be written into a vault, its configuration and its theme, few enough to meet often."""

from __future__ import annotations

from hypothesis import strategies as st

START = {
    "garden.toml": "",
    "Stays.md": "[[Note]] and ![[Other]]",
    "Note.md": "---\naliases: [AL]\ntags: [t]\n---\n[[Hub]] ![](i.png)\n\n## H\n\nblock ^x",
    "a/Other.md": "---\ntag: w\nrelated: '[[Hub]]'\n---\n[[Note#H]] and\n[[AL]] <b>#u/v</b>",
    "i.png": "1",
}
FOLDERS = ("", "a/", "a/b/", "c/", "private/")
NAMES = ("index", "Note", "note", "Other", "Hub", "a", "Größe", "A b")
PATHS = tuple(f"{folder}{name}.md" for folder in FOLDERS for name in NAMES)
FILES = ("i.png", "a/i.png", "data.csv", "a/b/page.html")
TARGETS = ("Note", "Other", "Hub", "a", "Größe", "index", "AL", "Missing", "a/Note", "i.png", "A b")

PUBLISHING = (
    *("publish: true", "publish: false", "publish: perhaps"),
    *("draft: true", "draft: false", "private: true", "private: false"),
)
ALIASES = ("aliases: [AL, Old]", "aliases: [Note]", "aliases: [a/b/AL, x]", "aliases: []")
TAGS = ("tags: [t/u]", "tags: [T, private/x]", "tags: [v]", "tags: []")
ADDRESSES = (
    *("permalink: /perma", "permalink: /a/Note/", "permalink: /x.html", "permalink: /Old"),
    'permalink: ""',
)
OTHERS = (
    *("title: T", "title: Note", 'related: "[[Hub]]"', "lang: de", "image: i.png", "broken: ["),
    *("created: 2024-01-01", "modified: 2024-05-05", "cssclasses: [x]", "description: D"),
)
LINES = st.one_of(
    st.sampled_from(["text", "other text", "# Note", "## H", "## I", "block ^x", "#t #u/v", "%%"]),
    st.builds(
        "{}[[{}{}{}]]".format,
        st.sampled_from(["", "!", "see ", "- "]),
        st.sampled_from(TARGETS),
        st.sampled_from(["", "#H", "#^x"]),
        st.sampled_from(["", "|label"]),
    ),
    st.sampled_from(["![](i.png)", '<img src="a/i.png">', "> [!tip]\n> [[Hub]]", "- a ^x\n  - b"]),
    st.sampled_from(TARGETS).map("```mermaid\ngraph TD\nA[{}]:::internal-link\n```".format),
    st.sampled_from(["one\ntwo", "<b>bold</b>", "[page](a/b/page.html)", "[^1]\n\n[^1]: [[a]]"]),
)


def note(properties: list[str], lines: list[str]) -> str:
    text = "\n\n".join(lines)
    for line in properties:
        text = with_property(text, line)
    return text


def with_property(text: str, line: str) -> str:
    """A note with a line in its front matter, in the place of one with the same key."""
    head, body = "", text
    if text.startswith("---\n") and "\n---\n" in text[3:]:
        head, _, body = text[4:].partition("---\n")
    key = line.partition(":")[0]
    others = [other for other in head.splitlines() if other.partition(":")[0] != key]
    return "\n".join(["---", *others, line, "---", body])


PROPERTIES = st.sampled_from((*PUBLISHING, *ALIASES, *TAGS, *ADDRESSES, *OTHERS))
NOTES = st.builds(note, st.lists(PROPERTIES, max_size=2), st.lists(LINES, max_size=4))

CONFIGS = (
    "",
    '[site]\ntitle = "Other"',
    '[site]\nbase_url = "https://e.com/x"\nfooter = "by [[Hub]]"',
    '[site]\nbase_url = "https://e.com"\n[feed]\ncontent = "summary"\ncount = 2',
    '[publish]\nmode = "flag"',
    '[publish]\nmode = "folders"\nfolders = ["a"]',
    '[publish]\nexclude = ["a/b/"]\nprivate_tags = ["v"]',
    '[publish]\nattachments = ["a/b/"]',
    '[links]\nproperties = ["related"]',
    '[dates]\nfallback = "file"',
    '[dates]\nfallback = "file"\n[links]\naliases = false',
    '[dates]\nfallback = "file"\n[site]\nbase_url = "https://e.com"',
    '[markdown]\nhtml = "trust"',
    "[markdown]\nstrict_line_breaks = true",
    '[[navigation]]\nlink = "Hub"',
    '[markdown]\nhtml = "escape"\nstrict_line_breaks = true',
    '[markdown]\nsingular_tag = true\n[site]\ntrust = "shared"',
    '[check]\nbroken-link = "error"',
    '[build]\nstatic = "a"',
    "[site\n",
    '[theme]\nname = "none"\n',
)
SETTINGS_FILES = ("app.json", "templates.json")
SETTINGS = (
    *(b'{"strictLineBreaks": true}', b'{"userIgnoreFilters": ["a/"]}', b'{"folder": "c"}', b"{"),
    None,
)
STATIC = ("robots.txt", "Note/index.html", "a", "k", "k/l", "k/l/m", "i.png", "x.html")

TEMPLATES = (
    ("note.html", b'{% extends "default/note.html" %}'),
    ("note.html", b"{{ title }} {{ body }}"),
    ("note.html", b"{{ nothing"),
    ("note.html", None),
    ("tag.html", b"{{ tag }}"),
    ("tag.html", b"{{ nothing.at_all }}"),
    ("tag.html", None),
    (
        "macros.html",
        b"{% macro lists(a, b, c, d) %}-{% endmacro %}{% macro above(a, b) %}{% endmacro %}",
    ),
    ("macros.html", None),
    ("redirect.html", b'{{ theme_url("style.css") }}'),
    ("redirect.html", b'{{ theme_url("logo.svg") }}'),
    ("redirect.html", None),
)
OWN_TEMPLATES = (
    ("map.html", b"map {{ theme_url('style.css') }}"),
    ("map.html", b"map"),
    ("redirect.html", b"to {{ href(card.url) }}"),
    ("redirect.html", b"moved to {{ href(card.url) }}"),
)
THEME_FILES = ("style.css", "logo.svg", "fonts/a.woff2")
FOREIGN = ("mine.txt", "a/mine.txt", "Note/index.html", "AL", "a/b/c/mine.txt")
