"""A brief on a memorandum in French by two authors, from its sources to the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
import pytest
from lxml import html

from tests.tools import essay_work, sample
from tests.tools.project import DOCUMENTS, Project
from tests.tools.publication import page_texts, text_of, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.pandoc]

_ATTRIBUTES = ("alt", "aria-label", "title", "placeholder", "data-label")


@pytest.fixture(scope="module")
def memorandum(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project.of_sample(tmp_path_factory.mktemp("memorandum") / "project")
    brief = project.root / "sources/sample/brief.yaml"
    # The editors' own words name the source as they like.
    words = brief.read_text("utf-8").replace("n essay", " memorandum").replace("he essay", "he memorandum")
    brief.write_text(words, "utf-8")
    sample.insert(brief, "\ntopics:", f"\n{essay_work.ESSAY.rstrip()}")
    project.build()
    return project


def interface_texts(path: Path) -> Iterator[str]:
    root = html.document_fromstring(path.read_bytes())
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "pre"}:
            continue
        yield from filter(None, (element.text, *(child.tail for child in element)))
        yield from (element.get(name, "") for name in _ATTRIBUTES)


def test_no_page_calls_the_memorandum_an_essay(memorandum: Project) -> None:
    pages = sorted(memorandum.site.rglob("*.html"))
    assert len(pages) > len(DOCUMENTS)
    found = {
        f"{path.relative_to(memorandum.site)}: {text}"
        for path in pages
        for text in interface_texts(path)
        if "essay" in text.replace("essay.txt", "").replace("essay.md", "").casefold()
    }
    assert not found


@pytest.mark.poppler
def test_no_pdf_calls_the_memorandum_an_essay(memorandum: Project) -> None:
    for path in sorted(memorandum.site.rglob("*.pdf")):
        text = " ".join(page_texts(path))
        assert "emorandum" in text
        assert not re.findall(r".{20}essay.{20}", text, re.IGNORECASE | re.DOTALL)
        with pikepdf.open(path) as pdf:
            assert not [spec.description for spec in pdf.attachments.values() if "essay" in spec.description.casefold()]


def test_words_of_the_memorandum_are_marked_as_french(memorandum: Project) -> None:
    root = tree(memorandum.site / "sample/annotated-report.html")
    paragraphs = root.find_class("paragraph")
    assert {element.get("lang") for element in paragraphs} == {"fr"}
    assert {element.get("lang") for element in root.find_class("quoted")} == {"fr"}
    assert {element.get("lang") for element in root.find_class("note")} == {"en-GB"}
    with pikepdf.open(memorandum.site / "sample/annotated-report.pdf") as pdf:
        languages = {
            (str(item.S), str(item.Lang))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem" and "/Lang" in item
        }
    assert {("/Div", "fr"), ("/Note", "en-GB"), ("/Span", "fr")} <= languages


def test_landing_page_names_author_and_rights(memorandum: Project) -> None:
    root = tree(memorandum.site / "sample/index.html")
    (line,) = root.find_class("essay-line")
    assert text_of(line) == (
        "Memorandum: Ada Clerk (Town College), Bo Li, “Sur les ponts ‘hauts’”, translated by Jo Trans, La Gazette, "
        "March 2015, https://doi.org/10.1000/182"
    )
    (footer,) = root.iter("footer")
    assert "Editors’ work: Creative Commons Attribution 4.0 · Memorandum: CC BY-ND; © 2015 Ada Clerk" in text_of(footer)


def test_archived_edition_keeps_its_word_and_rights(memorandum: Project) -> None:
    (page,) = (memorandum.site / "sample/editions").glob("*/index.html")
    assert "Memorandum: CC BY-ND; © 2015 Ada Clerk" in text_of(tree(page))
