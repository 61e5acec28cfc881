"""A publisher's own fonts are in its PDFs and on its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.tools.project import REPORT
from tests.tools.publication import Publication
from tests.tools.tiny_font import write_font

if TYPE_CHECKING:
    from tests.tools.project import Project

pytestmark = [pytest.mark.slow, pytest.mark.poppler]
WORDS = "גשר"
"""In a script that the packaged fonts lack."""


def test_publisher_font_sets_what_the_packaged_fonts_lack(built: Project) -> None:
    built.append("sources/sample/essay.md", f"It read {WORDS}.")
    assert "no font has" in built.fail().text
    write_font(built.root / "sources/fonts/tiny.woff2", f"a{WORDS}")
    built.append("sources/publisher.yaml", "fonts:\n  - {name: Tiny, licence: OFL-1.1, regular: tiny.woff2}")
    built.build()
    publication = Publication(built)
    (style,) = (built.site / "assets").glob("web.*.css")
    (rule,) = re.findall(r"/\* Tiny: OFL-1.1 \*/ @font-face \{[^}]*\}", style.read_text("utf-8"))
    (address,) = re.findall(r'url\("([^"]+)"\)', rule)
    assert (style.parent / address).read_bytes()[:4] == b"wOF2"
    assert "unicode-range: U+5D2, U+5E8-5E9" in rule
    text = " ".join(page.text for page in publication.pdf(REPORT))
    assert set(WORDS) <= set(text)
