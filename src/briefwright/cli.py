"""One verb for each stage: read files, call the stage, write its outputs whole.

The stages are imported where they are used: a verb that does not set type does not wait for WeasyPrint.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.errors import BriefwrightError, InvalidSources, Problem
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from briefwright.language import Catalogue
    from briefwright.provenance import Resolved

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Essays into families of documents.",
)
Folder = Annotated[Path, typer.Argument(help="The brief's folder, as in sources/cyber-recruitment.")]
Templates = Annotated[Path, typer.Option(help="Where templates, style sheets and catalogues are.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="The file, or the folder, to write.")]
View = Annotated[Path, typer.Option(help="The document's view, made by `resolve`.")]
Document = Annotated[str, typer.Argument(help="The kind of document, as in executive-brief.")]
Fragment = Annotated[Path, typer.Argument(help="The document's fragment, made by `convert`.")]
_TEMPLATES = Path("templates")


@app.command()
def check(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Briefs to check; all of sources/ where left out.")
    ] = None,
) -> None:
    """Check sources and say what is wrong, all at once, each with file, line and column."""
    chosen = folders or sorted(path for path in Path("sources").glob("*") if path.is_dir())
    if not chosen:
        message = "there is no brief under sources/"
        raise BriefwrightError(message)
    problems: list[Problem] = []
    for folder in chosen:
        try:
            resolved = _resolved(folder)
        except InvalidSources as error:
            problems += error.problems
            continue
        count = len(resolved.anchors)
        typer.echo(f"{folder.as_posix()}: no problem; {count} quotations stand in the essay")
    if problems:
        raise InvalidSources(problems)


@app.command()
def resolve(folder: Folder, output: Output, templates: Templates = _TEMPLATES) -> None:
    """Load a brief, find its passages, and write brief.json and one view for each document."""
    from briefwright import sources, views

    resolved = _resolved(folder)
    kinds = sources.load_document_types(templates)
    results = {name: views.view(resolved, name, kinds) for name in kinds}
    results |= {"brief": views.record(resolved), "site": views.site_view(resolved, kinds)}
    results |= {f"figures/{name}": value for name, value in views.drawings(resolved).items()}
    (output / "figures").mkdir(parents=True, exist_ok=True)
    for name, value in results.items():
        write(output / f"{name}.json", as_json(value))


@app.command()
def compose(document: Document, view: View, output: Output, templates: Templates = _TEMPLATES) -> None:
    """Render a document's Markdown from its view."""
    from briefwright import compose as stage

    values = _read_json(view)
    write(output, stage.compose(templates, document, values, _catalogue(templates, values["head"])))


@app.command()
def convert(
    markdown: Annotated[Path, typer.Argument()], view: View, output: Output, templates: Templates = _TEMPLATES
) -> None:
    """Convert a document's Markdown into its HTML fragment."""
    from briefwright import convert as stage

    values = _read_json(view)
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
def page(fragment: Fragment, view: View, output: Output, templates: Templates = _TEMPLATES) -> None:
    """Put a fragment into the web shell."""
    from briefwright.page import shell

    head = _read_json(view)["head"]
    text = fragment.read_text("utf-8")
    write(output, shell(templates, "web/page.html.j2", _catalogue(templates, head), text, head=head))


@app.command()
def typeset(  # noqa: PLR0913, PLR0917 - each is an option of the verb
    fragment: Fragment,
    view: View,
    output: Output,
    figures: Annotated[Path, typer.Option(help="The folder of the brief's figures.")],
    fonts: Annotated[Path, typer.Option(help="The folder of the print typefaces, made by `fonts`.")],
    templates: Templates = _TEMPLATES,
) -> None:
    """Set a fragment as a PDF."""
    os.environ["FONTCONFIG_FILE"] = str((fonts / "fonts.conf").resolve())  # read when the first font is sought
    from briefwright.assets import uncovered
    from briefwright.fetch import PublishedFiles
    from briefwright.impose import impose
    from briefwright.model import DocumentType
    from briefwright.page import shell
    from briefwright.typeset import typeset as stage
    from briefwright.typeset import with_tokens

    values = _read_json(view)
    head, kind = values["head"], DocumentType.model_validate(values["kind"])
    text = impose(fragment.read_text("utf-8"))
    html = shell(templates, "print/page.html.j2", _catalogue(templates, head), text, head=head)
    missing = uncovered(html, fonts)
    if missing:
        named = ", ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in missing)
        message = f"{fragment.as_posix()}: no typeface of this publication has {named}"
        raise BriefwrightError(message)
    tokens, style = ((templates / name).read_text("utf-8") for name in ("tokens.css", "print/print.css"))
    base = head["address"].rpartition("/")[0] + "/"
    files = PublishedFiles({f"{base}figures/": figures, f"{base}fonts/": fonts})
    write(output, stage(html, with_tokens(tokens, style), base, files, kind))


