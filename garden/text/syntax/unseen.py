"""What stands in elements that show nothing is in no link, tag, heading or description.

An element that is `hidden` stays, with its words, since HTML can show it again; what no note may
use goes with all that is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it.token import Token

from garden.text.allowed import END_OPTIONAL
from garden.text.findings import UNSEEN, Findings, plain
from garden.text.hidden import (
    ELEMENT,
    FALLBACK,
    NEVER_SHOWN,
    VOID,
    attributes,
    hides,
    is_unseen,
    may_hide,
)
from garden.text.html import is_allowed, is_block, is_known
from garden.text.nested import within
from garden.text.pluginblock import says_otherwise
from garden.text.syntax.blockid import BLOCK_ID
from garden.text.visible import without_comments

# Of what is in an element, all is shown, only its words are not told, all is text, or all is gone
State = Literal["", "unsaid", "hidden", "gone"]
_ORDER: tuple[State, ...] = ("", "unsaid", "hidden", "gone")
_BARS = ("progress", "meter")
_LINKS = ("wikilink", "mdlink", "tag")
_KEPT = (
    *("text", "text_special", "code_inline", "math_inline", "math_inline_double"),
    *("softbreak", "hardbreak", "task_box", "plugin_inline"),
)


@dataclass(slots=True, eq=False)
class _Open:
    """An element that is open: of raw HTML, or one of Markdown, which has no name.

    `state` is that of all around it, too; `drawn` is the name that it is written with.
    """

    name: str = ""
    own: State = ""
    state: State = ""
    drawn: str = ""
    is_open: bool = True


def put_aside(tokens: list[Token], findings: Findings) -> None:
    """Take what no reader sees out of a note's tokens, or mark it where HTML is trusted."""
    if any(may_hide(html) for html in _written(tokens)):
        tokens[:] = _Reader(findings).read(tokens)


def _written(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("html_block", "html_inline"):
            yield token.content
        elif token.children:
            yield from _written(token.children)


class _Reader:
    """Reads tokens in their order, and knows which elements are open."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.is_trusted = findings.options.html == "trust"
        self.stack: list[_Open] = []
        self.markdown: list[_Open] = []
        self.open = Counter[str]()  # by name
        self.taken = set[str]()  # names that HTML does not know, of elements that are hidden

    @property
    def state(self) -> State:
        return self.stack[-1].state if self.stack else ""

    def _push(self, name: str = "", state: State = "", drawn: str = "") -> _Open:
        opened = _Open(name, state, max(state, self.state, key=_ORDER.index), drawn)
        self.stack.append(opened)
        self.open[name] += 1
        return opened

    def _pop(self) -> _Open:
        closed = self.stack.pop()
        closed.is_open = False
        self.open[closed.name] -= 1
        return closed

    def read(self, tokens: Sequence[Token]) -> list[Token]:
        out: list[Token] = []
        for token in tokens:
            self._nest(token)
            if token.type in ("html_block", "html_inline"):
                token.content = self._html(token.content)
            if token.type == "inline":
                token.children = self.read(token.children or ())
            elif state := self.state:
                self._mark(token, state)
                out.extend(self._shown(token, state))
                continue
            out.append(token)
        return out

    def _nest(self, token: Token) -> None:
        """An element of raw HTML ends with the element of Markdown that it stands in, mostly."""
        if token.nesting > 0:
            self.markdown.append(self._push())
        elif token.nesting < 0 and self.markdown:
            opened, staying = self.markdown.pop(), list[_Open]()
            while opened.is_open:
                closed = self._pop()
                if closed.name and _stays(closed.name, token):
                    staying.append(closed)
            for each in reversed(staying):
                self._push(each.name, each.own, each.drawn)

    def _mark(self, token: Token, state: State) -> None:
        token.meta = {**token.meta, UNSEEN: True}
        if not self.is_trusted and state != "unsaid":
            token.meta.pop(BLOCK_ID, None)
            if token.type == "fence":
                if says_otherwise(token.info):
                    token.content = ""
                token.content = within(token.info, token.content)
                token.info = ""  # a diagram may hold links

    def _shown(self, token: Token, state: State) -> Iterator[Token]:
        if token.type == "tag":
            self.findings.meant_tags.append(token.meta["link"].target)
        is_html = token.type in ("html_block", "html_inline")
        if self.is_trusted or state == "unsaid" or token.nesting or is_html:
            yield token
        elif state == "hidden" and token.type in _LINKS:
            text = plain([_without_mark(token)])
            yield Token("text", "", 0, content=text, meta={UNSEEN: True})
        elif state == "hidden" and (token.block or token.type in _KEPT):
            yield token

    def _html(self, html: str) -> str:
        if self.is_trusted:
            for tag in ELEMENT.finditer(without_comments(html)):
                self._tag(tag[1], tag[2].lower(), tag[3])
            return html
        out, end, html = list[str](), 0, without_comments(html)
        for tag in ELEMENT.finditer(html):
            out.append(self._between(html[end : tag.start()]))
            name = tag[2].lower()
            if not is_known(name) and hides(tag[3]):
                self.taken.add(name)
            is_element = is_known(name) or name in self.taken
            out.append(self._tag(tag[1], name, tag[3]) if is_element else tag[0])
            end = tag.end()
        return "".join((*out, self._between(html[end:])))

    def _between(self, text: str) -> str:
        return "" if self.state == "gone" else text

    def _tag(self, closing: str, name: str, written: str) -> str:
        """A tag as it is written to the page, while the stack is brought behind it."""
        if closing:
            return self._closed(name)
        around = self.state
        inner, drawn = _state_of(name, written, shared=self.findings.options.shared)
        if name in VOID:
            return f"<{name}{written}>" if not (inner or around in ("hidden", "gone")) else ""
        if name in END_OPTIONAL and self.stack and self.stack[-1].name == name:
            self._pop()
        self._push(name, inner, drawn)
        if around in ("hidden", "gone"):
            return f"<{drawn}>"
        is_marked = any(attribute == "hidden" for attribute, _ in attributes(written))
        mark = " hidden" if inner == "hidden" and not is_marked else ""
        return f"<{drawn}{mark}{written.rstrip('/') if inner else written}>"

    def _closed(self, name: str) -> str:
        if not self.open[name]:
            return f"</{name}>"
        while (closed := self._pop()).name != name:
            pass
        return f"</{closed.drawn}>"


def _stays(name: str, closing: Token) -> bool:
    """Whether an element stays open where one of Markdown ends: so browsers read it.

    A block ends the paragraph that it stands in, and not the other way round.
    """
    if name in NEVER_SHOWN or name == "iframe":
        return True
    return closing.type == "paragraph_close" and (closing.hidden or is_block(name))


def _state_of(name: str, written: str, *, shared: bool) -> tuple[State, str]:
    """What becomes of what is in an element, and the name that this is written with.

    A `<template>` is taken out with all that is in it.
    """
    if name in FALLBACK and not hides(written):
        kept: State = "gone" if name in _BARS else "unsaid"
        return (kept, name) if is_allowed(name, shared=shared) else ("gone", "template")
    if name == "iframe" and not hides(written):
        return "gone", name
    if not is_unseen(name, written):
        return "", "div" if name == "dialog" else name
    if name in NEVER_SHOWN:
        return "gone", name
    return ("hidden", name) if is_allowed(name) else ("gone", "template")


def _without_mark(token: Token) -> Token:
    copied = token.copy()
    copied.meta = {key: value for key, value in token.meta.items() if key != UNSEEN}
    return copied
