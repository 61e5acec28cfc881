"""Whose text the essay is: the model, and what views, exports and verification make of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from briefwright import language
from briefwright.content import csl, exports, site_pages, views
from briefwright.content.coverage import coverage
from briefwright.content.essay_work import essay_work, rights_statement, source_text
from briefwright.html.citations import bibtex, citations
from briefwright.html.metadata import brief_metadata
from briefwright.model import EssayWork, identifiers
from briefwright.model.fields import InvalidValue
from briefwright.site.feeds import brief_feed
from briefwright.sources import lint, loading
from briefwright.sources.document_types import load_document_types
from briefwright.verify.expected import DocumentRecord
from briefwright.verify.expected_parts import expected_texts
from tests import briefs
from tests.tools.essay_work import change

if TYPE_CHECKING:
    from briefwright.content.resolution import ResolvedBrief
    from tests.conftest import MakeBrief

DOCUMENT_TYPES = load_document_types(briefs.TEMPLATES)
CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB", "memorandum")
NONE = "essay:\n  title: untitled\n  authors: unsigned\n  date: undated\n"


@pytest.fixture
def resolved(make_brief: MakeBrief) -> ResolvedBrief:
    return briefs.resolve(make_brief(brief=change()))


@pytest.fixture
def anonymous(make_brief: MakeBrief) -> ResolvedBrief:
    return briefs.resolve(make_brief(brief=change(NONE)))


def facts(resolved: ResolvedBrief) -> dict[str, Any]:
    return essay_work(resolved.sources.brief, resolved.sources.publisher)


def facts_of_site(resolved: ResolvedBrief) -> dict[str, Any]:
    return views.site_view(resolved, DOCUMENT_TYPES)


# ---- The model ----


@pytest.mark.parametrize("text", ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097/", "0000000218250097"])
def test_accepts_an_orcid_in_any_form(text: str) -> None:
    assert identifiers.orcid(text) == "0000-0002-1825-0097"


def test_accepts_x_as_the_check_digit_ten() -> None:
    assert identifiers.orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


@given(st.integers(0, 10**15 - 1), st.integers(0, 14), st.integers(1, 9))
def test_detects_each_wrong_digit_of_an_orcid(number: int, position: int, difference: int) -> None:
    digits = f"{number:015}"
    valid = next(f"{digits}{check}" for check in "0123456789X" if _is_orcid(f"{digits}{check}"))
    wrong = (int(valid[position]) + difference) % 10
    assert not _is_orcid(f"{valid[:position]}{wrong}{valid[position + 1 :]}")


def _is_orcid(text: str) -> bool:
    try:
        return bool(identifiers.orcid(text))
    except InvalidValue:
        return False


@pytest.mark.parametrize(
    "text",
    [
        "10.1000/182(a);2-b",
        "doi:10.1000/182(a);2-b",
        "DOI: 10.1000/182(a);2-b",
        "https://doi.org/10.1000/182(a);2-b",
        "http://dx.doi.org/10.1000/182(a)%3B2-b",
        "doi.org/10.1000/182(a);2-b",
    ],
)
def test_accepts_a_doi_in_any_form(text: str) -> None:
    assert identifiers.doi(text) == "10.1000/182(a);2-b"


def test_address_of_a_doi_is_a_valid_url() -> None:
    assert identifiers.doi_address("10.1000/182(a);2-b<c>#1") == "https://doi.org/10.1000/182(a);2-b%3Cc%3E%231"


@pytest.mark.parametrize(
    ("text", "tag"),
    [("FR", "fr"), ("fr_ca", "fr-CA"), ("ZH-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("de-1996", "de-1996")],
)
def test_writes_a_language_tag_with_its_usual_capitals(text: str, tag: str) -> None:
    assert identifiers.language(text) == tag


@pytest.mark.parametrize(
    ("essay", "words"),
    [
        ("  called: memo\n", "did you mean “memorandum”?"),
        ("  authors: Ada Clerk\n", "`authors` must be a list, or the word unsigned, not “Ada Clerk”"),
        ("  authors: []\n", "write `authors: unsigned` if the essay names no author"),
        ("  authors:\n    - name: Ada\n      orchid: x\n", "did you mean “orcid”?"),
        ("  authors:\n    - name: {given: Ada}\n", "the name has no `family` and no `literal`"),
        (
            "  authors:\n    - name: Ada\n      orcid: 0000-0002-1825-0098\n",
            "its last character should be 7 if all others are right",
        ),
        ("  date: 2015-13\n", "the date “2015-13” does not exist"),
        ("  date: May 2015\n", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("  doi: 11.1/2\n", "write a DOI, such as 10.1000/182; another address is a URL"),
        ("  language: French\n", "write a tag of BCP 47, such as en-GB, fr or zh-Hant"),
        ("  licence: {name: CC BY}\n", "“url” is missing"),
        ("  url: example.org\n", "write a URL that begins with https:// or http://"),
    ],
)
def test_errors_name_the_place_and_the_fix(make_brief: MakeBrief, essay: str, words: str) -> None:
    (error,) = briefs.errors(make_brief(brief=change(f"essay:\n{essay}")))
    assert words in error
    assert "brief.yaml:" in error


def test_every_field_is_optional() -> None:
    assert EssayWork.model_validate({}) == EssayWork()
    with pytest.raises(ValidationError):
        EssayWork.model_validate({"author": "Ada Clerk"})


def test_title_and_rights_are_not_the_editors_words(make_brief: MakeBrief) -> None:
    loaded = loading.load(make_brief(brief=change()))
    assert not lint.check(loaded, DOCUMENT_TYPES)


# ---- Views, exports and metadata ----


def test_silence_says_nothing() -> None:
    work = facts(briefs.resolve())
    assert not any(work[name] for name in ("title", "untitled", "authors", "unsigned", "date", "undated", "address"))
    assert work["marked"] is None
    assert work["language"] == "en-GB"


def test_says_that_the_essay_has_no_title_author_and_date(anonymous: ResolvedBrief) -> None:
    work = facts(anonymous)
    assert (work["untitled"], work["unsigned"], work["undated"]) == (True, True, True)
    assert (work["title"], work["authors"], work["date"]) == (None, [], None)
    assert not csl.essay_csl_item(anonymous)


def test_marks_words_in_another_language(resolved: ResolvedBrief) -> None:
    assert facts(resolved)["marked"] == {"lang": "fr", "dir": "ltr"}


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("ar-Latn", "ltr"), ("pa-Arab", "rtl"), ("fr", "ltr"), ("xx", "ltr")],
)
def test_direction_follows_the_script_or_the_language(tag: str, direction: str) -> None:
    assert language.direction(tag) == direction


def test_licence_of_the_publisher_never_covers_the_essay(resolved: ResolvedBrief, anonymous: ResolvedBrief) -> None:
    site = facts_of_site(resolved)
    assert (
        rights_statement(site, CATALOGUE.text)
        == "Editors’ work: Creative Commons Attribution 4.0. Memorandum: CC BY-ND; © 2015 Ada Clerk."
    )
    assert rights_statement(facts_of_site(anonymous), CATALOGUE.text).endswith("not covered by this licence.")


def test_json_ld_names_the_essay_and_its_author(resolved: ResolvedBrief) -> None:
    graph = brief_metadata(facts_of_site(resolved), CATALOGUE.text)["graph"]
    essay = graph["isBasedOn"]
    assert essay["name"] == "Sur les ponts “hauts”"
    assert essay["author"] == [
        {
            "@type": "Person",
            "@id": "https://orcid.org/0000-0002-1825-0097",
            "sameAs": "https://orcid.org/0000-0002-1825-0097",
            "name": "Ada Clerk",
            "familyName": "Clerk",
            "givenName": "Ada",
            "affiliation": {"@type": "Organization", "name": "Town College"},
        },
        {"name": "Bo Li"},
    ]
    assert essay["sameAs"] == ["https://doi.org/10.1000/182", "https://example.org/ponts"]
    assert (essay["inLanguage"], essay["datePublished"]) == ("fr", "2015-03")
    assert essay["license"] == "https://example.org/by-nd"
    # The publisher made the annotated edition.
    assert graph["author"] == {"@id": "https://briefs.example.org/#publisher"}


def test_dublin_core_names_author_and_source_of_the_essay(resolved: ResolvedBrief) -> None:
    names = brief_metadata(facts_of_site(resolved), CATALOGUE.text)["names"]
    assert [value for name, value in names if name == "DCTERMS.contributor"] == ["Ada Clerk", "Bo Li"]
    assert ("DCTERMS.source", "https://doi.org/10.1000/182") in names
    assert ("DCTERMS.creator", "Test House") in names


def test_source_without_an_address_is_a_citation(resolved: ResolvedBrief) -> None:
    work = facts(resolved) | {"address": None}
    assert source_text(work) == "Ada Clerk, Bo Li, Sur les ponts “hauts”, La Gazette, 2015-03"


def test_feed_names_the_author_of_the_essay(resolved: ResolvedBrief) -> None:
    feed = brief_feed(facts_of_site(resolved), CATALOGUE.text).decode()
    assert feed.count("<contributor>") == 2
    assert "<uri>https://orcid.org/0000-0002-1825-0097</uri>" in feed
    assert '<link rel="related" href="https://doi.org/10.1000/182"/>' in feed
    assert "Memorandum: CC BY-ND" in feed


def test_brief_record_has_the_essay_as_a_work(resolved: ResolvedBrief, anonymous: ResolvedBrief) -> None:
    essay = json.loads(exports.files(resolved, briefs.DOCUMENT_TYPES)["brief.json"])["brief"]["essay"]
    assert essay["authors"][0] == {
        "name": {"given": "Ada", "family": "Clerk"},
        "affiliation": "Town College",
        "orcid": "https://orcid.org/0000-0002-1825-0097",
    }
    assert (essay["doi"], essay["language"], essay["untitled"]) == ("10.1000/182", "fr", False)
    essay = json.loads(exports.files(anonymous, briefs.DOCUMENT_TYPES)["brief.json"])["brief"]["essay"]
    assert (essay["title"], essay["untitled"], essay["authors"], essay["unsigned"]) == (None, True, [], True)


def test_sentences_follow_the_language_of_the_essay(make_brief: MakeBrief) -> None:
    # In Greek, the semicolon is a question mark.
    essay = "essay:\n  language: el\n"
    folder = make_brief(brief=change(essay), essay=("Nobody counted the boats.", "Why; Nobody counted the boats."))
    texts = [sentence.text.strip() for item in coverage(briefs.resolve(folder)) for sentence in item.sentences]
    assert "Why;" in texts


# ---- Citations ----


def works(resolved: ResolvedBrief) -> dict[str, dict[str, Any]]:
    pages = site_pages.views(resolved, DOCUMENT_TYPES)
    words = {"title": "[Untitled memorandum]", "edition": "annotated edition"}
    return {"publication": pages["citation"], "essay": words | pages["essay_citation"]}


@pytest.mark.pandoc
def test_cites_the_essay_in_the_annotated_edition(resolved: ResolvedBrief) -> None:
    made = citations(works(resolved), [], (briefs.TEMPLATES / "pandoc/apa.csl").read_text("utf-8"))
    address = '<a href="https://briefs.example.org/sample/">https://briefs.example.org/sample/</a>'
    assert [work["name"] for work in made["works"]] == ["publication", "essay"]
    assert made["works"][1]["apa"] == (
        "Clerk, A., &amp; Bo Li. (2026). Sur les ponts <span>‘hauts’</span> (J. Trans, Trans.). "
        "In Test House (Ed.), <em>Bridges</em> "
        f"(annotated edition). Test House. {address}"
    )
    assert made["works"][1]["chicago"].startswith("Clerk, Ada, and Bo Li. (2015) 2026.")
    assert "In <em>Bridges</em>, annotated edition, edited by Test House" in made["works"][1]["chicago"]
    files = {file["format"]: file["text"] for file in made["files"]}
    assert [item["type"] for item in json.loads(files["csl"])] == ["report", "chapter"]
    assert [line for line in files["ris"].splitlines() if line[:2] in {"TY", "AU", "T2", "A2"}] == [
        *("TY  - RPRT", "AU  - Test House,"),
        *("TY  - CHAP", "AU  - Clerk, Ada", "AU  - Bo Li,", "T2  - Bridges", "A2  - Test House,"),
    ]


@pytest.mark.pandoc
def test_bibtex_of_the_essay_has_author_editor_and_booktitle(resolved: ResolvedBrief) -> None:
    lines = bibtex(works(resolved)["essay"]).splitlines()
    assert lines[0] == "@incollection{sample-essay,"
    assert {"  author = {Clerk, Ada and {Bo Li}},", "  booktitle = {Bridges},", "  publisher = {Test House},"} <= {
        *lines
    }


# ---- Interface words ----


@pytest.mark.parametrize("word", ["memorandum", "speech", "essay"])
def test_every_string_uses_the_word_for_the_essay(word: str) -> None:
    catalogue = language.load(briefs.TEMPLATES / "locales", "en-GB", word)
    strings = {key: text for key, text in catalogue.strings.items() if not key.startswith("called.")}
    assert not [key for key, text in strings.items() if "{essay" in text.casefold()]
    if word != "essay":
        assert not [key for key, text in strings.items() if "essay" in text.casefold()]
    assert catalogue.text("heading.essay") == f"The {word}"
    assert catalogue.text("label.essay-text") == f"{word.capitalize()} as plain text"


def test_word_has_its_own_plural() -> None:
    assert CATALOGUE.text("site.about").startswith("Memoranda with")


def test_site_uses_the_neutral_word_for_briefs_with_different_words() -> None:
    assert language.common_word(["memorandum", "memorandum"]) == "memorandum"
    assert language.common_word(["memorandum", "essay"]) == language.NEUTRAL


# ---- Verification ----


def expected(resolved: ResolvedBrief, *needs: str) -> dict[str, list[str]]:
    record = json.loads(exports.files(resolved, briefs.DOCUMENT_TYPES)["brief.json"])
    found: dict[str, list[str]] = {}
    for text in expected_texts(DocumentRecord(record, briefs.REPORT, needs, CATALOGUE)):
        found.setdefault(text.item, []).append(text.text)
    return found


def test_every_document_must_name_author_title_and_date(resolved: ResolvedBrief, anonymous: ResolvedBrief) -> None:
    assert expected(resolved)["the source of the essay"] == [
        *("Ada Clerk", "Bo Li", "Sur les ponts ‘hauts’", "March 2015"),
    ]
    assert expected(anonymous)["the source of the essay"] == ["unsigned", "untitled", "undated"]
    assert "the source of the essay" not in expected(briefs.resolve())


def test_document_with_the_essay_must_have_all_facts_and_rights(
    resolved: ResolvedBrief, anonymous: ResolvedBrief
) -> None:
    found = expected(resolved, "essay")
    assert {"Town College", "Jo Trans", "La Gazette", "https://doi.org/10.1000/182"} <= {
        *found["the source of the essay"]
    }
    assert found["the rights in the essay"] == ["CC BY-ND", "© 2015 Ada Clerk"]
    assert found["the licence"] == ["Licence of the editors’ work: Creative Commons Attribution 4.0"]
    assert expected(anonymous, "essay")["the rights in the essay"] == [
        "Rights in the memorandum: not covered by this licence"
    ]
