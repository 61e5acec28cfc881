"""Validate a file of Web Annotations with a JSON-LD processor and SHACL, offline."""

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
    """Load the context of Web Annotations, the only one that is allowed."""
    assert url == CONTEXT, f"asked for {url}"
    return {"contextUrl": None, "documentUrl": url, "document": _context(), "contentType": "application/ld+json"}


def problems(document: Mapping[str, Any]) -> list[str]:
    """Return the problems of a collection: terms that are not in the context, and violations of the shapes."""
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
    """Yield each selector that does not match the text: its words, position, prefix or suffix.

    ``texts`` are the target sources by URL.
    """
    page = document["first"]
    if document["total"] != len(page["items"]):
        yield f"total is {document['total']}, but there are {len(page['items'])} annotations"
    for item in page["items"]:
        for target in item["target"]:
            text = texts[target["source"]]
            by_type = {selector["type"]: selector for selector in target["selector"]}
            quote, position = by_type["TextQuoteSelector"], by_type["TextPositionSelector"]
            start, end = position["start"], position["end"]
            if text[start:end] != quote.get("exact"):
                yield f"{item['id']}: {start} to {end} is “{text[start:end]}”, not “{quote.get('exact')}”"
            if not (text[:start].endswith(quote.get("prefix", "")) and text[end:].startswith(quote.get("suffix", ""))):
                yield f"{item['id']}: wrong prefix or suffix of “{quote.get('exact')}”"
