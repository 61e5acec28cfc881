from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from briefwright.content import mentions, redaction, resolution, site_pages
from briefwright.content.csl import ris
from briefwright.content.mentions import Mention
from briefwright.html.citations import bibtex, format_citation
from briefwright.html.page import inline
from briefwright.model import Marking
from briefwright.sources import loading
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

KINDS = loading.load_document_types(briefs.TEMPLATES)
VIEWS = site_pages.views(briefs.resolve(), KINDS)
APA = briefs.TEMPLATES / "pandoc/apa.csl"


def place(number: str, *texts: str) -> tuple[Mention, tuple[str, ...]]:
    return Mention("paragraph", number, f"par-{number}"), texts


def found(term: str, *texts: str, forms: tuple[str, ...] = ()) -> list[str]:
    among = [place(str(number), text) for number, text in enumerate(texts, 1)]
    return [one.number for one in mentions.mentions(mentions.names(term, *forms), among)]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("bridge", ("bridge",)),
        ("Terrorism Centre (ECTC)", ("Terrorism Centre", "ECTC")),
        ("encryption, end-to-end encryption", ("encryption", "end-to-end encryption")),
        ("a (b), c (d)", ("a", "c", "b", "d")),
    ],
)
def test_a_term_has_its_names(term: str, expected: tuple[str, ...]) -> None:
    assert mentions.names(term) == expected


def test_a_term_stands_where_its_words_do_whole() -> None:
    assert found("hash", "A hash.", "hashes", "rehash", "HASH", "a-hash-b", "hash_1") == ["1", "4", "5"]


def test_vowel_signs_belong_to_words() -> None:
    assert found("كتاب", "كتابُه", "كتاب جديد", "هذا كتاب") == ["2", "3"]
    assert found("x", "x\u0304", "x") == ["2"]


def test_a_plural_counts_where_it_is_a_form() -> None:
    assert found("hash", "A hash.", "Hashes", "rehash", forms=("hashes",)) == ["1", "2"]


def test_white_space_and_quotation_marks_of_a_text_do_not_matter() -> None:
    assert found("the clerk’s “book”", 'the  clerk\'s\n"book"', "the clerks book") == ["1"]


def test_any_name_of_a_term_counts_and_signs_are_signs() -> None:
    assert found("Centre (ECTC)", "the centre", "ECTC", "Centre (ECTC)", "other") == ["1", "2", "3"]
    assert found("a.b", "a.b", "axb") == ["1"]


def test_the_texts_of_a_brief_are_those_of_its_report() -> None:
    places = {one.target: texts for one, texts in mentions.mentionable(briefs.resolve())}
    assert list(places) == [
        "par-1", "par-2", "par-3", "finding-one-bridge", "finding-no-price", "recommendation-second-bridge",
        "note-years", "note-clerk",
    ]  # fmt: skip
    assert places["finding-one-bridge"][:2] == (
        "The town relied on one bridge.",
        "The essay says that the town relied on one bridge.",
    )
    assert "Ask the fishermen." in places["recommendation-second-bridge"]
    assert places["note-clerk"] == ("The clerk was not asked.",)


def test_a_term_leads_to_its_places_in_the_report() -> None:
    terms = {term["id"]: term for term in VIEWS["glossary"]["terms"]}
    assert terms["ledger-book"]["places"] == []
    assert terms["ledger-book"]["see"] == [{"term": "bridge", "id": "bridge"}]
    assert [(one["kind"], one["number"], one["href"]) for one in terms["bridge"]["places"]] == [
        ("paragraph", "1", "annotated-report.html#par-1"),
        ("paragraph", "2", "annotated-report.html#par-2"),
        ("finding", "F1", "annotated-report.html#finding-one-bridge"),
        ("recommendation", "R1", "annotated-report.html#recommendation-second-bridge"),
    ]


def test_what_is_withheld_is_in_no_view(tmp_path: Path) -> None:
    folder = briefs.make(tmp_path, annotations=("  - id: years\n", "  - id: years\n    marking: AMBER\n"))
    reading = loading.load(folder)
    shown = redaction.redact(reading, resolution.resolve(reading), Marking.CLEAR)
    text = json.dumps(site_pages.views(shown, KINDS), ensure_ascii=False)
    assert "Nobody knows." not in text
    assert "note-years" not in text
    assert "Nobody knows." in json.dumps(VIEWS)


def brief(slug: str, *topics: str) -> dict[str, Any]:
    return {"slug": slug, "topics": topics}


