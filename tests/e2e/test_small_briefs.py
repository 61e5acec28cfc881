"""Small briefs and drafts, built with the real Snakemake."""

from __future__ import annotations

import io
import json
import re
import shutil
from typing import TYPE_CHECKING

import pikepdf
import pytest
from lxml import html

from tests.tools.project import DOCUMENTS, ROOT, Project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SMALL = ROOT / "tests/data/small.yaml"
ESSAY = ROOT / "tests/data/sources/sample/essay.md"


def add(project: Project, name: str, head: str = "") -> Path:
    """Add the smallest brief, with lines before those of its brief.yaml."""
    folder = project.root / "sources" / name
    folder.mkdir()
    shutil.copy2(ESSAY, folder / "essay.md")
    (folder / "brief.yaml").write_text(head + SMALL.read_text("utf-8"), "utf-8")
    return folder


def pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def test_smallest_brief_gets_all_documents_and_no_empty_page(tmp_path: Path) -> None:
    project = Project.copied(tmp_path / "project")
    shutil.rmtree(project.root / "sources/cyber-recruitment")
    add(project, "small")
    project.build()
    counts = {name: pages((project.site / f"small/{name}.pdf").read_bytes()) for name in DOCUMENTS}
    assert counts == {"executive-brief": 1, "annotated-report": 2, "recommendations-sheet": 1}
    for page in (*project.site.glob("*.html"), *project.site.glob("small/*.html")):
        tree = html.document_fromstring(page.read_bytes())
        assert not tree.xpath(
            "//section[not(.//p | .//li | .//td)] | //table[not(.//td)] | //ul[not(li)] | //dl[not(*)]"
        ), page


def test_brief_without_recommendations_has_no_sheet(tmp_path: Path) -> None:
    project = Project.copied(tmp_path / "project")
    shutil.rmtree(project.root / "sources/cyber-recruitment")
    path = add(project, "small") / "brief.yaml"
    path.write_text(re.sub(r"recommendations:\n(  .*\n)+", "", path.read_text("utf-8")), "utf-8")
    project.build()
    assert sorted(path.name for path in project.site.glob("small/*.pdf")) == [
        "annotated-report.pdf",
        "executive-brief.pdf",
    ]


def test_draft_is_built_only_by_name_and_outside_the_site(built: Project) -> None:
    folder = add(built, "sketch", "status: draft\n")
    run = built.build()
    assert "note: the site leaves out drafts: sketch" in run.text
    published = built.digests()
    assert not any(b"sketch" in path.read_bytes() for path in built.site.rglob("*.*ml"))

    run = built.run("briefwright", "build", "sketch")
    assert run.code == 0, run.text
    assert "Draft in build/drafts/sketch/." in run.text
    assert built.digests() == published
    drafts = built.root / "build/drafts"
    for name in ("index.html", *(f"{name}.html" for name in DOCUMENTS)):
        tree = html.document_fromstring((drafts / "sketch" / name).read_bytes())
        assert "Draft" in tree.xpath("string(//header)")
        assert "noindex" in tree.xpath("//meta[@name='robots']/@content")
        for address in tree.xpath("//link[@rel='stylesheet']/@href | //img/@src"):
            assert (drafts / "sketch" / address).is_file(), address
    record = json.loads((drafts / "sketch/brief.json").read_text("utf-8"))
    assert record["brief"]["status"] == "draft"

    (folder / "brief.yaml").write_text("status: draft\ntitle: [\n", "utf-8")
    assert built.run("snakemake").code == 0
    run = built.run("briefwright", "build", "sketch")
    assert run.code == 1
    assert "error: sources/sketch: not built; fix the errors above." in run.text
    assert (drafts / "sketch/index.html").is_file()


def test_published_brief_that_becomes_a_draft_leaves_the_site(built: Project) -> None:
    add(built, "small")
    built.build()
    assert (built.site / "small/index.html").is_file()
    built.edit("sources/small/brief.yaml", "title: The second", "status: draft\ntitle: The second")
    built.build()
    assert not (built.site / "small").exists()
    assert "small" not in (built.site / "sitemap.xml").read_text("utf-8")
