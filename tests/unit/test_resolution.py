from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.content import resolution
from briefwright.errors import InvalidSources
from briefwright.model import Annotation, Passage
from briefwright.sources import loading
from tests import briefs

if TYPE_CHECKING:
    from briefwright.content.resolution import PassageAnchor, ResolvedBrief
    from tests.conftest import MakeBrief


def anchor(resolved: ResolvedBrief, quote: str, **where: str | int) -> PassageAnchor:
    (found,) = resolved.anchors_of([Passage.model_validate({"quote": quote, **where})])
    return found


def test_anchor_has_the_words_of_the_essay_and_their_context() -> None:
    found = anchor(briefs.resolve(), "three hundred years", paragraph=1)
    text = briefs.resolve().sources.essay.paragraphs[0].text
    assert text[found.match.start : found.match.end] == found.exact == "three hundred years"
    assert found.prefix == "wn had one bridge. It stood for "
    assert found.suffix == ". Nobody counted the boats."
    assert found.match.paragraph == 1


def test_each_quote_has_an_anchor_and_each_place_one_id() -> None:
    anchors = briefs.resolve().anchors
    addresses = {found.id: found.match for found in anchors.values()}
    assert len(addresses) == len({found.match for found in anchors.values()})
    assert all(addresses[found.id] == found.match for found in anchors.values())


def test_id_consists_of_the_paragraph_and_the_first_words() -> None:
    resolved = briefs.resolve()
    assert anchor(resolved, "The council published a plan.").id == "p3-the-council-published-a"
    assert anchor(resolved, "After the flood").id == "p2-after-the-flood"


def test_id_has_enough_words_to_be_unique(make_brief: MakeBrief) -> None:
    resolved = briefs.resolve(
        make_brief(
            annotations=("quote: It stood for three hundred years\n", "quote: It stood for three hundred years.\n"),
            brief=(
                "- quote: Nobody counted the boats.",
                "- quote: It stood for three hundred years\n          paragraph: 1",
            ),
        )
    )
    ids = sorted(found.id for found in set(resolved.anchors.values()) if found.id.startswith("p1-it"))
    assert len(set(ids)) == 2
    assert ids[0] == "p1-it-stood-for-three"


def test_words_in_another_script_have_an_ascii_id(make_brief: MakeBrief) -> None:
    essay = "The town had *one* bridge. It stood for three hundred years. Nobody counted the boats. قال كتاب"
    folder = make_brief(
        essay=("The town had *one* bridge. It stood for three hundred years. Nobody counted the boats.", essay),
        brief=("- quote: Nobody counted the boats.", "- quote: قال كتاب"),
    )
    found = anchor(briefs.resolve(folder), "قال كتاب")
    assert found.exact == "قال كتاب"
    assert found.id.startswith("p1-")
    assert found.id.isascii()


def test_finds_the_anchor_of_an_annotation() -> None:
    resolved = briefs.resolve()
    note = resolved.sources.annotations.annotations[0]
    assert isinstance(note, Annotation)
    assert resolved.anchors_of([note])[0].exact == "“and nobody counted the cost”"


def test_returns_each_anchor_once_in_the_order_of_the_essay() -> None:
    resolved = briefs.resolve()
    quotes = ["named no date", "After the flood", "The town had one bridge.", "After  the flood"]
    assert len(resolved.anchors_of([Passage(quote=quote) for quote in quotes[:3] + quotes[1:2]])) == 3
    assert [found.match.paragraph for found in resolved.anchors_of([Passage(quote=quote) for quote in quotes[:3]])] == [
        1,
        2,
        3,
    ]


def test_checks_quotes_in_a_file_with_validation_errors(make_brief: MakeBrief) -> None:
    folder = make_brief(
        annotations=(
            "    type: caution\n    quote: It stood for three hundred years\n",
            "    type: worry\n    quote: It stood for four hundred years\n",
        )
    )
    refused, misquoted = briefs.errors(folder)
    assert "not “worry”" in refused
    assert "annotations.yaml:10:12: error: the quote is not in the essay" in misquoted


def test_does_not_report_identifiers_of_a_broken_file_as_missing(make_brief: MakeBrief) -> None:
    problems = briefs.errors(make_brief(references="references: ["))
    assert len(problems) == 1
    assert "broken YAML" in problems[0]


def test_does_not_check_quotes_without_an_essay(make_brief: MakeBrief) -> None:
    (problem,) = briefs.errors(make_brief(essay=None))
    assert "the file is missing" in problem


def test_reports_each_problem_at_its_position(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=("suffix: price", "suffix: gone"), glossary=("see: [bridge]", "see: [bridge, gone]"))
    with pytest.raises(InvalidSources) as error:
        resolution.resolve(loading.load(folder))
    assert [(problem.path, problem.line, problem.column) for problem in error.value.problems] == [
        ("sources/sample/brief.yaml", 54, 16),
        ("sources/sample/glossary.yaml", 6, 19),
    ]
