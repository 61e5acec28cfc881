"""Steps of one brief: resolve the sources, draw the figures, render the fragments, make the pages."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cache import digest
from briefwright.cli.common import Output, load_redacted, print_problems, read_json
from briefwright.cli.steps import steps
from briefwright.cli.steps.folders import (
    Marking,
    ResolvedFiles,
    brief_step,
    cache,
    fonts,
    keep_compiled_templates,
    place,
    write_files,
    write_known,
)
from briefwright.errors import InvalidSources, Problem, collecting
from briefwright.layout import SOURCES, TEMPLATES, Layout
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from briefwright.language import Catalogue

Resolved = Annotated[Path, typer.Option(help="The folder that `resolve` wrote.")]
Figures = Annotated[Path, typer.Option(help="The folder that `draw` wrote.")]
Fragments = Annotated[Path, typer.Option(help="The folder that `render` wrote.")]
Assets = Annotated[Path, typer.Option(help="The folder that `assets` wrote.")]


@steps.command()
def resolve(brief: str, output: Output, marking: Marking = "CLEAR") -> None:
    """Load a brief, find its passages, and write what each document and page shows."""
    from briefwright.cli.archive import shown_editions
    from briefwright.content import exports, site_pages, views
    from briefwright.content.redaction import BriefTooStrict
    from briefwright.model import anchored_document
    from briefwright.sources import loading

    folder = SOURCES / brief
    with brief_step(output) as new:
        try:
            resolved = load_redacted(folder, marking)
        except BriefTooStrict:
            # What was published of it before is no longer for these readers.
            shutil.rmtree(Layout(marking).ready(brief), ignore_errors=True)
            raise
        archived, remarks = shown_editions(folder, resolved)
        print_problems((*resolved.problems, *remarks))
        document_types = loading.load_document_types(TEMPLATES)
        publisher = resolved.sources.publisher
        site = {
            "site": views.site_view(resolved, document_types, [one.number for one in archived]),
            "edition": views.edition_view(resolved) | {"archived": {one.number: one.marking.value for one in archived}},
            "embedding": publisher.web.fragments.model_dump(mode="json"),
            "security": publisher.security.model_dump(mode="json") if publisher.security else None,
            "figures": views.figure_sources(resolved),
            "pages": site_pages.views(resolved, document_types),
            "withheld": resolved.redacted_texts,
        }
        made = views.views(resolved, document_types) | {"site": site}
        write_files(new, {f"{name}.json": as_json(view) for name, view in made.items()})
        write_files(new, exports.files(resolved, anchored_document(document_types)))


@steps.command()
def draw(resolved: Resolved, output: Output, marking: Marking = "CLEAR") -> None:
    """Draw a brief's figures, its QR codes, and the card that stands for it where its address is shared."""
    from briefwright.html.figures import drawn, qr_code
    from briefwright.model import Dark
    from briefwright.sources.loading import load_model

    layout = Layout(marking)
    with brief_step(output, resolved, store=cache(layout)) as new:
        brief = ResolvedFiles(resolved)
        colours = load_model(TEMPLATES / "figures/dark.yaml", Dark).colours
        problems: list[Problem] = []
        for name in brief.facts["figures"]:
            with collecting(problems):
                drawing = brief.drawing(name)
                key = (as_json(drawing), as_json(dict(colours)))
                svg = cache(layout).get("figure", key, lambda: drawn(drawing, colours).encode())  # noqa: B023 - called at once
                write_files(new, {f"{name}.csv": drawing["data"], f"{name}.svg": svg})
        if problems:
            raise InvalidSources(problems)
        site = brief.facts["site"]
        pictures = {picture for document in brief.documents for picture in brief.view(document)["pictures"]}
        for document in brief.documents:
            if f"figures/qr-{document}.svg" in pictures:
                write(new / f"qr-{document}.svg", qr_code(site["addresses"][document]))
        names = ("title", "subtitle", "number", "edition", "marking", "language")
        shown = {name: site[name] for name in names} | {"publisher": site["publisher"]["short_name"]}
        write(new / "card.png", card_picture(shown, brief.catalogue, layout))


def card_picture(facts: dict[str, Any], catalogue: Catalogue, layout: Layout) -> bytes:
    """Return the social card of a brief or of the site, as PNG."""
    key = (as_json(facts), (TEMPLATES / "card.svg.j2").read_bytes(), as_json(dict(catalogue.strings)))

    def make() -> bytes:
        from briefwright.extras.social_card import social_card

        return social_card(facts, catalogue, TEMPLATES, fonts(layout))

    return cache(layout).get("card", key, make)


