"""Selectors and text fragments find the quoted words in any essay."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from briefwright.content.exports.web_annotations import selectors
from briefwright.content.text_fragments import RenderedParagraph, browser_text, directive
from briefwright.prose import Run
from briefwright.sources.essay.paragraphs import Essay, Paragraph

# Words that repeat, of several scripts, outside the basic plane, and with characters of the directive syntax.
WORDS = st.sampled_from(
    [
        "the",
        "The",
        "bridge",
        "bridge,",
        "a-b",
        "R&D",
        "é",
        "e\u0301",
        "“so”",
        "\U0001d518\U0001d52b",
        "🚢",
        "كتاب",
        "100%",
        "x.",
        "…",
    ]
)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=20), min_size=1, max_size=5)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Essay, int, int, int]:
    """Return an essay, a paragraph number, and start and end of some of its words."""
    words = draw(PARAGRAPHS)
    number = draw(st.integers(1, len(words)))
    first = draw(st.integers(0, len(words[number - 1]) - 1))
    last = draw(st.integers(first + 1, len(words[number - 1])))
    essay = Essay(tuple(Paragraph(index, (Run(" ".join(each)),)) for index, each in enumerate(words, 1)))
    start = len(" ".join(words[number - 1][:first])) + (first > 0)
    return essay, number, start, start + len(" ".join(words[number - 1][first:last]))


@given(spans())
def test_selectors_match_the_plain_text(case: tuple[Essay, int, int, int]) -> None:
    essay, number, start, end = case
    offset = essay.offset(number)
    quote, place = selectors(essay, offset + start, offset + end)
    exact = essay.paragraphs[number - 1].text[start:end]
    assert essay.text[place["start"] : place["end"]] == quote["exact"] == exact
    around = quote.get("prefix", "") + exact + quote["suffix"]
    assert essay.text.find(around) <= place["start"] - len(quote.get("prefix", ""))
    # Positions count code points.
    assert "".join(list(essay.text.encode().decode())[place["start"] : place["end"]]) == exact


NOTE_REFERENCE = "\N{REFERENCE MARK}"


def first_match(blocks: list[str], value: str) -> tuple[int, int, int] | None:
    """Return block, start and end of a directive's first match (Text Fragments, 3.5.2); accents are not ignored."""
    terms = value.split(",")
    prefix = unquote(terms.pop(0)[:-1]).lower() if terms[0].endswith("-") else ""
    suffix = unquote(terms.pop()[1:]).lower() if terms[-1].startswith("-") else ""
    start, end = unquote(terms[0]).lower(), unquote(terms[1]).lower() if len(terms) > 1 else ""
    for number, block in enumerate(block.lower() for block in blocks):
        for found in re.finditer(f"(?={re.escape(prefix or start)})", block):
            begin = found.start()
            if begin and block[begin - 1].isalnum() and block[begin].isalnum():
                continue
            if prefix:
                begin = skip_white_space(block, begin + len(prefix))
                if not block.startswith(start, begin):
                    continue
            stop = begin + len(start)
            if end:
                stop = block.find(end, stop) + len(end)
                if stop < len(end):
                    continue
            if not block.startswith(suffix, skip_white_space(block, stop)):
                continue
            return number, begin, stop
    return None


def skip_white_space(block: str, position: int) -> int:
    return len(block) - len(block[position:].lstrip())


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@given(spans(), st.data())
def test_first_match_of_a_directive_is_the_passage(case: tuple[Essay, int, int, int], data: st.DataObject) -> None:
    essay, number, start, end = case
    text = essay.paragraphs[number - 1].text
    breaks = sorted(data.draw(st.sets(st.integers(1, len(text)), max_size=3)))
    earlier = [paragraph.text for paragraph in essay.paragraphs[: number - 1]]
    value = directive(RenderedParagraph(text, breaks, [browser_text(other) for other in earlier]), start, end)
    if value is None:
        return
    pieces = [text[first:last] for first, last in pairwise([0, *breaks, len(text)])]
    found = first_match([*earlier, NOTE_REFERENCE.join(pieces), "text after it"], value)
    assert found, value
    block, begin, stop = found
    assert block == number - 1
    assert letters(NOTE_REFERENCE.join(pieces)[begin:stop]) == letters(text[start:end])
    assert letters(NOTE_REFERENCE.join(pieces)[:begin]) == letters(text[:start])
