"""The verbs that build and publish, for those who do not know Snakemake, and that show the site on this machine."""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from briefwright.cli.common import app
from briefwright.errors import BriefwrightError
from briefwright.layout import SOURCES, briefs


@app.command()
def build(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[BRIEF]...", help="Briefs to build; all of them where left out.")
    ] = None,
    marking: Annotated[
        str | None, typer.Option(help="The edition's handling marking, as in AMBER, if not that of config/config.yaml.")
    ] = None,
) -> None:
    """Build briefs and publish the site.

    Briefs that are not named stay as they were published.
    """
    known = briefs()
    wanted = [Path(name).name for name in names or ()]
    for name in wanted:
        if name not in known:
            raise BriefwrightError(f"there is no brief {SOURCES}/{name}; there are {', '.join(known)}")
    settings = [f"marking={marking}"] if marking else []
    settings += [f"briefs=[{','.join(wanted)}]"] if wanted else []
    command = [sys.executable, "-m", "snakemake", *(["--config", *settings] if settings else [])]
    # Jobs find the programs beside this Python, also where its environment is not active.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(command, env={**os.environ, "PATH": path}, check=False)  # noqa: S603 - our own workflow
    raise SystemExit(done.returncode)


@app.command()
def serve(
    site: Annotated[Path, typer.Argument(help="The folder of a built site.")] = Path("build/site"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 takes any that is free.")] = 8000,
) -> None:
    """Show a built site on this machine.

    The server sends the headers of the real site. Other machines cannot reach it.
    """
    from briefwright.site.local_server import Server

    if not (site / "index.html").is_file():
        raise BriefwrightError(f"{site.as_posix()} holds no site; build one with `make` or `snakemake`")
    try:
        server = Server(site, port)
    except OSError as error:
        raise BriefwrightError(
            f"port {port}: {error.strerror}; choose another with --port, or 0 for any that is free"
        ) from None
    gc.enable()  # it may run for long
    with server, contextlib.suppress(KeyboardInterrupt):
        typer.echo(f"{site.as_posix()} is at {server.address} – stop with Ctrl-C")
        server.serve_forever()
