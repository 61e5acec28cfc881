"""Time the build in a copy of the project, and compare it with bare Pandoc and WeasyPrint commands.

README.md explains the figures and the yardstick.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from project import FINDING, PURPOSE, Project, Seconds, Yardstick, adopt_orphans

if TYPE_CHECKING:
    from collections.abc import Callable

Times = dict[str, list[Seconds]]
"""The times of each command in `COMMANDS`, in the order of the rounds."""

COMMANDS = {
    "bare": "bare Pandoc and WeasyPrint commands",
    "cold": "cold build",
    "edit": "build after an edit of one finding",
    "sheet": "build after an edit that only the sheet shows",
    "nothing": "build with nothing to do",
    "check": "briefwright check",
    "report": "typesetting the report a second time",
    "one": "cold build of one brief before the batch",
    "batch": "cold build of the batch, per brief",
    "fill": "build of many briefs",
    "many": "build of many briefs with nothing to do",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """The seconds of a command, or their ratio to another command in the same round, with an aim."""

    label: str
    aim: float
    over: str = ""
    by_cpu: bool = False


FIGURES = {
    "cold": Figure("cold build / bare", 0.90, over="bare"),
    "edit": Figure("one finding edited / bare", 0.60, over="bare"),
    "sheet": Figure("only the sheet edited / bare", 0.35, over="bare"),
    "nothing": Figure("build with nothing to do, s", 1.0),
    "check": Figure("briefwright check, s", 0.6),
    "report": Figure("report typeset again, CPU s", 3.3, by_cpu=True),
    "batch": Figure("batch, per brief / cold build of one", 0.55, over="one"),
    "many": Figure("many briefs with nothing to do, s", 3.0),
}
LARGE = {"batch", "many"}


def main() -> None:
    """Measure the chosen figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--rounds", type=int, default=3, metavar="N", help="number of rounds (default 3)")
    add("--only", nargs="+", choices=FIGURES, default=FIGURES, metavar="NAME", help=f"any of {', '.join(FIGURES)}")
    add("--skip-large", action="store_true", help=f"skip {' and '.join(sorted(LARGE))}")
    add("--batch", type=int, default=20, metavar="N", help="number of briefs in the batch (default 20)")
    add("--briefs", type=int, default=200, metavar="N", help="number of briefs for `many` (default 200)")
    options = parser.parse_args()
    wanted = set(options.only) - (LARGE if options.skip_large else set())
    adopt_orphans()
    times: Times = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder) / "project")
        project.cold_build()  # compiles the Python modules
        if wanted - LARGE:
            measure_rounds(project, Yardstick(Path(folder) / "yardstick", project), wanted, options.rounds, times)
        if "batch" in wanted:
            measure_batch(project, options.batch, times)
        if "many" in wanted:
            measure_many(project, options.briefs, options.rounds, times)
    print_times(times)
    print_figures(times)


def measure_rounds(project: Project, yardstick: Yardstick, wanted: set[str], rounds: int, times: Times) -> None:
    """Time each command once in each round, so that a ratio compares times of one round."""
    commands: dict[str, Callable[[], Seconds]] = {
        "bare": yardstick.run,
        "cold": project.cold_build,
        "edit": lambda: project.build_after(FINDING),
        "sheet": lambda: project.build_after(PURPOSE),
        "nothing": lambda: project.build(changes=False),
        "check": project.check,
        "report": project.typeset_report,
    }
    needed = wanted | {FIGURES[name].over for name in wanted}
    for _ in range(rounds):
        for name, command in commands.items():
            if name in needed:
                times[name].append(command())


def measure_batch(project: Project, briefs: int, times: Times) -> None:
    """Time a cold build of one brief, then a cold build of a batch."""
    times["one"].append(project.cold_build())
    project.add_briefs(briefs)
    project.check()
    wall, cpu = project.cold_build()
    times["batch"].append(Seconds(wall / briefs, cpu / briefs))


def measure_many(project: Project, briefs: int, rounds: int, times: Times) -> None:
    """Build many briefs, with those of the batch, then time builds with nothing to do."""
    project.add_briefs(briefs)
    project.check()
    times["fill"].append(project.build())
    times["many"] += [project.build(changes=False) for _ in range(rounds)]


def print_times(times: Times) -> None:
    """Print the seconds of each command."""
    sys.stdout.write(f"{'seconds':46} {'min':>7} {'median':>7} {'max':>7} {'CPU':>7}\n")
    for name, taken in times.items():
        if taken:
            sys.stdout.write(f"{COMMANDS[name]:46} {spread(taken)}\n")


def print_figures(times: Times) -> None:
    """Print each figure, and whether its median reaches the aim."""
    sys.stdout.write(f"\n{'figure':46} {'min':>7} {'median':>7} {'max':>7} {'CPU':>7} {'aim':>7}\n")
    for name, figure in FIGURES.items():
        if not times[name]:
            continue
        values = times[name]
        if figure.over:
            pairs = zip(values, times[figure.over], strict=True)
            values = [Seconds(one.wall / other.wall, one.cpu / other.cpu) for one, other in pairs]
        reached = median(values).cpu if figure.by_cpu else median(values).wall
        verdict = "reached" if reached <= figure.aim else "missed"
        sys.stdout.write(f"{figure.label:46} {spread(values)} {figure.aim:7.2f} {verdict}\n")


def spread(values: list[Seconds]) -> str:
    """Return the minimum, median and maximum wall time and the median CPU time, as text."""
    walls, middle = [value.wall for value in values], median(values)
    return " ".join(f"{value:7.2f}" for value in (min(walls), middle.wall, max(walls), middle.cpu))


def median(values: list[Seconds]) -> Seconds:
    """Return the median wall time and the median CPU time."""
    return Seconds(statistics.median(one.wall for one in values), statistics.median(one.cpu for one in values))


if __name__ == "__main__":
    main()
