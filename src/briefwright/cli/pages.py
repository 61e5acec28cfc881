"""Verbs for the site's own pages: landing pages, what gathers from all briefs, and how a brief is cited."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations while the program runs
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from briefwright.cli.shared import TEMPLATES, Facts, Output, Templates, app, catalogue_of, read_json
from briefwright.output import as_json, write

CITATION = "citation"
"""The name of the files that reference managers read, without ending."""


@app.command()
def cite(
    item: Annotated[Path, typer.Argument(help="The brief as it is cited, and its topics, made by `resolve`.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder for what reference managers read.")],
    citations: Annotated[Path, typer.Option(help="The file for what the landing page shows.")],
    templates: Templates = TEMPLATES,
) -> None:
    """Write how a brief is cited: in two styles, and as BibTeX, RIS and CSL JSON."""
    from briefwright.content.citation import ris
    from briefwright.html.citing import bibtex, cited

    read = read_json(item)
    value = read["item"]
    kinds = {
        "bibtex": ("bib", bibtex(value)),
        "ris": ("ris", ris(value, read["topics"])),
        "csl": ("json", as_json([value])),
    }
    files = [{"kind": kind, "name": f"{CITATION}.{end}", "text": text} for kind, (end, text) in kinds.items()]
    for file in files:
        write(output / file["name"], file["text"])
    styles = {"apa": templates / "pandoc/apa.csl", "chicago": None}
    shown = {name: cited(value, value["language"], style) for name, style in styles.items()}
    write(citations, as_json({"styles": shown, "files": files}))


@app.command()
def landing(  # noqa: PLR0913, PLR0917 - each is an option of the verb
    view: Annotated[Path, typer.Argument(help="The landing page's view, made by `resolve`.")],
    facts: Facts,
    citations: Annotated[Path, typer.Option(help="How the brief is cited, made by `cite`.")],
    pdf: Annotated[list[Path], typer.Option(help="A document as it is published.")],
    output: Output,
    templates: Templates = TEMPLATES,
) -> None:
    """Write the landing page of a brief."""
    from markupsafe import Markup

    from briefwright.html.metadata import of_brief
    from briefwright.html.page import shell
    from briefwright.verify.manifest import describe

    values = read_json(view)
    found = {path.stem: describe(path.name, path.read_bytes(), ()) for path in pdf}
    files = {name: {"pages": file.pages, "kilobytes": max(1, round(file.size / 1000))} for name, file in found.items()}
    how = read_json(citations)
    shown = {name: Markup(text) for name, text in how["styles"].items()}  # noqa: S704 - sanitised by `cite`
    strings = catalogue_of(templates, values["brief"])
    values |= {"files": files, "citations": shown, "citation_files": how["files"]}
    values["meta"] = of_brief(read_json(facts), strings.text)
    text = shell(templates, "web/landing.html.j2", strings, root="../", **values)
    write(output, text)


@app.command()
def gather(
    name: Annotated[str, typer.Argument(help="The page, as in glossary.")],
    views: Annotated[list[Path], typer.Argument(help="The page's view of each brief, made by `resolve`.")],
    output: Output,
    templates: Templates = TEMPLATES,
) -> None:
    """Write a page that gathers something from all briefs: glossary, recommendations, or search."""
    from briefwright.content.sitepages import newest_first, terms
    from briefwright.html.metadata import gathering
    from briefwright.html.page import shell

    read = {page["brief"]["slug"]: page for page in map(read_json, views)}
    order = newest_first(page["brief"] for page in read.values())
    pages = [read[brief["slug"]] for brief in order]
    values: dict[str, Any] = {"pages": pages, "house": order[0]["house"], "marking": order[0]["marking"], "here": name}
    if name == "glossary":
        values["terms"] = terms(pages)
    strings = catalogue_of(templates, order[0])
    values["meta"] = gathering(name, order, strings.text)
    text = shell(templates, f"web/{name}.html.j2", strings, **values)
    write(output, text)


@app.command()
def missing(
    view: Annotated[Path, typer.Argument(help="The site.json of a brief.")],
    output: Output,
    templates: Templates = TEMPLATES,
) -> None:
    """Write the page that a server shows where there is none."""
    from briefwright.html.page import shell

    brief = read_json(view)
    # A server shows it under any address, so what it leads to starts at the site's own.
    root = f"{urlsplit(brief['house']['base_url']).path}/"
    values = {"house": brief["house"], "marking": brief["marking"], "here": "404"}
    write(output, shell(templates, "web/404.html.j2", catalogue_of(templates, brief), root=root, **values))
