"""Verbs for what other systems embed: a document's fragment, and the list of a brief's fragments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefwright.cli.shared import TEMPLATES, Output, Templates, app, catalogue_of, read_json
from briefwright.output import as_json, write

if TYPE_CHECKING:
    from briefwright.language import Catalogue
    from briefwright.site.fragments import Embedded

Embedding = Annotated[Path, typer.Option(help="The brief's embedding.json, made by `resolve`.")]


@app.command()
def fragment(
    converted: Annotated[Path, typer.Argument(help="The document's fragment, made by `convert`.")],
    embedding: Embedding,
    output: Output,
    templates: Templates = TEMPLATES,
) -> None:
    """Write a document for the page of another system."""
    settings = read_json(embedding)
    write(output, _embedded(converted, settings, catalogue_of(templates, settings)).html)


@app.command()
def fragments(  # noqa: PLR0913, PLR0917 - each is an option of the verb
    converted: Annotated[list[Path], typer.Argument(help="The brief's fragments, made by `convert`.")],
    embedding: Embedding,
    site: Annotated[Path, typer.Option(help="The brief's site.json.")],
    pictures: Annotated[Path, typer.Option(help="The folder of the brief in the site.")],
    output: Output,
    templates: Templates = TEMPLATES,
) -> None:
    """Write what other systems need to know of a brief's fragments."""
    from briefwright.site.embedding import Made, Settings, list_fragments

    settings, said = read_json(embedding), read_json(site)
    strings = catalogue_of(templates, settings)
    by_name = {path.stem: path for path in converted}
    made = []
    for document in said["documents"]:
        name = document["name"]
        how = Settings.model_validate({**settings["settings"], "prefix": _prefix(settings, name)})
        embedded = _embedded(by_name[name], settings, strings)
        made.append((Made(name, strings.text(document["title"]), how), embedded))
    files = {name: (pictures / name).read_bytes() for _, embedded in made for name, _ in embedded.pictures}
    listed = list_fragments(said, made, files)
    write(output, as_json(listed.model_dump(mode="json", by_alias=True)))


def _embedded(converted: Path, settings: dict[str, Any], strings: Catalogue) -> Embedded:
    from briefwright.site.fragments import Host, embed

    base, slug, own = settings["settings"]["base"], settings["slug"], settings["base_url"]
    folder, root = (f"{base}/{slug}/", f"{base}/") if base else ("../", "../../")
    host = Host(
        prefix=_prefix(settings, converted.stem),
        shift=settings["settings"]["heading_shift"],
        folder=folder,
        places=((f"{own}/{slug}/", folder), (f"{own}/", root)),
        language=settings["language"],
        direction=strings.direction,
        marking=settings["marking"],
    )
    return embed(converted.read_text("utf-8"), host)


def _prefix(settings: dict[str, Any], document: str) -> str:
    prefix: str = settings["settings"]["prefix"]
    return prefix.replace("{brief}", settings["slug"]).replace("{document}", document)
