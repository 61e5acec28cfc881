"""Where statements stand in the essay: quotations become anchored passages, identifiers are tied up.

Pure: it reads values and reports problems at their places; it opens nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from briefwright.content.left_out import bare, contradictions, omissions, used
from briefwright.errors import InvalidSources, Problem, did_you_mean
from briefwright.sources.essay import fold
from briefwright.sources.lock import matched_text, text_around
from briefwright.sources.quotes import locate_quotes
from briefwright.sources.walk import glossary_names, identifiers, uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.content.left_out import LeftOutQuote
    from briefwright.model import Marking, Passage
    from briefwright.sources.essay import Essay
    from briefwright.sources.loading import Reading, Sources
    from briefwright.sources.matching import QuoteMatch

_SLUG_WORDS = 4


# Where a file could not be read, nothing can be said of what it defines.
_DEFINED_IN = {"reference": "references", "finding": "brief", "figure": "brief", "term": "glossary"}


@dataclass(frozen=True, slots=True)
class PassageAnchor:
    """A passage of the essay, with a readable address of its own.

    ``exact``, ``prefix`` and ``suffix`` are the essay's own words (W3C Web Annotation Data Model,
    4.2.4 Text Quote Selector), what is left out marked by ``[…]``; ``match`` is its place (4.2.5 Text Position
    Selector, within the paragraph).
    """

    id: str
    match: QuoteMatch
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class ResolvedBrief:
    """The sources, with every quotation found.

    ``anchors`` are the passages on which something rests; ``left_out`` is what the editors leave out on purpose.
    ``remarks`` are the warnings and notes that an editor should read; none of them stops a build.  ``marking`` is the
    brief's own, until `release` makes an edition of it; then ``withheld`` are the texts of what that leaves out.
    """

    sources: Sources
    anchors: Mapping[Passage, PassageAnchor]
    marking: Marking
    remarks: tuple[Problem, ...] = ()
    left_out: tuple[LeftOutQuote, ...] = ()
    withheld: tuple[str, ...] = ()

    def anchor_of(self, quoted: Passage) -> PassageAnchor:
        """Return the anchor of a quotation; an annotation, which is a passage too, has that of its passage."""
        return self.anchors[bare(quoted)]

    def anchors_of(self, quoted: Iterable[Passage]) -> tuple[PassageAnchor, ...]:
        """Return the anchors of quotations, in the order of the essay, each once."""
        return tuple(sorted({self.anchor_of(passage) for passage in quoted}, key=lambda anchor: anchor.match))


def resolve(reading: Reading) -> ResolvedBrief:
    """Find every quotation and tie up every identifier.

    Raises ``InvalidSources`` with all that is wrong: what the reading found, what is not found in the essay, found
    twice, unknown or defined twice.
    """
    traced = locate_quotes(reading)
    problems = [*reading.problems, *_identifier_problems(reading), *_name_problems(reading), *traced.problems]
    problems += contradictions(reading, traced.matches)
    if problems or reading.sources is None:
        raise InvalidSources(problems)
    sources = reading.sources
    return ResolvedBrief(
        sources,
        _anchors(sources.essay, used(reading.data, traced.matches)),
        sources.brief.marking or sources.publisher.marking,
        traced.notes,
        omissions(sources, traced.matches),
    )


def _anchors(essay: Essay, matches: Mapping[Passage, QuoteMatch]) -> dict[Passage, PassageAnchor]:
    """Give each place one address: its paragraph and its first words, as many as tell it from the others."""
    by_match: dict[QuoteMatch, PassageAnchor] = {}
    taken: set[str] = set()
    for match in sorted(set(matches.values())):
        identifier = next(name for name in _addresses(essay, match) if name not in taken)
        taken.add(identifier)
        text = essay.paragraphs[match.paragraph - 1].text
        by_match[match] = PassageAnchor(identifier, match, matched_text(text, match), *text_around(text, match))
    return {passage: by_match[match] for passage, match in matches.items()}


def _addresses(essay: Essay, match: QuoteMatch) -> Iterable[str]:
    said = essay.paragraphs[match.paragraph - 1].text[match.start : match.end]
    latin = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", latin)
    for count in range(min(_SLUG_WORDS, len(words)), len(words) + 1):
        if count:
            yield f"p{match.paragraph}-{'-'.join(words[:count])}"
    # The same words again, or words in another script.
    yield f"p{match.paragraph}-{sha256(said.encode()).hexdigest()[:8]}"
    yield f"p{match.paragraph}-{match.start}-{match.end}"


def _identifier_problems(reading: Reading) -> Iterable[Problem]:
    known: dict[str, list[str]] = defaultdict(list)
    for kind, file, location, name in identifiers(reading.data):
        if name in known[kind]:
            other = "number" if kind == "edition" else "name"
            yield reading.files[file].problem(
                location, f"the {kind} “{name}” is defined twice", hint=f"give this {kind} another {other}"
            )
        known[kind].append(name)
    for kind, file, location, name in uses(reading.data):
        if _DEFINED_IN[kind] in reading.data and name not in known[kind]:
            hint = did_you_mean(name, known[kind])
            yield reading.files[file].problem(location, f"there is no {kind} “{name}”", hint=hint)


def _name_problems(reading: Reading) -> Iterable[Problem]:
    """Yield a problem for each name that two terms have: a text that has it would lead back to both."""
    owners: dict[str, int] = {}
    terms: dict[int, str] = {}
    # Terms first: of a term and another one's form, the form is the mistake.
    for index, location, name in sorted(glossary_names(reading.data), key=lambda found: found[1][2] != "term"):
        if location[2] == "term":
            terms[index] = name
        owner = owners.setdefault(fold(name).text.casefold(), index)
        if owner != index:
            message = f"“{name}” is a name of the term “{terms.get(owner, owner + 1)}” already"
            hint = "bring the two together, or give one of them another name"
            yield reading.files["glossary"].problem(location, message, hint=hint)
