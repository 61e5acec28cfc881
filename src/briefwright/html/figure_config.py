"""The configuration of figures: what each Vega-Lite specification gets where its own `config` sets nothing else.

The colours and the font are those of the theme. A specification names them as style sheets do: ``var(--accent)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefwright.colours import with_tokens
from briefwright.fonts import SANS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.model import Theme

_LINES = {"domainColor": "var(--rule)", "gridColor": "var(--rule)", "tickColor": "var(--rule)"}
_LABELS = {"labelColor": "var(--secondary)", "titleColor": "var(--secondary)"}
_THEME: Mapping[str, Any] = {
    "background": "var(--paper)",
    "font": "var(--sans)",
    "axis": _LINES | _LABELS,
    "legend": _LABELS,
    "header": _LABELS,
    "title": {"color": "var(--ink)", "subtitleColor": "var(--secondary)"},
    "view": {"stroke": "var(--rule)"},
    "mark": {"color": "var(--accent)"},
    "text": {"color": "var(--ink)"},
    "range": {
        "category": [
            *("var(--accent)", "var(--accent-2)", "var(--caution)", "var(--definition)", "var(--correction)"),
            *("var(--accent-3)", "var(--secondary)"),
        ]
    },
}
"""Colours and font (Vega-Lite, Configuration)."""
_NO_LIMITS = {"labelLimit": 0, "titleLimit": 0}
_LETTERS = {"labelFontSize": 12, "titleFontSize": 12}
"""9 points in print."""
DEFAULTS: Mapping[str, Any] = {
    "font": f"{SANS}, Arial, sans-serif",
    # `maxExtent` would put the title of an axis over its longer labels.
    "axis": {**_NO_LIMITS, **_LETTERS, "maxExtent": 10_000},
    # Vega-Lite leaves out labels of ordinal fields that overlap.
    "axisBand": {"labelOverlap": False},
    "axisPoint": {"labelOverlap": False},
    "legend": {**_NO_LIMITS, **_LETTERS, "symbolLimit": 0},
    "header": {**_NO_LIMITS, **_LETTERS},
    "text": {"fontSize": 12},
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


def with_theme(specification: Any, theme: Theme) -> Any:  # noqa: ANN401 - any JSON
    """Return a specification with the colours and the font of a theme in place of its references and as defaults."""
    values = {**theme.light, "sans": f"{theme.figure_family}, Arial, sans-serif"}
    if not isinstance(specification, dict):
        return specification
    config = specification.get("config") or {}
    return _with_values({**specification, "config": with_defaults(config, _THEME)}, values)


def _with_values(value: Any, values: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {key: _with_values(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_values(item, values) for item in value]
    return with_tokens(value, values) if isinstance(value, str) else value
