"""Steps of one brief: resolve the sources, draw the figures, render the fragments, make the pages."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cache import digest
from briefwright.cli.shared import TEMPLATES, Output, Templates, read_json, released, say
from briefwright.cli.steps import steps
from briefwright.cli.steps.folders import (
    Marking,
    ResolvedBrief,
    brief_step,
    cache,
    fonts,
    keep_compiled_templates,
    place,
    write_files,
    write_known,
)
from briefwright.errors import InvalidSources, Problem
from briefwright.layout import SOURCES, Layout
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from briefwright.language import Catalogue

Resolved = Annotated[Path, typer.Option(help="The folder that `resolve` wrote.")]
Figures = Annotated[Path, typer.Option(help="The folder that `draw` wrote.")]
Fragments = Annotated[Path, typer.Option(help="The folder that `render` wrote.")]
Assets = Annotated[Path, typer.Option(help="The folder that `assets` wrote.")]


@steps.command()
def resolve(brief: str, output: Output, marking: Marking = "CLEAR", templates: Templates = TEMPLATES) -> None:
    """Load a brief, find its passages, and write what each document and page shows."""
    from briefwright.cli.editions import shown_editions
    from briefwright.content import exports, sitepages, views
    from briefwright.content.release import TooStrict
    from briefwright.model import anchored
    from briefwright.sources import loading

    folder = SOURCES / brief
    with brief_step(output) as new:
        try:
            resolved = released(folder, marking, templates)
        except TooStrict:
            # What was published of it before is no longer for these readers.
            shutil.rmtree(Layout(marking).ready(brief), ignore_errors=True)
            raise
        kept, remarks = shown_editions(folder, resolved)
        say((*resolved.remarks, *remarks))
        kinds = loading.load_document_types(templates)
        for name, view in views.views(resolved, kinds).items():
            write(new / f"{name}.json", as_json(view))
        edition = views.edition_view(resolved) | {"kept": {one.number: one.marking.value for one in kept}}
        house = resolved.sources.house
        site = {
            "site": views.site_view(resolved, kinds, [one.number for one in kept]),
            "edition": edition,
            "embedding": house.web.fragments.model_dump(mode="json"),
            "security": house.security.model_dump(mode="json") if house.security else None,
            "figures": views.drawings(resolved),
            "pages": sitepages.views(resolved, kinds),
            "withheld": resolved.withheld,
        }
        write(new / "site.json", as_json(site))
        write_files(new, exports.files(resolved, anchored(kinds)))


@steps.command()
def draw(resolved: Resolved, output: Output, marking: Marking = "CLEAR", templates: Templates = TEMPLATES) -> None:
    """Draw a brief's figures, its QR codes, and the card that stands for it where its address is shared."""
    from briefwright.html import figures

    layout = Layout(marking)
    with brief_step(output, resolved, store=cache(layout)) as new:
        brief = ResolvedBrief(resolved)
        catalogue = brief.catalogue(templates)
        problems: list[Problem] = []
        for name, drawing in brief.facts["figures"].items():
            write(new / f"{name}.csv", drawing["data"])
            try:
                write(new / f"{name}.svg", _figure(drawing, catalogue, templates, layout))
            except InvalidSources as error:
                problems += error.problems
        if problems:
            raise InvalidSources(problems)
        site = brief.facts["site"]
        pictures = {picture for document in brief.documents for picture in brief.view(document)["pictures"]}
        for document in brief.documents:
            if f"figures/qr-{document}.svg" in pictures:
                write(new / f"qr-{document}.svg", figures.code(site["addresses"][document]))
        names = ("title", "subtitle", "number", "edition", "marking", "language")
        shown = {name: site[name] for name in names} | {"house": site["house"]["short_name"]}
        write(new / "card.png", card_picture(shown, catalogue, templates, layout))


def _figure(drawing: dict[str, Any], catalogue: Catalogue, templates: Path, layout: Layout) -> bytes:
    """Return a figure as SVG."""
    from briefwright.html.figures import completed, drawn
    from briefwright.model import Dark
    from briefwright.sources.loading import load_model

    dark = load_model(templates / "figures/dark.yaml", Dark)
    made = completed(drawing, catalogue, templates)
    key = (as_json(made), as_json(dict(dark.colours)))
    return cache(layout).get("figure", key, lambda: drawn(made, dark.colours).encode())


def card_picture(facts: dict[str, Any], catalogue: Catalogue, templates: Path, layout: Layout) -> bytes:
    """Return the social card of a brief or of the site, as PNG."""
    key = (as_json(facts), (templates / "card.svg.j2").read_bytes(), as_json(dict(catalogue.strings)))

    def make() -> bytes:
        from briefwright.extras.card import card

        return card(facts, catalogue, templates, fonts(layout))

    return cache(layout).get("card", key, make)


