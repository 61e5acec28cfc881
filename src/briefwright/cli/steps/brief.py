"""Steps of one brief: `resolve` the sources, `draw` the figures, `render` the fragments, write each `page`."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from briefwright.cache import digest
from briefwright.cli.common import Output, load_redacted, print_problems, read_json
from briefwright.cli.steps import steps
from briefwright.cli.steps.folders import (
    Assets,
    Figures,
    Fragments,
    MarkingOption,
    Resolved,
    ResolvedFiles,
    brief_step,
    cache,
    cache_compiled_templates,
    link_or_copy,
    print_fonts,
    publisher_faces,
    write_files,
    write_inventory,
)
from briefwright.errors import InvalidSources, Problem, collect_problems
from briefwright.layout import SOURCES, TEMPLATES, Layout
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.language import Catalogue
    from briefwright.model import Theme


@steps.command()
def resolve(brief: str, output: Output, marking: MarkingOption = "CLEAR") -> None:
    """Load a brief, find its quotes, redact it, and write the view of each document and page."""
    from briefwright import language
    from briefwright.cli.archive import shown_editions
    from briefwright.content import exports, site_pages, views
    from briefwright.content.redaction import BriefTooStrict
    from briefwright.content.timeline import with_timeline
    from briefwright.sources.document_types import load_document_types

    folder = SOURCES / brief
    with brief_step(output) as new:
        try:
            resolved = load_redacted(folder, marking)
        except BriefTooStrict:
            # Readers of this edition may no longer see the published version.
            shutil.rmtree(Layout(marking).ready(brief), ignore_errors=True)
            raise
        if resolved.sources.brief.is_draft:
            # A published brief that became a draft leaves the site.
            shutil.rmtree(Layout(marking).ready(brief), ignore_errors=True)
        archived, warnings = shown_editions(folder, resolved)
        print_problems((*resolved.problems, *warnings))
        document_types = load_document_types(TEMPLATES)
        publisher = resolved.sources.publisher
        called = resolved.sources.brief.essay.called
        resolved = with_timeline(resolved, language.load(TEMPLATES / "locales", publisher.language, called))
        documents = views.views(resolved, document_types)
        shown = {name: document_types[name] for name in documents}
        reading = {name: view["head"]["reading_minutes"] for name, view in documents.items()}
        site = {
            "site": views.site_view(resolved, document_types, [edition.number for edition in archived], reading),
            "edition": views.edition_view(resolved)
            | {"archived": {edition.number: edition.marking.value for edition in archived}},
            "embedding": publisher.web.fragments.model_dump(mode="json"),
            "security": publisher.security.model_dump(mode="json") if publisher.security else None,
            "figures": views.figure_sources(resolved),
            "pages": site_pages.views(resolved, document_types),
            "redacted_texts": resolved.redacted_texts,
            "citation_style": resolved.sources.citation_style,
        }
        all_views = documents | {"site": site}
        write_files(new, {f"{name}.json": as_json(view) for name, view in all_views.items()})
        write_files(new, exports.files(resolved, shown))
        sources = resolved.sources
        logo = [sources.logo] if sources.logo else []
        write_files(new / "pictures", {file.name: file.content for file in (*sources.pictures.values(), *logo)})
        write(new / "theme.json", as_json(sources.theme.model_dump(mode="json")))


@steps.command()
def draw(resolved: Resolved, output: Output, marking: MarkingOption = "CLEAR") -> None:
    """Draw a brief's figures, QR codes and social card."""
    from briefwright.cli.steps.editions import CARD
    from briefwright.html.figures import draw_figure, qr_code

    layout = Layout(marking)
    with brief_step(output, resolved, step_cache=cache(layout)) as new:
        brief = ResolvedFiles(resolved)
        problems: list[Problem] = []
        for name in brief.facts["figures"]:
            with collect_problems(problems):
                spec = brief.figure_spec(name)
                key = (as_json(spec), brief.theme.model_dump_json())
                svg = cache(layout).get("figure", key, lambda: draw_figure(spec, brief.theme).encode())  # noqa: B023 - called at once
                write_files(new, {f"{name}.csv": spec["data"], f"{name}.svg": svg})
        if problems:
            raise InvalidSources(problems)
        for path in sorted((resolved / "pictures").glob("*")):
            link_or_copy(path, new / path.name)
        site = brief.facts["site"]
        pictures = {picture for document in brief.documents for picture in brief.view(document)["pictures"]}
        for document in brief.documents:
            if f"figures/qr-{document}.svg" in pictures:
                write(new / f"qr-{document}.svg", qr_code(site["addresses"][document]))
        names = ("title", "subtitle", "number", "edition", "marking", "language", "verdict")
        facts = {name: site[name] for name in names} | {"publisher": site["publisher"]["short_name"]}
        fonts = print_fonts(layout, publisher_faces(site["publisher"]["fonts"]))
        logo = (resolved / "pictures" / brief.theme.logo.name).read_bytes() if brief.theme.logo else b""
        write(new / CARD, cached_social_card(facts, brief.catalogue, layout, fonts, brief.theme, logo))


