"""Copy the project, edit the copy, and time commands in it."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pypandoc

from briefwright.fonts import write_print_fonts
from briefwright.layout import BUILD_INPUTS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FINDING", "PURPOSE", "Project", "Seconds", "Yardstick", "adopt_orphans"]

# Names and wordings of the publication. Update them when the publication changes.
BRIEF = "cyber-recruitment"
DOCUMENTS = ("executive-brief", "annotated-report", "recommendations-sheet")
REPORT = "annotated-report"
FINDING = ("rivalry blocked sharing", "rivalry hindered sharing")
"""Two wordings of a finding that the brief and the report show."""
PURPOSE = ("This sheet sets out", "This sheet explains")
"""Two wordings of `purpose`, which only the sheet shows."""
COPIED = {
    "\ntitle: Cyber Recruitment": "\ntitle: Cyber Recruitment {}",
    "\nshort_title: Cyber recruitment": "\nshort_title: Cyber recruitment {}",
    '\nnumber: "2026/1"': '\nnumber: "2026/{}"',
    PURPOSE[0]: "Sheet {} sets out",
}
"""Text that each copy of the brief replaces; {} is the number of the copy."""

HERE = Path(__file__).resolve().parent
MANIFEST = "build/site/manifest.json"
"""A file that every build publishes."""
READER = "commonmark+attributes+bracketed_spans+fenced_divs+pipe_tables+definition_lists-raw_html"
"""The format of the yardstick's Markdown."""
_PR_SET_CHILD_SUBREAPER = 36  # prctl(2)


class Seconds(NamedTuple):
    """Wall time, and CPU time of all processes of a command."""

    wall: float
    cpu: float


class Project:
    """A copy of the project that builds with its own modules."""

    def __init__(self, folder: Path) -> None:
        """Copy the inputs of a build, without results of earlier builds."""
        self.folder = folder
        folder.mkdir()
        for source in (HERE.parent / name for name in BUILD_INPUTS):
            if source.is_dir():
                shutil.copytree(source, folder / source.name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.is_file():
                shutil.copy2(source, folder)

    def run(self, *command: str, folder: Path | None = None) -> tuple[Seconds, str]:
        """Run a command, and return its time and output; exit with the output if it fails."""
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": programs, "PYTHONPATH": str(self.folder / "src")}
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            cpu, wall = _cpu_of_children(), time.perf_counter()
            process = subprocess.Popen(  # noqa: S603 - commands of this project
                command, cwd=folder or self.folder, env=environment, stdout=output, stderr=subprocess.STDOUT
            )
            code = process.wait()
            wall = time.perf_counter() - wall
            _wait_for_orphans()
            cpu = _cpu_of_children() - cpu
            output.seek(0)
            text = output.read()
        if code:
            sys.exit(f"{' '.join(command)}: exit code {code}\n{text}")
        return Seconds(wall, cpu), text

    def build(self, *, changes: bool = True) -> Seconds:
        """Time a build; exit if it publishes nothing after a change, or publishes without a change."""
        manifest = self.folder / MANIFEST
        before = manifest.stat().st_mtime_ns if manifest.exists() else None
        seconds, output = self.run("snakemake")
        if (manifest.stat().st_mtime_ns != before) != changes:
            sys.exit(f"snakemake published {'nothing' if changes else 'a site without a change'}\n{output}")
        return seconds

    def cold_build(self) -> Seconds:
        """Delete all results of earlier builds, and time a build."""
        for name in ("build", ".snakemake"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        return self.build()

    def build_after(self, wordings: tuple[str, str]) -> Seconds:
        """Replace one wording with the other in the brief, and time the build."""
        path = self.folder / "sources" / BRIEF / "brief.yaml"
        text = path.read_text("utf-8")
        old, new = wordings if wordings[0] in text else wordings[::-1]
        path.write_text(_replaced(text, old, new), "utf-8")
        return self.build()

    def check(self) -> Seconds:
        """Time `briefwright check`."""
        return self.run("briefwright", "check")[0]

    def typeset_report(self) -> Seconds:
        """Time the second typesetting of the report in one process."""
        _, output = self.run(sys.executable, str(HERE / "engine.py"), BRIEF, REPORT)
        return Seconds(*json.loads(output))

    def add_briefs(self, number: int) -> None:
        """Add copies of the brief up to a number of briefs; no two have the same documents."""
        source = HERE.parent / "sources" / BRIEF
        for copy in range(2, number + 1):
            folder = self.folder / "sources" / f"{BRIEF}-{copy}"
            if folder.exists():
                continue
            shutil.copytree(source, folder)
            text = (folder / "brief.yaml").read_text("utf-8")
            for old, new in COPIED.items():
                text = _replaced(text, old, new.format(copy))
            (folder / "brief.yaml").write_text(text, "utf-8")


class Yardstick:
    """The fixed inputs of the bare commands."""

    def __init__(self, folder: Path, project: Project) -> None:
        """Unpack the inputs, and add the print fonts."""
        self.folder, self.project = folder, project
        shutil.unpack_archive(HERE / "yardstick.tar.xz", folder)
        write_print_fonts(folder / "fonts")

    def run(self) -> Seconds:
        """Time all commands, one after the other."""
        taken = [self.project.run(*command, folder=self.folder)[0] for command in self.commands()]
        return Seconds(sum(each.wall for each in taken), sum(each.cpu for each in taken))

    def commands(self) -> list[Sequence[str]]:
        """Return a Pandoc and a WeasyPrint command for each document."""
        pandoc = [
            pypandoc.get_pandoc_path(),
            f"--from={READER}",
            "--defaults=defaults.yaml",
            "--lua-filter=filter.lua",
            "--metadata=lang:en-GB",
        ]
        weasyprint = ["weasyprint", "--pdf-variant=pdf/a-3a", "--stylesheet=print.css"]
        made: list[Sequence[str]] = []
        for name in DOCUMENTS:
            made.append([*pandoc, f"--bibliography={name}.json", f"--output={name}.html", f"{name}.md"])
            made.append([*weasyprint, f"{name}.print.html", f"{name}.pdf"])
        return made


def adopt_orphans() -> None:
    """Adopt processes whose parent has ended, so that their CPU time counts (Linux).

    The servers of a build run most jobs and end just after Snakemake.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _wait_for_orphans() -> None:
    try:
        while True:
            os.wait()
    except ChildProcessError:
        return


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _replaced(text: str, old: str, new: str) -> str:
    if old not in text:
        sys.exit(f"brief.yaml does not contain “{old.strip()}”. Update the wordings in {Path(__file__).name}.")
    return text.replace(old, new)
