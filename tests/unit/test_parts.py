from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.content import views
from briefwright.content.parts import PARTS
from briefwright.content.scope import Scope
from briefwright.sources.document_types import load_document_types
from tests import briefs
from tests.briefs import REPORT

if TYPE_CHECKING:
    from pathlib import Path


def part(name: str, document: str = "executive-brief") -> Any:  # noqa: ANN401 - any JSON
    return PARTS[name](Scope(briefs.resolve(), document, load_document_types(briefs.TEMPLATES)))


def test_document_types_need_all_parts_and_no_others() -> None:
    needed = {need for document_type in load_document_types(briefs.TEMPLATES).values() for need in document_type.needs}
    assert needed == set(PARTS)


def test_links_go_to_the_report() -> None:
    (passage,) = part("summary")["passages"]
    assert passage == {"locator": "1", "href": "annotated-report.html#p1-the-town-had-one"}
    assert part("summary", REPORT)["passages"][0]["href"] == "#p1-the-town-had-one"


def test_links_each_place_once_to_its_first_passage() -> None:
    (finding,) = part("brief_findings")
    assert finding["passages"] == [{"locator": "1", "href": "annotated-report.html#p1-the-town-had-one"}]
    assert [link["exact"] for link in part("findings", REPORT)[0]["passages"]] == [
        "The town had one bridge.",
        "one bridge. It stood for three hundred years",
    ]


def test_findings_have_numbers_and_their_recommendations() -> None:
    first, second = part("findings", REPORT)
    assert (first["number"], second["number"]) == ("F1", "F2")
    assert first["supports"] == [{"number": "R1", "href": "#recommendation-second-bridge"}]
    assert (first["support"]["word"], first["support"]["mark"]) == ("strong", "full")


def test_brief_findings_keep_the_numbers_of_the_report() -> None:
    (finding,) = part("brief_findings")
    assert (finding["place"], finding["number"], finding["short"], finding["href"]) == (
        1,
        "F1",
        "The town relied on one bridge",
        "annotated-report.html#finding-one-bridge",
    )


def test_recommendations_of_sheet_and_report() -> None:
    (group,) = part("recommendation_lines")
    (line,) = group["recommendations"]
    assert group["horizon"] == "long"
    assert (line["number"], line["actor"], line["action"]) == ("R1", "The council", "build a second bridge")
    assert (line["support"]["word"], line["safeguard"]) == ("weak", "Ask the fishermen.")
    assert "action" not in part("decisions")[0]
    (full,) = part("recommendations", REPORT)
    assert [finding["number"] for finding in full["findings"]] == ["F1", "F2"]
    assert full["safeguards"] == [{"text": "Ask the *fishermen*.", "short": None, "references": ["ledger"]}]
    assert full["standing"] == {
        "state": "proposed",
        "mark": "empty",
        "in_place": None,
        "missing": "Nothing is built.",
        "references": [],
    }


def test_events_are_sorted_by_date_without_date_last() -> None:
    assert [(event["id"], event["date"]) for event in part("events")] == [("flood", "2015-11"), ("plan", None)]


def test_events_are_sorted_by_their_first_day(tmp_path: Path) -> None:
    folder = briefs.make(
        tmp_path, brief=("  - id: plan\n    place", "  - id: plan\n    date: 2015-11/2016-02\n    place")
    )
    briefs.edit(folder, "brief", "date: 2015-11\n", "date: 2015-11-13/2015-11-15\n")
    scope = Scope(briefs.resolve(folder), REPORT, load_document_types(briefs.TEMPLATES))
    assert [event["id"] for event in PARTS["events"](scope)] == ["plan", "flood"]


def test_glossary_is_sorted_and_cross_linked() -> None:
    bridge, ledger = part("glossary", REPORT)
    assert (bridge["term"], ledger["term"]) == ("bridge", "ledger")
    assert ledger["see"] == [{"term": "bridge", "href": "#term-bridge"}]


def test_works_are_csl_json() -> None:
    (reference,) = views.views(briefs.resolve(), load_document_types(briefs.TEMPLATES))[REPORT]["works"]
    assert reference["issued"] == {"date-parts": [[2001, 2]]}
    assert reference["URL"] == "https://example.org/ledger"
    assert reference["author"] == [{"family": "Clerk", "given": "Ada"}]
    assert None not in reference.values()


def test_figures_and_qr_codes_have_paths() -> None:
    assert part("figures")["boats"]["src"] == part("brief_figure")["src"] == "figures/boats.svg"
    assert part("code", "recommendations-sheet") == {"src": "figures/qr-recommendations-sheet.svg"}


def test_other_parts_are_those_of_the_sources() -> None:
    assert part("thesis")["text"] == "The essay argues that a town needs *two* bridges."
    assert part("purpose") == "This sheet sets out what the essay asks for."
    assert [item["text"] for item in part("why")] == ["Floods return."]
    assert part("questions")[0]["references"] == ["ledger"]
    assert part("limits")[0]["passages"][0]["href"] == "annotated-report.html#p3-named-no-date"
    assert part("key_figures")[0]["value"] == "300"
    assert part("editions") == [{"number": "1.10", "date": "2026-01-31", "changes": "First edition."}]
    assert [step["level"] for step in part("support_scale")] == ["strong", "partial", "weak"]
    assert part("likelihood_scale") is None
    assert part("annotation_types") == ["context", "caution"]
