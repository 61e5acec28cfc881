"""What is wrong with a file of Web Annotations, by a JSON-LD processor and SHACL, without a network."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pyshacl
from pyld import jsonld
from rdflib import Graph

from tests.tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VOCABULARIES = ROOT / "tests/data/vocabularies"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"


@cache
def _context() -> dict[str, Any]:
    value: dict[str, Any] = json.loads((VOCABULARIES / "anno.jsonld").read_text("utf-8"))
    return value


def _load(url: str, _options: object) -> dict[str, Any]:
    """Load the one context that such a file may name."""
    assert url == CONTEXT, f"asked for {url}"
    return {"contextUrl": None, "documentUrl": url, "document": _context(), "contentType": "application/ld+json"}


def problems(document: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a collection as JSON-LD and as what our shapes ask of it."""
    dropped: list[str] = []
    options = {"documentLoader": _load}
    expanded = jsonld.expand(dict(document), options, on_property_dropped=lambda name: dropped.append(str(name)))
    graph = Graph().parse(data=jsonld.to_rdf(expanded, {**options, "format": "application/n-quads"}), format="nt")
    conforms, _, report = pyshacl.validate(graph, shacl_graph=_shapes())
    found = [f"{name}: no term of the context" for name in dropped]
    return found if conforms else [*found, str(report)]


@cache
def _shapes() -> Graph:
    return Graph().parse(VOCABULARIES / "annotation.shapes.ttl")


def misplaced(document: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    """Yield each place that does not give its words back, with those before and after it.

    ``texts`` are the sources from which words are selected, by their addresses.
    """
    page = document["first"]
    if document["total"] != len(page["items"]):
        yield f"{document['total']} annotations are promised, {len(page['items'])} are there"
    for item in page["items"]:
        for target in item["target"]:
            text = texts[target["source"]]
            by_type = {selector["type"]: selector for selector in target["selector"]}
            quote, place = by_type["TextQuoteSelector"], by_type["TextPositionSelector"]
            start, end = place["start"], place["end"]
            if text[start:end] != quote.get("exact"):
                yield f"{item['id']}: {start} to {end} is “{text[start:end]}”, not “{quote.get('exact')}”"
            if not (text[:start].endswith(quote.get("prefix", "")) and text[end:].startswith(quote.get("suffix", ""))):
                yield f"{item['id']}: other words stand around “{quote.get('exact')}”"