def test_briefs_stand_by_topic() -> None:
    listed = [brief("c", "bridges", "Floods"), brief("a", "Floods"), brief("b")]
    topics = [(one["topic"], [item["slug"] for item in one["briefs"]]) for one in site_pages.by_topic(listed)]
    assert topics == [("bridges", ["c"]), ("Floods", ["c", "a"])]


def test_terms_of_all_briefs_stand_by_the_alphabet_each_with_an_address_of_its_own() -> None:
    terms = site_pages.terms([{**VIEWS["glossary"], "brief": {"slug": slug}} for slug in ("sample", "other")])
    assert [(term["term"], term["anchor"]) for term in terms] == [
        ("bridge", "other--bridge"),
        ("bridge", "sample--bridge"),
        ("ledger", "other--ledger-book"),
        ("ledger", "sample--ledger-book"),
    ]
    assert terms[2]["see"] == [{"term": "bridge", "anchor": "other--bridge"}]


def test_every_statement_is_listed_with_its_place() -> None:
    statements = VIEWS["search"]["statements"]
    assert {part: [item["href"].partition("#")[2] for item in items] for part, items in statements.items()} == {
        "thesis": ["summary"],
        "findings": ["finding-one-bridge", "finding-no-price"],
        "recommendations": ["recommendation-second-bridge"],
        "annotations": ["note-years", "note-clerk"],
        "terms": ["term-bridge", "term-ledger-book"],
    }


def test_a_brief_is_cited_as_a_report_of_its_publisher() -> None:
    item = VIEWS["citation"]
    assert item["issued"] == {"date-parts": [[2026, 1, 31]]}
    publisher = "Test House"
    address = '<a href="https://briefs.example.org/sample/">https://briefs.example.org/sample/</a>'
    assert format_citation(item, APA) == f"{publisher}. (2026). <em>Bridges</em> (No. 2026/1; Version 1.10). {address}"
    chicago = format_citation(item, None)
    assert chicago.startswith(f"{publisher}. 2026. <em>Bridges</em>.")
    assert chicago.endswith(f"{address}.")


def test_hostile_words_are_words_in_every_citation() -> None:
    item = VIEWS["citation"] | {"title": "<script>x</script> & {braces} \\cmd @x"}
    for style in (APA, None):
        assert "<script" not in format_citation(item, style)
    assert "\\cmd" not in bibtex(item).replace("\\textbackslash", "")
    assert "<script>x</script> & {braces} \\cmd @x" in ris(item, [])


def test_a_report_in_bibtex_has_what_styles_ask_of_it() -> None:
    lines = bibtex(VIEWS["citation"]).splitlines()
    assert lines[0] == "@techreport{sample,"
    assert "  institution = {Test House}," in lines
    assert "  month = jan," in lines
    assert not [line for line in lines if line.startswith("  publisher")]


def test_words_that_look_like_fields_of_bibtex_stay_as_they_are() -> None:
    words = "month = {nov}, publisher = {x}, " * 6
    made = bibtex({**VIEWS["citation"], "title": words, "publisher": words})
    assert made.count("institution = {") == 1
    assert "month = jan" in made
    assert " ".join(made.lower().split()).count("publisher = \\{x\\}") == 12


def test_a_topic_is_one_keyword_whatever_signs_it_has() -> None:
    lines = ris(VIEWS["citation"], ["Crime, organised", "Floods"]).splitlines()
    assert [line for line in lines if line.startswith("KW")] == ["KW  - Crime, organised", "KW  - Floods"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\N{LINE SEPARATOR}"])
def test_no_value_begins_another_field_of_ris(line_break: str) -> None:
    broken = f"One{line_break}ER  - {line_break}TY  - BOOK"
    item = VIEWS["citation"]
    made = ris({**item, "title": broken}, [broken])
    tags = [line[:2] for line in made.splitlines()]
    assert tags == [line[:2] for line in ris(item, ["One"]).splitlines()]
    assert "TI  - One ER - TY - BOOK\r\n" in made


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* **c** `d`", "a <em>b</em> <strong>c</strong> <code>d</code>"),
        ('<b> & "q"', "&lt;b&gt; &amp; &#34;q&#34;"),
        ("[a](https://example.org/?a=1&b=2)", '<a href="https://example.org/?a=1&amp;b=2">a</a>'),
        ("one\n\ntwo", "one two"),
        ("of داعش 5", 'of <bdi dir="rtl">داعش</bdi> 5'),
    ],
)
def test_author_text_becomes_html(text: str, html: str) -> None:
    assert str(inline(text)) == html
