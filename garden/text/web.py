"""What `![](https://…)` shows: a video or a post as a card, or the file that the address names.

A card is a link. What it leads to is not asked for anything until a reader follows it (row E22).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from markupsafe import escape

from garden.paths import FileKind, file_kind, name_of
from garden.text.decode import percent_decoded

_YOUTUBE = frozenset(("youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"))
_SHORT = "youtu.be"
_SCHEMES = ("http", "https", "")  # none in `//e.com/a.mp3`
_X = frozenset(("twitter.com", "x.com", "mobile.twitter.com", "mobile.x.com"))
_VIDEO = re.compile(r"/(?:shorts|embed|live|v)/([\w-]+)/?", re.ASCII)
_VIDEO_ID = re.compile(r"(?!videoseries$)[\w-]{1,64}", re.ASCII)
_POST = re.compile(r"/(\w{1,15})/status(?:es)?/\d+(?:/.*)?", re.ASCII)
_NOBODY = "i"  # stands in the place of an account that an address leaves out
_TIME = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Video:
    """A video on YouTube; `start` is in seconds."""

    id: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """A post on X. `author` is the name of an account, empty when the address leaves it out."""

    author: str


@dataclass(frozen=True, slots=True)
class Remote:
    """A file on another website; one of an unknown kind may be a picture."""

    kind: FileKind


def web_embed(url: str) -> Video | Post | Remote:
    """What the address of an embed means."""
    try:
        split = urlsplit(url)
        host = (split.hostname or "").removeprefix("www.")
    except ValueError:  # brackets that enclose no address of a machine
        return Remote("file")
    if split.scheme not in _SCHEMES:
        return Remote("file")
    if host in _YOUTUBE or host == _SHORT:
        if video := _video_id(host, split):
            return Video(video, _start(split))
    elif host in _X and (post := _POST.fullmatch(split.path)):
        return Post("" if post[1] == _NOBODY else post[1])
    return Remote(file_kind(percent_decoded(split.path)))


def _video_id(host: str, split: SplitResult) -> str:
    """The id of a video, empty where there is none."""
    if host == _SHORT:
        found = split.path.strip("/")
    elif split.path.rstrip("/") == "/watch":
        found = parse_qs(split.query).get("v", [""])[0]
    else:
        in_path = _VIDEO.fullmatch(split.path)
        found = in_path[1] if in_path else ""
    return found if _VIDEO_ID.fullmatch(found) else ""


def _start(split: SplitResult) -> int:
    """Seconds from `t=90`, `t=1m30s` or `start=90`, in the query or behind the `#`."""
    given = {**parse_qs(split.fragment), **parse_qs(split.query)}
    written = given.get("t") or given.get("start") or [""]
    if not (time := _TIME.fullmatch(written[0])):
        return 0
    hours, minutes, seconds = (int(number or 0) for number in time.groups())
    return hours * 3600 + minutes * 60 + seconds


def web_name(found: Video | Post | Remote, url: str, label: str) -> str:
    """The words of a link to what is embedded."""
    match found:
        case Video():
            what = "Watch on YouTube"
        case Post(author):
            what = f"Post by @{author} on X" if author else "Post on X"
        case _:
            return label or _name(url)
    return f"{what}: {label}" if label else what


def _name(url: str) -> str:
    """The last part of an address."""
    return name_of(percent_decoded(url.partition("?")[0].partition("#")[0]).rstrip("/")) or url


def card(found: Video | Post, url: str, label: str) -> str:
    """A link to a video, which the theme's script can replace by a player; or to a post."""
    name = web_name(found, url, label)
    if isinstance(found, Post):
        return f'<p class="web-embed post-card">{external_link(url, name)}</p>'
    start = f' data-start="{found.start}"' if found.start else ""
    link = external_link(url, name, f' data-youtube="{found.id}"{start}')
    return f'<p class="web-embed video-card">{link}</p>'


def external_link(url: str, text: str, data: str = "") -> str:
    return f'<a href="{escape(url)}" class="external-link"{data}>{escape(text)}</a>'
