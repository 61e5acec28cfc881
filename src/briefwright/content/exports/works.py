"""Types of the brief record: works cited as CSL JSON items (Citation Style Language 1.0.2, schema ``csl-data``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, model_serializer

from briefwright.model import Work
from briefwright.model.csl import Name

if TYPE_CHECKING:
    from pydantic import SerializerFunctionWrapHandler


class _WithoutEmptyFields(BaseModel):
    """Omits empty variables, because CSL has no ``null``."""

    @model_serializer(mode="wrap")
    def _without_empty_fields(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields: dict[str, Any] = _without_empty(handler(self))
        return fields


class WorkRecord(Work, _WithoutEmptyFields):
    """A work cited: a CSL JSON item."""


class NameRecord(Name, _WithoutEmptyFields):
    """A CSL name."""


def _without_empty(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {key: _without_empty(item) for key, item in value.items() if item not in (None, (), [])}
    return [_without_empty(item) for item in value] if isinstance(value, list | tuple) else value
