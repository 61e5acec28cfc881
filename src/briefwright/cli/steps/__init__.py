"""The steps of the workflow, which Snakemake calls: `briefwright step NAME`.

A step reads files that earlier steps made, calls a pure function, and writes a folder.
"""

from __future__ import annotations

import typer

from briefwright.cli.common import app

__all__ = ["steps"]

steps = typer.Typer(no_args_is_help=True, help="Steps of the workflow, which Snakemake calls.", rich_markup_mode=None)
app.add_typer(steps, name="step", hidden=True)

from briefwright.cli.steps import brief, printing, publishing, whole_site  # noqa: E402, F401 - they register their steps
