"""The configuration of figures: what each Vega-Lite specification gets where its own `config` sets nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILY = "IBM Plex Sans"
"""The font family of figures."""
_NO_LIMITS = {"labelLimit": 0, "titleLimit": 0}
DEFAULTS: Mapping[str, Any] = {
    "background": "#ffffff",
    "font": f"{FAMILY}, Arial, sans-serif",
    # `maxExtent` would put the title of an axis over its longer labels.
    "axis": {**_NO_LIMITS, "labelFontSize": 11, "maxExtent": 10_000},
    # Vega-Lite leaves out labels of ordinal fields that overlap.
    "axisBand": {"labelOverlap": False},
    "axisPoint": {"labelOverlap": False},
    "legend": {**_NO_LIMITS, "labelFontSize": 11, "symbolLimit": 0},
    "header": {**_NO_LIMITS, "labelFontSize": 11},
    "title": {"limit": 0},
    # A missing value has no mark, and its name stays on the axis.
    "mark": {"invalid": "break-paths-show-domains"},
}
"""Complete labels, and gaps instead of zeros."""
WITH_GAPS: Mapping[str, Any] = {**DEFAULTS, "line": {"point": True}, "area": {"point": True}}
"""The same for data with missing values: a line has no length at a value between two missing ones."""


def with_defaults(config: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return a configuration with the defaults for the keys that it lacks, at all levels."""
    inner = {
        key: with_defaults(config[key], default)
        for key, default in defaults.items()
        if isinstance(default, dict) and isinstance(config.get(key), dict)
    }
    return {**defaults, **config, **inner}
