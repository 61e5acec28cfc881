"""Verify one document; tests/e2e/test_parity.py verifies a real publication."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest

from briefwright.errors import BriefwrightError
from briefwright.pdf.reader import read
from briefwright.verify.document import verify_document
from tests.unit.test_conformance import good
from tests.unit.test_expected_parts import document_record

if TYPE_CHECKING:
    from briefwright.verify.document import Report

__all__ = ["good"]

FIGURE = '<svg xmlns="http://www.w3.org/2000/svg"><g class="role-mark"><text>12</text></g></svg>'


def verify(pdf: bytes) -> Report:
    brief = document_record("summary")
    view = {"document_type": {"title": "document.annotated-report", "needs": ["summary"]}}
    page = b'<html><body><main id="main"><h1>Bridges</h1><p>Some words.</p></main></body></html>'
    record, catalogue, src = brief.record, brief.catalogue, "figures/a.svg"
    data = {src: "year,deaths\n2015,13\n"}
    return verify_document(
        "annotated-report", page, pdf, record=record, view=view, catalogue=catalogue, drawings={src: FIGURE}, data=data
    )


def test_report_has_differences_of_all_checks(good: bytes) -> None:
    report = verify(good)
    assert report.problems == ()
    found = {(one.check, one.file) for one in report.differences}
    assert found >= {
        ("missing", "annotated-report.html"),  # an expected text
        ("extra", "annotated-report.pdf"),  # a block that is only in the PDF
        ("figure", "figures/a.svg"),  # a number that is not in the data
        ("missing", "annotated-report.pdf"),  # a text of the running header
    }
    assert report.counts == {
        "statements": report.counts["statements"],
        "blocks": 2,
        "pages": len(read(good).pages),
        "runs": sum(len(page.runs) for page in read(good).pages),
    }
    assert len(set(report.differences)) == len(report.differences)


def test_report_has_problems_of_structure_metadata_and_marking(good: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        del pdf.Root.PageLabels
        pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"TLP:CLEAR", b"TLP:RED"))
        pdf.save(out, fix_metadata_version=False)
    labels, first, *_, other = verify(out.getvalue()).problems
    assert "PageLabels" in labels
    assert first == "page 1 shows TLP:CLEAR and TLP:CLEAR, but the marking in the metadata is TLP:RED"
    assert other == "marking in the metadata is TLP:RED, but the brief is TLP:CLEAR"


def test_rejects_pdf_that_cannot_be_compared(good: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        del pdf.Root.StructTreeRoot
        pdf.save(out)
    for content, message in ((b"words", "not a PDF"), (out.getvalue(), "no structure tree")):
        with pytest.raises(BriefwrightError, match=message):
            verify(content)
