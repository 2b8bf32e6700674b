"""From the values of the front matter to a `Meta`: lists, flags, and what each key may hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from reprlib import Repr
from typing import Any

from markupsafe import escape

from garden.dates import kind_of_date
from garden.model import UNREADABLE, Flaw, Link, Meta, Parts, Property, PropertyKind, Span
from garden.paths import TAG_NAME, is_language, stem_of
from garden.signs import LINE_BEGAN, bare, names, tidy
from garden.text.denial import FLAGS, FOREIGN, denies, flag, is_plain_no
from garden.text.frontmatter import FrontMatter, Number, Unreadable, fold_key
from garden.text.localaddress import is_local, is_of_obsidian, local_name, note_in, without_local
from garden.text.meant import meant_tags
from garden.text.targets import (
    TAG_HINT,
    is_deep,
    is_external,
    last_segment,
    mdlinks_in,
    split_address,
    tag_name,
    unseen_in_tag,
    wikilinks_in,
)
from garden.text.visible import uncommented, without_endless

_CLASS = re.compile(r"[A-Za-z0-9_-]{1,64}$")
_TAG = re.compile(f"{TAG_NAME}$")
_ENDLESS = "comment-unclosed"
_BETWEEN_TAGS = re.compile(r"[\s,;\[\]\"'{}]+")
# What YAML reads as a text without quotes
_SAFE = re.compile(r"(?!(?:true|false|null|y|n|yes|no|on|off)$)[^\W\d_][\w/-]*", re.IGNORECASE)
_FEW = 12  # tags in a line of help
_REPR = Repr()
_REPR.maxstring = _REPR.maxother = 200


def unreadable_meta(
    fault: Unreadable, is_private: bool, tags: tuple[str, ...]
) -> tuple[Meta, tuple[Flaw, ...]]:
    """Front matter that cannot be read denies publication (rule OUT14).

    That it may say `private`, or have a private tag, keeps it out of a preview of drafts, too.
    """
    flaw = Flaw("front-matter", fault.message, fault.hint, Span(fault.line))
    more = ("private: perhaps",) if is_private else ()
    return Meta(denials=(UNREADABLE, *more), meant_tags=tags), (flaw,)


def meta_of(front: FrontMatter, *, singular_tag: bool) -> tuple[Meta, tuple[Flaw, ...]]:
    """The `Meta` that the front matter amounts to, and what was wrong with it."""
    if not front.values:
        return Meta(), ()
    reader = _Reader(front)
    reader.unseen_keys()
    publish, denials = reader.flags()
    tag_keys = ("tags", "tag") if singular_tag else ("tags",)
    meta = Meta(
        title=_without_targets(reader.text("title")),
        aliases=reader.aliases(),
        tags=reader.tags(*tag_keys),
        meant_tags=reader.meant_tags("tags", "tag"),
        publish=publish,
        denials=denials,
        permalink=uncommented(reader.text("permalink")).strip(),
        description=_without_targets(reader.text("description")),
        image=_target(uncommented(reader.text("image", "cover")).strip()),
        cssclasses=reader.classes(),
        lang=reader.language(),
        properties=tuple(reader.properties()),
    )
    return meta, tuple(reader.flaws)


class _Reader:
    """Reads keys in any case of letters and notes what it could not take."""

    def __init__(self, front: FrontMatter) -> None:
        self.written = {fold_key(key): key for key in front.values}
        self.names = {key: tidy(written).strip() for key, written in self.written.items()}
        self.lines = {fold_key(key): line for key, line in front.lines.items()}
        self.flaws: list[Flaw] = []
        folded = {fold_key(key): value for key, value in front.values.items()}
        self.values = {key: self.without_endless(key, value) for key, value in folded.items()}

    def complain(self, key: str, message: str, hint: str, rule: str = "front-matter-value") -> None:
        self.flaws.append(Flaw(rule, message, hint, Span(self.lines.get(key, 1))))

    def without_endless(self, key: str, value: Any) -> Any:
        """A value without the comment that begins one of its lines and has no end.

        What may deny is read whole. What is nested deeper than a list is shown nowhere.
        """
        if isinstance(value, list):
            return [
                self.without_endless(key, item) if isinstance(item, str) else item for item in value
            ]
        if not isinstance(value, str) or "%%" not in value:
            return value
        shown = value if key in (*FLAGS, *FOREIGN, "tags", "tag") else without_endless(value)
        if shown != value:
            hint = "end it with %%"
            self.complain(
                key, f"a comment without an end hides the rest of `{key}`", hint, _ENDLESS
            )
        return shown.replace(LINE_BEGAN, "")

    def text(self, *keys: str) -> str:
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, (list, dict)):
                self.complain(key, f"`{key}` holds more than one line of text", "write one text")
            elif value is not None and (text := _plain(value)):
                return text
        return ""

    def language(self) -> str:
        text = self.text("lang")
        if text and not is_language(text):
            self.complain("lang", f"`lang: {text}` is no language tag", "write it as en or pt-BR")
            return ""
        return text

    def unseen_keys(self) -> None:
        for key, written in self.written.items():
            if (name := tidy(written)) != written:
                message = f"the key `{name.strip()}` holds a sign that nobody sees"
                rule = "publish-key" if denies(key, self.values[key]) else "invisible-sign"
                self.complain(key, f"{message} ({names(written)})", "write it anew", rule)

    def flags(self) -> tuple[bool | None, tuple[str, ...]]:
        """The value of `publish`, and every reason not to publish (PRV27)."""
        denials = []
        for key, good in FLAGS.items():
            match flag(self.values.get(key)):
                case bool(value) if value is not good:
                    denials.append(f"{key}: {str(value).lower()}")
                case "unclear":
                    denials.append(f"{key}: neither yes nor no")
                    message = f"`{key}` is neither yes nor no: {_short(self.values[key])}"
                    self.complain(key, message, "write true or false", "publish-value")
                case None if key in self.values:
                    message = f"`{key}` has no value, so it says nothing"
                    self.complain(
                        key, message, "write true or false, or delete it", "publish-empty"
                    )
        publish = flag(self.values.get("publish"))
        denials += self.foreign_flags()
        return (publish if isinstance(publish, bool) else None), tuple(denials)

    def foreign_flags(self) -> Iterator[str]:
        """What denies in the words of other programs, and only plainly."""
        for key in FOREIGN:
            if key in self.values and is_plain_no(self.values[key]):
                said = f"{key}: {_plain(self.values[key])}"
                self.complain(key, *foreign_denial(said), "publish-key")
                yield said

    def strings(self, *keys: str) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one (row P07)."""
        found: dict[str, None] = {}
        for key in keys:
            for item in _items(self.values.get(key)):
                if isinstance(item, (list, dict)):
                    self.complain(key, f"`{key}` holds a list inside a list", "write a flat list")
                elif text := _plain(item):
                    found[text] = None
        return tuple(found)

    def aliases(self) -> tuple[str, ...]:
        """Other names, without what titles lose as well."""
        texts = map(_without_targets, self.strings("aliases", "alias"))
        return tuple(dict.fromkeys(filter(None, map(_plain, texts))))

    def tags(self, *keys: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for key in keys:
            for item in _items(self.values.get(key)):
                name = self.tag(key, item) if isinstance(item, str) else ""
                if isinstance(item, Number) or not _TAG.match(bare(name)) or name.isdigit():
                    hint = "a tag has a letter in it, no space and no punctuation but - _ /"
                    if isinstance(item, str) and "," in item and _tag_list(item):
                        hint = f"write a list: {key}: [{_tag_list(item)}]"
                    self.complain(key, f"{_short(item)} cannot be a tag", hint, "tag-invalid")
                elif is_deep(name):
                    self.complain(key, f"{_short(item)} cannot be a tag", TAG_HINT, "tag-invalid")
                else:
                    found[name] = None
        return tuple(found)

    def tag(self, key: str, written: str) -> str:
        name = tidy(written)
        if name != written:
            self.complain(key, *unseen_in_tag(written), "invisible-sign")
        return tag_name(name.strip().removeprefix("#"))

    def meant_tags(self, *keys: str) -> tuple[str, ...]:
        """Every word that may have been meant as a tag: a private one must not be missed."""
        words = (word for key in keys for word in meant_tags(self.values.get(key)))
        return tuple(dict.fromkeys(words))

    def classes(self) -> tuple[str, ...]:
        names = (n for text in self.strings("cssclasses", "cssclass") for n in text.split())
        return tuple(dict.fromkeys(name for name in names if _CLASS.match(name)))

    def properties(self) -> Iterator[Property]:
        for key, value in self.values.items():
            texts = tuple(parts for item in _items(value) if (parts := _parts(item)))
            span = Span(self.lines.get(key, 1))
            yield Property(self.names[key], texts, _kind(key, value), span)


def _tag_list(written: str) -> str:
    """The tags that one text was meant to hold, as YAML reads a list of them."""
    meant = dict.fromkeys(tag_name(word.lstrip("#")) for word in _BETWEEN_TAGS.split(written))
    known = [name for name in meant if name and _TAG.match(bare(name)) and not name.isdigit()]
    return ", ".join(name if _SAFE.fullmatch(name) else json.dumps(name) for name in known[:_FEW])


def _kind(key: str, value: Any) -> PropertyKind:
    """What a value is when nobody says what it should be (row P04)."""
    if key == "tags":
        return "tags"
    match value:
        case bool():
            return "checkbox"
        case Number():
            return "number"
        case list():
            return "list"
        case str() if text := value.strip():
            return kind_of_date(text) or "text"
        case None | str():
            return "nothing"
        case _:
            return "text"


def _items(value: Any) -> list[Any]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if item is not None]


