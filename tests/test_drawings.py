"""Drawings in SVG without what they say besides the drawing (PRV19); all other bytes stay."""

from __future__ import annotations

import gzip
import re
from base64 import b64decode, b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garden.image import cleaned
from garden.image.kinds import kind_of
from garden.image.svg import harmless
from garden.pictures import examined
from tests.photographs import CANARY, photograph, pixels

NS = 'xmlns="http://www.w3.org/2000/svg"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
EDITOR = 'xmlns:e="urn:editor"'
PAGE = 'xmlns="http://www.w3.org/1999/xhtml"'
# a drawing → what is left of it
DRAWINGS = {
    "metadata are left empty": (
        f'<svg {NS}><metadata id="m" e="x"><a>zqx</a> zqx</metadata><rect/></svg>',
        f'<svg {NS}><metadata id="m"></metadata><rect/></svg>',
    ),
    "comments": (
        f"<!-- zqx --><svg {NS}><!--zqx--><g/><text>a <!-- zqx --> b</text></svg><!-- zqx -->",
        f"<svg {NS}><g/><text>a  b</text></svg>",
    ),
    "instructions, but for those that make the drawing": (
        f'<?xml version="1.0"?><?xml-stylesheet href="a.css"?><?zqx x?><svg {NS}><?zqx?></svg>',
        f'<?xml version="1.0"?><?xml-stylesheet href="a.css"?><svg {NS}></svg>',
    ),
    "the source of draw.io": (
        f'<svg {NS} content="&lt;mxfile host=&quot;zqx&quot;>" width="3"/>',
        f'<svg {NS} width="3"/>',
    ),
    "the source of Excalidraw, in words between comments": (
        f"<svg {NS}><!-- payload-start -->enF4=<!-- payload-end --><defs/></svg>",
        f"<svg {NS}><defs/></svg>",
    ),
    "elements and attributes of an editor": (
        f"<svg {NS} {EDITOR} e:export='/home/zqx' id='a'><e:view><g>zqx</g></e:view>"
        f"<g e:label='zqx'/><x xmlns='urn:zqx' id='b'/></svg>",
        f"<svg {NS} id='a'><g/></svg>",
    ),
    "a prefix that is the drawing's own stays": (
        f'<s:svg xmlns:s="http://www.w3.org/2000/svg" {EDITOR}><s:g e:a="zqx"/><g>zqx</g></s:svg>',
        '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>',
    ),
    "links of its own stay": (
        f'<svg {NS} {XLINK}><use xlink:href="#a"/><a xlink:title="b" xml:lang="en"/></svg>',
        f'<svg {NS} {XLINK}><use xlink:href="#a"/><a xlink:title="b" xml:lang="en"/></svg>',
    ),
    "words that are drawn or read aloud stay": (
        f"<svg {NS}><title>a</title><desc>b</desc><g>zqx<text>c<tspan>d</tspan></text></g></svg>",
        f"<svg {NS}><title>a</title><desc>b</desc><g><text>c<tspan>d</tspan></text></g></svg>",
    ),
    "HTML in it is drawn": (
        f'<svg {NS} {EDITOR}><foreignObject><p {PAGE} e:a="zqx" data-a="zqx">a<b>b</b>'
        "<!-- zqx --><e:c>d</e:c></p></foreignObject></svg>",
        f"<svg {NS} {EDITOR}><foreignObject><p {PAGE}>a<b>b</b><e:c>d</e:c></p></foreignObject>"
        "</svg>",
    ),
    "what only its editor would draw": (
        f'<svg {NS} {EDITOR}><switch><foreignObject requiredExtensions="x"><e:p>zqx</e:p>'
        "</foreignObject><g/></switch></svg>",
        f'<svg {NS}><switch><foreignObject requiredExtensions="x"></foreignObject><g/></switch>'
        "</svg>",
    ),
    "names that scripts would ask for": (
        f'<svg {NS}><g data-cell-id="zqx" data-name="zqx" class="a"/></svg>',
        f'<svg {NS}><g class="a"/></svg>',
    ),
    "names that its style asks for": (
        f"<svg {NS}><style>[data-a] {{fill: red}}</style><g data-a='b'/></svg>",
        f"<svg {NS}><style>[data-a] {{fill: red}}</style><g data-a='b'/></svg>",
    ),
    "comments in a style": (
        f'<svg {NS}><style>a/* zqx */b{{c:"/* d */"}}<!-- zqx -->/**/e{{}}/* zqx</style></svg>',
        f'<svg {NS}><style>a/**/b{{c:"/* d */"}}/**/e{{}}/**/</style></svg>',
    ),
    "a style in a section of its own": (
        f"<svg {NS}><style><![CDATA[/* zqx */ a > b {{}}]]></style></svg>",
        f"<svg {NS}><style><![CDATA[/**/ a > b {{}}]]></style></svg>",
    ),
    "something stands in for what a style counts": (
        f"<svg {NS} {EDITOR}><style>g:nth-child(3) {{}}</style><e:a>zqx</e:a><g/></svg>",
        f'<svg {NS}><style>g:nth-child(3) {{}}</style><_ xmlns=""/><g/></svg>',
    ),
    "paths of a disk": (
        f'<svg {NS} {XLINK}><image xlink:href="file:///home/zqx/a.png"/><image href="C:\\zqx.png"/>'
        "<g style=\"fill: url('file:///zqx') red\"/></svg>",
        f'<svg {NS} {XLINK}><image xlink:href="about:invalid"/><image href="about:invalid"/>'
        "<g style=\"fill: url('about:invalid') red\"/></svg>",
    ),
    "metadata among drawn words": (
        f'<svg {NS}><text>a<metadata id="m">zqx<g/></metadata><tspan>b</tspan></text></svg>',
        f'<svg {NS}><text>a<metadata id="m"></metadata><tspan>b</tspan></text></svg>',
    ),
    "comments in the style of an element": (
        f"<svg {NS}><g style='fill: red /* zqx */; a: \"/* b */\"' fill='blue/* zqx'/></svg>",
        f'<svg {NS}><g style="fill: red /**/; a: &quot;/* b */&quot;" fill="blue/**/"/></svg>',
    ),
    "comments that its words, names and addresses only seem to hold": (
        f"<svg {NS}><a id='/* a */' aria-label='/* b */' href='#c/*d*/e'/></svg>",
        f"<svg {NS}><a id='/* a */' aria-label='/* b */' href='#c/*d*/e'/></svg>",
    ),
    "a style in a language that no browser reads": (
        f"<svg {NS}><style type='text/less' id='a'>// zqx</style><style type='text/css'>a {{}}"
        "</style></svg>",
        f"<svg {NS}><style id='a'></style><style type='text/css'>a {{}}</style></svg>",
    ),
    "data that no script asks for": (
        f"<svg {NS}><script type='application/json'>[\"zqx\"]</script></svg>",
        f"<svg {NS}><script></script></svg>",
    ),
    "data that a script may ask for": (
        f"<svg {NS}><script type='application/json'>[1]</script><script>run()</script></svg>",
        f"<svg {NS}><script type='application/json'>[1]</script><script>run()</script></svg>",
    ),
    "HTML that is never shown": (
        f"<svg {NS}><foreignObject><p {PAGE}><template><b>zqx</b></template>a"
        "<meta name='author' content='zqx'/><!-- zqx --></p></foreignObject></svg>",
        f"<svg {NS}><foreignObject><p {PAGE}><template></template>a<meta/></p></foreignObject>"
        "</svg>",
    ),
    "HTML in it with a style": (
        f"<svg {NS}><foreignObject><p {PAGE} style='color: red /* zqx */'>a</p></foreignObject>"
        "</svg>",
        f'<svg {NS}><foreignObject><p {PAGE} style="color: red /**/">a</p></foreignObject></svg>',
    ),
    "paths of a disk in a style": (
        f"<svg {NS}><style>@import 'file:///zqx';@import url(\"C:\\zqx\");@font-face {{src: "
        f"url(/Users/zqx/a.woff), url( app://zqx )}} a {{b: url(#c) url(zqx.svg) "
        f"image-set('smb://zqx' 1x) url(\\66ile:zqx)}}</style></svg>",
        f"<svg {NS}><style>@import 'about:invalid';@import url(\"about:invalid\");@font-face "
        "{src: url(about:invalid), url( about:invalid)} a {b: url(#c) url(about:invalid) "
        "image-set('about:invalid' 1x) url(about:invalid)}</style></svg>",
    ),
    "a style sheet and a declaration on a disk": (
        '<?xml-stylesheet type="text/css" href="file:///zqx.css"?>'
        '<!DOCTYPE svg SYSTEM "file:///zqx.dtd" [<!NOTATION n SYSTEM "C:\\zqx">]>'
        f"<svg {NS}/>",
        f'<!DOCTYPE svg SYSTEM "about:invalid" [<!NOTATION n SYSTEM "about:invalid">]><svg {NS}/>',
    ),
    "entities that nothing needs any more": (
        "<!DOCTYPE svg PUBLIC 'a' \"http://b\" [<!ENTITY own 'zqx'><!-- it's zqx -->"
        '<!ENTITY ns "http://www.w3.org/2000/svg"><!ENTITY ai "urn:zqx">]>'
        '<svg xmlns="&ns;" xmlns:i="&ai;" i:a="b"><i:pgf>zqx<![CDATA[zqx]]></i:pgf></svg>',
        "<!DOCTYPE svg PUBLIC 'a' \"http://b\" ["
        '<!ENTITY ns "http://www.w3.org/2000/svg">]>'
        '<svg xmlns="&ns;"></svg>',
    ),
    "words by entities": (
        f'<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY s "zqx">]><svg {NS}><text>&a;</text>&s;</svg>',
        f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {NS}><text>&a;</text></svg>',
    ),
    "links into a vault, which stay links": (
        f'<svg {NS} {XLINK}><a href="[[Diary/zqx|x]]"><rect/></a><a xlink:href="zqx.md"/></svg>',
        f'<svg {NS} {XLINK}><a href="about:invalid"><rect/></a>'
        '<a xlink:href="about:invalid"/></svg>',
    ),
    "links that an animation makes": (
        f"<svg {NS} {XLINK}><a><set attributeName='href' to='[[zqx]]'/>"
        "<animate attributeName='xlink:href' values='#a;zqx' dur='1;2'/>"
        "<animate attributeName='x' values='a;b'/></a></svg>",
        f"<svg {NS} {XLINK}><a><set attributeName='href' to=\"about:invalid\"/>"
        "<animate attributeName='xlink:href' values=\"#a;about:invalid\" dur='1;2'/>"
        "<animate attributeName='x' values='a;b'/></a></svg>",
    ),
    "links in its HTML, and what stands for one": (
        f"<svg {NS}><foreignObject><p {PAGE}><a href='zqx'>a</a><q cite='zqx'>b</q>"
        "<img srcset='a.png 1x, zqx/b.png 2x'/></p></foreignObject></svg>",
        f'<svg {NS}><foreignObject><p {PAGE}><a href="about:invalid">a</a>'
        '<q cite="about:invalid">b</q><img srcset="about:invalid"/></p></foreignObject></svg>',
    ),
    "words that are a path as a whole": (
        f"<svg {NS} {XLINK}><a xlink:title='file:///zqx' xlink:role='zqx'/><g aria-label='a/b'/>"
        "</svg>",
        f'<svg {NS} {XLINK}><a xlink:title="" xlink:role="about:invalid"/>'
        "<g aria-label='a/b'/></svg>",
    ),
    "a drawing without a namespace": (
        '<svg><g/><x xmlns="urn:x">zqx</x></svg>',
        "<svg><g/></svg>",
    ),
    "spaces and line ends stay": (
        f"<svg\r\n  {NS}\n\te='1'  ><g\n/>\r\n</svg >\n",
        f"<svg\r\n  {NS}\n\te='1'  ><g\n/>\r\n</svg >\n",
    ),
}


