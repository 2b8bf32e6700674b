"""Faults that are planted in what keeps words back, each of which the proof of leaks must see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from garden.gitignore import read_lines
from garden.image import FORMATS
from garden.image.cleaned import Cleaned
from garden.patterns import patterns
from garden.publish import folder_key
from garden.text.comments import Uncommented
from garden.text.places import Piece, Pieces


@dataclass(frozen=True)
class Fault:
    """What is put in the place of some code, and how a note is private that comes out by it."""

    place: str
    put: object
    way: str = "draft"
    of_comments: bool = False
    of_pictures: bool = False


def forget() -> None:
    """Let go of what is kept of patterns, so that a fault in reading them shows."""
    read_lines.cache_clear()
    patterns.cache_clear()
    folder_key.cache_clear()


FAULTS: Mapping[str, Fault] = {
    "a draft that is published": Fault("garden.grow.note_denial", lambda *_: ""),
    "the source of a block that asks": Fault("garden.text.syntax.code.asking_kind", lambda _: ""),
    "a question in a line": Fault("garden.text.syntax.code.is_asking_inline", lambda _: False),
    "the archive of a board": Fault("garden.text.syntax.board._archives", lambda _: iter(())),
    "a drawing that is read as a note": Fault("garden.text.parse.is_drawing", lambda *_: False),
    "a picture made of Markdown": Fault("garden.text.excalidraw._IMAGE", re.compile("(?!)")),
    "an admonition that is code": Fault("garden.text.syntax.admonition.kind_of", lambda _: ""),
    "the picture of a private drawing": Fault("garden.grow.exported", lambda *_: iter(())),
    "an address of this computer": Fault("garden.text.syntax.local.is_local", lambda _: False),
    "a closed dialog": Fault("garden.text.syntax.rawhtml.put_aside", lambda *_: None),
    "the path of a link": Fault("garden.body.last_segment", lambda target, _: target),
    "litter in a theme": Fault("garden.overrides.is_litter", lambda _: False),
    "a private folder of a theme": Fault("garden.overrides._PRIVATE", ""),
    "a static folder's own notes are not asked": Fault(
        "garden.static._private_folders", lambda *_: frozenset()
    ),
    "a note that publishes what steers a host": Fault("garden.publish.steers", lambda _: False),
    "comments that are text": Fault(
        "garden.text.parse.without_any",
        lambda text, *_: Uncommented(Pieces([Piece(text, 0)])),
        of_comments=True,
    ),
    "a fence that looks for no partner": Fault(
        "garden.text.comments.FENCE", re.compile("(?!)"), of_comments=True
    ),
    "comments of diagrams": Fault("garden.text.diagram.bared", lambda text: text, of_comments=True),
    "comments of one sign in diagrams": Fault("garden.text.remarks._HASHES", {}, of_comments=True),
    "a line that ends a formula and begins another": Fault(
        "garden.text.syntax.math._is_within", lambda *_: False, of_comments=True
    ),
    "what asks in a container of a plugin": Fault(
        "garden.text.syntax.code.within", lambda _, text: text
    ),
    "what asks in HTML": Fault("garden.text.syntax.code._is_opening", lambda _: False),
    "a style that hides": Fault("garden.text.hidden.style_hides", lambda _: False),
    "a folder that a link leads to": Fault("garden.body.last_segment", lambda target, _: target),
    "an address without slashes": Fault(
        "garden.text.syntax.wikilink.is_written_local", lambda _: False
    ),
    "a value's comment without an end": Fault(
        "garden.text.meta.without_endless", lambda text: text
    ),
    "comments of formulas": Fault(
        "garden.text.syntax.math.uncommented", lambda text: text, of_comments=True
    ),
    "a folder's note that is not read": Fault(
        "garden.vault._Reader._close", lambda *_: None, "a folder whose note is excluded"
    ),
    "a note beside its folder that is overlooked": Fault(
        "garden.publish.stem_of", lambda _: "~", "a folder whose note lies beside it"
    ),
    "a tag that closes no folder": Fault(
        "garden.publish.closing",
        lambda _, doc: "".join(said for said in doc.meta.denials if said.startswith("private")),
        "a folder whose note has a private tag",
    ),
    "an unseen sign in a folder that counts": Fault(
        "garden.publish.plain_name", lambda path: path, "an unseen sign in a private folder"
    ),
    "an old copy that is read": Fault(
        "garden.litter._OLD", re.compile("(?!)"), "an old copy of a folder"
    ),
    "a fence with a type that is none": Fault(
        "garden.text.nearly._ODD_FENCE", re.compile("(?!)"), "a fence with a type"
    ),
    "a conflict copy that is a note": Fault(
        "garden.vault.copy_in", lambda _: "", "a conflict copy of Syncthing"
    ),
    "a name that only iCloud has": Fault(
        "garden.vault._Reader.miss", lambda *_: None, "a folder whose note only iCloud has"
    ),
    "an expression that fits nothing": Fault(
        "garden.obsidian.filters_of",
        lambda *_: (),
        "an expression of JavaScript in Obsidian's settings",
    ),
    "an exception that opens": Fault(
        "garden.patterns.verdict", lambda *_: "open", "an exception before its folder"
    ),
    "a class that is none": Fault("garden.gitignore._CLASSES", {"digit": "x"}, "a class of signs"),
    "templates of Obsidian alone": Fault(
        "garden.obsidian.Settings.holds_template", lambda *_: False, "a template of Templater"
    ),
    "a misplaced block that is overlooked": Fault(
        "garden.text.split.nearly_front_matter", lambda *_, **__: (), "a second block"
    ),
    "a key of another program that is overlooked": Fault(
        "garden.text.meta.FOREIGN", (), "published: false"
    ),
    "a property of Logseq that is overlooked": Fault(
        "garden.text.parse.public_property", lambda _: None, "Logseq's property"
    ),
    "an unseen sign in a key that counts": Fault(
        "garden.text.frontmatter.bare", str, "an unseen sign in a key"
    ),
    "an unseen sign in a tag that counts": Fault(
        "garden.text.syntax.tag.bare", lambda sign: sign, "an unseen sign in a tag"
    ),
    "a malformed tag that is overlooked": Fault(
        "garden.text.meta.meant_tags", lambda _: (), "a malformed tag"
    ),
    "pictures as they are": Fault("garden.image.FORMATS", {}, of_pictures=True),
    "a picture in an address as it is": Fault(
        "garden.text.findings.with_clean_pictures", lambda text, *_, **__: text, of_pictures=True
    ),
    "a picture in front matter as it is": Fault(
        "garden.text.parse.with_clean_front", lambda front, **_: (front, ()), of_pictures=True
    ),
    "comments in the style of an element": Fault(
        "garden.text.html.without_style_comments", str, of_pictures=True
    ),
    "comments in the styles of a drawing": Fault(
        "garden.image.embedded.without_style_comments", str, of_pictures=True
    ),
    "what no browser shows of a drawing": Fault(
        "garden.image.drawing.is_shown", lambda *_, **__: True, of_pictures=True
    ),
    "addresses of a disk in a drawing": Fault(
        "garden.image.embedded.may_be_loaded", lambda _: True, of_pictures=True
    ),
    "links of a drawing into the vault": Fault(
        "garden.image.embedded.may_be_followed", lambda _: True, of_pictures=True
    ),
    "files that a style in a drawing names": Fault(
        "garden.image.embedded.may_stand_in_style", lambda _: True, of_pictures=True
    ),
    "addresses of a disk before a drawing": Fault(
        "garden.image.doctype.may_be_loaded", lambda _: True, of_pictures=True
    ),
    "more than a chunk may say": Fault(
        "garden.image.png._left", lambda chunk, _: chunk, of_pictures=True
    ),
    "more behind the pixels": Fault(
        "garden.image.png.alone", lambda stream, _: stream, of_pictures=True
    ),
    "more than an extension may say": Fault(
        "garden.image.gif._left", lambda _, whole: whole, of_pictures=True
    ),
    "more behind a colour profile": Fault("garden.image.jpeg.profile", bytes, of_pictures=True),
    "more in the flags of a WebP": Fault("garden.image.webp._LENGTHS", {}, of_pictures=True),
    **{
        f"pictures of {kind} as they are": Fault(
            "garden.image.FORMATS", {**FORMATS, kind: Cleaned}, of_pictures=True
        )
        for kind in ("jpeg", "png", "webp", "gif", "heif", "svg", "svgz")
    },
}