def _short(value: Any) -> str:
    """A value as it was read, cut off: references may have multiplied what is in it."""
    return f"{_REPR.repr(value):.60}"


def foreign_denial(said: str) -> tuple[str, str]:
    """What the author of a denial in another program's words is told."""
    message = f"`{said}` is another program's key; the note is not published"
    return message, "garden's own key is `publish`: write `publish: false`"


def _without_targets(text: str) -> str:
    """Text for a title or description: no comment, no folder of a linked note (PRV8)."""
    text = without_local(text)
    if "[[" not in text:
        return uncommented(text)
    parts = wikilinks_in(uncommented(text))
    return "".join(p if isinstance(p, str) else _link_text(p) for p in parts)


def _link_text(link: Link) -> str:
    label = "".join(part for part in link.label if isinstance(part, str))
    return unescape(label) or last_segment(link.target, link.anchor)


def _target(text: str) -> str:
    """The file that `image: "[[a.png]]"` or `image: a.png` names."""
    links = (part for part in wikilinks_in(text) if isinstance(part, Link))
    target = next((link.target for link in links), text)
    return "" if is_local(target) else target


def _plain(value: Any) -> str:
    """A scalar as one line of text."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return " ".join(text.split())


def _parts(value: Any) -> Parts:
    """A property's value as text and links (row L26); what is nested deeper stays unread."""
    if isinstance(value, (list, dict)):
        return ()
    text = _plain(uncommented(_plain(value)))
    if is_of_obsidian(text) and (note := note_in(text))[0]:
        return (Link(*note, kind="property"),)
    if is_local(text):
        return (local_name(text),) if local_name(text) else ()
    return tuple(_linked(text))


def _linked(text: str) -> Iterator[str | Link]:
    """The links in a value; `[words](https://…)` stays as it is, for the page to show."""
    said = ""
    for before, words, href in mdlinks_in(text):
        said += before
        if is_local(href) and not note_in(href)[0]:
            said += words
        elif is_external(href) and not is_local(href):
            said += f"[{words}](<{href}>)"
        elif href:
            yield from _with_wikilinks(said)
            said, target = "", note_in(href) if is_local(href) else split_address(href)
            words = words or stem_of(target[0])
            yield Link(*target, (str(escape(words)),) if words else (), "property")
    yield from _with_wikilinks(said)


def _with_wikilinks(text: str) -> Iterator[str | Link]:
    text = without_local(text)
    for part in wikilinks_in(text):
        yield part if isinstance(part, str) else replace(part, kind="property")
