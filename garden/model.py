"""The nouns of garden: frozen values, and nothing that acts.

A note's bytes become a `Doc` and a `Body`; a `Doc` in its place is a `Note`; all published notes
are one `Garden`; what the author alone may know is a `Report`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from garden.daily import DailyNotes
from garden.paths import FileKind, fold

if TYPE_CHECKING:
    from garden.config import Config
    from garden.view import View

LinkKind = Literal[
    "wikilink",
    "markdown",
    "embed",
    "image",
    "player",
    "property",
    "tag",
    "html",
    "footnote",
    "diagram",
]
TargetKind = Literal["note"] | FileKind
PropertyKind = Literal["text", "list", "number", "checkbox", "date", "datetime", "tags", "nothing"]
Level = Literal["info", "warning", "error"]
Stage = Literal["seedling", "budding", "evergreen"]  # how far a note has grown
Addresses = Literal["relative", "root", "absolute"]
FeedForm = Literal["atom", "json"]
# Of the theme, besides its style sheet. The latter are those of a whole site.
Need = Literal[
    "math", "tex", "code", "video", "diagram", "fonts", "search", "graph", "previews", "margin"
]
Key = tuple[str, tuple[str | int, ...]]  # the name of a question, and its arguments


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in a file: line and column count from 1, in characters."""

    line: int = 1
    column: int = 1
    length: int = 0


NOWHERE = Span()


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it was written, never resolved in place.

    `label` is HTML with holes of its own; an empty one means that the target names itself.
    For a picture it is the alternative text, and for raw HTML the attribute that holds the address,
    of a `srcset` with the descriptor of the picture, and with the other pictures in it.
    A reference to a footnote has its id as the target: it leads nowhere else, and has no `Place`.
    """

    target: str
    anchor: str = ""  # what follows the first "#": "Heading#Below it", "^block"
    label: Parts = ()
    kind: LinkKind = "wikilink"
    title: str = ""  # of trusted HTML, the address as it was written
    size: str = ""  # of what is shown, in CSS pixels: "100", "100x145"
    in_place: bool = False  # an embed that stands where blocks may stand, so that it is drawn there


Parts = tuple[str | Link, ...]


def links_of(parts: Parts) -> Iterator[Link]:
    """The links among `parts`, and those in their labels, in reading order."""
    for part in parts:
        if isinstance(part, Link):
            yield part
            yield from links_of(part.label)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a block with an id of its own, such as a list item with what is below it.

    `id` is that of a heading, or `^name`.
    """

    id: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block: balanced HTML in which the parts that are not text are links."""

    parts: Parts
    level: int = 0  # 1 to 6 for a heading
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """The text of a footnote: blocks as balanced HTML with holes. `id` is what references name."""

    id: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong in one file; whoever knows the file's path makes a `Problem` of it."""

    rule: str
    message: str
    hint: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that links can reach. `block` is the index of the block that it stands in."""

    level: int
    text: str
    key: str  # what links are compared with; see `paths.heading_key`
    id: str
    block: int
    alone: bool = True  # whether it is the whole block; in raw HTML it may be one thing of several


@dataclass(frozen=True, slots=True)
class BlockId:
    """A block id, `^name`, and the index of the block that it stands in.

    `heading` is the index into the outline of the heading that carries it; -1 for none.
    """

    id: str
    block: int
    heading: int = -1


@dataclass(frozen=True, slots=True)
class Part:
    """What other pages may need of a `Piece`: its id, and the embeds in it."""

    id: str
    embeds: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A link in the text and where it stands.

    An excerpt is the list item, table row or paragraph around links; those of a note are counted.
    All but the link are indexes; -1 stands for none, and for the block of what a footnote holds.
    """

    link: Link
    block: int
    excerpt: int = -1
    quote: int = -1  # index into `Body.quotes`
    digest: int = 0  # of that quote
    heading: int = -1  # index into the outline of the heading above
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Property:
    """One key of the front matter as it is written, with its values as text and links.

    `kind` is what the values look like by themselves (row P04).
    """

    name: str
    values: tuple[Parts, ...]
    kind: PropertyKind = "text"
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def key(self) -> str:
        """What two spellings of the name share."""
        return fold(self.name)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple("".join(p for p in value if isinstance(p, str)) for value in self.values)


