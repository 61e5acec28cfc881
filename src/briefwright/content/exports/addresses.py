"""Where what is exported of a brief is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefwright.content.scope import REPORT

if TYPE_CHECKING:
    from briefwright.content.provenance import Resolved

__all__ = ["ANNOTATIONS", "ESSAY", "RECORD", "Addresses"]

RECORD, ESSAY, ANNOTATIONS = "brief.json", "essay.txt", "annotations.jsonld"
"""File names, in the brief's folder of the site."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a brief: absolute, so that they hold wherever a file of it is read."""

    house: str
    slug: str

    @classmethod
    def of(cls, resolved: Resolved) -> Addresses:
        """Return the addresses of a resolved brief."""
        return cls(resolved.sources.house.base_url, resolved.sources.slug)

    def schema(self, name: str) -> str:
        """Return where a published schema is."""
        return f"{self.house}/schemas/{name}"

    def file(self, name: str) -> str:
        """Return where a file of the brief is."""
        return f"{self.house}/{self.slug}/{name}"

    def report(self, anchor: str = "") -> str:
        """Return where the annotated report is, or something in it."""
        return self.file(f"{REPORT}.html") + (f"#{anchor}" if anchor else "")
