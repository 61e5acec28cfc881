"""The JSON Schemas that the site publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.content.exports.contract import SCHEMA, schema
from briefwright.site.embedding import FRAGMENTS_SCHEMA, fragments_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["SCHEMAS"]

SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {SCHEMA: schema, FRAGMENTS_SCHEMA: fragments_schema}
"""The function that generates each schema, by file name."""
