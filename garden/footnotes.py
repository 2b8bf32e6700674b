"""The footnotes of one page: their numbers, and the list of their texts at its end.

They are numbered in the order of their first references, whichever note on the page these stand in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import escape

from garden.paths import FOOTNOTE_ID, REFERENCE_ID

_END = "</p>\n"
_SPACE = "\u00a0"  # at which no line breaks


@dataclass(slots=True)
class Numbered:
    """A footnote on a page; `references` is how many lead to it."""

    path: str  # of the note that it belongs to
    id: str
    lang: str
    number: int
    references: int = 0


@dataclass(slots=True)
class Footnotes:
    """The footnotes that a page has referred to so far, by note and id."""

    known: dict[tuple[str, str], Numbered] = field(default_factory=dict)
    in_order: list[Numbered] = field(default_factory=list)

    def refer(self, path: str, id_: str, lang: str) -> str:
        """A reference, in the text of the note at `path`, as HTML."""
        found = self.known.get((path, id_))
        if found is None:
            found = self.known[path, id_] = Numbered(path, id_, lang, len(self.known) + 1)
            self.in_order.append(found)
        found.references += 1
        number, which = found.number, _which(found.number, found.references)
        return (
            f'<sup class="footnote-ref"><a class="footnote-link" href="#{FOOTNOTE_ID}{number}"'
            f' id="{REFERENCE_ID}{which}" role="doc-noteref">{number}</a></sup>'
        )

    def section(self, lang: str, text: Callable[[Numbered], str]) -> str:
        """The list of all of them, for a page in `lang`; empty when there are none.

        `text` gives what one of them says. It may refer to more, or again to the same, so all are
        asked for before the ways back are known.
        """
        texts = list(map(text, self.in_order))
        if not texts:
            return ""
        items = "".join(_item(f, html, lang) for f, html in zip(self.in_order, texts, strict=True))
        return (
            '<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">\n<hr>\n'
            f"<ol>\n{items}</ol>\n</section>\n"
        )


def is_reference_id(name: str) -> bool:
    """Whether an element has its id from here, so that no other on its page can have it."""
    return name.startswith(REFERENCE_ID)


def _which(number: int, reference: int) -> str:
    return f"{number}-{reference}" if reference > 1 else f"{number}"


def _item(footnote: Numbered, html: str, lang: str) -> str:
    spoken = f' lang="{escape(footnote.lang)}"' if footnote.lang != lang else ""
    ways = (_way_back(footnote.number, r + 1) for r in range(footnote.references))
    back = _SPACE.join(ways)
    body = html.removesuffix(_END) + _SPACE if html.endswith(_END) else f"{html}<p>"
    return f'<li id="{FOOTNOTE_ID}{footnote.number}"{spoken}>\n{body}{back}{_END}</li>\n'


def _way_back(number: int, reference: int) -> str:
    """An arrow, in the form that is a letter and no emoji."""
    which = _which(number, reference)
    more = f"<sup>{reference}</sup>" if reference > 1 else ""
    return (
        f'<a class="footnote-backref footnote-link" href="#{REFERENCE_ID}{which}"'
        f' role="doc-backlink" aria-label="Back to reference {which}">\u21a9\ufe0e{more}</a>'
    )
