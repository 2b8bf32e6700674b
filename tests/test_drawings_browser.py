"""A clean drawing looks the same to the pixel (PRV19), by itself and as a picture on a page."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from garden.image import cleaned
from tests import test_browser
from tests.photographs import photograph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

browser = test_browser.browser

NS = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="200" height="200" xmlns:e="urn:editor"'
)
BOX = '<rect x="{}" width="40" height="40"/>'
JPEG = b64encode(photograph("JPEG", size=(60, 40))).decode()
DRAWINGS = {
    "a photograph and a path": f'<image xlink:href="data:image/jpeg;base64,{JPEG}" width="60" '
    'height="40"/><image href="file:///zqx.png" y="60" width="50" height="50"/>',
    "what a style counts": "<style>rect:nth-child(4) {fill: red} metadata + rect {fill: lime}"
    f"</style><e:a>zqx</e:a><metadata>zqx</metadata>{BOX.format(0)}<e:a/>{BOX.format(50)}",
    "a choice": f"<switch><e:a>zqx</e:a>{BOX.format(0)}</switch>"
    f"<switch><metadata>zqx</metadata>{BOX.format(50)}</switch>",
    "comments in styles and words": "<style>rect{fill:red}<!-- rect{fill:lime} -->"
    f"/* zqx */</style>{BOX.format(0)}<text xml:space='preserve' y='90'>a <!-- zqx --> b</text>",
    "HTML": '<foreignObject width="200" height="100"><p xmlns="http://www.w3.org/1999/xhtml" '
    'e:a="zqx">seen<!-- zqx --> <e:b>drawn</e:b></p></foreignObject>',
    "words of metadata among words": "<text y='90'>seen <metadata>zqx</metadata>too</text>",
    "comments in the styles of elements": "<rect style='fill:/* zqx */red;stroke: lime/* zqx */' "
    "width='40' height='40' stroke='/* zqx */blue' opacity='.5/* zqx */'/>",
    "a style that no browser reads": "<style type='text/less'>rect {fill: red} // zqx</style>"
    f"<style type='text/css'>rect + rect {{fill: lime}}</style>{BOX.format(0)}{BOX.format(50)}",
    "HTML that is never shown": '<foreignObject width="200" height="100"><p '
    'xmlns="http://www.w3.org/1999/xhtml" style="color: red /* zqx */">seen<template>zqx</template>'
    '<meta name="author" content="zqx"/> and drawn</p></foreignObject>',
    "paths of a disk": "<style>@import 'file:///zqx.css'; rect {fill: url(C:/zqx) lime}</style>"
    f'{BOX.format(0)}<use href="vscode://zqx"/><a href="/Users/zqx/a">{BOX.format(50)}</a>',
    "words between": f"zqx<g>zqx{BOX.format(0)}</g><text y='90'>seen <e:a>zqx</e:a></text>",
}
EMPTY = f"<svg {NS}/>".encode()


def shots(page: Page, drawing: bytes, place: Path) -> tuple[bytes, bytes]:
    place.write_bytes(drawing)
    page.goto(place.as_uri())
    alone = page.screenshot()
    page.goto("about:blank")
    coded = b64encode(drawing).decode()
    page.set_content(f'<img src="data:image/svg+xml;base64,{coded}">')
    page.evaluate("document.images[0].decode().catch(() => 0)")
    return alone, page.screenshot()


@pytest.mark.parametrize("inner", DRAWINGS.values(), ids=list(DRAWINGS))
def test_prv19_a_clean_drawing_looks_the_same(browser: Browser, tmp_path: Path, inner: str) -> None:
    drawing = f"<svg {NS}>{inner}</svg>".encode()
    found = cleaned(drawing)
    assert found is not None
    assert b"zqx" not in found.clean
    with browser.new_page(viewport={"width": 220, "height": 220}) as page:
        before, after, empty = (
            shots(page, data, tmp_path / "a.svg") for data in (drawing, found.clean, EMPTY)
        )
    assert before == after
    assert before != empty
