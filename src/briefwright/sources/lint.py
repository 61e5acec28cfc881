"""Warn about author text: estimates, recommendations, quotations, findings that no document shows, works cited.

Warnings do not stop a build. An editor can suppress each by the name of its rule (see ``suppressions``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from briefwright import prose
from briefwright.errors import sorted_problems
from briefwright.model import Passage
from briefwright.sources import estimates, reference_lint, walk
from briefwright.sources.quotes import errors as quote_errors
from briefwright.sources.quotes.folding import fold
from briefwright.sources.quotes.matching import find_quote
from briefwright.sources.quotes.misquotes import find_across, rewritten_quotes
from briefwright.sources.quotes.relocation import compare_with_lock
from briefwright.sources.suppressions import LintWarning, unsuppressed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefwright.errors import Problem
    from briefwright.model import DocumentType, EmptyActions, VagueActors
    from briefwright.sources.estimates import LikelihoodTerm, Vocabulary
    from briefwright.sources.loading import LoadedBrief, Sources
    from briefwright.sources.quotes.folding import Folded
    from briefwright.sources.yaml_nodes import Location

    LocatedText = tuple[str, Location, str, bool]
    """A text of `walk.author_texts`: file, location, text, and whether it is Markdown."""

SUMMARY_WORDS = range(60, 91)
RULES: Mapping[str, str] = {
    "long-headline": "`short` or `verdict` of a finding above 12 words, or `short` of a recommendation above 14.",
    "summary-length": "A summary with fewer than 60 or more than 90 words.",
    "likelihood-outside-scale": "A likelihood term that is in no scale, such as “perhaps”.",
    "mixed-scales": "A likelihood term of a scale other than the publisher's.",
    "likelihood-with-confidence": "A likelihood term and a confidence rating in one sentence.",
    "no-actor": "A recommendation that does not name a particular actor, such as “all stakeholders”.",
    "no-action": "A recommendation that does not state an action.",
    "unused-finding": "A finding that no document shows.",
    "unclear-comment": "A comment that may be text, because only one space separates it from the words before it.",
    "markup-in-plain-text": "Markdown or HTML in a field of plain text, which is printed as typed.",
    "quotation-not-in-essay": "Words in quotation marks that are not in the essay.",
    **reference_lint.RULES,
}
"""The rules that an editor can suppress, each with what it warns of."""
_HEADLINES = {("findings", "short"): 12, ("findings", "verdict"): 12, ("recommendations", "short"): 14}
"""The most words of a line in a table, by its list and field."""
_WORD = re.compile(r"[^\W_](?:[\w’'-]*[^\W_])?")
_BETWEEN_ACTORS = re.compile(r"\s*[,;]\s*|\s+(?:and|or)\s+", re.IGNORECASE)
_MIN_ACTION_WORDS = 2
_MARKUP = re.compile(r"[*_`~^\[<&\\]")
_END_PUNCTUATION = " ,.;:!?"
_SIMILAR = 75
"""Similarity (0 to 100) from which the essay's words are shown beside a wrong quotation."""


def check(loaded: LoadedBrief, document_types: Mapping[str, DocumentType]) -> tuple[Problem, ...]:
    """Return the warnings on a brief in file order; none if its sources have errors.

    Without ``document_types``, unused findings are not checked.
    """
    sources = loaded.sources
    if sources is None:
        return ()
    # The facts about the essay, such as its title, are not the editors' words.
    texts = tuple(text for text in walk.author_texts(loaded.data) if text[:2] != ("brief", ("essay", *text[1][1:])))
    warnings = (
        *_estimate_warnings(texts, sources),
        *_quotation_warnings(texts, sources),
        *_recommendation_warnings(loaded, sources),
        *reference_lint.reference_warnings(loaded, sources),
        *_headline_warnings(loaded),
        *_summary_warnings(loaded),
        *_comment_warnings(loaded),
        *_markup_warnings(loaded),
        *(_unused_findings(sources, document_types) if document_types else ()),
    )
    applied = [rule for rule in RULES if document_types or rule != "unused-finding"]
    return sorted_problems(unsuppressed(loaded.files, warnings, RULES, applied))


