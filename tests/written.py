"""Notes by which everything may touch everything, a part of them private, and what is public of a

vault.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from garden.paths import is_note
from tests.photographs import exif, noise, saved
from tests.support import Grown

Vault = Mapping[str, str]

COMPOSED, DECOMPOSED = "\u00e9", "e\u0301"
FOLDERS = (
    *("", "f/", "f/g/", "F/", "tags/", "private/", "Private/f/", "pri\u200bvate/"),
    f"{DECOMPOSED}/",
)
STEMS = ("a", "A", "b", "f", "g", "index", "x", "a b", "a-b", "README", COMPOSED, DECOMPOSED)
WORDS = (*STEMS, "Other", "f/a", "private/a", "tags/x")
TARGETS = (*WORDS, "../a", "./b", "/a", "f/g/x", "a#H", "b#^i", "#H", "p.png", "f/p.png")
KINDS = (
    "public",
    "public",
    "public",
    "publish",
    "draft",
    "tag",
    "broken",
    "private",
    "foreign",
    "unseen",
    "meant",
    "second",
    "drawing",
    "secret drawing",
)
FRONT = {
    "publish": "publish: false",
    "draft": "draft: true",
    "private": "private: true",
    "broken": "title: [",
    "foreign": "published: no",
    "unseen": "dr\u200baft: true",
    "meant": "tags: '(private)'",
    "second": "---\n---\ndraft: true",
    "drawing": "excalidraw-plugin: parsed",
    "secret drawing": "excalidraw-plugin: parsed\npublish: false",
}
DRAWN = "%%\n# Excalidraw Data\n\n## Text Elements\n[[a]] [[private/a]] ![[p.png]] #x ^i\n"
SECRETS = (*STEMS, "Other", "hidden and\nmore of it")
HIDDEN = {  # what nobody sees of a note; ~ is a secret, @ a photograph that holds one
    "a comment": "text %%~ [[~]] ![[~.png]] #~%% more",
    "a block of comments": "text\n\n%%\n~ [[~]]\n\n- ![[~]]\n%%\n\nmore",
    "a comment in HTML": "text <!-- ~ [[~]]\n\n#~ --> more",
    "a comment in a style": '<p style="color: red /* ~ */">text</p>',
    "an element that is never shown": "text <template>~ [[~]] #~</template> more",
    "an element that is closed": "<dialog>~ [[~]]</dialog>",
    "a block that asks": '```dataview\nLIST FROM "~"\n```',
    "a question in a line": "text `= this.~` more",
    "a picture": "![text](@)",
    "a picture in HTML": '<img src="@" alt="text">',
}
BOARD = "an archive of cards"  # stands last, in a note of its own kind
PERMALINKS = ("", "", "", *WORDS)
TITLES = ("", "", *STEMS)
UPS = ("", "", *TARGETS)
DATES = ("", "2024-01-02", "2023-05-06")
TAGS = ("x", "X", "x/y", "f")
CONFIG = """
[site]
base_url = "https://me.net/"
footer = "[[b]] [[f/a|x]] ![[p.png]] [[private/a]] #x"

[properties]
show = ["up"]

[notes]
previous_next = "date"
stage = ["up"]

[lists]
order = "modified"
most_linked = true
orphans = true

[explorer]
order = "created"
folders = "mixed"

[feed]
tags = ["x", "f"]
folders = ["f", "F", "tags"]

[graph]
tags = true
colour = "tag"

[[navigation]]
link = "a"

[[navigation]]
link = "/f/"

[[navigation]]
link = "private/a"
"""


@dataclass(frozen=True)
class Written:
    """A note to be: everything by which notes touch each other."""

    kind: str
    aliases: tuple[str, ...]
    permalink: str
    title: str
    up: str
    date: str
    tags: tuple[str, ...]
    links: tuple[str, ...]
    embeds: tuple[str, ...]
    hides: tuple[str, ...] = ()  # names of what nobody sees
    secret: str = "x"

    @property
    def text(self) -> str:
        front = [
            f"aliases: {list(self.aliases)}" if self.aliases else "",
            f"permalink: /{self.permalink}" if self.permalink else "",
            f"title: {self.title}" if self.title else "",
            f'up: "[[{self.up}]]"' if self.up else "",
            f"date: {self.date}" if self.date else "",
            FRONT.get(self.kind, ""),
            "kanban-plugin: board" if BOARD in self.hides else "",
        ]
        body = [
            *(f"[[{target}]] and [[{target}|label]]" for target in self.links),
            *(f"[o](obsidian://open?vault=v&file={quote(target)})" for target in self.links),
            *(f"![[{target}]]" for target in self.embeds),
            *(f"#{tag}" for tag in self.tags),
            *(["#private"] if self.kind == "tag" else []),
            "## H\n\ntext ^i",
            *self._hidden(),
            *([DRAWN] if self.kind.endswith("drawing") else []),
        ]
        return "\n".join(["---", *filter(None, front), "---", "\n\n".join(body), ""])

    def _hidden(self) -> Iterator[str]:
        for name in (name for name in self.hides if name != BOARD):
            text = HIDDEN[name]
            if "@" in text:
                text = text.replace("@", photographed(self.secret))
            is_in_line = "\n" not in text or "ask" in name
            yield text.replace("~", self.secret.split("\n")[0] if is_in_line else self.secret)
        if BOARD in self.hides:
            yield f"***\n\n## Archive\n\n- [x] [[{self.secret}]] {self.secret}"


@cache
def photographed(secret: str) -> str:
    """The address of a photograph that says something of itself."""
    found = exif()
    found[0x010F] = secret
    coded = b64encode(saved(noise(4, 3), "JPEG", exif=found, comment=secret.encode()))
    return f"data:image/jpeg;base64,{coded.decode()}"


def published(files: Vault, grown: Grown) -> dict[str, str]:
    """The files of a vault that are on its site, or lie on the public side of it."""
    withheld = {item.path for item in grown.report.withheld}
    return {
        path: text
        for path, text in files.items()
        if (path in grown.garden.urls if not is_note(path) else path not in withheld)
    }