def left_of(drawing: str | bytes) -> bytes:
    found = cleaned(drawing.encode() if isinstance(drawing, str) else drawing)
    assert found is not None
    return found.clean


@pytest.mark.parametrize(("drawing", "left"), DRAWINGS.values(), ids=list(DRAWINGS))
def test_prv19_what_is_left_of_a_drawing(drawing: str, left: str) -> None:
    assert left_of(drawing).decode() == left
    assert left_of(left).decode() == left


NOWHERE = (
    "file:///zqx",
    "FILE:zqx",
    "fi&#10;le:///zqx",
    "&#9; fi&#9;le:///zqx",
    "file&#58;//zqx",
    "app://zqx/a.png",
    "obsidian://open?vault=zqx",
    "vscode://file/zqx",
    "smb://nas/zqx",
    "zotero://select/zqx",
    "x-devonthink-item://zqx",
    "C:\\zqx",
    "c:/zqx",
    "C%3A%5Czqx",
    "\\\\nas\\zqx",
    "//nas/zqx",
    "/Users/zqx/a.png",
    "/home/zqx/a.png",
    "../../../home/zqx/a.png",
    "%2FUsers%2Fzqx%2Fa.png",
    "/private/tmp/zqx",
    "/private/var/zqx",
    "/data/user/0/zqx",
    "/home/zqx",
    "/Users/zqx",
    "/C:/Users/zqx",
    "..\\..\\zqx",
    "..\\zqx",
    "http:Private/zqx",
    "https:///zqx",
    "Private/zqx.png",
    "../zqx/a.png",
    "/zqx/b.png",
    "Private/zqx.md",
    "zqx.md",
    "[[zqx]]",
    "[[Diary/zqx clinic|x]]",
    "%5B%5BDiary/zqx%5D%5D",
    "%5b%5bzqx%7Cx%5d%5d",
    "&#91;&#91;zqx]]",
    "[x](Private/zqx.md)",
    "[x](&lt;zqx&gt;)",
    "/Volumes/zqx/a.png",
    "~/zqx",
)
SOMEWHERE = (
    "",
    "#a:b",
    "//example.net/a.png",
    "https://example.net/file:/a",
    "HTTP://example.net",
    "mailto:a@example.net",
    "tel:+1",
)
BESIDE = (  # which are loaded, but followed nowhere
    "a.svg#b",
    "a b.png",
    "javascript:a()",
    "data:page/id,3",
)
BEARERS = {
    "a link": "<a href='{}'/>",
    "a link of old": f"<a {XLINK} xlink:href='{{}}'/>",
    "a picture": "<image href='{}'/>",
    "a base": "<g xml:base='{}'/>",
    "a picture in HTML": f"<foreignObject><img {PAGE} src='{{}}'/></foreignObject>",
    "a film in HTML": f"<foreignObject><video {PAGE} poster='{{}}'/></foreignObject>",
}


