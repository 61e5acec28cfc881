from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright import language
from briefwright.errors import BriefwrightError
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")


def test_returns_string_with_values() -> None:
    assert CATALOGUE.text("heading.summary") == "Summary"
    assert CATALOGUE.text("label.page-of", page=3, pages="12") == "page 3 of 12"


def test_counts_with_the_plural_forms_of_the_language() -> None:
    assert [CATALOGUE.count("count.claims", number) for number in (1, 2)] == ["1 claim", "2 claims"]


def test_does_not_format_values() -> None:
    assert CATALOGUE.text("label.edition", number="{page}") == "edition {page}"


def test_names_missing_string() -> None:
    with pytest.raises(BriefwrightError, match=r"^en-GB\.po: missing 'no\.such' for “no\.such”"):
        CATALOGUE.text("no.such")


def test_names_missing_value() -> None:
    with pytest.raises(BriefwrightError, match=r"missing 'number' for “label\.edition”"):
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
def test_formats_date_as_exact_as_given(date: str, expected: str) -> None:
    assert CATALOGUE.date(date) == expected


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ("2015-11-13/2015-11-15", "13–15 November 2015"),
        ("2015-11-30/2015-12-02", "30 November – 2 December 2015"),
        ("2015-12-30/2016-01-02", "30 December 2015 – 2 January 2016"),
        ("2015-11/2015-12", "November – December 2015"),
        ("2015-11/2016-01", "November 2015 – January 2016"),
        ("2014/2015", "2014–2015"),
        ("2015-11-13/2015-12", "13 November 2015 – December 2015"),
        ("2015-11-13/2015-11-13", "13 November 2015"),
    ],
)
def test_formats_interval_without_what_both_dates_share(interval: str, expected: str) -> None:
    assert CATALOGUE.date(interval).replace("\N{THIN SPACE}", " ") == expected


def test_other_form_of_an_interval_is_that_of_the_sources() -> None:
    assert CATALOGUE.other_dates("2015-11-13/2015-11-15") == ("2015-11-13/2015-11-15",)


@pytest.mark.parametrize(
    ("items", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_formats_list_as_phrase(items: list[str], expected: str) -> None:
    assert CATALOGUE.listing(items) == expected


def test_other_language_has_its_strings_and_formats(tmp_path: Path) -> None:
    (tmp_path / "de-AT.po").write_text('msgid ""\nmsgstr "Language: de_AT"\n\nmsgid "a.b"\nmsgstr "Wörter"\n', "utf-8")
    catalogue = language.load(tmp_path, "de-AT")
    assert catalogue.text("a.b") == "Wörter"
    assert catalogue.date("2015-01") == "Jänner 2015"
    assert catalogue.listing(["a", "b", "c"]) == "a, b und c"
