"""Handling markings (FIRST, Traffic Light Protocol, version 2.0, August 2022)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema


class Marking(StrEnum):
    """TLP 2.0 labels (FIRST, Traffic Light Protocol, version 2.0, August 2022)."""

    # The widest circle of readers comes first.  `<` would compare letters; use `is_stricter_than`.
    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @property
    def plain(self) -> str:
        """The label without its prefix, as in ``AMBER``."""
        return self.value.removeprefix("TLP:")

    @property
    def is_public(self) -> bool:
        """Whether everybody may read what it marks: TLP 2.0 limits disclosure under every other label."""
        return self is Marking.CLEAR

    @property
    def colour(self) -> str:
        """The colour of its label on black (TLP 2.0, table of colours)."""
        return _COLOURS[self]

    def is_stricter_than(self, other: Marking) -> bool:
        """Return whether TLP 2.0 lets fewer people read what it marks than what the other marks."""
        order = list(Marking)
        return order.index(self) > order.index(other)

    @classmethod
    def named(cls, text: str) -> Marking:
        """Return the marking of a label in any case, with or without ``TLP:``; raise ``ValueError`` if unknown."""
        return cls(f"TLP:{text.upper().removeprefix('TLP:')}")


_COLOURS = {
    Marking.CLEAR: "#ffffff",
    Marking.GREEN: "#33ff00",
    Marking.AMBER: "#ffc000",
    Marking.AMBER_STRICT: "#ffc000",
    Marking.RED: "#ff2b2b",
}


def _from_label(value: object) -> object:
    try:
        return Marking.named(value) if isinstance(value, str) else value
    except ValueError:
        return value


MarkingLabel = Annotated[
    Marking,
    BeforeValidator(_from_label),
    WithJsonSchema({"type": "string", "enum": [*(one.plain for one in Marking), *Marking]}),
]
"""A marking as editors write it: ``AMBER`` or ``TLP:AMBER``."""
