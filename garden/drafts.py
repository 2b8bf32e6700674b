"""Notes that are not published yet, for a preview that shows them. What is private stays so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from garden.config import Config
from garden.model import UNREADABLE, Doc
from garden.publish import in_private_folder, note_denial, private_folders

_PRIVATE = ("private", "a private tag")  # how the reasons begin that no preview overrules


def with_drafts_shown(config: Config) -> Config:
    """The configuration of a preview with drafts: no note has to be asked for."""
    publish = config.publish.model_copy(update={"mode": "all"})
    return config.model_copy(update={"publish": publish})


def drafts_of(config: Config, docs: Mapping[str, Doc]) -> dict[str, str]:
    """The drafts among the notes that were read, with the reason why each is not published.

    What is private is none: by its front matter, by a tag, by where it lies. Nor is a note that
    speaks for its folder and cannot be read, for it may have made the whole folder private.
    """
    folders = private_folders(config.publish, docs)
    drafts = {}
    for path, doc in docs.items():
        reason = note_denial(config.publish, path, doc)
        if reason and not _is_private(config, path, doc) and not in_private_folder(path, folders):
            drafts[path] = _said(reason)
    return drafts


def _is_private(config: Config, path: str, doc: Doc) -> bool:
    """Whether a note would be withheld even if nothing said that it is not to be published."""
    if any(reason.startswith(_PRIVATE) for reason in doc.meta.denials):
        return True
    return bool(note_denial(with_drafts_shown(config).publish, path, shown(doc)))


def shown(doc: Doc) -> Doc:
    """A draft as it would be if it were published."""
    return replace(doc, meta=replace(doc.meta, denials=(), publish=True))


def _said(reason: str) -> str:
    return "its front matter cannot be read" if reason == UNREADABLE else reason
