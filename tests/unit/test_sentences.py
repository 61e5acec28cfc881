from __future__ import annotations

import pytest

from briefwright.sentences import sentences


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("One. Two? Three", "en", ["One. ", "Two? ", "Three"]),
        ("Mr. Ortega came. He spoke.", "en", ["Mr. Ortega came. ", "He spoke."]),
        ("“It works.” He left.", "en", ["“It works.” ", "He left."]),
        ("« Oui. » Il partit.", "fr", ["« Oui. » ", "Il partit."]),
        ("« Oui. » dit-il.", "fr", ["« Oui. » dit-il."]),
        ("", "en", []),
    ],
)
def test_splits_a_text_into_sentences(text: str, language: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text, language)] == expected
