from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from briefwright import language
from briefwright.content import exports
from briefwright.errors import BriefwrightError
from briefwright.extras import search
from briefwright.extras.search import KINDS, SearchRecord, bundle_script, search_records
from briefwright.html.page import shell
from briefwright.model import AnnotationType
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

REAL = briefs.ROOT / "sources/cyber-recruitment"
PUBLISHED: dict[str, Any] = json.loads(exports.files(briefs.resolve(REAL), briefs.REPORT)[exports.RECORD])
RECORDS = search_records(PUBLISHED)
LIBRARY = "const version=1;var createInstance=()=>version;export{createInstance,search};"
OWN = 'import { createInstance } from "../pagefind/pagefind.js";\n\nconst version = createInstance();\n'


def of_kind(kind: str) -> list[SearchRecord]:
    return [record for record in RECORDS if record.kind == kind]


def test_every_statement_is_there_once() -> None:
    brief = PUBLISHED["brief"]
    wanted = [
        *(item["address"] for item in PUBLISHED["essay"]),
        *(item["address"] for item in PUBLISHED["annotations"]),
        *(item["address"] for item in PUBLISHED["glossary"]),
        *(item["address"] for name in ("findings", "recommendations", "figures") for item in brief[name]),
        *(item["address"] for item in brief["analysis"]["sections"]),
    ]
    addresses = [record.address for record in RECORDS]
    assert {address.removeprefix("https://briefs.example.org/") for address in wanted} <= set(addresses)
    assert len(set(addresses)) == len(addresses)
    assert {record.kind for record in RECORDS} == {*KINDS, *(item["type"] for item in PUBLISHED["annotations"])}


def test_addresses_are_relative_to_the_site() -> None:
    assert all(re.fullmatch(r"cyber-recruitment/annotated-report\.html#[\w-]+", record.address) for record in RECORDS)


def test_the_path_tells_kind_and_address() -> None:
    for record in RECORDS:
        # As templates/web/search.js reads it.
        kind, page, anchor = re.fullmatch(r"([^/]+)/(.+)/([^/]+)\.html", record.path).groups()  # type: ignore[union-attr]
        assert (kind, f"{page}.html#{anchor}") == (record.kind, record.address)
        assert not any(folder.endswith(".html") for folder in record.path.split("/")[:-1])


def test_the_search_box_has_a_word_for_every_kind() -> None:
    catalogue = language.load(briefs.TEMPLATES / "locales", "en-GB")
    pages = [{"brief": {"slug": "cyber-recruitment", "short_title": "A & B"}}]
    box = shell(briefs.TEMPLATES, "web/searchbox.html.j2", catalogue, pages=pages)
    named = re.findall(r'<data value="([^"]+)">[^<]+</data>', box)
    assert len(set(named)) == len(named)
    assert set(named) == {*KINDS, *(str(kind) for kind in AnnotationType), "/cyber-recruitment"}


def test_a_finding_is_found_by_what_it_rests_on() -> None:
    first = of_kind("finding")[0]
    assert first.title.startswith("F1 The essay argues")
    for part in ("statement", "evidence", "basis"):
        assert PUBLISHED["brief"]["findings"][0][part] in first.text


def test_a_note_is_called_by_its_passage() -> None:
    note = next(record for record in RECORDS if record.title.startswith("“"))
    assert (note.kind, note.title) == ("definition", "“cyber recruitment”")


def test_marks_within_marks_are_of_the_other_kind() -> None:
    assert "“‘soft power’”" in {record.title for record in RECORDS}
    assert "“soft power”" in next(record for record in of_kind("paragraph") if "soft power" in record.text).text


def test_long_titles_end_between_words() -> None:
    title = of_kind("paragraph")[0].title
    assert title.startswith("¶1 European security agencies")
    assert title.endswith(" …")
    assert PUBLISHED["essay"][0]["text"].startswith(title[3:-2])


def test_nothing_of_markdown_is_left(make_brief: MakeBrief) -> None:
    folder = make_brief(glossary=("A book of accounts", "A *kind* of [ship](https://example.org/). A book"))
    made = search_records(json.loads(exports.files(briefs.resolve(folder), briefs.REPORT)[exports.RECORD]))
    assert any("A kind of ship. " in record.text for record in made if record.kind == "term")


def test_a_record_is_a_page_whose_words_are_escaped() -> None:
    record = SearchRecord("term", "<b>", "a/b.html#c", "1 < 2 & <script>x</script>")
    catalogue = language.load(briefs.TEMPLATES / "locales", "en-GB")
    page = shell(briefs.TEMPLATES, "web/search_record.html.j2", catalogue, record=record)
    assert "<script" not in page
    assert "1 &lt; 2 &amp; &lt;script&gt;" in page
    assert '<p data-pagefind-meta="title" data-pagefind-ignore>&lt;b&gt;</p>' in page


def test_the_script_and_its_library_become_one() -> None:
    made = bundle_script(OWN, LIBRARY, "Pagefind 1")
    assert made.startswith("/*! Pagefind 1 */\n")
    assert "import" not in made
    assert "export" not in made
    # Both have a name of their own called `version`.
    assert re.search(r"^\{\nconst version = createInstance\(\);\n\}\n\Z", made, re.MULTILINE)


@pytest.mark.parametrize(
    ("own", "library"),
    [("", LIBRARY), (OWN + OWN, LIBRARY), (OWN, "x"), (OWN, f"{LIBRARY}x")],
)
def test_scripts_that_do_not_fit_are_refused(own: str, library: str) -> None:
    with pytest.raises(ValueError, match=r"search\.js"):
        bundle_script(own, library, "")


def test_our_script_fits() -> None:
    own = (briefs.TEMPLATES / "web/search.js").read_text("utf-8")
    assert len(own.splitlines()) <= 90
    assert "innerHTML" not in own
    assert bundle_script(own, LIBRARY, "")


@pytest.fixture(scope="module")
def indexed() -> dict[str, bytes]:
    return dict(search.build_index([PUBLISHED], briefs.TEMPLATES))


def test_the_index_has_what_the_script_fetches_and_no_interface_of_pagefind(indexed: dict[str, bytes]) -> None:
    entry = json.loads(indexed["pagefind-entry.json"])
    assert list(entry["languages"]) == ["en"]
    assert entry["languages"]["en"]["page_count"] == len(RECORDS)
    assert "wasm.en.pagefind" in indexed
    kinds = {name.rpartition(".")[2] for name in indexed}
    assert kinds == {"json", "pagefind", "pf_fragment", "pf_index", "pf_meta"}
    assert sum(name.endswith(".pf_fragment") for name in indexed) == len(RECORDS)


def test_the_index_is_the_same_each_time(indexed: dict[str, bytes]) -> None:
    assert dict(search.build_index([PUBLISHED], briefs.TEMPLATES)) == indexed


def test_the_script_has_the_library_of_pagefind_in_it() -> None:
    made = search.search_script((briefs.TEMPLATES / "web/search.js").read_text("utf-8"))
    assert made.startswith("/*! Pagefind 1.")
    assert not re.search(r"^(import|export)\b", made, re.MULTILINE)


def test_an_index_that_is_not_complete_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "get_executable", lambda: "false")
    with pytest.raises(BriefwrightError, match=r"^Pagefind could not index everything: 1$"):
        search.build_index([PUBLISHED], briefs.TEMPLATES)
    # It prints a warning, and ends well.
    monkeypatch.setattr(search, "get_executable", lambda: "echo")
    with pytest.raises(BriefwrightError, match=r"^Pagefind could not index everything: --quiet"):
        search.build_index([PUBLISHED], briefs.TEMPLATES)
