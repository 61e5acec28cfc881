"""Verbs that make a site of what was made, and publish it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from briefwright.cli.shared import Output, app, files_in, read_json
from briefwright.output import write

Views = Annotated[list[Path], typer.Option(help="The site.json of each brief.")]


def _base(views: list[Path]) -> str:
    return str(read_json(min(views))["house"]["base_url"])


@app.command()
def fingerprint(
    stage: Annotated[Path, typer.Argument(help="The folder where the site was made.")],
    files: Annotated[list[Path], typer.Argument(help="What is published: files under that folder, and folders.")],
    views: Views,
    output: Output,
) -> None:
    """Write the site with addresses that say the content of what pages load, into a folder that is emptied first."""
    import shutil

    from briefwright.site.fingerprint import fingerprinted

    found = (inner for path in files for inner in (files_in(path).values() if path.is_dir() else [path]))
    made = fingerprinted({path.relative_to(stage).as_posix(): path.read_bytes() for path in found}, _base(views))
    shutil.rmtree(output, ignore_errors=True)
    for name, content in made.items():
        write(output / name, content)


@app.command()
def headers(
    names: Annotated[list[str], typer.Argument(help="The files of the site, `folder/*` for all in a folder.")],
    views: Views,
    stage: Annotated[Path, typer.Option(help="Where to write what stands in the site.")],
    output: Output,
    listed: Annotated[list[Path] | None, typer.Option(help="A folder in there; each of its files is meant.")] = None,
) -> None:
    """Write what servers are to say with each file: for Netlify and Apache into the site, for nginx and Caddy apart."""
    from urllib.parse import urlsplit

    from briefwright.site.netlify import netlify
    from briefwright.site.serverfiles import apache, caddy, nginx

    base = urlsplit(_base(views))
    host = base.hostname or "localhost"
    within = [f"{folder.relative_to(stage).as_posix()}/{name}" for folder in listed or () for name in files_in(folder)]
    write(stage / "_headers", netlify([*names, *within], base.path))
    write(stage / ".htaccess", apache(base.path))
    write(output / "nginx.conf", nginx(host, base.path, base.port))
    write(output / "Caddyfile", caddy(host, base.path, base.port))


@app.command()
def publish(
    release: Annotated[Path, typer.Argument(help="The folder of the release.")],
    manifest: Annotated[Path, typer.Argument(help="Its manifest.json.")],
    site: Annotated[Path, typer.Argument(help="The folder where it is published.")],
) -> None:
    """Copy a release and its manifest into the site, each file whole, and take out what is no longer published."""
    from briefwright.extras.signer import UNSIGNED, names_key

    files = {**files_in(release), manifest.name: manifest}
    for name, file in files.items():
        write(site / name, file.read_bytes())
    for name, old in files_in(site).items():
        if name not in files:
            old.unlink()
    # The deepest first.
    for folder in sorted((path for path in site.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    if any(name.endswith(".pdf") for name in files) and not names_key(os.environ):
        typer.echo(UNSIGNED, err=True)
