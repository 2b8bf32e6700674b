"""Comments of each kind, in each place where one may begin: `~` is hidden, the words are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

KINDS: Mapping[str, str] = {
    "two signs": "%%~ [[~]] #~ ![[~.png]] `~` ^~%%",
    "HTML": "<!-- ~ [[~]] #~ ![](~.png) `~` ^~ -->",
    "HTML over blocks": "<!-- ~\n\n# ~\n\n- ~ [[~]] ![[~.png]]\n\n> ~ #~\n\n```\n~\n```\n"
    "\n| ~ |\n| - |\n-->",
}
PLACES: Mapping[str, str] = {
    "a paragraph": "text {} more",
    "the beginning of a line": "{} more",
    "the second line": "text\n{} more",
    "text with runs of signs": "% %%% %%%% text {} %%%%% more",
    "a heading": "## text {} more",
    "an item": "- text {} more\n- text",
    "the beginning of an item": "- {} more",
    "a task": "- [ ] {} more",
    "a nested item": "1. text\n   - text\n\n     text {} more",
    "a cell": "| a | text {} more |\n| - | - |\n| {} b | c {} |",
    "a quote": "> text {} more\n> text",
    "a callout's title": "> [!tip]- text {} more\n> text",
    "a callout": "> [!tip] text\n> text {} more\n>\n> - text",
    "an admonition": "````ad-tip\ntext {} more\n````",
    "an admonition's title": "````ad-tip\ntitle: text {} more\ntext\n````",
    "an admonition in an item": "- text\n  ````ad-tip\n  text {} more\n  ````\n- text",
    "a footnote": "text[^{n}] more\n\n[^{n}]: text {} more",
    "a footnote in the line": "text^[text {} more]",
    "an HTML block": "<div>\ntext {} more\n</div>",
    "the lines of an HTML block": "<details>\n<summary>text</summary>\n{}\nmore\n</details>",
    "an HTML element": "text <b>text {} more</b>",
    "an HTML table": "<table>\n<tr><td>text {} more</td></tr>\n{}\n</table>",
    "before a list": "text {}\n- more",
    "before a fence": "text {}\n```\nmore\n```",
    "a definition": "[text {n}]\n\n[text {n}]: https://e.net 'more {}'",
    "the words of a link": "[text {} more](https://e.net)",
    "the label of a wikilink": "[[public 1|text {} more]]",
    "bold text": "**text {} more**",
    "before a block id": "text {} more ^id-{n}",
}


def commented() -> Iterator[tuple[str, str]]:
    """Each kind in each place, and a block of two signs in those that have lines of their own."""
    for number, ((kind, comment), (place, around)) in enumerate(
        product(KINDS.items(), PLACES.items())
    ):
        yield f"{kind} in {place}", around.replace("{n}", str(number)).replace("{}", comment)
    for place, mark in (("a note", ""), ("an item", "  "), ("a quote", "> ")):
        lines = ["text", "", "%%", "~ [[~]]", "", "- ~", "%%", "", "more"]
        block = "\n".join(f"{mark}{line}".rstrip() for line in lines)
        yield f"a block in {place}", block.replace("  text", "- text", 1)
    yield "a diagram", "```mermaid\nflowchart LR\n%% ~\ntext --> more %% ~\n```"
    yield "a diagram of messages", "```mermaid\nsequenceDiagram\n# ~\ntext->>more: a # ~\n% ~\n```"
    front = "---\n# ~\ntitle: text # ~\n---"
    yield "the front matter of a diagram", f"```mermaid\n{front}\nflowchart LR\na --> more\n```"
    yield "a formula", "$text % ~$ and\n\n$$\ntext % ~\nmore\n$$"
    yield "a formula before text", "$$text\n% ~\n$$ more\n\n$$\nb\n$$"
    yield "a formula with a list in it", "$$text\n- b % ~\n$$ more\n\n$$\nb\n$$"
    yield "a formula over an empty line", "$$\ntext\n\n% ~\n\n$$ more\n\n$$\nb\n$$"
    yield "a formula in a quote before text", "> $$text\n> % ~\n> $$ more\n>\n> $$b$$"
    yield "a formula that begins in a line", "text $$a\n% ~\n$$ more\n\n$$\nb\n$$"
    yield "a fence in text, then a comment", "text %% ~\n\n~ [[~]]\n\n%%~%% more"
