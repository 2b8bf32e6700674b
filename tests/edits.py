"""What may be written into a vault, its configuration and its theme, few enough to meet often."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from tests.offline import Files
from tests.photographs import noise, photograph, saved

START = {
    "garden.toml": '[properties]\nshow = ["seen"]',
    "Stays.md": "[[Note]] and ![[Other]]",
    "Note.md": "---\naliases: [AL]\ntags: [t]\nseen: 2024-02-03\n---\n"
    "[[Hub]] ![](i.png)\n\n## H\n\nblock ^x",
    "a/Other.md": "---\ntag: w\nrelated: '[[Hub]]'\n---\n[[Note#H]] and\n[[AL]] <b>#u/v</b>",
    "i.png": "1",
    "urls.txt": "",
}
FOLDERS = ("", "a/", "a/b/", "c/", "private/")
NAMES = ("index", "Note", "note", "Other", "Hub", "a", "Größe", "A b")
PATHS = tuple(f"{folder}{name}.md" for folder in FOLDERS for name in NAMES)
FILES = (
    "i.png",
    "a/i.png",
    "i-40w.webp",
    "data.csv",
    "a/b/page.html",
    "v.mp4",
    "a/d.pdf",
    "c.canvas",
    "\udcff.csv",  # a name that is not UTF-8
)
PICTURES = (  # of two sizes, of two kinds, one that says where, one that is turned, and a half one
    saved(noise(30, 20), "PNG"),
    saved(noise(20, 30), "PNG"),
    photograph("PNG", size=(90, 90)),
    photograph("JPEG", 6, (160, 90)),
    photograph("JPEG", size=(160, 90)),
    photograph("JPEG", size=(160, 90))[:9000],
)
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
    *("status: seedling", "status: 🌳", "tags: [status/budding]"),
    *("toc: false", "toc: true"),
    *("seen: 2024-05-01", "seen: true", "seen: [t, v, 1]", "Seen: https://e.com", "seen:"),
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
    st.sampled_from(["![[v.mp4|640]]", "![[d.pdf#page=2]]", "![[data.csv]]", "![[c.canvas]]"]),
    st.sampled_from(["![](https://youtu.be/x?t=9)", '<img src="i.png" srcset="a/i.png 2x">']),
    st.sampled_from(["```py {1}\nx = 1\n```", "```query\nx\n```", "    code", "<p>\n\n```\nx"]),
    st.sampled_from(["$x$ [[Hub]]", "$$\n\\def\\y{1} z\n$$", "## $\\y$", "$\\y$5 $\\y$"]),
    st.sampled_from(["one\ntwo", "<b>bold</b>", "[page](a/b/page.html)"]),
    st.sampled_from(
        ["[^1]\n\n[^1]: [[a]]", "other[^1] and[^b]", "# Note[^b]", "x ^[[[Hub#H]] #t]"]
    ),
    st.sampled_from(
        ["[^b]: ![](i.png) #u/v", "[^B]: <b>b</b>\n\n    [[Note]][^1]", "[^1]: text ^x"]
    ),
    st.sampled_from(TARGETS).map("```mermaid\ngraph TD\nA[{}]:::internal-link\n```".format),
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


def random_note(rng: Random) -> str:
    """A note without hypothesis, for what is random by a seed alone."""
    known = (*PUBLISHING, *ALIASES, *TAGS, *ADDRESSES, *OTHERS)
    marks, ends = ("", "!", "see ", "- ", "> "), ("", "#H", "#^x", "|label")
    links = (
        f"{rng.choice(marks)}[[{rng.choice(TARGETS)}{rng.choice(ends)}]]"
        for _ in range(rng.randrange(4))
    )
    texts = ("# Note", "## H", "block ^x", "#t #u/v", "text", "%%", "$x$", "[^1]\n\n[^1]: [[a]]")
    lines = [*links, *rng.choices(texts, k=rng.randrange(3))]
    return note(rng.sample(known, rng.randrange(3)), lines)


def random_vault(rng: Random) -> Files:
    """A few notes and pictures; one of them is published for sure."""
    notes = {path: random_note(rng) for path in rng.sample(PATHS, rng.randrange(1, 6))}
    files = dict.fromkeys(rng.sample(FILES, 2), b"1")
    return {"Stays.md": START["Stays.md"], **notes, **files}


def random_change(rng: Random) -> tuple[Files, Files]:
    """A vault, and the same after some notes were written anew, taken away, and added."""
    old = random_vault(rng)
    kept = {path: text for path, text in old.items() if rng.random() < 0.7}
    added = {path: random_note(rng) for path in rng.sample(PATHS, rng.randrange(4))}
    return old, {"Stays.md": START["Stays.md"], **kept, **added}


LEDGERS = (
    *("/Old/ - Gone.md", "/Old/ -> /Hub/", "/Old/ -> gone", "/Old/ - Note.md\n/a/ -> /Old/"),
    *("/Was/ - b/Hub.md\n/was/ - old.md", "/Note/ - x/Note.md", "what", None),
)
CONFIGS = (
    "",
    '[site]\ntitle = "Other"',
    '[site]\nbase_url = "https://e.com/x"\nfooter = "by [[Hub]]"',
    '[site]\nbase_url = "https://e.com"\n[feed]\ncontent = "summary"\ncount = 2\ntags = ["t"]',
    '[site]\nbase_url = "https://e.com"\n[feed]\nfolders = ["a"]\ntags = ["u/v", "#private"]',
    "[markdown]\nmath = false",
    "[lists]\nmost_linked = true\norphans = true\nrecent = false",
    '[lists]\norphans = true\nmost_linked = true\n[notes]\nstage = ["seen"]\naliases = false',
    '[publish]\nmode = "flag"',
    '[publish]\nmode = "folders"\nfolders = ["a"]',
    '[publish]\nexclude = ["a/b/"]\nprivate_tags = ["v"]',
    '[publish]\nattachments = ["a/b/"]',
    '[properties]\nshow = ["related"]',
    '[properties]\nshow = ["seen", "related"]',
    '[properties]\nshow = ["seen"]\nlabels = {seen = "Last"}\n[site]\nlanguage = "de"',
    '[properties]\nshow = ["seen"]\n[dates]\nformat = "full"',
    '[dates]\nfallback = "file"',
    '[dates]\nfallback = "file"\n[links]\naliases = false',
    '[dates]\nfallback = "file"\n[site]\nbase_url = "https://e.com"',
    '[markdown]\nhtml = "trust"',
    '[urls]\nledger = "urls.txt"',
    "[markdown]\nstrict_line_breaks = true",
    '[[navigation]]\nlink = "Hub"',
    '[graph]\ncolour = "tag"\ntags = true',
    "[graph]\nlocal = false\npage = false",
    '[markdown]\nhtml = "escape"\nstrict_line_breaks = true',
    "[markdown]\ntorn_lists = false",
    '[markdown]\nsingular_tag = true\n[site]\ntrust = "shared"',
    "[images]\nwidths = [40, 80]",
    '[lists]\norder = "modified"\n[explorer]\norder = "modified"\nfolders = "mixed"',
    '[lists]\norder = "created"\n[notes]\nprevious_next = "date"\n[contents]\nleast = 1',
    '[notes]\nprevious_next = "title"\n[explorer]\nhidden = ["a/b/"]\nrandom = false',
    "[explorer]\nenabled = false\n[contents]\nleast = 0",
    '[images]\nwidths = [80]\nmetadata = "keep"',
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
TYPES = (
    *(b'{"types": {"seen": "%s"}}' % kind for kind in (b"text", b"checkbox", b"date", b"tags")),
    *(b"{", b"[]", b'{"types": []}'),
    None,
)
SEEN = tuple(line for line in OTHERS if line.lower().startswith("seen"))
STATIC = (
    *("robots.txt", "Note/index.html", "a", "k", "k/l", "k/l/m", "i.png", "x.html"),
    "\udcff.txt",  # a name that is not UTF-8
)

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
