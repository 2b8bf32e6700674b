"""`- [ ]`, `- [x]`, `- [?]`: list items with a state of any one character (row S07)."""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_STATE = re.compile(r"\[(.)\](?:[ \t]+|$|(?=\n))")


def task(md: MarkdownIt) -> None:
    md.core.ruler.before("inline", "task", _tasks)


def _tasks(state: StateCore) -> None:
    for i, (item, paragraph) in enumerate(pairwise(state.tokens)):
        if item.type != "list_item_open" or paragraph.type != "paragraph_open":
            continue
        inline = state.tokens[i + 2]
        if found := _STATE.match(inline.content):
            _mark(item, inline, found)


def _mark(item: Token, inline: Token, found: re.Match[str]) -> None:
    done = found[1] != " "
    item.attrJoin("class", "task-list-item is-checked" if done else "task-list-item")
    item.attrs["data-task"] = found[1]
    box = Token("task_box", "input", 0)
    box.attrs = {"type": "checkbox", "class": "task-list-item-checkbox"}
    box.attrs |= {"aria-label": "Task", "disabled": ""}
    if done:
        box.attrs["checked"] = ""
    inline.content = inline.content[found.end() :]
    space = Token("text", "", 0, content=" ")
    inline.children = [box, space]