@pytest.mark.parametrize("address", NOWHERE)
@pytest.mark.parametrize("bearer", BEARERS.values(), ids=list(BEARERS))
def test_prv19_an_address_of_a_disk_or_program_is_none(bearer: str, address: str) -> None:
    left = left_of(f"<svg {NS}>{bearer.format(address)}</svg>").decode()
    assert left == f"<svg {NS}>{bearer.format('about:invalid')}</svg>".replace(
        "'about:invalid'", '"about:invalid"'
    )


@pytest.mark.parametrize("address", SOMEWHERE)
@pytest.mark.parametrize("bearer", BEARERS.values(), ids=list(BEARERS))
def test_an_address_of_the_web_or_beside_a_drawing_stays(bearer: str, address: str) -> None:
    drawing = f"<svg {NS}>{bearer.format(address)}</svg>"
    assert left_of(drawing).decode() == drawing


@pytest.mark.parametrize("address", BESIDE)
@pytest.mark.parametrize("bearer", BEARERS.values(), ids=list(BEARERS))
def test_what_lies_beside_a_drawing_may_be_loaded_by_it_alone(bearer: str, address: str) -> None:
    drawing = f"<svg {NS}>{bearer.format(address)}</svg>"
    left = drawing.replace(f"'{address}'", '"about:invalid"') if "<a " in bearer else drawing
    assert left_of(drawing).decode() == left


