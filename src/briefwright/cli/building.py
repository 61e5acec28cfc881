"""The verb that builds and publishes, for those who do not know Snakemake."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from briefwright.cli.shared import app
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
            message = f"there is no brief {SOURCES}/{name}; there are {', '.join(known)}"
            raise BriefwrightError(message)
    settings = [f"marking={marking}"] if marking else []
    settings += [f"briefs=[{','.join(wanted)}]"] if wanted else []
    command = [sys.executable, "-m", "snakemake", *(["--config", *settings] if settings else [])]
    # Jobs find the programs beside this Python, also where its environment is not active.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(command, env={**os.environ, "PATH": path}, check=False)  # noqa: S603 - our own workflow
    raise SystemExit(done.returncode)
