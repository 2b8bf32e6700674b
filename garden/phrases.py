"""Questions in plain words, for an author who wants to know what a page depends on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from inspect import signature

from garden.config import Site
from garden.model import Key
from garden.questions import QUESTIONS

_NAMED = 3  # questions in one line
_LONGEST = 160  # characters of an answer that is shown

# What each question asks for. In braces stand the names of its arguments; `page` is said of all
# but the first page of a list, `link` is a link as it would be written.
PHRASES: dict[str, str] = {
    "site": "the settings of the site",
    "date_format": "how dates are written",
    "head": "the title, description, tags, properties, dates or length of {path}",
    "text": "the text of {path}",
    "card": "the title or address of {path}",
    "resolve": "where {link} in {source} leads, or what else would fit",
    "destination": "where {link} in {source} leads",
    "destinations": "where the links of {path} lead",
    "embedded": "what ![[{link}]] in {source} shows",
    "drawing": "the pictures of the drawing ![[{link}]] in {source}",
    "day_note": "where the daily note of {day} stands, for {source}",
    "picture": "the size of the picture at /{url}",
    "linked": "how many notes link to {path}",
    "backlinks": "the notes that link to {path}, or the words around their links{page}",
    "outgoing": "the notes that {path} links to, or their titles",
    "backlink_pager": "the pages that list what links to {path}",
    "tag_url": "the address of the tag {tag}",
    "feed": "which notes the feed at /{url} holds",
    "feeds": "where the feeds of the site stand",
    "feeds_at": "where the feeds of the list at /{url} stand",
    "favicon": "the icon of the site",
    "touch_icon": "the icon of the site for phones",
    "policy": "what a page with need of {need} may load",
    "navigation": "the navigation",
    "social": "the links to where else you are",
    "needed": "whether a note has need of {need}",
    "footer": "the words in the footer",
    "divided": "how many parts the search has",
    "findable": "the titles, aliases, tags and addresses of the notes in part {part} of the search",
    "headings": "the headings of the notes in part {part} of the search",
    "texts": "the texts of the notes in part {part} of the search",
    "pager": "how many pages the list at /{url} has",
    "list_url": "where the page called {name} stands",
    "folder": "the name or size of {path}",
    "own_folder": "whether {path} is the page of a folder",
    "ancestors": "the way from the map to {path}",
    "notes_in": "the notes in {path}{page}",
    "subfolders": "the folders in {path}{page}",
    "folder_tree": "the tree of folders{page}",
    "tag": "how many notes have the tag {name}",
    "tagged": "the notes with the tag {tag}{page}",
    "subtags": "the tags below {tag}{page}",
    "tag_tree": "the tree of tags{page}",
    "tag_parents": "the way from all tags to the tag {tag}",
    "recent": "the {count} notes that changed last",
    "recent_page": "the notes that have a date{page}",
    "neighbours": "the notes linked with {path}, their titles or colours, or links among them",
    "graph_spots": "the titles and addresses of all notes",
    "graph_groups": "the names of the outermost folders and tags",
    "graph_shape": "which notes are linked with which",
    "hubs": "the {number} notes with the most links",
    "introduced": "the first {count} notes that lie in no folder",
    "most_linked": "the notes that most notes link to{page}",
    "orphans": "the notes without links to or from others{page}",
    "beside": "the notes before and after {path} in its folder, or their titles",
    "contents": "the headings of {path}",
    "signposts": "whether the garden has many notes, and how readers find their way",
    "explorer_rows": "the titles, folders or order of all notes",
    "addresses": "the addresses of all notes",
}
_EMPTY = {
    "path": "the vault",
    "source": "garden.toml",
    "tag": "no other",
    "group": "what is in none",
    "need": "nothing more",
}


def phrase(key: Key) -> str:
    """What a question with its arguments asks for."""
    question, arguments = key
    bound = signature(QUESTIONS[question]).bind(None, *arguments)
    bound.apply_defaults()
    said = {name: value or _EMPTY.get(name, "") for name, value in bound.arguments.items()}
    number, target, anchor = (said.get(name, "") for name in ("number", "target", "anchor"))
    said["page"] = f", page {number}" if number not in ("", 1) else ""
    said["link"] = f"{target}#{anchor}" if anchor else str(target)
    return PHRASES[question].format(**said)


def because(keys: Sequence[Key]) -> str:
    """The reason for which a page is drawn again: the questions that are answered otherwise."""
    named = "; ".join(map(phrase, keys[:_NAMED]))
    more = f"; and {len(keys) - _NAMED:,} more" if len(keys) > _NAMED else ""
    return f"because this has changed: {named}{more}"


def in_short(answer: object) -> str:
    """An answer as the words and addresses in it."""
    text = str(answer) if isinstance(answer, int) else _words(answer, "; ")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _words(value: object, between: str = ", ") -> str:
    if isinstance(value, tuple):
        return between.join(filter(None, map(_words, value)))
    if isinstance(value, Site):
        return _words(tuple(dict(value).values()))
    if not is_dataclass(value):
        return value if isinstance(value, str) else ""
    found = {field.name: getattr(value, field.name) for field in fields(value)}
    url, _ = found.pop("url", None), found.pop("kind", None)
    return _words((*found.values(), f"/{url}" if url is not None else ""))
