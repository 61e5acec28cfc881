"""Steps that put a brief together, and all briefs into the published site."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.shared import TEMPLATES, Output, Templates, files_in, read_json
from briefwright.cli.steps import steps
from briefwright.cli.steps.brief import Assets, Figures, Fragments, Resolved
from briefwright.cli.steps.folders import Marking, ResolvedBrief, cache, errors_of
from briefwright.errors import BriefwrightError
from briefwright.layout import Layout
from briefwright.output import as_json, replace_folder, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.language import Catalogue

Content = Path | bytes | str
"""A file of the site: where it lies, or what it has in it."""
Pages = Annotated[Path, typer.Option(help="The folder that `page` wrote.")]


@steps.command()
def assemble(
    brief: str,
    resolved: Resolved,
    figures: Figures,
    fragments: Fragments,
    pages: Pages,
    assets: Assets,
    pdf: Annotated[list[Path], typer.Option(help="A folder that `typeset` wrote.")],
    verified: Annotated[list[Path], typer.Option(help="A folder that `verify` wrote.")],
    output: Output,
    marking: Marking = "CLEAR",
    templates: Templates = TEMPLATES,
) -> None:
    """Put all files of a brief together, ready to be published.

    Where a step failed, the brief stays as it was put together before, and the output says why.
    """
    layout = Layout(marking)
    failed = errors_of((resolved, figures, fragments, pages, *pdf, *verified))
    if not failed:
        try:
            _assemble(ResolvedBrief(resolved), (figures, fragments, pages, assets, *pdf), layout, templates)
        except BriefwrightError as error:
            failed = f"error: {error}\n"
            typer.echo(failed, err=True, nl=False)
    write(output, as_json({"brief": brief, "errors": failed}))


def _assemble(brief: ResolvedBrief, folders: tuple[Path, ...], layout: Layout, templates: Path) -> None:
    from briefwright.cli.steps.editions import current_edition, edition_pages
    from briefwright.content.exports import ANNOTATIONS, ESSAY, RECORD
    from briefwright.verify.links import links
    from briefwright.verify.manifest import describe

    figures, fragments, pages, assets, *pdf = folders
    slug, catalogue = brief.slug, brief.catalogue(templates)
    addresses = read_json(assets / "assets.json")["addresses"]
    files: dict[str, Content] = dict(files_in(assets / "site"))
    files |= files_in(pages / "site")
    files |= {f"{slug}/{path.name}": path for folder in pdf for path in folder.glob("*.pdf")}
    files |= {f"{slug}/figures/{path.name}": path for end in ("svg", "csv") for path in figures.glob(f"*.{end}")}
    files |= {f"{slug}/{name}": brief.folder / name for name in (RECORD, ANNOTATIONS, ESSAY)}
    files[f"{slug}/card.png"] = figures / "card.png"
    edition = current_edition(brief, figures, fragments, pdf, catalogue, templates)
    files |= edition_pages(brief, edition, addresses, templates, layout)
    entries = {name: describe(name, _content(file), brief.facts["edition"]) for name, file in sorted(files.items())}
    files[f"{slug}/index.html"] = _landing(brief, entries, pages, addresses, catalogue, templates)
    index = describe(f"{slug}/index.html", _content(files[f"{slug}/index.html"]), brief.facts["edition"])
    entries[index.path] = index
    found = {name: links(name, _content(file)) for name, file in files.items()}
    new = layout.brief(slug, ".ready.new")
    shutil.rmtree(new, ignore_errors=True)
    for name, file in files.items():
        _place(file, new / "site" / name)
    for name, content in edition.items():
        write(new / "edition" / name, content)
    write(new / "facts.json", as_json(brief.facts))
    write(new / "files.json", as_json({"files": [one.model_dump(mode="json") for _, one in sorted(entries.items())]}))
    write(new / "links.json", as_json({name: one for name, one in sorted(found.items()) if one}))
    replace_folder(new, layout.ready(slug))


def _content(file: Content) -> bytes:
    if isinstance(file, Path):
        return file.read_bytes()
    return file.encode() if isinstance(file, str) else file


def _place(file: Content, target: Path) -> None:
    """Write a file, or link to one that another step wrote: steps never change a file in its place."""
    if not isinstance(file, Path):
        write(target, file)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(file)
    except OSError:  # a file system without links
        write(target, file.read_bytes())


def _landing(
    brief: ResolvedBrief,
    entries: Mapping[str, Any],
    pages: Path,
    addresses: Mapping[str, str],
    catalogue: Catalogue,
    templates: Path,
) -> str:
    """Return the landing page of a brief, with the pages and sizes of its PDFs."""
    from markupsafe import Markup

    from briefwright.html.metadata import of_brief
    from briefwright.html.page import shell

    pdfs = {name: entries[f"{brief.slug}/{name}.pdf"] for name in brief.documents}
    citations = read_json(pages / "citations.json")
    values = brief.facts["pages"]["landing"] | {
        "files": {
            name: {"pages": file.pages, "kilobytes": max(1, round(file.size / 1000))} for name, file in pdfs.items()
        },
        "citations": {name: Markup(text) for name, text in citations["styles"].items()},  # noqa: S704 - sanitised by `cited`
        "citation_files": citations["files"],
        "meta": of_brief(brief.facts["metadata"]["landing"], catalogue.text),
    }
    return shell(templates, "web/landing.html.j2", catalogue, root="../", assets=addresses, **values)


@steps.command()
def publish(
    site: Annotated[Path, typer.Argument(help="The folder that `site` wrote.")],
    outcomes: Annotated[list[Path], typer.Argument(help="What `assemble` wrote of each brief.")],
    output: Output,
    marking: Marking = "CLEAR",
) -> None:
    """Publish the files of all briefs and of the site together, in the place of what was published before.

    Exit code 1 where a brief could not be built; then the site keeps that brief as it was.
    """
    from briefwright.extras.signer import UNSIGNED, names_key
    from briefwright.site.publish import publish as put

    layout = Layout(marking)
    manifest = read_json(site / "site/manifest.json")
    folders = [site / "site", *(layout.ready(one["slug"]) / "site" for one in manifest["briefs"])]
    stamp = put({name: path for folder in folders for name, path in files_in(folder).items()}, manifest, layout.site)
    for name, path in files_in(site / "servers").items():
        write(layout.servers / name, path.read_bytes())
    cache(layout).prune()
    pdfs = any(file["path"].endswith(".pdf") for file in manifest["files"])
    if pdfs and not names_key(os.environ):
        typer.echo(UNSIGNED, err=True)
    broken = [one["brief"] for path in outcomes if (one := read_json(path))["errors"]]
    if broken:
        shown = {one["slug"]: one["edition"] for one in manifest["briefs"]}
        lines = [
            f"sources/{name}: not built, because of the errors above; "
            + (f"the site keeps edition {shown[name]} as it was" if name in shown else "the site lacks it")
            for name in broken
        ]
        raise BriefwrightError("\n".join(lines))
    write(output, as_json(stamp))
