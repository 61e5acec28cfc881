from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.prose import ProseError, plain_text
from briefwright.sources.essay.blocks import read_blocks
from briefwright.sources.essay.paragraphs import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefwright.sources.essay.tree import Block


def outline(blocks: Iterable[Block]) -> list[object]:
    """Return the types of blocks, their numbers, and the blocks in them."""
    return [
        (block.type, outline(block.children)) if block.children else (block.type, block.paragraph or block.level)
        for block in blocks
    ]


def test_numbers_everything_that_can_be_quoted() -> None:
    essay = parse("""# Title

One.

- two

  three
  1. four
- five

> six
>
> - seven

| Head | Other |
|---|---|
| eight | *x* |

```
nine
```

***

Ten.[^a]

[^a]: Eleven.

    Twelve.
""")
    assert outline(essay.blocks) == [
        ("heading", 1),
        ("paragraph", 1),
        (
            "bullets",
            [
                ("item", [("paragraph", 2), ("paragraph", 3), ("numbers", [("item", [("paragraph", 4)])])]),
                ("item", [("paragraph", 5)]),
            ],
        ),
        ("quotation", [("paragraph", 6), ("bullets", [("item", [("paragraph", 7)])])]),
        ("table", [("head", 0), ("row", 8)]),
        ("code", 9),
        ("rule", 0),
        ("paragraph", 10),
    ]
    assert outline(essay.footnotes) == [("footnote", [("paragraph", 11), ("paragraph", 12)])]
    texts = [paragraph.text for paragraph in essay.paragraphs]
    assert texts == [
        *("One.", "two", "three", "four", "five", "six", "seven", "eight\tx", "nine", "Ten.", "Eleven.", "Twelve.")
    ]


def test_heading_levels_have_no_gaps() -> None:
    essay = parse("## A\n\na\n\n#### B\n\nb\n\n## C\n\nc\n\n# D\n\nd\n")
    levels = [(block.text, block.level) for block in essay.blocks if block.type == "heading"]
    assert levels == [("A", 1), ("B", 2), ("C", 1), ("D", 1)]


def test_heading_anchors_are_unique() -> None:
    essay = parse("# Why?\n\na\n\n# Why?\n\nb\n\n# 图\n\nc\n")
    assert [block.anchor for block in essay.blocks if block.anchor] == ["essay-why", "essay-why-2", "essay-图"]


def test_sections_begin_at_the_highest_level_with_more_than_one_heading() -> None:
    essay = parse("# Title\n\na\n\n## One\n\nb\n\n### Deep\n\nc\n\n## Two\n\n- d\n- e\n")
    assert [(each.title, each.first, each.last) for each in essay.sections] == [
        ("", 1, 1),
        ("One", 2, 3),
        ("Two", 4, 5),
    ]
    assert parse("a\n\n# One\n\nb").sections == ()


def test_line_breaks_stay_and_wrapped_lines_join() -> None:
    hard, wrapped, verse = parse("a\\\nb  \nc<br>d\n\ne\nf\n\n| g\n| h\n").paragraphs
    assert (hard.text, wrapped.text, verse.text) == ("a\nb\nc\nd", "e f", "g\nh")


def test_code_keeps_its_spaces() -> None:
    (paragraph,) = parse("```py\na:\n    b  c\n```\n").paragraphs
    assert paragraph.text == "a:\n    b  c"
    assert paragraph.line_at(paragraph.text.index("b")) == 3


@pytest.mark.parametrize(
    ("markdown", "words", "line"),
    [
        ("a\nb and c\n\nd e f", "e f", 4),
        ("- a\n- b\n  c d\n", "c", 3),
        ("a[^1]\n\n[^1]: b\n    c d\n", "d", 4),
        ("---\ntitle: x\n---\n\na\nb", "b", 6),
    ],
)
def test_returns_the_line_of_words(markdown: str, words: str, line: int) -> None:
    paragraph = next(each for each in parse(markdown).paragraphs if words in each.text)
    assert paragraph.line_at(paragraph.text.index(words)) == line


