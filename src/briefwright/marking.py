"""Handling markings (FIRST, Traffic Light Protocol, version 2.0, August 2022)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema


class Marking(StrEnum):
    """TLP 2.0 labels (FIRST, Traffic Light Protocol, version 2.0, August 2022)."""

    # From the widest audience to the narrowest. `<` would compare strings; use `is_stricter_than`.
    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @property
    def plain(self) -> str:
        """The label without its prefix: ``AMBER``."""
        return self.value.removeprefix("TLP:")

    @property
    def is_public(self) -> bool:
        """Whether disclosure is unlimited. TLP 2.0 limits it under all other labels."""
        return self is Marking.CLEAR

    @property
    def colour(self) -> str:
        """The colour of the label on black (TLP 2.0, table of colours)."""
        return _COLOURS[self]

    def is_stricter_than(self, other: Marking) -> bool:
        """Return whether TLP 2.0 allows this marking fewer readers than the other."""
        order = list(Marking)
        return order.index(self) > order.index(other)

    @classmethod
    def from_label(cls, text: str) -> Marking:
        """Return the marking of a label in any case, with or without ``TLP:``; raise ``ValueError`` if unknown."""
        return cls(f"TLP:{text.upper().removeprefix('TLP:')}")


_COLOURS = {
    Marking.CLEAR: "#ffffff",
    Marking.GREEN: "#33ff00",
    Marking.AMBER: "#ffc000",
    Marking.AMBER_STRICT: "#ffc000",
    Marking.RED: "#ff2b2b",
}


def _parse_label(value: object) -> object:
    try:
        return Marking.from_label(value) if isinstance(value, str) else value
    except ValueError:
        return value


MarkingLabel = Annotated[
    Marking,
    BeforeValidator(_parse_label),
    WithJsonSchema({"type": "string", "enum": [*(marking.plain for marking in Marking), *Marking]}),
]
"""A marking in a source file: ``AMBER`` or ``TLP:AMBER``."""
