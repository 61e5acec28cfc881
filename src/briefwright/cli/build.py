"""`briefwright build`: run the workflow."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from briefwright.errors import BriefwrightError
from briefwright.layout import briefs


def build(
    names: Annotated[list[str] | None, typer.Argument(metavar="BRIEF", help="Names of briefs; default: all.")] = None,
    marking: Annotated[
        str | None, typer.Option(help="Marking of the edition, such as AMBER; default: that of config/config.yaml.")
    ] = None,
) -> None:
    """Build briefs and publish the site.

    The site keeps the published version of all other briefs. A draft is built only by name, into `build/drafts/`.
    """
    known = briefs()
    chosen = [Path(name).name for name in names or ()]
    for name in chosen:
        if name not in known:
            raise BriefwrightError(f"unknown brief “{name}”; choose from {', '.join(known)}")
    settings = [f"marking={marking}"] if marking else []
    settings += [f"briefs=[{','.join(chosen)}]"] if chosen else []
    command = [sys.executable, "-m", "snakemake", *(["--config", *settings] if settings else [])]
    # Jobs find the programs beside this Python even if its environment is not active.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    finished = subprocess.run(command, env={**os.environ, "PATH": path}, check=False)  # noqa: S603 - our own workflow
    raise SystemExit(finished.returncode)
