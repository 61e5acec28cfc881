"""Suggestions of quotes, and their YAML."""

from __future__ import annotations

import pytest

from briefwright.model import Passage
from briefwright.sources.essay.paragraphs import parse
from briefwright.sources.files import SourceFile, parse_yaml
from briefwright.sources.quotes.matching import find_quote
from briefwright.sources.quotes.relocation import compare_with_lock
from briefwright.sources.quotes.suggestions import suggest_quotes, unique_quote, yaml_lines

TOWN = (
    "The town had *one* bridge. It stood for three hundred years. Nobody counted the boats.\n\n"
    "After the flood the council asked for a second bridge. It stood for three hundred years, the clerk wrote."
)


def suggested(words: str, text: str = TOWN) -> list[dict[str, str | int]]:
    essay = compare_with_lock(parse(text), None)
    suggestions = list(suggest_quotes(essay, words))
    for suggestion in suggestions:
        (match,) = find_quote(essay.folded, suggestion.quote)
        assert match.paragraph == suggestion.paragraph
    return [suggestion.quote.model_dump(exclude_none=True) for suggestion in suggestions]


def test_quotes_words_without_keys_if_they_are_unique() -> None:
    assert suggested("town had one bridge") == [{"quote": "town had one bridge"}]


def test_adds_only_the_keys_that_are_needed() -> None:
    assert suggested("It stood for three hundred years") == [
        {"quote": "It stood for three hundred years", "paragraph": 1},
        {"quote": "It stood for three hundred years", "paragraph": 2},
    ]
    assert suggested("a plan", "A plan, a plan, and a plan.") == [
        {"quote": "a plan", "prefix": "plan,"}, {"quote": "a plan", "prefix": "and"},
    ]  # fmt: skip
    assert suggested("the", "the one.\n\nthe two, the three.")[1:] == [
        {"quote": "the", "paragraph": 2, "suffix": "two,"}, {"quote": "the", "paragraph": 2, "prefix": "two,"},
    ]  # fmt: skip


def test_quotes_the_words_of_the_essay() -> None:
    assert suggested("[t]he town had one bridge") == [{"quote": "The town had one bridge"}]
    assert suggested("The town … one bridge") == [{"quote": "The town […] one bridge"}]
    assert suggested("'It stood'", "“It stood” for\nlong.") == [{"quote": "“It stood”"}]


def test_quotes_words_over_the_end_of_a_paragraph_separately() -> None:
    assert suggested("counted the boats. After the flood") == [
        {"quote": "counted the boats."}, {"quote": "After the flood"},
    ]  # fmt: skip


def test_finds_similar_words_most_similar_first() -> None:
    assert suggested("it stands for three hundred years, the clerk writes")[0] == {
        "quote": "It stood for three hundred years, the clerk wrote"
    }
    assert suggested("nobody counted the boat")[0] == {"quote": "Nobody counted the boats"}


def test_finds_the_sentence_with_a_few_remembered_words() -> None:
    assert suggested("council flood") == [{"quote": "After the flood the council asked for a second bridge."}]


def test_finds_nothing_for_other_words() -> None:
    assert suggested("The minister resigned") == []
    assert suggested("…") == []
    assert suggested("\N{SOFT HYPHEN}") == []
    assert suggested("words", "") == []


def test_words_are_unique_even_in_a_refrain() -> None:
    essay = compare_with_lock(parse("no " * 30 + "no"), None)
    for match in find_quote(essay.folded, Passage(quote="no no")):
        assert find_quote(essay.folded, unique_quote(essay, match)) == (match,)


@pytest.mark.parametrize(
    "words",
    [
        "plain words", "the plan: no", "it # is", "'tis", '"so", he said', "*x*", "[…] a", "@a", "%a", "&a", "- a",
        "a:", "null", "yes", "2015", "1.5", "2015-11-13", "~", "a\\b 'c' \"d\"", "{a}", "!a", "| a", "> a", "? a",
        "`a`", "第二", "a\u200bb", "a\u2028b",
    ],
)  # fmt: skip
def test_yaml_of_any_words_reads_back(words: str) -> None:
    quote = Passage(quote=words, paragraph=3, prefix=words)
    (entry,), _ = parse_yaml(SourceFile("", "\n".join(yaml_lines(quote)) + "\n"))
    assert Passage.model_validate(entry) == quote
