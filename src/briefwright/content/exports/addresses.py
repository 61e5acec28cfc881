"""Where what is exported of a brief is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    anchored: str
    """The document whose page has the anchors."""

    @classmethod
    def of(cls, resolved: Resolved, anchored: str) -> Addresses:
        """Return the addresses of a resolved brief."""
        return cls(resolved.sources.house.base_url, resolved.sources.slug, anchored)

    def schema(self, name: str) -> str:
        """Return where a published schema is."""
        return f"{self.house}/schemas/{name}"

    def file(self, name: str) -> str:
        """Return where a file of the brief is."""
        return f"{self.house}/{self.slug}/{name}"

    def page(self) -> str:
        """Return where the page is that has the anchors."""
        return self.file(f"{self.anchored}.html")

    def anchor(self, name: str) -> str:
        """Return where an anchor is."""
        return f"{self.page()}#{name}"
