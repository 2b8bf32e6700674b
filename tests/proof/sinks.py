"""Where text meets markup: what may run, in every place that an author's words reach.

Each payload is put into every sink of a garden (`tests/hostile.py`), once for each way to read HTML
and for one or several authors. What comes out is parsed as browsers and feed readers parse it, and
compared with the same garden of plain words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import cycle
from pathlib import Path
from random import Random
from unittest.mock import patch

from garden.theme import Theme
from tests.hostile import BODY, FRONT, config_with, files_with
from tests.markup import (
    Pair,
    allowed_pairs,
    attributes_of,
    faults_of_html,
    faults_of_json,
    faults_of_xml,
    frame_of,
    pairs_of,
)
from tests.payloads import EVIL, PAYLOADS, RUN
from tests.proof.proof import Case, Proof
from tests.support import default_theme, garden_of

PLAIN = (
    "word",
    "two words",
    "2024-05-03",
    f"https://{EVIL}/x.png",
    "mailto:a@b.example",
    "[[Target]]",
    "Target",
    "Part",
)
DOCTYPE = "<!doctype html>"


@dataclass(frozen=True)
class Profile:
    """How a garden reads HTML, and for whom; `configured` has the payload in its configuration."""

    html: str = "sanitize"
    trust: str = "own"
    configured: bool = False

    @property
    def is_shared(self) -> bool:
        return self.trust == "shared"

    def config(self, text: str) -> str:
        said = text if self.configured else "word"
        return config_with(said, html=self.html, trust=self.trust, footer=said)


PROFILES = (
    Profile(),
    Profile("escape"),
    Profile(trust="shared"),
    Profile(configured=True),
    Profile("escape", "shared", configured=True),
)


@dataclass(frozen=True)
class Seen:
    """What a garden of plain words consists of: all pairs on its pages, and the frames of these."""

    pairs: frozenset[Pair]
    frames: frozenset[tuple[str, ...]]


def drawn(text: str, profile: Profile, *sinks: str, theme: Theme | None = None) -> dict[str, str]:
    """A garden with a text in its sinks, as pages by their names."""
    files = files_with(text, sinks) if sinks else files_with(text)
    return pages_of(files, profile.config(text), theme)


def pages_of(files: Mapping[str, str], config: str, theme: Theme | None = None) -> dict[str, str]:
    """Every page by the path of its note, without its ending, or else by where it stands."""
    grown = garden_of(files, config)
    names = {
        f"{url}index.html" if url.endswith("/") else url: path.removesuffix(".md")
        for path, url in grown.garden.urls.items()
        if path.endswith(".md")
    }
    pages = grown.pages(theme or default_theme()).items()
    return {names.get(place, place): page for place, page in pages}


@cache
def plain(profile: Profile) -> Seen:
    """A garden in which every value of the front matter is of each kind that it can be."""
    files = files_with(PLAIN[0])
    for number, word in enumerate(PLAIN[1:]):
        said = files_with(word, FRONT).items()
        files |= {f"{number}/{path}": text for path, text in said if path.startswith("sinks/")}
    pages = pages_of(files, profile.config(f"https://{EVIL}/x")).values()
    pairs = frozenset[Pair]().union(*map(pairs_of, pages))
    return Seen(pairs, frozenset(frame_of(page) for page in pages if page.startswith(DOCTYPE)))


def faults(pages: Mapping[str, str], profile: Profile) -> dict[str, list[str]]:
    """What is wrong with each page."""
    seen = plain(profile)
    wide = seen.pairs
    if profile.html == "sanitize":
        wide |= allowed_pairs(shared=profile.is_shared)
    said = frozenset(f"sinks/{name}" for name in FRONT)
    found = {}
    for name, page in pages.items():
        strict = name in said and not profile.configured
        found[name] = [*_of_page(page, name, seen, seen.pairs if strict else wide)]
        if profile.is_shared:
            found[name] += _of_classes(page)
    return found


def _of_classes(page: str) -> Iterator[str]:
    """Of several authors none has a say in the looks of a page."""
    for attributes in attributes_of(page, "main > article.note"):
        if attributes["class"] != "note":
            yield f"class {attributes['class']!r}"


def _of_page(page: str, name: str, seen: Seen, known: frozenset[Pair]) -> Iterator[str]:
    if name.endswith((".json", ".webmanifest")):
        yield from faults_of_json(page, known)
    elif page.startswith("<?xml"):
        yield from faults_of_xml(page, known)
    elif name in ("_headers", "robots.txt"):
        yield from (f"says {RUN}" for _ in range(RUN in page or EVIL in page))
    elif not page.startswith("(a copy"):
        yield from faults_of_html(page, known)
        if page.startswith(DOCTYPE) and frame_of(page) not in seen.frames:
            yield f"its text ends early: {frame_of(page)}"


def tried(text: str, profile: Profile) -> Iterator[Case]:
    """A payload in each sink, and then on all pages that show several."""
    found = faults(drawn(text, profile), profile)
    for name in (*(f"sinks/{name}" for name in (*FRONT, *BODY)), ""):
        names = [name] if name else [each for each in found if each[:6] != "sinks/"]
        told = [
            f"{text!r} in {each} ({profile}): {fault}"
            for each in names
            for fault in found.get(each, ())
        ]
        yield partial(list, told)


def _in_odd_letters(rng: Random, text: str) -> str:
    return "".join(rng.choice((letter, letter.upper(), letter.lower())) for letter in text)


def _with_entities(rng: Random, text: str) -> str:
    """Some characters as HTML may write them."""
    forms = ("{}", "{}", "{}", "&#{:d};", "&#x{:x};", "&#{:07d};")
    return "".join(
        letter if form == "{}" else form.format(ord(letter))
        for letter in text
        for form in (rng.choice(forms),)
    )


def _with_more(rng: Random, text: str) -> str:
    """Something between two characters that somebody may pass over."""
    at = rng.randrange(len(text) + 1)
    return (
        text[:at]
        + rng.choice(("\t", "\n", "\r", "\0", "\f", "\u200b", "\xad", "\\", "/", " "))
        + text[at:]
    )


def _with_another(rng: Random, text: str) -> str:
    other = rng.choice([*PAYLOADS.values()])
    at = rng.randrange(len(text) + 1)
    return rng.choice((text + other, text[:at] + other + text[at:]))


DISGUISES = (_in_odd_letters, _with_entities, _with_more, _with_another)


def cases(rng: Random, folder: Path) -> Iterator[Case]:
    """Every payload in every sink, in each profile; then disguised, without an end."""
    texts, ways = list(PAYLOADS.values()), cycle(PROFILES)
    for _ in PROFILES:
        for text in rng.sample(texts, len(texts)):
            yield from tried(text, next(ways))
        next(ways)  # so that a payload meets another profile the next time
    while True:
        yield from tried(rng.choice(DISGUISES)(rng, rng.choice(texts)), next(ways))


# --- faults that are planted ---------------------------------------------------------------------


def _careless(template: str, old: str, new: str) -> Theme:
    """The default theme with a line of one template written without care."""
    theme = default_theme()
    assert old in theme.templates[template]
    text = theme.templates[template].replace(old, new)
    return replace(theme, templates={**theme.templates, template: text})


HEAD, META = "parts/head.html", "parts/meta.html"
JSON = """('{"name": "' ~ title ~ '"}')|safe"""
# what is wrong with a template → the template, what stands there, what stands there now, a payload
TEMPLATES = {
    "a title is not escaped": (HEAD, "<h1>{{ title }}", "<h1>{{ title|safe }}", "a script"),
    "JSON in a script is not escaped": (META, "data|tojson", JSON, "ends a script"),
    "an attribute has no quotes": (
        META,
        '"{{ title }}"',
        "{{ title }}",
        "adds a handler without quotes",
    ),
    "a feed is not escaped": (
        "feed.xml",
        "{{ entry.title }}",
        "{{ entry.title|safe }}",
        "ends CDATA",
    ),
}
# what is not looked at → what looks at it and what it is replaced by, a sink, a payload
CODE: Mapping[str, tuple[dict[str, object], str, str]] = {
    "any address may be linked to": (
        dict.fromkeys(
            ("garden.text.markdown.may_link", "garden.text.syntax.mdlink.may_link"),
            lambda *_, **__: True,
        ),
        "address",
        "javascript:",
    ),
    "HTML stays as it is": (
        {"garden.text.writer.clean": lambda html, *_, **__: html},
        "HTML in a line",
        "an image with a handler",
    ),
    "a style may hide what it loads": (
        {"garden.text.html.loads_nothing": lambda style: "url" not in style},
        "HTML block",
        "a style with escapes",
    ),
    "a drawing is as it was written": (
        {"garden.image.svg.harmless": bytes},
        "HTML in a line",
        "SVG with a script",
    ),
    "a feed holds any character": (
        {"garden.pages.feed.legal_xml": str},
        "title",
        "characters that XML does not have",
    ),
}


def _seen(pages: Mapping[str, str], profile: Profile) -> list[str]:
    return [fault for found in faults(pages, profile).values() for fault in found]


def _with_template(template: str, old: str, new: str, payload: str) -> list[str]:
    theme = _careless(template, old, new)
    return _seen(drawn(PAYLOADS[payload], PROFILES[0], "title", theme=theme), PROFILES[0])


def _with_code(patches: Mapping[str, object], sink: str, payload: str) -> list[str]:
    with ExitStack() as stack:
        for name, value in patches.items():
            stack.enter_context(patch(name, value))
        return _seen(drawn(PAYLOADS[payload], PROFILES[0], sink), PROFILES[0])


def _of_one_author(text: str, sink: str) -> list[str]:
    """What one author may write, where several do."""
    return _seen(drawn(text, PROFILES[0], sink), Profile(trust="shared"))


def planted(folder: Path) -> dict[str, Case]:
    return {
        **{name: partial(_with_template, *of) for name, of in TEMPLATES.items()},
        **{name: partial(_with_code, *of) for name, of in CODE.items()},
        "several authors may write styles": partial(
            _of_one_author, "<b style=top:0>x</b>", "HTML in a line"
        ),
        "several authors may choose classes": partial(_of_one_author, "mine", "css class"),
    }


PROOF = Proof(
    "sinks",
    "9",
    "XSS",
    "payloads in a place",
    len(PAYLOADS) * (len(FRONT) + len(BODY) + 1),
    cases,
    planted,
)
