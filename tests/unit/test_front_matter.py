"""Front matter of an essay as values for `essay:` in brief.yaml."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from briefwright.model import EssayWork
from briefwright.sources.essay.front_matter import KEYS, read_front_matter, with_defaults


def essay(**values: object) -> dict[str, Any]:
    return dict(read_front_matter(values).essay)


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("Ada Clerk", [{"name": "Ada Clerk"}]),
        (["Ada Clerk", "Bo Li"], [{"name": "Ada Clerk"}, {"name": "Bo Li"}]),
        ({"name": "Ada Clerk", "email": "a@example.org"}, [{"name": "Ada Clerk"}]),
        (
            [{"name": {"given": "Ada", "family": "Clerk"}, "orcid": "0000-0002-1825-0097", "affiliation": "College"}],
            [
                {
                    "name": {"given": "Ada", "family": "Clerk"},
                    "affiliation": "College",
                    "orcid": "0000-0002-1825-0097",
                }
            ],
        ),
        ([{"given": "Ada", "family": "Clerk"}], [{"name": {"given": "Ada", "family": "Clerk"}}]),
        (
            [{"name": "Ada Clerk", "affiliations": [{"name": "College"}, "Museum"]}],
            [{"name": "Ada Clerk", "affiliation": "College; Museum"}],
        ),
    ],
)
@pytest.mark.parametrize("key", ["author", "authors"])
def test_reads_authors_in_the_forms_that_writers_use(key: str, author: object, authors: object) -> None:
    values = essay(**{key: author})
    assert values == {"authors": authors}
    assert EssayWork.model_validate(values).authors


def test_joins_title_and_subtitle() -> None:
    assert essay(title="On Bridges", subtitle="A count") == {"title": "On Bridges: A count"}
    assert essay(subtitle="A count") == {}


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (dt.date(2015, 3, 1), "2015-03-01"),
        (dt.datetime(2015, 3, 1, 9, 30, tzinfo=dt.UTC), "2015-03-01"),
        ("2015-03-01T09:30:00Z", "2015-03-01"),
        ("2015-03-01 09:30", "2015-03-01"),
        ("2015-03", "2015-03"),
        (2015, "2015"),
    ],
)
def test_reads_dates_without_their_time(date: object, text: str) -> None:
    assert essay(date=date) == {"date": text}


@pytest.mark.parametrize("key", ["lang", "language"])
def test_reads_the_language(key: str) -> None:
    assert essay(**{key: "fr"}) == {"language": "fr"}


@pytest.mark.parametrize("key", ["licence", "license"])
@pytest.mark.parametrize(
    ("licence", "values"),
    [
        (
            {"name": "CC BY", "url": "https://example.org/by"},
            {"licence": {"name": "CC BY", "url": "https://example.org/by"}},
        ),
        ({"text": "CC BY"}, {"rights": "CC BY"}),
        ("All rights reserved", {"rights": "All rights reserved"}),
        (
            "https://creativecommons.org/licenses/by-nc/4.0/",
            {"licence": {"name": "CC BY-NC 4.0", "url": "https://creativecommons.org/licenses/by-nc/4.0/"}},
        ),
        (
            "https://creativecommons.org/publicdomain/zero/1.0/",
            {"licence": {"name": "CC0 1.0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"}},
        ),
        ("https://example.org/x", {"licence": {"name": "https://example.org/x", "url": "https://example.org/x"}}),
    ],
)
def test_reads_a_licence_or_a_rights_statement(key: str, licence: object, values: object) -> None:
    assert essay(**{key: licence}) == values


def test_reads_the_other_facts() -> None:
    values = essay(doi="10.1000/182", url="https://example.org/", rights="© Ada Clerk", translator="Jo Trans")
    assert values == {
        "doi": "10.1000/182",
        "url": "https://example.org/",
        "rights": "© Ada Clerk",
        "translator": {"name": "Jo Trans"},
    }
    assert EssayWork.model_validate(values).doi == "10.1000/182"


def test_lists_unknown_keys_and_the_key_of_each_value() -> None:
    read = read_front_matter({"title": "On Bridges", "lang": "fr", "layout": "post", "tags": ["a"]})
    assert read.unknown == ("layout", "tags")
    assert read.keys == {"title": "title", "language": "lang"}


def test_leaves_out_empty_values() -> None:
    assert read_front_matter(dict.fromkeys(KEYS)).essay == {}


def test_the_brief_takes_precedence() -> None:
    read = read_front_matter({"title": "On Bridges", "date": 2015, "license": "All rights reserved"})
    assert with_defaults({}, read) == dict(read.essay)
    assert with_defaults({"title": "untitled"}, read) == {**read.essay, "title": "untitled"}
    own = {"licence": {"name": "CC BY", "url": "https://example.org/by"}}
    assert with_defaults(own, read) == {"title": "On Bridges", "date": "2015", **own}
