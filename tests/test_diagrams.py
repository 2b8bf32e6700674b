"""Diagrams of Mermaid: which of their nodes are links, and what these links are not (S12, S13)."""

from __future__ import annotations

import pytest

from garden.text.mermaid import LinkedNode, linked_nodes
from tests.support import bare_theme, default_theme, garden_of

SHAPES = {
    "its id": ("A", "A"),
    "an id with a hyphen": ("A-b", "A-b"),
    "an id in another script": ("Größe", "Größe"),
    "a box": ("A[Some text]", "Some text"),
    "a box with quoted text": ('A["Quoted: text (x) [y]"]', "Quoted: text (x) [y]"),
    "a round box": ("A(Some text)", "Some text"),
    "a rhombus": ("A{Some text}", "Some text"),
    "a circle": ("A((Some text))", "Some text"),
    "two circles": ("A(((Some text)))", "Some text"),
    "a stadium": ("A([Some text])", "Some text"),
    "a subroutine": ("A[[Some text]]", "Some text"),
    "a cylinder": ("A[(Some text)]", "Some text"),
    "a hexagon": ("A{{Some text}}", "Some text"),
    "a flag": ("A>Some text]", "Some text"),
    "a parallelogram": ("A[/Some text/]", "Some text"),
    "the other way": ("A[\\Some text\\]", "Some text"),
    "a trapezoid": ('A[/"Some text"\\]', "Some text"),
    "a path": ("A[Folder/Some text]", "Folder/Some text"),
    "a shape by name": ('A@{ shape: rounded, label: "Some text" }', "Some text"),
    "a shape over lines": ("A@{\n  shape: doc\n  label: Some text\n}", "Some text"),
    "a shape without a label": ("A@{ shape: doc }", "A"),
    "text with marks": ('A["`**Some** *text*`"]', "Some text"),
    "text in two lines": ("A[Some<br/>text]", "Some text"),
    "entities": ('A["#quot;Some#quot; #9829; &amp; text"]', '"Some" ♥ & text'),
    "an icon": ("A[fa:fa-leaf Some text]", "Some text"),
    "an arrow with text": ('A["Some text"] -->|to B[x]| B', "Some text"),
    "more than one arrow": ("A[Some text] --> B & C -.-> D ==> A", "Some text"),
    "a node after an arrow": ('B -- "a (b)" --> A(Some text)', "Some text"),
    "a group": ("subgraph A [Some text]\nB\nend", "Some text"),
}


@pytest.mark.parametrize(("node", "text"), SHAPES.values(), ids=list(SHAPES))
def test_s13_a_node_links_by_its_text(node: str, text: str) -> None:
    name = next(name for name in ("A-b", "Größe", "A") if name in node)
    found = linked_nodes(f"flowchart LR\n{node}\nclass {name} internal-link")
    assert [link.text for link in found] == [text]


MARKED = {
    "several at once": ("A[a] --> B[b]\nclass A,B internal-link;", ["a", "b"]),
    "more in a line": ("class A internal-link; class B internal-link", ["A", "B"]),
    "before its text": ("class A internal-link\nA[a]", ["a"]),
    "at the node": ("A[a]:::internal-link --> B:::internal-link --> C", ["a", "B"]),
    "among other classes": ("class A x,internal-link", ["A"]),
    "a name in quotes": ('class "⨳ sign" internal-link', ["⨳ sign"]),
    "twice": ("A[a]:::internal-link --> B[a]\nclass A,B internal-link", ["a"]),
    "another class": ("classDef internal-link fill:red\nclass A other\nB:::internal", []),
    "in a comment": ("A --> B\n  %% class A internal-link", []),
    "in a text": ("A[internal-link] --> B", []),
    "without a text": ('A[" "]\nclass A internal-link', ["A"]),
}


@pytest.mark.parametrize(("source", "texts"), MARKED.values(), ids=list(MARKED))
def test_s13_only_nodes_of_the_class_are_links(source: str, texts: list[str]) -> None:
    assert [link.text for link in linked_nodes(f"graph TD\n{source}")] == texts


