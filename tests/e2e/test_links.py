"""Passage links highlight their words in a browser (text fragments)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from briefwright.content import resolution
from briefwright.content.text_fragments import text_fragments
from briefwright.sources import loading
from tests.tools import browser as browsers
from tests.tools.project import BRIEF, REPORT, SHEET
from tests.tools.publication import by_class, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.tools.publication import Publication

pytestmark = [pytest.mark.slow, pytest.mark.browser]

COLOUR = (255, 0, 255)
# Text and background have the same colour, so every pixel of a highlighted letter has it.
_STYLE = """
addEventListener('DOMContentLoaded', () => {
  const style = document.createElement('style');
  style.textContent = '::target-text { background: rgb(255 0 255); color: rgb(255 0 255); }'
    + ' html { scroll-behavior: auto !important; }';
  document.head.append(style);
});
"""
# The letters of a paragraph, each with the centre of its box in the window.
_LETTERS = """
async number => {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  const walker = document.createTreeWalker(document.querySelector(`#par-${number} p`), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const letters = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest('sup, .paragraph-number')) continue;
    for (let index = 0; index < node.length; index++) {
      if (!node.data[index].trim()) continue;
      range.setStart(node, index);
      range.setEnd(node, index + 1);
      const box = range.getBoundingClientRect();
      letters.push([node.data[index], Math.floor(box.x + box.width / 2), Math.floor(box.y + box.height / 2)]);
    }
  }
  return letters;
}
"""
# Pixels; every paragraph of the essay fits.
_HEIGHT = 2600
_ATTEMPTS = 3


def links(publication: Publication, document: str) -> set[str]:
    """Return the targets of passage links."""
    return {str(link.get("href")) for link in by_class(publication.html(document), "passage-link")}


@pytest.mark.parametrize("document", [BRIEF, SHEET])
def test_links_have_text_fragments_of_their_passages(publication: Publication, document: str) -> None:
    resolved = resolution.resolve(loading.load(publication.project.root / "sources" / publication.slug))
    expected = {f"{REPORT}.html#{name}{words}" for name, words in text_fragments(resolved).items()}
    found = links(publication, document)
    assert len(found) > 1
    assert found <= expected
    assert found <= {link.rpartition("/")[2] for link in addresses(publication.path(document, "pdf"))}


def addresses(path: Path) -> set[str]:
    """Return the targets of a PDF's links."""
    with pikepdf.open(path) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", ()) if "/A" in note]
        return {str(note.A.URI) for note in notes if "/URI" in note.A}


def highlighted(page: Page, address: str, paragraph: int) -> str:
    """Open the report at an address; return the highlighted letters of a paragraph."""
    page.goto("about:blank")  # otherwise the next navigation stays within the page
    page.goto(address)
    letters = page.evaluate(_LETTERS, paragraph)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return "".join(letter for letter, *point in letters if _colour(picture, *point) == COLOUR)


def _colour(picture: Image.Image, x: int, y: int) -> object:
    return picture.getpixel((x, y)) if 0 <= x < picture.width and 0 <= y < picture.height else None


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    with browsers.page(chromium, height=_HEIGHT) as page:
        page.add_init_script(_STYLE)
        yield page


def test_every_link_highlights_its_passage(page: Page, publication: Publication) -> None:
    passages = {passage["id"]: passage for passage in publication.record["passages"]}
    folder = publication.path(REPORT, "html").parent.as_uri()
    wrong = []
    # Chromium 156 does not highlight directives with a prefix; tests/unit/test_text_fragments.py checks their words.
    found = sorted(link for link in links(publication, BRIEF) | links(publication, SHEET) if "-," not in link)
    assert found
    for link in found:
        passage = passages[link.partition("#")[2].partition(":~:")[0]]
        letters = ""
        # On a busy machine, the browser may highlight after the screenshot.
        for _ in range(_ATTEMPTS):
            if letters != squeezed(passage["exact"]):
                letters = squeezed(highlighted(page, f"{folder}/{link}", passage["paragraph"]))
        if letters != squeezed(passage["exact"]):
            wrong.append(f"{link}: {letters!r}")
    assert wrong == []


def test_missing_words_highlight_nothing(page: Page, publication: Publication) -> None:
    report, passage = publication.path(REPORT, "html").as_uri(), publication.record["passages"][0]
    for fragment in (passage["id"], f"{passage['id']}:~:text=words%20that%20nobody%20wrote"):
        assert highlighted(page, f"{report}#{fragment}", passage["paragraph"]) == ""


def test_highlights_other_words(page: Page, publication: Publication) -> None:
    report = publication.path(REPORT, "html").as_uri()
    assert highlighted(page, f"{report}#par-2:~:text=years%2C%20the%20clerk", 2) == "years,theclerk"
