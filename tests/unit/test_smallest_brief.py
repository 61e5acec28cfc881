"""A brief of an essay and 19 lines: defaults, and documents without empty sections."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from briefwright import language
from briefwright.content import exports, site_pages, views
from briefwright.content.parts import PARTS, shown_document_types
from briefwright.content.scope import Scope
from briefwright.html.compose import compose
from briefwright.sources.document_types import load_document_types
from tests import briefs
from tests.briefs import REPORT

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.content.resolution import ResolvedBrief
    from tests.conftest import MakeBrief

SMALL = (briefs.DATA.parent / "small.yaml").read_text("utf-8")
DOCUMENT_TYPES = load_document_types(briefs.TEMPLATES)
CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")
RECOMMENDATIONS = SMALL[SMALL.index("recommendations:") : SMALL.index("editions:")]


def small(make_brief: MakeBrief, brief: str = SMALL) -> Path:
    """Write the smallest brief: no file beside the essay and brief.yaml."""
    folder = make_brief(brief=brief, annotations=None, glossary=None, references=None)
    shutil.rmtree(folder / "figures")
    return folder


def markdown(resolved: ResolvedBrief, document: str) -> str:
    return compose(briefs.TEMPLATES, document, views.views(resolved, DOCUMENT_TYPES)[document], CATALOGUE)


def part(resolved: ResolvedBrief, name: str) -> Any:  # noqa: ANN401 - any part
    return PARTS[name](Scope(resolved, REPORT, DOCUMENT_TYPES))


def test_needs_only_an_essay_and_a_short_file(make_brief: MakeBrief) -> None:
    assert len(SMALL.splitlines()) <= 20
    resolved = briefs.resolve(small(make_brief))
    assert set(resolved.sources.checksums) == {"brief.yaml", "essay.md", "publisher.yaml", "scales.yaml"}
    assert list(views.views(resolved, DOCUMENT_TYPES)) == list(DOCUMENT_TYPES)
    head = views.site_view(resolved, DOCUMENT_TYPES)
    assert head["lead"] == "The essay argues that a town needs two bridges."
    assert (head["short_title"], head["number"], head["topics"]) == ("The second bridge", None, [])
    assert head["edition"] == {"number": "1.0", "date": "2026-01-31"}


def test_long_title_is_cut_in_running_headers(make_brief: MakeBrief) -> None:
    long = small(make_brief, SMALL.replace("title: The second bridge", f"title: {'A long title ' * 20}"))
    title = views.site_view(briefs.resolve(long), DOCUMENT_TYPES)["short_title"]
    assert len(title) <= 60
    assert title.endswith("\N{NO-BREAK SPACE}…")


@pytest.mark.parametrize("document", DOCUMENT_TYPES)
def test_documents_have_no_empty_section_or_table(document: str, make_brief: MakeBrief) -> None:
    text = markdown(briefs.resolve(small(make_brief)), document)
    headings = re.findall(r"^#+ (.*?) \{#([\w-]+)", text, re.MULTILINE)
    names = {name for _, name in headings}
    assert not names & {"limits", "timeline", "glossary", "references", "sources", "watch", "why-it-matters"}
    assert not names & {"safeguards", "analysis", "at-a-glance"}
    assert "Note" not in re.findall(r"\w+", text)
    assert not {"Likelihood", "Confidence", "Correction"} & set(re.findall(r"\w+", text))
    blank = re.compile(r"\|\s*\|\s*$", re.MULTILINE)
    assert not [line for line in text.splitlines() if blank.search(line) and "matrix" not in text]
    assert not re.search(r"^##+ .*\n\s*:::+$", text, re.MULTILINE)


def test_likelihood_scale_is_shown_if_a_statement_uses_a_term(make_brief: MakeBrief) -> None:
    assert part(briefs.resolve(small(make_brief)), "likelihood_scale") is None
    likely = SMALL.replace("The plan has no date", "It is highly likely that the plan has no date")
    assert part(briefs.resolve(small(make_brief, likely)), "likelihood_scale")["name"] == "PHIA yardstick"


def test_brief_without_recommendations_has_no_sheet(make_brief: MakeBrief) -> None:
    resolved = briefs.resolve(small(make_brief, SMALL.replace(RECOMMENDATIONS, "")))
    assert list(shown_document_types(resolved, DOCUMENT_TYPES)) == ["executive-brief", "annotated-report"]
    head = views.site_view(resolved, DOCUMENT_TYPES)
    assert [document["name"] for document in head["documents"]] == ["executive-brief", "annotated-report"]
    assert "commend" not in markdown(resolved, "executive-brief")
    headings = re.findall(r"^#+ (.*?) \{", markdown(resolved, REPORT), re.MULTILINE)
    assert not [heading for heading in headings if "commend" in heading]


def test_executive_brief_shows_the_first_findings(make_brief: MakeBrief) -> None:
    finding = SMALL[SMALL.index("  - id: no-date") : SMALL.index("recommendations:")]
    more = "".join(finding.replace("no-date", f"other-{number}") for number in range(7))
    resolved = briefs.resolve(small(make_brief, SMALL.replace(finding, finding + more)))
    shown = [item["id"] for item in part(resolved, "brief_findings")]
    assert shown == ["no-date", "other-0", "other-1", "other-2", "other-3"]


def test_exports_have_the_defaults(make_brief: MakeBrief) -> None:
    resolved = briefs.resolve(small(make_brief))
    brief = exports.record(resolved, REPORT).model_dump(mode="json")["brief"]
    assert (brief["status"], brief["short_title"], brief["in_brief"]) == ("published", "The second bridge", ["no-date"])
    assert brief["recommendations"][0]["short"] == "name a date"
    assert site_pages.views(resolved, DOCUMENT_TYPES)["citation"].keys().isdisjoint({"number", "keyword"})


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("glosary.yaml", "glossary.yaml"),
        ("references.yml", "references.yaml"),
        ("reference.bib", "references.bib"),
        ("reference.json", "references.json"),
    ],
)
def test_misnamed_file_is_no_missing_file(wrong: str, right: str, make_brief: MakeBrief) -> None:
    folder = small(make_brief)
    (folder / wrong).write_text("terms: []\n", "utf-8")
    (problem,) = briefs.errors(folder)
    assert problem.startswith(f"sources/sample/{right}:1:1: error: the file is missing")
    assert problem.endswith(f"hint: rename {wrong} to {right}, if it is this file")


def test_unknown_reference_without_a_file_says_where_to_define_it(make_brief: MakeBrief) -> None:
    cited = SMALL.replace("    short: The plan has no date\n", "    short: The plan has no date\n    references: [a]\n")
    (problem,) = briefs.errors(small(make_brief, cited))
    assert "unknown reference “a”" in problem
    assert "define it in references.yaml" in problem


def test_warns_of_a_short_summary(make_brief: MakeBrief) -> None:
    (warning,) = briefs.warnings(small(make_brief))
    assert "warning: the summary has 12 words [summary-length]" in warning


def test_recommendation_without_horizon_stands_under_no_other_horizon(make_brief: MakeBrief) -> None:
    def headings(brief: str) -> list[tuple[str, str]]:
        sheet = markdown(briefs.resolve(small(make_brief, brief)), "recommendations-sheet")
        return re.findall(r"^(##+ ).*{#([a-z-]+)", sheet, re.MULTILINE)

    second = RECOMMENDATIONS.partition("\n")[2].replace("name-date", "name-price")
    dated = SMALL.replace(RECOMMENDATIONS, f"{RECOMMENDATIONS}{second}    horizon: short\n")
    assert headings(dated) == [
        ("## ", "horizon-short"),
        ("### ", "recommendation-name-price"),
        ("## ", "no-horizon"),
        ("### ", "recommendation-name-date"),
        ("## ", "about-this-sheet"),
    ]
    assert headings(SMALL) == [("## ", "recommendation-name-date"), ("## ", "about-this-sheet")]
