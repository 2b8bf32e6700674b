"""The rules that garden checks notes by: their names, what they mean, how much they weigh."""

from __future__ import annotations

from dataclasses import dataclass

from garden.model import NOWHERE, Level, Problem, Span


@dataclass(frozen=True, slots=True)
class Rule:
    """How much a rule weighs, and what breaking it means.

    Broken alike in several files, most are as many problems; one that is `anywhere` is one.
    """

    level: Level
    meaning: str
    anywhere: bool = False


RULES: dict[str, Rule] = {
    "front-matter": Rule("error", "front matter that cannot be read; the note is not published"),
    "publish-value": Rule(
        "error", "`publish`, `draft` or `private` is neither yes nor no; the note is not published"
    ),
    "publish-empty": Rule(
        "warning",
        "`publish`, `draft` or `private` without a value; it counts as not given",
        anywhere=True,
    ),
    "publish-key": Rule(
        "warning",
        "a key of another program, or with a sign that nobody sees, that says private; the note "
        "is not published",
    ),
    "front-matter-place": Rule(
        "warning", "what looks like front matter, where none is read; it is shown as text"
    ),
    "invisible-sign": Rule(
        "warning", "a sign that nobody sees in a key, a tag or a fence; it is taken off"
    ),
    "front-matter-value": Rule("warning", "a value that its key cannot hold; it is left out"),
    "encoding": Rule("warning", "bytes that are not UTF-8; each is shown as �"),
    "too-large": Rule("warning", "a note over 8 MiB; it is published as plain text"),
    "nesting": Rule("warning", "lists or quotes nested too deeply; the rest is shown as text"),
    "comment-unclosed": Rule(
        "warning", "a comment without an end, or one of which it is unclear what it hides"
    ),
    "html-unclosed": Rule("warning", "an HTML element without an end runs to the end of the note"),
    "html-removed": Rule("warning", "an HTML element that no note may use; it is left out"),
    "math": Rule("warning", "a formula that cannot be set; it is shown as it was written"),
    "table-cells": Rule("warning", "a table row with too many cells; the last holds the rest"),
    "block-id-place": Rule(
        "warning", "a block id straight below a table, without an empty line between"
    ),
    "plugin-block": Rule(
        "warning",
        "a block that a plugin of Obsidian runs; its source is left out if it asks or steers",
        anywhere=True,
    ),
    "kanban-archive": Rule("info", "the archive of a Kanban board; no page shows it"),
    "setext-suspect": Rule("warning", "a line of dashes has made a heading of the text above it"),
    "list-torn": Rule("warning", "bullets that stand above their text; each takes its next line"),
    "footnote-missing": Rule("warning", "a reference to a footnote that has no text; it is text"),
    "footnote-unused": Rule(
        "warning", "the text of a footnote that nothing refers to; it is hidden"
    ),
    "reference-unused": Rule(
        "warning",
        "a line that is read as the target of a link that nothing refers to; it is hidden",
    ),
    "footnote-twice": Rule("warning", "a footnote that is written twice; the first counts"),
    "link-missing": Rule("warning", "a link to a note or file that does not exist", anywhere=True),
    "link-ambiguous": Rule("warning", "several files fit equally well; the first by name is taken"),
    "link-shortest": Rule("info", "several files fit; the one with the shortest path is taken"),
    "link-alias": Rule("warning", "a link that only an alias answers; Obsidian would not find it"),
    "link-url": Rule("warning", "a web address in [[ ]]; it is made an ordinary link"),
    "link-private": Rule("info", "a link to a note that is not published; its text is kept"),
    "heading-missing": Rule("warning", "a link to a heading that the note does not have"),
    "block-missing": Rule("warning", "a link to a block that the note does not have"),
    "embed-missing": Rule(
        "warning", "an embed of a note or file that does not exist", anywhere=True
    ),
    "embed-loop": Rule("warning", "an embed that leads back to itself; it is made a link"),
    "embed-depth": Rule("warning", "embeds nested more than five deep; the sixth is made a link"),
    "feed": Rule("warning", "a feed of a tag or folder without a note that has a date"),
    "canvas-embed": Rule(
        "warning", "an embed of a canvas or base, which is not shown yet; its name is"
    ),
    "drawing-export": Rule(
        "warning",
        "a drawing of Excalidraw without an exported picture; its name is shown",
        anywhere=True,
    ),
    "embed-limit": Rule(
        "warning", "over 500 embeds or 5,000 embedded blocks on a page; the rest are made links"
    ),
    "image-missing": Rule("warning", "a picture that does not exist", anywhere=True),
    "image-unreadable": Rule("warning", "a file that is no picture, though it is called one"),
    "image-uncleaned": Rule("warning", "a picture that cannot be cleaned; it is copied as it is"),
    "image-location": Rule("warning", "a published picture or film that says where it was taken"),
    "image-large": Rule("warning", "a picture too large to be cleaned or made smaller"),
    "link-local": Rule(
        "warning", "a link that leads nowhere but on this computer; its text is kept"
    ),
    "file-type": Rule("info", "a link to a kind of file that is not published"),
    "host-file": Rule(
        "warning", "a file that steers the host of a site; it is not published out of the vault"
    ),
    "url-collision": Rule("warning", "two notes ask for one address; the second gets a number"),
    "url-long": Rule("warning", "an address of over 1,000 bytes; it is shortened"),
    "url-vanished": Rule("warning", "an address of the ledger at which nothing is any more"),
    "alias-collision": Rule("warning", "two notes share an alias; the first by path gets it"),
    "permalink": Rule("warning", "a permalink that cannot be used; the path is used instead"),
    "navigation": Rule(
        "warning", "a link of the navigation or the footer that leads nowhere; it is left out"
    ),
    "property-types": Rule(
        "warning", "Obsidian's types of properties cannot be read; values are shown as they look"
    ),
    "tag-invalid": Rule("warning", "a tag that cannot be one, or is too deep; it is left out"),
    "date": Rule("warning", "a date in none of the known formats; it is left out"),
    "git": Rule("warning", "a git repository that cannot be read; it gives no dates"),
    "git-public": Rule(
        "warning", "notes that are not published, in a git repository that may be public"
    ),
    "git-shallow": Rule("warning", "a git repository without its whole history; dates are missing"),
    "static": Rule("info", "a file of the static folder that is not copied"),
    "static-private": Rule("info", "a note or private file in the static folder; it is not copied"),
    "theme-stale": Rule("warning", "a file laid over the theme that was copied from an older one"),
    "sync-conflict": Rule(
        "warning", "a copy that a synchronising program made of a file; it is left out"
    ),
    "sync-copy": Rule("warning", "a note that may be such a copy of a private one; it is public"),
    "private-folder": Rule(
        "warning", "a private note that keeps a folder private as well, or may be meant to"
    ),
    "leftover": Rule("info", "a file or folder called as an old copy of one; it is left out"),
    "file-unreadable": Rule("error", "a file or folder that cannot be read; it is left out"),
    "symlink": Rule(
        "warning", "a link in the file system that leads to no file of the vault; it is left out"
    ),
}


def problem(
    rule: str,
    path: str,
    message: str,
    hint: str = "",
    *,
    span: Span = NOWHERE,
    candidates: tuple[str, ...] = (),
    target: str = "",
) -> Problem:
    """A problem with the usual severity of its rule."""
    return Problem(path, rule, RULES[rule].level, message, hint, candidates, span, target)
