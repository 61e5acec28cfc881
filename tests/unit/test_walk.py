from __future__ import annotations

from typing import Any

from briefwright.sources import loading, walk
from tests import briefs


def data() -> dict[str, Any]:
    return dict(loading.load(briefs.DATA / "sample").data)


def test_parents_come_before_what_they_hold() -> None:
    seen = set()
    for file, location, value in walk.nodes(data()):
        seen.add((file, location))
        assert isinstance(value, dict)
        assert not location or any((file, location[:end]) in seen for end in range(len(location)))


def test_every_quotation_is_found_with_its_place() -> None:
    found = {(file, location): passage.quote for file, location, passage in walk.passages(data())}
    assert found["brief", ("thesis", "passages", 0)] == "the council asked for a second bridge"
    assert found["brief", ("recommendations", 0, "passages", 1)] == "the plan named no price"
    assert found["annotations", ("annotations", 1)] == "It stood for three hundred years"
    assert len(found) == sum(
        path.read_text("utf-8").count("quote:") for path in (briefs.DATA / "sample").glob("*.yaml")
    )


def test_identifiers_are_told_apart_by_what_they_name() -> None:
    kinds = {(kind, name) for kind, _, _, name in walk.identifiers(data())}
    assert kinds == {
        ("finding", "one-bridge"), ("finding", "no-price"), ("section", "by-boat"),
        ("event", "plan"), ("event", "flood"),
        ("recommendation", "second-bridge"), ("figure", "boats"), ("annotation", "clerk"), ("annotation", "years"),
        ("term", "ledger-book"), ("term", "bridge"), ("reference", "ledger"),
        ("edition", "1.10"),
    }  # fmt: skip


def test_every_use_of_an_identifier_is_found() -> None:
    uses = [(kind, file, location, name) for kind, file, location, name in walk.uses(data())]
    assert ("finding", "brief", ("in_brief", 0), "one-bridge") in uses
    assert ("finding", "brief", ("recommendations", 0, "findings", 1), "no-price") in uses
    assert ("figure", "brief", ("brief_figure",), "boats") in uses
    assert ("term", "glossary", ("terms", 0, "see", 0), "bridge") in uses
    assert ("reference", "brief", ("recommendations", 0, "safeguards", 0, "references", 0), "ledger") in uses
    assert ("reference", "annotations", ("annotations", 0, "references", 0), "ledger") in uses


def test_nonsense_is_walked_as_far_as_it_makes_sense() -> None:
    nonsense: dict[str, Any] = {
        "brief": {"findings": [{"id": []}, "a", None], "in_brief": "x"},
        "annotations": [[{"quote": {}}]],
        "glossary": None,
    }
    assert [location for _, location, _ in walk.nodes(nonsense)] == [(), ("findings", 0), (0, 0), (0, 0, "quote")]
    assert list(walk.passages(nonsense)) == []
    assert list(walk.identifiers(nonsense)) == []
    assert {name for _, _, _, name in walk.uses(nonsense)} == {"a", "x"}
    glossaries: tuple[Any, ...] = (
        None,
        [],
        {"terms": "a"},
        {"terms": ["a", {"term": 1, "forms": 1}, {"forms": [1]}]},
    )
    for glossary in glossaries:
        assert list(walk.named({"glossary": glossary})) == []


def test_a_glossary_gives_its_terms_and_their_forms() -> None:
    terms = [{"term": "ledger", "forms": ["ledgers"]}, {"term": "bridge"}]
    assert list(walk.named({"glossary": {"terms": terms}})) == [
        (0, ("terms", 0, "term"), "ledger"),
        (0, ("terms", 0, "forms", 0), "ledgers"),
        (1, ("terms", 1, "term"), "bridge"),
    ]


def test_the_editors_words_are_told_from_quotations_and_names() -> None:
    found = {(file, location): markdown for file, location, _, markdown in walk.words(data())}
    assert found["brief", ("recommendations", 0, "safeguards", 0, "text")] is True
    assert found["brief", ("topics", 1)] is False
    assert found["brief", ("analysis", "sections", 0, "caution")] is True
    assert found["brief", ("recommendations", 0, "standing", "note")] is True
    assert found["annotations", ("annotations", 0, "note")] is True
    assert found["glossary", ("terms", 0, "term")] is False
    keys = {location[-1] for _, location in found}
    assert not keys & {"id", "quote", "prefix", "suffix", "kind", "confidence", "findings", "references", "date"}
    assert {file for file, _ in found} == {"brief", "annotations", "glossary"}
