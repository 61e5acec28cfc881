"""Handling markings (FIRST, Traffic Light Protocol, version 2.0, August 2022)."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Marking"]


class Marking(StrEnum):
    """TLP 2.0 labels (FIRST, Traffic Light Protocol, version 2.0, August 2022)."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @property
    def plain(self) -> str:
        """The label without its prefix, as in ``AMBER``."""
        return self.value.removeprefix("TLP:")

    @classmethod
    def named(cls, text: str) -> Marking:
        """Return the marking of a label, with or without its prefix; raise ``ValueError`` where there is none."""
        return cls(text if text.startswith("TLP:") else f"TLP:{text}")
