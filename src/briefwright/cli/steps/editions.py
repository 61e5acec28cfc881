"""The editions in a brief's folder of the site: the current one and the archived ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from briefwright.cli.archive import archived_editions
from briefwright.cli.steps.folders import ResolvedFiles, cache
from briefwright.errors import BriefwrightError
from briefwright.layout import SOURCES, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from briefwright.html.web_html import Picture
    from briefwright.layout import Layout
    from briefwright.site.archive import ArchivedEdition


PICTURES = (".svg", ".png", ".jpg")
"""Endings of the pictures on pages."""
CARD = "card.png"
"""The social card, which no page shows."""


def hashed_pictures(
    folder: str, contents: Mapping[str, bytes], root: str
) -> tuple[dict[str, Picture], dict[str, bytes]]:
    """Return the pictures for the pages in a folder of the site, and their files by their addresses with checksums.

    The keys of ``contents`` and of the first result are plain addresses, as in ``figures/boats.svg``. ``root`` is the
    path from the pages to the root of the site.
    """
    from briefwright.site.asset_urls import asset_url, picture_size

    pictures, files = {}, {}
    for name, content in contents.items():
        address = asset_url(f"{folder}/{name.removeprefix('figures/')}", content)
        pictures[name] = (root + address, picture_size(name, content))
        files[address] = content
    return pictures, files


def current_edition(brief: ResolvedFiles, figures: Path, fragments: Path, pdf: Sequence[Path] = ()) -> dict[str, bytes]:
    """Return the files of the current edition, as `briefwright archive` stores them, by name.

    ``pdf`` are the folders of its PDFs, if they exist already.
    """
    from briefwright.content.exports import FILES
    from briefwright.html.figure_layout import figure_sizes, wide_figures_below
    from briefwright.site.archive import archive_edition

    site = brief.facts["site"]
    document_types = {document["name"]: brief.catalogue.text(document["title"]) for document in site["documents"]}
    titles = {name: spec["title"] for name, spec in brief.figure_specs.items()}
    files = {path.name: path.read_bytes() for folder in pdf for path in folder.glob("*.pdf")}
    files |= {
        f"figures/{path.name}": path.read_bytes()
        for path in figures.glob("[!.]*")
        if path.suffix in {".csv", *PICTURES} and path.name != CARD
    }
    files |= {name: (brief.folder / name).read_bytes() for name in FILES}
    # Later versions may move other figures than the PDFs have moved.
    sizes = figure_sizes(files)
    html = {f"{name}.html": (fragments / f"{name}.html").read_text("utf-8") for name in document_types}
    files |= {name: wide_figures_below(fragment, sizes).encode() for name, fragment in html.items()}
    return archive_edition(site, brief.facts["edition"], document_types, titles, files)


def edition_pages(
    brief: ResolvedFiles, figures: Path, fragments: Path, shared: Mapping[str, Any], layout: Layout
) -> dict[str, bytes]:
    """Return the files of all editions, by path in the site, except the PDFs of the current edition.

    ``shared`` is the content of ``assets.json``.
    Raises ``BriefwrightError`` if an archived edition is damaged.
    """
    from briefwright.site.archive import open_archived

    current_files = current_edition(brief, figures, fragments)
    current = open_archived(current_files, "the current edition")
    editions = {current.number: (current, current_files)}
    for number, (archived, files) in archived_editions(SOURCES / brief.slug, current.marking).items():
        # The archived files of the current number take precedence, unless they are for another marking.
        if number not in editions or archived.marking == current.marking:
            _check_pdfs(archived, files, layout)
            editions[number] = (archived, files)
    common = {"newest": current, "publisher": brief.facts["site"]["publisher"]}
    common |= {"assets": shared["addresses"], "theme": shared["theme"]}
    pages: dict[str, bytes] = {}
    for edition, files in editions.values():
        pages |= _edition_files(edition, files, current, common)
    return pages


def _check_pdfs(edition: ArchivedEdition, files: Mapping[str, bytes], layout: Layout) -> None:
    """Raise ``BriefwrightError`` if an archived PDF fails its checks."""
    from briefwright.verify.verdicts import verify_pdf

    for name, content in files.items():
        if name.endswith(".pdf"):
            result = cache(layout).get(
                "archived",
                (content,),
                lambda: json.dumps(verify_pdf(name, content).problems).encode(),  # noqa: B023 - called at once
            )
            if problems := json.loads(result):
                raise BriefwrightError(
                    "\n".join(f"edition {edition.number}, {name}: {problem}" for problem in problems)
                )


def _edition_files(
    edition: ArchivedEdition, files: Mapping[str, bytes], current: ArchivedEdition, common: Mapping[str, Any]
) -> dict[str, bytes]:
    """Return the files of an edition, by path in the site: its documents in today's web shell, all others unchanged.

    ``common`` are template values of all pages.
    """
    from briefwright import language
    from briefwright.content import exports
    from briefwright.html.convert import sanitise
    from briefwright.html.figure_layout import figure_sizes
    from briefwright.html.page import shell
    from briefwright.html.web_html import web_html
    from briefwright.site.archive import EDITION_JSON

    catalogue = language.load(TEMPLATES / "locales", edition.language, edition.essay.called)
    folder, root = f"{edition.slug}/editions/{edition.number}", "../../../"
    documents = {f"{document.name}.html": document for document in edition.documents}
    current_documents = {document.name for document in current.documents}
    contents = {name: content for name, content in files.items() if name.endswith(PICTURES)}
    pictures, hashed_files = hashed_pictures(folder, contents, root)
    unchanged = files.keys() - documents.keys() - {EDITION_JSON}
    pages = hashed_files | {f"{folder}/{name}": files[name] for name in unchanged}
    tables = {
        f"figures/{name}.svg": (title, files[f"figures/{name}.csv"].decode()) for name, title in edition.figures.items()
    }
    sizes = figure_sizes(contents)
    values = {**common, "archived": edition, "root": root}
    for name, document in documents.items():
        # The checksums prove that the fragment is unchanged, not who archived it, so sanitise it again.
        fragment = sanitise(files[name].decode())
        body = web_html(fragment, catalogue.text, tables, pictures, sizes, language=edition.language)
        newer = document.name if document.name in current_documents else "index"
        page_values = values | {"document": document, "newer": f"../../{newer}.html"}
        pages[f"{folder}/{name}"] = shell(TEMPLATES, "web/archived.html.j2", catalogue, body, **page_values).encode()
    # An archived record may follow an earlier schema.
    values["schema"] = json.loads(files[exports.RECORD])["$schema"].rpartition("/")[2]
    pages[f"{folder}/index.html"] = shell(TEMPLATES, "web/edition.html.j2", catalogue, **values).encode()
    return pages
