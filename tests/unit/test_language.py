from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright import language
from briefwright.errors import BriefwrightError
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")


def test_strings_come_by_key_with_values_in_their_places() -> None:
    assert CATALOGUE.text("heading.findings") == "Findings"
    assert CATALOGUE.text("label.page-of", page=3, pages="12") == "page 3 of 12"


def test_values_are_not_read_again() -> None:
    assert CATALOGUE.text("label.edition", number="{page}") == "edition {page}"


def test_a_key_that_is_missing_is_named() -> None:
    with pytest.raises(BriefwrightError, match=r"^the catalogue for en_GB has no string 'no\.such' \(asked for “no\."):
        CATALOGUE.text("no.such")


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(BriefwrightError, match=r"has no string 'number' \(asked for “label\.edition”\)"):
        CATALOGUE.text("label.edition")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2015", "2015"),
        ("2015-11", "November 2015"),
        ("2015-11-13", "13 November 2015"),
        ("2016-02-29", "29 February 2016"),
        ("2026-01-01", "1 January 2026"),
        ("0999", "999"),
    ],
)
def test_a_date_is_as_exact_as_it_is_given(date: str, expected: str) -> None:
    assert CATALOGUE.date(date) == expected


@pytest.mark.parametrize(
    ("items", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_is_a_phrase(items: list[str], expected: str) -> None:
    assert CATALOGUE.listing(items) == expected


def test_another_language_has_its_own_words_and_ways(tmp_path: Path) -> None:
    (tmp_path / "de-AT.po").write_text('msgid ""\nmsgstr "Language: de_AT"\n\nmsgid "a.b"\nmsgstr "Wörter"\n', "utf-8")
    catalogue = language.load(tmp_path, "de-AT")
    assert catalogue.text("a.b") == "Wörter"
    assert catalogue.date("2015-01") == "Jänner 2015"
    assert catalogue.listing(["a", "b", "c"]) == "a, b und c"
