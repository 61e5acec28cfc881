"""One verb for each stage of a document: read files, call the stage, write its outputs whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.editions import shown_editions
from briefwright.cli.shared import (
    TEMPLATES,
    Facts,
    Folder,
    Output,
    Templates,
    app,
    catalogue_of,
    read_json,
    released,
    say,
)
from briefwright.errors import BriefwrightError, InvalidSources, Problem
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from briefwright.language import Catalogue

View = Annotated[Path, typer.Option(help="The document's view, made by `resolve`.")]
Document = Annotated[str, typer.Argument(help="The kind of document, as in executive-brief.")]
Fragment = Annotated[Path, typer.Argument(help="The document's fragment, made by `convert`.")]


@app.command()
def resolve(
    folder: Folder,
    output: Output,
    marking: Annotated[str, typer.Option(help="The edition's handling marking, as in AMBER.")] = "CLEAR",
    templates: Templates = TEMPLATES,
) -> None:
    """Load a brief, find its passages, and write one view for each document and what other systems read."""
    from briefwright.content import exports, facts, sitepages, views
    from briefwright.model import anchored
    from briefwright.sources import loading

    release = released(folder, marking, templates)
    resolved = release.resolved
    kept, remarks = shown_editions(folder, resolved)
    say((*resolved.remarks, *remarks))
    kinds = loading.load_document_types(templates)
    results = {name: views.view(resolved, name, kinds) for name in kinds}
    results |= {"site": views.site_view(resolved, kinds), "edition": views.edition_view(resolved)}
    results["edition"] |= {"kept": {one.number: one.marking.value for one in kept}}
    results |= {"embedding": views.embedding_view(resolved)}
    results |= {"withheld": {"texts": release.withheld}}
    results |= {f"figures/{name}": value for name, value in views.drawings(resolved).items()}
    earlier = [one.number for one in kept]
    results |= {f"pages/{name}": value for name, value in sitepages.views(resolved, kinds, earlier).items()}
    results |= {f"metadata/{name}": value for name, value in facts.views(resolved, kinds, earlier).items()}
    (output / "figures").mkdir(parents=True, exist_ok=True)
    for name, value in results.items():
        write(output / f"{name}.json", as_json(value))
    for name, text in exports.files(resolved, anchored(kinds)).items():
        write(output / name, text)


@app.command()
def compose(document: Document, view: View, output: Output, templates: Templates = TEMPLATES) -> None:
    """Render a document's Markdown from its view."""
    from briefwright.html import compose as stage

    values = read_json(view)
    write(output, stage.compose(templates, document, values, catalogue_of(templates, values["head"])))


@app.command()
def convert(
    markdown: Annotated[Path, typer.Argument()], view: View, output: Output, templates: Templates = TEMPLATES
) -> None:
    """Convert a document's Markdown into its HTML fragment."""
    from briefwright.html import convert as stage

    values = read_json(view)
    pandoc = templates / "pandoc"
    html = stage.convert(
        markdown.read_text("utf-8"),
        values.get("references", ()),
        values["head"]["language"],
        pandoc / "filter.lua",
        pandoc / "defaults.yaml",
    )
    write(output, html)


@app.command()
def page(  # noqa: PLR0913, PLR0917 - each is an option of the verb
    fragment: Fragment,
    view: View,
    facts: Facts,
    output: Output,
    drawing: Annotated[list[Path] | None, typer.Option(help="What a figure of the page is drawn from.")] = None,
    templates: Templates = TEMPLATES,
) -> None:
    """Put a fragment into the web shell."""
    from briefwright.html.datatable import table
    from briefwright.html.metadata import of_brief
    from briefwright.html.page import shell
    from briefwright.html.screen import screen

    head = read_json(view)["head"]
    strings = catalogue_of(templates, head)
    drawn = {f"figures/{path.stem}.svg": read_json(path) for path in drawing or ()}
    tables = {src: table(_title(made, strings), made["data"]) for src, made in drawn.items()}
    text = screen(fragment.read_text("utf-8"), strings.text, tables)
    meta = of_brief(read_json(facts), strings.text)
    write(output, shell(templates, "web/page.html.j2", strings, text, root="../", head=head, meta=meta))


@app.command()
def data(
    drawing: Annotated[Path, typer.Argument(help="What a figure is drawn from, made by `resolve`.")], output: Output
) -> None:
    """Write the data of a figure as CSV."""
    write(output, read_json(drawing)["data"])