UNREADABLE = "it cannot be read"  # a denial


@dataclass(frozen=True, slots=True)
class Meta:
    """What the front matter says, cleaned; `denials` are the reasons not to publish."""

    title: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    meant_tags: tuple[str, ...] = ()  # words that may have been meant as tags: they only deny
    publish: bool | None = None
    denials: tuple[str, ...] = ()
    permalink: str = ""
    description: str = ""
    image: str = ""
    cssclasses: tuple[str, ...] = ()
    lang: str = ""
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class Doc:
    """The slim part of a parsed file: what other pages may need of it."""

    meta: Meta = Meta()
    outline: tuple[Heading, ...] = ()
    block_ids: tuple[BlockId, ...] = ()
    parts: tuple[Part, ...] = ()  # of the headings and block ids that are less than a block
    html_ids: tuple[str, ...] = ()  # ids in raw HTML
    length: int = 0  # blocks
    heavy: tuple[tuple[int, int], ...] = ()  # index of a long block → its further 4,000 characters
    digest: int = 0  # of the blocks and footnotes
    links: tuple[Place, ...] = ()
    tags: tuple[str, ...] = ()
    description: str = ""
    flaws: tuple[Flaw, ...] = ()
    needs: tuple[Need, ...] = ()  # sorted: what its text needs of the theme
    minutes: int = 0  # that it takes to read its text; 0 for less than one
    is_drawing: bool = False  # of the plugin Excalidraw: its text is the back of the card


UNREAD = Doc(Meta(denials=(UNREADABLE,)))  # a note that may not be read, and may say anything


