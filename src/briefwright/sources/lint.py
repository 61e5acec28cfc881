"""Warnings on the editors' words: estimates, advice, quotation marks, and findings that no document shows.

Each has a rule, by whose name an editor can silence it with a reason (``silences``).  None stops a build.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from briefwright import prose
from briefwright.errors import in_order
from briefwright.model import Passage
from briefwright.sources import estimates, quote_errors, walk
from briefwright.sources.essay import fold
from briefwright.sources.matching import find
from briefwright.sources.relocation import compare_with_lock
from briefwright.sources.suppressions import LintWarning, unsuppressed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefwright.errors import Problem
    from briefwright.model import DocumentType, EmptyActions, VagueActors
    from briefwright.sources.essay import Folded
    from briefwright.sources.estimates import Term, Vocabulary
    from briefwright.sources.loading import Reading, Sources
    from briefwright.sources.yaml_nodes import Location

    Written = tuple[str, Location, str, bool]

RULES: Mapping[str, str] = {
    "likelihood-outside-scale": "A word of likelihood that no scale has, such as “perhaps”.",
    "mixed-scales": "A word of another scale than the publisher's.",
    "likelihood-with-confidence": "Likelihood and a rating of confidence in one sentence.",
    "no-actor": "A recommendation whose actor is nobody in particular, such as “all stakeholders”.",
    "no-action": "A recommendation that leaves open what to do.",
    "unused-finding": "A finding that no document shows.",
    "quotation-not-in-essay": "Words in quotation marks that are not in the essay.",
}
"""The rules that an editor can suppress, each with what it warns of."""
_WORD = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")
_BETWEEN_ACTORS = re.compile(r"\s*[,;]\s*|\s+(?:and|or)\s+", re.IGNORECASE)
_FEWEST_WORDS = 2
_END_MARKS = " ,.;:!?"
_LIKE = 75
"""From which likeness on, of 100, words seem to be meant for some of the essay's."""


def check(reading: Reading, document_types: Mapping[str, DocumentType]) -> tuple[Problem, ...]:
    """Return the warnings on a brief, in the order of its files; none where its sources do not stand yet.

    ``document_types`` are the document types; where there are none, no finding can be said to be unused.
    """
    sources = reading.sources
    if sources is None:
        return ()
    written = tuple(walk.words(reading.data))
    found = (
        *_language(written, sources),
        *_quotations(written, sources),
        *_advice(reading, sources),
        *(_unused(sources, document_types) if document_types else ()),
    )
    applied = [rule for rule in RULES if document_types or rule != "unused-finding"]
    return in_order(unsuppressed(reading.files, found, RULES, applied))


def _language(written: Iterable[Written], sources: Sources) -> Iterator[LintWarning]:
    words = estimates.vocabulary(sources.scales, sources.likelihood, sources.confidence)
    for file, location, text, markdown in written:
        own = estimates.own_words(text, markdown=markdown)
        terms = estimates.terms(words, own)
        for term in terms:
            if term.scale != words.scale:
                rule, message, hint = _off_scale(words, term)
                yield LintWarning(rule, file, location, (term.start, term.end), message, hint)
        for term, rating in _in_one_sentence(words, own, terms):
            message = f"“{term.words}” stands in one sentence with “{rating}”"
            hint = "say how likely it is in one sentence, and how far the evidence bears that in another"
            yield LintWarning("likelihood-with-confidence", file, location, (term.start, term.end), message, hint)


def _off_scale(words: Vocabulary, term: Term) -> tuple[str, str, str]:
    """Return the rule that a term breaks, what to say, and the mend."""
    if term.scale is None or term.step is None:
        message = f"“{term.words}” is a word of likelihood, but none of the {words.scale.name}"
        hint = f"its words are {', '.join(step.words[0] for step in words.scale.steps)}; or make no estimate"
        return "likelihood-outside-scale", message, hint
    nearest = words.scale.nearest(term.step)
    message = f"“{term.words}” is a word of the {term.scale.name}; this publisher uses the {words.scale.name}"
    hint = f"nearest to its {term.step.range}% is “{nearest.words[0]}” ({nearest.range}%)"
    return "mixed-scales", message, hint


def _in_one_sentence(words: Vocabulary, text: str, terms: tuple[Term, ...]) -> Iterator[tuple[Term, str]]:
    """Yield each word of likelihood that shares a sentence with a rating of confidence, and the rating."""
    rated = estimates.ratings(words, text) if terms else ()
    for start, end in estimates.sentences(text) if rated else ():
        inside = [text[first:last] for first, last in rated if start <= first < end]
        for term in terms if inside else ():
            if start <= term.start < end:
                yield term, " ".join(inside[0].split())