@app.command()
def figure(
    drawing: Annotated[Path, typer.Argument(help="What it is drawn from, made by `resolve`.")], output: Output
) -> None:
    """Draw a figure of a brief as SVG."""
    from briefwright import figures
    from briefwright.assets import font_folders

    for fonts in font_folders():
        figures.register_fonts(fonts)
    made = _read_json(drawing)
    try:
        svg = figures.draw(made["specification"], made["data_name"], made["data"], made["title"])
    except BriefwrightError as error:
        raise InvalidSources([Problem(made["path"], 1, 1, str(error))]) from None
    write(output, svg)


@app.command()
def code(
    document: Document, view: Annotated[Path, typer.Option(help="The brief's site.json.")], output: Output
) -> None:
    """Draw the QR code that leads to a document's web page."""
    from briefwright import figures

    write(output, figures.code(_read_json(view)["addresses"][document]))


@app.command()
def assets(output: Output, templates: Templates = _TEMPLATES) -> None:
    """Write the web's style sheet and typefaces."""
    from briefwright.assets import WEB_FONTS, web_font

    for name in WEB_FONTS:
        write(output / "fonts" / name, web_font(name))
    write(output / "web.css", "".join((templates / name).read_text("utf-8") for name in ("tokens.css", "web/web.css")))


@app.command()
def fonts(output: Output) -> None:
    """Write the typefaces for print."""
    from briefwright.assets import FONTCONFIG, PRINT_FONTS, print_font

    for name in PRINT_FONTS:
        write(output / name, print_font(name))
    write(output / "fonts.conf", FONTCONFIG)


@app.command()
def index(
    views: Annotated[list[Path], typer.Argument(help="The site.json of each brief.")],
    output: Output,
    templates: Templates = _TEMPLATES,
) -> None:
    """Write the index of all briefs, newest first."""
    from briefwright.page import shell

    briefs = sorted(
        (_read_json(path) for path in views), key=lambda brief: (brief["edition"]["date"], brief["slug"]), reverse=True
    )
    write(
        output,
        shell(
            templates, "web/index.html.j2", _catalogue(templates, briefs[0]), briefs=briefs, house=briefs[0]["house"]
        ),
    )


@app.command()
def publish(
    stage: Annotated[Path, typer.Argument(help="The folder where the site was made.")],
    site: Annotated[Path, typer.Argument(help="The folder where it is published.")],
    files: Annotated[list[Path], typer.Argument(help="What to publish, under the first folder.")],
) -> None:
    """Copy finished files into the site, each whole, and take out what is no longer published."""
    for file in files:
        target = site / file.relative_to(stage)
        write(target, file.read_bytes())
    published = {site / file.relative_to(stage) for file in files}
    for old in [path for path in site.rglob("*") if path.is_file() and path not in published]:
        old.unlink()


@app.command()
def schemas(output: Output = Path("schemas")) -> None:
    """Write the JSON Schemas of the source files."""
    from briefwright.model import SOURCE_FILES, schema_of

    for name in SOURCE_FILES:
        write(output / f"{name}.schema.json", as_json(schema_of(name)))


def _resolved(folder: Path) -> Resolved:
    from briefwright import provenance, sources

    return provenance.resolve(sources.load(folder))


def _catalogue(templates: Path, head: dict[str, Any]) -> Catalogue:
    from briefwright import language

    return language.load(templates / "locales", head["language"])


def _read_json(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return value


def main() -> None:
    """Run a verb; what goes wrong is said in a user's words, with exit code 1."""
    # Whatever a library does with a local time, it is the same everywhere.
    os.environ["TZ"] = "UTC"
    time.tzset()
    gc.disable()  # each verb is a short-lived process; collecting takes up to an eighth of its time
    try:
        app(prog_name="briefwright")  # whatever process runs it
    except BriefwrightError as error:
        sys.stderr.write(f"{error}\n" if isinstance(error, InvalidSources) else f"error: {error}\n")
        sys.exit(1)
    except Exception as error:  # the last resort: no traceback reaches an editor
        if os.environ.get("BRIEFWRIGHT_DEBUG"):
            raise
        sys.stderr.write(f"internal error: {type(error).__name__}: {error}\n")
        sys.stderr.write("Set BRIEFWRIGHT_DEBUG=1 for the details, and report them.\n")
        sys.exit(70)
