"""What an official hears of the published files: that they are what they say, or what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tools.project import REPORT, SHEET, SLUG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.project import Project

pytestmark = pytest.mark.slow


def test_the_site_is_what_it_says_and_the_sources_give_it(built: Project) -> None:
    run = built.run("briefwright", "verify", "build/site", "--rebuild")
    assert run.code == 0, run.text
    assert run.text.rstrip().endswith("No problems found.")
    assert "ERROR" not in run.text
    assert "is read as its web page is, block by block" in run.text
    assert "is not signed" in run.text
    files = len([path for path in built.site.rglob("*") if path.is_file()])
    assert f"give all {files - 1} files, to the byte" in run.text


def test_one_pdf_by_itself(built: Project) -> None:
    run = built.run("briefwright", "verify", f"build/site/{SLUG}/{SHEET}.pdf")
    assert run.code == 0, run.text
    assert "meets what it claims of PDF/A-3a and PDF/UA-1" in run.text
    assert "is marked TLP:CLEAR in its metadata, and at the head and the foot of each page" in run.text
    manifest = (built.site / "manifest.json").resolve().as_posix()
    assert f"is the file that {manifest} lists as {SLUG}/{SHEET}.pdf, to the byte" in run.text
    assert run.text.endswith("No problems found.\n")


def test_a_pdf_that_left_its_site_has_nothing_to_show_its_bytes(built: Project, tmp_path: Path) -> None:
    apart = tmp_path / "apart.pdf"
    apart.write_bytes((built.site / SLUG / f"{SHEET}.pdf").read_bytes() + b"\n% more\n")
    run = built.run("briefwright", "verify", str(apart))
    assert run.code == 0, run.text
    assert "\n  unproved  " in run.text
    assert not run.text.endswith("No problems found.\n")


def test_one_byte_is_noticed(built: Project) -> None:
    path = built.site / SLUG / f"{REPORT}.pdf"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    run = built.run("briefwright", "verify", "--quiet", "build/site")
    assert run.code == 1
    assert f"{SLUG}/{REPORT}.pdf\n  ERROR     " in run.text
    assert "error: 1 file has problems" in run.text


def test_a_file_more_and_a_file_less_are_noticed(built: Project) -> None:
    (built.site / "index.html").unlink()
    (built.site / "more.html").write_text("<p>TLP:CLEAR")
    run = built.run("briefwright", "verify", "--quiet", "build/site")
    assert run.code == 1
    assert "it lists index.html, which is not there" in run.text
    assert "it does not list more.html, which is there" in run.text


def test_other_sources_give_other_bytes(built: Project) -> None:
    built.edit(f"sources/{SLUG}/annotations.yaml", "The essay does not define the term.", "The essay never defines it.")
    run = built.run("briefwright", "verify", "--quiet", "--rebuild", f"build/site/{SLUG}/{REPORT}.pdf")
    assert run.code == 1
    assert f"they give other bytes for {SLUG}/{REPORT}.pdf" in run.text


@pytest.mark.parametrize("path", ["nowhere", "build/site/nothing.pdf"])
def test_what_is_not_there_is_said(built: Project, path: str) -> None:
    run = built.run("briefwright", "verify", path)
    assert run.code == 2
    assert f"error: {path}: no such file or folder" in run.text
