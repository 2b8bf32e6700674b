"""The files of a theme name each other by the names that they have on the site."""

from __future__ import annotations

import pytest

from garden.assembly import AssemblyError, assembled, fingerprinted
from garden.theme import Package, ThemeError, layered

PACKAGED = {"d3/force.js": "theme/d3.1/force.js", "fonts/a.woff2": "theme/fonts.2/a.woff2"}
ICONS = {"lucide/leaf.svg": '<svg viewBox="0 0 2 2"><path d="M1#1"/></svg>'}


def whole(files: dict[str, str]) -> dict[str, str]:
    sources = {name: text.encode() for name, text in files.items()}
    return {name: text.decode() for name, text in assembled(sources, PACKAGED, ICONS).items()}


def test_a_style_sheet_holds_what_it_imports_once() -> None:
    sheets = {
        "style.css": '@import "style/a.css";\np {}\n',
        "style/a.css": '@import "style/b.css";\n',
        "style/b.css": "b {}\n",
    }
    assert whole(sheets) == {"style.css": "b {}\np {}\n"}


def test_a_style_sheet_loses_its_comments_but_those_that_must_stay() -> None:
    sheet = '/* why\n */a { b: red/* x */ blue } /*! licence */ c::after { content: "/* d */" }'
    kept = 'a { b: red blue } /*! licence */ c::after { content: "/* d */" }'
    assert whole({"a.css": sheet}) == {"a.css": kept}


def test_a_style_sheet_finds_the_files_of_packages_and_of_the_theme() -> None:
    files = {"a.css": 'url("fonts/a.woff2") url("img/x.png") url("no.png")', "img/x.png": "x"}
    there = fingerprinted("img/x.png", b"x").removeprefix("theme/")
    assert whole(files)["a.css"] == f'url("fonts.2/a.woff2") url("{there}") url("no.png")'


def test_an_icon_stands_in_the_style_sheet_itself() -> None:
    (sheet,) = whole({"a.css": 'url("lucide/leaf.svg")'}).values()
    assert sheet.startswith('url("data:image/svg+xml,%3Csvg viewBox=%220 0 2 2%22%3E')
    assert "#" not in sheet


def test_a_script_finds_others_by_their_new_names_and_changes_with_them() -> None:
    files = {"a.js": 'import "./b.js"; import("./d3/force.js"); "./c.js"', "b.js": "1"}
    there = fingerprinted("b.js", b"1").removeprefix("theme/")
    assert whole(files)["a.js"] == f'import "./{there}"; import("./d3.1/force.js"); "./c.js"'
    assert whole({**files, "b.js": "2"})["a.js"] != whole(files)["a.js"]


def test_a_script_finds_a_style_sheet_by_its_new_name() -> None:
    files = {"a.js": 'styled("./b.css")', "b.css": '@import "c.css";', "c.css": "p {}"}
    there = fingerprinted("b.css", b"p {}").removeprefix("theme/")
    assert whole(files) == {"a.js": f'styled("./{there}")', "b.css": "p {}"}


CIRCLES = {
    "scripts": {"a.js": 'import "./b.js"', "b.js": 'import "./a.js"'},
    "a sheet": {"a.css": '@import "b.css";', "b.css": '@import "b.css";'},
    "nothing": {"a.css": '@import "b.css";'},
}


@pytest.mark.parametrize("files", CIRCLES.values(), ids=list(CIRCLES))
def test_what_cannot_be_put_together_is_told(files: dict[str, str]) -> None:
    with pytest.raises(AssemblyError):
        whole(files)
    with pytest.raises(ThemeError, match="theme file "):
        layered("t", {name: text.encode() for name, text in files.items()}, {})


def test_an_icon_is_drawn_where_a_template_asks_for_it() -> None:
    start = b'<!-- l -->\n<svg\n  class="l"\n  xmlns="x"\n  viewBox="0 0 2 2"\n>\n'
    svg = start + b'  <path d="M" />\n</svg>'
    package = Package({"leaf.svg": "1", "LICENSE": "2"}, {"leaf.svg": svg})
    theme = layered("t", {"a.html": b"{{ icon('leaf') }}"}, {}, {"lucide": package})
    drawn = '<svg viewBox="0 0 2 2" class="icon" aria-hidden="true"><path d="M"/></svg>'
    assert theme.render("a.html", {}) == drawn
    with pytest.raises(ThemeError, match='no icon is called "tree"; there are: leaf'):
        theme.icon("tree")
