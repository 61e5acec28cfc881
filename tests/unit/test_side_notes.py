"""Side notes are whole, level with their passages or below earlier notes, and never above."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.model import DocumentType
from briefwright.pdf.reader import read
from briefwright.pdf.typeset import typeset
from tests.examples import examples
from tests.tools.press import BASE, print_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefwright.pdf.fetch import PublishedFiles
    from briefwright.pdf.reader import Document

# A page has 10 lines of text; a line has one word. A line of a note is as high as a line of text.
STYLE = """
@font-face { font-family: Plex; src: url("fonts/sans-regular.ttf") }
@page { size: 150mm 100mm; margin: 10mm }
html { font: 8mm/1 Plex; orphans: 2; widows: 2 }
body, p, h1 { margin: 0 }
h1 { font-size: 1em; font-weight: 400 }
.essay { break-before: page }
p, table { width: 60mm }
.notes { break-before: avoid }
.note[data-beside] { position: absolute; top: -9999mm; width: 60mm }
"""
LINES = 10
LINE = 8 * 72 / 25.4


@pytest.fixture(scope="module")
def files() -> Iterator[PublishedFiles]:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        yield print_files(Path(folder), patch)


class Place(NamedTuple):
    """The page of a line, and its number there from the top of the page's text."""

    page: int
    line: float


def paragraph(number: int, length: int, notes: Sequence[tuple[int, int]]) -> str:
    """Return a paragraph with one word a line; ``notes`` are the line and the length of each."""
    words = [f"word{number}x{line}" for line in range(length)]
    asides = []
    for index, (line, size) in enumerate(notes):
        words[line] = f'<span id="p{number}x{index}">{words[line]}</span>' if "<" not in words[line] else words[line]
        place = words[line].split('"')[1]
        text = "<br>".join(f"note{number}x{index}x{part}" for part in range(size))
        asides.append(f'<aside class="note" data-beside="{place}"><p>{text}</p></aside>')
    return f'<div class="paragraph"><p>{"<br>".join(words)}</p><div class="notes">{"".join(asides)}</div></div>'


def laid_out(files: PublishedFiles, *blocks: str, after: str = "<p>after</p>") -> Document:
    section = f'<section class="essay"><h1>Text</h1>{"".join(blocks)}</section>'
    page = f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{section}{after}</body></html>'
    return read(typeset(page, STYLE, BASE, files, DocumentType(title="document.poster", order=1, needs=())))


def places(document: Document) -> dict[str, Place]:
    """Return the place of each word."""
    top = max(run.baseline for page in document.pages for run in page.runs)
    return {
        run.text.strip(): Place(page.number, (top - run.baseline) / LINE)
        for page in document.pages
        for run in page.runs
    }


def test_note_is_level_with_its_passage(files: PublishedFiles) -> None:
    found = places(laid_out(files, paragraph(1, 3, []), paragraph(2, 3, [(1, 2)])))
    assert found["note2x0x0"] == found["word2x1"] == pytest.approx(Place(1, 5), abs=0.01)
    assert found["note2x0x1"] == found["word2x2"]


def test_second_note_of_a_line_is_below_the_first(files: PublishedFiles) -> None:
    found = places(laid_out(files, paragraph(1, 3, [(0, 2), (0, 1), (1, 1)])))
    lines = [found[f"note1x{name}"].line for name in ("0x0", "0x1", "1x0", "2x0")]
    assert lines == pytest.approx([1, 2, 3, 4], abs=0.01)


def test_note_that_does_not_fit_is_whole_on_the_next_page(files: PublishedFiles) -> None:
    found = places(laid_out(files, paragraph(1, 14, [(7, 3), (8, 1)])))
    assert found["word1x7"] == pytest.approx(Place(1, 8), abs=0.01)
    assert [found[f"note1x0x{part}"] for part in range(3)] == [
        pytest.approx(Place(2, line), abs=0.01) for line in range(3)
    ]
    assert found["note1x1x0"] == pytest.approx(Place(2, 3), abs=0.01)


def test_text_after_the_notes_is_below_them(files: PublishedFiles) -> None:
    found = places(laid_out(files, paragraph(1, 2, [(1, 4)])))
    assert found["note1x0x3"] == pytest.approx(Place(1, 5), abs=0.01)
    assert found["after"] == pytest.approx(Place(1, 6), abs=0.01)


def test_no_page_has_notes_without_text(files: PublishedFiles) -> None:
    found = places(laid_out(files, paragraph(1, 9, [(7, 3)])))
    assert found["word1x6"].page == 1
    assert [found[name] for name in ("word1x7", "word1x8", "note1x0x0", "after")] == [
        pytest.approx(place, abs=0.01) for place in (Place(2, 0), Place(2, 1), Place(2, 0), Place(2, 3))
    ]


def test_note_does_not_cover_a_wide_table(files: PublishedFiles) -> None:
    table = '<table style="width: 130mm; border-collapse: collapse"><tr><td style="padding: 0">wide</td></tr></table>'
    found = places(laid_out(files, paragraph(1, 1, [(0, 2)]), table))
    assert found["wide"] == pytest.approx(Place(1, 2), abs=0.01)
    assert found["note1x0x0"] == pytest.approx(Place(1, 3), abs=0.01)


def test_heading_keeps_its_page_in_the_contents(files: PublishedFiles) -> None:
    style = '<style>a::after { content: " page " target-counter(attr(href), page) }</style>'
    blocks = [paragraph(1, 12, [(0, 1)]), '<h2 id="later">Later</h2>', paragraph(2, 1, [(0, 1)])]
    document = laid_out(files, *blocks, after=f'{style}<p><a href="#later">see</a></p>')
    assert any("page 2" in run.text for page in document.pages for run in page.runs)


def test_note_follows_its_paragraph_in_the_structure(files: PublishedFiles) -> None:
    document = laid_out(files, paragraph(1, 14, [(8, 3)]), paragraph(2, 1, []))
    assert document.root is not None
    words = " ".join("".join(run.text for run in document.root.runs).split())
    assert words.index("word1x13") < words.index("note1x0x0") < words.index("word2x0") < words.index("after")
    (note,) = (element for element in document.root.walk() if element.type == "Note")
    assert [element.type for element in note.walk()] == ["Note", "P"]


PARAGRAPHS = st.lists(
    st.integers(1, 14).flatmap(
        lambda length: st.tuples(
            st.just(length), st.lists(st.tuples(st.integers(0, length - 1), st.integers(1, 6)), max_size=3).map(sorted)
        )
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=examples(100))
@given(PARAGRAPHS)
def test_notes_are_whole_below_each_other_and_never_above_their_passage(
    files: PublishedFiles, paragraphs: list[tuple[int, list[tuple[int, int]]]]
) -> None:
    blocks = [paragraph(number, *shape) for number, shape in enumerate(paragraphs)]
    found = places(laid_out(files, *blocks))
    last = Place(0, 0)
    for number, (length, notes) in enumerate(paragraphs):
        assert all(f"word{number}x{line}" in found for line in range(length))
        for index, (line, size) in enumerate(notes):
            note = [found[f"note{number}x{index}x{part}"] for part in range(size)]
            assert note[0] >= Place(found[f"word{number}x{line}"].page, found[f"word{number}x{line}"].line - 0.01)
            assert [part.page for part in note] == [note[0].page] * size
            assert note[-1].line < LINES - 0.9
            assert note[0].page > last.page or note[0].line > last.line + 0.99
            last = note[-1]
    assert found["after"].page > last.page or found["after"].line > last.line + 0.99