@dataclass(frozen=True, slots=True)
class Body:
    """The heavy part of a parsed file: read when a page is really drawn.

    `quotes` are the words around its links, each balanced HTML in which the link is marked.
    `footnotes` are those that the blocks, or each other, refer to.
    """

    blocks: tuple[Block, ...] = ()
    quotes: tuple[Parts, ...] = ()
    footnotes: tuple[Footnote, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that one file says. `words` are those that a search finds: how often each is there."""

    doc: Doc
    body: Body
    words: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tended:
    """The days on which a file was changed: how many, and the last of them.

    They are kept as one text: a garden may have as many as its history has changes.
    """

    count: int = 0
    listed: str = ""  # ISO dates, the latest first, a space between two

    @property
    def days(self) -> tuple[str, ...]:
        return tuple(self.listed.split())


NEVER = Tended()


@dataclass(frozen=True, slots=True)
class Note:
    """A `Doc` in its place. `path` is relative to the vault, in NFC, with forward slashes."""

    path: str
    doc: Doc
    title: str
    created: str = ""  # ISO 8601, a date or a date and time; empty when unknown
    modified: str = ""
    own_title: bool = False  # its first block is its title, and is shown as such
    tended: Tended = NEVER
    headings: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # by key: the outline's
    blocks: Mapping[str, BlockId] = field(default_factory=dict)  # by folded id


@dataclass(frozen=True, slots=True)
class Found:
    """A link leads to `url` (relative to the site's root); `anchor` is an id on that page."""

    url: str
    kind: TargetKind
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found out of a file that is a picture: its size in pixels, as it is shown.

    Both numbers are 0 where nobody knows. `shrinks` says whether narrower copies are made of it.
    """

    width: int = 0
    height: int = 0
    shrinks: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """What a page may need of a picture: its size in pixels, 0 by 0 where nobody knows.

    `choice` are width and URL of each file that a browser may choose, the narrowest first. The
    picture itself is among them only where no copy is as wide as screens are.
    """

    width: int
    height: int
    choice: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing, and the pictures that were exported of it: for the day and for the night.

    Where there is but one, or none, what is missing is empty. `url` is that of its page, if any.
    """

    title: str
    url: str = ""
    light: str = ""
    dark: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A link leads nowhere on this site."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several files answer to a link; `pick` is the one it leads to."""

    pick: Found
    candidates: tuple[str, ...]


Outcome = Found | Missing | Ambiguous


@dataclass(frozen=True, slots=True)
class Search:
    """How a target was looked for: the files that fit, best first, and the rule that decided."""

    candidates: tuple[str, ...]
    rule: str

    @property
    def pick(self) -> str | None:
        return self.candidates[0] if self.candidates else None

    def __bool__(self) -> bool:
        return bool(self.candidates)

    @property
    def is_guess(self) -> bool:
        """Whether only the order of names decided."""
        return self.rule == "first by name"


@dataclass(frozen=True, slots=True)
class Card:
    """The little that other pages may know of a note."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A note in a list of notes: with its date, where that is known and shown."""

    url: str
    title: str
    date: str = ""  # ISO 8601: when it was last changed, else when it was made
    description: str = ""
    created: str = ""  # in lists that readers may sort


@dataclass(frozen=True, slots=True)
class Row:
    """A note or folder in the explorer, which lists all of them one below the other."""

    level: int  # 0 at the top
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading in the table of contents of a note, with the smaller ones that follow it."""

    text: str
    anchor: str
    below: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Signposts:
    """How readers find their way in a garden: the same on every page of it."""

    explorer: Literal["none", "small", "large"]  # a small one is fetched without being asked for
    random: bool  # whether a button leads to a random note
    order: str  # of lists: `lists.order`
    beside: bool  # whether a note leads to those before and after it in its folder


@dataclass(frozen=True, slots=True)
class Findable:
    """What a search knows of a note besides its headings and its text."""

    url: str
    title: str
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A folder or tag in a list: with the count of the notes in it, at any depth."""

    url: str
    title: str
    count: int
    below: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the navigation. `url` is of this site, or with `leaves` of another."""

    title: str
    url: str
    anchor: str = ""
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one page of a long list stands among the others; numbers count from 1."""

    number: int
    pages: int
    before: str | None = None  # the URL of the page before this one
    after: str | None = None


@dataclass(frozen=True, slots=True)
class ShownProperty:
    """A property as a page shows it: under its label, and as the kind that it has in its vault."""

    label: str
    kind: PropertyKind
    values: tuple[Parts, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of a note besides its text; `properties` are those that the site shows."""

    path: str
    title: str
    description: str
    lang: str
    image: str
    cssclasses: tuple[str, ...]
    tags: tuple[str, ...]
    created: str
    modified: str
    own_title: bool
    length: int  # blocks
    properties: tuple[ShownProperty, ...]
    lead: str = ""  # the description, where its author has written one
    aliases: tuple[str, ...] = ()  # those that are other names
    minutes: int = 0  # to read it
    stage: Stage | Literal[""] = ""
    stage_tag: str = ""  # that says so, and is not among the tags
    tended: Tended = NEVER
    is_drawing: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One mention, as far as it is known without the text of its note.

    `quote` is an index into `Body.quotes`, -1 for none, and `digest` that of the quote. A mention
    in the front matter has the `property` with its `values` instead.
    """

    quote: int = -1
    digest: int = 0
    heading: str = ""
    anchor: str = ""
    property: str = ""
    values: tuple[Parts, ...] = ()


@dataclass(frozen=True, slots=True)
class Linker:
    """A note that links to another: its mentions, and how many more there are.

    `folder` is what the folder is called that it lies in, where the other lies elsewhere.
    """

    path: str
    card: Card
    folder: str
    said: tuple[Said, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Linked:
    """How often a note is linked to: by how many notes, and how many mentions they make."""

    notes: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Target:
    """A note that another links to; `is_mutual` if it links back."""

    url: str
    title: str
    is_mutual: bool


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The notes that a note links to, each once, and how many more there are."""

    targets: tuple[Target, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A note in a list of those that are linked to most, with the count of notes that do."""

    rank: int  # from 1
    url: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A backlink: where it stands, not its HTML, which is drawn by the page that shows it.

    It is a place of the source, by its index in `Doc.links`; or else a property, likewise.
    """

    source: str
    place: int = -1
    property: int = -1


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it was first written, and the notes that carry it or one of its children."""

    name: str
    notes: tuple[str, ...]  # as lists have them


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that holds a published note at any depth. `path` is "" for the vault itself."""

    path: str
    name: str  # the title of its note, else its own as it is written
    url: str  # of its page
    note: str  # that is its page; empty where the page is made
    notes: tuple[str, ...]  # that lie in it and are no folder's page, as lists have them
    subfolders: tuple[str, ...]  # one level below, by name
    count: int  # of the notes at any depth


@dataclass(frozen=True, slots=True)
class FeedLink:
    """What a page says of a feed, so that feed readers find it."""

    url: str
    title: str
    form: FeedForm


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of the site, or of one tag or folder."""

    link: FeedLink
    page: str  # URL of the page with the same notes
    notes: tuple[str, ...]  # those that changed last, latest first
    is_whole: bool = False  # whether it is the site's


@dataclass(frozen=True, slots=True)
class Names:
    """What links find files by. Paths are sorted; keys are folded (`paths.fold`)."""

    paths: Mapping[str, tuple[str, ...]]  # a file's path, a note's also without its ending
    files: Mapping[str, tuple[str, ...]]  # its name alone, likewise
    aliases: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Garden:
    """Everything that is published, and nothing else. Paths are relative to the vault."""

    config: Config
    notes: Mapping[str, Note]
    urls: Mapping[str, str]  # of notes, of attachments that a note reaches
    names: Names
    searches: Mapping[str, Mapping[str, Search]]  # of each note: what it links to → what was found
    inbound: Mapping[str, tuple[tuple[Mention, ...], ...]]  # by note, in the order of their titles
    outbound: Mapping[str, tuple[str, ...]]  # the notes that a note links to, each once
    backlink_urls: Mapping[str, tuple[str, ...]]  # of the further pages of backlinks of a note
    tags: Mapping[str, Tag]  # by folded name
    subtags: Mapping[str, tuple[str, ...]]  # folded name, or empty for the top → those below it
    tag_urls: Mapping[str, str]
    folders: Mapping[str, Folder]  # by path
    folder_pages: Mapping[str, str]  # path of a note that is a folder's page → that folder
    recent: tuple[str, ...]  # the notes with a date, latest first
    lists: Mapping[str, str]  # name of a list such as "map", where there is one → its URL
    further: Mapping[str, tuple[str, ...]]  # URL of a long list → its second and later pages
    redirects: Mapping[str, str]  # url → path of the note it leads to
    # Path of a picture that a page shows → the URLs that copies of it would have, one a width
    narrower: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)  # by URL, as far as looked at
    static: Mapping[str, str] = field(default_factory=dict)  # url → path in the static folder
    feeds: tuple[Feed, ...] = ()  # those of the site first, where there are any
    # By note: those before and after it in its folder, empty for none; only where pages show them
    beside: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sitemap_url: str = ""  # empty when nobody knows where the site will stand
    needs: tuple[Need, ...] = ()  # sorted: of all notes, what stands on every page, and the site
    navigation: tuple[Way, ...] = ()
    social: tuple[Way, ...] = ()
    footer: tuple[Block, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)  # of shown properties, by folded name
    daily: DailyNotes | None = None  # where the plugin is on
    parts: tuple[tuple[str, ...], ...] = ()  # the notes as a search is divided; none without one
    most_linked: tuple[str, ...] = ()  # where they are listed: by the count of notes that link
    orphans: tuple[str, ...] = ()  # likewise: the notes without links, by title
    colours: Mapping[str, int] = field(default_factory=dict)  # by group of the graph: folder or tag


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it."""

    path: str
    rule: str
    level: Level
    message: str
    hint: str = ""
    candidates: tuple[str, ...] = ()
    span: Span = NOWHERE
    target: str = ""  # what a link was looking for, so that near names can be offered


@dataclass(frozen=True, slots=True)
class Withheld:
    """A note that is not published, and the reason."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """For the author's terminal. No page can reach it, so it may name what is private."""

    problems: tuple[Problem, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    links: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site that is drawn through a view. `out` is relative to the output.

    `addresses` says how it writes those of the site: from where it stands, from the root of its
    host, since it may be shown at any depth, or whole, since it is read elsewhere.
    """

    out: str
    draw: Callable[[View], str]
    addresses: Addresses = "relative"


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of the site that is one of the vault, or of `static/`. Both paths are relative.

    Of a picture of the vault it may be a copy of another `width`, in pixels; 0 is its own.
    """

    out: str
    source: str
    root: Literal["vault", "static"] = "vault"
    width: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the site that is made of the list of its pages, and so by no template."""

    out: str
    make: Callable[[], str]


Emitter = Callable[[Garden], Iterator[Page | Copy | Made]]
Check = Callable[[Garden, Note], Iterator[Problem]]
