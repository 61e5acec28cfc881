"""A brief's editions in its folder of the site: the one that was built, and those that were kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from briefwright.cli.editions import kept_editions
from briefwright.cli.steps.folders import ResolvedBrief, cache
from briefwright.errors import BriefwrightError
from briefwright.layout import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from briefwright.language import Catalogue
    from briefwright.layout import Layout
    from briefwright.site.keeping import Kept

__all__ = ["current_edition", "edition_pages"]


def current_edition(
    brief: ResolvedBrief,
    figures: Path,
    fragments: Path,
    catalogue: Catalogue,
    templates: Path,
    pdf: Sequence[Path] = (),
) -> dict[str, bytes]:
    """Return the edition that was built, as `briefwright keep` would keep it, by file name.

    ``pdf`` are the folders with its PDFs, once there are some.
    """
    from briefwright.content.exports import ANNOTATIONS, ESSAY, RECORD
    from briefwright.html.figures import completed
    from briefwright.site.keeping import frozen

    facts = brief.facts
    kinds = {document["name"]: catalogue.text(document["title"]) for document in facts["site"]["documents"]}
    titles = {name: completed(made, catalogue, templates)["title"] for name, made in facts["figures"].items()}
    files = {path.name: path.read_bytes() for folder in pdf for path in folder.glob("*.pdf")}
    files |= {f"figures/{path.name}": path.read_bytes() for end in ("svg", "csv") for path in figures.glob(f"*.{end}")}
    files |= {name: (brief.folder / name).read_bytes() for name in (RECORD, ANNOTATIONS, ESSAY)}
    files |= {f"{name}.html": (fragments / f"{name}.html").read_bytes() for name in kinds}
    return frozen(facts["site"], facts["edition"], kinds, titles, files)


def edition_pages(
    brief: ResolvedBrief,
    figures: Path,
    fragments: Path,
    addresses: Mapping[str, str],
    templates: Path,
    layout: Layout,
) -> dict[str, bytes]:
    """Return the folders of all editions, by path in the site; the PDFs of the one that was built are not among them.

    Raises ``BriefwrightError`` where a kept edition is damaged.
    """
    from briefwright.site.keeping import opened

    edition = current_edition(brief, figures, fragments, brief.catalogue(templates), templates)
    newest = opened(edition, "the edition that was built")
    shown = {newest.number: (newest, edition)}
    for number, (kept, files) in kept_editions(SOURCES / brief.slug, newest.marking).items():
        # What was kept stays, unless it was for other readers.
        if number not in shown or kept.marking == newest.marking:
            _check_pdfs(kept, files, layout)
            shown[number] = (kept, files)
    house = brief.facts["site"]["house"]
    return {
        path: content
        for kept, files in shown.values()
        for path, content in _folder(kept, files, newest, house, addresses, templates)
    }


def _check_pdfs(kept: Kept, files: Mapping[str, bytes], layout: Layout) -> None:
    """Raise ``BriefwrightError`` where a kept PDF does not meet what it claims."""
    from briefwright.verify.published import of_pdf

    for name, content in files.items():
        if name.endswith(".pdf"):
            made = cache(layout).get("kept", (content,), lambda: json.dumps(of_pdf(name, content).problems).encode())  # noqa: B023 - called at once
            if problems := json.loads(made):
                raise BriefwrightError("\n".join(f"edition {kept.number}, {name}: {problem}" for problem in problems))


def _folder(
    kept: Kept,
    files: Mapping[str, bytes],
    newest: Kept,
    house: Mapping[str, object],
    addresses: Mapping[str, str],
    templates: Path,
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an edition, by path in the site: its documents as pages of today, all else as it was."""
    from briefwright import language
    from briefwright.content import exports
    from briefwright.html.convert import sanitise
    from briefwright.html.page import shell
    from briefwright.html.screen import screen
    from briefwright.site.addresses import hashed, size
    from briefwright.site.keeping import NAME

    catalogue = language.load(templates / "locales", kept.language)
    folder, root = f"{kept.slug}/editions/{kept.number}", "../../../"
    pages = {document.name: document for document in kept.documents}
    still = {document.name for document in newest.documents}
    pictures = {}
    for name, content in files.items():
        if name.removesuffix(".html") not in pages and name != NAME:
            yield f"{folder}/{name}", content
        if name.endswith(".svg"):
            address = hashed(f"{folder}/{name.removeprefix('figures/')}", content)
            pictures[name] = (root + address, size(content))
            yield address, content
    tables = {
        f"figures/{name}.svg": (title, files[f"figures/{name}.csv"].decode()) for name, title in kept.figures.items()
    }
    values: dict[str, Any] = {"kept": kept, "newest": newest, "house": house, "root": root, "assets": addresses}
    for name, document in pages.items():
        # Checksums say that it is as it was kept, and not who kept it.
        text = screen(sanitise(files[f"{name}.html"].decode()), catalogue.text, tables, pictures)
        own = values | {"document": document, "newer": f"../../{name if name in still else 'index'}.html"}
        yield f"{folder}/{name}.html", shell(templates, "web/kept.html.j2", catalogue, text, **own).encode()
    # What was kept may have the form of an earlier contract.
    values["schema"] = json.loads(files[exports.RECORD])["$schema"].rpartition("/")[2]
    yield f"{folder}/index.html", shell(templates, "web/edition.html.j2", catalogue, "", **values).encode()
