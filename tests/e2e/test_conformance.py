"""The PDFs conform to PDF/UA and PDF/A, according to veraPDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.tools import verapdf

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow


def remove_accessibility(path: Path, target: Path) -> Path:
    """Write a copy of a PDF without language, tags and shown title."""
    with pikepdf.open(path) as pdf:
        del pdf.Root.StructTreeRoot
        del pdf.Root.MarkInfo
        del pdf.Root.Lang
        del pdf.Root.ViewerPreferences
        pdf.save(target)
    return target


@pytest.mark.conformance
def test_pdfs_conform_to_pdf_ua_and_pdf_a(publication: Publication, tmp_path: Path) -> None:
    good = publication.pdfs
    assert len(good) == 3
    bad = remove_accessibility(good[0], tmp_path / "remove_accessibility.pdf")
    *reports, accessible, archival = verapdf.validate([*good, bad], ("ua1", "3a"))
    assert len(reports) == 2 * len(good)
    assert [str(report) for report in reports if not report.compliant] == []
    # The validator can fail.
    assert not accessible.compliant
    assert not archival.compliant
    assert len(accessible.failures) >= 3