PAINTED = (
    "fill='{}'",
    "stroke='{} red'",
    "filter='blur(1px) {}'",
    "mask='{}'",
    "clip-path='{}'",
    "marker-end='{}'",
    "cursor='{}, auto'",
    "style='fill: {}'",
)
ON_DISK = (
    "/Users/zqx/x.svg#a",
    "/home/zqx/x.svg#a",
    "\\\\nas\\zqx",
    "../../Users/zqx/x.svg#a",
    "C:\\zqx b\\x#a",
    "C:/zqx/x#a",
    "file:///zqx#a",
    "/zqx",
    "Private/zqx.svg#a",
    "zqx.svg#a",
)


@pytest.mark.parametrize("sign", ["", "&quot;", "&apos;"])
@pytest.mark.parametrize("address", ON_DISK)
@pytest.mark.parametrize("painted", PAINTED)
def test_prv19_no_attribute_paints_with_a_file(painted: str, address: str, sign: str) -> None:
    for space in ("", " "):
        attribute = painted.format(f"url({space}{sign}{address}{sign}{space})")
        left = left_of(f"<svg {NS}><g {attribute}/></svg>").decode()
        assert "zqx" not in left
        assert "about:invalid" in left


@pytest.mark.parametrize("address", ["#a", "https://example.net/a.svg#b", "data:page/id,3"])
@pytest.mark.parametrize("painted", PAINTED)
def test_an_attribute_paints_with_the_drawing_itself_and_the_web(
    painted: str, address: str
) -> None:
    drawing = f"<svg {NS}><g {painted.format(f'url({address})')}/></svg>"
    assert left_of(drawing).decode() == drawing


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=list(DRAWINGS))
def test_prv19_in_all_letters(drawing: tuple[str, str], encoding: str) -> None:
    before, after = (text.replace('<?xml version="1.0"?>', "") for text in drawing)
    data = before.encode(encoding)
    assert kind_of(data) == "svg"
    assert left_of(data) == after.encode(encoding)


