from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright import language
from briefwright.content import views
from briefwright.errors import InvalidSources
from briefwright.html.compose import PAIRED, compose, pairs
from briefwright.sources.document_types import load_document_types
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeBrief

CATALOGUE = language.load(briefs.TEMPLATES / "locales", "en-GB")


def composed(folder: Path, template: str, **view: object) -> str:
    path = folder / "poster/document.md.j2"
    path.parent.mkdir(exist_ok=True)
    path.write_text(template, "utf-8")
    return compose(folder, "poster", view, CATALOGUE)


def test_escapes_printed_values(tmp_path: Path) -> None:
    assert composed(tmp_path, "# {{ a }}\n{{ b }}\n", a="*x*", b="- y") == "# \\*x\\*\n\\- y\n"


def test_does_not_escape_macro_output_again(tmp_path: Path) -> None:
    template = "{% macro m(x) %}[{{ x }}]{.y}{% endmacro %}{{ m(a) }} {% set b %}[{{ a }}]{% endset %}{{ b }}"
    assert composed(tmp_path, template, a="*") == "[\\*]{.y} [\\*]"


def test_filters_turn_author_text_into_markdown(tmp_path: Path) -> None:
    text = "a *b*\n\n{c}"
    assert composed(tmp_path, "{{ a | prose }}", a=text) == "a [b]{.emphasis} \\{c\\}"
    assert composed(tmp_path, "{{ a | paragraphs }}", a=text) == "a [b]{.emphasis}\n\n\\{c\\}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" a ", "[]{.space}a[]{.space}"), ("a", "a"), (" ", "[]{.space}"), ("", "")],
)
def test_runs_keep_spaces_at_both_ends(tmp_path: Path, text: str, expected: str) -> None:
    runs = [{"text": text, "emphasis": False, "strong": False, "code": False, "href": None}] if text else []
    assert composed(tmp_path, "{{ a | runs }}", a=runs) == expected


def test_alternates_nested_quotation_marks(tmp_path: Path) -> None:
    assert composed(tmp_path, "“{{ a | within_quotes }}”", a="the “*x*” of Europe’s") == "“the ‘\\*x\\*’ of Europe’s”"


def test_encodes_link_targets(tmp_path: Path) -> None:
    assert (
        composed(tmp_path, "[x]({{ a | url }})", a="https://a.b/c d)(e?f=1&g#h")
        == "[x](https://a.b/c%20d%29%28e?f=1&g#h)"
    )


def test_identifiers_of_pandoc_are_not_comments(tmp_path: Path) -> None:
    assert composed(tmp_path, "{* gone *}# a {#b}") == "# a {#b}"


def test_rejects_undefined_names(tmp_path: Path) -> None:
    with pytest.raises(InvalidSources, match=r"poster/document\.md\.j2:2:1: error: 'a' is undefined"):
        composed(tmp_path, "\n{{ a }}")


@pytest.mark.parametrize("document", ["executive-brief", "annotated-report", "recommendations-sheet"])
def test_each_document_prints_its_view(document: str) -> None:
    document_types = load_document_types(briefs.TEMPLATES)
    view = views.views(briefs.resolve(), document_types)[document]
    markdown = compose(briefs.TEMPLATES, document, view, CATALOGUE)
    assert "# Bridges" in markdown
    assert "a second bridge" in markdown
    assert "None was counted" in markdown or document != "annotated-report"
    assert "Undefined" not in markdown


@pytest.mark.parametrize(
    ("document", "part", "heading"),
    [
        ("executive-brief", "questions", "questions"),
        ("executive-brief", "limits", "limits"),
        ("executive-brief", "misses", "misses"),
        ("annotated-report", "limits", "limits"),
        ("annotated-report", "glossary", "glossary"),
        ("annotated-report", "references", "references"),
    ],
)
def test_an_empty_part_has_no_heading(document: str, part: str, heading: str) -> None:
    view = views.views(briefs.resolve(), load_document_types(briefs.TEMPLATES))[document]
    words = CATALOGUE.text(f"heading.{heading}")
    assert f"# {words} " in compose(briefs.TEMPLATES, document, view, CATALOGUE) or not view[part]
    assert f"# {words} " not in compose(briefs.TEMPLATES, document, {**view, part: []}, CATALOGUE)


def test_figures_and_events_are_optional() -> None:
    document_types = load_document_types(briefs.TEMPLATES)
    view = views.views(briefs.resolve(), document_types)["annotated-report"]
    words = CATALOGUE.text("heading.timeline")
    assert f"# {words} " in compose(briefs.TEMPLATES, "annotated-report", {**view, "events": []}, CATALOGUE)
    nothing = compose(briefs.TEMPLATES, "annotated-report", {**view, "events": [], "figures": {}}, CATALOGUE)
    assert f"# {words} " not in nothing
    assert "{.events" not in nothing


def test_the_analysis_has_the_title_of_the_brief() -> None:
    view = views.views(briefs.resolve(), load_document_types(briefs.TEMPLATES))[briefs.REPORT]
    assert "## Ways across {#analysis}\n" in compose(briefs.TEMPLATES, briefs.REPORT, view, CATALOGUE)
    without = compose(briefs.TEMPLATES, briefs.REPORT, {**view, "analysis": None}, CATALOGUE)
    assert "Ways across" not in without
    assert "{#analysis" not in without


def test_an_analysis_may_have_its_own_anchors(make_brief: MakeBrief) -> None:
    project = make_brief(brief=("analysis:\n", "analysis:\n  id: ways\n  item: way\n"))
    view = views.views(briefs.resolve(project), load_document_types(briefs.TEMPLATES))[briefs.REPORT]
    text = compose(briefs.TEMPLATES, briefs.REPORT, view, CATALOGUE)
    assert "## Ways across {#ways}\n" in text
    assert "### By boat {#way-by-boat .unlisted}\n" in text


def test_a_heading_of_the_essay_in_any_script_has_an_anchor(make_brief: MakeBrief) -> None:
    essay = (briefs.DATA / "sample/essay.md").read_text("utf-8") + "\n## الجسر، 1920\n\nA day.\n"
    view = views.views(briefs.resolve(make_brief(essay=essay)), load_document_types(briefs.TEMPLATES))[briefs.REPORT]
    text = compose(briefs.TEMPLATES, briefs.REPORT, view, CATALOGUE)
    assert "{#essay-الجسر-1920 .essay-heading .unlisted}" in text


def test_pairs_short_neighbours_and_leaves_long_items_alone() -> None:
    short, long = {"text": "word " * 20}, {"text": "word " * PAIRED}
    grouped = pairs([short, short, short, long, short, short])
    assert [[item is short for item in group] for group in grouped] == [[True, True], [True], [False], [True, True]]
    assert pairs([]) == []


def test_length_of_an_item_is_that_of_its_printed_texts() -> None:
    item = {"href": "x" * PAIRED, "passages": [{"exact": "word"}]}
    assert pairs([item, item]) == [[item, item]]
