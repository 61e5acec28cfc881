from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.content import exports, resolution
from briefwright.content.redaction import redact
from briefwright.errors import InvalidSources, render_problem
from briefwright.model import Marking
from briefwright.sources import loading
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.content.resolution import ResolvedBrief
    from tests.conftest import MakeBrief

FINDING = "  - id: no-price\n"
NOTE = "  - id: clerk\n"


def redacted(folder: Path, edition: Marking = Marking.CLEAR) -> ResolvedBrief:
    loaded = loading.load(folder)
    return redact(loaded, resolution.resolve(loaded), edition)


def marked(line: str, marking: str = "AMBER") -> tuple[str, str]:
    return line, f"{line}    marking: {marking}\n"


def test_without_stricter_items_changes_only_the_marking(make_brief: MakeBrief) -> None:
    folder = make_brief()
    found = redacted(folder)
    assert found.redacted_texts == ()
    assert found.sources == briefs.resolve(folder).sources
    assert found.marking == Marking.CLEAR


@pytest.mark.parametrize("marking", ["AMBER", "TLP:AMBER", "AMBER+STRICT", "RED"])
def test_removes_stricter_items(make_brief: MakeBrief, marking: str) -> None:
    found = redacted(make_brief(annotations=marked(NOTE, marking)))
    assert [note.id for note in found.sources.annotations.annotations] == ["years"]
    assert "clerk" in found.redacted_texts


@pytest.mark.parametrize("edition", [Marking.AMBER, Marking.AMBER_STRICT, Marking.RED])
def test_stricter_edition_shows_marked_items(make_brief: MakeBrief, edition: Marking) -> None:
    found = redacted(make_brief(annotations=marked(NOTE)), edition)
    assert len(found.sources.annotations.annotations) == 2
    assert found.redacted_texts == ()
    assert found.marking == edition


def test_removes_references_to_redacted_items(make_brief: MakeBrief) -> None:
    resolved = redacted(make_brief(brief=marked(FINDING)))
    record = exports.record(resolved, briefs.REPORT)
    assert [finding.id for finding in record.brief.findings] == ["one-bridge"]
    assert record.brief.recommendations[0].findings == ("one-bridge",)
    assert all("no-price" not in text for text in exports.files(resolved, briefs.DOCUMENT_TYPES).values())


def test_removes_passages_of_redacted_items(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=marked(FINDING))
    everything = {anchor.exact for anchor in briefs.resolve(folder).anchors.values()}
    shown = {anchor.exact for anchor in redacted(folder).anchors.values()}
    assert everything - shown == {"plan named no"}


def test_removes_analysis_without_sections(make_brief: MakeBrief) -> None:
    section = "    - id: by-boat\n"
    resolved = redacted(make_brief(brief=(section, f"{section}      marking: AMBER\n")))
    assert resolved.sources.brief.analysis is None
    assert all("Ways across" not in text for text in exports.files(resolved, briefs.DOCUMENT_TYPES).values())


def test_removes_works_that_only_redacted_items_cite(make_brief: MakeBrief) -> None:
    work = "  - id: secret\n    type: report\n    title: A secret report\n"
    folder = make_brief(
        brief=(FINDING, f"{FINDING}    references: [secret]\n    marking: RED\n"),
        references=("references:\n", f"references:\n{work}"),
        annotations=("  - id: years\n", "  - id: secret\n"),
    )  # fmt: skip
    found = redacted(folder)
    assert [work.id for work in found.sources.references.references] == ["ledger"]
    assert [note.id for note in found.sources.annotations.annotations] == ["clerk", "secret"]
    assert "A secret report" in found.redacted_texts


def test_checksums_depend_only_on_shown_items(make_brief: MakeBrief) -> None:
    one = redacted(make_brief(annotations=marked(NOTE, "AMBER"))).sources.checksums
    other = redacted(make_brief(annotations=marked(NOTE, "RED"))).sources.checksums
    assert one == other
    assert set(one) == set(briefs.resolve().sources.checksums)


def problem_of(folder: Path) -> str:
    with pytest.raises(InvalidSources) as error:
        redacted(folder)
    (problem,) = error.value.problems
    return render_problem(problem)


def test_rejects_recommendation_without_shown_finding(make_brief: MakeBrief) -> None:
    brief = (briefs.DATA / "sample/brief.yaml").read_text("utf-8")
    text = brief.replace(FINDING, f"{FINDING}    marking: AMBER\n").replace(
        "findings: [one-bridge, no-price]", "findings: [no-price]"
    )
    problem = problem_of(make_brief(brief=text))
    assert "the TLP:CLEAR edition shows none of the findings of this recommendation" in problem
    assert "findings: [no-price]" in problem


def test_rejects_required_list_without_shown_items(make_brief: MakeBrief) -> None:
    line = "  - id: one-bridge\n"
    problem = problem_of(make_brief(brief=(line, f"{line}    marking: AMBER\n")))
    assert "the TLP:CLEAR edition shows none of these" in problem
    assert "in_brief:" in problem


def test_rejects_brief_stricter_than_edition(make_brief: MakeBrief) -> None:
    problem = problem_of(make_brief(publisher=("marking: TLP:CLEAR", "marking: TLP:AMBER")))
    assert "publisher.yaml" in problem
    assert "the brief is marked TLP:AMBER, which is stricter than the TLP:CLEAR edition" in problem


def test_rejects_unknown_marking(make_brief: MakeBrief) -> None:
    (problem,) = briefs.errors(make_brief(annotations=marked(NOTE, "AMBRE")))
    assert "AMBRE" in problem
    assert "TLP:AMBER" in problem
