"""The files of the figures in ``figures/`` of a brief: those that are missing, and those that no figure uses."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from briefwright.sources.walk import mappings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefwright.errors import Problem
    from briefwright.sources.files import SourceFile


@dataclass(frozen=True, slots=True)
class FigureSource:
    """The sources of a figure: a Vega-Lite specification with its path, and its CSV data."""

    path: str
    specification: Any
    data: str


def figure_file_problems(folder: Path, brief: object, source: SourceFile) -> Iterator[Problem]:
    """Yield a problem for each missing figure file, and for each specification that ``brief.yaml`` does not list."""
    present = sorted(path.name for path in folder.glob("[!.]*"))
    listed_names = set()
    for location, figure in mappings(brief):
        for key in ("file", "data") if location[:-1] == ("figures",) else ():
            name = figure.get(key)
            if not isinstance(name, str):
                continue
            listed_names.add(name)
            if name not in present:
                ending = ".vl.yaml" if key == "file" else ".csv"
                close = get_close_matches(name, [other for other in present if other.endswith(ending)], 1)
                hint = f"did you mean {close[0]}?" if close else f"add it to {folder.as_posix()}/"
                yield source.problem((*location, key), f"the file figures/{name} is missing", hint=hint)
            elif not (folder / name).is_file():
                hint = "replace it with the file itself"
                yield source.problem((*location, key), f"figures/{name} is not a regular file", hint=hint)
    for name in present:
        if name.endswith(".vl.yaml") and name not in listed_names:
            hint = "list it under `figures:`, or delete the file"
            yield source.problem(("figures",), f"no figure uses the file figures/{name}", at_key=True, hint=hint)
