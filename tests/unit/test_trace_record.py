from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from lxml import html

from briefwright import language
from briefwright.content import exports
from briefwright.content.essay_work import essay_work
from briefwright.html.page import shell
from briefwright.verify.brief_pages import missing_texts
from tests import briefs
from tests.briefs import DOCUMENT_TYPES, REPORT

if TYPE_CHECKING:
    from briefwright.content.resolution import ResolvedBrief
    from tests.conftest import MakeBrief

HOME = "https://briefs.example.org/sample/"
CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")
MORE = "It rained for days."
LEFT_OUT = "left_out:\n  - quote: It rained\n    reason: It is the weather.\n"


def record(resolved: ResolvedBrief, shown: Any = DOCUMENT_TYPES) -> dict[str, Any]:  # noqa: ANN401 - a mapping
    value: dict[str, Any] = json.loads(exports.files(resolved, shown)[exports.TRACE])
    return value


@pytest.fixture
def resolved(make_brief: MakeBrief) -> ResolvedBrief:
    """The sample with a sentence that is left out and one that is not used."""
    essay = (briefs.DATA / "sample/essay.md").read_text("utf-8")
    brief = (briefs.DATA / "sample/brief.yaml").read_text("utf-8")
    return briefs.resolve(make_brief(essay=f"{essay}\n{MORE} It snowed.\n", brief=f"{brief}\n{LEFT_OUT}"))


def page(resolved: ResolvedBrief) -> str:
    trace = record(resolved)
    sources = resolved.sources
    brief = {"title": "Bridges", "number": None, "draft": False, "edition": {"number": "1.0", "date": "2026-01-31"}}
    brief |= {"essay": essay_work(sources.brief, sources.publisher)}
    figure = dict.fromkeys(("src", "description", "title", "note"), "x")
    return shell(
        briefs.TEMPLATES,
        "web/trace.html.j2",
        CATALOGUE,
        root="../",
        trace=trace,
        brief=brief,
        figure=figure,
        folder=HOME,
    )


def test_every_passage_has_its_uses() -> None:
    passages = record(briefs.resolve())["passages"]
    uses = {item["exact"]: [use["number"] or use["part"] for use in item["uses"]] for item in passages}
    assert uses["The town had one bridge."] == ["F1", "summary"]
    assert uses["the council asked for a second bridge"] == ["R1", "thesis"]
    assert uses["It stood for three hundred years"] == ["1"]
    assert uses["After the flood"] == ["why", "events"]
    assert len(passages) == len(set(briefs.resolve().anchors.values()))


def test_uses_link_to_the_first_document_that_shows_them() -> None:
    def addresses(shown: Any) -> list[str | None]:  # noqa: ANN401 - a mapping
        (passage,) = [
            item for item in record(briefs.resolve(), shown)["passages"] if item["exact"] == "After the flood"
        ]
        return [use["address"] for use in passage["uses"]]

    event = f"{HOME}{REPORT}.html#event-flood"
    assert addresses(DOCUMENT_TYPES) == [f"{HOME}executive-brief.html#why-it-matters", event]
    assert addresses({REPORT: DOCUMENT_TYPES[REPORT]}) == [None, event]


def test_page_names_the_sections_of_an_analysis_as_the_brief_does(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=("analysis:\n", "analysis:\n  id: ways\n  item: way\n"))
    assert f'<a href="{REPORT}.html#way-by-boat">way: By boat</a>' in page(briefs.resolve(folder))


def test_coverage_adds_up(resolved: ResolvedBrief) -> None:
    found = record(resolved)["coverage"]
    for row in [*found["paragraphs"], found]:
        assert sum(row["percent"].values()) == 100
    assert sum(row["words"] for row in found["paragraphs"]) == found["words"]
    for row in found["paragraphs"]:
        assert sum(sentence["words"] for sentence in row["sentences"]) == row["words"]


def test_follows_its_schema(resolved: ResolvedBrief) -> None:
    trace = record(resolved)
    name = trace["$schema"].rpartition("/")[2]
    schema = json.loads((briefs.ROOT / "schemas" / name).read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(trace)] == []


def test_page_shows_whole_passages_and_unused_sentences(resolved: ResolvedBrief) -> None:
    text = page(resolved)
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in html.fromstring(text).iter("tr")]
    for passage in record(resolved)["passages"]:
        assert [row for row in rows if row[0] == f"¶{passage['locator']} {passage['exact']}"], passage["exact"]
    assert ["¶4 It rained", "It is the weather."] in rows
    assert ["¶4 It snowed.", "not decided"] in rows
    brief = json.loads(exports.files(resolved, DOCUMENT_TYPES)["brief.json"])
    assert missing_texts("trace", text, brief, CATALOGUE) == []


def test_a_page_without_a_passage_or_its_use_is_an_error(resolved: ResolvedBrief) -> None:
    text, brief = page(resolved), json.loads(exports.files(resolved, DOCUMENT_TYPES)["brief.json"])
    for old, new in (
        ("It stood for three hundred years", "It stood for years"),
        (">F1</a>", "></a>"),
        ("It is the weather.", ""),
        (brief["checksums"]["essay.md"], ""),
    ):
        assert old in text
        assert missing_texts("trace", text.replace(old, new), brief, CATALOGUE), old
