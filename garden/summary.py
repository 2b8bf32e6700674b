"""What a build did, in a few lines: what is on the site, what is not, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from garden.build import Built
from garden.model import Problem, Report
from garden.report import LEVELS, listed, plural
from garden.terminal import command, visible

_NAMED = 10  # names in one line
_KINDS = 3  # kinds of problems in one line

# What a person calls that which breaks a rule, once and many times
WORDS: dict[str, tuple[str, str]] = {
    "front-matter": ("note with broken front matter", "notes with broken front matter"),
    "publish-value": (
        "note that may be meant to be private",
        "notes that may be meant to be private",
    ),
    "publish-empty": ("key without a yes or no", "keys without a yes or no"),
    "publish-key": ("key that was meant as `publish`", "keys that were meant as `publish`"),
    "front-matter-place": ("front matter out of place", "front matters out of place"),
    "invisible-sign": ("sign that nobody sees", "signs that nobody sees"),
    "front-matter-value": ("value in front matter left out", "values in front matter left out"),
    "property-types": ("broken file of property types", "broken files of property types"),
    "encoding": ("note with unreadable letters", "notes with unreadable letters"),
    "too-large": ("note too large to be read", "notes too large to be read"),
    "nesting": ("list nested too deeply", "lists nested too deeply"),
    "comment-unclosed": ("comment without an end", "comments without an end"),
    "html-unclosed": ("HTML element without an end", "HTML elements without an end"),
    "html-removed": ("HTML element left out", "HTML elements left out"),
    "math": ("formula with an error", "formulas with errors"),
    "table-cells": ("table row with too many cells", "table rows with too many cells"),
    "block-id-place": ("block id straight below a table", "block ids straight below tables"),
    "plugin-block": ("block that only a plugin runs", "blocks that only plugins run"),
    "kanban-archive": ("archive of a Kanban board", "archives of Kanban boards"),
    "setext-suspect": ("heading made by a lone dash", "headings made by a lone dash"),
    "list-torn": ("list with torn bullets", "lists with torn bullets"),
    "footnote-missing": ("footnote without a text", "footnotes without a text"),
    "reference-unused": ("line read as a link's target", "lines read as targets of links"),
    "footnote-unused": ("footnote that nothing refers to", "footnotes that nothing refers to"),
    "footnote-twice": ("footnote written twice", "footnotes written twice"),
    "link-missing": ("link to a note that does not exist", "links to notes that do not exist"),
    "link-ambiguous": ("link that fits several notes", "links that fit several notes"),
    "link-shortest": ("link with several fits", "links with several fits"),
    "link-alias": ("link by an alias alone", "links by an alias alone"),
    "link-url": ("web address in [[ ]]", "web addresses in [[ ]]"),
    "link-private": ("link to what is not published", "links to what is not published"),
    "heading-missing": ("link to a heading that is gone", "links to headings that are gone"),
    "block-missing": ("link to a block that is gone", "links to blocks that are gone"),
    "embed-missing": ("embed of what does not exist", "embeds of what does not exist"),
    "embed-loop": ("embed that leads back to itself", "embeds that lead back to themselves"),
    "embed-depth": ("embed nested too deeply", "embeds nested too deeply"),
    "drawing-export": ("drawing without a picture", "drawings without a picture"),
    "embed-limit": ("page with too many embeds", "pages with too many embeds"),
    "canvas-embed": ("canvas or base not shown yet", "canvases or bases not shown yet"),
    "image-missing": ("picture that does not exist", "pictures that do not exist"),
    "image-unreadable": ("picture that cannot be read", "pictures that cannot be read"),
    "image-uncleaned": ("picture that cannot be cleaned", "pictures that cannot be cleaned"),
    "image-location": (
        "published picture that says where it was taken",
        "published pictures that say where they were taken",
    ),
    "image-large": ("picture that is too large", "pictures that are too large"),
    "link-local": ("link to this computer alone", "links to this computer alone"),
    "file-type": ("link to a file of a private kind", "links to files of a private kind"),
    "host-file": ("file for hosts not published", "files for hosts not published"),
    "url-collision": ("address asked for twice", "addresses asked for twice"),
    "url-long": ("address that is too long", "addresses that are too long"),
    "url-vanished": ("address that has vanished", "addresses that have vanished"),
    "alias-collision": ("alias used twice", "aliases used twice"),
    "permalink": ("permalink that cannot be used", "permalinks that cannot be used"),
    "navigation": ("link of the site that leads nowhere", "links of the site that lead nowhere"),
    "feed": ("feed without a note", "feeds without a note"),
    "tag-invalid": ("tag that cannot be one", "tags that cannot be one"),
    "git": ("trouble with git", "troubles with git"),
    "git-public": ("repository with private notes", "repositories with private notes"),
    "git-shallow": ("history that is not all here", "histories that are not all here"),
    "static": ("static file left out", "static files left out"),
    "static-private": ("private static file", "private static files"),
    "date": ("date that cannot be read", "dates that cannot be read"),
    "theme-stale": ("copy of an older theme file", "copies of older theme files"),
    "sync-conflict": ("conflict copy left out", "conflict copies left out"),
    "sync-copy": ("possible copy of a private note", "possible copies of private notes"),
    "private-folder": ("folder closed by a note", "folders closed by notes"),
    "leftover": ("old copy left out", "old copies left out"),
    "file-unreadable": (
        "file or folder that cannot be read",
        "files or folders that cannot be read",
    ),
    "symlink": ("link out of the vault", "links out of the vault"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What the author typed, so that the next command can be told in full."""

    output: Path
    arguments: tuple[str, ...] = ()  # the vault and its configuration, as they were given
    config_file: str = ""  # where one could be, when there is none
    settings: str = ""  # Obsidian's, where they lie above what is built


