"""Time the build against the same Pandoc and WeasyPrint work as bare command lines.

Run it in the environment, on a machine that does nothing else: ``python benchmarks/measure.py``.
Everything happens in a copy of the project, in turns, so that a ratio holds where the machine's speed drifts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypandoc

from briefwright import language
from briefwright.html.convert import READER
from briefwright.html.impose import impose
from briefwright.html.page import shell
from briefwright.pdf.typeset import paper, with_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

BRIEF = "cyber-recruitment"
DOCUMENTS = ("executive-brief", "annotated-report", "recommendations-sheet")
PROJECT = Path(__file__).resolve().parent.parent
PARTS = ("Snakefile", "workflow", "profiles", "templates", "sources", "src", "requirements.lock")


def main() -> None:
    """Print medians in seconds, and the ratio of a cold build to the bare command lines, pair by pair."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        copy_project(project)
        build = ["snakemake"]
        timed(build, project)
        bare = bare_commands(project, Path(folder) / "bare")
        results: dict[str, list[float]] = {name: [] for name in ("bare", "cold", "edit", "nothing", "check")}
        for number in range(rounds):
            results["bare"].append(sum(timed(command, Path(folder) / "bare") for command in bare))
            shutil.rmtree(project / "build")
            shutil.rmtree(project / ".snakemake")
            results["cold"].append(timed(build, project))
            edit_finding(project, number)
            results["edit"].append(timed(build, project))
            results["nothing"].append(timed(build, project))
            results["check"].append(timed(["briefwright", "check"], project))
    report(results)


def copy_project(target: Path) -> None:
    """Copy what a build needs, and nothing that one left behind."""
    target.mkdir()
    for name in PARTS:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target / name)


def timed(command: Sequence[str], folder: Path) -> float:
    """Return the seconds that a command takes; leave with its output where it fails."""
    start = time.perf_counter()
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    seconds = time.perf_counter() - start
    if run.returncode:
        sys.exit(f"{' '.join(command)}\n{run.stdout}{run.stderr}")
    return seconds


def edit_finding(project: Path, number: int) -> None:
    """Reword a finding that stands in the brief and the report."""
    path = project / "sources" / BRIEF / "brief.yaml"
    text = path.read_text("utf-8")
    old = "agencies long held" if number % 2 == 0 else "agencies often held"
    new = "agencies often held" if number % 2 == 0 else "agencies long held"
    if old not in text:
        sys.exit(f"{path}: “{old}” is gone; change edit_finding")
    path.write_text(text.replace(old, new), "utf-8")


def bare_commands(project: Path, folder: Path) -> list[list[str]]:
    """Lay out the same inputs for `pandoc` and `weasyprint`, and return their command lines."""
    folder.mkdir()
    work, templates = project / "build/work" / BRIEF, project / "templates"
    catalogue = language.load(templates / "locales", "en-GB")
    shutil.copytree(project / "build/work/fonts", folder / "fonts")
    shutil.copytree(project / "build/work/site" / BRIEF / "figures", folder / "figures")
    tokens, style = ((templates / name).read_text("utf-8") for name in ("tokens.css", "print/print.css"))
    (folder / "print.css").write_text(with_tokens(tokens, style, **paper("A4", 0)), "utf-8")
    commands = []
    for name in DOCUMENTS:
        view = json.loads((work / f"{name}.json").read_text("utf-8"))
        (folder / f"{name}.json").write_text(json.dumps(view.get("references", [])), "utf-8")
        shutil.copy2(work / f"{name}.md", folder)
        fragment = impose((work / f"{name}.html").read_text("utf-8"))
        html = shell(templates, "print/page.html.j2", catalogue, fragment, head=view["head"])
        (folder / f"{name}.print.html").write_text(html, "utf-8")
        commands += [pandoc(name, templates), weasyprint(name)]
    return commands


def pandoc(name: str, templates: Path) -> list[str]:
    """Return the conversion of one document as a command line."""
    return [
        str(pypandoc.get_pandoc_path()),
        f"--from={READER}",
        f"--defaults={templates / 'pandoc/defaults.yaml'}",
        f"--lua-filter={templates / 'pandoc/filter.lua'}",
        f"--bibliography={name}.json",
        "--metadata=lang:en-GB",
        f"--output={name}.html",
        f"{name}.md",
    ]


def weasyprint(name: str) -> list[str]:
    """Return the typesetting of one document as a command line, at the largest size only."""
    return ["weasyprint", "--pdf-variant=pdf/a-3a", "--stylesheet=print.css", f"{name}.print.html", f"{name}.pdf"]


def report(results: dict[str, list[float]]) -> None:
    """Print what was measured."""
    labels = {
        "bare": "the same Pandoc and WeasyPrint work, bare",
        "cold": "cold build",
        "edit": "one finding edited",
        "nothing": "nothing to do",
        "check": "briefwright check",
    }
    sys.stdout.write(f"{'seconds':44} {'min':>6} {'median':>6} {'max':>6}\n")
    for name, values in results.items():
        sys.stdout.write(row(labels[name], values))
    ratios = [cold / bare for cold, bare in zip(results["cold"], results["bare"], strict=True)]
    sys.stdout.write(row("cold build / bare, pair by pair", ratios))


def row(name: str, values: list[float]) -> str:
    """Return a line of the report."""
    return f"{name:44} {min(values):6.2f} {statistics.median(values):6.2f} {max(values):6.2f}\n"


if __name__ == "__main__":
    main()
