from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.content import exports, resolution
from briefwright.content.redaction import redact
from briefwright.errors import InvalidSources, render
from briefwright.model import Marking
from briefwright.sources import loading
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.content.resolution import ResolvedBrief
    from tests.conftest import MakeBrief

FINDING = "  - id: no-price\n"
NOTE = "  - id: clerk\n"


def released(folder: Path, edition: Marking = Marking.CLEAR) -> ResolvedBrief:
    reading = loading.load(folder)
    return redact(reading, resolution.resolve(reading), edition)


def marked(line: str, marking: str = "AMBER") -> tuple[str, str]:
    return line, f"{line}    marking: {marking}\n"


def test_where_nothing_is_marked_nothing_changes(make_brief: MakeBrief) -> None:
    folder = make_brief()
    found = released(folder)
    assert found.withheld == ()
    assert found.sources == briefs.resolve(folder).sources
    assert found.marking == Marking.CLEAR


@pytest.mark.parametrize("marking", ["AMBER", "TLP:AMBER", "AMBER+STRICT", "RED"])
def test_what_is_stricter_is_left_out(make_brief: MakeBrief, marking: str) -> None:
    found = released(make_brief(annotations=marked(NOTE, marking)))
    assert [note.id for note in found.sources.annotations.annotations] == ["years"]
    assert "clerk" in found.withheld


@pytest.mark.parametrize("edition", [Marking.AMBER, Marking.AMBER_STRICT, Marking.RED])
def test_an_edition_for_fewer_shows_it(make_brief: MakeBrief, edition: Marking) -> None:
    found = released(make_brief(annotations=marked(NOTE)), edition)
    assert len(found.sources.annotations.annotations) == 2
    assert found.withheld == ()
    assert found.marking == edition


def test_nothing_names_what_is_left_out(make_brief: MakeBrief) -> None:
    resolved = released(make_brief(brief=marked(FINDING)))
    record = exports.record(resolved, briefs.REPORT)
    assert [finding.id for finding in record.brief.findings] == ["one-bridge"]
    assert record.brief.recommendations[0].findings == ("one-bridge",)
    assert all("no-price" not in text for text in exports.files(resolved, briefs.REPORT).values())


def test_its_passages_are_passages_no_longer(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=marked(FINDING))
    everything = {anchor.exact for anchor in briefs.resolve(folder).anchors.values()}
    shown = {anchor.exact for anchor in released(folder).anchors.values()}
    assert everything - shown == {"plan named no"}


def test_an_analysis_without_sections_is_left_out(make_brief: MakeBrief) -> None:
    section = "    - id: by-boat\n"
    resolved = released(make_brief(brief=(section, f"{section}      marking: AMBER\n")))
    assert resolved.sources.brief.analysis is None
    assert all("Ways across" not in text for text in exports.files(resolved, briefs.REPORT).values())


def test_works_that_only_it_cites_go_with_it(make_brief: MakeBrief) -> None:
    work = "  - id: secret\n    type: report\n    title: A secret report\n"
    folder = make_brief(
        brief=(FINDING, f"{FINDING}    references: [secret]\n    marking: RED\n"),
        references=("references:\n", f"references:\n{work}"),
        annotations=("  - id: years\n", "  - id: secret\n"),
    )  # fmt: skip
    found = released(folder)
    assert [work.id for work in found.sources.references.references] == ["ledger"]
    assert [note.id for note in found.sources.annotations.annotations] == ["clerk", "secret"]
    assert "A secret report" in found.withheld


def test_checksums_are_of_what_is_shown(make_brief: MakeBrief) -> None:
    one = released(make_brief(annotations=marked(NOTE, "AMBER"))).sources.checksums
    other = released(make_brief(annotations=marked(NOTE, "RED"))).sources.checksums
    assert one == other
    assert set(one) == set(briefs.resolve().sources.checksums)


def complaint(folder: Path) -> str:
    with pytest.raises(InvalidSources) as error:
        released(folder)
    (problem,) = error.value.problems
    return render(problem)


def test_a_recommendation_needs_a_finding_that_may_be_shown(make_brief: MakeBrief) -> None:
    brief = (briefs.DATA / "sample/brief.yaml").read_text("utf-8")
    text = brief.replace(FINDING, f"{FINDING}    marking: AMBER\n").replace(
        "findings: [one-bridge, no-price]", "findings: [no-price]"
    )
    said = complaint(make_brief(brief=text))
    assert "rests on no finding that may be shown" in said
    assert "findings: [no-price]" in said


def test_a_list_that_loses_all_is_an_error_at_its_line(make_brief: MakeBrief) -> None:
    brief = (briefs.DATA / "sample/brief.yaml").read_text("utf-8")
    first = next(line for line in brief.partition("\nrecommendations:\n")[2].splitlines() if line.startswith("  - id:"))
    said = complaint(make_brief(brief=brief.replace(first, f"{first}\n    marking: AMBER")))
    assert "in the TLP:CLEAR edition nothing of this is left" in said
    assert "recommendations:" in said


def test_a_brief_that_is_stricter_has_no_such_edition(make_brief: MakeBrief) -> None:
    said = complaint(make_brief(publisher=("marking: TLP:CLEAR", "marking: TLP:AMBER")))
    assert "publisher.yaml" in said
    assert "the brief is TLP:AMBER; an edition for TLP:CLEAR may show nothing of it" in said


def test_an_unknown_marking_is_an_error(make_brief: MakeBrief) -> None:
    (said,) = briefs.errors(make_brief(annotations=marked(NOTE, "AMBRE")))
    assert "AMBRE" in said
    assert "TLP:AMBER" in said
