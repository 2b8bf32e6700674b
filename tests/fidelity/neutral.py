"""A note as both are given it: without what only garden knows. Both read the same text.

Comments are cut out by garden's own rules. The rest stays in its line: a wikilink, an embed and the
sign of a footnote become a word, the text of a footnote an item, the state of a task an x, a block
id and the first line of a callout spaces. Highlights and tags stay, since of text only letters and
digits are compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from garden.text.comments import without_any
from garden.text.cutting import ALONE
from garden.text.decode import decoded
from garden.text.markdown import full_engine
from garden.text.options import ParseOptions
from garden.text.places import Places
from garden.text.split import split

OPTIONS = ParseOptions()
_LINK = re.compile(r"!?\[\[(?:(?!\[\[|\]\])[^\n])+\]\]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]|\^(?=\[)")
_FOOTNOTE_TEXT = re.compile(r"^([ >]*)\[\^[^\]\s]+\]:[ \t]*", re.MULTILINE)
_ID = re.compile(r"(?:^|(?<=\s))\^[A-Za-z0-9-]+[ \t]*$", re.MULTILINE)
_CALLOUT = re.compile(r"^((?:[ \t]*(?:[-*+]|\d{1,9}[.)]))*(?:[ \t]*>)+[ \t]*)\[!.*$", re.MULTILINE)
_STATE = re.compile(
    r"^((?:[ \t]*(?:[-*+]|\d{1,9}[.)]|>))+[ \t]+\[)[^ \]\n](?=\][ \t])", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Neutral:
    """The text that both read, its front matter, and how its lines are found in the file."""

    front: str
    body: str
    places: Places
    first_line: int

    def line(self, line: int) -> int:
        """The line of the file in which a line of the body stands, counted from 1."""
        return self.places.written(line - 1, 0, 0)[0] + self.first_line


def neutral(source: bytes) -> Neutral:
    text, _ = decoded(source)
    whole = split(text)
    front = "\n".join(text.split("\n")[1 : max(1, whole.line - 2)])
    shown = without_any(whole.body, full_engine(OPTIONS), OPTIONS).text
    return Neutral(front, without_wiki(shown.text), Places(shown, whole.body), whole.line)


def without_wiki(text: str) -> str:
    """A text of as many lines, in which nothing is left to read that CommonMark does not know."""
    text = _FOOTNOTE_TEXT.sub(r"\1-   ", _LINK.sub(_word, text)).replace(ALONE, " ")
    text = _FOOTNOTE.sub(_word, text)
    return _ID.sub(_blank, _CALLOUT.sub(_blank, _STATE.sub(r"\1x", text)))


def _blank(found: re.Match[str]) -> str:
    """Spaces in place of all that was found, but for a mark before it."""
    mark: str = found[1] if found.re.groups else ""
    return mark.ljust(len(found[0]))


def _word(found: re.Match[str]) -> str:
    return "".join(sign if sign.isalnum() else "x" for sign in found[0])
