"""From a file to three documents, with the real Snakemake."""

from __future__ import annotations

import io
import subprocess
from typing import TYPE_CHECKING

import pikepdf
import pypandoc
import pytest
from lxml import html
from PIL import Image

from tests.tools.project import DOCUMENTS, Project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MEMORANDUM = """\
---
title: On Bridges
author: Ada Clerk
date: 13 November 2015
---

# The plan

The town had *one* bridge.[^1] It paid [a price](https://example.org/price).

- boats
- floods
    - of spring

## The cost

| item  | price |
|-------|------:|
| stone |   300 |

![A bridge of stone](bridge.png "The old bridge")

The council should build a second bridge.

[^1]: The minutes of 1902.
"""


@pytest.mark.pandoc
def test_document_of_a_word_processor_becomes_three_pdfs(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "navy").save(tmp_path / "bridge.png")
    (tmp_path / "memo.md").write_text(MEMORANDUM, "utf-8")
    command = [pypandoc.get_pandoc_path(), "memo.md", "-o", "memo.docx"]
    subprocess.run(command, cwd=tmp_path, check=True)
    project = Project.copied(tmp_path / "project")
    run = project.run("briefwright", "new", "bridges", "--essay", str(tmp_path / "memo.docx"))
    assert run.code == 0, run.text
    run = project.run("briefwright", "build", "bridges")
    assert run.code == 0, run.text

    folder = project.root / "build/drafts/bridges"
    for name in DOCUMENTS:
        with pikepdf.open(io.BytesIO((folder / f"{name}.pdf").read_bytes())) as pdf:
            assert len(pdf.pages) > 0
    page = html.document_fromstring((folder / "annotated-report.html").read_bytes())
    essay = page.xpath("//*[@aria-labelledby='essay']")[0]
    counts = {
        tag: len(essay.xpath(f".//{tag}")) for tag in ("h3", "h4", "ul//ul", "table", "img[@alt='A bridge of stone']")
    }
    # The footnotes have a heading too.
    assert counts == {"h3": 2, "h4": 1, "ul//ul": 1, "table": 1, "img[@alt='A bridge of stone']": 1}
    assert "The minutes of 1902." in essay.text_content()
    assert essay.xpath(".//td[normalize-space()='300']/@class") == ["align-right"]
