from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import BlockBox, TextBox
from weasyprint.text.fonts import FontConfiguration

from briefwright.pdf.line_breaks import full_lines
from tests.tools.press import BASE, print_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefwright.pdf.fetch import PublishedFiles

TEXT = "cannot be fixed. No source ranks countries by attacks <i>(Westdeutsche)</i>."


@pytest.fixture(scope="module")
def files() -> Iterator[PublishedFiles]:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        yield print_files(Path(folder), patch)


def first_lines(files: PublishedFiles) -> list[str]:
    """Return the first line of a text in columns of 280 to 340 pixels."""
    paragraphs = "".join(f'<p style="width: {width / 2}px">{TEXT}</p>' for width in range(560, 680))
    style = (
        '@font-face { font-family: Plex; src: url("fonts/sans-regular.ttf") }'
        "@page { size: 500px 9999px } p { font: 12px Plex }"
    )
    page = HTML(string=f"<style>{style}</style>{paragraphs}", base_url=BASE, url_fetcher=files)
    (sheet,) = page.render(font_config=FontConfiguration()).pages
    boxes = sheet._page_box.descendants()  # noqa: SLF001 - no public name for boxes
    starts = [box.children[0] for box in boxes if box.element_tag == "p" and isinstance(box, BlockBox)]
    return ["".join(box.text for box in line.descendants() if isinstance(box, TextBox)).strip() for line in starts]


def test_line_is_full_if_only_its_last_space_does_not_fit(files: PublishedFiles) -> None:
    with full_lines():
        lengths = list(map(len, first_lines(files)))
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[-1]


def test_weasyprint_still_needs_the_correction(files: PublishedFiles) -> None:
    assert "cannot" in first_lines(files)
