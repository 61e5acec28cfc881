from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from briefwright.content import views
from briefwright.errors import BriefwrightError
from briefwright.output import as_json
from briefwright.sources import loading
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

KINDS = loading.load_document_types(briefs.TEMPLATES)


@pytest.mark.parametrize("document", KINDS)
def test_a_view_holds_what_its_document_needs_and_no_more(document: str) -> None:
    view = views.views(briefs.resolve(), KINDS)[document]
    assert set(view) == {"head", "document_type", "pictures", *KINDS[document].needs}
    assert json.loads(as_json(view)) == json.loads(json.dumps(view))


def test_a_part_that_nobody_knows_is_named() -> None:
    kinds = {"poster": KINDS["executive-brief"].model_copy(update={"needs": ("summary", "poem")})}
    with pytest.raises(
        BriefwrightError, match=r"templates/poster/document\.yaml needs unknown parts: poem; known: about"
    ):
        views.views(briefs.resolve(), kinds)["poster"]


def test_the_head_says_what_every_page_needs() -> None:
    head = views.views(briefs.resolve(), KINDS)["executive-brief"]["head"]
    assert head["address"] == "https://briefs.example.org/sample/executive-brief.html"
    assert head["edition"] == {"number": "1.10", "date": "2026-01-31"}
    assert head["marking"] == "TLP:CLEAR"
    assert [document["name"] for document in head["documents"] if document["here"]] == ["executive-brief"]
    assert head["lead"] == head["subtitle"]


def test_a_briefs_own_marking_comes_first(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=('number: "2026/1"', 'number: "2026/1"\nmarking: TLP:RED'))
    assert views.views(briefs.resolve(folder), KINDS)["executive-brief"]["head"]["marking"] == "TLP:RED"


def test_pictures_are_those_that_the_document_shows() -> None:
    pictures = {name: views.views(briefs.resolve(), KINDS)[name]["pictures"] for name in KINDS}
    assert pictures["annotated-report"] == ["figures/boats.svg", "figures/coverage.svg"]
    assert pictures["executive-brief"] == ["figures/boats.svg", "figures/qr-executive-brief.svg"]


def test_an_edit_changes_only_the_views_that_show_it(make_brief: MakeBrief) -> None:
    before = briefs.resolve(make_brief())
    cases = {
        ("annotations", "Nobody knows.", "Somebody knows."): {"annotated-report"},
        ("glossary", "A way over water.", "A way across."): {"annotated-report"},
        ("brief", "action: build a second bridge", "action: build a third bridge"): {
            "annotated-report",
            "recommendations-sheet",
        },
        ("brief", "short: The plan has no price.", "short: It has no price."): {"annotated-report"},
        ("brief", "title: Bridges\nsub", "# A remark.\ntitle: Bridges\nsub"): set(),
    }
    for (file, old, new), expected in cases.items():
        after = briefs.resolve(make_brief(**{file: (old, new)}))
        changed = {name for name in KINDS if said(before, name) != said(after, name)}
        assert changed == expected, old


def said(resolved: object, document: str) -> dict[str, object]:
    """Return what a document shows."""
    return views.views(resolved, KINDS)[document]  # type: ignore[arg-type]


def test_what_figures_are_drawn_from() -> None:
    drawing = views.figure_sources(briefs.resolve())["boats"]
    assert (drawing["data_name"], drawing["title"]) == ("boats.csv", "More boats every year")
    assert drawing["data"] == "year,boats\n2001,1\n2002,2\n"
    assert drawing["specification"]["mark"] == "bar"


def test_the_index_knows_a_brief() -> None:
    site = views.site_view(briefs.resolve(), KINDS)
    assert (site["slug"], site["title"], site["address"]) == ("sample", "Bridges", "")
    assert not any(document["here"] for document in site["documents"])


def test_a_brief_may_ask_for_other_pages(make_brief: MakeBrief) -> None:
    line = "title: Bridges\nsub"
    resolved = briefs.resolve(make_brief(brief=(line, f"page_limits: {{annotated-report: [3, 8]}}\n{line}")))
    assert views.views(resolved, KINDS)["annotated-report"]["document_type"]["page_limit"] == [3, 8]
    assert views.views(resolved, KINDS)["executive-brief"]["document_type"]["page_limit"] == [2, 2]
    resolved = briefs.resolve(make_brief(brief=(line, f"page_limits: {{report: [3, 8]}}\n{line}")))
    with pytest.raises(BriefwrightError, match=r"names no document: report; known: executive-brief, annotated-report"):
        views.views(resolved, KINDS)["annotated-report"]
