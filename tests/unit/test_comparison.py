from __future__ import annotations

from dataclasses import replace

import pytest

from briefwright.verify.comparison import (
    Difference,
    compare_blocks,
    contrast,
    describe_difference,
    pair_blocks,
    render_differences,
)
from briefwright.verify.html_blocks import Block, read_page

PAGE = '<html><body><main id="main">{}</main></body></html>'


def web(*cells: str, head: str = "") -> Block:
    return Block(cells, " ".join(cells), head=head)


def printed_block(page: int, *cells: str, structure_type: str = "P") -> Block:
    return Block(cells, " ".join(cells), page=page, type=structure_type)


def differences(page: str, *printed: tuple[str, str]) -> list[str]:
    blocks = read_page(PAGE.format(page)).blocks
    pdf = [printed_block(1, words, structure_type=structure_type) for structure_type, words in printed]
    return [describe_difference(one) for one in compare_blocks("a", blocks, pdf, pair_blocks(blocks, pdf))]


def test_pairs_equal_blocks_in_order() -> None:
    pairing = pair_blocks(
        [web("One."), web("Two."), web("One.")],
        [printed_block(1, "One."), printed_block(1, "Two."), printed_block(2, "One.")],
    )
    assert pairing.matches == (0, 1, 2)
    assert not pairing.moved
    assert pairing.unmatched == ()


def test_pairs_moved_blocks() -> None:
    pairing = pair_blocks([web("Text."), web("Note.")], [printed_block(1, "Note."), printed_block(1, "Text.")])
    assert pairing.matches == (1, 0)
    assert len(pairing.moved) == 1


def test_leaves_different_blocks_unpaired() -> None:
    pairing = pair_blocks([web("One."), web("Two.")], [printed_block(1, "One."), printed_block(1, "Three.")])
    assert pairing.matches == (0, None)
    assert pairing.unmatched == (1,)


def test_compares_rows_cell_by_cell() -> None:
    assert pair_blocks([web("1", "1")], [printed_block(1, "11")]).matches == (None,)
    assert pair_blocks([web("1", "", "1")], [printed_block(1, "1", "1", "")]).matches == (None,)


def test_accepts_mirrored_brackets_only_beside_right_to_left_text() -> None:
    blocks, other = [web("The council (x) met.")], printed_block(1, "The council )x( met.")
    for may_be_mirrored, found in ((True, []), (False, ["differs"])):
        pdf = [replace(other, may_be_mirrored=may_be_mirrored)]
        assert [one.check for one in compare_blocks("a", blocks, pdf, pair_blocks(blocks, pdf))] == found


def test_accepts_pdf_with_the_same_blocks() -> None:
    page = "<h2>One</h2><p>Two, and <b>three</b>.</p>"
    assert differences(page, ("H2", "One"), ("P", "Two, and\nth\x02ree.")) == []


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        ((("P", "Two, and three."), ("H2", "One")), "in another position than on the web page"),
        ((("H2", "One"),), "missing from the PDF: “Two, and three.” (main)"),
        ((("H2", "One"), ("P", "Two, and three.")) * 2, "not on the web page: “One” (page 1)"),
        ((("H3", "One"), ("P", "Two, and three.")), "“H2 “One”” on the web page, “H3 “One”” in the PDF"),
        (
            (("H2", "One"), ("P", "Two and three.")),
            "“Two, and three.” on the web page, “Two and three.” in the PDF (page 1)",
        ),
        ((("H2", "One"), ("LBody", "Two, and three.")), "“LBody “Two, and three.”” in the PDF"),
    ],
)
def test_describes_differences_of_pdf(printed: tuple[tuple[str, str], ...], message: str) -> None:
    assert any(message in one for one in differences("<h2>One</h2><p>Two, and <b>three</b>.</p>", *printed))


@pytest.mark.parametrize("text", ["[" * 25, "— · —", "…"])
def test_compares_blocks_of_punctuation(text: str) -> None:
    assert differences(f"<p>{text}</p>", ("P", text)) == []
    assert differences(f"<p>{text}</p>", ("P", f"{text}!")) != []
    assert differences(f"<p>{text}</p>") != []


def test_ignores_empty_block() -> None:
    assert differences("<p> </p>") == []


@pytest.mark.parametrize(
    ("expected", "found", "shown"),
    [
        ("130 killed", "150 killed", ("130 killed", "150 killed")),
        ("a b c d e f g h i j", "a b c d e X g h i j", ("… b c d e f g h i j", "… b c d e X g h i j")),
        ("a b c d e f", "a b c d e", ("… b c d e f", "… b c d e")),
        ("a b", "a b", ("a b", "a b")),
    ],
)
def test_shows_differing_words(expected: str, found: str, shown: tuple[str, str]) -> None:
    assert contrast(expected, found) == shown


def test_shortens_long_texts() -> None:
    one, other = contrast(" ".join("a" * 100), " ".join("b" * 100))
    assert len(one.split()) == len(other.split()) == 25
    assert "[…]" in one


def test_renders_file_page_item_and_texts() -> None:
    text = render_differences(
        [
            Difference("differs", "report.pdf", "finding-a, short", "130 killed", "150 killed", 4),
            Difference("missing", "report.html", "finding-b, basis", "No source."),
        ]
    )
    assert text == (
        "2 differences between the sources and the documents\n\n"
        "report.pdf, page 4: differs: finding-a, short\n      expected: 130 killed\n      found:    150 killed\n\n"
        "report.html: missing: finding-b, basis\n      expected: No source."
    )


def test_renders_ten_differences_of_a_check() -> None:
    text = render_differences([Difference("extra", "a.pdf", f"item {number}") for number in range(25)])
    assert text.startswith("25 differences")
    assert "item 9" in text
    assert "item 10" not in text
    assert "a.pdf: extra: 15 more" in text
