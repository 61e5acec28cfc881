"""What is wrong with a page's JSON-LD, by a JSON-LD processor, the list of schema.org's terms, and SHACL."""

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
    """Load the one context that a page may name."""
    assert url.rstrip("/") == CONTEXT, f"asked for {url}"
    return {"contextUrl": None, "documentUrl": url, "document": _context(), "contentType": "application/ld+json"}


def graph(document: Mapping[str, Any]) -> Graph:
    """Return a page's block of JSON-LD as a graph; a name that is no term fails."""
    dropped: list[str] = []
    options = {"documentLoader": _load}
    expanded = jsonld.expand(dict(document), options, on_property_dropped=lambda name: dropped.append(str(name)))
    assert dropped == []
    return Graph().parse(data=jsonld.to_rdf(expanded, {**options, "format": "application/n-quads"}), format="nt")


def problems(document: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a page's block of JSON-LD."""
    made = graph(document)
    strange = [f"{name}: no term of schema.org" for name in sorted(set(_terms(made))) if URIRef(name) not in SDO]
    conforms, _, report = pyshacl.validate(made, shacl_graph=_shapes())
    return strange if conforms else [*strange, str(report)]


def _terms(made: Graph) -> Iterator[str]:
    for _, name, value in made:
        if name == RDF.type:
            yield str(value)
        else:
            yield str(name)


@cache
def _shapes() -> Graph:
    return Graph().parse(VOCABULARIES / "page.shapes.ttl")