def test_front_matter_is_no_text() -> None:
    tree = read_blocks("---\ntitle: A\nauthor: B\n---\n\nText.\n")
    assert tree.front_matter == "title: A\nauthor: B"
    assert [plain_text(leaf.runs) for leaf in tree.leaves] == ["Text."]


def test_comment_is_left_out_with_a_note() -> None:
    tree = read_blocks("a\n\n<!-- not\n\nfor print -->\n\nb <!-- x --> c\n")
    assert [plain_text(leaf.runs) for leaf in tree.leaves] == ["a", "b c"]
    assert [(fault.severity, fault.line) for fault in tree.faults] == [("note", 2), ("note", 6)]


@pytest.mark.parametrize(
    ("markdown", "line", "words"),
    [
        ("a\n\n<div>b</div>\n", 2, "raw HTML"),
        ("a\n\n<!-- b\n\nc\n", 2, "the comment is not closed"),
        ("a\n\n<!-- b --> c\n", 2, "the comment is not closed, or text follows it"),
        ("a <span>b</span>", 0, "raw HTML"),
        ("[a](b.md)", 0, "must start with https:"),
        ("a[^1]", 0, "the footnote “[^1]” has no text"),
        ("a\n\n[^1]: b", 2, "no mark in the essay refers to the footnote"),
        ("a[^1]\n\n[^1]: b\n[^1]: c", 3, "footnote"),
        ("a[^1]\n\n```\n[^1]: b\n```\n\n[^1]: c\n\n[^1]: d", 8, "footnote"),
        ("a[^1]\n\n[^1]:\n", 2, "the footnote is empty"),
        ("a\n\n>", 2, "the quotation is empty"),
        ("a\n\n[b]: https://example.org/", 2, "no link"),
        ("![a](https://example.org/b.png)", 0, "is not a file beside the essay"),
        ("![a](../b.png)", 0, "is not a file beside the essay"),
        ("![a](/b.png)", 0, "is not a file beside the essay"),
        ("![](b.png)", 0, "has no alternative text"),
        ("a ![b](c.png)", 0, "a picture inside a text"),
        ("| a |\n|---|\n| b | c |\n", 2, "more cells than the head"),
        ("> # a", 0, "a heading inside a list or quotation"),
        ("#\n\na", 0, "the heading has no text"),
        ("---\ntitle: A\n\n# b\n", 0, "the front matter is not closed"),
        ("a [b][cd]", 0, "the link “[b][cd]” has no address"),
        ("- a\n-\n", 1, "the list item is empty"),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n", 8, "only 4 levels of headings"),
        ("a\n\nb {#c}\n", 2, "cannot be shown"),
    ],
)
def test_refuses_what_cannot_be_shown_at_its_line(markdown: str, line: int, words: str) -> None:
    with pytest.raises(ProseError) as error:
        parse(markdown)
    assert any(fault.line == line and words in fault.message for fault in error.value.faults), error.value.faults


def test_plain_text_has_each_text_in_one_piece() -> None:
    essay = parse("# H\n\n- a *b*\n- c\n  1. d\n\n> e\\\n> f\n\n| g | h |\n|---|---|\n| i | j |\n\nk[^1]\n\n[^1]: l\n")
    assert essay.text == "H\n\n- a b\n- c\n  1. d\n\n> e\nf\n\ng\th\ni\tj\n\nk\n\n[1] l\n"
    for paragraph in essay.paragraphs:
        start = essay.offset(paragraph.number)
        assert essay.text[start : start + len(paragraph.text)] == paragraph.text


def test_alternative_text_has_no_markup() -> None:
    (picture,) = parse("![A *bridge* of 3 \\[m\\]](bridge.png)\n").pictures
    assert picture.alt == "A bridge of 3 [m]"
