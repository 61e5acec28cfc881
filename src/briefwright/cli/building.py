"""The verb that builds and publishes, for those who do not know Snakemake."""

from __future__ import annotations

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
    marking: Annotated[str, typer.Option(help="The edition's handling marking, as in AMBER.")] = "CLEAR",
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
    # Beside this Python, also where its environment is not active.
    command = [sys.executable, "-m", "snakemake", "--config", f"marking={marking}", f"briefs=[{','.join(wanted)}]"]
    raise SystemExit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own workflow
