"""Quotes in any essay are found at their place or explained, and never match other words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from briefwright.model import Passage
from briefwright.prose import Run
from briefwright.sources.essay.paragraphs import Essay, Paragraph
from briefwright.sources.files import SourceFile, parse_yaml
from briefwright.sources.quotes import errors as quote_errors
from briefwright.sources.quotes.folding import fold, fold_any
from briefwright.sources.quotes.matching import QuoteMatch, find_quote
from briefwright.sources.quotes.relocation import compare_with_lock, relocate
from briefwright.sources.quotes.similarity import similarity
from briefwright.sources.quotes.suggestions import suggest_quotes, yaml_lines
from tests.examples import examples

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORDS = [
    # English, few words so that they repeat; French with its quotation marks and spaces; German.
    *("the", "The", "bridge", "stood", "boats,", "boat", "years.", "1,234", "91.4%", "it’s", "(or", "not)"),
    *("«\N{NO-BREAK SPACE}mot\N{NO-BREAK SPACE}»", "l’eau", "dit\N{NARROW NO-BREAK SPACE}:", "cœur", "»Wort«"),
    *("“quoted", "words”", "‘single’", '"straight"', "long—dash"),
    # A soft hyphen, decomposed accents, ligatures, Arabic with and without vowel signs, a direction mark, Hindi.
    *("re\u00adcruit", "recruit", "cafe\u0301", "café", "oﬃcer", "officer"),
    *("كتاب", "كِتَاب", "كت", "كتَب", "جديد", "\u200fقال", "लाल", "किताब"),
    # Hyphens; scripts without spaces between words.
    *("co-operate", "co\u2011operate", "counter\u2010plan", "第二座桥。", "สะพาน", "ガス"),
]
SPACES = st.sampled_from([" ", "  ", "\n", "\N{NO-BREAK SPACE}", "\t"])
STYLES: list[Callable[[str], str]] = [
    str,
    lambda text: unicodedata.normalize("NFC", text),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: unicodedata.normalize("NFKC", text),
    lambda text: text.replace("\u00ad", ""),
    lambda text: text.translate(str.maketrans("“”‘’", "\"\"''")),
    lambda text: text.translate(str.maketrans('"', "“")),
    lambda text: text.replace("«\N{NO-BREAK SPACE}", "“").replace("\N{NO-BREAK SPACE}»", "”"),
    lambda text: text.replace("\N{NO-BREAK SPACE}", " "),
    lambda text: text.translate(str.maketrans('“”‘’"', "‘’“”'")),
    lambda text: text.replace("-", "\u2011").replace("\u2010", "-"),
    lambda text: text.replace("-", "\u00ad").replace("\u2011", "\u00ad").replace("\u2010", "\u00ad"),
    "\u200b".join,
    lambda text: text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
]


@dataclass(frozen=True)
class Cut:
    """Words cut from a paragraph of an essay, and the white space between them."""

    essay: list[list[str]]
    paragraph: int
    first: int
    last: int
    space: str

    @property
    def words(self) -> list[str]:
        """The words as in the essay."""
        return self.essay[self.paragraph - 1][self.first : self.last]

    @property
    def quote(self) -> str:
        """The words with other white space."""
        return self.space.join(self.words)

    @property
    def quotes(self) -> list[str]:
        """The quote in every style."""
        return [self.space.join(map(style, self.words)) for style in STYLES]

    @property
    def folded(self) -> dict[int, str]:
        return {number: " ".join(words) for number, words in enumerate(self.essay, 1)}

    @property
    def match(self) -> QuoteMatch:
        """The match of the words, by counting characters."""
        words = self.essay[self.paragraph - 1]
        start = sum(len(word) + 1 for word in words[: self.first])
        return QuoteMatch(self.paragraph, start, start + len(" ".join(words[self.first : self.last])))


@st.composite
def cuts(draw: st.DrawFn, vocabulary: Sequence[str] = WORDS, longest: int = 25) -> Cut:
    paragraphs = st.lists(st.sampled_from(vocabulary), min_size=1, max_size=25)
    essay = draw(st.lists(paragraphs, min_size=1, max_size=4))
    paragraph = draw(st.integers(1, len(essay)))
    words = essay[paragraph - 1]
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first + 1, min(first + longest, len(words))))
    return Cut(essay, paragraph, first, last, draw(SPACES))


def search(essay: Sequence[Sequence[str]], quote: str) -> tuple[QuoteMatch, ...]:
    return find_quote({number: fold(" ".join(words)) for number, words in enumerate(essay, 1)}, Passage(quote=quote))


def letters(text: str) -> str:
    """Return a text without spaces and invisible characters, with one style of quotation marks."""
    shown = "".join(one for one in text if unicodedata.category(one) != "Cf" and not one.isspace())
    composed = unicodedata.normalize("NFKC", shown.translate(str.maketrans("“”«»‘’'", '"' * 7)))
    return composed.translate(str.maketrans("'\u2010", '"-'))


def words_at(essay: Sequence[Sequence[str]], match: QuoteMatch) -> str:
    return " ".join(essay[match.paragraph - 1])[match.start : match.end]


def visible(essay: Sequence[Sequence[str]], match: QuoteMatch) -> tuple[int, int, int]:
    """Return a match without the invisible characters at its edges."""
    text = " ".join(essay[match.paragraph - 1])
    start, end = match.start, match.end
    while unicodedata.category(text[start]) == "Cf":
        start += 1
    while unicodedata.category(text[end - 1]) == "Cf":
        end -= 1
    return match.paragraph, start, end


@settings(max_examples=examples(200))
@given(cuts())
def test_finds_words_of_the_essay_at_their_place(cut: Cut) -> None:
    for quote in cut.quotes:
        found = search(cut.essay, quote)
        assert visible(cut.essay, cut.match) in {visible(cut.essay, match) for match in found}, quote


@settings(max_examples=examples(200))
@given(cuts())
def test_finds_only_the_same_words(cut: Cut) -> None:
    for quote in cut.quotes:
        for match in search(cut.essay, quote):
            words = words_at(cut.essay, match)
            # A soft hyphen is a hyphen or nothing.
            ignored = "-" if "\u00ad" in words + quote else ""
            assert letters(words).replace(ignored, "") == letters(quote).replace(ignored, "")


@given(cuts(), st.sampled_from(WORDS), st.data())
def test_finds_a_quote_after_an_edit_outside_it(cut: Cut, word: str, data: st.DataObject) -> None:
    before, after = cut.essay[cut.paragraph - 1][: cut.first], cut.essay[cut.paragraph - 1][cut.last :]
    kept = cut.essay[cut.paragraph - 1][cut.first : cut.last]
    edited = data.draw(st.sampled_from([[*before[:-1], *kept, word, *after[1:]], [word, *before, *kept], [*kept]]))
    essay = [*cut.essay[: cut.paragraph - 1], edited, *cut.essay[cut.paragraph :]]
    assert cut.paragraph in {match.paragraph for match in search(essay, cut.quote)}


@given(cuts(), st.sampled_from(WORDS), st.data())
def test_does_not_find_a_quote_after_an_edit_inside_it(cut: Cut, word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(cut.first, cut.last - 1))
    words = list(cut.essay[cut.paragraph - 1])
    assume(letters(words[place]) != letters(word))
    words[place] = word
    essay = [*cut.essay[: cut.paragraph - 1], words, *cut.essay[cut.paragraph :]]
    found = search(essay, cut.quote)
    assert all(letters(words_at(essay, match)) == letters(cut.quote) for match in found)
    if len(cut.essay) == 1 and len(words) == cut.last - cut.first:
        assert not found


@given(cuts(WORDS[:3], 3))
def test_hint_for_an_ambiguous_quote_makes_it_unique_or_asks_for_more_words(cut: Cut) -> None:
    essay = Essay(tuple(Paragraph(number, (Run(text),)) for number, text in cut.folded.items()))
    folded = {number: fold(text) for number, text in cut.folded.items()}
    passage = Passage(quote=cut.quote)
    found = find_quote(folded, passage)
    assume(len(found) > 1)
    _, hint, _, _ = quote_errors.explain_quote(compare_with_lock(essay, None), passage, found)
    proposal = [part.partition(": ") for part in hint.split("`")[1::2]]
    if "quote more words" not in hint:
        narrowed = Passage(quote=cut.quote, **{key: value for key, _, value in proposal})  # type: ignore[arg-type]
        assert find_quote(folded, narrowed) == (found[0],)


@given(cuts(), st.text(max_size=30))
def test_explains_any_wrong_quote(cut: Cut, quote: str) -> None:
    assume(quote.strip())
    essay = Essay(tuple(Paragraph(number, (Run(text),)) for number, text in cut.folded.items()))
    changes, passage = compare_with_lock(essay, None), Passage(quote=quote)
    message, hint, _, _ = quote_errors.explain_quote(changes, passage, relocate(changes, passage))
    assert message
    assert hint


@given(st.text(max_size=60))
def test_positions_of_folded_text_are_in_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert "  " not in folded.text
    assert folded.text == folded.text.strip()


@given(
    text=st.text(st.sampled_from("ab \t\n\r\f'\"-–“’é\u00df\u0301\u00ad\u2002«»"), max_size=12) | st.text(max_size=12)
)
def test_fast_folding_equals_general_folding(text: str) -> None:
    assert fold(text) == fold_any(text)


@given(st.text(max_size=60))
def test_folding_is_idempotent(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(cuts(WORDS[:6], 3))
def test_a_suggested_quote_is_unique_and_reads_back_from_yaml(cut: Cut) -> None:
    essay = compare_with_lock(
        Essay(tuple(Paragraph(number, (Run(text),)) for number, text in cut.folded.items())), None
    )
    places = set()
    for suggestion in suggest_quotes(essay, cut.quote):
        (entry,), _ = parse_yaml(SourceFile("", "\n".join(yaml_lines(suggestion.quote))))
        (match,) = find_quote(essay.folded, Passage.model_validate(entry))
        places.add(match)
    assert cut.match in places


@settings(max_examples=examples(200))
@given(cuts(WORDS[:12], 6), cuts(WORDS[:12], 6), st.sampled_from(WORDS), st.data())
def test_a_fix_has_only_words_like_those_of_each_piece(first: Cut, second: Cut, word: str, data: st.DataObject) -> None:
    words = list(first.words)
    words[data.draw(st.integers(0, len(words) - 1))] = word
    pieces = [" ".join(words), *data.draw(st.sampled_from([[], [second.quote]]))]
    essay = compare_with_lock(
        Essay(tuple(Paragraph(number, (Run(text),)) for number, text in first.folded.items())), None
    )
    passage = Passage(quote=" […] ".join(pieces))
    matches = relocate(essay, passage)
    proposal = None if matches else quote_errors.explain_quote(essay, passage, matches).proposal
    if proposal:
        (match,) = find_quote(essay.folded, proposal)
        written = [essay.texts[match.paragraph][start:end] for start, end in match.pieces]
        assert len(written) == len(pieces)
        for old, new in zip(pieces, written, strict=True):
            assert similarity(fold(old).text, fold(new).text) >= 75
