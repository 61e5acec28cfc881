from __future__ import annotations

from typing import Any

from briefwright.sources import loading, walk
from tests import briefs


def data() -> dict[str, Any]:
    return dict(loading.load(briefs.DATA / "sample").data)


def test_yields_parents_before_children() -> None:
    seen = set()
    for file, location, value in walk.nodes(data()):
        seen.add((file, location))
        assert isinstance(value, dict)
        assert not location or any((file, location[:end]) in seen for end in range(len(location)))


def test_finds_every_quote_with_its_location() -> None:
    found = {(file, location): passage.quote for file, location, passage in walk.passages(data())}
    assert found["brief", ("thesis", "passages", 0)] == "the council asked for a second bridge"
    assert found["brief", ("recommendations", 0, "passages", 1)] == "the plan named no price"
    assert found["annotations", ("annotations", 1)] == "It stood for three hundred years"
    assert len(found) == sum(
        path.read_text("utf-8").count("quote:") for path in (briefs.DATA / "sample").glob("*.yaml")
    )


def test_finds_identifiers_with_their_items() -> None:
    found = {(item, name) for item, _, _, name in walk.identifiers(data())}
    assert found == {
        ("finding", "one-bridge"), ("finding", "no-price"), ("section", "by-boat"),
        ("event", "plan"), ("event", "flood"),
        ("recommendation", "second-bridge"), ("figure", "boats"), ("annotation", "clerk"), ("annotation", "years"),
        ("term", "ledger-book"), ("term", "bridge"), ("reference", "ledger"),
        ("edition", "1.10"),
    }  # fmt: skip


def test_finds_every_use_of_an_identifier() -> None:
    uses = list(walk.uses(data()))
    assert ("finding", "brief", ("in_brief", 0), "one-bridge") in uses
    assert ("finding", "brief", ("recommendations", 0, "findings", 1), "no-price") in uses
    assert ("figure", "brief", ("brief_figure",), "boats") in uses
    assert ("term", "glossary", ("terms", 0, "see", 0), "bridge") in uses
    assert ("reference", "brief", ("recommendations", 0, "safeguards", 0, "references", 0), "ledger") in uses
    assert ("reference", "annotations", ("annotations", 0, "references", 0), "ledger") in uses


def test_skips_invalid_data() -> None:
    invalid: dict[str, Any] = {
        "brief": {"findings": [{"id": []}, "a", None], "in_brief": "x"},
        "annotations": [[{"quote": {}}]],
        "glossary": None,
    }
    assert [location for _, location, _ in walk.nodes(invalid)] == [(), ("findings", 0), (0, 0), (0, 0, "quote")]
    assert list(walk.passages(invalid)) == []
    assert list(walk.identifiers(invalid)) == []
    assert {name for _, _, _, name in walk.uses(invalid)} == {"a", "x"}
    glossaries: tuple[Any, ...] = (
        None,
        [],
        {"terms": "a"},
        {"terms": ["a", {"term": 1, "forms": 1}, {"forms": [1]}]},
    )
    for glossary in glossaries:
        assert list(walk.glossary_names({"glossary": glossary})) == []


def test_finds_terms_and_forms_of_the_glossary() -> None:
    terms = [{"term": "ledger", "forms": ["ledgers"]}, {"term": "bridge"}]
    assert list(walk.glossary_names({"glossary": {"terms": terms}})) == [
        (0, ("terms", 0, "term"), "ledger"),
        (0, ("terms", 0, "forms", 0), "ledgers"),
        (1, ("terms", 1, "term"), "bridge"),
    ]


def test_finds_author_text_but_no_quotes_and_identifiers() -> None:
    found = {(file, location): markdown for file, location, _, markdown in walk.author_texts(data())}
    assert found["brief", ("recommendations", 0, "safeguards", 0, "text")] is True
    assert found["brief", ("topics", 1)] is False
    assert found["brief", ("analysis", "sections", 0, "caution")] is True
    assert found["brief", ("recommendations", 0, "standing", "missing")] is True
    assert found["annotations", ("annotations", 0, "note")] is True
    assert found["glossary", ("terms", 0, "term")] is False
    keys = {location[-1] for _, location in found}
    assert not keys & {"id", "quote", "prefix", "suffix", "kind", "support", "findings", "references", "date"}
    assert {file for file, _ in found} == {"brief", "annotations", "glossary"}