DECLARED = ("iso-8859-1", "windows-1252", "Shift_JIS", "us-ascii", "UTF-8")


@pytest.mark.parametrize("encoding", DECLARED)
def test_prv19_in_the_letters_that_it_names(encoding: str) -> None:
    word = "ö" if encoding in DECLARED[:2] else "あ" if encoding == "Shift_JIS" else "a"
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    drawing = f"{head}<svg {NS}><!-- {word} zqx --><text>{word}</text></svg>"
    left = f"{head}<svg {NS}><text>{word}</text></svg>"
    assert left_of(drawing.encode(encoding)) == left.encode(encoding)


BOMB = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(30))
PREFIXES = " ".join(f"xmlns:p{n}='u'" for n in range(999))
HOSTILE = {
    "entities in entities": f"<!DOCTYPE svg [<!ENTITY a0 'x'>{BOMB}]><svg {NS} a='&a30;'/>",
    "entities in entities, in its words": f"<!DOCTYPE svg [<!ENTITY a0 'x'>{BOMB}]>"
    f"<svg {NS}><text>&a30;</text></svg>",
    "a long entity often": f"<!DOCTYPE svg [<!ENTITY a '{'x' * 9999}'>]>"
    f"<svg {NS} a='{'&a;' * 9999}'/>",
    "many entities": "<!DOCTYPE svg ["
    + "".join(f"<!ENTITY a{n} 'x'>" for n in range(999))
    + f"]><svg {NS}/>",
    "an entity that holds elements": f"<!DOCTYPE svg [<!ENTITY a '<g/>'>]><svg {NS}>&a;</svg>",
    "an entity of elsewhere": f"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///x'>]><svg {NS}>&a;</svg>",
    "an entity that nobody knows": f"<svg {NS}>&nbsp;</svg>",
    "deep": f"<svg {NS}>{'<g>' * 9999}{'</g>' * 9999}</svg>",
    "deep and without an end": f"<svg {NS}>{'<g>' * 9999}",
    "many elements": f"<svg {NS}>{'<g/>' * 500_001}</svg>",
    "many prefixes": f"<svg {NS} {PREFIXES}/>",
    "cut off": f"<svg {NS}><metadata>zqx",
    "something behind it": f"<svg {NS}/>zqx",
    "an attribute twice": f"<svg {NS} a='' a=''/>",
    "letters that nobody knows": f'<?xml version="1.0" encoding="x-zqx"?><svg {NS}/>',
    "letters that it does not have": f'<?xml version="1.0" encoding="us-ascii"?><svg {NS}>ö</svg>',
    "another element": '<svg xmlns="urn:x"/>',
}


