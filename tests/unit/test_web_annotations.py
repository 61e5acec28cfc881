from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from briefwright.content.exports import annotation_collection
from briefwright.content.exports.web_annotations import CONTEXT, MOTIVATIONS
from briefwright.model import AnnotationType
from tests import briefs
from tests.tools import web_annotation

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import MakeBrief

SITE = "https://briefs.example.org/sample"
TEXTS = {f"{SITE}/essay.txt": briefs.resolve().sources.essay.text}
Node = dict[str, Any]


def collection() -> Node:
    return annotation_collection(briefs.resolve(), briefs.REPORT)


def problems(document: Node) -> list[str]:
    found = web_annotation.problems(document)
    return found or list(web_annotation.misplaced(document, TEXTS))


def items() -> dict[str, Node]:
    return {item["id"].partition("#")[2]: item for item in collection()["first"]["items"]}


def selectors(target: Node) -> tuple[Node, Node]:
    quote, place = target["selector"]
    return quote, place


def test_sample_is_valid() -> None:
    assert problems(collection()) == []


def test_context_is_that_of_web_annotations() -> None:
    assert collection()["@context"] == CONTEXT == web_annotation.CONTEXT


def change(name: str, path: str, value: object) -> Callable[[Node], None]:
    """Return a function that changes an annotation; ``None`` removes a key."""

    def changed(document: Node) -> None:
        node = next(item for item in document["first"]["items"] if item["id"].endswith(name))
        *steps, last = path.split("/")
        for step in steps:
            node = node[int(step)] if isinstance(node, list) else node[step]
        if value is None:
            del node[last]
        else:
            node[last] = value

    return changed


