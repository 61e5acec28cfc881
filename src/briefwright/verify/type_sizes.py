"""Check the size of printed text: nothing is smaller than 8.5 points except raised and lowered characters.

Sources check the letters of figures, which have a limit of their own. Pure, like `parity`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.pdf.reader import MarkedText
from briefwright.verify.comparison import Difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefwright.pdf.page_content import Page, TextRun
    from briefwright.pdf.reader import Element

SMALLEST, SMALLEST_RAISED = 8.5, 6.0
"""The smallest text, and the smallest raised or lowered characters, in points."""
_ROUNDING = 0.05
_ON_BASELINE = 0.05
"""Characters are raised or lowered if their baseline differs from the line's by more than this part of its size."""


def small_text(name: str, pages: Iterable[Page], root: Element) -> Iterator[Difference]:
    """Yield text that is too small."""
    figures = {
        (kid.page, run.mcid)
        for element in root.walk()
        if element.type == "Figure"
        for part in element.walk()
        for kid in part.kids
        if isinstance(kid, MarkedText)
        for run in kid.runs
    }
    for page in pages:
        runs = [run for run in page.runs if run.text.strip() and (page.number, run.mcid) not in figures]
        for index, run in enumerate(runs):
            raised = run.size >= SMALLEST_RAISED - _ROUNDING and _is_raised(runs, index)
            if run.size < SMALLEST - _ROUNDING and not raised:
                limit = f"{SMALLEST} pt, and {SMALLEST_RAISED:g} pt for raised characters"
                text = f"{run.size:.1f} pt: {run.text.strip()}"
                yield Difference("small", f"{name}.pdf", "size of text", limit, text, page.number)


def _is_raised(runs: Sequence[TextRun], index: int) -> bool:
    """Return whether a run is above or below the baseline of the full-size text that is drawn before or after it."""
    run = runs[index]
    before = next((one for one in reversed(runs[:index]) if one.size >= SMALLEST - _ROUNDING), None)
    after = next((one for one in runs[index + 1 :] if one.size >= SMALLEST - _ROUNDING), None)
    shifts = (abs(one.baseline - run.baseline) / one.size for one in (before, after) if one is not None)
    return any(_ON_BASELINE < shift < 1 for shift in shifts)
