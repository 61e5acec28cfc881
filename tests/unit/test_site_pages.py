from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from briefwright.content import mentions, redaction, resolution, site_pages
from briefwright.content.csl import ris
from briefwright.content.mentions import Mention
from briefwright.content.term_names import term_names
from briefwright.html.citations import bibtex, format_citation
from briefwright.html.page import inline
from briefwright.model import Marking
from briefwright.sources import loading
from briefwright.sources.document_types import load_document_types
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT_TYPES = load_document_types(briefs.TEMPLATES)
VIEWS = site_pages.views(briefs.resolve(), DOCUMENT_TYPES)
APA = (briefs.TEMPLATES / "pandoc/apa.csl").read_text("utf-8")


def item(number: str, *texts: str) -> tuple[Mention, tuple[str, ...]]:
    return Mention("paragraph", number, f"par-{number}"), texts


def paragraphs_with(term: str, *texts: str, forms: tuple[str, ...] = ()) -> list[str]:
    items = [item(str(number), text) for number, text in enumerate(texts, 1)]
    return [one.number for one in mentions.mentions(term_names(term, *forms), items)]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("bridge", ("bridge",)),
        ("Terrorism Centre (ECTC)", ("Terrorism Centre", "ECTC")),
        ("encryption, end-to-end encryption", ("encryption", "end-to-end encryption")),
        ("a (b), c (d)", ("a", "c", "b", "d")),
    ],
)
def test_term_names(term: str, expected: tuple[str, ...]) -> None:
    assert term_names(term) == expected


def test_finds_whole_words_only() -> None:
    assert paragraphs_with("hash", "A hash.", "hashes", "rehash", "HASH", "a-hash-b", "hash_1") == ["1", "4", "5"]


@pytest.mark.parametrize(
    ("term", "texts", "expected"),
    [
        ("US", ("The US acts.", "Tell us.", "US-based", "USA"), ["1", "3"]),
        ("Large Word (LW)", ("large word", "LW", "lw"), ["1", "2"]),
        ("TE-SAT", ("the TE-SAT", "the te-sat"), ["1"]),
        ("MEPs", ("MEPs", "meps"), ["1"]),
        ("G7", ("the G7", "the g7"), ["1"]),
        ("YouTube", ("youtube", "YOUTUBE"), ["1", "2"]),
        ("DATA LAW", ("a data law",), ["1"]),
    ],
)
def test_case_matters_only_in_acronyms(term: str, texts: tuple[str, ...], expected: list[str]) -> None:
    assert paragraphs_with(term, *texts) == expected


def test_combining_vowel_signs_belong_to_words() -> None:
    assert paragraphs_with("كتاب", "كتابُه", "كتاب جديد", "هذا كتاب") == ["2", "3"]
    assert paragraphs_with("x", "x\u0304", "x") == ["2"]


def test_finds_terms_inside_sentences_of_scripts_without_spaces() -> None:
    assert paragraphs_with("技术", "使用AI技术在欧盟", "使用", "技术") == ["1", "3"]
    assert paragraphs_with("AI", "使用AI技术", "使用AIS技术") == ["1"]
    assert paragraphs_with("สะพาน", "เราต้องการสะพานที่สอง", "เรา") == ["1"]


def test_finds_forms() -> None:
    assert paragraphs_with("hash", "A hash.", "Hashes", "rehash", forms=("hashes",)) == ["1", "2"]


def test_ignores_white_space_and_style_of_quotation_marks() -> None:
    assert paragraphs_with("the clerk’s “book”", 'the  clerk\'s\n"book"', "the clerks book") == ["1"]


def test_finds_any_name_literally() -> None:
    assert paragraphs_with("Centre (ECTC)", "the centre", "ECTC", "Centre (ECTC)", "other") == ["1", "2", "3"]
    assert paragraphs_with("a.b", "a.b", "axb") == ["1"]


def test_mentionable_items_are_those_of_the_report() -> None:
    texts_by_target = {one.target: texts for one, texts in mentions.mentionable_items(briefs.resolve())}
    assert list(texts_by_target) == [
        "par-1", "par-2", "par-3", "finding-one-bridge", "finding-no-price", "recommendation-second-bridge",
        "note-years", "note-clerk",
    ]  # fmt: skip
    assert texts_by_target["finding-one-bridge"][:2] == (
        "The town relied on one bridge",
        "The essay says that the town relied on one bridge.",
    )
    assert "Ask the fishermen." in texts_by_target["recommendation-second-bridge"]
    assert texts_by_target["note-clerk"] == ("The clerk was not asked.",)


def test_glossary_links_terms_to_their_mentions() -> None:
    terms = {term["id"]: term for term in VIEWS["glossary"]["terms"]}
    assert terms["ledger-book"]["mentions"] == []
    assert terms["ledger-book"]["see"] == [{"term": "bridge", "id": "bridge"}]
    assert [(one["type"], one["number"], one["href"]) for one in terms["bridge"]["mentions"]] == [
        ("paragraph", "1", "annotated-report.html#par-1"),
        ("paragraph", "2", "annotated-report.html#par-2"),
        ("finding", "F1", "annotated-report.html#finding-one-bridge"),
        ("recommendation", "R1", "annotated-report.html#recommendation-second-bridge"),
    ]


