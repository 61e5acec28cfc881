"""Where statements stand in the essay: quotations become anchored passages, identifiers are tied up.

Pure: it reads values and reports problems at their places; it opens nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from hashlib import sha256
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from briefwright.errors import InvalidSources, Problem
from briefwright.essay import Folded, fold
from briefwright.model import Passage
from briefwright.walk import identifiers, passages, uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.essay import Essay
    from briefwright.files import Location
    from briefwright.sources import Sources

__all__ = ["Anchor", "Match", "Resolved", "anchor", "find", "resolve"]

_CONTEXT = 32
_SLUG_WORDS = 4


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """Where words stand: paragraph (from 1), first character and the one after the last (from 0)."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage of the essay, with a readable address of its own.

    ``exact``, ``prefix`` and ``suffix`` are the essay's own words (W3C Web Annotation Data Model,
    4.2.4 Text Quote Selector), ``match`` is its place (4.2.5 Text Position Selector, within the paragraph).
    """

    id: str
    match: Match
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """The sources, with every quotation found."""

    sources: Sources
    anchors: Mapping[Passage, Anchor]

    def anchors_of(self, quoted: Iterable[Passage]) -> tuple[Anchor, ...]:
        """Return the anchors of quotations, in the order of the essay, each once."""
        found = {self.anchors[_key(passage)].match: self.anchors[_key(passage)] for passage in quoted}
        return tuple(found[match] for match in sorted(found))


def resolve(sources: Sources) -> Resolved:
    """Find every quotation and tie up every identifier.

    Raises ``InvalidSources`` with all that is not found, found twice, unknown or defined twice.
    """
    folded = {paragraph.number: fold(paragraph.text) for paragraph in sources.essay.paragraphs}
    problems = [*_identifier_problems(sources)]
    matches: dict[Passage, Match] = {}
    for file, location, passage in passages(sources):
        found = find(folded, passage)
        if len(found) == 1:
            matches[_key(passage)] = found[0]
        else:
            problems.append(_passage_problem(sources, file, location, passage, folded, found))
    if problems:
        raise InvalidSources(problems)
    return Resolved(sources, _anchors(sources.essay, matches))


def _key(passage: Passage) -> Passage:
    """An annotation is a passage too; as a key only its passage counts."""
    return Passage(quote=passage.quote, paragraph=passage.paragraph, prefix=passage.prefix, suffix=passage.suffix)


def find(folded: Mapping[int, Folded], passage: Passage) -> tuple[Match, ...]:
    """Return every place where a quotation stands, whole words only, its prefix and suffix around it."""
    quote = fold(passage.quote).text.strip()
    prefix, suffix = fold(passage.prefix or "").text.strip(), fold(passage.suffix or "").text.strip()
    found = []
    for number, paragraph in folded.items():
        if passage.paragraph not in {None, number}:
            continue
        for start in _occurrences(paragraph.text, quote):
            end = start + len(quote)
            before, after = paragraph.text[:start].rstrip(), paragraph.text[end:].lstrip()
            if before.endswith(prefix) and after.startswith(suffix):
                found.append(Match(number, paragraph.starts[start], paragraph.ends[end - 1]))
    return tuple(found)


def _occurrences(text: str, quote: str) -> Iterable[int]:
    start = text.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        if not (_inside_word(text, start) or _inside_word(text, end)):
            yield start
        start = text.find(quote, start + 1)


def _inside_word(text: str, index: int) -> bool:
    return 0 < index < len(text) and text[index - 1].isalnum() and text[index].isalnum()


def anchor(essay: Essay, match: Match, identifier: str) -> Anchor:
    """Return the anchor of a place in the essay, with up to 32 characters of what stands around it."""
    text = essay.paragraphs[match.paragraph - 1].text
    return Anchor(
        identifier,
        match,
        text[match.start : match.end],
        text[max(0, match.start - _CONTEXT) : match.start],
        text[match.end : match.end + _CONTEXT],
    )


def _anchors(essay: Essay, matches: Mapping[Passage, Match]) -> dict[Passage, Anchor]:
    """Give each place one address: its paragraph and its first words, as many as tell it from the others."""
    by_match: dict[Match, Anchor] = {}
    taken: set[str] = set()
    for match in sorted(set(matches.values())):
        identifier = next(name for name in _addresses(essay, match) if name not in taken)
        taken.add(identifier)
        by_match[match] = anchor(essay, match, identifier)
    return {passage: by_match[match] for passage, match in matches.items()}


def _addresses(essay: Essay, match: Match) -> Iterable[str]:
    exact = essay.paragraphs[match.paragraph - 1].text[match.start : match.end]
    latin = unicodedata.normalize("NFKD", exact).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", latin)
    for count in range(min(_SLUG_WORDS, len(words)), len(words) + 1):
        if count:
            yield f"p{match.paragraph}-{'-'.join(words[:count])}"
    # The same words again, or words in another script.
    yield f"p{match.paragraph}-{sha256(exact.encode()).hexdigest()[:8]}"
    yield f"p{match.paragraph}-{match.start}-{match.end}"


def _identifier_problems(sources: Sources) -> Iterable[Problem]:
    known: dict[str, list[str]] = {}
    for kind, file, location, name in identifiers(sources):
        names = known.setdefault(kind, [])
        if name in names:
            hint = f"a {kind} of this name stands above; give this one another"
            yield sources.files[file].problem(location, f"the {kind} “{name}” is defined twice", hint=hint)
        names.append(name)
    for kind, file, location, name in uses(sources):
        if name not in known.get(kind, ()):
            close = get_close_matches(name, known.get(kind, ()), 1, 0.5)
            hint = f"did you mean “{close[0]}”?" if close else None
            yield sources.files[file].problem(location, f"there is no {kind} “{name}”", hint=hint)


def _passage_problem(
    sources: Sources,
    file: str,
    location: Location,
    passage: Passage,
    folded: Mapping[int, Folded],
    found: tuple[Match, ...],
) -> Problem:
    source = sources.files[file]
    place = (*location, "quote")
    if found:
        detail = tuple(f"¶{match.paragraph}: {_surroundings(sources.essay, match)}" for match in found)
        return source.problem(
            place,
            f"the quote stands in {len(found)} places of the essay",
            hint=_how_unique(sources.essay, found),
            detail=detail,
        )
    elsewhere = find(folded, Passage(quote=passage.quote))
    if elsewhere:
        numbers = ", ".join(f"¶{match.paragraph}" for match in elsewhere)
        return source.problem(
            place,
            f"the quote does not stand where `paragraph`, `prefix` and `suffix` say; it stands in {numbers}",
            hint=f"set `paragraph: {elsewhere[0].paragraph}`, and take out or correct prefix and suffix",
        )
    number, nearest = _nearest(folded, fold(passage.quote).text)
    detail = (f"quoted:   {passage.quote}", f"essay ¶{number}: {nearest}", f"change:   {_diff(passage.quote, nearest)}")
    hint = f"if ¶{number} is meant, quote its words as they stand"
    return source.problem(place, "the quote is not in the essay", hint=hint, detail=detail)


def _surroundings(essay: Essay, match: Match) -> str:
    around = anchor(essay, match, "")
    return f"…{around.prefix}[{around.exact}]{around.suffix}…"


def _how_unique(essay: Essay, found: tuple[Match, ...]) -> str:
    if len({match.paragraph for match in found}) == len(found):
        return f"add `paragraph: {found[0].paragraph}`, or the number of the other one that is meant"
    prefix = anchor(essay, found[0], "").prefix.strip().split(" ")[-3:]
    return f"add the words before it, as in `prefix: {' '.join(prefix)}`, or those after it as `suffix:`"


def _nearest(folded: Mapping[int, Folded], quote: str) -> tuple[int, str]:
    """Return the paragraph and the words, widened to whole words, that are most like a quotation."""
    aligned = [
        (found.score, -number, found.dest_start, found.dest_end)
        for number, paragraph in folded.items()
        if (found := fuzz.partial_ratio_alignment(quote, paragraph.text))
    ]
    if not aligned:
        return 1, ""
    _, number, start, end = max(aligned)
    text = folded[-number].text
    start = text.rfind(" ", 0, start + 1) + 1
    stop = text.find(" ", max(end - 1, 0))
    return -number, text[start : stop if stop >= 0 else len(text)].strip()


def _diff(old: str, new: str) -> str:
    """Return a word diff: [-taken out-] {+put in+}."""
    before, after = fold(old).text.split(), new.split()
    parts: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            parts += before[i1:i2]
        else:
            parts += [f"[-{' '.join(before[i1:i2])}-]"] * (i2 > i1) + [f"{{+{' '.join(after[j1:j2])}+}}"] * (j2 > j1)
    return " ".join(parts)