@steps.command()
def render(resolved: Resolved, output: Output, marking: Marking = "CLEAR", templates: Templates = TEMPLATES) -> None:
    """Render each document's Markdown from its template, and convert it into a fragment of HTML."""
    from briefwright.html.compose import compose
    from briefwright.html.convert import convert

    layout = Layout(marking)
    with brief_step(output, resolved, store=cache(layout)) as new:
        keep_compiled_templates(layout)
        brief = ResolvedBrief(resolved)
        catalogue = brief.catalogue(templates)
        pandoc = templates / "pandoc"
        tools = digest(pandoc)

        def fragment(document: str, markdown: str, view: dict[str, Any]) -> None:
            references, language = view.get("references", ()), view["head"]["language"]
            key = (markdown, as_json(references), language, tools)
            html = cache(layout).get(
                "fragment",
                key,
                lambda: convert(markdown, references, language, pandoc).encode(),
            )
            write(new / f"{document}.html", html)

        with ThreadPoolExecutor() as pool:  # Pandoc is a process of its own
            jobs = []
            for document in brief.documents:
                view = brief.view(document)
                markdown = compose(templates, document, view, catalogue)
                write(new / f"{document}.md", markdown)
                jobs.append(pool.submit(fragment, document, markdown, view))
            for job in jobs:
                job.result()


@steps.command()
def page(
    resolved: Resolved,
    figures: Figures,
    fragments: Fragments,
    assets: Assets,
    output: Output,
    marking: Marking = "CLEAR",
    templates: Templates = TEMPLATES,
) -> None:
    """Write all files of a brief's folder of the site but its PDFs and its landing page, which shows their sizes."""
    from briefwright.cli.steps.editions import edition_pages
    from briefwright.content.exports import ANNOTATIONS, ESSAY, RECORD
    from briefwright.html.metadata import of_brief
    from briefwright.html.page import shell
    from briefwright.html.screen import screen
    from briefwright.site.feeds import brief_feed

    layout = Layout(marking)
    with brief_step(output, resolved, figures, fragments) as new:
        keep_compiled_templates(layout)
        brief = ResolvedBrief(resolved)
        catalogue = brief.catalogue(templates)
        site = new / "site" / brief.slug
        pictures = _hashed_pictures(new / "site", brief.slug, figures)
        tables = _tables(brief, catalogue, templates)
        addresses = read_json(assets / "assets.json")["addresses"]
        for document in brief.documents:
            text = screen((fragments / f"{document}.html").read_text("utf-8"), catalogue.text, tables, pictures)
            view, facts = brief.view(document), brief.facts["site"]
            head = view["head"]
            works = facts["works"] if "references" in view else []
            meta = of_brief({**facts, **head, "works": works}, catalogue.text)
            html = shell(
                templates, "web/page.html.j2", catalogue, text, root="../", assets=addresses, head=head, meta=meta
            )
            write(site / f"{document}.html", html)
        write_files(site / "fragments", _embedded(brief, catalogue, fragments, figures))
        write(site / "feed.xml", brief_feed(brief.facts["site"], catalogue.text))
        citations = _citations(brief, templates, layout)
        write_files(site, {file["name"]: file["text"] for file in citations["files"]})
        write(new / "citations.json", as_json(citations))
        for path in (path for path in sorted(figures.iterdir()) if not path.name.startswith(".")):
            place(path, site / path.name if path.name == "card.png" else site / "figures" / path.name)
        for name in (RECORD, ANNOTATIONS, ESSAY):
            place(resolved / name, site / name)
        write_files(new / "site", edition_pages(brief, figures, fragments, addresses, templates, layout))
        write_known(new, brief.facts["edition"])


def _hashed_pictures(site: Path, folder: str, figures: Path) -> dict[str, Any]:
    """Write a brief's figures under addresses with checksums; return how pages load them, by their plain address."""
    from briefwright.site.addresses import hashed, size

    pictures = {}
    for path in sorted(figures.glob("*.svg")):
        content = path.read_bytes()
        address = hashed(f"{folder}/{path.name}", content)
        write(site / address, content)
        pictures[f"figures/{path.name}"] = (f"../{address}", size(content))
    return pictures


def _tables(brief: ResolvedBrief, catalogue: Catalogue, templates: Path) -> dict[str, Any]:
    """Return the data table behind each figure, by the figure's plain address."""
    from briefwright.html.figures import completed

    drawings = {name: completed(drawing, catalogue, templates) for name, drawing in brief.facts["figures"].items()}
    return {f"figures/{name}.svg": (made["title"], made["data"]) for name, made in drawings.items()}


def _embedded(brief: ResolvedBrief, catalogue: Catalogue, fragments: Path, figures: Path) -> dict[str, str]:
    """Return the files for a CMS: a fragment for each document, and the list of them."""
    from briefwright.site.embedding import embedded_files

    html = {document: (fragments / f"{document}.html").read_text("utf-8") for document in brief.documents}
    pictures = {f"figures/{path.name}": path.read_bytes() for path in figures.glob("*.svg")}
    return embedded_files(brief.facts["site"], brief.facts["embedding"], html, pictures, catalogue)


def _citations(brief: ResolvedBrief, templates: Path, layout: Layout) -> dict[str, Any]:
    """Return how a brief is cited: in two styles, and as files for reference managers."""
    from briefwright.html.citing import citations

    cited, topics, apa = brief.facts["pages"]["citation"], brief.facts["site"]["topics"], templates / "pandoc/apa.csl"

    def make() -> bytes:
        return as_json(citations(cited, topics, apa)).encode()

    key = (as_json(cited), as_json(topics), apa.read_bytes())
    made: dict[str, Any] = json.loads(cache(layout).get("citation", key, make))
    return made
