"""The expected texts on whose text the essay is: in every document in short, and in full where the essay is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright import markup
from briefwright.model.csl import display_name
from briefwright.model.identifiers import doi_address
from briefwright.verify.expected import DocumentRecord, ExpectedText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.output import JsonObject

_ITEM = "the source of the essay"
_NAMED_AUTHORS = 3
"""Documents without the essay name only the first of more authors."""


def essay_source(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the authors, title and date of the essay, or that it has none; in full if the document has the essay."""
    essay = document.brief["essay"]
    in_full = "essay" in document.needs
    names = [display_name(author["name"]) for author in essay["authors"]]
    for name in names if in_full or len(names) <= _NAMED_AUTHORS else names[:1]:
        yield ExpectedText(_ITEM, "author", name)
    if essay["title"]:
        yield ExpectedText(_ITEM, "title", markup.within_quotes(essay["title"]))
    if essay["date"]:
        yield ExpectedText(_ITEM, "date", document.catalogue.date(essay["date"]))
    for flag in ("unsigned", "untitled", "undated"):
        if essay[flag]:
            yield ExpectedText(_ITEM, flag, document.word(f"source.{flag}"))
    if in_full:
        yield from _details(essay)


def _details(essay: JsonObject) -> Iterator[ExpectedText]:
    for author in essay["authors"]:
        if author["affiliation"]:
            yield ExpectedText(_ITEM, "affiliation", author["affiliation"])
    if essay["translator"]:
        yield ExpectedText(_ITEM, "translator", display_name(essay["translator"]["name"]))
    if essay["published_in"]:
        yield ExpectedText(_ITEM, "place of publication", essay["published_in"])
    if address := doi_address(essay["doi"]) if essay["doi"] else essay["url"]:
        yield ExpectedText(_ITEM, "address", address)


def essay_rights(document: DocumentRecord) -> Iterator[ExpectedText]:
    """Yield the licence, which covers only the editors' work, and the rights in the essay."""
    essay, licence = document.brief["essay"], document.record["publisher"]["licence"]["name"]
    yield ExpectedText("the licence", "licence", f"{document.word('label.licence')} {licence}")
    item = "the rights in the essay"
    if essay["licence"]:
        yield ExpectedText(item, "licence", essay["licence"]["name"])
    if essay["rights"]:
        yield ExpectedText(item, "rights", essay["rights"])
    if not essay["licence"] and not essay["rights"]:
        label = document.word("label.rights")
        yield ExpectedText(item, "rights", f"{label} {document.word('word.not-covered')}")