MUTATIONS = {
    "no exact words": (change("note-years", "target/0/selector/0/exact", None), "oa:exact"),
    "empty words": (change("note-years", "target/0/selector/0/exact", ""), "oa:exact"),
    "no motivation": (change("note-years", "motivation", None), "oa:motivatedBy"),
    "an unknown motivation": (change("note-years", "motivation", "grumbling"), "oa:motivatedBy"),
    "an unknown purpose": (change("note-years", "body/0/purpose", "grumbling"), "oa:hasBody"),
    "no target": (change("note-years", "target", []), "oa:hasTarget"),
    "no source": (change("note-years", "target/0/source", "not an address"), "oa:hasTarget"),
    "an unknown term": (change("note-years", "mood", "cheerful"), "mood: no term of the context"),
    "no creator": (change("note-years", "creator", None), "dcterms:creator"),
    "a creator without a name": (change("note-years", "creator", {"id": "https://x.example/"}), "dcterms:creator"),
    "a date without a time": (change("note-years", "created", "2026-01-31"), "dcterms:created"),
    "no licence": (change("note-years", "rights", None), "dcterms:rights"),
    "a position with other words": (change("note-years", "target/0/selector/1/start", 26), "not “It stood for"),
    "a start after the end": (change("note-years", "target/0/selector/1/start", 900), "oa:start"),
    "a position that is not a number": (change("note-years", "target/0/selector/1/end", "end"), "nonNegativeInteger"),
    "a wrong suffix": (
        change("note-years", "target/0/selector/0/suffix", ". Somebody"),
        "wrong prefix or suffix",
    ),
    "a body without text": (change("note-years", "body/0/value", None), "oa:hasBody"),
    "a wrong count": (lambda document: document.update(total=1), "total is 1, but there are 5"),
    "no page": (lambda document: document["first"].pop("type"), "as:first"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_validator_finds_mutations(name: str) -> None:
    mutate, expected = MUTATIONS[name]
    document = collection()
    mutate(document)
    assert expected in "\n".join(problems(document))


def test_each_annotation_type_has_a_motivation() -> None:
    assert set(MOTIVATIONS) == set(AnnotationType)
    note = items()["note-years"]
    assert (note["motivation"], note["body"][0]["purpose"]) == ("assessing", "assessing")


def test_annotation_has_html_text_and_works() -> None:
    text, work = items()["note-clerk"]["body"]
    assert text == {
        "id": f"{SITE}/annotated-report.html#note-clerk",
        "type": "TextualBody",
        "value": "<p>The clerk was <em>not</em> asked.</p>",
        "format": "text/html",
        "language": "en-GB",
        "purpose": "commenting",
    }
    assert work == {"type": "SpecificResource", "source": "https://example.org/ledger", "purpose": "linking"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("    DOI: 10.1000/1<2>", "https://doi.org/10.1000/1%3C2%3E"),
        ("    language: en", f"{SITE}/annotated-report.html#ref-ledger"),
    ],
)
def test_work_without_url_links_to_doi_or_report(make_brief: MakeBrief, line: str, expected: str) -> None:
    result = annotation_collection(
        briefs.resolve(make_brief(references=("    URL: https://example.org/ledger", line))), briefs.REPORT
    )
    (note,) = (item for item in result["first"]["items"] if item["id"].endswith("note-clerk"))
    assert note["body"][1]["source"] == expected


def test_escapes_markup_in_notes(make_brief: MakeBrief) -> None:
    folder = make_brief(annotations=("Nobody knows.", r"'\<b>1 & 2\</b> **[so](https://a.example/?a=1&b=2)** `x<y`'"))
    result = annotation_collection(briefs.resolve(folder), briefs.REPORT)
    (note,) = (item for item in result["first"]["items"] if item["id"].endswith("note-years"))
    assert note["body"][0]["value"] == (
        "<p>&lt;b&gt;1 &amp; 2&lt;/b&gt; "
        '<a href="https://a.example/?a=1&amp;b=2"><strong>so</strong></a> <code>x&lt;y</code></p>'
    )
    assert problems(result) == []


def test_selects_words_by_quote_and_position() -> None:
    (target,) = items()["note-clerk"]["target"]
    quote, place = selectors(target)
    assert quote["exact"] == "“and nobody counted the cost”"
    assert quote["suffix"] == ".\n\nThe council published a plan. "[:32]
    text = TEXTS[target["source"]]
    assert text[place["start"] : place["end"]] == quote["exact"]


def test_passage_with_omitted_words_has_a_target_for_each_piece(make_brief: MakeBrief) -> None:
    folder = make_brief(
        annotations=("quote: It stood for three hundred years", "quote: The town […] three hundred years")
    )
    result = annotation_collection(briefs.resolve(folder), briefs.REPORT)
    assert problems(result) == []
    (note,) = (item for item in result["first"]["items"] if item["id"].endswith("note-years"))
    assert [selectors(target)[0]["exact"] for target in note["target"]] == ["The town", "three hundred years"]
    assert "prefix" not in selectors(note["target"][0])[0]


def test_findings_and_recommendations_link_to_their_passages() -> None:
    finding, recommendation = items()["finding-one-bridge"], items()["recommendation-second-bridge"]
    assert finding["motivation"] == recommendation["motivation"] == "linking"
    assert [selectors(target)[0]["exact"] for target in finding["target"]] == [
        "The town had one bridge.",
        "one bridge. It stood for three hundred years",
    ]
    assert finding["body"][0]["id"] == f"{SITE}/annotated-report.html#finding-one-bridge"
    assert finding["body"][0]["value"] == "The town relied on one bridge"


def test_collection_has_creator_and_dates(make_brief: MakeBrief) -> None:
    editions = '  - number: "1.10"\n    date: 2026-01-31'
    newer = f'  - number: "2.0"\n    date: 2026-03-01\n    changes: More.\n{editions}'
    result = annotation_collection(briefs.resolve(make_brief(brief=(editions, newer))), briefs.REPORT)
    assert (result["created"], result["modified"]) == ("2026-01-31T00:00:00Z", "2026-03-01T00:00:00Z")
    assert result["creator"]["type"] == "Organization"
    assert result["creator"]["homepage"] == "https://briefs.example.org/"
    assert result["total"] == len(result["first"]["items"]) == 2 + 2 + 1
    assert result["first"]["partOf"] == result["id"] == f"{SITE}/annotations.jsonld"
