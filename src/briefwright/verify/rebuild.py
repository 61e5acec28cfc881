"""The sources at hand, built once more, to compare what they give with what was published."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from briefwright.errors import BriefwrightError
from briefwright.layout import Layout
from briefwright.model import Marking
from briefwright.output import files_in

__all__ = ["PARTS", "rebuilt"]

PARTS = ("Snakefile", "workflow", "config", "profiles", "templates", "sources", "schemas", "src", "requirements.lock")
"""All that a build reads."""


def rebuilt(project: Path, marking: str) -> dict[str, bytes]:
    """Build a project in a folder of its own, unsigned; return every file of the site by its path.

    Raises ``BriefwrightError`` where this is no project, or where it does not build.
    """
    if lost := [name for name in PARTS if not (project / name).exists()]:
        message = f"there is nothing to rebuild here: {project.resolve()} has no {', '.join(lost)}"
        raise BriefwrightError(message)
    with tempfile.TemporaryDirectory(prefix="briefwright-rebuild-") as folder:
        copy = Path(folder)
        for name in PARTS:
            part = project / name
            if part.is_dir():
                shutil.copytree(part, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(part, copy / name)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFWRIGHT_")}
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
        done = subprocess.run(  # noqa: S603 - our own workflow, found on the PATH
            ["snakemake", "--config", f"marking={marking}", "briefs=[]"],  # noqa: S607 - beside this Python
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            message = f"the sources at hand do not build:\n{done.stderr.strip()}"
            raise BriefwrightError(message)
        site = copy / Layout(Marking.named(marking).plain).site
        return {name: path.read_bytes() for name, path in files_in(site).items()}