def _estimate_warnings(texts: Iterable[LocatedText], sources: Sources) -> Iterator[LintWarning]:
    vocabulary = estimates.vocabulary(sources.scales, sources.likelihood)
    for file, location, text, markdown in texts:
        masked = estimates.mask_quotations(text, markdown=markdown)
        terms = estimates.likelihood_terms(vocabulary, masked)
        for term in terms:
            if term.scale != vocabulary.scale:
                rule, message, hint = _outside_scale(vocabulary, term)
                yield LintWarning(rule, file, location, (term.start, term.end), message, hint)
        for term, rating in _terms_beside_ratings(vocabulary, masked, terms):
            message = f"“{term.words}” and “{rating}” are in the same sentence"
            hint = "state likelihood and confidence in separate sentences"
            yield LintWarning("likelihood-with-confidence", file, location, (term.start, term.end), message, hint)


def _outside_scale(vocabulary: Vocabulary, term: LikelihoodTerm) -> tuple[str, str, str]:
    """Return rule, message and hint for a term that is not in the publisher's scale."""
    if term.scale is None or term.step is None:
        message = f"the likelihood term “{term.words}” is not in the {vocabulary.scale.name}"
        hint = f"use {', '.join(step.words[0] for step in vocabulary.scale.steps)}; or delete the estimate"
        return "likelihood-outside-scale", message, hint
    nearest = vocabulary.scale.nearest_step(term.step)
    message = f"“{term.words}” is a term of the {term.scale.name}; the publisher uses the {vocabulary.scale.name}"
    hint = f"use “{nearest.words[0]}” ({nearest.range}%), the nearest to {term.step.range}%"
    return "mixed-scales", message, hint


def _terms_beside_ratings(
    vocabulary: Vocabulary, text: str, terms: tuple[LikelihoodTerm, ...]
) -> Iterator[tuple[LikelihoodTerm, str]]:
    """Yield each likelihood term with the confidence rating in the same sentence."""
    ratings = estimates.confidence_ratings(vocabulary, text) if terms else ()
    for start, end in estimates.sentences(text) if ratings else ():
        inside = [text[first:last] for first, last in ratings if start <= first < end]
        for term in terms if inside else ():
            if start <= term.start < end:
                yield term, " ".join(inside[0].split())


def _quotation_warnings(texts: Iterable[LocatedText], sources: Sources) -> Iterator[LintWarning]:
    changes = compare_with_lock(sources.essay, None)
    for file, location, text, markdown in texts:
        for start, end in estimates.quotations(text, markdown=markdown):
            quote = text[start:end]
            if markdown:
                quote = " ".join(map(prose.plain_text, prose.parse(quote)))
            if quote.strip(_END_PUNCTUATION) and not _is_in_essay(changes.folded, quote):
                message = "the words in quotation marks are not in the essay"
                hint = (
                    "copy the words exactly from the essay; if they are from another source, suppress this warning and"
                    " name the source"
                )
                similar = _resembles_essay(changes.folded, quote)
                detail = quote_errors.explain_quote(changes, Passage(quote=quote), ()).detail if similar else ()
                yield LintWarning("quotation-not-in-essay", file, location, (start, end), message, hint, detail)


def _is_in_essay(folded: Mapping[int, Folded], quote: str) -> bool:
    """Return whether the essay contains a quote, with or without its last punctuation, which may end the sentence.

    In running text, an omission needs no brackets, and a quote may run over the end of a paragraph.
    """
    for words in dict.fromkeys((quote, quote.rstrip(_END_PUNCTUATION))):
        forms = (words, *(form for form, _ in rewritten_quotes(words)))
        if any(find_quote(folded, Passage(quote=form)) for form in forms) or find_across(folded, words):
            return True
    return False


def _resembles_essay(folded: Mapping[int, Folded], quote: str) -> bool:
    return any(fuzz.partial_ratio(fold(quote).text, paragraph.text) >= _SIMILAR for paragraph in folded.values())


def _comment_warnings(loaded: LoadedBrief) -> Iterator[LintWarning]:
    for file, source in loaded.files.items():
        for location, message, hint in source.unclear_comments():
            span = (0, len(source.values[location].value))
            yield LintWarning("unclear-comment", file, location, span, message, hint)


def _markup_warnings(loaded: LoadedBrief) -> Iterator[LintWarning]:
    for file, location, text, markdown in walk.author_texts(loaded.data):
        if not markdown and _MARKUP.search(text) and _has_markup(text):
            message, hint = "this field is plain text; its markup is printed as typed", "delete the markup"
            yield LintWarning("markup-in-plain-text", file, location, (0, len(text)), message, hint)


