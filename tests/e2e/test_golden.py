"""The text of the sample brief as published, kept as files: a change shows as a difference that a person can judge.

`UPDATE` below writes them anew.
"""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from tests.tools.project import DOCUMENTS, ROOT
from tests.tools.publication import page_texts

if TYPE_CHECKING:
    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow

GOLDEN = ROOT / "tests/golden"
LONGEST = 40
UPDATE = "python -m pytest tests/e2e/test_golden.py tests/e2e/test_first_publication.py --update-golden"


def compare(name: str, text: str, *, update: bool) -> None:
    path = GOLDEN / name
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        return
    assert path.is_file(), f"there is no golden file {name}; write it with: {UPDATE}"
    kept = path.read_text("utf-8")
    if kept == text:
        return
    lines = unified_diff(kept.splitlines(), text.splitlines(), f"golden/{name}", "built", "", "", 1, "")
    shown = [line if len(line) <= 200 else line[:200] + " …" for line in islice(lines, LONGEST + 1)]
    more = "\n…" if len(shown) > LONGEST else ""
    difference = "\n".join(shown[:LONGEST]) + more
    pytest.fail(f"{name} has changed; where that is meant: {UPDATE}\n{difference}", pytrace=False)


@pytest.mark.parametrize("ending", ["md", "html"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_text(publication: Publication, document: str, ending: str, *, update: bool) -> None:
    name = f"{document}.{ending}"
    compare(name, (publication.work / "fragments" / name).read_text("utf-8"), update=update)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_pages_of_the_pdf(publication: Publication, document: str, *, update: bool) -> None:
    texts = page_texts(publication.path(document, "pdf"))
    pages = "".join(f"--- page {number} ---\n{text}\n" for number, text in enumerate(texts, 1))
    compare(f"{document}.pdf.txt", pages, update=update)


def test_nothing_golden_is_left_over() -> None:
    expected = {f"{document}.{ending}" for document in DOCUMENTS for ending in ("md", "html", "pdf.txt")}
    assert {path.name for path in GOLDEN.glob("*.*")} <= expected