def test_views_contain_no_redacted_text(tmp_path: Path) -> None:
    folder = briefs.make(tmp_path, annotations=("  - id: years\n", "  - id: years\n    marking: AMBER\n"))
    loaded = loading.load(folder)
    redacted = redaction.redact(loaded, resolution.resolve(loaded), Marking.CLEAR)
    text = json.dumps(site_pages.views(redacted, DOCUMENT_TYPES), ensure_ascii=False)
    assert "Nobody knows." not in text
    assert "note-years" not in text
    assert "Nobody knows." in json.dumps(VIEWS)


def brief(slug: str, *topics: str) -> dict[str, Any]:
    return {"slug": slug, "topics": topics}


def test_groups_briefs_by_topic() -> None:
    listed = [brief("c", "bridges", "Floods"), brief("a", "Floods"), brief("b")]
    topics = [(one["topic"], [item["slug"] for item in one["briefs"]]) for one in site_pages.by_topic(listed)]
    assert topics == [("bridges", ["c"]), ("Floods", ["c", "a"])]


def test_sorts_terms_of_all_briefs_with_unique_anchors() -> None:
    terms = site_pages.terms([{**VIEWS["glossary"], "brief": {"slug": slug}} for slug in ("sample", "other")])
    assert [(term["term"], term["anchor"]) for term in terms] == [
        ("bridge", "other--bridge"),
        ("bridge", "sample--bridge"),
        ("ledger", "other--ledger-book"),
        ("ledger", "sample--ledger-book"),
    ]
    assert terms[2]["see"] == [{"term": "bridge", "anchor": "other--bridge"}]


def test_search_page_lists_every_statement_with_its_anchor() -> None:
    statements = VIEWS["search"]["statements"]
    lists = {part: items for part, items in statements.items() if isinstance(items, list)}
    assert {part: [item["href"].partition("#")[2] for item in items] for part, items in lists.items()} == {
        "thesis": ["summary"],
        "findings": ["finding-one-bridge", "finding-no-price"],
        "recommendations": ["recommendation-second-bridge"],
        "annotations": ["note-years", "note-clerk"],
        "terms": ["term-bridge", "term-ledger-book"],
    }


@pytest.mark.pandoc
def test_cites_a_brief_as_a_report_of_its_publisher() -> None:
    item = VIEWS["citation"]
    assert item["issued"] == {"date-parts": [[2026, 1, 31]]}
    publisher = "Test House"
    address = '<a href="https://briefs.example.org/sample/">https://briefs.example.org/sample/</a>'
    author_only = {name: value for name, value in item.items() if name != "publisher"}
    assert format_citation(author_only, APA) == (
        f"{publisher}. (2026). <em>Bridges</em> (No. 2026/1; Version 1.10). {address}"
    )
    chicago = format_citation(item, "")
    assert chicago.startswith(f"{publisher}. 2026. <em>Bridges</em>.")
    assert chicago.endswith(f"{address}.")


@pytest.mark.pandoc
def test_escapes_markup_in_citations() -> None:
    item = VIEWS["citation"] | {"title": "<script>x</script> & {braces} \\cmd @x"}
    for style in (APA, ""):
        assert "<script" not in format_citation(item, style)
    assert "\\cmd" not in bibtex(item).replace("\\textbackslash", "")
    assert "<script>x</script> & {braces} \\cmd @x" in ris(item, [])


@pytest.mark.pandoc
def test_bibtex_has_the_fields_of_a_techreport() -> None:
    lines = bibtex(VIEWS["citation"]).splitlines()
    assert lines[0] == "@techreport{sample,"
    assert "  institution = {Test House}," in lines
    assert "  month = jan," in lines
    assert not [line for line in lines if line.startswith("  publisher")]


@pytest.mark.pandoc
def test_bibtex_values_do_not_become_fields() -> None:
    words = "month = {nov}, publisher = {x}, " * 6
    result = bibtex({**VIEWS["citation"], "title": words, "publisher": words})
    assert result.count("institution = {") == 1
    assert "month = jan" in result
    assert " ".join(result.lower().split()).count("publisher = \\{x\\}") == 12


def test_ris_has_one_keyword_for_a_topic_with_a_comma() -> None:
    lines = ris(VIEWS["citation"], ["Crime, organised", "Floods"]).splitlines()
    assert [line for line in lines if line.startswith("KW")] == ["KW  - Crime, organised", "KW  - Floods"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\N{LINE SEPARATOR}"])
def test_ris_values_do_not_become_fields(line_break: str) -> None:
    broken = f"One{line_break}ER  - {line_break}TY  - BOOK"
    item = VIEWS["citation"]
    result = ris({**item, "title": broken}, [broken])
    tags = [line[:2] for line in result.splitlines()]
    assert tags == [line[:2] for line in ris(item, ["One"]).splitlines()]
    assert "TI  - One ER - TY - BOOK\r\n" in result


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* **c** `d`", "a <em>b</em> <strong>c</strong> <code>d</code>"),
        ('1 < 2 & "q"', "1 &lt; 2 &amp; &quot;q&quot;"),
        ("[a](https://example.org/?a=1&b=2)", '<a href="https://example.org/?a=1&amp;b=2">a</a>'),
        ("one\n\ntwo", "one two"),
        ("of داعش 5", 'of <bdi dir="rtl">داعش</bdi> 5'),
    ],
)
def test_renders_author_text_as_inline_html(text: str, html: str) -> None:
    assert str(inline(text)) == html
