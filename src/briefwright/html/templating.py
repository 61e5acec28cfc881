"""Jinja2 as this project uses it: sandboxed, strict about names, and exact about where a template fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefwright.errors import BriefwrightError, InvalidSources, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefwright.language import Catalogue

_compiled: list[BytecodeCache] = []


def keep_compiled(folder: Path) -> None:
    """Keep compiled templates in a folder from now on; one is compiled anew when its text changes."""
    folder.mkdir(parents=True, exist_ok=True)
    _compiled[:] = [FileSystemBytecodeCache(str(folder))]


def environment(templates: Path, catalogue: Catalogue, **options: Any) -> ImmutableSandboxedEnvironment:  # noqa: ANN401
    """Return an environment for the templates of a folder, with the strings and dates of a language."""
    made = _sandbox(templates, autoescape=True, bytecode_cache=_compiled[0] if _compiled else None, **options)
    made.filters.update(date=catalogue.date, listing=catalogue.listing)
    made.globals.update(t=catalogue.text, language=catalogue.tag, direction=catalogue.direction)
    return made


def plain_environment(templates: Path) -> ImmutableSandboxedEnvironment:
    """Return an environment for files that are no HTML: nothing is escaped."""
    return _sandbox(templates, autoescape=False, keep_trailing_newline=True)


def _sandbox(templates: Path, **options: Any) -> ImmutableSandboxedEnvironment:  # noqa: ANN401
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, **options
    )


def render(made: ImmutableSandboxedEnvironment, templates: Path, name: str, values: Mapping[str, Any]) -> str:
    """Return a template's text; raise ``InvalidSources`` with the file and the line where it fails."""
    try:
        return made.get_template(name).render(**values)
    except (TemplateError, BriefwrightError) as error:
        raise InvalidSources([_problem(error, templates, name)]) from error


def _problem(error: Exception, templates: Path, name: str) -> Problem:
    """Say where a template fails: a syntax error knows, any other is where the traceback is last in a template."""
    path, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        if code.co_filename.endswith(".j2"):
            path, line = code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    file = str(path or templates / name)
    source = templates / file.removeprefix(f"{templates}/")
    if not source.is_file():
        return Problem(file, 1, 1, "there is no such template")
    lines = source.read_text("utf-8").splitlines()
    number = min(line or 1, len(lines))
    return Problem(file, number, 1, str(error), excerpt=lines[number - 1])