def _quotations(written: Iterable[Written], sources: Sources) -> Iterator[LintWarning]:
    ground = compare_with_lock(sources.essay, None)
    folded = ground.folded
    for file, location, text, markdown in written:
        for start, end in estimates.quotations(text, markdown=markdown):
            said = " ".join(map(prose.plain_text, prose.parse(text[start:end]))) if markdown else text[start:end]
            if said.strip(_END_MARKS) and not _stands(folded, said):
                message = "these words stand in quotation marks, but not in the essay"
                hint = "quote its words as they stand; where others said them, silence this and say who"
                near = _near(folded, said)
                detail = quote_errors.explain_quote(ground, Passage(quote=said), ()).detail if near else ()
                yield LintWarning("quotation-not-in-essay", file, location, (start, end), message, hint, detail)


def _stands(folded: Mapping[int, Folded], said: str) -> bool:
    """Return whether words stand in the essay; the sentence around them may have put its own stop before the mark."""
    return any(find(folded, Passage(quote=words)) for words in (said, said.rstrip(_END_MARKS)))


def _near(folded: Mapping[int, Folded], said: str) -> bool:
    """Return whether words are so like some of the essay that a difference is worth showing."""
    return any(fuzz.partial_ratio(fold(said).text, paragraph.text) >= _LIKE for paragraph in folded.values())


def _advice(reading: Reading, sources: Sources) -> Iterator[LintWarning]:
    # As its file has it, so that places count from its first character.
    for index, item in enumerate(reading.data["brief"]["recommendations"]):
        where: Location = ("recommendations", index)
        if names_nobody(item["actor"], sources.scales.vague_actors):
            message = f"“{item['actor'].strip()}” names nobody who could act"
            hint = "name a body that can: “Member States”, say, or “the council”"
            yield LintWarning("no-actor", "brief", (*where, "actor"), (0, len(item["actor"])), message, hint)
        if found := says_nothing(item["action"], sources.scales.empty_actions):
            start, end, why = found
            message = f"“{item['action'][start:end].strip()}” {why}"
            hint = "begin with the verb and say what it is done to, as in “share information on …”"
            yield LintWarning("no-action", "brief", (*where, "action"), (start, end), message, hint)


def names_nobody(actor: str, vague: VagueActors) -> bool:
    """Return whether all that an actor names is vague: 'all stakeholders', but not 'the Commission and others'."""
    named = [part.casefold() for part in _BETWEEN_ACTORS.split(actor) if part.strip()]
    return all(_is_vague(_WORD.findall(part), vague) for part in named)


def _is_vague(words: list[str], vague: VagueActors) -> bool:
    for skipped in range(len(words) + 1):
        if " ".join(words[skipped:]) in vague.words:
            return True
        if words[skipped : skipped + 1] and words[skipped] not in vague.before:
            return False
    return True


def says_nothing(action: str, empty: EmptyActions) -> tuple[int, int, str] | None:
    """Return which of an action's first words leave open what to do: start, end, and why; nothing where none do."""
    words = list(_WORD.finditer(action))
    if len(words) < _FEWEST_WORDS:
        return 0, len(action), "is too short to say what should be done"
    spoken = [match[0].casefold() for match in words]
    # Longest first, so that the caret stands under all of it.
    for verb in sorted(empty.verbs, key=len, reverse=True):
        parts = verb.casefold().split()
        if spoken[: len(parts)] == parts:
            return words[0].start(), words[len(parts) - 1].end(), "leaves open what should be done"
    first = spoken[0]
    noun = first.endswith(empty.endings) and first not in empty.verbs_like_nouns if empty.endings else False
    if first in empty.openings or noun:
        return *words[0].span(), "is no verb that says what should be done"
    return None


def _unused(sources: Sources, document_types: Mapping[str, DocumentType]) -> Iterator[LintWarning]:
    needs = {need for each in document_types.values() for need in each.needs}
    shown = set(sources.brief.in_brief) if "brief_findings" in needs else set()
    for index, finding in enumerate(sources.brief.findings if "findings" not in needs else ()):
        if finding.id not in shown:
            message = f"no document shows the finding “{finding.id}”"
            hint = "name it under `in_brief:`, or let a kind of document need `findings`"
            yield LintWarning("unused-finding", "brief", ("findings", index, "id"), (0, len(finding.id)), message, hint)