def summary(built: Built, typed: Typed, *, verbose: bool) -> Iterator[str]:
    """What a build did: the same lines in the same order every time."""
    for line in _lines(built, typed, verbose=verbose):
        yield visible(line)


def _lines(built: Built, typed: Typed, *, verbose: bool) -> Iterator[str]:
    report, is_new = built.told.report, built.is_first or bool(typed.config_file)
    if built.was_interrupted:
        yield "The last build was interrupted; its pending removals are done now."
    yield _published(built, typed)
    yield from _static(built)
    yield from _for_hosts(report)
    yield from _withheld(built, typed, verbose=verbose)
    yield from _leftovers(report)
    if typed.settings:
        yield f"Obsidian's settings are read from {typed.settings}, which lies above."
    if not built.is_first:
        yield from _named("page", "newly public", built.change.newly_public)
    yield from _named("page", "no longer public", built.change.no_longer_public)
    moved = [f"{old} is now {new}" for old, new in built.change.moved]
    yield from _named("page", "at another address", moved)
    yield from _named("file", "not garden's, left alone in the output", built.placed.foreign)
    if broken := listed(report, verbose=False):
        yield f"{plural(len(broken), 'problem')}: {_kinds(broken)}."
        yield f"  See each problem:  {command('garden', 'check', *typed.arguments)}"
    if is_new:
        yield f"  Look at the site:  {command('garden', 'serve', *typed.arguments)}"
    if typed.config_file:
        yield f'  Name the garden:   write site.title = "My garden" into {typed.config_file}'


def _published(built: Built, typed: Typed) -> str:
    notes, links = built.told.notes, built.told.report.links
    linked = f" with {plural(links, 'link')}" if links else ""
    written, deleted = built.placed.written, built.placed.deleted
    files = plural(written, "file") + " written" if written or deleted else "nothing had changed"
    gone = f", {deleted:,} deleted" if deleted else ""
    only_read = "; your notes were only read" if built.is_first else ""
    return (
        f"{plural(notes, 'note')}{linked} published to {typed.output} in {built.seconds:.2f} s"
        f" ({files}{gone}{only_read})."
    )


def _static(built: Built) -> Iterator[str]:
    count = built.told.static
    left_out = sum(p.rule in ("static", "static-private") for p in built.told.report.problems)
    if count or left_out:
        more = f", {left_out:,} left out" if left_out else ""
        copied = plural(count, "file")
        yield f"{copied} copied from {built.config.build.static.rstrip('/')}/{more}."


def _for_hosts(report: Report) -> Iterator[str]:
    names = dict.fromkeys(p.path for p in report.problems if p.rule == "host-file" and not p.target)
    yield from _named("file", "for hosts not published, to be moved to static/", tuple(names))


def _withheld(built: Built, typed: Typed, *, verbose: bool) -> Iterator[str]:
    report = built.told.report
    if report.withheld:
        yield f"{plural(len(report.withheld), 'note')} withheld: {_reasons(report)}."
        if verbose:
            yield from (f"  {item.path}: {item.reason}" for item in report.withheld)
    elif typed.config_file:
        yield (
            "Nothing withheld. A note stays private with `publish: false`,"
            " or in a folder called private."
        )
    if not built.told.notes:
        flag = " A note needs `publish: true`." if built.config.publish.mode == "flag" else ""
        yield f"Nothing is public.{flag}"


def _leftovers(report: Report) -> Iterator[str]:
    if count := sum(problem.rule == "leftover" for problem in report.problems):
        left_out = plural(count, *WORDS["leftover"])
        yield f"{left_out}: what ends in .bak, .tmp, .temp or ~ is not read."


def _reasons(report: Report) -> str:
    """Why notes are withheld, the most frequent reason first, and what became of links to them."""
    reasons = Counter(item.reason for item in report.withheld)
    order = sorted(reasons, key=lambda reason: (-reasons[reason], reason))
    why = "; ".join(f"{reason} ({reasons[reason]:,})" for reason in order)
    if hidden := sum(problem.rule == "link-private" for problem in report.problems):
        are = "is" if hidden == 1 else "are"
        why += f". {plural(hidden, 'link')} to what is not published {are} shown as plain text"
    return why


def _kinds(problems: Sequence[Problem]) -> str:
    """What is broken, the worst first, in the author's words."""
    counts = Counter((LEVELS.index(problem.level), problem.rule) for problem in problems)
    order = sorted(counts, key=lambda key: (key[0], -counts[key], key[1]))
    parts = [plural(counts[key], *WORDS[key[1]]) for key in order[:_KINDS]]
    if rest := sum(counts[key] for key in order[_KINDS:]):
        parts.append(f"{rest:,} more")
    return ", ".join(parts)


def _named(thing: str, what: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        yield f"{plural(len(names), thing)} {what}: {', '.join(names[:_NAMED])}{more}"