@steps.command()
def render(resolved: Resolved, output: Output, marking: Marking = "CLEAR") -> None:
    """Render each document's Markdown from its template, and convert it into a fragment of HTML."""
    from briefwright.html.compose import compose
    from briefwright.html.convert import convert

    layout = Layout(marking)
    with brief_step(output, resolved, store=cache(layout)) as new:
        keep_compiled_templates(layout)
        brief = ResolvedFiles(resolved)
        pandoc = TEMPLATES / "pandoc"
        tools = digest(pandoc)

        def fragment(document: str, markdown: str, view: dict[str, Any]) -> None:
            references, language = view.get("references", ()), view["head"]["language"]

            def make() -> bytes:
                return convert(markdown, references, language, pandoc).encode()

            key = (markdown, as_json(references), language, tools)
            write(new / f"{document}.html", cache(layout).get("fragment", key, make))

        with ThreadPoolExecutor() as pool:  # Pandoc is a process of its own
            jobs = []
            problems: list[Problem] = []
            for document in brief.documents:
                view = brief.view(document)
                with collecting(problems):
                    markdown = compose(TEMPLATES, document, view, brief.catalogue)
                    write(new / f"{document}.md", markdown)
                    jobs.append(pool.submit(fragment, document, markdown, view))
            if problems:
                raise InvalidSources(problems)
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
) -> None:
    """Write all files of a brief's folder of the site but its PDFs and its landing page, which shows their sizes."""
    from briefwright.cli.steps.editions import edition_pages, pictures_of
    from briefwright.content.exports import ANNOTATIONS, ESSAY, RECORD
    from briefwright.html.metadata import of_brief
    from briefwright.html.page import shell
    from briefwright.html.web_html import web_html
    from briefwright.site.feeds import brief_feed
    from briefwright.site.fragment_record import fragment_files

    layout = Layout(marking)
    with brief_step(output, resolved, figures, fragments) as new:
        keep_compiled_templates(layout)
        brief = ResolvedFiles(resolved)
        catalogue, facts = brief.catalogue, brief.facts["site"]
        site = new / "site" / brief.slug
        svgs = {f"figures/{path.name}": path.read_bytes() for path in sorted(figures.glob("*.svg"))}
        pictures, hashed = pictures_of(brief.slug, svgs, "../")
        write_files(new / "site", hashed)
        tables = {f"figures/{name}.svg": (made["title"], made["data"]) for name, made in brief.drawings.items()}
        addresses = read_json(assets / "assets.json")["addresses"]
        html = {name: (fragments / f"{name}.html").read_text("utf-8") for name in brief.documents}
        for name, fragment in html.items():
            text = web_html(fragment, catalogue.text, tables, pictures)
            view = brief.view(name)
            works = facts["works"] if "references" in view else []
            meta = of_brief({**facts, **view["head"], "works": works}, catalogue.text)
            values = {"head": view["head"], "meta": meta}
            whole = shell(TEMPLATES, "web/page.html.j2", catalogue, text, root="../", assets=addresses, **values)
            write(site / f"{name}.html", whole)
        write_files(site / "fragments", fragment_files(facts, brief.facts["embedding"], html, svgs, catalogue))
        write(site / "feed.xml", brief_feed(facts, catalogue.text))
        citations = _citations(brief, layout)
        write_files(site, {file["name"]: file["text"] for file in citations["files"]})
        write(new / "citations.json", as_json(citations))
        for path in (path for path in sorted(figures.iterdir()) if not path.name.startswith(".")):
            place(path, site / path.name if path.name == "card.png" else site / "figures" / path.name)
        for name in (RECORD, ANNOTATIONS, ESSAY):
            place(resolved / name, site / name)
        write_files(new / "site", edition_pages(brief, figures, fragments, addresses, layout))
        write_known(new, brief.facts["edition"])


def _citations(brief: ResolvedFiles, layout: Layout) -> dict[str, Any]:
    """Return how a brief is cited: in two styles, and as files for reference managers."""
    from briefwright.html.citations import citations

    cited, topics, apa = brief.facts["pages"]["citation"], brief.facts["site"]["topics"], TEMPLATES / "pandoc/apa.csl"

    def make() -> bytes:
        return as_json(citations(cited, topics, apa)).encode()

    key = (as_json(cited), as_json(topics), apa.read_bytes())
    made: dict[str, Any] = json.loads(cache(layout).get("citation", key, make))
    return made
