"""Resolution: find the quotes of a brief in its essay, anchor them as passages, and check all identifiers.

Pure: it reads no files, and reports problems with their positions.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from briefwright.content.left_out import left_out_conflicts, left_out_quotes, quote_only, used_matches
from briefwright.content.locators import sentence_number
from briefwright.content.term_names import name_key, term_names
from briefwright.errors import InvalidSources, Problem, did_you_mean
from briefwright.layout import slug
from briefwright.model import TIMELINE, TIMELINE_EVENTS
from briefwright.sources.brief_quotes import locate_quotes
from briefwright.sources.files import file_name
from briefwright.sources.quotes.lock import matched_text, text_around
from briefwright.sources.walk import glossary_names, identifiers, uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefwright.content.left_out import LeftOutQuote
    from briefwright.model import Marking, Passage
    from briefwright.sources.essay.paragraphs import Essay
    from briefwright.sources.loading import LoadedBrief, Sources
    from briefwright.sources.quotes.matching import QuoteMatch

_SLUG_WORDS = 4
# If a file could not be read, identifiers that it may define are not checked.
_DEFINED_IN = {"reference": "references", "finding": "brief", "figure": "brief", "term": "glossary"}
_DATES = f"give at least {TIMELINE_EVENTS} events a `date`"


@dataclass(frozen=True, slots=True)
class PassageAnchor:
    """A passage of the essay with a readable identifier, which is its anchor.

    ``exact``, ``prefix`` and ``suffix`` are words of the essay (W3C Web Annotation Data Model, 4.2.4 Text Quote
    Selector). ``[…]`` in ``exact`` stands for omitted words. ``match`` is the position in the paragraph (4.2.5 Text
    Position Selector). ``sentence`` is the number of its first sentence in a long paragraph, from 1.
    """

    id: str
    match: QuoteMatch
    exact: str
    prefix: str
    suffix: str
    sentence: int | None = None

    @property
    def locator(self) -> str:
        """The number of the paragraph, and in a long one that of the sentence: ``8.14``."""
        number = str(self.match.paragraph)
        return number if self.sentence is None else f"{number}.{self.sentence}"


@dataclass(frozen=True, slots=True)
class ResolvedBrief:
    """The sources with all quotes found.

    ``anchors`` are the passages on which something rests. ``support`` is the level of support of each recommendation,
    by its identifier: that of the weakest finding that it rests on, also if `redact` removed that finding.
    ``problems`` are warnings and notes for the editor, which do not stop a build. ``marking`` is the brief's own, or
    after `redact` the edition's; ``redacted_texts`` are all texts of the items that `redact` removed.
    """

    sources: Sources
    anchors: Mapping[Passage, PassageAnchor]
    marking: Marking
    support: Mapping[str, str | None]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOutQuote, ...] = ()
    redacted_texts: tuple[str, ...] = ()

    def anchor_of(self, passage: Passage) -> PassageAnchor:
        """Return the anchor of a passage or an annotation."""
        return self.anchors[quote_only(passage)]

    def anchors_of(self, passages: Iterable[Passage]) -> tuple[PassageAnchor, ...]:
        """Return the anchors of passages in the order of the essay, each once."""
        return tuple(sorted({self.anchor_of(passage) for passage in passages}, key=lambda anchor: anchor.match))


def resolve(loaded: LoadedBrief) -> ResolvedBrief:
    """Find all quotes in the essay and check all identifiers.

    Raises ``InvalidSources`` with all problems: those of loading, quotes that are not found or found twice,
    identifiers that are unknown or defined twice, left-out quotes that are in use.
    """
    located = locate_quotes(loaded)
    problems = [*loaded.problems, *_identifier_problems(loaded), *_term_name_problems(loaded), *located.problems]
    problems += _timeline_problems(loaded)
    problems += left_out_conflicts(loaded, located.matches)
    if problems or loaded.sources is None:
        raise InvalidSources(problems)
    sources = loaded.sources
    return ResolvedBrief(
        sources,
        _anchors(sources.essay, used_matches(loaded.data, located.matches), sources.essay_language),
        sources.brief.marking or sources.publisher.marking,
        _support(sources),
        (*loaded.notes, *located.notes),
        left_out_quotes(sources, located.matches),
    )


def _support(sources: Sources) -> dict[str, str | None]:
    levels = {finding.id: finding.support for finding in sources.brief.findings}
    return {
        item.id: sources.scales.weakest(levels[name] for name in item.findings)
        for item in sources.brief.recommendations
    }


def _anchors(essay: Essay, matches: Mapping[Passage, QuoteMatch], language: str) -> dict[Passage, PassageAnchor]:
    """Return an anchor for each match. Its identifier is the paragraph and enough first words to make it unique."""
    by_match: dict[QuoteMatch, PassageAnchor] = {}
    taken: set[str] = set()
    for match in sorted(set(matches.values())):
        identifier = next(candidate for candidate in _identifiers(essay, match) if candidate not in taken)
        taken.add(identifier)
        text = essay.paragraphs[match.paragraph - 1].text
        sentence = sentence_number(text, match.start, language)
        words = matched_text(text, match), *text_around(text, match)
        by_match[match] = PassageAnchor(identifier, match, *words, sentence)
    return {passage: by_match[match] for passage, match in matches.items()}


def _identifiers(essay: Essay, match: QuoteMatch) -> Iterable[str]:
    text = essay.paragraphs[match.paragraph - 1].text[match.start : match.end]
    words = [word for word in slug(text).split("-") if word]
    for count in range(min(_SLUG_WORDS, len(words)), len(words) + 1):
        if count:
            yield f"p{match.paragraph}-{'-'.join(words[:count])}"
    # For the same words twice in a paragraph, or words in another script.
    yield f"p{match.paragraph}-{sha256(text.encode()).hexdigest()[:8]}"
    yield f"p{match.paragraph}-{match.start}-{match.end}"


def _identifier_problems(loaded: LoadedBrief) -> Iterable[Problem]:
    known: dict[str, list[str]] = defaultdict(list)
    for item_type, file, location, identifier in identifiers(loaded.data):
        if identifier in known[item_type]:
            key = "number" if item_type == "edition" else "id"
            message = f"the {item_type} “{identifier}” is defined twice"
            yield loaded.files[file].problem(location, message, hint=f"give this {item_type} another `{key}`")
        known[item_type].append(identifier)
    broken = {problem.path for problem in loaded.problems}
    for item_type, file, location, identifier in uses(loaded.data):
        defined_in = _DEFINED_IN[item_type]
        if not known[item_type] and defined_in in loaded.files and loaded.files[defined_in].path in broken:
            continue  # the file has no items because of an error, such as a misspelt key
        if defined_in in loaded.data and identifier not in known[item_type]:
            name = file_name(loaded.files[defined_in]) if defined_in in loaded.files else f"{defined_in}.yaml"
            hint = did_you_mean(identifier, known[item_type]) or f"define it in {name}, or remove it here"
            if (item_type, identifier) == ("figure", TIMELINE):
                hint = f"{_DATES}, or remove it here"
            yield loaded.files[file].problem(location, f"unknown {item_type} “{identifier}”", hint=hint)


def _timeline_problems(loaded: LoadedBrief) -> Iterable[Problem]:
    """Yield a problem if the brief has a title or a note for a timeline that is not drawn."""
    figures = [identifier for item_type, _, _, identifier in identifiers(loaded.data) if item_type == "figure"]
    brief = loaded.data.get("brief")
    if isinstance(brief, dict) and brief.get("timeline") and TIMELINE not in figures:
        message, hint = "too few events have a date for a timeline", f"{_DATES}, or delete `timeline:`"
        yield loaded.files["brief"].problem(("timeline",), message, at_key=True, hint=hint)


def _term_name_problems(loaded: LoadedBrief) -> Iterable[Problem]:
    """Yield a problem for each name that two glossary terms share, since its mentions would link to both."""
    owners: dict[str, int] = {}
    terms: dict[int, str] = {}
    # Terms first: if a form equals another term, the problem is at the form.
    for index, location, text in sorted(glossary_names(loaded.data), key=lambda entry: entry[1][2] != "term"):
        is_term = location[2] == "term"
        if is_term:
            terms[index] = text
        for name in dict.fromkeys((text, *term_names(text))) if is_term else (text,):
            owner = owners.setdefault(name_key(name), index)
            if owner != index:
                message = f"“{name}” is already a name of the term “{terms.get(owner, owner + 1)}”"
                hint = "merge the two terms, or rename one of them"
                yield loaded.files["glossary"].problem(location, message, hint=hint)
                break
