"""Names and addresses as tables: rules OUT9 and OUT10, specification part 0, 5, 11 and 12."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from garden.paths import (
    MAX_SEGMENT,
    encoded,
    file_url,
    fold,
    free_url,
    heading_slug,
    out_path,
    page_url,
    permalink_url,
    relative,
    slug,
    unique_id,
    url_key,
    url_of,
)

LAW = settings(derandomize=True, deadline=None, max_examples=300)
ZWNJ, ZWJ = "\u200c", "\u200d"
UNSAFE = '<>:"|?*\\/'  # what some system does not take in a file name
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)

SLUGS = {
    "Trust": "Trust",  # letters keep their case (part 0, 12)
    "My Note": "My-Note",
    "My\tNote\u00a0here": "My-Note-here",
    "Größe": "Größe",
    "Gro\u0308ße": "Größe",  # NFD
    "日本語 ノート": "日本語-ノート",
    "한국어": "한국어",
    "हिन्दी": "हिन्दी",  # marks are kept
    "العربية": "العربية",
    f"می{ZWNJ}خواهم": f"می{ZWNJ}خواهم",  # the Persian joiner carries meaning
    "🌱": "🌱",
    "🌱 Seedling": "🌱-Seedling",
    f"👩{ZWJ}💻": f"👩{ZWJ}💻",
    "❤️": "❤️",
    "½ cup": "½-cup",
    "2024-12-31": "2024-12-31",
    "snake_case": "snake_case",
    "v1.2": "v1.2",
    "What is this?": "What-is-this",
    'a "b" c': "a-b-c",
    "trailing dot.": "trailing-dot",
    "trailing space ": "trailing-space",
    "100%": "100",
    "%2e%2e": "2e2e",
    "javascript:alert(1)": "javascriptalert1",
    "'><img src=x>": "img-srcx",
}


@pytest.mark.parametrize(("text", "wanted"), SLUGS.items(), ids=[ascii(t) for t in SLUGS])
def test_out9_slug(text: str, wanted: str) -> None:
    assert slug(text) == wanted


HARD = (
    *(
        "",
        " ",
        ".",
        "..",
        "...",
        "/",
        "\\",
        "?",
        "<>",
        "%%",
        "\x00",
        "\u200b",
        "---",
        "- -",
        "\ufeff",
    ),
    *("CON", "con", "aux.txt", "NUL.tar.gz", "com1", "LPT9.md", "COM¹", "lpt².txt", "Con ", ".aux"),
    *("a.", "a..", "a ", "a. .", ".hidden", "..a", ".-a", "-", "-.-", "a-."),
    *("../../etc", "..\\..\\etc", "a\\b", "a/b", "C:\\x", "%2e%2e%2f", "a\x00b", "a\nb", "a\x7fb"),
    *("\ud800", "a\udcffb", "e?\u0301", "a\u202eb", '"><script>alert(1)</script>'),
    *(
        "x" * 199,
        "x" * 200,
        "x" * 201,
        "x" * 5000,
        "ü" * 101,
        "🌱" * 51,
        "x" * 190 + "-" * 20 + "y",
    ),
    *("x" * 190 + " " + "y" * 50, "x" * 191 + "ü" * 10, f"{'x' * 198}..md", "e\u0301" * 90),
)


def is_safe_segment(text: str) -> bool:
    """Whether every file system takes it, and no URL gives it a meaning."""
    return (
        bool(text)
        and len(text.encode()) <= MAX_SEGMENT
        and text not in (".", "..")
        and not text.startswith(".")
        and not text.endswith((".", " "))
        and not any(c in UNSAFE or unicodedata.category(c) in ("Cc", "Cs") for c in text)
        and not RESERVED.fullmatch(text)
        and text == unicodedata.normalize("NFC", text)
    )


@pytest.mark.parametrize("text", HARD, ids=[ascii(t)[:40] for t in HARD])
def test_out9_slug_of_hard_names(text: str) -> None:
    assert is_safe_segment(slug(text)), ascii(slug(text))
    assert slug(slug(text)) == slug(text)


TEXTS = st.text(st.sampled_from(" .-?%_/\\eEx\u0301\u0308¹ß🌱") | st.characters(), max_size=300)


@LAW
@given(TEXTS)
def test_out9_slug_is_always_a_safe_segment(text: str) -> None:
    assert is_safe_segment(slug(text)), ascii(slug(text))


@LAW
@given(TEXTS)
def test_out9_slug_twice_is_slug(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@LAW
@given(TEXTS)
def test_out9_slug_is_the_same_for_nfc_and_nfd(text: str) -> None:
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert slug(text) == slug(composed) == slug(apart)


LONG = ("x" * 201, "ü" * 101, "🌱" * 51, "日" * 300, "a b " * 60)


@pytest.mark.parametrize("text", LONG, ids=[ascii(t)[:20] for t in LONG])
def test_out9_long_names_are_cut_at_a_code_point_and_hashed(text: str) -> None:
    cut = slug(text)
    stem, _, digest = cut.rpartition("-")
    assert re.fullmatch("[0-9a-f]{8}", digest)
    assert text.replace(" ", "-").startswith(stem)
    assert slug(text + "x") != cut  # the hash tells them apart


def test_out9_empty_names_differ() -> None:
    assert len({slug(text) for text in ("?", "??", "<", ">", "...")}) == 5


PAGES = {
    "a.md": "a/",
    "a/b.md": "a/b/",
    "a/b.markdown": "a/b/",
    "a/B.MD": "a/B/",
    "My Folder/My Note.md": "My-Folder/My-Note/",
    "Ünï/Größe.md": "Ünï/Größe/",
    "U\u0308ni\u0308/a.md": "Ünï/a/",
    "index.md": "",
    "Index.md": "",
    "a/index.md": "a/",
    "a/INDEX.md": "a/",
    "a/a.md": "a/",
    "A/a.md": "A/",
    "a/b/b.md": "a/b/",
    "a/b/a.md": "a/b/a/",
    "v1.2.md": "v1.2/",
    "con/aux.md": f"{slug('con')}/{slug('aux')}/",
    "a?/b*.md": "a/b/",
    "%2e%2e.md": "2e2e/",
    "index.html.md": "_index.html/",
    "Index.HTML/a.md": "_Index.HTML/a/",
    "a/index.html.md": "a/_index.html/",
}


@pytest.mark.parametrize(("path", "url"), PAGES.items(), ids=[ascii(p) for p in PAGES])
def test_page_url(path: str, url: str) -> None:
    assert page_url(path) == url


FILES = {
    "a.png": "a.png",
    "My Pictures/a b.png": "My-Pictures/a-b.png",
    "Größe.PDF": "Größe.PDF",
    "Gro\u0308ße.PDF": "Größe.PDF",
    "LICENSE": "LICENSE",
    "a.tar.gz": "a.tar.gz",
    "what?.png": "what.png",
}


@pytest.mark.parametrize(("path", "url"), FILES.items(), ids=[ascii(p) for p in FILES])
def test_file_url(path: str, url: str) -> None:
    assert file_url(path) == url


SEGMENTS = st.text(max_size=40).filter(lambda text: "/" not in text)


@LAW
@given(st.lists(SEGMENTS, min_size=1, max_size=4))
def test_out10_no_path_of_a_vault_leaves_the_site(parts: list[str]) -> None:
    for url in (page_url("/".join([*parts, "x.md"])), file_url("/".join([*parts, "x.png"]))):
        assert all(is_safe_segment(part) for part in out_path(url).split("/"))


GIVEN = {
    "one": (["a/"], ["a/"]),
    "two of a name": (["a/", "a/"], ["a/", "a-2/"]),
    "three of a name": (["a/", "a/", "a/"], ["a/", "a-2/", "a-3/"]),
    "the numbered one is taken": (["a-2/", "a/", "a/"], ["a-2/", "a/", "a-3/"]),
    "the numbered one comes later": (["a/", "a/", "a-2/"], ["a/", "a-2/", "a-2-2/"]),
    "one disk may not tell cases apart": (["Straße/", "STRASSE/"], ["Straße/", "STRASSE-2/"]),
    "nested": (["a/b/", "a/b/"], ["a/b/", "a/b-2/"]),
    "files": (["a.png", "A.png"], ["a.png", "A-2.png"]),
    "a file without an ending and a page": (["LICENSE/", "LICENSE"], ["LICENSE/", "LICENSE-2"]),
    "home": (["", ""], ["", "index-2/"]),
    "a file that is a page": (["a/", "a/index.html"], ["a/", "a/index-2.html"]),
    "different": (["a/", "b/", "a/b/"], ["a/", "b/", "a/b/"]),
}


@pytest.mark.parametrize(("wanted", "got"), GIVEN.values(), ids=list(GIVEN))
def test_out9_free_url(wanted: list[str], got: list[str]) -> None:
    taken: dict[str, int] = {}
    assert [free_url(url, taken) for url in wanted] == got


@LAW
@given(
    st.lists(st.sampled_from(["a/", "A/", "a-2/", "a-2", "a", "b/", "", "a/index.html", "a/b/"]))
)
def test_out9_free_urls_never_share_a_file(wanted: list[str]) -> None:
    taken: dict[str, int] = {}
    got = [fold(out_path(free_url(url, taken))) for url in wanted]
    assert len(set(got)) == len(got)
    assert not any(one.startswith(f"{other}/") for one in got for other in got), "file and folder"


OUTS = {"": "index.html", "a/": "a/index.html", "a.html": "a.html", "p/b.png": "p/b.png"}


@pytest.mark.parametrize(("url", "out"), OUTS.items(), ids=list(OUTS))
def test_out_path_and_back(url: str, out: str) -> None:
    assert out_path(url) == out
    assert url_of(out) == url


def test_url_of_a_name_that_only_ends_like_an_index() -> None:
    assert url_of("myindex.html") == "myindex.html"


def test_out9_a_page_and_its_index_file_share_a_key() -> None:
    assert url_key("a/") == url_key("a/index.html") == url_key("A/") == url_key("a")
    assert url_key("a/") != url_key("a.html")


RELATIVE = {
    ("", ""): "./",
    ("", "a/"): "a/",
    ("a/", ""): "../",
    ("a/", "a/"): "./",
    ("a/", "b/"): "../b/",
    ("a/b/", "a/"): "../",
    ("a/b/", "a/c/d/"): "../c/d/",
    ("a/", "pictures/b.png"): "../pictures/b.png",
    ("a.html", "b/"): "b/",
    ("a.html", "a.html"): "a.html",
    ("x/a.html", ""): "../",
    ("a/", "Größe/"): "../Gr%C3%B6%C3%9Fe/",
}


@pytest.mark.parametrize(("pair", "address"), RELATIVE.items(), ids=[ascii(p) for p in RELATIVE])
def test_relative(pair: tuple[str, str], address: str) -> None:
    assert relative(*pair) == address


ANCHORS = {
    ("a/", "a/", "heading"): "#heading",
    ("a/", "b/", "heading"): "../b/#heading",
    ("", "", "größe"): "#gr%C3%B6%C3%9Fe",
    ("a/", "b/", "^id"): "../b/#%5Eid",  # part 0, 5
    ("a/", "b/", "a b#c"): "../b/#a%20b%23c",
}


@pytest.mark.parametrize(("args", "address"), ANCHORS.items(), ids=[ascii(a) for a in ANCHORS])
def test_relative_with_an_anchor(args: tuple[str, str, str], address: str) -> None:
    assert relative(*args) == address


def urls() -> st.SearchStrategy[str]:
    segments = st.lists(SEGMENTS.map(slug), max_size=4)
    ends = st.sampled_from(["/", ".html", ".png", ""])
    return st.builds(lambda parts, end: "/".join(parts) + end if parts else "", segments, ends)


@LAW
@given(urls(), urls())
def test_relative_leads_there_under_any_sub_path(here: str, there: str) -> None:
    assume(not f"/{here}".startswith(f"/{there}/"))  # a file cannot be a folder too
    for root in ("https://me.net/", "https://me.net/some/garden/"):
        assert urljoin(root + encoded(here), relative(here, there)) == root + encoded(there)


@LAW
@given(urls(), st.text(max_size=20))
def test_an_anchor_is_one_fragment(there: str, anchor: str) -> None:
    address = relative("x/", there, anchor.encode(errors="ignore").decode())
    _, _, fragment = address.partition("#")
    assert unquote(fragment) == anchor.encode(errors="ignore").decode()
    assert address.count("#") <= 1


PERMALINKS = {
    "/": "",
    "": "",
    "about": "about/",
    "/about": "about/",
    "/about/": "about/",
    " /about ": "about/",
    "/Guides/Making friends": "Guides/Making-friends/",
    "/about.html": "about.html",
    "/index.html": "",
    "/a/index.html": "a/",
    "/größe": "größe/",
    "/gr%C3%B6%C3%9Fe": "größe/",  # decoded once (OUT10)
    "/a%20b": "a-b/",
    "/100%": "100/",
    "/javascript:alert(1)": "javascriptalert1/",
}


@pytest.mark.parametrize(("text", "url"), PERMALINKS.items(), ids=[ascii(p) for p in PERMALINKS])
def test_out10_permalink_url(text: str, url: str) -> None:
    assert permalink_url(text) == url


LEAVING = (
    *("..", "../x", "/../x", "a/../x", "a/../../x", "../../etc/passwd", "..\\x", "a\\..\\..\\x"),
    *("%2e%2e/x", "/%2E%2E/%2e%2e/etc", "a/%2e%2e/%2e%2e/x", "..%2fx", "%2e%2e%5cx"),
    *(".", "./x", "a/./x"),
)


@pytest.mark.parametrize("text", LEAVING)
def test_out10_permalink_that_leaves_the_site_is_refused(text: str) -> None:
    assert permalink_url(text) is None


@LAW
@given(st.text(alphabet=st.sampled_from("ab./\\%2eE5cCfF:~ \x00?#"), max_size=20))
def test_out10_a_permalink_stays_inside(text: str) -> None:
    url = permalink_url(text)
    assert url is None or all(is_safe_segment(part) for part in out_path(url).split("/"))


HEADINGS = {
    "Größe & Form": "größe--form",
    "Gro\u0308ße & Form": "größe--form",
    "Hello, World!": "hello-world",
    "snake_case and-dash": "snake_case-and-dash",
    "日本語": "日本語",
    "हिन्दी": "हिन्दी",
    f"می{ZWNJ}خواهم": f"می{ZWNJ}خواهم",
    "  Spaces  ": "spaces",
    "1. First": "1-first",
    "C++": "c",
    "": "section",
    "?": "section",
}


@pytest.mark.parametrize(("text", "wanted"), HEADINGS.items(), ids=[ascii(h) for h in HEADINGS])
def test_heading_slug(text: str, wanted: str) -> None:
    assert heading_slug(text) == wanted


IDS = {
    "different": (["a", "b"], ["a", "b"]),
    "thrice": (["a", "a", "a"], ["a", "a-1", "a-2"]),
    "a taken one is skipped": (["a-1", "a", "a"], ["a-1", "a", "a-2"]),
    "a given one is taken": (["a", "a", "a-1"], ["a", "a-1", "a-1-1"]),
}


@pytest.mark.parametrize(("wanted", "got"), IDS.values(), ids=list(IDS))
def test_unique_id(wanted: list[str], got: list[str]) -> None:
    taken: dict[str, int] = {}
    assert [unique_id(name, taken) for name in wanted] == got


@LAW
@given(st.lists(st.sampled_from(["a", "a-1", "a-2", "a-1-1", "b"])))
def test_unique_ids_are_unique(wanted: list[str]) -> None:
    taken: dict[str, int] = {}
    got = [unique_id(name, taken) for name in wanted]
    assert len(set(got)) == len(got)