def cached_social_card(
    facts: dict[str, Any], catalogue: Catalogue, layout: Layout, fonts: Path, theme: Theme, logo: bytes
) -> bytes:
    """Return the social card of a brief or of the site, as PNG.

    ``fonts`` is the folder of the print fonts, ``logo`` the picture of the theme's logo.
    """
    template = (TEMPLATES / "social_card.svg.j2").read_bytes()
    look = (theme.model_dump_json(), logo, fonts.name)
    key = (as_json(facts), template, as_json(dict(catalogue.strings)), *look)

    def make() -> bytes:
        from briefwright.extras.social_card import social_card

        return social_card(facts, catalogue, TEMPLATES, fonts, theme, logo)

    return cache(layout).get("card", key, make)


@steps.command()
def render(resolved: Resolved, output: Output, marking: MarkingOption = "CLEAR") -> None:
    """Render each document's Markdown from its template, and convert it to an HTML fragment."""
    from briefwright.html.compose import compose
    from briefwright.html.convert import convert

    layout = Layout(marking)
    with brief_step(output, resolved, step_cache=cache(layout)) as new:
        cache_compiled_templates(layout)
        brief = ResolvedFiles(resolved)
        pandoc = TEMPLATES / "pandoc"
        pandoc_digest = digest(pandoc)
        style = brief.facts["citation_style"]

        def write_fragment(document: str, markdown: str, view: dict[str, Any]) -> None:
            works, language, page = view["works"], view["head"]["language"], view["head"]["references_page"]

            def make() -> bytes:
                return convert(markdown, works, language, pandoc, style, page).encode()

            key = (markdown, as_json(works), language, pandoc_digest, style, page)
            write(new / f"{document}.html", cache(layout).get("fragment", key, make))

        with ThreadPoolExecutor() as pool:  # each Pandoc is a process
            jobs = []
            problems: list[Problem] = []
            for document in brief.documents:
                view = brief.view(document)
                with collect_problems(problems):
                    markdown = compose(TEMPLATES, document, view, brief.catalogue)
                    write(new / f"{document}.md", markdown)
                    jobs.append(pool.submit(write_fragment, document, markdown, view))
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
    marking: MarkingOption = "CLEAR",
) -> None:
    """Write a brief's folder of the site, except its PDFs and its landing page, which shows the sizes of the PDFs."""
    from briefwright.cli.steps.brief_pages import brief_pages
    from briefwright.cli.steps.editions import CARD, edition_pages
    from briefwright.content.exports import FILES, TRACE
    from briefwright.content.exports.trace_record import WORKING_PAPERS
    from briefwright.site.feeds import brief_feed
    from briefwright.site.fragment_record import fragment_files

    layout = Layout(marking)
    with brief_step(output, resolved, figures, fragments) as new:
        cache_compiled_templates(layout)
        brief = ResolvedFiles(resolved)
        catalogue, facts = brief.catalogue, brief.facts["site"]
        site = new / "site" / brief.slug
        pages = brief_pages(brief, figures, assets)
        write_files(new / "site", pages.hashed_files)
        html = {name: (fragments / f"{name}.html").read_text("utf-8") for name in brief.documents}
        for name, fragment in html.items():
            write(site / f"{name}.html", pages.document(name, fragment))
        write(site / WORKING_PAPERS, pages.working_papers(read_json(resolved / TRACE)))
        write_files(
            site / "fragments", fragment_files(facts, brief.facts["embedding"], html, pages.contents, catalogue)
        )
        write(site / "feed.xml", brief_feed(facts, catalogue.text))
        citations = _citations(brief, layout)
        write_files(site, {file["name"]: file["text"] for file in citations["files"]})
        write(new / "citations.json", as_json(citations))
        for path in sorted(figures.glob("[!.]*")):
            link_or_copy(path, site / path.name if path.name == CARD else site / "figures" / path.name)
        for name in FILES:
            link_or_copy(resolved / name, site / name)
        if not facts["draft"]:
            write_files(new / "site", edition_pages(brief, figures, fragments, pages.shared, layout))
        write_inventory(new, brief.facts["edition"])


def _citations(brief: ResolvedFiles, layout: Layout) -> dict[str, Any]:
    """Return the citations of a brief and of its essay in two styles, and the files for reference managers."""
    from briefwright.html.citations import citations

    pages, topics = brief.facts["pages"], brief.facts["site"]["topics"]
    works = {"publication": pages["citation"]}
    if essay := pages["essay_citation"]:
        words = {name: brief.catalogue.text(f"cite.{name}") for name in ("title", "edition")}
        works["essay"] = words | essay
    apa = (TEMPLATES / "pandoc/apa.csl").read_text("utf-8")

    def make() -> bytes:
        return as_json(citations(works, topics, apa)).encode()

    key = (as_json(works), as_json(topics), apa)
    result: dict[str, Any] = json.loads(cache(layout).get("citation", key, make))
    return result
