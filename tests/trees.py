"""Random notes: trees of blocks, as Markdown, with a word of its own in every leaf."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from random import Random
from string import ascii_lowercase

Lines = list[str]

# Each `{}` is a word; none is a comment, an address, or the path of a link that finds nothing,
# of which its last part is shown.
INLINE = (
    *("{}", "{} {}", "{} {}", "**{}**", "*{}*", "=={}==", "~~{}~~", "`{}`", "`` {} ` {} ``"),
    *("***{}** {}*", "**{} ==*{}* ~~{}~~==**", "[{}](https://e.com)", "[**{}** {}](Other.md)"),
    *("[[Other|{}]]", "[[Nowhere|{}]]", "[[Hidden|{}]]", "[[{}]]", "![[{}]]", "[{}][ref]", "[{}]"),
    *("#{}", "#a/{}", "<b>{}</b>", "<b><i>{}</i> {}</b>", "<kbd>{}", "<List{}>", "a < b {}"),
    *("<span class=x>{}</span>", "<a href='x'>{}</a>", "<button>{}</button>", "<x-y>{}</x-y>"),
    *("<script>{}</script>", "<title>{}</title>", "<textarea>{}</textarea>", "<svg>{}</svg>"),
    *(
        "\\*{}*",
        "&amp;{}",
        "&nbsp;{}&lt;",
        "^[{} **{}**]",
        "$\\text{{{}}}$",
        "$5 {} $6",
        "$$x$$ {}",
    ),
    *("https://e.com/{}", "<https://e.com/{}>", "{}@e.com", "*{}", "**{}", "`{}", "=={}", "[{}"),
    *("![{}", "({})", "_{}_", "__{}__", "{}\\", "{}^{}", "~{}~", "|{}|"),
    "$$x$$ {}",
    *("<{}", "{}>", "!{}", "%{}%", "{}[^none]", "<u>{}", "{}</b>", "<img alt='{}' src='i.png'>"),
    *("[^{}]", "- {}", "1. {}", "# {}", "> {}", "{}:", "[x] {}", "[ ]{}"),
)
KINDS = ("note", "tip", "warning", "custom kind", "QUOTE", "a|b", "todo", "[x")
LANGUAGES = ("", "py", "js {1}", "nothing", "mermaid", "query", "dataview", "math", "html")
RAW = (
    "<div>{}</div>",
    "<p>{}\n{}</p>",
    "<details><summary>{}</summary>\n{}\n</details>",
    "<div>\n\n{}\n\n</div>",
    "<ul><li>{}<li>{}</ul>",
    "<table><tr><td>{}</td><td>{}</table>",
    "<pre>{}\n\n{}</pre>",
    "<div>{}",
    "</div>{}",
    "<script>{}</script>",
    "<style>{}</style>",
    "<textarea>{}</textarea>",
    "<select><option>{}</select>",
    "<svg><text>{}</text></svg>",
    "<math><mi>{}</mi></math>",
    "<template>{}</template>",
    "<form><button>{}</button></form>",
    "<video>{}</video>",
    "<?{}?>",
    "<!X {}>",
    "<![CDATA[{}]]>",
    "<custom-part>{}</custom-part>",
)


def _words() -> Iterator[str]:
    for letters in product(ascii_lowercase, repeat=4):
        yield f"zqx{''.join(letters)}k"


@dataclass
class Tree:
    """A note that grows; `words` are those in it by the leaf that holds them."""

    rng: Random
    leaves: list[list[str]] = field(default_factory=list)
    texts: list[Lines] = field(default_factory=list)  # of footnotes
    _left: Iterator[str] = field(default_factory=_words)

    def filled(self, pattern: str) -> str:
        """A leaf: a pattern with its words."""
        words = [next(self._left) for _ in range(pattern.count("{}"))]
        self.leaves.append(words)
        return pattern.format(*words)

    def note(self, depth: int) -> str:
        lines = [*self.blocks(depth), ""]
        for number, text in enumerate(self.texts):
            lines += [f"[^{number}]: {text[0]}", *_indented(text[1:], "    "), ""]
        return "\n".join([*lines, "[ref]: https://e.com"])

    def blocks(self, depth: int, most: int = 4) -> Lines:
        out: Lines = []
        for _ in range(self.rng.randint(1, most)):
            maker = self.rng.choice(LEAVES if depth < 1 else BOTH)
            out += [*maker(self, depth - 1), *([""] if self.rng.random() < 0.9 else [])]
        return out or [""]

    def chain(self, depth: int) -> str:
        """Containers in each other, with a word on every level."""
        lines = self.paragraph(0)
        maker = self.rng.choice(CHAINED) if self.rng.random() < 0.5 else None
        for _ in range(depth):
            lines = (maker or self.rng.choice(CHAINED))(self, [*self.paragraph(0), "", *lines])
        return "\n".join(lines)

    # --- leaves ---------------------------------------------------------------------------------

    def line(self) -> str:
        found = self.rng.choices(INLINE, k=self.rng.randint(1, 3))
        return self.filled(" and ".join(found))

    def paragraph(self, depth: int) -> Lines:
        return [self.line() for _ in range(self.rng.randint(1, 2))]

    def word(self, depth: int) -> Lines:
        return [self.filled("{}")]

    def heading(self, depth: int) -> Lines:
        if self.rng.random() < 0.3:
            return [self.line(), self.rng.choice(["===", "---"])]
        return [f"{'#' * self.rng.randint(1, 6)} {self.line()}"]

    def fenced(self, depth: int) -> Lines:
        fence = self.rng.choice(["```", "~~~~"])
        text = self.filled("{} = <{}>\n\n  [[{}]] ==%{}==").split("\n")
        end = [fence] if self.rng.random() < 0.95 else []
        return [fence + self.rng.choice(LANGUAGES), *text, *end]

    def indented(self, depth: int) -> Lines:
        return ["", *_indented(self.filled("{}\n\n  {}").split("\n"), "    ")]

    def formula(self, depth: int) -> Lines:
        return self.filled("$$\n\\text{{{}}} + \\mathrm{{{}}}\n$$").split("\n")

    def raw(self, depth: int) -> Lines:
        return self.filled(self.rng.choice(RAW)).split("\n")

    def table(self, depth: int) -> Lines:
        width = self.rng.randint(1, 3)
        rows = [self._row(width) for _ in range(self.rng.randint(1, 4))]
        return [rows[0], "|" + " :-: |" * width, *rows[1:]]

    def _row(self, width: int) -> str:
        return f"| {' | '.join(self._cell() for _ in range(width))} |"

    def _cell(self) -> str:
        return self.filled(self.rng.choice(INLINE).replace("|", "\\|"))

    def embed(self, depth: int) -> Lines:
        return [self.rng.choice(["![[Nowhere]]", "![[Hidden]]", "![[i.png]]", "---", "^anchor"])]

    # --- what holds others ----------------------------------------------------------------------

    def quote(self, depth: int) -> Lines:
        return quoted(self, self.blocks(depth))

    def lazy(self, depth: int) -> Lines:
        return [*quoted(self, self.blocks(depth, 1)), *self.word(0)]

    def listed(self, depth: int) -> Lines:
        out: Lines = []
        for _ in range(self.rng.randint(1, 3)):
            out += item(self, self.blocks(depth, 2))
        return out

    def called(self, depth: int) -> Lines:
        return callout(self, self.blocks(depth, 3))

    def folded(self, depth: int) -> Lines:
        head = self.filled("<details><summary>{}</summary>")
        return [head, "", *self.blocks(depth), "", "</details>"]

    def footnote(self, depth: int) -> Lines:
        self.texts.append(self.blocks(depth, 2))
        return [f"{self.filled('{}')}[^{len(self.texts) - 1}]"]


def quoted(tree: Tree, lines: Lines) -> Lines:
    return [f"> {line}" if line else ">" for line in lines]


def item(tree: Tree, lines: Lines) -> Lines:
    mark = tree.rng.choice(("- ", "* ", "+ ", "1. ", "7) ", "-   ", "- [ ] ", "- [x] ", "- [?] "))
    if mark[-2] == "]":  # what stands behind it is a paragraph
        return bullet(tree, [f"{mark[2:]}{tree.line()}", "", *lines])
    return [mark + lines[0], *_indented(lines[1:], " " * len(mark))]


def bullet(tree: Tree, lines: Lines) -> Lines:
    return ["- " + lines[0], *_indented(lines[1:], "  ")]


def callout(tree: Tree, lines: Lines) -> Lines:
    kind, sign = tree.rng.choice(KINDS), tree.rng.choice(["", "", "-", "+"])
    title = f" {tree.line()}" if tree.rng.random() < 0.7 else ""
    return quoted(tree, [f"[!{kind}]{sign}{title}", *lines])


def _indented(lines: Sequence[str], by: str) -> Lines:
    return [by + line if line else "" for line in lines]


Maker = Callable[[Tree, int], Lines]
LEAVES: tuple[Maker, ...] = (
    *(Tree.paragraph, Tree.paragraph, Tree.word, Tree.heading, Tree.fenced, Tree.indented),
    *(Tree.formula, Tree.raw, Tree.table, Tree.embed),
)
BOTH: tuple[Maker, ...] = (
    *(Tree.quote, Tree.lazy, Tree.listed, Tree.listed, Tree.called, Tree.folded, Tree.footnote),
    *LEAVES,
)
CHAINED: tuple[Callable[[Tree, Lines], Lines], ...] = (quoted, bullet, item, callout)
