from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from briefwright import language
from briefwright.content import exports
from briefwright.errors import BriefwrightError
from briefwright.extras import search
from briefwright.extras.search import RECORD_TYPES, SearchRecord, bundle_script, search_records
from briefwright.html.page import shell
from briefwright.model import AnnotationType
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

PUBLISHED: dict[str, Any] = json.loads(exports.files(briefs.resolve(), briefs.DOCUMENT_TYPES)[exports.RECORD])
RECORDS = search_records(PUBLISHED)
LIBRARY = "const version=1;var createInstance=()=>version;export{createInstance,search};"
SCRIPT = 'import { createInstance } from "../pagefind/pagefind.js";\n\nconst version = createInstance();\n'


def of_type(record_type: str) -> list[SearchRecord]:
    return [record for record in RECORDS if record.type == record_type]


def test_every_statement_has_one_record() -> None:
    brief = PUBLISHED["brief"]
    expected = [
        *(item["address"] for item in PUBLISHED["essay"]),
        *(item["address"] for item in PUBLISHED["annotations"]),
        *(item["address"] for item in PUBLISHED["glossary"]),
        *(item["address"] for name in ("findings", "recommendations", "figures") for item in brief[name]),
        *(item["address"] for item in brief["analysis"]["sections"]),
    ]
    addresses = [record.address for record in RECORDS]
    assert {address.removeprefix("https://briefs.example.org/") for address in expected} <= set(addresses)
    assert len(set(addresses)) == len(addresses)
    assert {record.type for record in RECORDS} == {*RECORD_TYPES, *(item["type"] for item in PUBLISHED["annotations"])}


def test_addresses_are_relative_to_the_site() -> None:
    assert all(re.fullmatch(r"sample/annotated-report\.html#[\w-]+", record.address) for record in RECORDS)


def test_path_contains_type_and_address() -> None:
    for record in RECORDS:
        # templates/web/search.js uses the same expression.
        record_type, page, anchor = re.fullmatch(r"([^/]+)/(.+)/([^/]+)\.html", record.path).groups()  # type: ignore[union-attr]
        assert (record_type, f"{page}.html#{anchor}") == (record.type, record.address)
        assert not any(folder.endswith(".html") for folder in record.path.split("/")[:-1])


def test_search_box_has_a_label_for_every_type() -> None:
    catalogue = language.load(briefs.TEMPLATES / "locales", "en-GB")
    pages = [{"brief": {"slug": "sample", "short_title": "A & B"}}]
    box = shell(briefs.TEMPLATES, "web/searchbox.html.j2", catalogue, pages=pages)
    named = re.findall(r'<data value="([^"]+)">[^<]+</data>', box)
    assert len(set(named)) == len(named)
    assert set(named) == {
        *RECORD_TYPES,
        *(str(annotation_type) for annotation_type in AnnotationType),
        "/sample",
    }


def test_record_of_a_finding_contains_statement_and_basis() -> None:
    first = of_type("finding")[0]
    assert first.title.startswith("F1 The town relied")
    for part in ("statement", "basis"):
        assert PUBLISHED["brief"]["findings"][0][part].replace("*", "") in first.text


def test_record_of_an_annotation_has_its_passage_as_title() -> None:
    note = next(record for record in RECORDS if record.title.startswith("“"))
    assert (note.type, note.title) == ("context", "“‘and nobody counted the cost’”")


def test_quotation_marks_within_a_title_are_single() -> None:
    assert "“‘and nobody counted the cost’”" in {record.title for record in RECORDS}
    assert "“and nobody counted the cost”" in of_type("paragraph")[1].text


def test_long_title_ends_with_a_whole_word() -> None:
    title = of_type("paragraph")[1].title
    assert title.startswith("¶2 After the flood")
    assert title.endswith(" …")
    assert PUBLISHED["essay"][1]["text"].startswith(title[3:-2])


