"""Typeset documents from a view to a PDF, like the steps of a build, but without Snakemake."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefwright import language
from briefwright.content import views
from briefwright.fonts import FONTCONFIG, PRINT_FONTS, font_folders, print_font
from briefwright.html import compose, convert, figures
from briefwright.html.figure_layout import figure_size
from briefwright.html.page import shell
from briefwright.html.print_html import print_html
from briefwright.html.theme_css import print_tokens
from briefwright.pdf.fetch import PublishedFiles
from briefwright.pdf.typeset import print_style, typeset
from briefwright.sources.document_types import load_document_types
from tests import briefs

if TYPE_CHECKING:
    from briefwright.language import Catalogue
    from briefwright.model import DocumentType

PANDOC = briefs.TEMPLATES / "pandoc"
BASE = "https://briefs.example.org/sample/"


def print_files(folder: Path, patch: pytest.MonkeyPatch) -> PublishedFiles:
    """Write a folder with one font and no figures, which WeasyPrint reads below `BASE`."""
    for name in ("fonts", "figures"):
        (folder / name).mkdir()
    (folder / "fonts/sans-regular.ttf").write_bytes(print_font("sans-regular.ttf"))
    (folder / "fonts/fonts.conf").write_text(FONTCONFIG)
    patch.setenv("FONTCONFIG_FILE", str(folder / "fonts/fonts.conf"))
    return PublishedFiles({f"{BASE}{name}/": folder / name for name in ("fonts", "figures")})


@dataclass(frozen=True)
class Pressed:
    """The fragment and the PDF of a document."""

    fragment: str
    pdf: bytes


@cache
def document_types() -> dict[str, DocumentType]:
    """Return the document types."""
    return dict(load_document_types(briefs.TEMPLATES))


@cache
def strings() -> Catalogue:
    """Return the interface words."""
    return language.load(briefs.TEMPLATES / "locales", "en-GB")


def view(document: str) -> dict[str, Any]:
    """Return the view of a document of the sample brief, for changes."""
    return views.views(briefs.resolve(), document_types())[document]


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Write the fonts and figures of documents, once; the folder is removed when this process ends."""
    folder = tempfile.TemporaryDirectory()
    for name in ("fonts", "figures"):
        (Path(folder.name) / name).mkdir()
    for name in PRINT_FONTS:
        (Path(folder.name) / "fonts" / name).write_bytes(print_font(name))
    (Path(folder.name) / "fonts/fonts.conf").write_text(FONTCONFIG)
    for fonts in font_folders():
        figures.register_fonts(fonts)
    resolved = briefs.resolve()
    drawings = views.figure_sources(resolved)
    for name in (use.id for use in resolved.sources.brief.figures):
        svg = figures.draw_svg(drawings[name])
        (Path(folder.name) / f"figures/{name}.svg").write_text(svg, "utf-8")
    for name, address in views.site_view(resolved, document_types())["addresses"].items():
        (Path(folder.name) / f"figures/qr-{name}.svg").write_text(figures.qr_code(address), "utf-8")
    return folder


def press(document: str, view: dict[str, Any], size: str = "A4", binding: float = 0) -> Pressed:
    """Typeset a document; raise ``BriefwrightError`` if it does not fit its pages."""
    head, folder = view["head"], Path(_folder().name)
    markdown = compose.compose(briefs.TEMPLATES, document, view, strings())
    fragment = convert.convert(
        markdown, view["works"], "en-GB", PANDOC, references_page=view["head"]["references_page"]
    )
    drawn = {name: folder / "figures" / Path(name).name for name in view["pictures"]}
    body = print_html(fragment, {name: figure_size(file.read_text("utf-8")) for name, file in drawn.items()})
    page = shell(briefs.TEMPLATES, "print/page.html.j2", strings(), body, head=head)
    base = head["address"].rpartition("/")[0] + "/"
    files = PublishedFiles({f"{base}{name}/": folder / name for name in ("fonts", "figures")})
    type_sizes, style = ((briefs.TEMPLATES / name).read_text("utf-8") for name in ("tokens.css", "print/print.css"))
    tokens = print_tokens(type_sizes, briefs.theme())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", str(folder / "fonts/fonts.conf"))
        pdf = typeset(page, print_style(tokens, style, size, binding), base, files, document_types()[document])
    return Pressed(fragment, pdf)
