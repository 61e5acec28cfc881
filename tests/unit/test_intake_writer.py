"""Pandoc's tree as the Markdown of an essay: the same words and the same structure, whatever they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefwright.intake.changes import Changes
from briefwright.intake.essay import write_essay
from briefwright.intake.original import Facts, Original, no_pictures
from briefwright.intake.pandoc_tree import element, paragraph, words
from briefwright.sources.essay import paragraphs as essays
from briefwright.sources.essay.blocks import read_blocks

if TYPE_CHECKING:
    from briefwright.intake.pandoc_tree import Element, Elements

SPACE, BREAK = element("Space"), element("LineBreak")
ATTRIBUTES: list[Any] = ["", [], []]


def write(*blocks: Element, changes: Changes | None = None) -> str:
    original = Original(list(blocks), Facts(), no_pictures)
    return write_essay(original, changes or Changes()).markdown


def link(url: str, *items: Element) -> Element:
    return element("Link", [ATTRIBUTES, list(items), [url, ""]])


def table(*rows: list[str]) -> Element:
    cells = [
        [ATTRIBUTES, [[ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, [paragraph(*words(text))]] for text in row]]
        for row in rows
    ]
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in rows[0]]
    head, body = [ATTRIBUTES, cells[:1]], [[ATTRIBUTES, 0, [], cells[1:]]]
    return element("Table", [ATTRIBUTES, [None, []], columns, head, body, [ATTRIBUTES, []]])


def shown(markdown: str) -> str:
    """Return all words of an essay without white space."""
    tree = read_blocks(markdown)
    assert not [fault for fault in tree.faults if fault.severity == "error"], markdown
    blocks = [block for top in (*tree.blocks, *tree.footnotes) for block in top.walk()]
    headings = [block.text for block in blocks if block.runs]
    return "".join("".join([*(item.text for item in essays.essay_of(tree).paragraphs), *headings]).split())


@pytest.mark.parametrize(
    "text",
    [
        "1. January was cold", "- not a list", "# no heading", "> no quotation", "a_b_c _d_ __e__",
        "*stars* and **more**",
        "[sic] and [x] and [^1] and [[wiki]] and [a](b)", "[a]: https://example.org", "<b>bold</b> & &amp; &#42;",
        "a < b > c", "$x$ and $$y$$", "x^2^ and H~2~O ~~gone~~", "{#id .class} {{ jinja }} {% tag %}",
        "a :smile: 10:30:45",
        "Wow![1]", "C:\\dir\\*.txt\\", "`code`", "==marked==", "+---+", "| a | b |", "===", ":::", "[TOC]",
        "http://example.org/a_b*c and ftp://example.org and //example.org", "TODO", "1) one", "[ ] task",
        "![no](image.png)",
        "--- --- ---", "a\\", "!", "[@key]", "10\\. x", "\\newpage", "~", "^", "“quoted”[1]",
    ],
)  # fmt: skip
def test_words_are_read_back_as_typed(text: str) -> None:
    markdown = write(paragraph(*words(text)), paragraph(*words("More.")))
    assert essays.parse(markdown).paragraphs[0].text == " ".join(text.split())


def test_words_that_need_no_escape_have_none() -> None:
    text = "“[T]he plan” [sic] costs 5% of $3 (a_b): see § 4; it's *".removesuffix("*") + "a well-known “risk”!"
    assert write(paragraph(*words(text))) == f"{text}\n"


def test_typed_bullets_are_one_list() -> None:
    first, second = (paragraph(*words(f"•  {text}")) for text in ("one", "two"))
    lines = paragraph(*words("Both:"), BREAK, *words("• three"), BREAK, *words("• four"))
    assert write(first, second, lines) == "- one\n- two\n\nBoth:\n\n- three\n- four\n"


TEXT = st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "Cc"]), min_size=1, max_size=12) | st.sampled_from(
    [
        "*",
        "_",
        "**",
        "[",
        "]",
        "](",
        "![",
        "`",
        "~",
        "<a",
        "&lt;",
        "\\",
        "|",
        "1.",
        "- ",
        "#",
        "http://x.org",
        "$$",
        "^",
        "!",
    ]
)
INLINE: st.SearchStrategy[Element] = st.deferred(
    lambda: st.builds(lambda text: element("Str", text), TEXT) | st.sampled_from([SPACE, BREAK]) | STYLED
)
INLINES = st.lists(INLINE, min_size=1, max_size=5)
STYLED: st.SearchStrategy[Element] = st.deferred(
    lambda: (
        st.builds(element, st.sampled_from(["Emph", "Strong", "Strikeout", "Superscript", "Subscript"]), INLINES)
        | st.builds(lambda items: link("https://example.org/(a b)", *items), INLINES)
        | st.builds(lambda text: element("Code", [ATTRIBUTES, text]), TEXT)
        | st.builds(lambda items: element("Note", [paragraph(*items)]), INLINES)
    )
)
BLOCKS: st.SearchStrategy[Elements] = st.deferred(lambda: st.lists(BLOCK, min_size=1, max_size=3))
BLOCK: st.SearchStrategy[Element] = st.deferred(
    lambda: st.builds(lambda items: paragraph(*items), INLINES)
    | st.builds(lambda level, items: element("Header", [level, ATTRIBUTES, items]), st.integers(1, 6), INLINES)
    | st.builds(lambda blocks: element("BlockQuote", blocks), BLOCKS)
    | st.builds(lambda items: element("BulletList", items), st.lists(BLOCKS, min_size=1, max_size=3))
    | st.builds(
        lambda start, items: element("OrderedList", [[start, element("Decimal"), element("Period")], items]),
        st.integers(0, 99), st.lists(BLOCKS, min_size=1, max_size=3),
    )
    | st.builds(lambda text: element("CodeBlock", [ATTRIBUTES, text]), TEXT)
    | st.builds(lambda rows: table(*rows), st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=2, max_size=3))
)  # fmt: skip


@given(BLOCKS)
@example([paragraph(element("Note", [paragraph(element("Note", [paragraph(element("Space"))]))]))])
def test_essay_of_any_structure_loads_without_errors(blocks: Elements) -> None:
    markdown = write(paragraph(*words("First.")), *blocks)
    assert shown(markdown).startswith("First.")
