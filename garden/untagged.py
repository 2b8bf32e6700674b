"""HTML without its tags and comments: what a reader sees of it, and what a comment says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from garden.text.words import INLINE

BARRIER = "\x1f"  # between what only stands side by side
# A tag whose values hold no `<` or `>`: no search goes on beyond the next of these signs
_TAG = re.compile(r"<(?:[^<>\"']++|\"[^\"<>]*+\"|'[^'<>]*+')*+>")
_SIGN = re.compile(r"[<>\"']")
_BREAK = re.compile(r"<br[\s/>]", re.IGNORECASE)  # a line ends, and the text goes on
# Elements that part no word: those of today, of former days, those that somebody has made up, and
# what browsers take for a comment, such as `<?x>` and `<!x>`
_FORMER = "acronym|big|blink|font|ins|label|nobr|output|rb|ruby|slot|strike|tt"
_OFFICE = r"[wa]:(?!(?:br|cr|p|tab|tbl|tc|tr)[\s/>])\w+|text:(?:a|span)"  # of text documents
_INLINE = re.compile(
    rf"</?(?:{INLINE}|{_FORMER}|{_OFFICE}|[a-z][\w.]*-[\w.-]*)[\s/>]|<[!?](?!doctype)|</[^a-z]",
    re.IGNORECASE,
)
_COMMENT_END = re.compile("--!?>")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_MARKUP = re.compile(r"<[A-Za-z/!?][^<>]*>")


def is_markup(text: str) -> bool:
    """Whether a text may hold a tag or a comment."""
    return bool(_MARKUP.search(text))


def untagged(html: str) -> str:
    """What a reader sees: `<b>se</b>cr<!-- -->et` is one word, `<li>a<li>b` are two names."""
    if "<![" in html:
        html = _CDATA.sub(BARRIER, html)
    if "<!--" in html:
        html = "".join(
            _lines(part) if is_comment else part for is_comment, part in _commented(html)
        )
    plain = _TAG.sub(lambda tag: _in_place_of(tag[0]), html)
    return plain if "<" not in plain else "".join(_parts_without_tags(html))


def comments(html: str) -> str:
    """What the comments of some HTML say where tags are in them; each in its line."""
    if "<!--" not in html:
        return ""
    parts = (
        f"{part[4:-3]}{BARRIER}" if is_comment else _lines(part)
        for is_comment, part in _commented(html)
    )
    said = "".join(parts)
    return untagged(said) if is_markup(said) else ""


def _commented(html: str) -> Iterator[tuple[bool, str]]:
    """The parts of some HTML, and of each whether it is a comment, which must have an end."""
    end = 0
    while (start := html.find("<!--", end)) >= 0:
        closing = _COMMENT_END.search(html, start + 2)
        if not closing:
            break
        yield False, html[end:start]
        end = closing.end()
        yield True, html[start:end]
    yield False, html[end:]


def _lines(text: str) -> str:
    return "\n" * text.count("\n")


def _in_place_of(tag: str) -> str:
    if _BREAK.match(tag):
        return " "
    return _lines(tag) if _INLINE.match(tag) else _lines(tag) + BARRIER


def _parts_without_tags(text: str) -> Iterator[str]:
    """The same where `<` and `>` stand in values, or alone. Each character is looked at once."""
    end = 0
    for start, after in _tags(text):
        yield text[end:start]
        yield _in_place_of(text[start:after])
        end = after
    yield _TAG.sub(lambda tag: _in_place_of(tag[0]), text[end:])


def _tags(text: str) -> Iterator[tuple[int, int]]:
    """Where each tag begins and ends. A quote that is never closed is a character like others."""
    start, at, open_quotes = -1, 0, set[str]()
    while found := _SIGN.search(text, at):
        sign, at = found[0], found.end()
        if sign == "<":
            start = found.start()
        elif sign == ">" and start >= 0:
            yield start, at
            start = -1
        elif start >= 0 and sign in "\"'" and sign not in open_quotes:
            end = text.find(sign, at)
            if end < 0:
                open_quotes.add(sign)
            else:
                at = end + 1