def test_s13_states_and_entities_are_nodes_too() -> None:
    states = (
        'stateDiagram-v2\nstate "Some text" as s\nt : Other\n[*] --> s\nclass s,t internal-link'
    )
    assert [link.text for link in linked_nodes(states)] == ["Some text", "Other"]
    assert linked_nodes("erDiagram\nCAR:::internal-link ||--o{ B : has") == (LinkedNode("CAR", 1),)


FENCE = "```mermaid\ngraph TD\nA[{}] --> B\nclass A internal-link\n```\n"


def test_s13_links_in_diagrams_are_no_edges() -> None:
    grown = garden_of({"Here.md": FENCE.format("Target"), "Target.md": ""})
    assert grown.garden.inbound == {}
    assert grown.garden.outbound == {}
    assert grown.report.links == 0
    assert 'href="../Target/"' in grown.pages()["Here/index.html"]
    assert "Here" not in grown.pages()["Target/index.html"]


def test_s13_a_missing_note_is_told_at_the_line_that_asks_for_it() -> None:
    grown = garden_of(
        {"Here.md": f"> - text\n>   {FENCE.format('No').replace(chr(10), chr(10) + '>   ')}"}
    )
    (problem,) = grown.problems
    assert (problem.rule, problem.level, problem.target) == ("link-missing", "warning", "No")
    assert (problem.span.line, problem.span.length) == (5, 0)


def test_s13_a_heading_in_a_diagram_leads_to_it_and_is_not_held_against_the_note() -> None:
    files = {"Here.md": FENCE.format('"Note#H"') + FENCE.format('"Note#I"'), "Note.md": "# H"}
    grown = garden_of(files)
    assert grown.problems == ()
    assert 'href="../Note/#h">Note#H</a>' in grown.html("Here.md")
    assert 'href="../Note/">Note#I</a>' in grown.html("Here.md")


def test_s13_a_private_note_is_the_same_as_none() -> None:
    here = {"Here.md": FENCE.format("Secret")}
    private = garden_of({**here, "Secret.md": "---\npublish: false\n---\n"})
    assert private.pages() == garden_of(here).pages()
    assert private.rules == ["link-private"]


def test_s13_a_file_that_only_a_diagram_links_to_is_published() -> None:
    grown = garden_of({"Here.md": FENCE.format("d.pdf"), "d.pdf": b""})
    assert grown.pages()["d.pdf"] == "(a copy of d.pdf)"


def test_s13_an_embedded_diagram_links_from_the_note_it_is_of() -> None:
    files = {"Here.md": "![[a/Shown]]", "a/Shown.md": FENCE.format("b"), "a/b.md": "", "c/b.md": ""}
    assert 'href="../a/b/">b</a>' in garden_of(files).html("Here.md")


def test_s12_a_diagram_is_read_in_a_feed() -> None:
    site = '[site]\nbase_url = "https://e.com/"'
    files = {"Here.md": f"---\ncreated: 2024-01-01\n---\n{FENCE.format('b')}", "b.md": ""}
    feed = garden_of(files, site).pages(default_theme())["feed.xml"]
    assert "&lt;pre class=&#34;mermaid&#34;&gt;graph TD" in feed
    assert "href=&#34;https://e.com/b/&#34;&gt;b&lt;/a&gt;" in feed


def test_s12_a_diagram_is_neither_description_nor_quote() -> None:
    files = {"Here.md": f"{FENCE.format('x')}\ntext [[b]]\n", "b.md": ""}
    grown = garden_of(files)
    assert grown.garden.notes["Here.md"].doc.description == "text b"
    assert "graph TD" not in grown.pages()["b/index.html"]


def test_s12_only_pages_with_a_diagram_load_the_script() -> None:
    files = {"Here.md": FENCE.format("x"), "Shows.md": "![[Here]]", "Plain.md": "```\nmermaid\n```"}
    grown, theme = garden_of(files), default_theme()
    pages = grown.pages(theme)
    with_script = [out for out, page in pages.items() if "data-mermaid=" in page]
    assert with_script == ["Here/index.html", "Shows/index.html"]
    assert "diagram" in grown.garden.needs
    placed = [url for url, _ in theme.placed(grown.garden.needs)]
    assert theme.url_of("mermaid/mermaid.esm.min.mjs") in placed
    assert not [url for url, _ in theme.placed(()) if "/mermaid." in url]
    assert bare_theme().packages == {}


