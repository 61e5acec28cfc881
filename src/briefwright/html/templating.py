"""The Jinja2 environment: sandboxed, strict about undefined names, with file and line in errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefwright.errors import BriefwrightError, InvalidSources, Problem
from briefwright.markup import within_quotes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from briefwright.language import Catalogue

_bytecode_cache: list[BytecodeCache] = []


def cache_compiled_templates(folder: Path) -> None:
    """Cache compiled templates in a folder from now on; a changed template is compiled again."""
    folder.mkdir(parents=True, exist_ok=True)
    _bytecode_cache[:] = [FileSystemBytecodeCache(str(folder))]


def environment(templates: Path, catalogue: Catalogue, **options: Any) -> ImmutableSandboxedEnvironment:  # noqa: ANN401
    """Return an environment for HTML or Markdown templates, with the strings and dates of a language."""
    env = _sandbox(
        templates, autoescape=True, bytecode_cache=_bytecode_cache[0] if _bytecode_cache else None, **options
    )
    env.filters.update(date=catalogue.date, listing=catalogue.listing, language_name=catalogue.language_name)
    env.filters.update(within_quotes=within_quotes)
    env.globals.update(t=catalogue.text, count=catalogue.count, language=catalogue.tag, direction=catalogue.direction)
    return env


def plain_environment(templates: Path) -> ImmutableSandboxedEnvironment:
    """Return an environment for plain text files, without escaping."""
    return _sandbox(templates, autoescape=False, keep_trailing_newline=True)


def _sandbox(templates: Path, **options: Any) -> ImmutableSandboxedEnvironment:  # noqa: ANN401
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, **options
    )


def render_template(env: ImmutableSandboxedEnvironment, templates: Path, name: str, values: Mapping[str, Any]) -> str:
    """Return the text of a rendered template; raise ``InvalidSources`` with file and line of an error."""
    try:
        return env.get_template(name).render(**values)
    except (TemplateError, BriefwrightError) as error:
        raise InvalidSources([_problem(error, templates, name)]) from error


def _problem(error: Exception, templates: Path, name: str) -> Problem:
    """Return the problem of a template error; its place is from the syntax error, or from the traceback."""
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
        return Problem(file, 1, 1, "template not found")
    lines = source.read_text("utf-8").splitlines()
    number = min(line or 1, len(lines))
    return Problem(file, number, 1, str(error), excerpt=lines[number - 1])
