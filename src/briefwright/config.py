"""The settings of a build: ``config/config.yaml`` and ``snakemake --config``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefwright.errors import BriefwrightError
from briefwright.layout import briefs
from briefwright.marking import Marking, MarkingLabel

if TYPE_CHECKING:
    from collections.abc import Mapping


class Config(BaseModel):
    """Settings of a build."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    marking: MarkingLabel = Field(
        default=Marking.CLEAR,
        description="Marking of the edition to build (TLP 2.0).",
        json_schema_extra={"default": Marking.CLEAR.plain},
    )
    briefs: tuple[str, ...] = Field(
        default=(), description="Names of the briefs to build; all if empty, except drafts. The others stay published."
    )


def read_config(values: Mapping[str, Any]) -> Config:
    """Return the settings of a build; raise ``BriefwrightError`` that lists all errors."""
    problems = []
    config = Config()
    try:
        config = Config.model_validate(dict(values))
    except ValidationError as error:
        for detail in error.errors():
            name = str(detail["loc"][0])
            if detail["type"] == "extra_forbidden":
                problems.append(f"config: unknown setting “{name}”; choose from {', '.join(Config.model_fields)}")
            elif name == "marking":
                labels = ", ".join(label.plain for label in Marking)
                problems.append(f"config: unknown marking “{values[name] or ''}”; choose from {labels}")
            else:
                problems.append(f"config: {name}: {detail['msg']}")
    known, chosen = briefs(), values.get("briefs", ())
    problems += [
        f"config: unknown brief “{name}”; choose from {', '.join(known)}"
        for name in (chosen if isinstance(chosen, list | tuple) else ())
        if isinstance(name, str) and name not in known
    ]
    if problems:
        raise BriefwrightError("\n".join(problems))
    return config