@pytest.mark.parametrize("drawing", HOSTILE.values(), ids=list(HOSTILE))
def test_prv19_a_drawing_that_cannot_be_cleaned_is_known(drawing: str) -> None:
    found = examined(drawing.encode())
    assert (found.kind, found.is_known, found.is_clean) == ("svg", False, True)


ENDLESS = {
    "comments before it": "<!--" * 99_999,
    "instructions before it": "<?" * 99_999,
    "declarations": "<!DOCTYPE svg [" + "<!--" * 99_999,
    "spaces in a tag": f"<svg {NS}{' ' * 99_999}/>",
    "style sheets": "<svg>" + "<style " * 99_999,
    "addresses in a style": f"<svg {NS}><style>{'url(' * 99_999}</style></svg>",
    "words in a style": f"<svg {NS}><style>{chr(34) * 99_999}</style></svg>",
    "comments in a style": f"<svg {NS}><style>{'/*' * 99_999}</style></svg>",
    "pictures in an attribute": f"<svg {NS} a='{'data:,' * 99_999}'/>",
    "pictures that have no end": f"<svg {NS} a='x{'(data:,' * 99_999}'/>",
    "style sheets to be loaded": f"<svg {NS}><style>{'@import' * 99_999}</style></svg>",
    "scripts": f"<svg {NS}><text>{'&lt;script ' * 99_999}</text><desc>{' onx' * 9999}</desc></svg>",
    "a tag of a script": f"<svg {NS}><script {' '.join(f'a{n}={chr(39) * 2}' for n in range(9999))}"
    "/></svg>",
    "what gzip can pack": gzip.compress(f"<svg {NS}>{' ' * (1 << 26)}</svg>".encode()),
}


@pytest.mark.parametrize("drawing", ENDLESS.values(), ids=list(ENDLESS))
def test_prv19_no_drawing_takes_long(drawing: str | bytes) -> None:
    examined(drawing.encode() if isinstance(drawing, str) else drawing)


@given(
    st.sampled_from([before for before, _ in DRAWINGS.values()]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.text(max_size=4)), max_size=3),
)
def test_prv19_to_clean_a_drawing_twice_is_to_clean_it_once(
    drawing: str, edits: list[tuple[float, str]]
) -> None:
    for place, text in edits:
        at = int(place * len(drawing))
        drawing = drawing[:at] + text + drawing[at + len(text) :]
    found = cleaned(drawing.encode(errors="replace"))
    assert found is None or left_of(found.clean) == found.clean


# --- pictures in it -----------------------------------------------------------------------------

