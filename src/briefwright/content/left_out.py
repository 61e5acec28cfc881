"""Words of the essay that the editors leave out on purpose (``left_out``), and conflicts with passages in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefwright.model import Passage
from briefwright.sources.quotes.lock import matched_text
from briefwright.sources.walk import passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.errors import Problem
    from briefwright.sources.loading import LoadedBrief, Sources
    from briefwright.sources.quotes.matching import QuoteMatch
    from briefwright.sources.yaml_nodes import Location

_KEY = "left_out"
_NUMBER_PREFIX = {"findings": "F", "recommendations": "R"}


@dataclass(frozen=True, slots=True)
class LeftOutQuote:
    """Words of the essay that the editors leave out on purpose, with the reason.

    They are not a passage: nothing rests on them, and they have no address.
    """

    match: QuoteMatch
    exact: str
    reason: str


def quote_only(passage: Passage) -> Passage:
    """Return only the passage of an annotation or of a left-out quote, whose models extend `Passage`."""
    return Passage(quote=passage.quote, paragraph=passage.paragraph, prefix=passage.prefix, suffix=passage.suffix)


def left_out_quotes(sources: Sources, matches: Mapping[Passage, QuoteMatch]) -> tuple[LeftOutQuote, ...]:
    """Return the left-out quotes in the order of the essay."""
    quotes = []
    for item in sources.brief.left_out:
        match = matches[quote_only(item)]
        text = sources.essay.paragraphs[match.paragraph - 1].text
        quotes.append(LeftOutQuote(match, matched_text(text, match), item.reason))
    return tuple(sorted(quotes, key=lambda quote: quote.match))


def used_matches(data: Mapping[str, Any], matches: Mapping[Passage, QuoteMatch]) -> dict[Passage, QuoteMatch]:
    """Return the matches of the passages on which something rests."""
    return {passage: matches[passage] for _, _, passage in _quotes(data, matches, left_out=False)}


def left_out_conflicts(loaded: LoadedBrief, matches: Mapping[Passage, QuoteMatch]) -> Iterator[Problem]:
    """Yield a problem for each left-out quote that overlaps a passage on which something rests."""
    used = list(_quotes(loaded.data, matches, left_out=False))
    for file, location, passage in _quotes(loaded.data, matches, left_out=True):
        overlapping = [
            (other_file, other_location)
            for other_file, other_location, other in used
            if _overlap(matches[passage], matches[other])
        ]
        if overlapping:
            places = [loaded.files[other].problem((*place, "quote"), "") for other, place in overlapping]
            users = list(dict.fromkeys(_name(loaded.data[other], place) for other, place in overlapping))
            yield loaded.files[file].problem(
                (*location, "quote"),
                f"these words are left out, but {_phrase(users)} {'rests' if len(users) == 1 else 'rest'} on them",
                hint="remove the quote from `left_out`, or shorten it to words on which nothing rests",
                detail=tuple(f"{place.path}:{place.line}: {(place.excerpt or '').strip()}" for place in places),
            )


def _quotes(
    data: Mapping[str, Any], matches: Mapping[Passage, QuoteMatch], *, left_out: bool
) -> Iterator[tuple[str, Location, Passage]]:
    for file, location, passage in passages(data):
        if passage in matches and ((file, location[0]) == ("brief", _KEY)) == left_out:
            yield file, location, passage


def _overlap(left: QuoteMatch, right: QuoteMatch) -> bool:
    return left.paragraph == right.paragraph and any(
        start < last and first < end for start, end in left.pieces for first, last in right.pieces
    )


def _name(data: Any, location: Location) -> str:  # noqa: ANN401 - any YAML
    """Return a name for the item that contains a quote: F3 (late-strategy), “by-boat” in `analysis`, `summary`."""
    key = str(location[0])
    item, index = data, None
    for step in location:
        item, index = item[step], step
        if isinstance(step, int):
            break
    name = item.get("id") if isinstance(item, dict) else None
    if key in _NUMBER_PREFIX and isinstance(index, int):
        return f"{_NUMBER_PREFIX[key]}{index + 1} ({name})"
    return f"“{name}” in `{key}`" if name else f"`{key}`"


def _phrase(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
