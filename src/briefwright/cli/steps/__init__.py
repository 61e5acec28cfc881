"""The steps of the workflow, which Snakemake calls: `briefwright step NAME`.

A step reads files that earlier steps wrote, calls pure functions, and writes a folder.
"""

from __future__ import annotations

import typer

__all__ = ["steps"]

steps = typer.Typer(no_args_is_help=True, help="Steps of the workflow, which Snakemake calls.", rich_markup_mode=None)

from briefwright.cli.steps import assets, brief, document, publishing, whole_site  # noqa: E402, F401 - they register their steps