INNER = f"<svg {NS}><metadata>zqx</metadata></svg>"
LEFT = f"<svg {NS}><metadata></metadata></svg>"
HOLDERS = {
    "an image": "<image href='{}'/>",
    "an old image": f"<image {XLINK} xlink:href='{{}}'/>",
    "a style": "<style>a {{b: url({})}}</style>",
    "a style in quotes": '<style>a {{b: url("{}")}}</style>',
    "an attribute": "<g style='fill: url({}) red'/>",
    "HTML": f"<foreignObject><img {PAGE} src='{{}}'/></foreignObject>",
}


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=list(HOLDERS))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_prv19_a_photograph_in_a_drawing_says_nothing(holder: str, form: str) -> None:
    picture = photograph(form)
    address = f"data:image/{form.lower()};base64,{b64encode(picture).decode()}"
    left = left_of(f"<svg {NS}>{holder.format(address)}</svg>").decode()
    found = re.search(r"base64,([\w+/=]+)", left)
    assert found is not None
    assert CANARY not in b64decode(found[1])
    assert pixels(b64decode(found[1])) == pixels(picture)


def test_prv19_base64_on_many_lines() -> None:
    coded = b64encode(photograph("JPEG")).decode()
    for end in ("\n", "&#10;", " "):
        lines = end.join(coded[i : i + 76] for i in range(0, len(coded), 76))
        left = left_of(f"<svg {NS}><image href='data:image/jpeg;base64,{lines}'/></svg>")
        assert CANARY not in b64decode(left.partition(b"base64,")[2].partition(b'"')[0])


DRAWN = {
    "in base64": f"data:image/svg+xml;base64,{b64encode(INNER.encode()).decode()}",
    "in the letters of addresses": f"data:image/svg+xml,{quote(INNER)}",
    "as it stands": "data:image/svg+xml;utf8," + INNER.replace("<", "&lt;"),
}


@pytest.mark.parametrize("address", DRAWN.values(), ids=list(DRAWN))
def test_prv19_a_drawing_in_a_drawing_says_nothing(address: str) -> None:
    left = left_of(f"<svg {NS}><image href='{address}'/></svg>").decode()
    assert quote(LEFT) in left or b64encode(LEFT.encode()).decode() in left


def test_prv19_drawings_too_deep_in_drawings_are_told() -> None:
    drawing = LEFT
    for _ in range(9):
        drawing = f"<svg {NS}><image href='data:image/svg+xml,{quote(drawing)}'/></svg>"
    assert cleaned(drawing.encode()) is None


# --- packed -------------------------------------------------------------------------------------


def test_prv19_a_packed_drawing_is_cleaned_too() -> None:
    data = gzip.compress(INNER.encode())
    assert kind_of(data) == "svgz"
    assert gzip.decompress(left_of(data)) == LEFT.encode()
    assert left_of(left_of(data)) == left_of(data)


def test_prv19_the_name_that_gzip_keeps_goes() -> None:
    data = gzip.compress(LEFT.encode(), mtime=0)
    named = data[:3] + b"\x08" + data[4:10] + b"zqx.svg\0" + data[10:]
    assert gzip.decompress(named) == LEFT.encode()
    assert left_of(data) == data
    assert b"zqx" not in left_of(named)


def test_other_packed_files_are_no_drawings() -> None:
    assert kind_of(gzip.compress(b"text")) == ""
    assert kind_of(b"\x1f\x8b\x08 no gzip") == ""


NO_DRAWINGS = {
    "a page with a drawing": f"<!DOCTYPE html><html><body><svg {NS}/></body></html>",
    "another page": f'<?xml version="1.0"?><html {PAGE}><svg {NS}/></html>',
    "a feed": '<?xml version="1.0"?><rss><svg/></rss>',
    "a drawing in a comment": "<!-- <svg> --><a/>",
    "text": "svg <svg/>",
}


@pytest.mark.parametrize("text", NO_DRAWINGS.values(), ids=list(NO_DRAWINGS))
def test_what_is_no_drawing(text: str) -> None:
    assert kind_of(text.encode()) == ""


def test_a_drawing_may_begin_late() -> None:
    assert kind_of(f"<!--{'x' * 99_999}--><svg {NS}/>".encode()) == "svg"


@pytest.mark.parametrize("drawing", [before for before, _ in DRAWINGS.values()])
def test_prv19_a_harmless_drawing_says_nothing(drawing: str) -> None:
    assert b"zqx" not in harmless(left_of(drawing))
