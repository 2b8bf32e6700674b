"""`parse`: the bytes of a note become a `Parsed`. It never raises and never drops text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from markdown_it.token import Token
from markupsafe import escape

from garden.digest import digest_of
from garden.model import Block, Body, Doc, Flaw, Meta, Parsed, Span
from garden.paths import TAG_NAME, fold
from garden.text.astext import as_text
from garden.text.blocks import heavy_blocks, write_blocks
from garden.text.comments import Uncommented, without_any
from garden.text.decode import decoded
from garden.text.excalidraw import card_of, is_drawing
from garden.text.findings import Findings, environment, plain
from garden.text.frontmatter import FrontMatter
from garden.text.held import with_clean_front
from garden.text.logseq import property_in_code, public_property
from garden.text.markdown import full_engine
from garden.text.meta import foreign_denial, meta_of, unreadable_meta
from garden.text.minutes import minutes_to_read
from garden.text.nearly import perhaps_private
from garden.text.options import ParseOptions
from garden.text.places import Places
from garden.text.references import report_unreferred
from garden.text.split import Split, split
from garden.text.syntax.board import BOARD_KEY, without_archive
from garden.text.syntax.footnote import report_unused, unread_tags
from garden.text.syntax.tag import tags_in
from garden.text.targets import is_deep, tag_name
from garden.text.visible import visible
from garden.text.words import plain_text, words_in

DEFAULT = ParseOptions()
MAX_BYTES = 8 * 1024 * 1024
_DESCRIPTION_LENGTH = 200  # characters
_REMARKED = re.compile(rf"(?:^|[\s,\[])#({TAG_NAME})", re.MULTILINE)
_EMPTY_LAST = re.compile(r"^[ \t>]+\Z", re.MULTILINE)


def parse(source: bytes, options: ParseOptions = DEFAULT) -> Parsed:
    """All that a note says by itself: its front matter, its text as HTML with holes, its flaws."""
    text, flaws = decoded(source)
    whole = split(text)
    meta, meta_flaws = _meta(text, whole, options)
    meta = _with_meant(meta, _remarked(text.removesuffix(whole.body)))
    flaws += meta_flaws
    if is_drawing(meta, whole.body):
        return _as_drawing(whole, meta, flaws, options)
    return _as_text(whole, meta, flaws, options, len(source))


def _as_drawing(whole: Split, meta: Meta, flaws: tuple[Flaw, ...], options: ParseOptions) -> Parsed:
    """Only the back of the card is text; what the drawing says may still keep it private."""
    card = card_of(whole.body)
    meta = _with_meant(meta, tags_in(card.data))
    size = len(card.text.encode())
    parsed = _as_text(replace(whole, body=card.text), meta, flaws, options, size)
    return replace(parsed, doc=replace(parsed.doc, is_drawing=True))


def _as_text(
    whole: Split, meta: Meta, flaws: tuple[Flaw, ...], options: ParseOptions, size: int
) -> Parsed:
    """A note of so many bytes."""
    if size > MAX_BYTES:
        return _as_plain_text(whole.body, meta, (*flaws, _too_large()), options)
    return _as_markdown(whole, meta, flaws, options)


def _remarked(front: str) -> Iterator[str]:
    """The words behind a `#` in front matter: remarks in YAML, though meant as tags."""
    return (tag_name(found) for found in _REMARKED.findall(front)) if "#" in front else iter(())


def _meta(text: str, whole: Split, options: ParseOptions) -> tuple[Meta, tuple[Flaw, ...]]:
    """What the front matter says, and what stands beside it and may only deny."""
    if not isinstance(whole.front, FrontMatter):
        return unreadable_meta(whole.front, *perhaps_private(text))
    front, told = with_clean_front(whole.front, keep=options.metadata == "keep")
    meta, flaws = meta_of(front, singular_tag=options.singular_tag)
    flaws = (*told, *(_denying(flaw) if meta.denials else flaw for flaw in whole.flaws), *flaws)
    meta = _with_meant(meta, whole.tags)
    if found := public_property(whole.body):
        said, line = found
        flaw = Flaw("publish-key", *foreign_denial(said), Span(line + whole.line - 1))
        return replace(meta, denials=(*meta.denials, said)), (*flaws, flaw)
    if at := property_in_code(whole.body):
        message = "`public::` in a block of code denies nothing"
        hint = "write `publish: false` in the front matter, if the note is private"
        return meta, (*flaws, Flaw("front-matter-place", message, hint, Span(at + whole.line - 1)))
    return meta, flaws


def _denying(flaw: Flaw) -> Flaw:
    """A fence with an unseen sign, where the app reads no front matter, has made a note private."""
    return replace(flaw, rule="publish-key") if flaw.rule == "invisible-sign" else flaw


def _as_markdown(
    whole: Split, meta: Meta, flaws: tuple[Flaw, ...], options: ParseOptions
) -> Parsed:
    md = full_engine(options)
    try:
        shown = without_any(whole.body, md, options)
        body, findings = shown.text.text, _findings(shown, whole, options)
        findings.is_board = _is_board(meta)
        env = environment(findings)
        # Of an empty last line of a quote, markdown-it may read what stands behind its end.
        tokens = md.parse(f"{body}\n" if _EMPTY_LAST.search(body) else body, env)
        written = write_blocks(md, tokens, env)
        report_unused(findings, written.body.footnotes)
        report_unreferred(findings, env, shown.text.text)
    except RecursionError:
        message = "nested too deeply to be read; shown as plain text"
        deep = Flaw("nesting", message, "nest less deeply")
        return _as_plain_text(whole.body, meta, (*flaws, deep), options)
    said = plain_text(written.body)
    doc = Doc(
        _with_meant(meta, (*findings.meant_tags, *unread_tags(findings))),
        written.outline,
        written.block_ids,
        written.parts,
        written.html_ids,
        len(written.body.blocks),
        written.heavy,
        digest_of((written.body.blocks, written.body.footnotes)),
        written.links,
        _tags(meta, (p.link.target for p in written.links if p.link.kind == "tag")),
        meta.description or _description(tokens, findings),
        (*flaws, *findings.flaws),
        tuple(sorted(findings.needs)),
        minutes_to_read(said),
    )
    return Parsed(doc, written.body, words_in(said))


def _is_board(meta: Meta) -> bool:
    return any(prop.key == BOARD_KEY for prop in meta.properties)


def _findings(shown: Uncommented, whole: Split, options: ParseOptions) -> Findings:
    """What is found in a note whose comments were cut out; first what is unclear in those."""
    body, written, line = shown.text.text, whole.body, whole.line
    if not shown.hidden and not shown.doubts:
        return Findings(body, options, line)
    findings = Findings(body, options, line, Places(shown.text, written))
    for doubt in shown.doubts:
        row = written.count("\n", 0, doubt.start)
        column = doubt.start - written.rfind("\n", 0, doubt.start)
        span = Span(line + row, column, len("%%"))
        findings.flaw("comment-unclosed", doubt.message, doubt.hint, span)
    return findings


def _too_large() -> Flaw:
    hint = "split it into several notes"
    return Flaw("too-large", f"over {MAX_BYTES // 1024 // 1024} MiB: shown as plain text", hint)


def _as_plain_text(body: str, meta: Meta, flaws: tuple[Flaw, ...], options: ParseOptions) -> Parsed:
    text = without_archive(body) if _is_board(meta) else body
    text = as_text(text, plugin_source=options.plugin_source)
    told = Findings(text, options)
    text = told.with_clean_pictures(text, str)
    flaws = (*flaws, *told.flaws)
    first = "\n" * text.startswith("\n")  # browsers take one away
    block = Block((f"<pre>{first}{escape(text)}</pre>\n",))
    heavy = heavy_blocks((block,))
    found = list(tags_in(text))
    meta = _with_meant(meta, (*filter(is_deep, found), *tags_in(visible(body))))
    tags = _tags(meta, (tag for tag in found if not is_deep(tag)))
    digest = digest_of((block,))
    shown = Body((block,))
    said = plain_text(shown)
    minutes = minutes_to_read(said)
    doc = Doc(meta, length=1, heavy=heavy, digest=digest, tags=tags, flaws=flaws, minutes=minutes)
    return Parsed(doc, shown, words_in(said))


def _tags(meta: Meta, written: Iterable[str]) -> tuple[str, ...]:
    """The tags of a note as they were first written, each once (T04)."""
    names: dict[str, str] = {}
    for name in (*meta.tags, *written):
        names.setdefault(fold(name), name)
    return tuple(names.values())


def _with_meant(meta: Meta, tags: Iterable[str]) -> Meta:
    """What is no tag, but may have been meant as a private one."""
    meant = tuple(dict.fromkeys((*meta.meant_tags, *tags)))
    return replace(meta, meant_tags=meant) if meant != meta.meant_tags else meta


def _description(tokens: Sequence[Token], findings: Findings) -> str:
    """The first paragraph that is text and not only tags or pictures."""
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and before.level == 0:
            lines = map(_told, _lines(token.children or ()))
            if text := " ".join(" ".join(lines).split()):
                return _shortened(findings.with_clean_pictures(text, str))
    return ""


def _lines(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield line
            line = []
        else:
            line.append(token)
    yield line


def _told(line: Sequence[Token]) -> str:
    """A line as plain text: a tag in it is its name; one of nothing but tags says nothing."""
    if not plain([token for token in line if token.type != "tag"]).strip(" \t,;|·"):
        return ""
    return "".join(t.meta["link"].target if t.type == "tag" else plain([t]) for t in line)


def _shortened(text: str) -> str:
    if len(text) <= _DESCRIPTION_LENGTH:
        return text
    return text[:_DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
