from __future__ import annotations

import pytest

from briefwright.model import Scales
from briefwright.sources import estimates
from briefwright.sources.reader import load_yaml_model
from tests import briefs

SCALES = load_yaml_model(briefs.ROOT / "sources/scales.yaml", Scales)[0]
BY_ID = {scale.id: scale for scale in SCALES.likelihood}
PHIA = estimates.vocabulary(SCALES, BY_ID["phia"])
ICD = estimates.vocabulary(SCALES, BY_ID["icd-203"])


def found(text: str, words: estimates.Vocabulary = PHIA) -> list[tuple[str, str | None]]:
    return [(term.words, term.scale.id if term.scale else None) for term in estimates.likelihood_terms(words, text)]


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
def test_finds_the_longest_whole_terms(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text) == expected


def test_assigns_a_term_of_two_scales_to_the_publisher() -> None:
    text = "unlikely, likely, probable, almost certain"
    assert {scale for _, scale in found(text)} == {"phia"}
    assert {scale for _, scale in found(text, ICD)} == {"icd-203"}
    assert found("highly likely, very likely", ICD) == [("highly likely", "phia"), ("very likely", "icd-203")]


def test_finds_the_longer_of_two_terms_with_the_same_beginning() -> None:
    scales = SCALES.model_copy(update={"unscaled": ("likely", "likely enough", "likely enough not")})
    words = estimates.vocabulary(scales, BY_ID["phia"])
    assert found("likely enough, likely enough not, likely", words) == [
        ("likely enough", None), ("likely enough not", None), ("likely", "phia"),
    ]  # fmt: skip


def test_scales_have_their_published_terms_and_ranges() -> None:
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


@pytest.mark.parametrize(
    ("term", "words"), [("very likely", "highly likely"), ("very unlikely", "highly unlikely"), ("probably", "likely")]
)
def test_finds_the_nearest_step_of_another_scale(term: str, words: str) -> None:
    (one,) = estimates.likelihood_terms(PHIA, term)
    assert one.step
    assert BY_ID["phia"].nearest_step(one.step).words[0] == words


@pytest.mark.parametrize("text", ["high confidence", "Confidence: low", "confidence is moderate", "very confident"])
def test_finds_confidence_ratings(text: str) -> None:
    assert estimates.confidence_ratings(PHIA, f"With {text} …") == ((5, 5 + len(text)),)
    other = "Confidence tells how far; the public has confidence, and is confident."
    assert not estimates.confidence_ratings(PHIA, other)


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
def test_splits_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in estimates.sentences(text)] == expected


def test_masks_quotations_code_and_addresses() -> None:
    text = 'It “is likely.” `perhaps` [so](https://a.b/maybe) <https://a.b/maybe> "likely" perhaps'
    own = estimates.mask_quotations(text, markdown=True)
    assert len(own) == len(text)
    assert found(own) == [("perhaps", None)]
    assert "“••••••••••.”" not in own
    assert own.count(".") == 1
    assert found(estimates.mask_quotations("`perhaps` https://a.b/maybe", markdown=False)) == [("perhaps", None)]


def test_finds_quotations_without_their_marks() -> None:
    text = 'He “said” and "did", `“no”`.'
    assert [text[start:end] for start, end in estimates.quotations(text, markdown=True)] == ["said", "did"]
    assert [text[start:end] for start, end in estimates.quotations(text, markdown=False)] == ["said", "did", "no"]
