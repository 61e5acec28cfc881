"""A brief's editions in its folder of the site: the one that was built, and those that were archived."""

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


def pictures_of(folder: str, svgs: Mapping[str, bytes], root: str) -> tuple[dict[str, Picture], dict[str, bytes]]:
    """Return how the pages in a folder of the site load figures, and the files, under addresses with checksums.

    ``svgs`` and the first result are by the figures' plain address, as in ``figures/boats.svg``; ``root`` leads from
    the pages to the root of the site.
    """
    from briefwright.site.asset_urls import asset_url, svg_size

    sources, files = {}, {}
    for name, svg in svgs.items():
        address = asset_url(f"{folder}/{name.removeprefix('figures/')}", svg)
        sources[name] = (root + address, svg_size(svg))
        files[address] = svg
    return sources, files


def current_edition(brief: ResolvedFiles, figures: Path, fragments: Path, pdf: Sequence[Path] = ()) -> dict[str, bytes]:
    """Return the edition that was built, as `briefwright archive` would keep it, by file name.

    ``pdf`` are the folders with its PDFs, once there are some.
    """
    from briefwright.content.exports import ANNOTATIONS, ESSAY, RECORD
    from briefwright.site.archive import archive_edition

    site = brief.facts["site"]
    document_types = {document["name"]: brief.catalogue.text(document["title"]) for document in site["documents"]}
    titles = {name: made["title"] for name, made in brief.drawings.items()}
    files = {path.name: path.read_bytes() for folder in pdf for path in folder.glob("*.pdf")}
    files |= {f"figures/{path.name}": path.read_bytes() for end in ("svg", "csv") for path in figures.glob(f"*.{end}")}
    files |= {name: (brief.folder / name).read_bytes() for name in (RECORD, ANNOTATIONS, ESSAY)}
    files |= {f"{name}.html": (fragments / f"{name}.html").read_bytes() for name in document_types}
    return archive_edition(site, brief.facts["edition"], document_types, titles, files)


def edition_pages(
    brief: ResolvedFiles, figures: Path, fragments: Path, addresses: Mapping[str, str], layout: Layout
) -> dict[str, bytes]:
    """Return the folders of all editions, by path in the site; the PDFs of the one that was built are not among them.

    Raises ``BriefwrightError`` where a archived edition is damaged.
    """
    from briefwright.site.archive import open_archived

    edition = current_edition(brief, figures, fragments)
    newest = open_archived(edition, "the edition that was built")
    shown = {newest.number: (newest, edition)}
    for number, (archived, files) in archived_editions(SOURCES / brief.slug, newest.marking).items():
        # What was archived stays, unless it was for other readers.
        if number not in shown or archived.marking == newest.marking:
            _check_pdfs(archived, files, layout)
            shown[number] = (archived, files)
    common = {"newest": newest, "publisher": brief.facts["site"]["publisher"], "assets": addresses}
    pages: dict[str, bytes] = {}
    for archived, files in shown.values():
        pages |= _folder(archived, files, newest, common)
    return pages


def _check_pdfs(archived: ArchivedEdition, files: Mapping[str, bytes], layout: Layout) -> None:
    """Raise ``BriefwrightError`` where a archived PDF does not meet what it claims."""
    from briefwright.verify.verdicts import of_pdf

    for name, content in files.items():
        if name.endswith(".pdf"):
            made = cache(layout).get(
                "archived",
                (content,),
                lambda: json.dumps(of_pdf(name, content).problems).encode(),  # noqa: B023 - called at once
            )
            if problems := json.loads(made):
                raise BriefwrightError(
                    "\n".join(f"edition {archived.number}, {name}: {problem}" for problem in problems)
                )


def _folder(
    archived: ArchivedEdition, files: Mapping[str, bytes], newest: ArchivedEdition, common: Mapping[str, Any]
) -> dict[str, bytes]:
    """Return the files of an edition, by path in the site: its documents as pages of today, all else as it was.

    ``common`` are values of all pages.
    """
    from briefwright import language
    from briefwright.content import exports
    from briefwright.html.convert import sanitise
    from briefwright.html.page import shell
    from briefwright.html.web_html import web_html
    from briefwright.site.archive import EDITION_JSON

    catalogue = language.load(TEMPLATES / "locales", archived.language)
    folder, root = f"{archived.slug}/editions/{archived.number}", "../../../"
    documents = {f"{document.name}.html": document for document in archived.documents}
    still = {document.name for document in newest.documents}
    svgs = {name: content for name, content in files.items() if name.endswith(".svg")}
    pictures, hashed = pictures_of(folder, svgs, root)
    plain = files.keys() - documents.keys() - {EDITION_JSON}
    made = hashed | {f"{folder}/{name}": files[name] for name in plain}
    tables = {
        f"figures/{name}.svg": (title, files[f"figures/{name}.csv"].decode())
        for name, title in archived.figures.items()
    }
    values = {**common, "archived": archived, "root": root}
    for name, document in documents.items():
        # Checksums say that it is as it was archived, and not who archived it.
        text = web_html(sanitise(files[name].decode()), catalogue.text, tables, pictures)
        own = values | {
            "document": document,
            "newer": f"../../{document.name if document.name in still else 'index'}.html",
        }
        made[f"{folder}/{name}"] = shell(TEMPLATES, "web/archived.html.j2", catalogue, text, **own).encode()
    # What was archived may have the form of an earlier contract.
    values["schema"] = json.loads(files[exports.RECORD])["$schema"].rpartition("/")[2]
    made[f"{folder}/index.html"] = shell(TEMPLATES, "web/edition.html.j2", catalogue, **values).encode()
    return made