def test_s12_the_layout_of_another_licence_is_not_part_of_a_site() -> None:
    placed = [url for url, _ in default_theme().placed(["diagram"])]
    assert len([url for url in placed if "/chunks/" in url]) > 100
    assert not [url for url in placed if "elk-" in url]


COMMENTS = {
    "behind a semicolon": ("flowchart LR", "A --> B;%% zqxhidden", "A --&gt; B;"),
    "behind a node": ("flowchart LR", "C-->D%% zqxhidden", "C--&gt;D"),
    "behind a box": ("flowchart LR", 'E["x"]%% zqxhidden', "E[&quot;x&quot;]"),
    "behind bars": ("flowchart LR", "A-->|x|%% zqxhidden", "A--&gt;|x|"),
    "behind a message": ("sequenceDiagram", "A->>B: x;%% zqxhidden", "A-&gt;&gt;B: x;"),
    "in quotes": ("flowchart LR", 'A["5%% of (x)"]', "A[&quot;5%% of (x)&quot;]"),
    "in quotes over lines": ("flowchart LR", 'A["x\ny %% z\nw"]', "x\ny %% z\nw&quot;]"),
    "a line in quotes": ("flowchart LR", 'A["x\n%% zqxhidden\ny"]', "A[&quot;x\n\ny&quot;]"),
    "quotes that are signs": ("graph", 'A--5"-->B\nC--6"-->D%% zqxhidden', "6&quot;--&gt;D"),
    "a longer run": ("flowchart LR", "A[a%%%b] --> c%%%d", "c%%%d"),
    "an HTML comment": (
        "flowchart LR",
        'A["x <!-- zqxhidden --> y"] --> B',
        "x  y&quot;] --&gt; B",
    ),
    "one without an end": ("flowchart LR", 'A["x <!-- zqxhidden"] --> B', "x &quot;] --&gt; B"),
    "one without quotes": ("flowchart LR", 'A[x <!-- "zqxhidden" -->] --> B', "A[x ] --&gt; B"),
    "one over lines": ("flowchart LR", "<!-- zqxhidden\nzqxhidden -->\nA --> B", "A --&gt; B"),
    "a block of YAML": ("---\na: 1\n---\n---\nb: 2 # zqxhidden\n---\nflowchart", "A", "b: 2 \n"),
    "a later block": ("flowchart\n---\nb: '#c' # zqxhidden\n---", "A", "b: '#c' \n"),
}


@pytest.mark.parametrize(("kind", "line", "kept"), COMMENTS.values(), ids=list(COMMENTS))
def test_s12_a_comment_in_a_diagram_is_taken_out(kind: str, line: str, kept: str) -> None:
    grown = garden_of({"n.md": f"```mermaid\n{kind}\n{line}\n```\n"})
    assert kept in grown.html("n.md")
    assert not [page for page in grown.pages().values() if "zqxhidden" in page]
    assert grown.problems == ()


DOUBTFUL = {
    "in the text of an arrow": ("flowchart LR\nB -- 5 %% words --> C", 3),
    "in a message": ("sequenceDiagram\nA->>B: x\nA->>B: x %% words", 4),
    "behind front matter": ("---\ntitle: a\n---\njourney\na: 5 %% words", 6),
    "behind a digit": ("graph\nA[5] --> B5%% words", 3),
    "in a mind map": ("mindmap\n  a %% words", 3),
}


@pytest.mark.parametrize(("source", "line"), DOUBTFUL.values(), ids=list(DOUBTFUL))
def test_s12_words_that_mermaid_would_show_are_hidden_and_told(source: str, line: int) -> None:
    grown = garden_of({"n.md": f"```mermaid\n{source}\n```\n"})
    assert "words" not in grown.html("n.md")
    (problem,) = grown.problems
    assert (problem.rule, problem.span.line) == ("comment-unclosed", line)