def test_records_contain_no_markdown(make_brief: MakeBrief) -> None:
    folder = make_brief(glossary=("A book of accounts", "A *kind* of [ship](https://example.org/). A book"))
    result = search_records(json.loads(exports.files(briefs.resolve(folder), briefs.DOCUMENT_TYPES)[exports.RECORD]))
    assert any("A kind of ship. " in record.text for record in result if record.type == "term")


def test_page_of_a_record_is_escaped() -> None:
    record = SearchRecord("term", "<b>", "a/b.html#c", "1 < 2 & <script>x</script>")
    catalogue = language.load(briefs.TEMPLATES / "locales", "en-GB")
    page = shell(briefs.TEMPLATES, "web/search_record.html.j2", catalogue, record=record)
    assert "<script" not in page
    assert "1 &lt; 2 &amp; &lt;script&gt;" in page
    assert '<p data-pagefind-meta="title" data-pagefind-ignore>&lt;b&gt;</p>' in page


def test_bundles_script_and_library() -> None:
    result = bundle_script(SCRIPT, LIBRARY, "Pagefind 1")
    assert result.startswith("/*! Pagefind 1 */\n")
    assert "import" not in result
    assert "export" not in result
    # The script and the library both define `version`.
    assert re.search(r"^\{\nconst version = createInstance\(\);\n\}\n\Z", result, re.MULTILINE)


@pytest.mark.parametrize(
    ("script", "library"),
    [("", LIBRARY), (SCRIPT + SCRIPT, LIBRARY), (SCRIPT, "x"), (SCRIPT, f"{LIBRARY}x")],
)
def test_rejects_script_without_import_and_library_without_export(script: str, library: str) -> None:
    with pytest.raises(ValueError, match=r"search\.js"):
        bundle_script(script, library, "")


def test_search_script_can_be_bundled() -> None:
    script = (briefs.TEMPLATES / "web/search.js").read_text("utf-8")
    assert len(script.splitlines()) <= 90
    assert "innerHTML" not in script
    assert bundle_script(script, LIBRARY, "")


@pytest.fixture(scope="module")
def indexed() -> dict[str, bytes]:
    return dict(search.build_index([PUBLISHED], briefs.TEMPLATES))


def test_index_has_only_the_files_that_the_script_loads(indexed: dict[str, bytes]) -> None:
    entry = json.loads(indexed["pagefind-entry.json"])
    assert list(entry["languages"]) == ["en"]
    assert entry["languages"]["en"]["page_count"] == len(RECORDS)
    assert "wasm.en.pagefind" in indexed
    endings = {name.rpartition(".")[2] for name in indexed}
    assert endings == {"json", "pagefind", "pf_fragment", "pf_index", "pf_meta"}
    assert sum(name.endswith(".pf_fragment") for name in indexed) == len(RECORDS)


def test_index_is_reproducible(indexed: dict[str, bytes]) -> None:
    assert dict(search.build_index([PUBLISHED], briefs.TEMPLATES)) == indexed


def test_script_contains_the_library_of_pagefind() -> None:
    result = search.search_script((briefs.TEMPLATES / "web/search.js").read_text("utf-8"))
    assert result.startswith("/*! Pagefind 1.")
    assert not re.search(r"^(import|export)\b", result, re.MULTILINE)


def test_reports_incomplete_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "get_executable", lambda: "false")
    with pytest.raises(BriefwrightError, match=r"^Pagefind did not index all statements: 1$"):
        search.build_index([PUBLISHED], briefs.TEMPLATES)
    # Pagefind may print a warning and still end with exit code 0.
    monkeypatch.setattr(search, "get_executable", lambda: "echo")
    with pytest.raises(BriefwrightError, match=r"^Pagefind did not index all statements: --quiet"):
        search.build_index([PUBLISHED], briefs.TEMPLATES)


def test_the_last_part_of_a_path_is_the_anchor() -> None:
    record = SearchRecord("reference", "A", "sample/annotated-report.html#ref-DBLP:conf/x", "A")
    assert record.path == "reference/sample/annotated-report/ref-DBLP:conf%2Fx.html"