@app.command()
def typeset(  # noqa: PLR0913, PLR0917 - each is an option of the verb
    fragment: Fragment,
    view: View,
    output: Output,
    figures: Annotated[Path, typer.Option(help="The folder of the brief's figures.")],
    fonts: Annotated[Path, typer.Option(help="The folder of the print typefaces, made by `fonts`.")],
    templates: Templates = TEMPLATES,
) -> None:
    """Set a fragment as a PDF."""
    os.environ["FONTCONFIG_FILE"] = str((fonts / "fonts.conf").resolve())  # read when the first font is sought
    from briefwright.html.impose import impose
    from briefwright.html.page import shell
    from briefwright.model import DocumentType
    from briefwright.pdf.fetch import PublishedFiles
    from briefwright.pdf.typeset import paper, with_tokens
    from briefwright.pdf.typeset import typeset as stage
    from briefwright.site.assets import uncovered

    values = read_json(view)
    head = values["head"]
    print_ = head["house"]["print"]
    kind = DocumentType.model_validate(values["kind"]).on(print_["page_size"])
    text = impose(fragment.read_text("utf-8"))
    html = shell(templates, "print/page.html.j2", catalogue_of(templates, head), text, head=head)
    missing = uncovered(html, fonts)
    if missing:
        named = ", ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in missing)
        message = f"{fragment.as_posix()}: no typeface of this publication has {named}"
        raise BriefwrightError(message)
    tokens, style = ((templates / name).read_text("utf-8") for name in ("tokens.css", "print/print.css"))
    base = head["address"].rpartition("/")[0] + "/"
    files = PublishedFiles({f"{base}figures/": figures, f"{base}fonts/": fonts})
    style = with_tokens(tokens, style, **paper(kind.page_size or "A4", print_["binding"]))
    try:
        pdf = stage(html, style, base, files, kind)
    except BriefwrightError as error:
        message = f"{head['slug']}/{head['document']}.pdf: {error}"
        raise BriefwrightError(message) from error
    write(output, pdf)


@app.command()
def finish(
    pdf: Annotated[Path, typer.Argument(help="The document as `typeset` made it.")],
    view: View,
    output: Output,
    evidence: Annotated[list[Path] | None, typer.Option(help="A file that the document carries.")] = None,
    templates: Templates = TEMPLATES,
) -> None:
    """Give a PDF its metadata and the files that it carries."""
    from importlib.metadata import version

    from briefwright.pdf.finish import EVIDENCE, Evidence
    from briefwright.pdf.finish import finish as stage
    from briefwright.pdf.xmp import Metadata

    head = read_json(view)["head"]
    strings = catalogue_of(templates, head)
    licence = head["house"]["licence"]
    metadata = Metadata(
        title=f"{head['title']} – {strings.text(head['kind'])}",
        author=head["house"]["name"],
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
    carried = [
        Evidence(
            path.name,
            strings.text(f"evidence.{path.name}"),
            EVIDENCE[path.name][1],
            EVIDENCE[path.name][0],
            path.read_bytes(),
        )
        for path in evidence or ()
    ]
    write(output, stage(pdf.read_bytes(), metadata, carried))


@app.command()
def figure(
    drawing: Annotated[Path, typer.Argument(help="What it is drawn from, made by `resolve`.")],
    output: Output,
    templates: Templates = TEMPLATES,
) -> None:
    """Draw a figure of a brief as SVG."""
    from briefwright.html import figures
    from briefwright.html.plate import plate
    from briefwright.model import Dark
    from briefwright.site.assets import drawing_font, font_folders
    from briefwright.sources.loading import load_model

    dark, _ = load_model(templates / "figures/dark.yaml", Dark)
    for fonts in font_folders():
        figures.register_fonts(fonts)
    made = read_json(drawing)
    if "template" in made:
        made |= _from_template(made, templates)
    try:
        said = made["title"], made["description"]
        svg = figures.draw(made["specification"], made["data_name"], made["data"], said, made.get("words", {}))
    except BriefwrightError as error:
        raise InvalidSources([Problem(made["path"], 1, 1, str(error))]) from None
    write(output, plate(svg, dark.colours, drawing_font))


def _title(made: dict[str, Any], catalogue: Catalogue) -> str:
    """Return a figure's title; that of a figure that every brief has is a key with values."""
    return catalogue.text(made["title"], **made["values"]) if "template" in made else str(made["title"])


def _from_template(made: dict[str, Any], templates: Path) -> dict[str, Any]:
    """Return the specification of a figure that every brief has, and its words in the brief's language."""
    from briefwright.sources.files import load_yaml

    path = templates / "figures" / made["template"]
    specification, _ = load_yaml(path, numbers=True)
    catalogue = catalogue_of(templates, made)
    return {
        "path": path.as_posix(),
        "specification": specification,
        "title": _title(made, catalogue),
        "description": catalogue.text(made["description"], **made["values"]),
        "words": {name: catalogue.text(key) for name, key in made["words"].items()},
    }


@app.command()
def code(
    document: Document, view: Annotated[Path, typer.Option(help="The brief's site.json.")], output: Output
) -> None:
    """Draw the QR code that leads to a document's web page."""
    from briefwright.html import figures

    write(output, figures.code(read_json(view)["addresses"][document]))
