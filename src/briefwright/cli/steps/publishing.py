"""Steps that put a brief together, and all briefs into the published site."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cache import digest
from briefwright.cli.common import Output, read_json
from briefwright.cli.steps import steps
from briefwright.cli.steps.brief import Assets, Figures, Fragments, Resolved
from briefwright.cli.steps.folders import Marking, ResolvedFiles, cache, errors_of, keep_compiled_templates, place
from briefwright.errors import BriefwrightError, message_of
from briefwright.layout import MANIFEST, TEMPLATES, Layout
from briefwright.output import as_json, files_in, new_folder, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
) -> None:
    """Put all files of a brief together, ready to be published.

    Where a step failed, the brief stays as it was put together before, and the output says why.
    """
    layout = Layout(marking)
    failed = errors_of((resolved, figures, fragments, pages, *pdf, *verified))
    if not failed:
        try:
            _assemble(ResolvedFiles(resolved), figures, fragments, pages, assets, pdf, layout)
        except BriefwrightError as error:
            failed = message_of(error)
            typer.echo(failed, err=True, nl=False)
    # Snakemake sees by its content whether the brief changed, also after a build that was stopped behind this step.
    ready = layout.ready(brief)
    made = digest(ready / "known.json", ready / "facts.json") if ready.is_dir() else ""
    write(output, as_json({"brief": brief, "errors": failed, "digest": made}))


def _assemble(
    brief: ResolvedFiles, figures: Path, fragments: Path, pages: Path, assets: Path, pdf: Sequence[Path], layout: Layout
) -> None:
    from briefwright.cli.steps.editions import current_edition
    from briefwright.verify.links import links
    from briefwright.verify.manifest import describe

    keep_compiled_templates(layout)
    slug, facts = brief.slug, brief.facts
    edition = facts["edition"]
    # A archived edition has PDFs of its own in its folder.
    targets = [slug] if edition["edition"] in edition["archived"] else [slug, f"{slug}/editions/{edition['edition']}"]
    with new_folder(layout.ready(slug)) as new:
        for name, path in (files_in(assets / "site") | files_in(pages / "site")).items():
            place(path, new / "site" / name)
        pdfs, entries = {}, []
        for folder in pdf:
            (path,) = folder.glob("*.pdf")
            pdfs[folder.name] = describe(f"{slug}/{path.name}", path.read_bytes(), edition)
            for target in targets:
                place(path, new / "site" / target / path.name)
                entries.append(pdfs[folder.name].model_copy(update={"path": f"{target}/{path.name}"}))
        landing = _landing(brief, pdfs, pages, read_json(assets / "assets.json")["addresses"])
        write(new / "site" / slug / "index.html", landing)
        entries.append(describe(f"{slug}/index.html", landing.encode(), edition))
        for name, content in current_edition(brief, figures, fragments, pdf).items():
            write(new / "edition" / name, content)
        write(new / "facts.json", as_json(facts))
        shared, own = read_json(assets / "known.json"), read_json(pages / "known.json")
        known = {
            "files": [*shared["files"], *own["files"], *(entry.model_dump(mode="json") for entry in entries)],
            "links": own["links"] | shared["links"] | {f"{slug}/index.html": links("index.html", landing.encode())},
        }
        write(new / "known.json", as_json(known))


def _landing(brief: ResolvedFiles, pdfs: Mapping[str, Any], pages: Path, addresses: Mapping[str, str]) -> str:
    """Return the landing page of a brief; ``pdfs`` describe its PDFs, by document."""
    from markupsafe import Markup

    from briefwright.html.metadata import brief_metadata
    from briefwright.html.page import shell

    citations = read_json(pages / "citations.json")
    site = brief.facts["site"]
    values = brief.facts["pages"]["landing"] | {
        "brief": site,
        "editions": site["editions"],
        "files": {
            name: {"pages": file.pages, "kilobytes": max(1, round(file.size / 1000))} for name, file in pdfs.items()
        },
        "citations": {name: Markup(text) for name, text in citations["styles"].items()},  # noqa: S704 - sanitised by `cited`
        "citation_files": citations["files"],
        "meta": brief_metadata(site, brief.catalogue.text),
    }
    return shell(TEMPLATES, "web/landing.html.j2", brief.catalogue, root="../", assets=addresses, **values)


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
    from briefwright.extras.signing_settings import UNSIGNED, names_key
    from briefwright.site.publish import publish as put

    layout = Layout(marking)
    manifest = read_json(site / "site" / MANIFEST)
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
