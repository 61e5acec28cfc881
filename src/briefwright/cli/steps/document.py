"""Steps of one document: `typeset` its PDF, then `verify` page and PDF."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.common import Output
from briefwright.cli.steps import steps
from briefwright.cli.steps.folders import (
    Figures,
    Fragments,
    MarkingOption,
    Pages,
    Resolved,
    ResolvedFiles,
    brief_step,
    cache,
    cache_compiled_templates,
    print_fonts,
    publisher_faces,
)
from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.layout import TEMPLATES, Layout
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefwright.language import Catalogue
    from briefwright.model import Theme
    from briefwright.publisher_fonts import PublisherFace

_HASHED_FIGURE = re.compile(rb"\.\./assets/[a-z0-9-]+/([A-Za-z0-9._-]+)\.[0-9a-f]{10}(\.svg|\.png|\.jpg)")
"""The address of a figure in a page."""
DocumentName = Annotated[str, typer.Argument(help="Name of the document, such as executive-brief.")]


@steps.command()
def typeset(
    document: DocumentName,
    resolved: Resolved,
    figures: Figures,
    fragments: Fragments,
    output: Output,
    signer: Annotated[str, typer.Option(help="Identity of the publisher's key, if there is one.")] = "",
    marking: MarkingOption = "CLEAR",
) -> None:
    """Typeset a document as PDF, add metadata and attachments, and sign it if there is a key."""
    layout = Layout(marking)
    with brief_step(output, resolved, figures, fragments, step_cache=cache(layout)) as new:
        cache_compiled_templates(layout)
        brief = ResolvedFiles(resolved)
        if document not in brief.documents:
            return  # an empty folder: the brief has nothing for this document
        view = brief.view(document)
        try:
            faces = publisher_faces(view["head"]["publisher"]["fonts"])
            fonts, fragment = print_fonts(layout, faces), fragments / f"{document}.html"
            key, make = typesetter(view, figures, fragment, brief.catalogue, fonts, brief.theme, faces)
            pdf = cache(layout).get("typeset", key, make)
        except InvalidSources:  # an error in a template; its message names the file and line
            raise
        except BriefwrightError as error:
            raise BriefwrightError(f"{brief.slug}/{document}.pdf: {error}") from error
        pdf = _finish(pdf, view, brief, layout)
        is_signed = signer and not view["head"]["draft"]
        write(new / f"{document}.pdf", _sign(pdf, brief, signer, layout) if is_signed else pdf)


def typesetter(
    view: dict[str, Any],
    figures: Path,
    fragment: Path,
    catalogue: Catalogue,
    fonts: Path,
    theme: Theme,
    faces: Sequence[PublisherFace] = (),
) -> tuple[list[bytes | str], Callable[[], bytes]]:
    """Return the cache key of a document's typeset PDF, and a function that typesets it.

    ``fonts`` is the folder of the print fonts, ``faces`` are the publisher's in it.
    """
    from briefwright.fonts import missing_characters
    from briefwright.html.figure_layout import figure_sizes
    from briefwright.html.page import shell
    from briefwright.html.print_html import print_html
    from briefwright.html.theme_css import print_tokens
    from briefwright.model import DocumentType

    head = view["head"]
    print_ = head["publisher"]["print"]
    document_type = DocumentType.model_validate(view["document_type"]).for_page_size(print_["page_size"])
    pictures = {name: (figures / Path(name).name).read_bytes() for name in view["pictures"]}
    body = print_html(fragment.read_text("utf-8"), figure_sizes(pictures))
    html = shell(TEMPLATES, "print/page.html.j2", catalogue, body, head=head)
    if missing := missing_characters(html, fonts):
        characters = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in missing)
        raise BriefwrightError(f"no font contains {characters}; use other characters")
    type_sizes, rules = ((TEMPLATES / name).read_text("utf-8") for name in ("tokens.css", "print/print.css"))
    tokens = print_tokens(type_sizes, theme)
    if faces:
        from briefwright.publisher_fonts import families, family_names, print_rules, with_families

        tokens = print_tokens(type_sizes, theme, family_names(faces))
        tokens = print_rules(faces) + with_families(tokens, families(faces))
    base = head["address"].rpartition("/")[0] + "/"
    key: list[bytes | str] = [html, tokens, rules, base, as_json(print_), document_type.model_dump_json()]
    key += pictures.values()
    key += [fonts.name] if faces else []

    def make() -> bytes:
        os.environ["FONTCONFIG_FILE"] = str((fonts / "fonts.conf").resolve())  # Fontconfig reads it at first use
        from briefwright.pdf.fetch import PublishedFiles
        from briefwright.pdf.typeset import print_style, typeset

        files = PublishedFiles({f"{base}figures/": figures, f"{base}fonts/": fonts})
        sheet = print_style(tokens, rules, document_type.page_size or "A4", print_["binding"])
        return typeset(html, sheet, base, files, document_type)

    return key, make


def _finish(pdf: bytes, view: dict[str, Any], brief: ResolvedFiles, layout: Layout) -> bytes:
    from importlib.metadata import version

    from briefwright.content.essay_work import rights_statement, source_text
    from briefwright.pdf.finish import ATTACHMENTS, add_metadata
    from briefwright.pdf.xmp import Metadata

    head = view["head"]
    essay = head["essay"]
    metadata = Metadata(
        title=f"{head['title']} – {brief.catalogue.text(head['document_type'])}",
        author=head["publisher"]["name"],
        subject=head["lead"],
        keywords=head["topics"],
        language=head["language"],
        identifier=head["address"],
        edition=head["edition"]["number"],
        date=head["edition"]["date"],
        licence=(rights_statement(head, brief.catalogue.text), head["publisher"]["licence"]["url"]),
        marking=head["marking"],
        producer=f"WeasyPrint {version('weasyprint')}",
        creator_tool=f"Briefwright {version('briefwright')}",
        contributors=[author["name"] for author in essay["authors"]],
        source=source_text(essay),
        essay_language=essay["language"] if "essay" in view else "",
    )
    attachments = {
        name: (brief.catalogue.text(f"attachment.{name}"), (brief.folder / name).read_bytes())
        for name in sorted(ATTACHMENTS)
    }
    key = (pdf, repr(metadata), repr(attachments))
    return cache(layout).get("finish", key, lambda: add_metadata(pdf, metadata, attachments))


def _sign(pdf: bytes, brief: ResolvedFiles, signer: str, layout: Layout) -> bytes:
    """Return a signed PDF; an unchanged PDF keeps its signature and signing time from an earlier build."""
    catalogue, accent = brief.catalogue, brief.theme.light["accent"]
    words = [catalogue.strings[f"signature.{part}"] for part in ("field", "seal")]

    def make() -> bytes:
        from briefwright.extras.keys import open_key
        from briefwright.extras.signing import sign
        from briefwright.extras.signing_settings import UNSIGNED, read_signing_settings

        settings = read_signing_settings(os.environ)
        if settings is None:
            raise BriefwrightError(UNSIGNED)
        with open_key(settings) as key:
            return sign(pdf, key, catalogue.text, accent)

    return cache(layout).get("sign", (pdf, signer, *words, accent), make)


@steps.command()
def verify(
    document: DocumentName,
    resolved: Resolved,
    figures: Figures,
    pages: Pages,
    pdf: Annotated[Path, typer.Option(help="The folder that `typeset` wrote.")],
    output: Output,
    marking: MarkingOption = "CLEAR",
) -> None:
    """Read a document's page and PDF, and compare them with the sources and with each other."""
    layout = Layout(marking)
    with brief_step(output, resolved, figures, pages, pdf, step_cache=cache(layout)) as new:
        brief = ResolvedFiles(resolved)
        if document not in brief.documents:
            return
        page = (pages / "site" / brief.slug / f"{document}.html").read_bytes()
        content = (pdf / f"{document}.pdf").read_bytes()
        names, style = brief.facts["figures"], brief.facts["citation_style"]
        drawings = {f"figures/{name}.svg": (figures / f"{name}.svg").read_text("utf-8") for name in names}
        data = {f"figures/{name}.svg": (figures / f"{name}.csv").read_text("utf-8") for name in names}

        def make() -> bytes:
            from briefwright.html.citations import unprinted
            from briefwright.verify.comparison import render_differences
            from briefwright.verify.document import verify_document

            # The sources use the plain addresses of figures.
            plain_page = _HASHED_FIGURE.sub(rb"figures/\1\2", page)
            record, view = brief.view("brief"), brief.view(document)
            works, language = view["works"], view["head"]["language"]
            result = verify_document(
                document,
                plain_page,
                content,
                record=record,
                view=view,
                catalogue=brief.catalogue,
                drawings=drawings,
                data=data,
                unprinted=unprinted(works, language, style),
            )
            if result.differences:
                raise BriefwrightError(render_differences(result.differences))
            if result.problems:
                raise BriefwrightError(
                    "\n".join(f"{brief.slug}/{document}.pdf: {problem}" for problem in result.problems)
                )
            return as_json({"document": document, "compared": result.counts}).encode()

        sources = [(resolved / f"{name}.json").read_bytes() for name in ("brief", document)]
        strings = as_json(dict(brief.catalogue.strings))
        key: list[bytes | str] = [page, content, *sources, strings, style, *drawings.values(), *data.values()]
        write(new / "report.json", cache(layout).get("verify", key, make))
