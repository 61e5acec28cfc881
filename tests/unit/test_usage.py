from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.content import usage
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief


def told(name: str) -> list[tuple[str, str]]:
    return [(use.part, use.label) for use in usage.uses(briefs.resolve())[name]]


def test_every_passage_is_there_in_the_order_of_the_essay() -> None:
    resolved = briefs.resolve()
    assert list(usage.uses(resolved)) == [anchor.id for anchor in usage.anchors(resolved)]
    assert [anchor.match for anchor in usage.anchors(resolved)] == sorted({a.match for a in resolved.anchors.values()})


def test_a_passage_tells_all_that_rests_on_it_findings_first() -> None:
    assert told("p1-the-town-had-one") == [("findings", "F1"), ("summary", "")]
    assert told("p2-the-council-asked-for") == [("recommendations", "R1"), ("thesis", "")]
    assert told("p1-it-stood-for-three") == [("annotations", "1")]
    assert told("p2-after-the-flood") == [("why", ""), ("events", "The river")]
    assert told("p3-named-no-date") == [("limits", "")]
    assert told("p1-three-hundred-years") == [("key_figures", "")]
    assert told("p1-nobody-counted-the-boats") == [("analysis", "By boat")]


def test_nothing_is_told_twice(make_brief: MakeBrief) -> None:
    again = "quote: After the flood\n\nkey_figures"
    more = "quote: After the flood\n  - text: They come.\n    passages:\n      - quote: After the flood\n\nkey_figures"
    resolved = briefs.resolve(make_brief(brief=(again, more)))
    assert [use.part for use in usage.uses(resolved)["p2-after-the-flood"]] == ["why", "events"]


def test_every_quotation_of_the_sources_is_a_use() -> None:
    resolved = briefs.resolve()
    assert all(usage.uses(resolved).values())
    quoted = len(resolved.anchors_of(resolved.sources.brief.findings[0].passages))
    assert quoted == sum(use.label == "F1" for uses in usage.uses(resolved).values() for use in uses)


def test_addresses_are_those_of_the_documents() -> None:
    targets = {(use.part, use.label): use.target for uses in usage.uses(briefs.resolve()).values() for use in uses}
    assert targets["findings", "F1"] == "finding-one-bridge"
    assert targets["recommendations", "R1"] == "recommendation-second-bridge"
    assert targets["annotations", "1"] == "note-years"
    assert targets["events", "The river"] == "event-flood"
    assert targets["analysis", "By boat"] == "analysis-by-boat"
