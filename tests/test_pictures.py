"""Pictures on the site: their sizes, what they tell (PRV19), their narrower copies (PRV20)."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from garden import shrinking
from garden.config import ConfigError, Images, read_config
from garden.disk import Disk, Operation
from garden.image import cleaned
from garden.pictures import MOST_BYTES, Examined, Looked, examined, problems_in, shrinks
from garden.preview import Preview
from garden.reading import Request
from garden.shrinking import narrower, upright
from tests.offline import Files, built, tree, write
from tests.photographs import (
    CANARY,
    PROFILE,
    exif,
    noise,
    opened,
    photograph,
    pixels,
    saved,
)
from tests.support import garden_of

SMALL = "[images]\nwidths = [40, 80, 160]\n"  # so that small pictures will do
PHOTOGRAPH = photograph("JPEG", size=(200, 130))
TURNED = photograph("JPEG", 6, size=(130, 200))


def images(html: str) -> list[dict[str, str | None]]:
    return [node.attributes for node in LexborHTMLParser(html).css("img")]


def image(note: str, files: dict[str, bytes], config: str = "", pillow: str = "") -> dict[str, str]:
    """The attributes of the one picture of a note."""
    (found,) = images(garden_of({"N.md": note, **files}, config, pillow=pillow).html("N.md"))
    return {name: value or "" for name, value in found.items()}


# --- sizes --------------------------------------------------------------------------------------

PNG = {"i.png": saved(noise(300, 200), "PNG")}
SIZES = {
    "E06 a picture has its size": ("![[i.png]]", PNG, ("300", "200")),
    "E07 of a width, the height is worked out": ("![[i.png|150]]", PNG, ("150", "100")),
    "E07 it is never nothing": ("![[i.png|1]]", PNG, ("1", "1")),
    "E07 both are given": ("![[i.png|100x145]]", PNG, ("100", "145")),
    "E08 with alternative text": ("![[i.png|alt|60]]", PNG, ("60", "40")),
    "E09 with a fragment": ("![[i.png#outline]]", PNG, ("300", "200")),
    "M08 of Markdown": ("![alt|60](i.png)", PNG, ("60", "40")),
    "one that is turned": ("![[i.jpg]]", {"i.jpg": TURNED}, ("200", "130")),
    "an SVG without a size": ("![[i.svg]]", {"i.svg": b'<svg viewBox="0 0 1 1"/>'}, None),
    "an SVG with a size": (
        "![[i.svg|15]]",
        {"i.svg": b'<svg width="30" height="20"/>'},
        ("15", "10"),
    ),
    "no picture": ("![[i.png]]", {"i.png": b"text"}, None),
}


@pytest.mark.parametrize(("note", "files", "size"), SIZES.values(), ids=list(SIZES))
def test_pictures_have_their_size(
    note: str, files: dict[str, bytes], size: tuple[str, str] | None
) -> None:
    found = image(note, files)
    assert (found.get("width"), found.get("height")) == (size or (None, None))


EAGER = {
    "the first picture of a note": ("![[i.png]]\n\n![[i.png]]", [True, False]),
    "after a heading and a paragraph": ("text\n\n## H\n\n![[i.png]]", [True]),
    "further down": ("a\n\nb\n\nc\n\nd\n\n![[i.png]]", [False]),
    "an icon is not the first": ("![[i.png|20]] ![[i.png]]", [False, True]),
    "one that is embedded": ("![[M]]\n\n![[i.png]]", [True, False]),
    "one that is of unknown size": ("![[j.png]]", [False]),
}


@pytest.mark.parametrize(("note", "eager"), EAGER.values(), ids=list(EAGER))
def test_only_a_first_picture_is_loaded_at_once(note: str, eager: list[bool]) -> None:
    files: Files = {"N.md": note, "M.md": "![[i.png]]", **PNG, "j.png": b"text"}
    found = images(garden_of(files).html("N.md"))
    assert ["loading" not in each for each in found] == eager
    assert {each["decoding"] for each in found} == {"async"}


# --- narrower copies ----------------------------------------------------------------------------

CHOICES = {
    "all that are narrower": (
        "![[i.jpg]]",
        PHOTOGRAPH,
        "../i-40w.webp 40w, ../i-80w.webp 80w, ../i-160w.webp 160w",
        "(max-width: 200px) 100vw, 200px",
    ),
    "itself, where no copy is as wide as a screen": (
        "![[i.jpg]]",
        photograph("JPEG", size=(120, 180)),
        "../i-40w.webp 40w, ../i-80w.webp 80w, ../i.jpg 120w",
        "(max-width: 120px) 100vw, 120px",
    ),
    "a width that the author gives": (
        "![[i.jpg|50]]",
        PHOTOGRAPH,
        "../i-40w.webp 40w, ../i-80w.webp 80w, ../i-160w.webp 160w",
        "(max-width: 50px) 100vw, 50px",
    ),
    "a small file": ("![[i.jpg]]", saved(noise(200, 10), "JPEG"), None, None),
    "a narrow one": ("![[i.jpg]]", saved(noise(40, 900), "PNG"), None, None),
    "a GIF": ("![[i.jpg]]", saved(noise(200, 200), "GIF"), None, None),
    "an SVG": ("![[i.jpg]]", b'<svg width="200" height="200"/>' + b" " * 30_000, None, None),
    "one that moves": (
        "![[i.jpg]]",
        saved(noise(99, 99), "PNG", save_all=True, append_images=[noise(99, 99).rotate(90)]),
        None,
        None,
    ),
    "no picture": ("![[i.jpg]]", b"text" * 9000, None, None),
}


@pytest.mark.parametrize(("note", "file", "choice", "sizes"), CHOICES.values(), ids=list(CHOICES))
def test_what_a_browser_may_choose(
    note: str, file: bytes, choice: str | None, sizes: str | None
) -> None:
    found = image(note, {"i.jpg": file}, SMALL, pillow="13")
    assert (found.get("srcset"), found.get("sizes")) == (choice, sizes)
    assert found["src"] == "../i.jpg"


def test_without_pillow_or_widths_there_is_nothing_to_choose() -> None:
    files = {"i.jpg": PHOTOGRAPH}
    assert "srcset" not in image("![[i.jpg]]", files, SMALL)
    assert "srcset" not in image("![[i.jpg]]", files, "[images]\nwidths = []", pillow="13")


ADDRESSES = {
    "beside the picture": (["a/i.jpg"], {"a/i-40w.webp": "a/i.jpg"}),
    "beside a file of that name": (
        ["i.jpg", "i-40w.webp"],
        {"i-40w.webp": "i-40w.webp", "i-40w-2.webp": "i.jpg"},
    ),
    "of two of one name": (
        ["i.jpg", "i.png"],
        {"i-40w.webp": "i.jpg", "i-40w-2.webp": "i.png"},
    ),
    "of names that differ in their letters' case": (
        ["I.jpg", "i.png"],
        {"I-40w.webp": "I.jpg", "i-40w-2.webp": "i.png"},
    ),
}


@pytest.mark.parametrize(("paths", "expected"), ADDRESSES.values(), ids=list(ADDRESSES))
def test_copies_stand_beside_their_pictures(paths: list[str], expected: dict[str, str]) -> None:
    note = "".join(f"![[{path}]]\n" for path in paths)
    files = {path: PHOTOGRAPH for path in paths if path != "i-40w.webp"}
    others = {path: b"" for path in paths if path == "i-40w.webp"}
    config = "[images]\nwidths = [40]\n"
    pages = garden_of({"N.md": note, **files, **others}, config, pillow="13").pages()
    found = {out: text for out, text in pages.items() if "40w" in out}
    assert found == {out: f"(a copy of {path})" for out, path in expected.items()}


LINKS = {
    "a link": ("[x](i.jpg)", False),
    "a wikilink": ("[[i.jpg]]", False),
    "the picture of a note": ("---\nimage: i.jpg\n---\n", False),
    "raw HTML": ('<img src="i.jpg">', False),
    "a comment": ("[[i.jpg]] %%![[i.jpg]]%%", False),
    "a picture": ("![](i.jpg)", True),
    "a picture in a link": ("[![](i.jpg)](https://e.com)", True),
    "a picture in a callout": ("> [!tip]\n> ![[i.jpg]]", True),
}


@pytest.mark.parametrize(("note", "shown"), LINKS.values(), ids=list(LINKS))
def test_prv20_only_what_a_page_shows_has_copies(note: str, shown: bool) -> None:
    private = "---\npublish: false\n---\n![[i.jpg]]"
    files: Files = {"N.md": note, "Private.md": private, "i.jpg": PHOTOGRAPH}
    pages = garden_of(files, SMALL, pillow="13").pages()
    assert "i.jpg" in pages
    assert ("i-40w.webp" in pages) is shown


def test_prv20_the_copies_on_the_site_are_those_that_pages_name(tmp_path: Path) -> None:
    names = ("i.jpg", "j.jpg", "k.jpg", "unused.jpg")
    files: Files = {"N.md": "![[i.jpg]] ![[j.jpg|9]] [[k.jpg]]", **dict.fromkeys(names, TURNED)}
    vault = write(tmp_path / "v", files)
    built(vault, tmp_path / "o", SMALL)
    page = (tmp_path / "o" / "N" / "index.html").read_text()
    there = {path for path in tree(tmp_path / "o") if path.endswith((".webp", ".jpg"))}
    assert there == {*re.findall(r"[ijk]-\d+w\.webp", page), "i.jpg", "j.jpg", "k.jpg"}
    assert len(there) == 9


# --- files --------------------------------------------------------------------------------------


def test_prv19_what_is_published_says_nothing(tmp_path: Path) -> None:
    files = {f"i.{form.lower()}": photograph(form, 6) for form in ("JPEG", "PNG", "WEBP", "AVIF")}
    note = "".join(f"![[{path}]]" for path in files)
    built(write(tmp_path / "v", {**files, "N.md": note}), tmp_path / "o", SMALL)
    for path, content in tree(tmp_path / "o").items():
        assert CANARY not in content, path
        assert b"GPSLatitude" not in content, path


ENDINGS = [
    *("hif", "jif", "mpo", "apng", "jpg_large", "pjpeg", "heics", "jpg.old", "JFIF", "bin", "txt"),
    *("png", "heic", "webp", "svg", "avif", "pdf", "mp4"),
]


@pytest.mark.parametrize("ending", [*(f".{ending}" for ending in ENDINGS), ""])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_prv19_a_picture_is_known_by_its_bytes(tmp_path: Path, form: str, ending: str) -> None:
    name, picture = f"i{ending}", photograph(form)
    vault = write(tmp_path / "v", {"N.md": f"[x]({name}) ![[{name}]]", name: picture})
    built(vault, tmp_path / "o", '[publish]\nattachments = ["*"]\n')
    published = (tmp_path / "o" / name).read_bytes()
    assert CANARY in picture
    assert CANARY not in published
    assert pixels(published) == pixels(picture)


DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><metadata>zqxmaker</metadata></svg>'


@pytest.mark.parametrize("name", ["i.svg", "i.SVG", "i.svgz", "i.xml", "i.old"])
@pytest.mark.parametrize("is_packed", [False, True])
def test_prv19_a_drawing_is_known_by_its_bytes(tmp_path: Path, name: str, is_packed: bool) -> None:
    content = gzip.compress(DRAWING) if is_packed else DRAWING
    vault = write(tmp_path / "v", {"N.md": f"[x]({name})", name: content})
    built(vault, tmp_path / "o", '[publish]\nattachments = ["*"]\n')
    published = (tmp_path / "o" / name).read_bytes()
    assert CANARY not in (gzip.decompress(published) if is_packed else published)


def test_prv19_films_are_not_read_whole(tmp_path: Path) -> None:
    vault = write(tmp_path / "v", {"N.md": "![[i.mp4]]"})
    with (vault / "i.mp4").open("wb") as file:
        file.write(b"\0\0\0\x0cftypmp42\x10\0\0\0mdat")
        file.truncate(12 + 0x10000000)  # a hole, which takes no place on most disks
        file.seek(12 + 0x10000000)
        file.write(b"\0\0\0\x18moov\0\0\0\x10\xa9xyz+52+13/\0")
    counting = Counting()
    done = built(vault, tmp_path / "o", disk=counting.disk)
    assert [p.rule for p in done.told.report.problems] == ["image-location"]


def test_prv19_as_it_is_where_that_is_asked_for(tmp_path: Path) -> None:
    vault = write(tmp_path / "v", {"i.jpg": TURNED, "N.md": "![[i.jpg]]"})
    done = built(vault, tmp_path / "o", SMALL + 'metadata = "keep"')
    assert (tmp_path / "o" / "i.jpg").read_bytes() == TURNED
    assert CANARY not in (tmp_path / "o" / "i-40w.webp").read_bytes()
    assert [p.rule for p in done.told.report.problems] == ["image-location"]


def test_a_picture_that_says_nothing_is_copied_as_it_is(tmp_path: Path) -> None:
    picture = saved(noise(50, 50), "JPEG")
    built(write(tmp_path / "v", {"i.jpg": picture, "N.md": "![[i.jpg]]"}), tmp_path / "o")
    assert (tmp_path / "o" / "i.jpg").read_bytes() == picture


def test_static_files_are_copied_as_they_are_and_told(tmp_path: Path) -> None:
    static = write(tmp_path / "v" / "static", {"i.jpg": TURNED})
    vault = write(tmp_path / "v", {"N.md": "text"})
    done = built(vault, tmp_path / "o", static=static)
    assert (tmp_path / "o" / "i.jpg").read_bytes() == TURNED
    assert [(p.path, p.rule) for p in done.told.report.problems] == [
        ("static/i.jpg", "image-location")
    ]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_picture_is_turned_as_exif_wants_it(form: str, orientation: int) -> None:
    picture = photograph(form, orientation, (64, 48))
    clean = cleaned(picture)
    assert clean is not None
    turned = opened(upright(clean.clean, form.lower()))
    assert turned.size == ((48, 64) if orientation > 4 else (64, 48))
    assert not dict(turned.getexif())
    assert turned.info["icc_profile"] == PROFILE
    corner = {2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
    right, low = corner[orientation]
    at = (turned.width - 5 if right else 4, turned.height - 5 if low else 4)
    red, green, blue = turned.convert("RGB").getpixel(at)  # type: ignore[misc] # three of them
    assert red > 200 > 90 > max(green, blue)
    small = opened(narrower(clean.clean, 24, 90))
    assert small.size == ((24, 32) if orientation > 4 else (24, 18))


def test_a_copy_is_the_same_each_time_and_small() -> None:
    copy = narrower(PHOTOGRAPH, 80, 80)
    assert copy == narrower(PHOTOGRAPH, 80, 80)
    assert opened(copy).format == "WEBP"
    assert opened(copy).size == (80, 52)
    assert len(copy) < len(PHOTOGRAPH) / 2


MODES = [("P", "PNG"), ("1", "PNG"), ("L", "JPEG"), ("LA", "PNG"), ("RGBA", "PNG"), ("I;16", "PNG")]


@pytest.mark.parametrize(("mode", "form"), MODES)
def test_pictures_of_all_colours_can_be_made_narrower(mode: str, form: str) -> None:
    copy = opened(narrower(saved(noise(64, 48, mode), form), 32, 80))
    assert (copy.format, copy.size) == ("WEBP", (32, 24))


def test_what_is_transparent_stays_so() -> None:
    picture = noise(64, 48, "RGBA")
    picture.putalpha(0)
    assert opened(narrower(saved(picture, "PNG"), 32, 80)).getpixel((9, 9))[3] == 0  # type: ignore[index]


UNDECODABLE = {
    "what ends too soon": PHOTOGRAPH[:9000],
    "no picture": b"text",
    "inks": saved(noise(64, 48).convert("CMYK"), "JPEG"),
}


@pytest.mark.parametrize("picture", UNDECODABLE.values(), ids=list(UNDECODABLE))
def test_of_what_cannot_be_made_narrower_the_copy_is_itself(picture: bytes) -> None:
    assert narrower(picture, 32, 80) == picture
    assert upright(picture[:3], "jpeg") == picture[:3]


def bomb() -> bytes:
    """A picture of 900 million pixels that says so in its first bytes, and has none of them."""
    small = saved(noise(30, 30), "PNG")
    return small[:16] + (30_000).to_bytes(4, "big") * 2 + small[24:] + bytes(30_000)


def test_of_a_picture_too_large_to_decode_no_copies_are_made() -> None:
    found = examined(bomb())
    assert (found.width, found.height) == (30_000, 30_000)
    assert not shrinks(Images(), found)
    assert narrower(bomb(), 32, 80) == bomb()
    (problem,) = problems_in(Images(), {"i.png": Looked((), found)}, {}, pillow="13")
    assert problem.rule == "image-large"
    assert list(problems_in(Images(), {"i.png": Looked((), found)}, {}, pillow="")) == []


def test_a_file_too_large_to_hold_is_not_read(tmp_path: Path) -> None:
    vault = write(tmp_path / "v", {"N.md": "![[i.jpg]]"})
    with (vault / "i.jpg").open("wb") as file:
        file.write(PHOTOGRAPH)
        file.truncate(MOST_BYTES + 1)  # a hole, which takes no place on most disks
    done = built(vault, tmp_path / "o", SMALL)
    assert [p.rule for p in done.told.report.problems] == ["image-large"]
    assert (tmp_path / "o" / "i.jpg").stat().st_size == MOST_BYTES + 1


# --- problems -----------------------------------------------------------------------------------

TOLD: dict[str, tuple[str, bytes, list[str]]] = {
    "a photograph": ("i.jpg", PHOTOGRAPH, []),
    "a text that is called a picture": ("i.png", b"text", ["image-unreadable"]),
    "an empty file": ("i.gif", b"", ["image-unreadable"]),
    "half a picture": ("i.jpg", PHOTOGRAPH[:300], ["image-unreadable", "image-location"]),
    "another kind of picture": ("i.png", PHOTOGRAPH, []),
    "an SVG without a size": ("i.svg", b"<svg/>", []),
    "a HEIC file": ("i.heic", photograph("AVIF"), []),
    "a drawing that says nothing": ("i.svg", b"<svg><g/></svg>", []),
    "half a drawing": ("i.svg", b"<svg><metadata>", ["image-uncleaned"]),
    "half a drawing of another name": ("i.old", b"<svg><metadata>", ["image-uncleaned"]),
    "half a packed drawing": ("i.svgz", gzip.compress(b"<svg><metadata>"), ["image-uncleaned"]),
    "half a HEIC file": ("i.hif", photograph("AVIF")[:200], ["image-uncleaned"]),
    "a film": ("i.mp4", b"\0\0\0\x0cftypmp42\0\0\0\x0cmoov\xa9xyz", ["image-location"]),
    "a text": ("i.txt", b"text", []),
    "a PDF file": ("i.pdf", b"%PDF-1.7 " + exif().tobytes(), ["image-location"]),
    "a TIFF": ("i.tif", exif().tobytes()[6:], ["image-location"]),
}


@pytest.mark.parametrize(("name", "content", "rules"), TOLD.values(), ids=list(TOLD))
def test_prv19_what_is_told_of_a_picture(
    tmp_path: Path, name: str, content: bytes, rules: list[str]
) -> None:
    vault = write(tmp_path / "v", {"N.md": f"![[{name}]] [[{name}]]", name: content})
    done = built(vault, tmp_path / "o")
    assert [p.rule for p in done.told.report.problems] == sorted(rules)
    assert {p.path for p in done.told.report.problems} <= {name}


def test_prv19_nothing_is_told_of_what_is_not_published(tmp_path: Path) -> None:
    private = "---\npublish: false\n---\n![[i.png]]"
    files: Files = {"a.md": private, "i.png": b"text", "b.md": ""}
    assert built(write(tmp_path / "v", files), tmp_path / "o").told.report.problems == ()


@pytest.mark.parametrize("widths", ["[8]", "[20000]", '["wide"]', "480", "[1.5]"])
def test_widths_that_make_no_sense_are_refused(widths: str) -> None:
    with pytest.raises(ConfigError, match=r"images\.widths"):
        read_config(f"[images]\nwidths = {widths}")


# --- again --------------------------------------------------------------------------------------


class Counting:
    """A disk that remembers which files were read, and what was written."""

    def __init__(self) -> None:
        self.read, self.written = list[str](), list[str]()
        self.disk = Disk(self.watch)

    def watch(self, operation: Operation, path: Path) -> None:
        if operation == "read" and path.is_file():
            self.read.append(path.name)
        if operation == "write":
            self.written.append(path.name)


def site(tmp_path: Path) -> tuple[Path, Path, Path]:
    notes = {"N.md": "![[i.jpg]] ![[j.jpg]]", "O.md": "o"}
    files: Files = {**notes, "i.jpg": PHOTOGRAPH, "j.jpg": TURNED}
    return write(tmp_path / "v", files), tmp_path / "o", tmp_path / "c"


def test_a_second_build_reads_and_makes_no_picture(tmp_path: Path) -> None:
    vault, output, cache = site(tmp_path)
    built(vault, output, SMALL, cache=cache)
    (vault / "O.md").write_text("other")
    counting = Counting()
    done = built(vault, output, SMALL, cache=cache, disk=counting.disk)
    assert "N/index.html" not in done.drawn
    assert not [name for name in counting.written if name.endswith((".jpg", ".webp"))]
    # That a file is there is asked with its stamp; it would be opened twice more to be compared.
    assert max(counting.read.count(name) for name in ("i.jpg", "j.jpg")) == 1


def test_another_picture_under_the_name_is_shown(tmp_path: Path) -> None:
    vault, output, cache = site(tmp_path)
    built(vault, output, SMALL, cache=cache)
    (vault / "i.jpg").write_bytes(saved(noise(150, 90), "PNG"))
    done = built(vault, output, SMALL, cache=cache)
    assert done.drawn == ("N/index.html",)
    assert 'width="150" height="90"' in (output / "N" / "index.html").read_text()
    assert not (output / "i-160w.webp").exists()
    assert opened((output / "i-80w.webp").read_bytes()).size == (80, 48)


def test_a_copy_that_is_spoilt_in_the_cache_is_made_anew(tmp_path: Path) -> None:
    vault, output, cache = site(tmp_path)
    built(vault, output, SMALL, cache=cache)
    before = tree(output)
    for file in (cache / "pictures").iterdir():
        file.write_bytes(file.read_bytes()[:-9] + b"forged   ")
    for out in output.glob("*.webp"):
        out.unlink()
    built(vault, output, SMALL, cache=cache)
    assert tree(output) == before


def test_the_cache_holds_only_what_is_on_the_site(tmp_path: Path) -> None:
    vault, output, cache = site(tmp_path)
    built(vault, output, SMALL, cache=cache)
    there = set((cache / "pictures").iterdir())
    assert len(there) == 7  # three copies of each, and one that is turned
    (vault / "N.md").write_text("![[i.jpg]]")
    built(vault, output, SMALL, cache=cache)
    left = set((cache / "pictures").iterdir())
    assert left < there
    assert len(left) == 3


def test_out15_cache_and_threads_change_no_byte(tmp_path: Path) -> None:
    vault, output, cache = site(tmp_path)
    built(vault, output, SMALL)
    built(vault, tmp_path / "cached", SMALL, cache=cache, jobs=4)
    assert tree(tmp_path / "cached") == tree(output)


def test_the_preview_shows_a_picture_of_another_size(tmp_path: Path) -> None:
    vault, output, cache = site(tmp_path)
    settings = read_config(SMALL)
    preview = Preview(lambda: Request(vault, output, settings, cache), Disk())
    first = preview.refresh()
    page = first.find("N/")
    assert page is not None
    assert b'width="200" height="130"' in bytes(page.content)
    assert preview.refresh().number == first.number
    (vault / "i.jpg").write_bytes(saved(noise(150, 90), "PNG"))
    second = preview.refresh()
    page, copy = second.find("N/"), second.find("i-80w.webp")
    assert second.number > first.number
    assert page is not None
    assert copy is not None
    assert b'width="150" height="90"' in bytes(page.content)
    assert opened(bytes(copy.content)).size == (80, 48)


# --- without Pillow -----------------------------------------------------------------------------


def test_prv19_without_pillow_pictures_are_clean_and_have_their_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, output, cache = site(tmp_path)
    built(vault, output, SMALL, cache=cache)
    monkeypatch.setattr(shrinking, "pillow", lambda: "")
    built(vault, output, SMALL, cache=cache)
    assert not list(output.glob("*.webp"))
    assert 'width="200" height="130"' in (output / "N" / "index.html").read_text()
    for name in ("i.jpg", "j.jpg"):
        published = (output / name).read_bytes()
        assert CANARY not in published
        assert pixels(published) == pixels((vault / name).read_bytes())
    assert dict(opened((output / "j.jpg").read_bytes()).getexif()) == {274: 6}


def test_a_build_without_copies_imports_no_pillow(tmp_path: Path) -> None:
    vault, output, cache = (str(place) for place in site(tmp_path))
    write(Path(vault), {"garden.toml": "[images]\nwidths = []", "N.md": "![[i.jpg]]"})
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom garden.cli import cli\n"
        f"args = ['build', {vault!r}, '-o', {output!r}, '--cache', {cache!r}]\n"
        "for known in ('imagesize', None):\n"
        "    assert CliRunner().invoke(cli, args).exit_code == 0\n"
        "    assert 'PIL' not in sys.modules\n"
        "    print('imagesize' in sys.modules)\n"
        "    sys.modules.pop('imagesize', None)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


def test_what_was_found_of_a_file_has_a_default() -> None:
    assert not shrinks(Images(), Examined())


# --- where several write ------------------------------------------------------------------------

SHARED = '[site]\ntrust = "shared"\n'
RUNS = '<svg xmlns="http://www.w3.org/2000/svg" onload="a()"><script>a()</script></svg>'


@pytest.mark.parametrize(("config", "is_same"), [("", True), (SHARED, False)])
def test_xss_drawings_of_several_authors_run_nothing(
    tmp_path: Path, config: str, is_same: bool
) -> None:
    vault = write(tmp_path / "v", {"N.md": "![[a.SVG]] ![[b.svg]]", "a.SVG": RUNS, "b.svg": "x"})
    built(vault, tmp_path / "o", config)
    found = {name: (tmp_path / "o" / name).read_text() for name in ("a.SVG", "b.svg")}
    assert found["b.svg"] == ("x" if is_same else '<svg xmlns="http://www.w3.org/2000/svg" />')
    assert (found["a.SVG"] == RUNS) is is_same
    assert ("a()" in found["a.SVG"]) is is_same
    if is_same:  # and then several write after all
        built(vault, tmp_path / "o", SHARED)
        assert "a()" not in (tmp_path / "o" / "a.SVG").read_text()


RUN = (
    *("php", "PHP", "php5", "phtml", "phar", "pht", "cgi", "fcgi", "jsp", "jspx", "asp", "aspx"),
    *("ashx", "cfm", "pl", "py", "rb", "shtml", "shtm", "stm", "hta", "htc", "htaccess", "sh"),
    *("rdf", "rss", "atom", "kml", "gpx", "mml", "xsd", "xsl", "xslt", "svgz", "mht", "mhtml"),
    *("swf", "xht", "xbl", "php.", "p!hp", "p\u200bhp", "php.txt", "phtml.png", "asp;.jpg"),
)
ASIDE = ("pl.png", "python", "phpx", "py.txt", "rb.pdf", "txt", "css", "json", "csv", "zip", "ph")


@pytest.mark.parametrize("ending", RUN)
def test_xss_nothing_of_several_authors_runs(ending: str) -> None:
    name = f"a.{ending}"
    shared = garden_of({"N.md": f"[[{name}]] [x](<{name}>) ![[{name}]]", name: ""}, SHARED)
    assert {*shared.garden.urls} == {"N.md"}
    assert {*shared.rules} == {"file-type"}


@pytest.mark.parametrize("ending", ASIDE)
def test_other_files_of_several_authors_are_published(ending: str) -> None:
    name = f"a.{ending}"
    assert name in garden_of({"N.md": f"[[{name}]]", name: ""}, SHARED).garden.urls


@pytest.mark.parametrize("name", ["a.ht!ml", "a.html.", "a.h\u200btml", "a.xht"])
def test_a_page_is_known_by_its_address(name: str) -> None:
    assert {*garden_of({"N.md": f"[x](<{name}>)", name: ""}).garden.urls} == {"N.md"}


def test_xss_no_file_of_several_authors_is_a_page() -> None:
    files = {"N.md": "[[a.xml]] [[b.html]] [[c.pdf]] [[d.svgz]]", "a.xml": "", "b.html": ""}
    files |= {"c.pdf": "", "d.svgz": ""}
    assert {"a.xml", "c.pdf", "d.svgz"} <= garden_of(files).garden.urls.keys()
    shared = garden_of(files, SHARED)
    assert {*shared.garden.urls} == {"N.md", "c.pdf"}
    assert shared.rules == ["file-type"] * 3
