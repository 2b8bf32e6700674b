"""What may have been meant to keep a note private does so, however and wherever it is written,

and its mirror: ordinary notes that look a little like it stay public, and nothing is said of them.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping

import pytest

from garden.signs import bare, names, taken_for, tidy
from tests.support import Grown, garden_of

CANARY = "zqxcanary"


def grown_of(note: str, config: str = "") -> Grown:
    return garden_of({"Note.md": note, "Other.md": "[[Note]]"}, config)


def is_published(grown: Grown) -> bool:
    is_there = "Note.md" in grown.garden.notes
    assert (CANARY in "\n".join(grown.pages().values())) == is_there
    return is_there


def table(cases: Mapping[str, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("note", [pytest.param(n, id=t) for t, n in cases.items()])


# --- where front matter nearly is ---------------------------------------------------------------

# where a block may stand → the note, in which the block is {}
PLACES = {
    "after the first one": "---\ntitle: x\n---\n---\n{}\n---\n",
    "after the first one and an empty line": "---\ntitle: x\n---\n\n---\n{}\n---\n",
    "after an empty one": "---\n---\n---\n{}\n---\n",
    "third": "---\ntitle: x\n---\n---\ntitle: y\n---\n---\n{}\n---\n",
    "below an empty line": "\n---\n{}\n---\n",
    "below several empty lines": "\n \n\t\n---\n{}\n---\n",
    "below a line of nothing but an unseen sign": "\u200b\n---\n{}\n---\n",
    "below a comment": "%% from my phone %%\n---\n{}\n---\n",
    "below a comment of several lines": "%%\nfrom\nmy phone\n%%\n\n---\n{}\n---\n",
    "behind a comment": "%% x %%---\n{}\n---\n",
    "below an HTML comment": "<!-- x -->\n---\n{}\n---\n",
    "below two comments": "<!-- x\n\ny -->\n%% z %%\n---\n{}\n---\n",
    "below a heading": "# Title\n---\n{}\n---\n",
    "below a heading and an empty line": "# Title\n\n---\n{}\n---\n",
    "below a title that is no heading": "Title\n---\n{}\n---\n",
    "below a directive": "%YAML 1.2\n---\n{}\n---\n",
    "below a picture": "![[a.png]]\n\n---\n{}\n---\n",
    "with a name of two words": "--- front matter\n{}\n---\n",
    "without a closing fence": "---\n# by template\n{}\n\n",
    "without a closing fence, late": "\n\n---\n{}\n\n",
    "without a closing fence, second": "---\ntitle: x\n---\n---\n{}\n\n",
    "without an opening fence": "{}\n---\n",
    "closed by dots": "\n---\n{}\n...\n",
    "closed by more dashes": "\n---\n{}\n------\n",
    "with the name of its kind": "---yaml\n{}\n---\n",
    "with the name of its kind, after a space": "--- yaml\n{}\n---\n",
    "with a remark on its fence": "--- # x\n{}\n---\n",
    "with four dashes": "----\n{}\n----\n",
    "with two dashes": "--\n{}\n--\n",
    "with a dash that an editor made": "\u2014\n{}\n\u2014\n",
    "with a dash and a hyphen": "\u2014-\n{}\n\u2014-\n",
    "with two short dashes": "\u2013\u2013\n{}\n\u2013\u2013\n",
    "with stars": "***\n{}\n***\n",
    "with an indented fence": "  ---\n  {}\n  ---\n",
    "with a fence indented as code": "    ---\n    {}\n    ---\n",
    "with a title above it": "\n---\ntitle: x\n{}\n---\n",
    "with a title below it": "\n---\n{}\ntitle: x\n---\n",
    "with broken lines": "%% x %%\n---\ntitle: x\nwhich goes on\n{}\n---\n",
    "as a block of code": "```yaml\n{}\n```\n",
    "as a block of code with fences": "```\n---\n{}\n---\n```\n",
    "with an unseen sign before the fence": "\u200b---\n{}\n---\n",
    "with an unseen sign in the fence": "-\u2060--\n{}\n---\n",
    "with an unseen sign in the last fence": "---\n{}\n---\u200b\n",
    "with a no-break space after the fence": "---\u00a0\n{}\n---\n",
}
WORDS = ("private: true", "Draft: yes", "publish: false", "published: no", "dg-publish: off")
TAGS = ("tags: [private]", "tags:\n  - Private", "tag: '#private/x'")
BLOCKS = {
    f"{place}, {word.splitlines()[0]}": where.format(word) + CANARY
    for place, where in PLACES.items()
    for word in (*WORDS, *TAGS)
    if "indented as" not in place or "\n" not in word
}


@table({f"OUT14 PRV26 {title}": note for title, note in BLOCKS.items()})
def test_a_block_where_front_matter_nearly_is_denies(note: str) -> None:
    grown = grown_of(note)
    assert not is_published(grown)
    assert [withheld.path for withheld in grown.report.withheld] == ["Note.md"]


FENCES = (
    *(
        "--- !!map",
        "---!!map",
        "--- # comment",
        "\\---",
        "\\-\\-\\-",
        "\u2014-",
        "-\u2014",
        "--- |",
    ),
    *("--- &a", "--- %YAML", "> ---", '"---"', "`---`", "- - -", "-- -", "\u2500\u2500\u2500"),
    *("\u2e3a", "---:", '--- "x"', "**---**", "---\\", "--- // x", "--- <!-- x -->", "--- []"),
)


@pytest.mark.parametrize("end", ["---", "...", "", "{}"])
@pytest.mark.parametrize("fence", FENCES)
def test_out14_what_looks_like_a_fence_may_open_a_block(fence: str, end: str) -> None:
    for word in ("private: true", "tags: [private]", "x: y\nDraft: yes"):
        note = f"{fence}\n{word}\n{end.replace('{}', fence)}\n\n{CANARY}"
        assert not is_published(grown_of(note))


EMPTY = ("", "''", '""', "null", "~", "'  '", "# true")


@pytest.mark.parametrize("value", EMPTY)
@pytest.mark.parametrize("key", ["publish", "draft", "private", "Private"])
def test_prv27_a_key_without_a_value_says_nothing_and_is_told(key: str, value: str) -> None:
    grown = garden_of({"Note.md": f"---\na: b\n{key}: {value}\n---\n{CANARY}"})
    assert is_published(grown)
    told = [(p.rule, p.span.line, p.level) for p in grown.problems]
    assert told == [("publish-empty", 3, "warning")]


def test_prv35_a_key_without_a_value_in_a_private_note_is_not_told() -> None:
    assert garden_of({"a.md": "---\npublish:\nprivate: true\n---\n"}).problems == ()


OTHERS = {
    "JSON without fences": '{{"private": true}}\n\n',
    "JSON on several lines": '{{\n"private": true\n}}\n\n',
    "JSON with an empty line": '{{\n\n"title": "x",\n"draft": "yes"\n}}\n',
    "JSON that is cut off": '{{"title": "x", "publish": false\n\n',
    "JSON without quotes": "{{private: true}}\n",
    "JSON with a tag": '{{"tags": ["a", "private"]}}\n',
    "JSON with a comma too many": '{{"private": true,}}\n',
    "JSON below a comment": '%% x %%\n{{ "private": true }}\n',
    "JSON after the first block": '---\ntitle: x\n---\n{{"private": true}}\n',
    "JSON between late fences": '\n---\n{{"private": true}}\n---\n',
    "JSON between semicolons": ';;;\n{{"private": true}}\n;;;\n',
    "TOML": "+++\nprivate = true\n+++\n",
    "TOML below a comment": "%% x %%\n+++\nprivate = true\n+++\n",
    "TOML after the first block": '---\ntitle: x\n---\n+++\ntags = ["private"]\n+++\n',
    "TOML with an unseen sign": "\u200b+++\nprivate = true\n+++\n",
    "a key without any fence": "private: true\n\n",
    "a key without any fence, in bold": "**Draft:** yes\n\n",
    "a key without any fence, after another": "title: x\npublish: no\n\n",
    "a key in the line of the fence": "--- private: true\n---\n",
    "no space after the colon": "\n---\nprivate:true\n---\n",
    "a wide colon": "\n---\nprivate：true\n---\n",
    "two colons in front matter": "---\nprivate:: true\n---\n",
    "quotes of an editor": "---\n“private”: true\n---\n",
    "quotes of an editor around both": "---\n“published”: “false”\n---\n",
    "in a list": "\n---\n- private: true\n---\n",
    "neither yes nor no": "%% x %%\n---\nprivate: maybe\n---\n",
    "an unseen sign in a late key": "%% x %%\n---\npri\u200bvate: true\n---\n",
    "an unseen sign in an unclosed block": "---\n# x\n\u200bpri\u00advate: true\n\n",
}


@table({f"OUT14 PRV26 {t}": n.replace("{{", "{").replace("}}", "}") for t, n in OTHERS.items()})
def test_it_denies_in_other_shapes(note: str) -> None:
    assert not is_published(grown_of(note + CANARY))


TOLD = {
    "a second block that denies": (
        "---\ntitle: x\n---\n---\nprivate: true\n---\n",
        ("front-matter", 4, "error"),
    ),
    "a late block that denies": ("%% x %%\n---\ndraft: 1\n---\n", ("front-matter", 2, "error")),
    "a late block with a tag": (
        "\n---\ntags: private\n---\n",
        ("front-matter-place", 2, "warning"),
    ),
    "a late block": ("\n---\ntitle: x\n---\n", ("front-matter-place", 2, "warning")),
    "a second block": (
        "---\na: b\n---\n---\ntags: [x]\n---\n",
        ("front-matter-place", 4, "warning"),
    ),
    "an unclosed block": ("---\n# x\ndate: 2024-01-01\n\n", ("front-matter-place", 1, "warning")),
    "JSON": ('{"title": "x"}\n\n', ("front-matter-place", 1, "warning")),
    "published": ("---\na: b\npublished: false\n---\n", ("publish-key", 3, "warning")),
    "Logseq's property": ("---\na: b\n---\n\npublic:: false\n", ("publish-key", 5, "warning")),
    "an unseen sign in a key": (
        "---\na: b\nprivate\u200b: y\n---\n",
        ("publish-key", 3, "warning"),
    ),
    "an unseen sign in another key": (
        "---\na: b\ntit\u200ble: y\n---\n",
        ("invisible-sign", 3, "warning"),
    ),
    "an unseen sign in a key that publishes": (
        "---\npublish\u200b: true\n---\n",
        ("invisible-sign", 2, "warning"),
    ),
    "an unseen sign in a tag": ("---\ntags: [a\u200bb]\n---\n", ("invisible-sign", 2, "warning")),
    "an unseen sign in a private tag": (
        "---\ntags: [private\u200b]\n---\n",
        ("invisible-sign", 2, "warning"),
    ),
    "an unseen sign in a tag of the text": ("a\n#a\u200bb", ("invisible-sign", 2, "warning")),
    "an unseen sign before the fence": (
        "\u200b---\nprivate: true\n---\n",
        ("publish-key", 1, "warning"),
    ),
    "an unseen sign before the fence of a public note": (
        "\u200b---\ntitle: x\n---\n",
        ("invisible-sign", 1, "warning"),
    ),
    "a malformed private tag": ("---\ntags: (private)\n---\n", ("tag-invalid", 2, "warning")),
}


@pytest.mark.parametrize(("note", "told"), [pytest.param(*c, id=t) for t, c in TOLD.items()])
def test_the_author_is_told(note: str, told: tuple[str, int, str]) -> None:
    problems = [p for p in garden_of({"Note.md": note}).problems if p.rule != "link-private"]
    assert [(p.rule, p.span.line, p.level) for p in problems] == [told]


def test_a_well_written_private_note_is_not_named_for_its_signs() -> None:
    note = "---\nprivate: true\nti\u200btle: x\n---\n#a\u200bb"
    assert garden_of({"Note.md": note}).problems == ()


PUBLIC = {
    "a rule and prose": "text\n\n---\n\nprivate: true is what I wrote\n",
    "a rule and prose with a colon": "---\n\nSome prose.\n\nNote: this\n",
    "a rule after front matter": "---\ntitle: x\n---\n\n---\n\nNote: this is prose.\n\nSo: y\n",
    "a rule right after front matter": "---\ntitle: x\n---\n---\nNote: this.\n\nMore: yes\n",
    "two rules after front matter": "---\ntitle: x\n---\n---\n---\nText: prose\n",
    "prose between rules": "---\ntitle: x\n---\n\n---\n\nWords.\n\nPrivate: a word\n\n---\n",
    "a word that begins a line further down": "# Title\n\nText.\n\nPrivate: no.\n\nDraft: yes\n",
    "a dash and prose": "--- so it was.\n\nPrivate: yes\n",
    "a quoted rule": "> ---\n\nPrivate: yes.\n",
    "a table of rules": "--- | ---\na | b\n",
    "an arrow": "---> there\n\nDraft: two\n",
    "a poem": "---\ntitle: x\n---\n\n***\n\nDraft, said he:\nthe wind: it blows\n\n***\n",
    "a poem between dashes": "\n---\nO wind: it blows\nO sea: it roars\n---\n",
    "a heading and a rule": "# Title\n\n---\n\nWords: many.\n",
    "a heading with a date below": "# Title\n---\nDate: today\nMood: fine\n---\n",
    "a text and a rule": "Text.\n\n---\n\nDraft: the first.\n\n---\n",
    "a setext heading": "Draft: one\n---\nPrivate: words\n",
    "a title and fields": "Title\n---\nDate: today\nDraft: two\n---\n",
    "a letter": "Dear: friend\nTo: you\nPublic: yes\n\n",
    "fields without fences": "Date: 2024\nTags: #a #b\n\n",
    "a private field that is prose": "Private: the word comes from Latin\n\n",
    "a field that is prose, below a rule": "---\ntitle: x\n---\n***\n\nPrivate: the word\n\n",
    "a table": "| private: true |\n| - |\n| a |\n",
    "a list": "- private: it is\n- draft\n",
    "a dash of speech": "\u2014 Draft: the new one, said she.\n\n",
    "a quote's author": "\u2014 Goethe\n\nPublished: 1808\n\n",
    "a block of code about it": "# Privacy\n\n```yaml\nprivate: true\n```\n",
    "a block of code after front matter": "---\ntitle: x\n---\n```yaml\nprivate: true\n```\n",
    "a block of code of another kind": "```js\nprivate: true\n```\n",
    "a block of settings": "```yaml\nservices:\n  web:\n    private: true\n```\n",
    "a template's braces": "{{private: true}}\n",
    "braces of prose": "{a set: of things}\n",
    "a comment": "%%\n---\nprivate: true\n---\n%%\n",
    "years": "---\npublished: 2023-05-01\n---\n",
    "a year": "---\npublished: 2023\n---\n",
    "published by someone": "---\npublished: Penguin\npublic: library\ndg-publish: maybe\n---\n",
    "empty keys of others": "---\npublished:\npublic: ''\ndg-publish: null\n---\n",
    "keys of others that say yes": "---\npublished: true\npublic: yes\ndg-publish: on\n---\n",
    "keys of others that say n": "---\npublished: n\n---\n",
    "keys of others in lists": "---\npublished: [false]\npublic: {no: false}\n---\n",
    "other keys": "---\nis-published: false\npublic_: no\ndg_publish: no\nnoindex: no\n---\n",
    "nested keys of others": "---\na: {published: false, public: no}\n---\n",
    "Logseq's yes": "public:: true\n\n- open\n",
    "Logseq's date": "public:: 2024-01-01\n\n- open\n",
    "Logseq's word in prose": "What public:: false means.\n",
    "Logseq's property further down": "- one\n- public:: false\n",
    "Logseq's property of a later paragraph": "Text.\n\npublic:: false\n",
    "Logseq's property in code": "`public:: false`\n",
    "another field": "public-transport:: no\nnotpublic:: false\n",
    "emoji as tags": "---\ntags: [👩\u200d🌾, ❤\ufe0f, 🏳\ufe0f\u200d🌈]\n---\n#👩\u200d🌾\n",
    "Persian tags": "---\ntags: [می\u200cخواهم]\n---\n#کتاب\u200cها\n",
    "a flag": "---\ntags: [🏴\U000e0067\U000e0062\U000e007f]\n---\n",
    "a space of no width that ends a tag": "#标签\u200b后面\n",
    "a title with joiners": "---\ntitle: 👩\u200d🌾 می\u200cخواهم\nسال\u200cها: 3\n---\n",
    "tags that begin alike": "---\ntags: [privateer, non-private, a/private, private-life]\n---\n",
    "a tag in the text of another key": "---\nsummary: '[private]'\n---\n",
    "brackets in the text": "(#private) [private] 'private'\n",
}


IN_CODE = {
    "Logseq's property in a block of code": "```\npublic:: false\n```\n",
    "in a longer one, with an empty line": "````md\n\n- public:: false\n```\n\n````\nx\n",
    "in code of a bullet": "- ~~~\n  public:: false\n\n  ~~~\n",
    "below front matter": "---\na: b\n---\n```\npublic:: no\n```\n",
}


@table(IN_CODE)
def test_what_is_code_denies_nothing_and_is_told(note: str) -> None:
    grown = grown_of(note + "\n" + CANARY)
    assert is_published(grown)
    assert grown.rules == ["front-matter-place"]


@table(PUBLIC)
def test_an_ordinary_note_stays_public(note: str) -> None:
    grown = grown_of(note + "\n" + CANARY)
    assert is_published(grown)
    assert [rule for rule in grown.rules if rule != "setext-suspect"] == []


LATE_AND_PUBLIC = ("title: x", "publish: true", "draft: false", "private: no", "tags: [a]")


@pytest.mark.parametrize("word", LATE_AND_PUBLIC)
def test_a_late_block_that_denies_nothing_is_told_and_shown(word: str) -> None:
    grown = grown_of(f"---\na: b\n---\n---\n{word}\n---\n{CANARY}")
    assert is_published(grown)
    assert "front-matter-place" in grown.rules


# --- keys of other programs ---------------------------------------------------------------------

NOS = ("false", "False", "no", "NO", "off", "0", "'false'", '" No "', '"0"', "false\u200b")


@pytest.mark.parametrize("no", NOS)
@pytest.mark.parametrize("key", ["published", "public", "dg-publish", "Published", "DG-Publish"])
def test_prv27_a_plain_no_in_the_key_of_another_program_denies(key: str, no: str) -> None:
    for front in (f"{key}: {no}", f"publish: true\n{key}: {no}"):
        grown = grown_of(f"---\n{front}\n---\n{CANARY}")
        assert not is_published(grown)
        assert "`publish`" in next(p.hint for p in grown.problems if p.rule == "publish-key")


LOGSEQ = {
    "before the first bullet": "public:: false\n\n- secret\n",
    "among others": "title:: x\npublic:: false\ntags:: y\n\n- secret\n",
    "in the first bullet": "- public:: false\n- secret\n",
    "below the first bullet": "- title:: x\n  public:: false\n- secret\n",
    "below words of the first bullet": "- words\n  public:: no\n",
    "with a star": "* public:: off\n",
    "in capitals": "Public:: FALSE\n",
    "a nought": "public:: 0\n",
    "in code without an end": "```\npublic:: false\n",
    "below code": "```\na\n```\npublic:: false\n",
    "without a space": "public::false\n",
    "below an empty line": "\n\npublic:: false\n",
    "in quotes": 'public:: "false"\n',
    "below a heading": "# Title\n\npublic:: false\n",
    "below a comment": "%% x %%\npublic:: false\n",
    "below front matter": "---\ntitle: x\n---\npublic:: false\n",
    "in the first bullet, after other properties": "title:: x\n\n- public:: false\n",
    "with an unseen sign": "pub\u200blic:: false\u200b\n",
}


@table({f"PRV27 {title}": note for title, note in LOGSEQ.items()})
def test_logseqs_property_denies_in_the_first_block(note: str) -> None:
    assert not is_published(grown_of(note + CANARY))


# --- tags ---------------------------------------------------------------------------------------

MALFORMED = (
    '"[private]"',
    "(private)",
    "\n  - private: true",
    "\n  private: true",
    "{private: }",
    "{a: {b: [private]}}",
    "\"['diary', 'private']\"",
    "diary|private",
    '"#private;x"',
    "[private.]",
    '"#private#x"',
    "'- private'",
    "\n-private",
    "'* private'",
    "'a，private'",
    "'a、private'",
    "'a；private'",
    "'「private」'",
    "'（private）'",
    "'＃private'",
    "'ｐｒｉｖａｔｅ'",
    "'“private”'",
    "'„private“'",
    "'<private>'",
    "'`private`'",
    "'**private**'",
    "'_private_'",
    "'private/'",
    "'##private'",
    "'#private!'",
    "'[[private]]'",
    "[[private]]",
    "'[x](private)'",
    "'a\\private'",
    "'a+private'",
    "'a & private'",
    "'a=private'",
    "'private: yes'",
    "- private",
    "'x·private'",
    "'x • private'",
    "'diary / private'",
    "pri\u200bvate",
    "'pri\u00advate'",
    "'private\ufe0f'",
    "'\u200eprivate'",
    "'pri\u200dvate'",
    "'Private\u2060/diary'",
    "'#\u200bprivate'",
)


@pytest.mark.parametrize("written", MALFORMED)
@pytest.mark.parametrize("key", ["tags", "Tag", "ta\u200bgs"])
def test_t07_a_private_tag_is_found_however_it_is_written(key: str, written: str) -> None:
    assert not is_published(grown_of(f"---\n{key}: {written}\n---\n{CANARY}"))
    if "\n" not in written and written != "- private":
        other = (
            written.replace("ｐｒｉｖａｔｅ", "x").replace("rivate", "ublic").replace("pri", "x")
        )
        assert is_published(grown_of(f"---\n{key}: {other}\n---\n{CANARY}"))


IN_TEXT = (
    "#pri\u200bvate",
    "#private\u200bx #private",
    "#\u2060private",
    "\u200b#private",
    "a \u200b#private",
)
REMARKED = (
    "tags: #private",
    "tags:\n  - #private\n  - diary",
    "tags: diary, #private",
    "tags: [personal, work] #private",
    "tags:\n  #private",
)
BEFORE_MARKS = ("。", "，x", "、", "！", "）", "،", "؟", "।")


@pytest.mark.parametrize("front", REMARKED)
def test_t07_a_tag_that_yaml_takes_for_a_remark_denies(front: str) -> None:
    assert not is_published(grown_of(f"---\n{front}\n---\n{CANARY}"))
    assert is_published(grown_of(f"---\n{front}\n---\n{CANARY}".replace("#private", "# private")))


@pytest.mark.parametrize("mark", BEFORE_MARKS)
def test_t01_a_private_tag_before_a_mark_of_another_script_denies(mark: str) -> None:
    assert not is_published(grown_of(f"x #private{mark} {CANARY}"))


SIGNS = (
    *"\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u202e\u2060\u2066\u3164",
    *"\ufe0f\ufeff\U000e0061",
)


@pytest.mark.parametrize("text", [*IN_TEXT, *(f"#pri{s}vate/x" for s in SIGNS)])
def test_t01_an_unseen_sign_does_not_open_a_private_tag(text: str) -> None:
    for note in (f"{text} {CANARY}", f"- {text}\n\n{CANARY}", f"{CANARY}[^1]\n\n[^1]: {text}"):
        assert not is_published(grown_of(note))


@pytest.mark.parametrize("tag", ["🔒", "私密·日记", "内緒", "a/b", "pri\u200bvate", "#Secret"])
def test_other_private_tags_are_found_as_well(tag: str) -> None:
    config = f'[publish]\nprivate_tags = ["{tag}"]\n'
    for written in (f"[{tag}]", f"'({tag})'", f"x {tag}", f"{{{tag}: }}"):
        front = f"tags: {written}".replace("#", "")
        assert not is_published(grown_of(f"---\n{front}\n---\n{CANARY}", config))
    assert not is_published(grown_of(f"#{tag.removeprefix('#')} {CANARY}", config))


SHOWN = {
    "holi\u200bday": "holiday",
    "holiday\u200e": "holiday",
    "holi\ufe0fday": "holiday",
    "👩\u200d🌾": "👩\u200d🌾",
    "❤\ufe0f": "❤\ufe0f",
    "کتاب\u200cها": "کتاب\u200cها",
    "کتاب\u200c": "کتاب",
    "x1\ufe0f\u20e3": "x1\ufe0f\u20e3",
}


@pytest.mark.parametrize(("written", "shown"), SHOWN.items())
def test_t01_a_tag_is_shown_without_signs_that_change_nothing(written: str, shown: str) -> None:
    for note in (f"#{written} x", f"---\ntags: ['{written}']\n---\n"):
        grown = garden_of({"A.md": note})
        assert [tag.name for tag in grown.garden.tags.values()] == [shown]
        assert grown.rules == ([] if written == shown else ["invisible-sign"])


def test_every_sign_of_format_is_unseen() -> None:
    signs = map(chr, range(sys.maxunicode + 1))
    assert [f"U+{ord(s):04X}" for s in signs if unicodedata.category(s) == "Cf" and bare(s)] == []


def test_ordinary_letters_and_white_space_are_seen() -> None:
    seen = "aäßЖא日🌱\n\t \u00a0\u2028\u0301"
    assert (bare(seen), tidy(seen), names(seen)) == (seen, seen, "")
    assert taken_for("Pri\u200bvate") == taken_for("ｐrivate") == "private"


def test_out13_references_that_multiply_tags_cost_nothing() -> None:
    levels = "".join(f"x{n}: &x{n} [*x{n - 1}, *x{n - 1}]\n" for n in range(1, 30))
    grown = garden_of({"Note.md": f"---\nx0: &x0 [private]\n{levels}tags: [*x29]\n---\n"})
    assert set(grown.garden.notes) == set()


@pytest.mark.parametrize("blank", "\u00a0\u1680\u2003\u2007\u2008\u202f\u205f\u3000")
@pytest.mark.parametrize("said", ["private{}: true", "{}private: true", "tags{}: [private]"])
def test_out14_a_blank_of_any_script_beside_a_key_changes_nothing(said: str, blank: str) -> None:
    grown = garden_of({"Note.md": f"---\n{said.format(blank)}\n---\ntext"})
    assert set(grown.garden.notes) == set()


# --- aliases ------------------------------------------------------------------------------------

ALIASES = {
    '["[[Clients/Zqx/Case|the case]]"]': ("the case",),
    '["[[Clients/Zqx/The case]]"]': ("The case",),
    '["old %%zqx%% name"]': ("old name",),
    '["%%zqx%%"]': (),
    '"see [[zqx/b#H|b]] and [[zqx/c|c]]"': ("see b and c",),
    '["[[zqx/a|same]]", same]': ("same",),
    '["![[zqx/a|b]]"]': ("!b",),
}


@pytest.mark.parametrize(("written", "aliases"), ALIASES.items())
@pytest.mark.parametrize("key", ["aliases", "Alias"])
def test_p07_p08_aliases_lose_links_and_comments(
    key: str, written: str, aliases: tuple[str, ...]
) -> None:
    grown = garden_of({"A.md": f"---\n{key}: {written}\n---\n"})
    assert grown.garden.notes["A.md"].doc.meta.aliases == aliases
    drawn = grown.pages()
    assert "zqx" not in "\n".join([*drawn, *drawn.values()]).casefold()
