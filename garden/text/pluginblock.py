"""Blocks and inline code that Obsidian or a plugin of it runs (rows E14, E15), and said so.

One that asks or steers names folders, tags and notes, and a reader of Obsidian sees an answer in
its place: it is a box without its source. Others say what they show: they stay as written. One
kind of block is one warning, however often it stands in the garden.
"""

from __future__ import annotations

import re
from dataclasses import replace
from unicodedata import category

from markdown_it.common.utils import escapeHtml

from garden.model import Span
from garden.signs import bare
from garden.text.allowed import names
from garden.text.codeblock import draw_labelled
from garden.text.fence import Code
from garden.text.findings import Findings

SAYING = names(
    "abc adf cardlink chart charts chess countdown embed gevent kanban markmap plantuml sheet "
    "simple-embed tikz timeline vizdown wavedrom"
)
ASKING = names(
    "activity-history add-summary auto-embed backlinks base breadcrumbs button buttons "
    "calendar-nav calendar-timeline ccard chartsview contributiongraph custom-frames "
    "daily-note-navbar datacards datacore datacorejs datacorejsx datacorets datacoretsx dataedit "
    "dataloom dataview dataviewjs dbfolder dynbedded excalidraw file-tree fileclass folder-index "
    "folder-index-content folder-overview gallery gallery-info github-issues github-list "
    "google-tasks habit-calendar habits habitt habittracker handdrawn-ink handwritten-ink "
    "heatmap-calendar heatmap-tracker ical image-gallery image-layout img-gallery interval-nav "
    "itinerary journal-nav journals-home jsengine juggl leaflet lifeos mapview mdm meta-bind "
    "meta-bind-button meta-bind-embed meta-bind-js-view metadata-menu modal-form modalform "
    "ms-todo note-gallery note-list notes-list notion-database ollama periodic-para periodicpara "
    "query query-control quoth recent-files related-notes rollup rss runjs smart-connections "
    "sqlseal strava table-of-contents tag-gallery tag-summary taskcalendar taskido tasks "
    "tasks-calendar tasks-timeline tasktracker templater timeline-flat timeline-horizontal "
    "timeline-vertical toc todos toggl tracker widgets zoommap zotero-query"
)
# How the names begin of those that come in several: `dataviewjs`, `meta-bind-button`
_FAMILIES = (
    *("dataview", "datacore", "meta-bind", "js-engine", "query-", "smart-", "jira-", "todoist"),
    *("qatt", "tasks-", "dynamic-embed", "linear-", "github-query", "gitlab-", "buttons-"),
)
_HINT = 'write out what it shows, or silence this with plugin-block = "ignore" under [check]'
_OF_OBSIDIAN = ("base", "query")
PLUGIN_BLOCKS = (*sorted(ASKING), *sorted(SAYING))

_FIRST_WORD = re.compile(r"[^\w]*(?:yaml:|js:|ts:)?([\w-]+)")
_IS_QUERY = re.compile(r"(?:.*-)?(?:query|queries)(?:-.*)?")
# Dataview's `= this.x` and `$= dv.current()`, and the fields of Meta Bind
_FIELD = re.compile(r"(INPUT|VIEW|BUTTON)\[.*\]", re.DOTALL)
# A text, a list or an object; a dotted name with `.file`; a call, but for a formula of a sheet
# such as `=SUM(A1:B2)`, which is in capitals and has no blank behind the sign
_EXPRESSION = re.compile(
    r"(?![=>])(?:\s*+[\"'\[{(]|.*?(?:\[\[|\bthis\b|\.file\b|\b[a-z]\w*\s?\(|(?<=\s)[A-Z]\w*\s?\())",
    re.DOTALL,
)
_DOTTED = re.compile(r"\s+[^\W\d][\w-]*(?:\.[^\W\d][\w-]*)+\s*")
_SCRIPT = re.compile(r"\bdv\b|\bthis\b|\bapp\b|\bawait\b|\w\s?\(|[\"'`\[]|\w\.[^\W\d]")


def says_otherwise(info: str) -> bool:
    """Whether a block shows something else than its source, be it an answer or a diagram."""
    return bool(asking_kind(info)) or "mermaid" in info.lower()


def asking_kind(info: str) -> str:
    """What kind of block the opening line of a fence begins, if it is one that asks or steers.

    Of a family it is the name of that: what follows it is the author's word.
    """
    seen = "".join(c for c in info[:200] if category(c) != "Cf")
    words = [found[1].lower() for found in _FIRST_WORD.finditer(seen) if found[1]][:1]
    return next(filter(None, map(_kind_of, words)), "")


def _kind_of(word: str) -> str:
    if word in ASKING or word in SAYING:
        return word if word in ASKING else ""
    if family := next((family for family in _FAMILIES if word.startswith(family)), ""):
        return family.rstrip("-")
    return "query" if _IS_QUERY.fullmatch(word) else ""


def draw_asking(code: Code, findings: Findings, kind: str) -> str:
    """A quiet box in place of a block that asks or steers, unless its author wants the source."""
    if findings.options.plugin_source:
        return draw_saying(replace(code, info=replace(code.info, language=kind)), findings)
    runs = _runs(kind)
    _tell(findings, kind, "its source is left out", code.span)
    return f'<p class="plugin-block"><code>{kind}</code>: {runs}</p>\n'


def draw_saying(code: Code, findings: Findings) -> str:
    """A block as it was written, under a line that says so."""
    kind = code.info.language.lower()
    runs = _runs(kind)
    _tell(findings, kind, "it is shown as it was written", code.span)
    label = f"<code>{escapeHtml(kind)}</code>: shown as it was written; {runs}"
    return draw_labelled(code, findings, label)


def _runs(kind: str) -> str:
    return "garden does not run it yet" if kind in _OF_OBSIDIAN else "it runs in Obsidian only"


def _tell(findings: Findings, kind: str, shown: str, span: Span) -> None:
    message = f'a block of "{kind}": {_runs(kind)}, and {shown}'
    findings.flaw("plugin-block", message, _HINT, span)


def tell_nested(findings: Findings, language: str, span: Span) -> None:
    message = f'a block of "{language}" holds what asks or steers: {_runs(language)}, and'
    findings.flaw("plugin-block", f"{message} its source is left out", _HINT, span)


def tell_inline(findings: Findings, span: Span) -> None:
    message = "inline code that a plugin answers: it runs in Obsidian only, and is left out"
    findings.flaw("plugin-block", message, _HINT, span)


def is_asking_inline(code: str) -> bool:
    """Whether inline code is a question of Dataview or a field of Meta Bind.

    Both pass over white space before it.
    """
    code = (code if code.isascii() else bare(code)).strip()
    if code[:1] not in "=$IVB" or len(code) < 3:
        return False
    if code.startswith("$="):
        return bool(_SCRIPT.search(code, 2))
    if code[0] == "=":
        return bool(_EXPRESSION.match(code, 1) or _DOTTED.fullmatch(code, 1))
    return bool(_FIELD.fullmatch(code))
