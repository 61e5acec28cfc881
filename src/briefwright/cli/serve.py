"""`briefwright serve`: show the site on this machine."""

from __future__ import annotations

import contextlib
import gc
import signal
from pathlib import Path
from typing import Annotated

import typer

from briefwright.errors import BriefwrightError


def serve(
    site: Annotated[Path, typer.Argument(metavar="SITE", help="Folder of a built site.")] = Path("build/site"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any free port.")] = 8000,
) -> None:
    """Show the built site on this machine.

    The server sends the headers of the real site. Other machines cannot reach it.
    """
    from briefwright.site.local_server import Server

    if not (site / "index.html").is_file():
        raise BriefwrightError(f"{site.as_posix()} contains no site; build it with `briefwright build`")
    try:
        server = Server(site, port)
    except OSError as error:
        raise BriefwrightError(
            f"port {port}: {error.strerror}; choose another with --port, or 0 for any free port"
        ) from None
    gc.enable()  # `main` disables it, but a server may run for days
    signal.signal(signal.SIGINT, _interrupt_once)
    with server, contextlib.suppress(KeyboardInterrupt):
        typer.echo(f"Serving {site.as_posix()} at {server.address} (stop with Ctrl-C)")
        server.serve_forever()


def _interrupt_once(*_: object) -> None:
    """Raise ``KeyboardInterrupt`` for the first Ctrl-C; a second must not break off the clean end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt
