"""Steps of one document: set its PDF, and read PDF and page back before anything is published."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.common import Output
from briefwright.cli.steps import steps
from briefwright.cli.steps.brief import Figures, Fragments, Resolved
from briefwright.cli.steps.folders import Marking, ResolvedFiles, brief_step, cache, fonts, keep_compiled_templates
from briefwright.errors import BriefwrightError, InvalidSources
from briefwright.layout import TEMPLATES, Layout
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefwright.language import Catalogue

_CHECKSUM = re.compile(rb"\.\./assets/[a-z0-9-]+/([A-Za-z0-9._-]+)\.[0-9a-f]{10}\.svg")
"""The address under which a page loads a figure."""
Document = Annotated[str, typer.Argument(help="The document's name, as in executive-brief.")]


@steps.command()
def typeset(
    document: Document,
    resolved: Resolved,
    figures: Figures,
    fragments: Fragments,
    output: Output,
    signer: Annotated[str, typer.Option(help="A digest of the publisher's key, if there is one.")] = "",
    marking: Marking = "CLEAR",
) -> None:
    """Set a document as a PDF, give it its metadata and evidence, and sign it where the publisher has a key."""
    layout = Layout(marking)
    with brief_step(output, resolved, figures, fragments, store=cache(layout)) as new:
        keep_compiled_templates(layout)
        brief = ResolvedFiles(resolved)
        view = brief.view(document)
        try:
            key, make = typesetter(view, figures, fragments / f"{document}.html", brief.catalogue, fonts(layout))
            pdf = cache(layout).get("typeset", key, make)
        except InvalidSources:  # of a template: its message names the line
            raise
        except BriefwrightError as error:
            raise BriefwrightError(f"{brief.slug}/{document}.pdf: {error}") from error
        pdf = _finish(pdf, view["head"], brief, layout)
        write(new / f"{document}.pdf", _sign(pdf, brief.catalogue, signer, layout) if signer else pdf)


def typesetter(
    view: dict[str, Any], figures: Path, fragment: Path, catalogue: Catalogue, folder: Path
) -> tuple[list[bytes | str], Callable[[], bytes]]:
    """Return all that a document's pages depend on, and a function that sets them; ``folder`` has the print fonts."""
    from briefwright.fonts import missing_characters
    from briefwright.html.page import shell
    from briefwright.html.print_html import print_html
    from briefwright.model import DocumentType

    head = view["head"]
    print_ = head["publisher"]["print"]
    document_type = DocumentType.model_validate(view["document_type"]).for_page_size(print_["page_size"])
    html = shell(TEMPLATES, "print/page.html.j2", catalogue, print_html(fragment.read_text("utf-8")), head=head)
    if missing := missing_characters(html, folder):
        named = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in missing)
        raise BriefwrightError(f"no font of this publication has {named}")
    tokens, rules = ((TEMPLATES / name).read_text("utf-8") for name in ("tokens.css", "print/print.css"))
    base = head["address"].rpartition("/")[0] + "/"
    pictures = [(figures / Path(name).name).read_bytes() for name in view["pictures"]]
    key: list[bytes | str] = [html, tokens, rules, base, as_json(print_), document_type.model_dump_json(), *pictures]

    def make() -> bytes:
        os.environ["FONTCONFIG_FILE"] = str((folder / "fonts.conf").resolve())  # read when the first font is sought
        from briefwright.pdf.fetch import PublishedFiles
        from briefwright.pdf.typeset import print_style, typeset

        files = PublishedFiles({f"{base}figures/": figures, f"{base}fonts/": folder})
        sheet = print_style(tokens, rules, document_type.page_size or "A4", print_["binding"])
        return typeset(html, sheet, base, files, document_type)

    return key, make


