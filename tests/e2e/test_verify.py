"""`briefwright verify` on a published site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tools.project import REPORT, SHEET, SLUG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.project import Project

pytestmark = pytest.mark.slow


def test_accepts_site_and_rebuild(built: Project) -> None:
    run = built.run("briefwright", "verify", "build/site", "--rebuild")
    assert run.code == 0, run.text
    assert run.text.rstrip().endswith("No problems found.")
    assert "ERROR" not in run.text
    assert "same text as on the web page" in run.text
    assert "not signed" in run.text
    files = len([path for path in built.site.rglob("*") if path.is_file()])
    assert f"all {files - 1} files are identical" in run.text


def test_accepts_pdf_in_its_site(built: Project) -> None:
    run = built.run("briefwright", "verify", f"build/site/{SLUG}/{SHEET}.pdf")
    assert run.code == 0, run.text
    assert "pass the checks for PDF/A-3a and PDF/UA-1" in run.text
    assert "marked TLP:CLEAR in the metadata, and in the header and footer of each page" in run.text
    manifest = (built.site / "manifest.json").resolve().as_posix()
    assert f"the checksum is that of {SLUG}/{SHEET}.pdf in {manifest}" in run.text
    assert run.text.endswith("No problems found.\n")


def test_reports_pdf_outside_its_site_as_not_verified(built: Project, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    copy.write_bytes((built.site / SLUG / f"{SHEET}.pdf").read_bytes() + b"\n% more\n")
    run = built.run("briefwright", "verify", str(copy))
    assert run.code == 0, run.text
    assert "\n  unverified  " in run.text
    assert not run.text.endswith("No problems found.\n")


def test_finds_one_changed_byte(built: Project) -> None:
    path = built.site / SLUG / f"{REPORT}.pdf"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    run = built.run("briefwright", "verify", "--quiet", "build/site")
    assert run.code == 1
    assert f"{SLUG}/{REPORT}.pdf\n  ERROR     " in run.text
    assert "error: 1 file has problems" in run.text


def test_finds_extra_and_missing_file(built: Project) -> None:
    (built.site / "index.html").unlink()
    (built.site / "more.html").write_text("<p>TLP:CLEAR")
    run = built.run("briefwright", "verify", "--quiet", "build/site")
    assert run.code == 1
    assert "listed file is missing: index.html" in run.text
    assert "file is not listed: more.html" in run.text


def test_finds_difference_from_sources(built: Project) -> None:
    built.edit(f"sources/{SLUG}/annotations.yaml", "Nobody knows.", "Nobody knew.")
    run = built.run("briefwright", "verify", "--quiet", "--rebuild", f"build/site/{SLUG}/{REPORT}.pdf")
    assert run.code == 1
    assert f"published file differs from the one built: {SLUG}/{REPORT}.pdf" in run.text


@pytest.mark.parametrize("path", ["nowhere", "build/site/nothing.pdf"])
def test_reports_missing_path(built: Project, path: str) -> None:
    run = built.run("briefwright", "verify", path)
    assert run.code == 2
    assert f"error: {path}: no such file or folder" in run.text
