"""Check that the pages of a brief without a PDF contain the texts of the sources.

The expected texts come from the brief record and the catalogue, not from the view or the template of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.verify.expected import DocumentRecord, ExpectedText, author_line, author_text, locator
from briefwright.verify.expected_statements import first_safeguard
from briefwright.verify.html_blocks import read_page
from briefwright.verify.parity import without_block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefwright.language import Catalogue
    from briefwright.output import JsonObject


def missing_texts(name: str, page: str, record: JsonObject, catalogue: Catalogue) -> list[str]:
    """Return a message for each text of the brief record that a page lacks; ``name`` is the name of its template."""
    texts = list(_EXPECTED[name](DocumentRecord(record, name, (), catalogue)))
    missing = without_block(texts, read_page(page).blocks)
    return [f"missing: {text.item}, {text.field}: {text.text}" for text in missing]


def _landing(document: DocumentRecord) -> Iterator[ExpectedText]:
    brief = document.brief
    yield ExpectedText("the title", "title", brief["title"])
    yield from author_text("the summary", "summary", brief["summary"]["text"])
    for finding in brief["findings"]:
        yield ExpectedText(f"finding {finding['number']}", "claim", finding["short"])
        yield from author_line(f"finding {finding['number']}", "verdict", finding["verdict"])
    for item in brief["recommendations"]:
        yield ExpectedText(f"recommendation {item['number']}", "action", item["short"])
        yield from first_safeguard(f"recommendation {item['number']}", item)
    for number, item in enumerate(brief["limits"], 1):
        yield from author_text(f"limit {number}", "text", item["text"])


def _trace(document: DocumentRecord) -> Iterator[ExpectedText]:
    record = document.record
    numbers = {item["id"]: item["number"] for part in ("findings", "recommendations") for item in document.brief[part]}
    for passage in record["passages"]:
        row, uses = str(passage["id"]), passage["uses"]
        yield ExpectedText(row, "passage", f"{locator(passage)} {passage['exact']}")
        for name in (*uses["findings"], *uses["recommendations"]):
            yield ExpectedText(row, "number", numbers[name])
        for pointer in uses["others"]:
            yield ExpectedText(row, "use", _name(document, pointer))
    for left_out in record["left_out"]:
        item = f"words left out of ¶{left_out['paragraph']}"
        yield ExpectedText(item, "words", f"¶{left_out['paragraph']} {left_out['exact']}")
        yield ExpectedText(item, "reason", left_out["reason"])
    for name, checksum in record["checksums"].items():
        yield ExpectedText(f"checksum of {name}", "file, checksum", f"{name} {checksum}")


def _name(document: DocumentRecord, pointer: str) -> str:
    """Return the name of an item by its JSON Pointer; a section of the analysis has its title."""
    part, *rest = pointer.removeprefix("/brief/").split("/")
    if part == "analysis":
        return str(document.brief["analysis"]["sections"][int(rest[-1])]["title"])
    return document.word(f"statement.{part}")


_EXPECTED: Mapping[str, Callable[[DocumentRecord], Iterator[ExpectedText]]] = {"landing": _landing, "trace": _trace}
"""The expected texts of each page, by the name of its template."""
