from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from briefwright.content import views
from briefwright.errors import BriefwrightError
from briefwright.output import as_json
from briefwright.sources.document_types import load_document_types
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

DOCUMENT_TYPES = load_document_types(briefs.TEMPLATES)


@pytest.mark.parametrize("document", DOCUMENT_TYPES)
def test_view_has_only_the_needed_parts(document: str) -> None:
    view = views.views(briefs.resolve(), DOCUMENT_TYPES)[document]
    assert set(view) == {"head", "document_type", "pictures", "works", *DOCUMENT_TYPES[document].needs}
    assert json.loads(as_json(view)) == json.loads(json.dumps(view))


def test_rejects_unknown_part() -> None:
    document_types = {"poster": DOCUMENT_TYPES["executive-brief"].model_copy(update={"needs": ("summary", "poem")})}
    with pytest.raises(
        BriefwrightError, match=r"templates/poster/document\.yaml: unknown part in `needs`: poem; choose from about"
    ):
        views.views(briefs.resolve(), document_types)["poster"]


def test_head_has_address_edition_and_marking() -> None:
    head = views.views(briefs.resolve(), DOCUMENT_TYPES)["executive-brief"]["head"]
    assert head["address"] == "https://briefs.example.org/sample/executive-brief.html"
    assert head["edition"] == {"number": "1.10", "date": "2026-01-31"}
    assert head["marking"] == "TLP:CLEAR"
    assert [document["name"] for document in head["documents"] if document["here"]] == ["executive-brief"]
    assert head["lead"] == head["subtitle"]


def test_marking_of_the_brief_overrides_the_publishers(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=('number: "2026/1"', 'number: "2026/1"\nmarking: TLP:RED'))
    assert views.views(briefs.resolve(folder), DOCUMENT_TYPES)["executive-brief"]["head"]["marking"] == "TLP:RED"


def test_pictures_are_those_of_the_document() -> None:
    pictures = {name: views.views(briefs.resolve(), DOCUMENT_TYPES)[name]["pictures"] for name in DOCUMENT_TYPES}
    assert pictures["annotated-report"] == [
        "figures/boats.svg",
        "figures/qr-annotated-report.svg",
    ]
    assert pictures["executive-brief"] == ["figures/boats.svg", "figures/qr-executive-brief.svg"]


def test_edit_changes_only_views_that_show_it(make_brief: MakeBrief) -> None:
    before = briefs.resolve(make_brief())
    cases = {
        ("annotations", "Nobody knows.", "Somebody knows."): {"annotated-report"},
        ("glossary", "A way over water.", "A way across."): {"annotated-report"},
        ("brief", "action: build a second bridge", "action: build a third bridge"): {
            "annotated-report",
            "recommendations-sheet",
        },
        ("brief", "short: The plan has no price", "short: It has no price"): {"annotated-report"},
        ("brief", "title: Bridges\nsub", "# A comment.\ntitle: Bridges\nsub"): set(),
    }
    for (file, old, new), expected in cases.items():
        after = briefs.resolve(make_brief(**{file: (old, new)}))
        changed = {name for name in DOCUMENT_TYPES if view_of(before, name) != view_of(after, name)}
        assert changed == expected, old


def view_of(resolved: object, document: str) -> dict[str, object]:
    """Return the view of a document."""
    return views.views(resolved, DOCUMENT_TYPES)[document]  # type: ignore[arg-type]


def test_figure_sources_have_specification_and_data() -> None:
    figure = views.figure_sources(briefs.resolve())["boats"]
    assert (figure["data_name"], figure["title"]) == ("boats.csv", "More boats every year")
    assert figure["data"] == "year,boats\n2001,1\n2002,2\n"
    assert figure["specification"]["mark"] == "bar"


def test_site_view_identifies_a_brief() -> None:
    site = views.site_view(briefs.resolve(), DOCUMENT_TYPES)
    assert (site["slug"], site["title"], site["address"]) == ("sample", "Bridges", "")
    assert not any(document["here"] for document in site["documents"])


def test_page_limits_of_a_brief_override_the_document_types(make_brief: MakeBrief) -> None:
    line = "title: Bridges\nsub"
    resolved = briefs.resolve(make_brief(brief=(line, f"page_limits: {{annotated-report: [3, 8]}}\n{line}")))
    assert views.views(resolved, DOCUMENT_TYPES)["annotated-report"]["document_type"]["page_limit"] == [3, 8]
    assert views.views(resolved, DOCUMENT_TYPES)["executive-brief"]["document_type"]["page_limit"] == [1, 2]
    resolved = briefs.resolve(make_brief(brief=(line, f"page_limits: {{report: [3, 8]}}\n{line}")))
    with pytest.raises(
        BriefwrightError, match=r"unknown document in `page_limits`: report; choose from executive-brief, "
    ):
        views.views(resolved, DOCUMENT_TYPES)["annotated-report"]