def _has_markup(text: str) -> bool:
    """Return whether a text would change if it were read as Markdown."""
    try:
        paragraphs = prose.parse(text)
    except prose.ProseError:
        return True
    return " ".join(map(prose.plain_text, paragraphs)).split() != text.split()


def _recommendation_warnings(loaded: LoadedBrief, sources: Sources) -> Iterator[LintWarning]:
    # Raw values, because spans count from the first character in the file.
    for index, item in enumerate(loaded.data["brief"].get("recommendations", ())):
        location: Location = ("recommendations", index)
        if is_vague_actor(item["actor"], sources.scales.vague_actors):
            message = f"“{item['actor'].strip()}” does not name an actor"
            hint = "name a body that can act, such as “Member States” or “the council”"
            yield LintWarning("no-actor", "brief", (*location, "actor"), (0, len(item["actor"])), message, hint)
        if vague := vague_action(item["action"], sources.scales.empty_actions):
            start, end, problem = vague
            message = f"“{item['action'][start:end].strip()}” {problem}"
            hint = "begin with a verb and its object, as in “share information on …”"
            yield LintWarning("no-action", "brief", (*location, "action"), (start, end), message, hint)


def _headline_warnings(loaded: LoadedBrief) -> Iterator[LintWarning]:
    for (key, field), most in _HEADLINES.items():
        for index, item in enumerate(loaded.data["brief"].get(key, ())):
            text = item.get(field) or ""
            if (words := len(text.split())) > most:
                message = f"`{field}` has {words} words"
                hint = f"write at most {most}; the report has room for more in the other fields"
                location: Location = (key, index, field)
                yield LintWarning("long-headline", "brief", location, (0, len(text)), message, hint)


def _summary_warnings(loaded: LoadedBrief) -> Iterator[LintWarning]:
    text = loaded.data["brief"]["summary"]["text"]
    if (words := len(text.split())) not in SUMMARY_WORDS:
        message = f"the summary has {words} words"
        hint = f"write {SUMMARY_WORDS.start} to {SUMMARY_WORDS.stop - 1}, which fill its place in the executive brief"
        yield LintWarning("summary-length", "brief", ("summary", "text"), (0, len(text)), message, hint)


def is_vague_actor(actor: str, vague: VagueActors) -> bool:
    """Return whether all parts of an actor are vague: “all stakeholders”, but not “the Commission and others”."""
    parts = [part.casefold() for part in _BETWEEN_ACTORS.split(actor) if part.strip()]
    return all(_is_vague(_WORD.findall(part), vague) for part in parts)


def _is_vague(words: list[str], vague: VagueActors) -> bool:
    for skipped in range(len(words) + 1):
        if " ".join(words[skipped:]) in vague.words:
            return True
        if words[skipped : skipped + 1] and words[skipped] not in vague.before:
            return False
    return True


def vague_action(action: str, empty: EmptyActions) -> tuple[int, int, str] | None:
    """Return the first words of an action that does not state what to do: start, end and problem."""
    words = list(_WORD.finditer(action))
    if len(words) < _MIN_ACTION_WORDS:
        return 0, len(action), "is too short to state an action"
    lower = [match[0].casefold() for match in words]
    # Longest first, to underline the whole phrase.
    for verb in sorted(empty.verbs, key=len, reverse=True):
        parts = verb.casefold().split()
        if lower[: len(parts)] == parts:
            return words[0].start(), words[len(parts) - 1].end(), "does not state an action"
    first = lower[0]
    is_noun = first.endswith(empty.endings) and first not in empty.verbs_like_nouns
    if first in empty.openings or is_noun:
        return *words[0].span(), "is not a verb that states an action"
    return None


def _unused_findings(sources: Sources, document_types: Mapping[str, DocumentType]) -> Iterator[LintWarning]:
    needs = {need for document_type in document_types.values() for need in document_type.needs}
    shown_ids = set(sources.brief.findings_in_brief) if "brief_findings" in needs else set()
    for index, finding in enumerate(sources.brief.findings if "findings" not in needs else ()):
        if finding.id not in shown_ids:
            message = f"no document shows the finding “{finding.id}”"
            hint = "list it under `in_brief:`, or add `findings` to the `needs:` of a document type"
            yield LintWarning("unused-finding", "brief", ("findings", index, "id"), (0, len(finding.id)), message, hint)
