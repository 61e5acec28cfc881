"""The verb that shows a built site on this machine."""

from __future__ import annotations

import contextlib
import gc
from pathlib import Path
from typing import Annotated

import typer

from briefwright.cli.shared import app
from briefwright.errors import BriefwrightError


@app.command()
def serve(
    site: Annotated[Path, typer.Argument(help="The folder of a built site.")] = Path("build/site"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 takes any that is free.")] = 8000,
) -> None:
    """Show a built site on this machine.

    The server sends the headers of the real site. Other machines cannot reach it.
    """
    from briefwright.site.serving import Server

    if not (site / "index.html").is_file():
        message = f"{site.as_posix()} holds no site; build one with `make` or `snakemake`"
        raise BriefwrightError(message)
    try:
        server = Server(site, port)
    except OSError as error:
        message = f"port {port}: {error.strerror}; choose another with --port, or 0 for any that is free"
        raise BriefwrightError(message) from None
    gc.enable()  # it may run for long
    with server, contextlib.suppress(KeyboardInterrupt):
        typer.echo(f"{site.as_posix()} is at {server.address} – stop with Ctrl-C")
        server.serve_forever()
