"""Correct the line breaks of WeasyPrint 70.

WeasyPrint counts the space at the end of a text as part of its line. If only this space does not fit, and an element
follows, WeasyPrint breaks the line after the first word of the text.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from weasyprint.layout import inline

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def full_lines() -> Iterator[None]:
    """Keep a text on its line if it fits without the space at its end."""
    split = inline.split_first_line

    def split_first_line(text: str, style: Any, context: Any, max_width: Any, *more: Any, **options: Any) -> Any:  # noqa: ANN401 - WeasyPrint's own
        line = split(text, style, context, max_width, *more, **options)
        layout, _, resume_at, *_ = line
        words = text.rstrip(" ")
        if resume_at is None or words == text or " " not in words.strip() or " " in layout.text.strip():
            return line
        _, _, resume_at, *_ = split(words, style, context, max_width, *more, **options)
        return line if resume_at is not None else split(text, style, context, None, *more, **options)

    inline.split_first_line = split_first_line
    try:
        yield
    finally:
        inline.split_first_line = split
