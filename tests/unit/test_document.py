"""What the check finds in a real publication is in tests/e2e/test_parity.py."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from briefwright.errors import BriefwrightError
from briefwright.pdf.reader import read
from briefwright.verify.document import verify_document
from tests.unit.test_conformance import good
from tests.unit.test_expected_parts import held

if TYPE_CHECKING:
    from briefwright.verify.document import Report

__all__ = ["good"]

FIGURE = '<svg xmlns="http://www.w3.org/2000/svg"><g class="role-mark"><text>12</text></g></svg>'


def verify(pdf: bytes) -> Report:
    brief = held("summary")
    view = {"document_type": {"title": "document.annotated-report", "needs": ["summary"]}}
    page = b'<html><body><main id="main"><h1>Bridges</h1><p>Some words.</p></main></body></html>'
    record, catalogue, src = brief.record, brief.catalogue, "figures/a.svg"
    data = {src: "year,deaths\n2015,13\n"}
    return verify_document(
        "annotated-report", page, pdf, record=record, view=view, catalogue=catalogue, drawings={src: FIGURE}, data=data
    )


def test_a_report_has_the_differences_of_all_checks_and_what_is_wrong_with_the_pdf(good: bytes) -> None:
    report = verify(good)
    assert report.complaints == ()
    found = {(one.check, one.file) for one in report.differences}
    assert found >= {
        ("missing", "annotated-report.html"),  # a statement of the sources
        ("extra", "annotated-report.pdf"),  # what only the PDF has
        ("figure", "figures/a.svg"),  # a number that is not in the data
        ("missing", "annotated-report.pdf"),  # running headers
    }
    assert report.counts == {
        "statements": report.counts["statements"],
        "blocks": 2,
        "pages": len(read(good).pages),
        "runs": sum(len(page.runs) for page in read(good).pages),
    }
    assert len(set(report.differences)) == len(report.differences)


def test_complaints_are_of_structure_metadata_and_marking(good: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        del pdf.Root.PageLabels
        pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"TLP:CLEAR", b"TLP:RED"))
        pdf.save(out, fix_metadata_version=False)
    labels, first, *_, other = verify(out.getvalue()).complaints
    assert labels == "its pages have no labels"
    assert first == "page 1 shows TLP:CLEAR and TLP:CLEAR, where the metadata say TLP:RED"
    assert other == "it is not marked TLP:CLEAR, as the brief is"


def test_a_pdf_that_cannot_be_compared_is_an_error(good: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(out)
    for content, message in ((b"words", "it is no PDF"), (out.getvalue(), "it has no structure")):
        with pytest.raises(BriefwrightError, match=message):
            verify(content)
