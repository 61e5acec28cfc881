from __future__ import annotations

from dataclasses import replace

import pytest

from briefwright.verify.comparison import Difference, compare_blocks, contrast, describe, pair, render
from briefwright.verify.html_blocks import Block, read_page

PAGE = '<html><body><main id="main">{}</main></body></html>'


def web(*cells: str, head: str = "") -> Block:
    return Block(cells, " ".join(cells), head=head)


def on(page: int, *cells: str, kind: str = "P") -> Block:
    return Block(cells, " ".join(cells), page=page, kind=kind)


def departures(page: str, *printed: tuple[str, str]) -> list[str]:
    blocks = read_page(PAGE.format(page)).blocks
    pdf = [on(1, words, kind=kind) for kind, words in printed]
    return [describe(one) for one in compare_blocks("a", blocks, pdf, pair(blocks, pdf))]


def test_the_same_words_in_the_same_order() -> None:
    pairing = pair([web("One."), web("Two."), web("One.")], [on(1, "One."), on(1, "Two."), on(2, "One.")])
    assert pairing.printed == (0, 1, 2)
    assert not pairing.moved
    assert pairing.left == ()


def test_blocks_that_print_moves() -> None:
    pairing = pair([web("Text."), web("Note.")], [on(1, "Note."), on(1, "Text.")])
    assert pairing.printed == (1, 0)
    assert len(pairing.moved) == 1


def test_what_is_not_printed_and_what_is_printed_besides() -> None:
    pairing = pair([web("One."), web("Two.")], [on(1, "One."), on(1, "Three.")])
    assert pairing.printed == (0, None)
    assert pairing.left == (1,)


def test_cells_stay_apart() -> None:
    assert pair([web("1", "1")], [on(1, "11")]).printed == (None,)
    assert pair([web("1", "", "1")], [on(1, "1", "1", "")]).printed == (None,)


def test_mirrored_brackets_count_only_beside_right_to_left_text() -> None:
    blocks, other = [web("The council (x) met.")], on(1, "The council )x( met.")
    for is_turned, found in ((True, []), (False, ["differs"])):
        pdf = [replace(other, is_turned=is_turned)]
        assert [one.check for one in compare_blocks("a", blocks, pdf, pair(blocks, pdf))] == found


def test_a_page_and_a_pdf_with_the_same_blocks() -> None:
    page = "<h2>One</h2><p>Two, and <b>three</b>.</p>"
    assert departures(page, ("H2", "One"), ("P", "Two, and\nth\x02ree.")) == []


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ((("P", "Two, and three."), ("H2", "One")), "which the web page has in another place"),
        ((("H2", "One"),), "the web page has “Two, and three.” in main, which the PDF does not have"),
        ((("H2", "One"), ("P", "Two, and three.")) * 2, "“One” on page 1, which the web page does not have"),
        ((("H3", "One"), ("P", "Two, and three.")), "the web page has “H2 “One”"),
        ((("H2", "One"), ("P", "Two and three.")), "the web page has “Two, and three.”, the PDF has “Two and three.”"),
        ((("H2", "One"), ("LBody", "Two, and three.")), "the PDF has “LBody “Two"),
    ],
)
def test_departures_of_a_pdf_are_found(printed: tuple[tuple[str, str], ...], said: str) -> None:
    assert any(said in one for one in departures("<h2>One</h2><p>Two, and <b>three</b>.</p>", *printed))


@pytest.mark.parametrize("signs", ["[" * 25, "— · —", "…"])
def test_a_block_of_punctuation_alone_is_compared(signs: str) -> None:
    assert departures(f"<p>{signs}</p>", ("P", signs)) == []
    assert departures(f"<p>{signs}</p>", ("P", f"{signs}!")) != []
    assert departures(f"<p>{signs}</p>") != []


def test_an_empty_block_is_none() -> None:
    assert departures("<p> </p>") == []


@pytest.mark.parametrize(
    ("expected", "found", "shown"),
    [
        ("130 killed", "150 killed", ("130 killed", "150 killed")),
        ("a b c d e f g h i j", "a b c d e X g h i j", ("… b c d e f g h i j", "… b c d e X g h i j")),
        ("a b c d e f", "a b c d e", ("… b c d e f", "… b c d e")),
        ("a b", "a b", ("a b", "a b")),
    ],
)
def test_words_are_shown_where_they_differ(expected: str, found: str, shown: tuple[str, str]) -> None:
    assert contrast(expected, found) == shown


def test_long_texts_are_shortened() -> None:
    one, other = contrast(" ".join("a" * 100), " ".join("b" * 100))
    assert len(one.split()) == len(other.split()) == 25
    assert "[…]" in one


def test_an_editor_reads_file_page_item_and_words() -> None:
    text = render(
        [
            Difference("differs", "report.pdf", "finding-a, short", "130 killed", "150 killed", 4),
            Difference("missing", "report.html", "finding-b, basis", "No source."),
        ]
    )
    assert text == (
        "2 differences between what the sources hold and what was made\n\n"
        "report.pdf, page 4: differs: finding-a, short\n      expected: 130 killed\n      found:    150 killed\n\n"
        "report.html: missing: finding-b, basis\n      expected: No source."
    )


def test_many_of_one_kind_are_counted() -> None:
    text = render([Difference("extra", "a.pdf", f"item {number}") for number in range(25)])
    assert text.startswith("25 differences")
    assert "item 9" in text
    assert "item 10" not in text
    assert "a.pdf: extra: 15 more" in text
