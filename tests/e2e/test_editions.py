"""Editions with other markings: redaction removes stricter items everywhere, and a leak stops publishing."""

from __future__ import annotations

import io
import json
import re
import shutil
from typing import TYPE_CHECKING

import pikepdf
import pytest

from briefwright.layout import Layout
from briefwright.verify.redaction import leaked_words
from tests.tools.project import DOCUMENTS, SLUG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.project import Project

pytestmark = pytest.mark.slow

SOURCES = f"sources/{SLUG}"
NOTE = "  - id: clerk\n"
FINDINGS = ("  - id: one-bridge\n", "  - id: no-price\n")
FIGURE = """
  - id: harbour
    marking: AMBER
    file: harbour.vl.yaml
    data: harbour.csv
    title: Seven informants whom the harbour master counted
    alt: A bar for each year in which the harbour master of Antwerp counted informants.
    references: [ledger]
"""
DOUBT = "The informant in Antwerp doubts this wholeheartedly."


def contents(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def unhashed(name: str) -> str:
    """Return a file name without its content hash; all files of the search index count as ``pagefind``."""
    return "pagefind" if name.startswith("pagefind/") else re.sub(r"\.[0-9a-f]{10}(?=\.\w+$)", "", name)


def test_marked_item_is_only_in_its_edition(built: Project) -> None:
    name = f"{SOURCES}/annotations.yaml"
    built.edit(name, NOTE, f"{NOTE}    marking: AMBER\n")
    built.edit(name, "The clerk was *not* asked.", DOUBT)
    run = built.build()
    assert run.code == 0, run.text
    clear = contents(built.site)
    assert leaked_words(["informant Antwerp wholeheartedly"], [], clear) == []
    facts = built.root / Layout().ready(SLUG) / "facts.json"
    assert json.loads(facts.read_text("utf-8"))["redacted_texts"]

    amber = built.run("snakemake", "--config", "marking=AMBER")
    assert amber.code == 0, amber.text
    assert contents(built.site) == clear
    folder = built.root / "build/amber/site"
    shown = contents(folder)
    assert set(map(unhashed, shown)) == set(map(unhashed, clear))
    assert "informant in Antwerp" in shown[f"{SLUG}/annotated-report.html"].decode()
    assert "informant in Antwerp" in shown[f"{SLUG}/brief.json"].decode()
    for document in DOCUMENTS:
        page = shown[f"{SLUG}/{document}.html"].decode()
        assert set(re.findall(r"TLP:[A-Z+]+", page)) == {"TLP:AMBER"}
        with pikepdf.open(io.BytesIO(shown[f"{SLUG}/{document}.pdf"])) as pdf:
            assert b"TLP:AMBER" in pdf.Root.Metadata.read_bytes()
            assert b"TLP:CLEAR" not in pdf.Root.Metadata.read_bytes()


def test_marked_figure_is_only_in_its_edition(built: Project) -> None:
    built.edit(f"{SOURCES}/brief.yaml", "\nbrief_figure:", f"{FIGURE}\nbrief_figure:")
    figures = built.root / SOURCES / "figures"
    shutil.copy(figures / "floods.csv", figures / "harbour.csv")
    specification = (figures / "floods.vl.yaml").read_text("utf-8").replace("floods.csv", "harbour.csv")
    (figures / "harbour.vl.yaml").write_text(specification, "utf-8")
    run = built.build()
    assert run.code == 0, run.text
    clear = contents(built.site)
    assert [name for name, content in clear.items() if "harbour" in name or b"harbour" in content] == []

    amber = built.run("snakemake", "--config", "marking=AMBER")
    assert amber.code == 0, amber.text
    shown = {unhashed(name) for name in contents(built.root / "build/amber/site")}
    assert {f"{SLUG}/figures/harbour.{ending}" for ending in ("svg", "csv")} <= shown


def test_redacted_words_stop_publishing(built: Project) -> None:
    built.edit(f"{SOURCES}/annotations.yaml", NOTE, f"{NOTE}    marking: RED\n")
    built.edit(f"{SOURCES}/annotations.yaml", "The clerk was *not* asked.", DOUBT)
    before = built.digests()
    page = "templates/web/page.html.j2"
    paragraph = "<p>{{ 'tnamrofni' | reverse }} {{ 'prewtnA' | reverse }}</p>"
    built.edit(page, "{% block footer %}", "{% block footer %}\n" + paragraph)
    run = built.run("snakemake")
    assert run.code != 0
    assert "contains redacted words: “informant”" in run.text
    assert built.digests() == before


def test_rejects_recommendation_without_shown_finding(built: Project) -> None:
    for finding in FINDINGS:
        built.edit(f"{SOURCES}/brief.yaml", finding, f"{finding}    marking: AMBER\n")
    run = built.run("snakemake")
    assert run.code != 0
    assert "shows none of the findings of this recommendation" in run.text
    assert f"{SOURCES}/brief.yaml:" in run.text
