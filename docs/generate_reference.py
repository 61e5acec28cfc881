"""Write `docs/reference/`: source files, commands, settings and rules, as the code defines them.

Raises ``Undocumented`` for a field, command or option without a description.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import typer
from pydantic.fields import FieldInfo

from briefwright.cli import app
from briefwright.config import Config
from briefwright.model import SOURCE_FILES
from briefwright.model.fields import Line, Prose
from briefwright.process import VARIABLES, ExitCode
from briefwright.sources.lint import RULES
from briefwright.sources.suppressions import COMMENT_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic import BaseModel

REFERENCE = Path(__file__).parent / "reference"
FOOT = "\n<!-- Generated from the code by docs/generate_reference.py; do not edit. -->\n"
# All other files are in sources/<brief>/.
FOLDERS = {
    "publisher": "sources",
    "scales": "sources",
    "theme": "sources",
    "document": "templates/<document>",
    "dark": "templates/figures",
}
TYPES = {
    "string": "text",
    "text/markdown": "Markdown",
    "date": "date",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "mapping",
}
# What every field of these types has for a description is none of its own.
GENERIC = {one.description for alias in (Line, Prose) for one in get_args(alias) if isinstance(one, FieldInfo)}

Schema = dict[str, Any]


class Undocumented(ValueError):  # noqa: N818 - it names the state of the code
    """Something that a user sees has no description."""


def pages() -> dict[str, str]:
    """Return every page of the reference, by file name."""
    makers = {"sources.md": _sources, "commands.md": _commands, "settings.md": _settings, "rules.md": _rules}
    return {name: "\n".join(make()) + FOOT for name, make in makers.items()}


# ---- source files ----------------------------------------------------------------------------------------------------


def _sources() -> Iterator[str]:
    yield "# Source files\n\nMarkdown stands for *emphasis*, **strong**, `code` and links. All other text is plain.\n"
    described: set[str] = set()
    for name, definition in SOURCE_FILES.items():
        yield f"## {name}.yaml\n\n`{FOLDERS.get(name, 'sources/<brief>')}/{name}.yaml`\n"
        yield from model(definition, described)


def model(definition: type[BaseModel], described: set[str]) -> Iterator[str]:
    """Describe a model and the types that it uses, except those that are ``described`` already."""
    schema = definition.model_json_schema()
    types: dict[str, Schema] = schema.get("$defs", {})
    yield from _fields(definition.__name__, schema, types)
    for name in sorted(types.keys() - described):
        if "properties" in types[name]:
            docstring = " ".join(types[name]["description"].replace("``", "`").split())
            yield f"### {name}\n\n{docstring}\n"
            yield from _fields(name, types[name], types)
    described |= types.keys()


def _fields(owner: str, schema: Schema, types: Mapping[str, Schema]) -> Iterator[str]:
    rows = []
    for name, field in schema["properties"].items():
        # Without one of its own, a field has the description of its type.
        type_ = types.get(field.get("$ref", "").rpartition("/")[2], {})
        meaning = field.get("description") or " ".join(type_.get("description", "").replace("``", "`").split())
        if not meaning or meaning in GENERIC:
            raise Undocumented(f"{owner}.{name} has no description")
        default = "required" if name in schema.get("required", ()) else _default(field.get("default"))
        rows.append((f"`{name}`", _type(field, types), default, meaning))
    yield _table(("field", "type", "default", "meaning"), rows)


def _type(field: Schema, types: Mapping[str, Schema]) -> str:
    match field:
        case {"$ref": str(ref)}:
            name = ref.rpartition("/")[2]
            shown = f"[{name}](#{name.lower()})" if "properties" in types[name] else _type(types[name], types)
        case {"anyOf": list(choices)}:
            shown = " or ".join(_type(one, types) for one in choices if one != {"type": "null"})
        case {"enum": list(values)}:
            # A label counts with and without its prefix.
            plain = [one for one in values if one and str(one).removeprefix("TLP:") not in {*values} - {one}]
            shown = ", ".join(f"`{one}`" for one in plain)
        case {"const": value}:
            shown = f"`{value}`"
        case {"prefixItems": [first, *_]}:
            shown = f"pair of {_type(first, types)}"
        case {"items": dict(item)}:
            shown = f"list of {_type(item, types)}{_bounds(field, 'Items')}"
        case {"additionalProperties": dict(value)}:
            shown = f"mapping to {_type(value, types)}"
        case _:
            name = field.get("contentMediaType") or field.get("format") or field["type"]
            shown = TYPES[name] + _bounds(field, "imum")
    return shown


def _bounds(field: Schema, end: str) -> str:
    low, high = field.get(f"min{end}"), field.get(f"max{end}")
    if low is not None and high is not None:
        return f", {low:g} to {high:g}"
    return (f", {low:g} or more" if low is not None else "") + (f", {high:g} at most" if high is not None else "")


def _default(value: object) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "" if value in (None, [], "") or isinstance(value, dict) else f"`{value}`"


# ---- commands --------------------------------------------------------------------------------------------------------


def _commands() -> Iterator[str]:
    yield "# Commands\n"
    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for name, one in commands.items():
        if not one.hidden:
            yield from command(name, one)
    yield "## Steps of a build\n\n`briefwright step NAME` runs one step. The `Snakefile` calls them.\n"
    steps = {name: _help(name, step).partition("\n")[0] for name, step in commands["step"].commands.items()}
    yield _names(("step", "does"), steps)


def command(name: str, definition: Any) -> Iterator[str]:  # noqa: ANN401 - typer gives its commands no public type
    """Describe a command with its arguments and options."""
    context = typer.Context(definition, info_name=f"briefwright {name}")
    usage = " ".join(definition.collect_usage_pieces(context))
    yield f"## briefwright {name}\n\n{_help(name, definition)}\n\n```text\nbriefwright {name} {usage}\n```\n"
    yield _table(("argument or option", "meaning"), (_parameter(name, one, context) for one in definition.params))


def _help(name: str, definition: Any) -> str:  # noqa: ANN401 - as above
    if not definition.help:
        raise Undocumented(f"the command {name} has no description")
    return str(definition.help)


def _parameter(command: str, parameter: Any, context: typer.Context) -> tuple[str, str]:  # noqa: ANN401 - as above
    if not parameter.help:
        raise Undocumented(f"{parameter.opts[-1]} of the command {command} has no description")
    shown, meaning = parameter.get_help_record(context)
    return f"`{shown}`", meaning


# ---- settings and rules ----------------------------------------------------------------------------------------------


def _settings() -> Iterator[str]:
    yield "# Settings\n\n## config.yaml\n\n`config/config.yaml`, or for one run `snakemake --config marking=AMBER`\n"
    yield from model(Config, set())
    yield "## Environment variables\n"
    yield _names(("variable", "meaning"), VARIABLES)
    yield "## Exit codes\n"
    yield _table(("code", "meaning"), ((str(code.value), code.meaning) for code in ExitCode))


def _rules() -> Iterator[str]:
    yield "# Rules\n\nWarnings of `briefwright check`. A comment suppresses one: `# allow RULE: reason`.\n"
    yield _names(("rule", "warns of"), RULES)
    yield "## Suppressions\n\nThese warnings are about the comments themselves. Nothing suppresses them.\n"
    yield _names(("rule", "warns of"), COMMENT_RULES)


def _names(heads: tuple[str, str], meanings: Mapping[str, str]) -> str:
    return _table(heads, ((f"`{name}`", meaning) for name, meaning in meanings.items()))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines) + "\n"


if __name__ == "__main__":
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, "utf-8")
