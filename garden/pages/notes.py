"""A page for every note."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from garden.body import draw_note
from garden.localgraph import draw_graph
from garden.model import Garden, Head, Page
from garden.pages.frame import framed
from garden.panel import draw_panel
from garden.paths import out_path
from garden.quotes import draw_backlinks
from garden.view import View


def notes(garden: Garden) -> Iterator[Page]:
    for path in garden.notes:
        yield Page(out_path(garden.urls[path]), partial(_draw, path))


def _draw(path: str, view: View) -> str:
    head: Head = view.ask("head", path)
    blocks, first = view.body(path).blocks, 1 if head.own_title else 0
    heading, body = draw_note(view, blocks[:first], blocks[first:], path)
    return framed(
        view,
        "note.html",
        note=head,
        title=head.title,
        description=head.description,
        lang=head.lang,
        cssclasses=head.cssclasses,
        lead=head.lead,
        aliases=head.aliases,
        created=head.created,
        modified=head.modified,
        tended=head.tended,
        minutes=head.minutes,
        stage=head.stage,
        stage_url=view.ask("tag_url", head.stage_tag) if head.stage_tag else None,
        heading=heading,
        body=body,
        tags=[(tag, view.ask("tag_url", tag)) for tag in head.tags],
        properties=draw_panel(view, head),
        outgoing=view.ask("outgoing", path),
        ancestors=view.ask("ancestors", path),
        contents=view.ask("contents", path),
        beside=view.ask("beside", path) if view.ask("signposts").beside else (None, None),
        **_listing(path, view),
        backlinks=draw_backlinks(view, view.ask("backlinks", path, 1)),
        linked=view.ask("linked", path),
        backlink_pager=view.ask("backlink_pager", path, 1),
        **_graph(path, view),
    )


def _listing(path: str, view: View) -> dict[str, Any]:
    """What lies in the folder whose page a note is; nothing for any other note."""
    folder = view.ask("own_folder", path)
    if folder is None:
        return {"subfolders": (), "notes": (), "pager": None}
    return {
        "own_feeds": view.ask("feeds_at", view.here),
        "subfolders": view.ask("subfolders", folder, 1),
        "notes": view.ask("notes_in", folder, 1),
        "pager": view.ask("pager", view.ask("card", path).url, 1),
    }


def _graph(path: str, view: View) -> dict[str, Any]:
    """The picture of what a note is linked with, and how many notes are not in it."""
    found = view.ask("neighbours", path)
    return {
        "graph": draw_graph(view, found),
        "graph_shown": sum(each.direction != "tag" for each in found.around),
        "graph_more": found.more,
    }
