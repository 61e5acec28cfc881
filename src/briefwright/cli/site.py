"""Verbs for what all briefs share: assets, typefaces, index, schema."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations while the program runs
from typing import Annotated

import typer

from briefwright.cli.shared import TEMPLATES, Output, Templates, app, catalogue_of, read_json
from briefwright.errors import BriefwrightError
from briefwright.output import as_json, write


@app.command()
def assets(
    pages: Annotated[list[Path], typer.Argument(help="All pages of the site.")],
    output: Output,
    templates: Templates = TEMPLATES,
) -> None:
    """Write the web's style sheet, icon and typefaces, these with the characters that the site shows."""
    import shutil

    from briefwright.site.assets import WEB_FONTS, measures, web_font
    from briefwright.site.webfaces import face_rules, letters

    tokens, style = ((templates / name).read_text("utf-8") for name in ("tokens.css", "web/web.css"))
    shown = letters((path.read_text("utf-8") for path in pages), [style])
    made = {name: font for name in WEB_FONTS if (font := web_font(name, shown))}
    shutil.rmtree(output / "fonts", ignore_errors=True)
    for name, font in made.items():
        write(output / "fonts" / name, font)
    write(output / "icon.svg", (templates / "web/icon.svg").read_bytes())
    write(output / "web.css", tokens + face_rules(made, measures) + style)


@app.command()
def fonts(output: Output) -> None:
    """Write the typefaces for print."""
    from briefwright.site.assets import FONTCONFIG, PRINT_FONTS, print_font

    for name in PRINT_FONTS:
        write(output / name, print_font(name))
    write(output / "fonts.conf", FONTCONFIG)


@app.command()
def index(
    views: Annotated[list[Path], typer.Argument(help="The site.json of each brief.")],
    output: Output,
    templates: Templates = TEMPLATES,
) -> None:
    """Write the index of all briefs, newest first."""
    from briefwright.content.sitepages import by_topic, newest_first
    from briefwright.html.metadata import of_site
    from briefwright.html.page import shell

    briefs = newest_first(read_json(path) for path in views)
    newest = briefs[0]
    values = {"briefs": briefs, "topics": by_topic(briefs), "house": newest["house"], "marking": newest["marking"]}
    strings = catalogue_of(templates, newest)
    values["meta"] = of_site(briefs, strings.text)
    write(output, shell(templates, "web/index.html.j2", strings, here="index", **values))


@app.command()
def contract(output: Output) -> None:
    """Write the published JSON Schema that a file's name asks for."""
    from briefwright.site.schemas import SCHEMAS

    if output.name not in SCHEMAS:
        message = f"there is no schema {output.name}; there are {', '.join(SCHEMAS)}"
        raise BriefwrightError(message)
    write(output, as_json(SCHEMAS[output.name]()))


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="What other systems read of a brief, made by `resolve`.")], output: Output
) -> None:
    """Put a file that `resolve` made where the site is made."""
    write(output, file.read_bytes())
