from __future__ import annotations

import pytest

from briefwright.model import Scales
from briefwright.sources import estimates
from briefwright.sources.loading import load_model
from tests import briefs

SCALES = load_model(briefs.ROOT / "sources/scales.yaml", Scales)
BY_ID = {scale.id: scale for scale in SCALES.likelihood}
PHIA = estimates.vocabulary(SCALES, BY_ID["phia"], SCALES.confidence[0])
ICD = estimates.vocabulary(SCALES, BY_ID["icd-203"], SCALES.confidence[1])


def found(text: str, words: estimates.Vocabulary = PHIA) -> list[tuple[str, str | None]]:
    return [(term.words, term.scale.id if term.scale else None) for term in estimates.terms(words, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is highly unlikely.", [("highly unlikely", "phia")]),
        ("It is very *likely*.", [("very likely", "icd-203")]),
        ("LIKELY, and almost\n certain", [("likely", "phia"), ("almost certain", "phia")]),
        ("_Perhaps_ a remote chance", [("perhaps", None), ("remote chance", "phia")]),
        ("It is most likely, or more likely than not.", [("most likely", None), ("more likely than not", None)]),
        ("probably", [("probably", "icd-203")]),
        ("a remote village, overlikely, unlikeliest, likelihood, probability, mayhap, maybes", []),
        ("It may, might or could; it is possible.", []),
    ],
)
def test_words_of_likelihood_count_whole_and_longest_first(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text) == expected


def test_a_word_of_two_scales_is_of_the_publisher() -> None:
    text = "unlikely, likely, probable, almost certain"
    assert {scale for _, scale in found(text)} == {"phia"}
    assert {scale for _, scale in found(text, ICD)} == {"icd-203"}
    assert found("highly likely, very likely", ICD) == [("highly likely", "phia"), ("very likely", "icd-203")]


def test_of_two_words_that_begin_alike_the_longer_counts() -> None:
    scales = SCALES.model_copy(update={"unscaled": ("likely", "likely enough", "likely enough not")})
    words = estimates.vocabulary(scales, BY_ID["phia"], SCALES.confidence[0])
    assert found("likely enough, likely enough not, likely", words) == [
        ("likely enough", None), ("likely enough not", None), ("likely", "phia"),
    ]  # fmt: skip


def test_the_scales_are_as_they_were_set() -> None:
    assert [(step.words[0], step.range) for step in BY_ID["phia"].steps] == [
        ("remote chance", "0–5"), ("highly unlikely", "10–20"), ("unlikely", "25–35"),
        ("realistic possibility", "40–<50"), ("likely", "55–75"), ("highly likely", "80–90"),
        ("almost certain", "95–100"),
    ]  # fmt: skip
    assert [(step.words, step.range) for step in BY_ID["icd-203"].steps] == [
        (("almost no chance", "remote"), "1–5"), (("very unlikely", "highly improbable"), "5–20"),
        (("unlikely", "improbable"), "20–45"), (("roughly even chance", "roughly even odds"), "45–55"),
        (("likely", "probable"), "55–80"), (("very likely", "highly probable"), "80–95"),
        (("almost certain", "nearly certain"), "95–99"),
    ]  # fmt: skip
    assert {scale.id: scale.levels for scale in SCALES.confidence} == {
        "phia": ("low", "moderate", "high"), "icd-203": ("low", "moderate", "high"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("term", "words"), [("very likely", "highly likely"), ("very unlikely", "highly unlikely"), ("probably", "likely")]
)
def test_the_nearest_step_of_another_scale(term: str, words: str) -> None:
    (one,) = estimates.terms(PHIA, term)
    assert one.step
    assert BY_ID["phia"].nearest(one.step).words[0] == words


@pytest.mark.parametrize("text", ["high confidence", "Confidence: low", "confidence is moderate", "very confident"])
def test_ratings_of_confidence(text: str) -> None:
    assert estimates.ratings(PHIA, f"With {text} …") == ((5, 5 + len(text)),)
    assert not estimates.ratings(PHIA, "Confidence tells how far; the public has confidence, and is confident.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One. ", "Two! ", "Three?"]),
        (
            "In Nov. Paris, e.g. Europol, J. Smith and no. Three.",
            ["In Nov. Paris, e.g. Europol, J. Smith and no. Three."],
        ),
        ("He said “so.” Then “Next” came. (And more.)", ["He said “so.” ", "Then “Next” came. ", "(And more.)"]),
        ("About 3.5 of 7. and on", ["About 3.5 of 7. and on"]),
        ("a\n\nb", ["a\n\n", "b"]),
        ("So do I. Then", ["So do I. ", "Then"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in estimates.sentences(text)] == expected


def test_quoted_words_code_and_addresses_are_not_the_authors() -> None:
    text = 'It “is likely.” `perhaps` [so](https://a.b/maybe) <https://a.b/maybe> "likely" perhaps'
    own = estimates.own_words(text, markdown=True)
    assert len(own) == len(text)
    assert found(own) == [("perhaps", None)]
    assert "“••••••••••.”" not in own
    assert own.count(".") == 1
    assert found(estimates.own_words("`perhaps` https://a.b/maybe", markdown=False)) == [("perhaps", None)]


def test_quotations_are_found_without_their_marks() -> None:
    text = 'He “said” and "did", `“no”`.'
    assert [text[start:end] for start, end in estimates.quotations(text, markdown=True)] == ["said", "did"]
    assert [text[start:end] for start, end in estimates.quotations(text, markdown=False)] == ["said", "did", "no"]
