"""Checks of a page's JSON-LD: JSON-LD processing, terms of schema.org, and SHACL shapes."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pyshacl
from pyld import jsonld
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SDO

from tests.tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VOCABULARIES = ROOT / "tests/data/vocabularies"
CONTEXT = "https://schema.org"


@cache
def _context() -> dict[str, Any]:
    value: dict[str, Any] = json.loads((VOCABULARIES / "schemaorg.jsonld").read_text("utf-8"))
    return value


def _load(url: str, _options: object) -> dict[str, Any]:
    """Load the only context that a page may use."""
    assert url.rstrip("/") == CONTEXT, f"asked for {url}"
    return {"contextUrl": None, "documentUrl": url, "document": _context(), "contentType": "application/ld+json"}


def graph(document: Mapping[str, Any]) -> Graph:
    """Return a page's JSON-LD as a graph; fail if a property is not in the context."""
    dropped: list[str] = []
    options = {"documentLoader": _load}
    expanded = jsonld.expand(dict(document), options, on_property_dropped=lambda name: dropped.append(str(name)))
    assert dropped == []
    return Graph().parse(data=jsonld.to_rdf(expanded, {**options, "format": "application/n-quads"}), format="nt")


def problems(document: Mapping[str, Any]) -> list[str]:
    """Return the problems of a page's JSON-LD."""
    data = graph(document)
    unknown = [f"{name}: not a term of schema.org" for name in sorted(set(_terms(data))) if URIRef(name) not in SDO]
    conforms, _, report = pyshacl.validate(data, shacl_graph=_shapes())
    return unknown if conforms else [*unknown, str(report)]


def _terms(data: Graph) -> Iterator[str]:
    for _, name, value in data:
        if name == RDF.type:
            yield str(value)
        else:
            yield str(name)


@cache
def _shapes() -> Graph:
    return Graph().parse(VOCABULARIES / "page.shapes.ttl")
