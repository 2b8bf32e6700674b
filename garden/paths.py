"""Names and addresses: slugs, output paths, relative URLs. Pure functions over text.

A *url* here is a path relative to the site's root, without a leading slash and not yet
percent-encoded: `""` is the home page, `"notes/Trust/"` a page, `"pictures/a.png"` a file.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from string import punctuation
from typing import Literal
from urllib.parse import quote, unquote

CONFIG_NAME = "garden.toml"
HEADERS = "_headers"  # a file of a site for hosts: what they send along with pages
MANIFEST = "manifest.webmanifest"
DATA = "site-data"  # the folder of a site for what its scripts fetch
OVERRIDES = "_theme"  # the folder beside it that is laid over the theme
# Ids of elements that are no note's, and how such ids begin; `g-copied` and diagrams are scripts'
THEME_IDS = (
    *("g-main", "g-menu", "g-backlinks", "g-outgoing", "g-folder", "g-copied"),
    *("g-graph", "g-hubs", "g-near", "g-seek", "g-search-results"),
)
FOOTNOTE_ID, REFERENCE_ID = "g-fn-", "g-fnref-"
NUMBERED_IDS = (FOOTNOTE_ID, REFERENCE_ID, "g-diagram-", "g-search-", "g-search-group-")
MAX_SEGMENT = 200  # bytes of UTF-8; the common limit of file systems is 255
MAX_URL = 1000  # likewise; a path may have 4,096 with the folder of the site, on macOS 1,024
# No white space, none of U+2000–206F and U+2E00–2E7F, no ASCII punctuation but - _ / (T01)
TAG_NAME = r"[^\s\u2000-\u206f\u2e00-\u2e7f!-,.:-@\[-^`{-~]+"
_KEPT_PUNCTUATION = "-_.~+"
_SPACES = str.maketrans("\u00a0\u202f", "  ")  # macOS writes them into names of screenshots
_JOINERS = "\u200c\u200d"  # ZWNJ and ZWJ carry meaning in Persian and in emoji
_TO_SPACE = str.maketrans({c: " " for c in punctuation if c not in "'-_"})
_EDGES = "-. "  # a name neither begins nor ends with these
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)", re.IGNORECASE)
_FILE, _FOLDER = "//file", "//folder"  # what a key in use is, besides an address
_IN_ADDRESSES = "%:/?#[]@!$&'()*+,;=~"  # what stays as it is in an address given whole
_DASHES = re.compile(r"-{2,}")
_DIGITS = re.compile(r"(\d+)")
_NOTE_ENDINGS = (".md", ".markdown")
_IMAGE_ENDINGS = (".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
_AUDIO_ENDINGS = (".flac", ".m4a", ".mp3", ".ogg", ".wav", ".3gp")
_VIDEO_ENDINGS = (".webm", ".mkv", ".mov", ".mp4", ".ogv")
_NOT_DRAWN_YET = (".canvas", ".base")  # their names are shown (part 0, 15)

FileKind = Literal["image", "audio", "video", "pdf", "file"]
_KINDS: Mapping[str, FileKind] = {
    **dict.fromkeys(_IMAGE_ENDINGS, "image"),
    **dict.fromkeys(_AUDIO_ENDINGS, "audio"),
    **dict.fromkeys(_VIDEO_ENDINGS, "video"),
    ".pdf": "pdf",
}


def is_language(text: str) -> bool:
    """Whether a text has the form of a language tag (BCP 47)."""
    return re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", text) is not None


_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Which way a language is written, by its tag: as most who write it do, or by its script."""
    primary, *more = language.lower().split("-")
    script = next((part for part in more if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if script in ("arab", "hebr", "syrc", "thaa", "nkoo", "adlm") else "ltr"
    return "rtl" if primary in _RIGHT_TO_LEFT else "ltr"


def nfc(text: str) -> str:
    """One spelling for text that looks the same (spec row R11)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """What two names must share to count as the same name (spec rows L12, R11, R12, R16)."""
    return text.lower() if text.isascii() else nfc(nfc(text).casefold()).translate(_SPACES)


def natural_key(text: str) -> tuple[str | tuple[int, str], ...]:
    """What names are sorted by: in any case of letters, and `Note 2` before `Note 10`.

    A run of digits is compared by its length and then its digits, so that any length will do.
    """
    parts = _DIGITS.split(fold(text))
    return tuple(_number(part) if i % 2 else part for i, part in enumerate(parts))


def _number(digits: str) -> tuple[int, str]:
    short = digits.lstrip("0")
    return len(short), short


def is_note(path: str) -> bool:
    return path.lower().endswith(_NOTE_ENDINGS)


def is_image(path: str) -> bool:
    return path.lower().endswith(_IMAGE_ENDINGS)


def file_kind(path: str) -> FileKind:
    """How a file that is no note can be shown, by its ending (section 1D)."""
    return _KINDS.get(posixpath.splitext(path)[1].lower(), "file")


def is_player(path: str) -> bool:
    """Whether a file is heard or seen in time."""
    return file_kind(path) in ("audio", "video")


def is_not_drawn_yet(path: str) -> bool:
    """Whether a file is a canvas or a base: never published, only its name is (part 0, 15)."""
    return path.lower().endswith(_NOT_DRAWN_YET)


def name_of(path: str) -> str:
    """The last segment of a path: `a/b.md` → `b.md`."""
    return path.rpartition("/")[2]


def folder_of(path: str) -> str:
    """All but the last segment of a path: `a/b.md` → `a`, `b.md` → ``."""
    return path.rpartition("/")[0]


def stem_of(path: str) -> str:
    """A note's name without its ending; the whole name of any other file."""
    name = name_of(path)
    return name.rpartition(".")[0] if is_note(name) else name


@lru_cache(maxsize=1 << 16)  # most segments are those of folders
def slug(text: str) -> str:
    """A path segment for a URL: readable in any script, the same on every system, never empty.

    Source: part 0, 12, and rule OUT9.
    """
    kept = "".join(_slug_character(c) for c in nfc(text))
    return _safe_segment(nfc(_DASHES.sub("-", kept)), text)


def page_slug(text: str) -> str:
    """The segment of a page, which is a folder: none has the name of a file that may be in each."""
    found = slug(text)
    return f"_{found}" if fold(found) in ("index.html", "web.config") else found


def _slug_character(c: str) -> str:
    if c.isalnum() or c in _KEPT_PUNCTUATION or c in _JOINERS:
        return c
    if c.isspace():
        return "-"
    category = unicodedata.category(c)
    if category == "Pd":
        return "-"
    return c if category[0] == "M" or (category[0] == "S" and not c.isascii()) else ""


def _safe_segment(text: str, origin: str) -> str:
    """`text` as a file name that every system accepts; `origin` tells empty ones apart."""
    text = text.strip(_EDGES)
    if not text:
        return f"note-{_short_hash(origin)}"
    if _RESERVED.match(text):
        text = f"{text}_" if "." not in text else f"_{text}"
    if len(text.encode()) > MAX_SEGMENT:
        text = text.encode()[: MAX_SEGMENT - 9].decode(errors="ignore").rstrip(_EDGES)
        text = f"{text}-{_short_hash(origin)}"
    return text


def _short_hash(text: str) -> str:
    return hashlib.sha256(nfc(text).encode(errors="surrogatepass")).hexdigest()[:8]


def page_url(path: str) -> str:
    """The URL a note asks for by its path: `a/b.md` → `a/b/`, `a/index.md` and `a/a.md` → `a/`."""
    *folders, _ = path.split("/")
    stem = stem_of(path)
    if stem.lower() == "index" or (folders and fold(stem) == fold(folders[-1])):
        return "".join(f"{page_slug(f)}/" for f in folders)
    return "".join(f"{page_slug(part)}/" for part in (*folders, stem))


def folder_url(path: str) -> str:
    """The URL a folder asks for: `a/B c` → `a/B-c/`; the vault itself has none of its own."""
    return "".join(f"{page_slug(part)}/" for part in path.split("/") if part)


def bounded(url: str) -> str:
    """`url`, or, where it is longer than every system can hold, its beginning and a hash of it."""
    if len(url.encode()) <= MAX_URL:
        return url
    base, end = _split_ending(url)
    kept = base.encode()[: MAX_URL - MAX_SEGMENT].decode(errors="ignore").rstrip(f"{_EDGES}/")
    return f"{kept}-{_short_hash(url)}{end}"


def below(url: str, rest: str) -> str:
    """`rest` below a page that may be a file: `a/`, `b/` → `a/b/`; `a.html`, `b/` → `a/b/`."""
    base = url if url.endswith("/") or not url else f"{url.removesuffix('.html')}/"
    return base + rest


def file_url(path: str) -> str:
    """The URL of an attachment: its path, each segment as a slug."""
    *folders, name = path.split("/")
    return "/".join((*map(page_slug, folders), slug(name)))


def free_url(wanted: str, taken: dict[str, int]) -> str:
    """`wanted`, or its first numbered variant that is free (rule OUT9); remembers what it gave.

    `taken` maps the key of each URL in use to the number to try next, so that many notes of one
    name cost no more than their count.
    """
    url, key = wanted, url_key(wanted)
    number = taken.get(key, 2)
    while not is_free(url, taken):
        url = _numbered(wanted, number, taken)
        number += 1
    if url != wanted:
        taken[key] = number
    take_url(url, taken)
    return url


def is_free(url: str, taken: Mapping[str, int]) -> bool:
    """Whether no other file answers `url`, and its file needs no folder where a file stands."""
    key = url_key(url)
    if key in taken or (_is_file(url) and key + _FOLDER in taken):
        return False
    return not any(folder + _FILE in taken for folder in _folders(key))


def _numbered(url: str, number: int, taken: Mapping[str, int]) -> str:
    """`url` with a number on its name, and on a folder of it where a file stands."""
    base, end = _split_ending(url)
    numbered = f"{base}-{number}{end}"
    blocked = [folder for folder in _folders(url_key(numbered)) if folder + _FILE in taken]
    if not blocked:
        return numbered
    parts = url.split("/")
    parts[blocked[-1].count("/") - 1] += f"-{number}"
    return "/".join(parts)


def take_url(url: str, taken: dict[str, int]) -> None:
    key = url_key(url)
    taken.setdefault(key, 2)
    if _is_file(url):
        taken[key + _FILE] = 2
    for folder in _folders(key):
        taken[folder + _FOLDER] = 2


def _is_file(url: str) -> bool:
    """Whether a URL is a file by itself, not the page of a folder."""
    return name_of(out_path(url)).lower() != "index.html"


def _folders(key: str) -> Iterator[str]:
    while key := key.rpartition("/")[0]:
        yield key


def url_key(url: str) -> str:
    """What two URLs share when one file answers both, on any disk."""
    return f"/{fold(out_path(url))}".removesuffix("/index.html")


def _split_ending(url: str) -> tuple[str, str]:
    if url.endswith("/") or not url:
        return url.rstrip("/") or "index", "/"
    return posixpath.splitext(url)


def out_path(url: str) -> str:
    """The file that answers a URL: `a/` → `a/index.html`, `a.html` and `b.png` as they are."""
    return f"{url}index.html" if not url or url.endswith("/") else url


def url_of(out: str) -> str:
    """The URL that a file answers: the other way round from `out_path`."""
    return (
        out.removesuffix("index.html")
        if out == "index.html" or out.endswith("/index.html")
        else out
    )


def encoded(url: str) -> str:
    """A URL as it is written into HTML and XML."""
    return quote(url, safe="/~+")


def address_at(base: str, url: str, anchor: str = "") -> str:
    """The address of a URL of a site that stands at `base`: an address, or a path of its host."""
    return f"{quote(base.rstrip('/'), safe=_IN_ADDRESSES)}/{encoded(url)}{_fragment(anchor)}"


def _fragment(anchor: str) -> str:
    return f"#{quote(anchor, safe='~=&,:')}" if anchor else ""


def relative(here: str, there: str, anchor: str = "") -> str:
    """The address of `there` in a page at `here`, so that a site works under any sub-path."""
    fragment = _fragment(anchor)
    if here == there and fragment:
        return fragment
    start, end = _segments(here), _segments(there)
    above, common = len(start) - 1, 0
    most = min(above, len(end) - 1)
    while common < most and start[common] == end[common]:
        common += 1
    path = "../" * (above - common) + "/".join(end[common:])
    return (path or "./") + fragment


@lru_cache(maxsize=1 << 15)  # each address stands on many pages
def _segments(url: str) -> tuple[str, ...]:
    return tuple(encoded(url).split("/"))


def permalink_url(text: str) -> str | None:
    """The URL of a `permalink`, decoded once, or None when it would leave the site (OUT10)."""
    parts = nfc(unquote(text)).strip().replace("\\", "/").strip("/").split("/")
    if parts == [""]:
        return ""
    if any(part in ("", ".", "..") or part != part.strip() for part in parts):
        return None
    kept = [*map(page_slug, parts[:-1]), slug(parts[-1])]
    if kept[-1].lower() == "index.html":
        return "".join(f"{part}/" for part in kept[:-1])
    return "/".join(kept) + ("" if kept[-1].lower().endswith(".html") else "/")


def heading_key(text: str) -> str:
    """What a heading's Markdown and a link to it share (rows L30 to L33)."""
    return " ".join(nfc(text).translate(_TO_SPACE).lower().split())


def heading_slug(text: str) -> str:
    """A heading's id as GitHub makes it, but in any script: `Größe & Form` → `größe--form`."""
    kept = (c for c in nfc(text).strip().lower() if _stays_in_heading(c))
    return "".join("-" if c.isspace() else c for c in kept) or "section"


def _stays_in_heading(c: str) -> bool:
    if c.isalnum() or c in "-_ " or c in _JOINERS:
        return True
    return c.isspace() or unicodedata.category(c)[0] == "M"


def unique_id(wanted: str, taken: dict[str, int]) -> str:
    """`wanted`, or `wanted-1`, `wanted-2` …, whichever is free; remembers what it gave."""
    if wanted not in taken:
        taken[wanted] = 1
        return wanted
    while (candidate := f"{wanted}-{taken[wanted]}") in taken:
        taken[wanted] += 1
    taken[candidate] = 1
    return candidate
