"""`garden.toml` as a frozen value: every key, its default, and what is said of a wrong one."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from garden.dates import LENGTHS, is_date_pattern
from garden.gitignore import fault_of, is_remark, tidied
from garden.paths import TAG_NAME, fold, is_language
from garden.rules import RULES
from garden.signs import bare, tidy

Severity = Literal["ignore", "info", "warning", "error"]
Width = Annotated[int, Field(ge=16, le=10_000)]


_LISTED = 12  # known keys in a message
_ALONE = "alone fits nothing"
_AROUND_TAG = re.compile(r"^[\s#\u200b-\u200f\u2060\ufeff]+|[\s/\u200b-\u200f\u2060\ufeff]+$")
_TAG = re.compile(TAG_NAME)


class ConfigError(Exception):
    """The configuration cannot be used. The text is one line that says where, what and why."""


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Site(Section):
    """What the garden is called and where it will stand."""

    title: str = Field("", description="Name of the garden; the vault's folder name when empty.")
    description: str = Field("", description="One sentence about the garden.")
    author: str = Field("", description="Who writes it.")
    language: str = Field("en", description="Language of the notes, as a BCP 47 tag.")
    base_url: str = Field("", description="Where the garden will stand, such as https://me.net/.")
    trust: Literal["own", "shared"] = Field(
        "own", description='"shared" when several people write: HTML and links are held tighter.'
    )

    footer: str = Field("", description="What stands at the foot of every page, in Markdown.")
    head: str = Field("", description="HTML put as it is into the head of every page.")
    policy: bool = Field(
        True,
        description="Tell browsers that pages load and run nothing but what is theirs; "
        "false: no word of it, for who tells them otherwise.",
    )

    @field_validator("language")
    @classmethod
    def _is_language(cls, value: str) -> str:
        if not is_language(value):
            raise ValueError("a language tag such as en or pt-BR")
        return value

    @field_validator("base_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^/\s?#]+(?:/[^/\s?#]+)*/?", value):
            raise ValueError("an address such as https://me.net/notes/, with no ?, # or further //")
        return value


class NavigationLink(Section):
    """A link at the head of every page."""

    title: str = Field("", description="What the link says; the title of its note when empty.")
    link: str = Field(description="A note as in [[ ]], an address such as /map/, or a web address.")


class SocialLink(Section):
    """A link at the foot of every page to where the author is found elsewhere."""

    name: str = Field(description="What the link says.")
    url: str = Field(description="A web address, or one that begins with mailto:.")


class Publish(Section):
    """Which notes and files are published. What is denied anywhere stays private."""

    mode: Literal["all", "flag", "folders"] = Field(
        "all",
        description='"all": every note that is not denied; "flag": only those with '
        '`publish: true`; "folders": only those in `folders`.',
    )
    folders: tuple[str, ...] = Field((), description='Folders that mode "folders" publishes.')
    exclude: tuple[str, ...] = Field(
        ("private/",),
        description="Patterns, as in .gitignore, of what is private, in any case of letters.",
    )
    private_tags: tuple[str, ...] = Field(
        ("private",), description="A note with one of these tags is not published."
    )
    templates: bool = Field(False, description="Publish the folders that hold note templates.")
    attachments: tuple[str, ...] = Field(
        (), description="Patterns of .html and .js files that notes may link to and publish."
    )

    @field_validator("exclude", "attachments")
    @classmethod
    def _are_patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _patterns(value)

    @field_validator("private_tags")
    @classmethod
    def _are_tags(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(_tag, value))


def _patterns(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Patterns as they were meant. Raises `ValueError` for one that could fit nothing.

    A list in which nothing is a pattern that fits something is refused as well: it has taken the
    place of the usual one. Who wants that writes `[]`.
    """
    meant = tuple(map(tidied, lines))
    for written, line in zip(lines, meant, strict=True):
        if fault := fault_of(line):
            raise ValueError(f"patterns as in .gitignore, and `{line or written}` {fault}")
    if meant and all(is_remark(line) or line.startswith("!") for line in meant):
        raise ValueError(f"patterns as in .gitignore, and `{meant[0]}` {_ALONE}; write [] for none")
    return meant


