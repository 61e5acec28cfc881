"""What the editors leave out of the essay on purpose: where it stands, and whether something rests on it after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefwright.model import Passage
from briefwright.sources.lock import matched_text
from briefwright.sources.walk import passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefwright.errors import Problem
    from briefwright.sources.loading import Reading, Sources
    from briefwright.sources.matching import QuoteMatch
    from briefwright.sources.yaml_nodes import Location

_KEY = "left_out"
_SIGNS = {"findings": "F", "recommendations": "R"}


@dataclass(frozen=True, slots=True)
class LeftOutQuote:
    """Words of the essay that the editors leave out on purpose, with their reason.

    It is no passage: nothing rests on it, and it has no address.
    """

    match: QuoteMatch
    exact: str
    reason: str


def bare(quoted: Passage) -> Passage:
    """Return a quotation alone: what is noted at a passage, or said of one that is left out, is a passage too."""
    return Passage(quote=quoted.quote, paragraph=quoted.paragraph, prefix=quoted.prefix, suffix=quoted.suffix)


def omissions(sources: Sources, matches: Mapping[Passage, QuoteMatch]) -> tuple[LeftOutQuote, ...]:
    """Return what is left out, in the order of the essay."""
    found = []
    for item in sources.brief.left_out:
        match = matches[bare(item)]
        text = sources.essay.paragraphs[match.paragraph - 1].text
        found.append(LeftOutQuote(match, matched_text(text, match), item.reason))
    return tuple(sorted(found, key=lambda omission: omission.match))


def used(data: Mapping[str, Any], matches: Mapping[Passage, QuoteMatch]) -> dict[Passage, QuoteMatch]:
    """Return the places of the quotations on which something rests."""
    return {passage: matches[passage] for _, _, passage in _found(data, matches, left_out=False)}


def contradictions(reading: Reading, matches: Mapping[Passage, QuoteMatch]) -> Iterator[Problem]:
    """Yield a problem for each quotation that is left out and overlaps one on which something rests."""
    resting = list(_found(reading.data, matches, left_out=False))
    for file, location, passage in _found(reading.data, matches, left_out=True):
        over = [
            (other_file, other_location)
            for other_file, other_location, other in resting
            if _overlap(matches[passage], matches[other])
        ]
        if over:
            places = [
                reading.files[other_file].problem((*other_location, "quote"), "") for other_file, other_location in over
            ]
            names = list(dict.fromkeys(_name(reading.data[other_file], where) for other_file, where in over))
            yield reading.files[file].problem(
                (*location, "quote"),
                f"this is left out, yet {_listed(names)} {'rests' if len(names) == 1 else 'rest'} on it",
                hint="take it out of `left_out`, or leave out only words on which nothing rests",
                detail=tuple(f"{place.path}:{place.line}: {(place.excerpt or '').strip()}" for place in places),
            )


def _found(
    data: Mapping[str, Any], matches: Mapping[Passage, QuoteMatch], *, left_out: bool
) -> Iterator[tuple[str, Location, Passage]]:
    for file, location, passage in passages(data):
        if passage in matches and ((file, location[0]) == ("brief", _KEY)) == left_out:
            yield file, location, passage


def _overlap(one: QuoteMatch, other: QuoteMatch) -> bool:
    return one.paragraph == other.paragraph and any(
        start < last and first < end for start, end in one.pieces for first, last in other.pieces
    )


def _name(data: Any, location: Location) -> str:  # noqa: ANN401 - any YAML
    """Return what an editor calls the thing that holds a quotation: F3 (late-strategy), “by-boat”, the summary."""
    key = str(location[0])
    item, index = data, None
    for step in location:
        item, index = item[step], step
        if isinstance(step, int):
            break
    name = item.get("id") if isinstance(item, dict) else None
    if key in _SIGNS and isinstance(index, int):
        return f"{_SIGNS[key]}{index + 1} ({name})"
    return f"“{name}” in `{key}`" if name else f"`{key}`"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
