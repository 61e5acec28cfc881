"""The steps `assemble`, which collects the files of a brief, and `publish`, which publishes the site."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cache import digest
from briefwright.cli.common import Output, read_json
from briefwright.cli.steps import steps
from briefwright.cli.steps.folders import (
    Assets,
    Figures,
    Fragments,
    MarkingOption,
    Pages,
    Resolved,
    ResolvedFiles,
    cache,
    cache_compiled_templates,
    errors_of,
    link_or_copy,
)
from briefwright.errors import BriefwrightError, message_of
from briefwright.layout import MANIFEST, SOURCES, Layout, briefs, is_draft
from briefwright.output import as_json, files_in, new_folder, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
    marking: MarkingOption = "CLEAR",
) -> None:
    """Collect all files of a brief, ready to publish.

    After a failed step, the brief's earlier files stay ready, and the output contains the errors.
    """
    layout = Layout(marking)
    errors = errors_of((resolved, figures, fragments, pages, *pdf, *verified))
    if not errors:
        try:
            _assemble(ResolvedFiles(resolved), figures, fragments, pages, assets, pdf, layout)
        except BriefwrightError as error:
            errors = message_of(error)
            typer.echo(errors, err=True, nl=False)
    # The digest shows whether the brief changed, even if the build is stopped after this step.
    ready = layout.draft(brief) if is_draft(brief) else layout.ready(brief)
    ready_digest = digest(ready / "inventory.json", ready / "facts.json") if ready.is_dir() else ""
    write(output, as_json({"brief": brief, "errors": errors, "digest": ready_digest}))


def _assemble(
    brief: ResolvedFiles, figures: Path, fragments: Path, pages: Path, assets: Path, pdf: Sequence[Path], layout: Layout
) -> None:
    from briefwright.cli.steps.editions import current_edition
    from briefwright.verify.links import links
    from briefwright.verify.manifest import manifest_entry

    cache_compiled_templates(layout)
    slug, facts = brief.slug, brief.facts
    edition = facts["edition"]
    to_draft = facts["site"]["draft"]
    # A draft has no editions, and the folder of an archived edition has its own PDFs.
    is_archived = to_draft or edition["edition"] in edition["archived"]
    targets = [slug] if is_archived else [slug, f"{slug}/editions/{edition['edition']}"]
    with new_folder(layout.draft(slug) if to_draft else layout.ready(slug)) as new:
        for name, path in (files_in(assets / "site") | files_in(pages / "site")).items():
            link_or_copy(path, new / "site" / name)
        pdfs, entries = {}, []
        for path in (path for folder in pdf for path in folder.glob("*.pdf")):
            folder = path.parent
            pdfs[folder.name] = manifest_entry(f"{slug}/{path.name}", path.read_bytes(), edition)
            for target in targets:
                link_or_copy(path, new / "site" / target / path.name)
                entries.append(pdfs[folder.name].model_copy(update={"path": f"{target}/{path.name}"}))
        landing = _landing(brief, pdfs, figures, pages, assets)
        write(new / "site" / slug / "index.html", landing)
        entries.append(manifest_entry(f"{slug}/index.html", landing.encode(), edition))
        for name, content in current_edition(brief, figures, fragments, pdf).items():
            write(new / "edition" / name, content)
        write(new / "facts.json", as_json(facts))
        shared, own = read_json(assets / "inventory.json"), read_json(pages / "inventory.json")
        inventory = {
            "files": [*shared["files"], *own["files"], *(entry.model_dump(mode="json") for entry in entries)],
            "links": own["links"] | shared["links"] | {f"{slug}/index.html": links("index.html", landing.encode())},
        }
        write(new / "inventory.json", as_json(inventory))


def _landing(brief: ResolvedFiles, pdfs: Mapping[str, Any], figures: Path, pages: Path, assets: Path) -> str:
    """Return the landing page of a brief; ``pdfs`` are the manifest entries of its PDFs by document."""
    from markupsafe import Markup

    from briefwright.cli.steps.brief_pages import brief_pages

    citations = read_json(pages / "citations.json")
    return brief_pages(brief, figures, assets).landing(
        files={
            name: {"pages": file.pages, "kilobytes": max(1, round(file.size / 1000))} for name, file in pdfs.items()
        },
        citations=[
            work | {style: Markup(work[style]) for style in ("apa", "chicago")}  # noqa: S704 - sanitised by `citations`
            for work in citations["works"]
        ],
        citation_files=citations["files"],
    )


@steps.command()
def draft(
    brief: str,
    outcome: Annotated[Path, typer.Argument(help="The file that `assemble` wrote.")],
    output: Output,
    marking: MarkingOption = "CLEAR",
) -> None:
    """Write the pages and PDFs of a draft to the folder of drafts, beside the assets that they load.

    Exit code 1 if the draft has errors; the folder keeps its last version.
    """
    layout = Layout(marking)
    if read_json(outcome)["errors"]:
        raise BriefwrightError(f"{SOURCES}/{brief}: not built; fix the errors above.")
    files = files_in(layout.draft(brief) / "site")
    with new_folder(layout.drafts / brief) as new:
        for name, path in files.items():
            folder, _, rest = name.partition("/")
            if folder == brief:
                link_or_copy(path, new / rest)
    for name, path in files.items():
        # The names of assets contain checksums.
        if not name.startswith(f"{brief}/") and not (layout.drafts / name).is_file():
            link_or_copy(path, layout.drafts / name)
    write(output, as_json({"files": sorted(files)}))


@steps.command()
def publish(
    site: Annotated[Path, typer.Argument(help="The folder that `site` wrote.")],
    outcomes: Annotated[list[Path], typer.Argument(help="The file that `assemble` wrote for each brief.")],
    output: Output,
    marking: MarkingOption = "CLEAR",
) -> None:
    """Publish the files of all briefs and of the site at once.

    Exit code 1 if a brief has errors; the site keeps the published version of that brief.
    """
    from briefwright.extras.signing_settings import UNSIGNED, has_key
    from briefwright.site.publish import publish as publish_files

    layout = Layout(marking)
    manifest = read_json(site / "site" / MANIFEST)
    folders = [site / "site", *(layout.ready(brief["slug"]) / "site" for brief in manifest["briefs"])]
    files = {name: path for folder in folders for name, path in files_in(folder).items()}
    stamp = publish_files(files, manifest, layout.site)
    for name, path in files_in(site / "servers").items():
        write(layout.server_config / name, path.read_bytes())
    cache(layout).prune()
    has_pdfs = any(file["path"].endswith(".pdf") for file in manifest["files"])
    if has_pdfs and not has_key(os.environ):
        typer.echo(f"note: {UNSIGNED}", err=True)
    if drafts := [name for name in briefs() if is_draft(name)]:
        typer.echo(f"note: the site leaves out drafts: {', '.join(drafts)}", err=True)
    failed = [outcome["brief"] for outcome in map(read_json, outcomes) if outcome["errors"]]
    if failed:
        editions = {brief["slug"]: brief["edition"] for brief in manifest["briefs"]}
        lines = [
            f"{SOURCES}/{name}: not built; fix the errors above. "
            + (f"The site keeps edition {editions[name]}." if name in editions else "The site does not contain it.")
            for name in failed
        ]
        raise BriefwrightError("\n".join(lines))
    write(output, as_json(stamp))