def _tag(written: str) -> str:
    """The name of a tag, without what may stand around it. Raises `ValueError` for none."""
    name = "/".join(filter(None, _AROUND_TAG.sub("", tidy(written)).split("/")))
    if not _TAG.fullmatch(bare(name)) or name.isdigit():
        raise ValueError(
            f"tags, and `{written}` can be none; a tag such as `journal` covers `journal/…` too"
        )
    return name


class Urls(Section):
    """The addresses of notes."""

    ledger: str = Field(
        "",
        description="File, relative to garden.toml, of the addresses that were public: those of "
        "notes that were renamed lead on.",
    )


class Links(Section):
    """How links find their target."""

    aliases: bool = Field(True, description="Let a link that nothing else answers find an alias.")


class Properties(Section):
    """Which front matter a note's page shows."""

    show: tuple[str, ...] = Field(
        (), description="Front matter keys that are shown, in this order; their links count."
    )
    labels: dict[str, str] = Field(
        default={}, description="What a key that is shown is called on the page."
    )

    @field_validator("labels")
    @classmethod
    def _are_of_shown_keys(cls, value: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        shown = {fold(key) for key in info.data.get("show", ())}
        if not shown.issuperset(map(fold, value)):
            raise ValueError("labels for keys that are in properties.show")
        return value


class Notes(Section):
    """What stands on the page of a note besides its text, title, dates and tags."""

    description: bool = Field(True, description="Show the description that a note gives itself.")
    aliases: bool = Field(True, description="Show the other names of a note.")
    reading_time: bool = Field(True, description="Show how many minutes a note takes to read.")
    history: bool = Field(True, description="Show on which days a note was changed, as git knows.")
    stage: tuple[str, ...] = Field(
        ("status", "stage", "growth"),
        description="Front matter keys that say how far a note has grown (seedling, budding, "
        "evergreen), and tags that such a word is nested in.",
    )
    previous_next: Literal["none", "title", "date"] = Field(
        "none",
        description="Links to the notes before and after it in its folder, by title or by the "
        "date they were made.",
    )


class Lists(Section):
    """Which lists of notes the site has besides the map, folders and tags, and their order."""

    order: Literal["title", "modified", "created"] = Field(
        "title",
        description='The notes of a folder or tag by title; "modified", "created": by date, the '
        "latest first.",
    )
    recent: bool = Field(True, description="The notes with a date, latest first.")
    most_linked: bool = Field(False, description="The notes that most other notes link to.")
    orphans: bool = Field(False, description="The notes without a link to or from another.")


class Markdown(Section):
    """How the text of a note is read."""

    strict_line_breaks: Literal["auto"] | bool = Field(
        "auto",
        description="false: a single line break is kept; true: it is a space; "
        '"auto": as the vault is set in Obsidian.',
    )
    html: Literal["sanitize", "trust", "escape"] = Field(
        "sanitize", description="HTML in notes: made safe, passed through, or shown as text."
    )
    math: bool = Field(
        True, description="Read $…$ and $$…$$ as formulas; false: a $ is always text."
    )
    singular_tag: bool = Field(
        False, description="Read `tag:` as `tags:`, as Obsidian did before version 1.9."
    )
    plugin_source: bool = Field(
        False,
        description="Show the source of blocks that plugins run; it names folders, tags and notes.",
    )
    torn_lists: bool = Field(
        True,
        description="Read lines of nothing but - between lines of text as bullets that were torn "
        "off; false: headings, as in Obsidian.",
    )


class Dates(Section):
    """Where the dates of a note come from, and how they are shown."""

    created: tuple[str, ...] = Field(
        ("created", "date", "file-created", "date-created"),
        description="Front matter keys that say when a note was written; the first given counts.",
    )
    modified: tuple[str, ...] = Field(
        ("modified", "updated", "file-modified", "date-modified", "lastmod"),
        description="Front matter keys that say when a note was last changed.",
    )
    formats: tuple[str, ...] = Field(
        (), description="Further date formats, as for Python's strptime, such as %d.%m.%Y."
    )
    git: bool = Field(True, description="Take from git the dates that a note does not give itself.")
    fallback: Literal["none", "file"] = Field(
        "none", description='"file": a note without dates takes those of its file.'
    )
    format: str = Field(
        "medium",
        description='How dates are shown: "short", "medium", "long" or "full", as usual in the '
        'language of the site, or a pattern such as "d MMMM y".',
    )

    @field_validator("format")
    @classmethod
    def _is_format(cls, value: str) -> str:
        if value not in LENGTHS and not is_date_pattern(value):
            raise ValueError(
                '"short", "medium", "long", "full", or a pattern of y, M, d and E, '
                'such as "d MMMM y"'
            )
        return value

    @field_validator("formats")
    @classmethod
    def _are_formats(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        day = date(2024, 12, 31)
        for form in value:
            try:
                same = datetime.strptime(day.strftime(form), form).date() == day
            except ValueError:
                same = False
            if not same:
                raise ValueError("formats with a year, a month and a day, such as %d.%m.%Y")
        return value


class Images(Section):
    """What becomes of the pictures of notes. `widths` and `quality` need the extra [images]."""

    metadata: Literal["strip", "keep"] = Field(
        "strip",
        description='"strip": a picture is published without what it says of place, camera and '
        'author; "keep": as it is.',
    )
    widths: tuple[Width, ...] = Field(
        (480, 960, 1600),
        description="Widths in pixels of further, narrower copies for small screens; []: none.",
        max_length=8,
    )
    quality: int = Field(80, ge=1, le=100, description="Of those copies, from 1 to 100.")


class Previews(Section):
    """What a reader sees of a page, or of a footnote, before following the link to it."""

    enabled: bool = Field(
        True,
        description="Show it in a box beside the link when a pointer or the focus rests there.",
    )


class Footnotes(Section):
    """Where footnotes stand."""

    margin: bool = Field(
        True, description="On wide screens beside the text; false: always at the end of the page."
    )


class Explorer(Section):
    """The tree of all notes, by which readers find their way."""

    enabled: bool = Field(True, description="Show it.")
    order: Literal["name", "modified", "created"] = Field(
        "name",
        description='Notes by their titles; "modified", "created": by date, the latest first.',
    )
    folders: Literal["first", "mixed", "last"] = Field(
        "first", description="Folders before the notes beside them, among them, or after them."
    )
    hidden: tuple[str, ...] = Field(
        (),
        description="Patterns, as in .gitignore, of what it leaves out. It is still published.",
    )
    random: bool = Field(True, description="A button that leads to a random note.")

    @field_validator("hidden")
    @classmethod
    def _are_patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _patterns(value)


class Contents(Section):
    """The table of contents of a note: its headings."""

    least: int = Field(3, ge=0, description="A note with fewer headings has none; 0: no note has.")
    depth: int = Field(3, ge=1, le=6, description="How many levels of headings it shows.")


class Feed(Section):
    """The feeds of the notes that are new or have changed; they need `site.base_url`."""

    count: int = Field(20, ge=0, description="The most notes in a feed; 0: no feed.")
    content: Literal["full", "summary"] = Field(
        "full", description="Whole notes in a feed, or their descriptions alone."
    )
    tags: tuple[str, ...] = Field((), description="Tags that have feeds of their own.")
    folders: tuple[str, ...] = Field((), description="Folders that have feeds of their own.")


class Search(Section):
    """The search of the site, which readers' browsers do."""

    enabled: bool = Field(True, description="Whether the site has a search.")


class Graph(Section):
    """The pictures of who is linked with whom."""

    local: bool = Field(True, description="Draw on each note's page what it is linked with.")
    page: bool = Field(True, description="Make a page with the graph of the whole garden.")
    tags: bool = Field(False, description="Show tags in these pictures too.")
    colour: Literal["folder", "tag"] = Field(
        "folder", description="What the colours tell apart: outermost folders, or first tags."
    )


class Theme(Section):
    """How the site looks."""

    name: str = Field("default", description="The theme, one of those that come with garden.")
    fonts: Literal["own", "system"] = Field(
        "own",
        description='"own": the fonts that come with the theme, served by the site itself; '
        '"system": those that readers have.',
    )


class Build(Section):
    """Where and how the site is written."""

    output: str = Field("", description="Output folder, relative to garden.toml.")
    static: str = Field(
        "static",
        description="Folder, relative to garden.toml, whose files are copied to the top of the "
        "site as they are.",
    )
    jobs: int = Field(0, ge=0, description="Processes that read and draw at once; 0: one a core.")
    executor: str = Field(
        "",
        description="Who reads notes in place of processes of this machine: module:function, "
        "of a function that gives a concurrent.futures.Executor.",
    )

    @field_validator("executor")
    @classmethod
    def _names_a_function(cls, value: str) -> str:
        module, _, function = value.partition(":")
        if value and not (
            all(map(str.isidentifier, module.split("."))) and function.isidentifier()
        ):
            raise ValueError("a module and a function in it, such as garden.cluster:dask")
        return value


class Config(Section):
    """The whole configuration; without a `garden.toml` every key has its default."""

    site: Site = Site()
    publish: Publish = Publish()
    urls: Urls = Urls()
    links: Links = Links()
    properties: Properties = Properties()
    notes: Notes = Notes()
    lists: Lists = Lists()
    markdown: Markdown = Markdown()
    dates: Dates = Dates()
    images: Images = Images()
    previews: Previews = Previews()
    footnotes: Footnotes = Footnotes()
    feed: Feed = Feed()
    explorer: Explorer = Explorer()
    contents: Contents = Contents()
    search: Search = Search()
    graph: Graph = Graph()
    theme: Theme = Theme()
    build: Build = Build()
    navigation: tuple[NavigationLink, ...] | None = Field(
        None, description="The links at the head of every page; when not given, garden's own."
    )
    social: tuple[SocialLink, ...] = Field((), description="The links at the foot of every page.")
    check: dict[str, Severity] = Field(
        default={},
        description="The severity of a rule, where it is not to be the usual one.",
        json_schema_extra={"propertyNames": {"enum": list(RULES)}},
    )

    def named(self, title: str) -> Config:
        """This configuration with `title` for a garden that has none."""
        if self.site.title:
            return self
        return self.model_copy(update={"site": self.site.model_copy(update={"title": title})})


def read_config(text: str, name: str = "garden.toml") -> Config:
    """The configuration that a TOML text holds. Raises `ConfigError` for the first fault in it."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not valid TOML: {error}") from None
    except ValueError:
        raise ConfigError(f"{name}: a number has thousands of digits; write it shorter") from None
    except RecursionError:
        raise ConfigError(f"{name}: nested too deeply; write it more simply") from None
    for rule in _table(values, "check"):
        if rule not in RULES:
            raise ConfigError(place_of(text, name, "check", rule) + _unknown(rule, tuple(RULES)))
    try:
        # JSON, because only there does strict mode take an array for a tuple.
        config = Config.model_validate_json(json.dumps(values, default=str))
    except RecursionError:
        raise ConfigError(f"{name}: nested too deeply; write it more simply") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(_complaint(text, name, first)) from None
    for section, key in _code_in(config) if config.site.trust == "shared" else ():
        where, found = place_of(text, name, section, key), values[section][key]
        reason = 'but with site.trust = "shared" no code may be named; take this key out'
        raise ConfigError(f"{where}found {json.dumps(found, ensure_ascii=False)}, {reason}")
    return config


def _code_in(config: Config) -> Iterator[tuple[str, str]]:
    """The keys by which code comes to the site, or is run for it."""
    if config.build.executor:
        yield "build", "executor"
    if config.site.head.strip():
        yield "site", "head"
    if config.publish.attachments:
        yield "publish", "attachments"
    if config.markdown.html == "trust":
        yield "markdown", "html"


def with_base_url(config: Config, url: str) -> Config:
    """The configuration with another `site.base_url`. Raises `ConfigError`."""
    try:
        site = Site.model_validate({**config.site.model_dump(), "base_url": url})
    except ValidationError as error:
        raise ConfigError(_complaint("", "--base-url", error.errors()[0])) from None
    return config.model_copy(update={"site": site})


def _table(values: dict[str, Any], key: str) -> dict[str, Any]:
    found = values.get(key)
    return found if isinstance(found, dict) else {}


def _complaint(text: str, name: str, error: Any) -> str:
    path = tuple(str(part) for part in error["loc"])
    known = [part for part in path if re.fullmatch(r"[\w-]+", part)]
    where = place_of(text, name, *known)
    if error["type"] == "extra_forbidden":
        return where + _unknown(path[-1], _keys_beside(path))
    if error["type"] == "missing":
        return f"{where}this key is missing"
    found = json.dumps(error["input"], ensure_ascii=False)
    return f"{where}found {found}, but allowed is {_allowed(path, error)}"


def _allowed(path: tuple[str, ...], error: Any) -> str:
    if path[:2] == ("markdown", "strict_line_breaks"):
        return '"auto", true or false'
    if len(path) == 1 and path[0] in _LISTED_MODELS:
        return f"a table for each link, headed by [[{path[0]}]]"
    said = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return (
        said.replace("a valid array", "a list of strings")
        .replace("'", '"')
        .replace("an object", "a table")
    )


def _unknown(key: str, known: tuple[str, ...]) -> str:
    from rapidfuzz import process

    near = process.extractOne(key, known, score_cutoff=60)
    guess = f'; did you mean "{near[0]}"?' if near else ""
    if len(known) > _LISTED:
        return f'unknown key "{key}"{guess} (all are in: garden config --schema)'
    return f'unknown key "{key}"{guess} (known here: {", ".join(known)})'


def _keys_beside(path: tuple[str, ...]) -> tuple[str, ...]:
    model: type[BaseModel] = Config
    for part in path[:-1]:
        if not part.isdigit():
            model = _LISTED_MODELS.get(part) or _model_of(model, part)
    return tuple(model.model_fields)


_LISTED_MODELS: dict[str, type[BaseModel]] = {"navigation": NavigationLink, "social": SocialLink}


def _model_of(model: type[BaseModel], key: str) -> type[BaseModel]:
    annotation = model.model_fields[key].annotation
    assert isinstance(annotation, type)
    return annotation


def place_of(text: str, name: str, *path: str) -> str:
    """`garden.toml:3: site.title: `, with the line of the key, or of the nearest one around it."""
    lines = {found: number for number, found in _keys(text)}
    around = (path[:length] for length in range(len(path), 0, -1))
    line = next((lines[found] for found in around if found in lines), None)
    shown = ".".join(part for part in path if not part.isdigit())
    return f"{name}:{line}: {shown}: " if line else f"{name}: {shown}: "


def _keys(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The line of each key of a TOML text, as far as lines can tell."""
    section: tuple[str, ...] = ()
    counts: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\[([^\[\]]+)\]\]", line):
            section = (*_dotted(header[1]), str(counts[header[1]]))
            counts[header[1]] += 1
            yield number, section
        elif header := re.match(r"\s*\[([^\[\]]+)\]", line):
            section = _dotted(header[1])
            yield number, section
        elif key := re.match(r"\s*([\w.\"' -]+?)\s*=", line):
            yield number, section + _dotted(key[1])


def _dotted(key: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in key.split("."))