def _finish(pdf: bytes, head: dict[str, Any], brief: ResolvedFiles, layout: Layout) -> bytes:
    from importlib.metadata import version

    from briefwright.pdf.finish import ATTACHMENTS, finish
    from briefwright.pdf.xmp import Metadata

    licence = head["publisher"]["licence"]
    metadata = Metadata(
        title=f"{head['title']} – {brief.catalogue.text(head['document_type'])}",
        author=head["publisher"]["name"],
        subject=head["lead"],
        keywords=head["topics"],
        language=head["language"],
        identifier=head["address"],
        edition=head["edition"]["number"],
        date=head["edition"]["date"],
        licence=(licence["name"], licence["url"]),
        marking=head["marking"],
        producer=f"WeasyPrint {version('weasyprint')}",
        creator_tool=f"Briefwright {version('briefwright')}",
    )
    carried = {
        name: (brief.catalogue.text(f"attachment.{name}"), (brief.folder / name).read_bytes())
        for name in sorted(ATTACHMENTS)
    }
    key = (pdf, repr(metadata), repr(carried))
    return cache(layout).get("finish", key, lambda: finish(pdf, metadata, carried))


def _sign(pdf: bytes, catalogue: Catalogue, signer: str, layout: Layout) -> bytes:
    """Return a signed PDF; one that was signed with this key before keeps that signature and its time."""
    # The name of the key's owner takes the place of {name}.
    words = [catalogue.strings[f"signature.{part}"] for part in ("field", "seal")]

    def make() -> bytes:
        from briefwright.extras.keys import open_key
        from briefwright.extras.signing import sign
        from briefwright.extras.signing_settings import UNSIGNED, signer_of

        settings = signer_of(os.environ)
        if settings is None:
            raise BriefwrightError(UNSIGNED)
        with open_key(settings) as key:
            return sign(pdf, key, catalogue.text)

    return cache(layout).get("sign", (pdf, signer, *words), make)


@steps.command()
def verify(
    document: Document,
    resolved: Resolved,
    figures: Figures,
    pages: Annotated[Path, typer.Option(help="The folder that `page` wrote.")],
    pdf: Annotated[Path, typer.Option(help="The folder that `typeset` wrote.")],
    output: Output,
    marking: Marking = "CLEAR",
) -> None:
    """Read a document's page and PDF back, and compare them with the sources and with each other."""
    layout = Layout(marking)
    with brief_step(output, resolved, figures, pages, pdf, store=cache(layout)) as new:
        brief = ResolvedFiles(resolved)
        page = (pages / "site" / brief.slug / f"{document}.html").read_bytes()
        content = (pdf / f"{document}.pdf").read_bytes()
        drawings = {
            f"figures/{name}.svg": (figures / f"{name}.svg").read_text("utf-8") for name in brief.facts["figures"]
        }
        data = {f"figures/{name}.svg": (figures / f"{name}.csv").read_text("utf-8") for name in brief.facts["figures"]}

        def make() -> bytes:
            from briefwright.verify.comparison import render
            from briefwright.verify.document import verify_document

            # The sources know a figure by its plain address.
            plain = _CHECKSUM.sub(rb"figures/\1.svg", page)
            record, view = brief.view("brief"), brief.view(document)
            made = verify_document(
                document,
                plain,
                content,
                record=record,
                view=view,
                catalogue=brief.catalogue,
                drawings=drawings,
                data=data,
            )
            if made.differences:
                raise BriefwrightError(render(made.differences))
            if made.problems:
                raise BriefwrightError(
                    "\n".join(f"{brief.slug}/{document}.pdf: {problem}" for problem in made.problems)
                )
            return as_json({"document": document, "compared": made.counts}).encode()

        read = [(resolved / f"{name}.json").read_bytes() for name in ("brief", document)]
        key: list[bytes | str] = [
            page,
            content,
            *read,
            as_json(dict(brief.catalogue.strings)),
            *drawings.values(),
            *data.values(),
        ]
        write(new / "report.json", cache(layout).get("verify", key, make))
