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


def test_an_anchor_holds_the_essays_own_words_and_what_stands_around_them() -> None:
    found = anchor(briefs.resolve(), "three hundred years", paragraph=1)
    text = briefs.resolve().sources.essay.paragraphs[0].text
    assert text[found.match.start : found.match.end] == found.exact == "three hundred years"
    assert found.prefix == "wn had one bridge. It stood for "
    assert found.suffix == ". Nobody counted the boats."
    assert found.match.paragraph == 1


def test_every_quotation_has_an_anchor_and_every_place_one_address() -> None:
    anchors = briefs.resolve().anchors
    addresses = {found.id: found.match for found in anchors.values()}
    assert len(addresses) == len({found.match for found in anchors.values()})
    assert all(addresses[found.id] == found.match for found in anchors.values())


def test_an_address_is_made_of_the_paragraph_and_the_first_words() -> None:
    resolved = briefs.resolve()
    assert anchor(resolved, "The council published a plan.").id == "p3-the-council-published-a"
    assert anchor(resolved, "After the flood").id == "p2-after-the-flood"


def test_an_address_has_as_many_words_as_it_takes(make_brief: MakeBrief) -> None:
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


def test_words_of_another_script_have_an_address_of_their_own(make_brief: MakeBrief) -> None:
    essay = "The town had *one* bridge. It stood for three hundred years. Nobody counted the boats. قال كتاب"
    folder = make_brief(
        essay=("The town had *one* bridge. It stood for three hundred years. Nobody counted the boats.", essay),
        brief=("- quote: Nobody counted the boats.", "- quote: قال كتاب"),
    )
    found = anchor(briefs.resolve(folder), "قال كتاب")
    assert found.exact == "قال كتاب"
    assert found.id.startswith("p1-")
    assert found.id.isascii()


def test_an_annotation_is_found_by_its_passage() -> None:
    resolved = briefs.resolve()
    note = resolved.sources.annotations.annotations[0]
    assert isinstance(note, Annotation)
    assert resolved.anchors_of([note])[0].exact == "“and nobody counted the cost”"


def test_anchors_come_in_the_order_of_the_essay_each_once() -> None:
    resolved = briefs.resolve()
    quotes = ["named no date", "After the flood", "The town had one bridge.", "After  the flood"]
    assert len(resolved.anchors_of([Passage(quote=quote) for quote in quotes[:3] + quotes[1:2]])) == 3
    assert [found.match.paragraph for found in resolved.anchors_of([Passage(quote=quote) for quote in quotes[:3]])] == [
        1,
        2,
        3,
    ]


def test_quotations_are_checked_in_a_file_that_its_model_refuses(make_brief: MakeBrief) -> None:
    folder = make_brief(
        annotations=(
            "    type: caution\n    quote: It stood for three hundred years\n",
            "    type: worry\n    quote: It stood for four hundred years\n",
        )
    )
    refused, misquoted = briefs.complaints(folder)
    assert "“worry” is not one of" in refused
    assert (
        "annotations.yaml:10:12: error: the quote does not stand where" in misquoted or "not in the essay" in misquoted
    )


def test_what_a_broken_file_defines_is_not_called_missing(make_brief: MakeBrief) -> None:
    complaints = briefs.complaints(make_brief(references="references: ["))
    assert len(complaints) == 1
    assert "broken YAML" in complaints[0]


def test_no_quotation_is_blamed_where_the_essay_cannot_be_read(make_brief: MakeBrief) -> None:
    (complaint,) = briefs.complaints(make_brief(essay=None))
    assert "the file is missing" in complaint


def test_every_problem_has_its_place(make_brief: MakeBrief) -> None:
    folder = make_brief(brief=("suffix: price", "suffix: gone"), glossary=("see: [bridge]", "see: [bridge, gone]"))
    with pytest.raises(InvalidSources) as error:
        resolution.resolve(loading.load(folder))
    assert [(problem.path, problem.line, problem.column) for problem in error.value.problems] == [
        ("sources/sample/brief.yaml", 54, 16),
        ("sources/sample/glossary.yaml", 6, 19),
    ]
