from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.content import uses
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief


def parts_and_labels(name: str) -> list[tuple[str, str]]:
    return [(use.part, use.label) for use in uses.uses_by_passage(briefs.resolve())[name]]


def test_lists_all_passages_in_order_of_the_essay() -> None:
    resolved = briefs.resolve()
    assert list(uses.uses_by_passage(resolved)) == [anchor.id for anchor in uses.passage_anchors(resolved)]
    assert [anchor.match for anchor in uses.passage_anchors(resolved)] == sorted(
        {a.match for a in resolved.anchors.values()}
    )


def test_lists_uses_of_a_passage_findings_first() -> None:
    assert parts_and_labels("p1-the-town-had-one") == [("findings", "F1"), ("summary", "")]
    assert parts_and_labels("p2-the-council-asked-for") == [("recommendations", "R1"), ("thesis", "")]
    assert parts_and_labels("p1-it-stood-for-three") == [("annotations", "1")]
    assert parts_and_labels("p2-after-the-flood") == [("why", ""), ("events", "The river")]
    assert parts_and_labels("p3-named-no-date") == [("limits", "")]
    assert parts_and_labels("p1-three-hundred-years") == [("key_figures", "")]
    assert parts_and_labels("p1-nobody-counted-the-boats") == [("analysis", "By boat")]


def test_lists_each_use_once(make_brief: MakeBrief) -> None:
    again = "quote: After the flood\n\nkey_figures"
    more = "quote: After the flood\n  - text: They come.\n    passages:\n      - quote: After the flood\n\nkey_figures"
    resolved = briefs.resolve(make_brief(brief=(again, more)))
    assert [use.part for use in uses.uses_by_passage(resolved)["p2-after-the-flood"]] == ["why", "events"]


def test_every_quote_of_the_sources_is_a_use() -> None:
    resolved = briefs.resolve()
    assert all(uses.uses_by_passage(resolved).values())
    count = len(resolved.anchors_of(resolved.sources.brief.findings[0].passages))
    assert count == sum(use.label == "F1" for uses in uses.uses_by_passage(resolved).values() for use in uses)


def test_targets_are_anchors_of_the_documents() -> None:
    targets = {
        (use.part, use.label): use.target for uses in uses.uses_by_passage(briefs.resolve()).values() for use in uses
    }
    assert targets["findings", "F1"] == "finding-one-bridge"
    assert targets["recommendations", "R1"] == "recommendation-second-bridge"
    assert targets["annotations", "1"] == "note-years"
    assert targets["events", "The river"] == "event-flood"
    assert targets["analysis", "By boat"] == "analysis-by-boat"
