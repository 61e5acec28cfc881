"""Text fragments: the part of a link that makes a browser highlight a passage in the report.

WICG URL Fragment Text Directives: ``#id:~:text=[prefix-,]start[,end][,-suffix]``. A browser highlights the first match
in the page and ignores case and accents. Without a match, or without support for directives, it goes to ``#id``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote

from briefwright import prose
from briefwright.content.essay_work import essay_language
from briefwright.content.uses import MAIN_STATEMENTS, numbered_notes, passage_anchors, uses_by_passage
from briefwright.sentences import sentences
from briefwright.sources.quotes.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.prose import Span
    from briefwright.sources.essay.paragraphs import Paragraph
    from briefwright.sources.quotes.folding import Folded

_MAX_WHOLE_WORDS = 12
"""A text fragment names a longer passage by its first and last words."""
_END_WORDS = 5
"""Words of ``start`` and of ``end``."""
_MAX_CONTEXT_WORDS = 8
"""Words of ``prefix`` or ``suffix``, which distinguish a passage from the same words elsewhere."""
_MIN_WORDS = 4
"""A shorter passage always gets a prefix, because the report's headings might contain the same words."""
_WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True)
class RenderedParagraph:
    """A paragraph as the report shows it.

    ``breaks`` are the positions of note references, labels and notes in the text. ``earlier`` are the texts before the
    paragraph, as `browser_text` returns them.
    """

    text: str
    breaks: Sequence[int]
    earlier: Sequence[str]

    @cached_property
    def folded(self) -> Folded:
        """The text, folded as for matching quotes."""
        return fold(self.text)

    def browser_text(self, start: int, end: int) -> str:
        """Return a span of the text as a browser compares it."""
        first, last = (bisect_left(self.folded.starts, position) for position in (start, end))
        return _without_case_and_accents(self.folded.text[first:last])

    def is_first(self, start: int, end: int, *, after: int = 0) -> bool:
        """Return whether a span is the first occurrence of its words after the position ``after``."""
        words, before = self.browser_text(start, end), self.browser_text(after, end)
        return before.find(words) == len(before) - len(words)

    def is_first_match(self, start: int, end: int) -> bool:
        """Return whether a span is the first occurrence of its words in the page."""
        words = self.browser_text(start, end)
        return self.is_first(start, end) and not any(words in text for text in self.earlier)

    def words(self, start: int, end: int) -> list[Span]:
        """Return the words of a span."""
        return [match.span() for match in _WORD.finditer(self.text, start, end)]

    def words_between_breaks(self, start: int, end: int) -> list[list[Span]]:
        """Return the words of a span, in one list for each part between breaks."""
        edges = [start, *(position for position in self.breaks if start < position < end), end]
        return [words for edge in pairwise(edges) if (words := self.words(*edge))]

    def prefix_starts(self, start: int) -> list[int]:
        """Return the starts of the words between a position and the break before it, nearest first."""
        nearest = max((position for position in self.breaks if position <= start), default=0)
        return [first for first, _ in reversed(self.words(nearest, start))]

    def suffix_ends(self, end: int) -> list[int]:
        """Return the ends of the words between a position and the break after it, nearest first."""
        nearest = min((position for position in self.breaks if position >= end), default=len(self.text))
        return [last for _, last in self.words(end, nearest)]


def text_fragments(resolved: ResolvedBrief) -> dict[str, str]:
    """Return the text fragment (``:~:text=…``) of each passage by its identifier, without ambiguous passages."""
    anchors, uses = passage_anchors(resolved), uses_by_passage(resolved)
    # The report prints note references and labels after the passages of these uses.
    parts_with_labels = {*MAIN_STATEMENTS, "annotations"}
    labelled = [anchor.match for anchor in anchors if any(use.part in parts_with_labels for use in uses[anchor.id])]
    annotated = {anchor.match.paragraph for _, anchor, _ in numbered_notes(resolved)}
    language = essay_language(resolved.sources.brief, resolved.sources.publisher)
    earlier = [browser_text(text) for text in _texts_outside_essay(resolved)]
    fragments = {}
    for paragraph in resolved.sources.essay.paragraphs:
        ends = {match.end for match in labelled if match.paragraph == paragraph.number}
        # A note is at the end of a sentence, and no browser finds words on both sides of it.
        if paragraph.number in annotated:
            ends |= {end for _, end in sentences(paragraph.text, language)}
        breaks = sorted(ends | _breaks(paragraph))
        rendered = RenderedParagraph(paragraph.text, breaks, tuple(earlier))
        earlier.append(rendered.browser_text(0, len(rendered.text)))
        for anchor in (anchor for anchor in anchors if anchor.match.paragraph == paragraph.number):
            directives = [directive(rendered, start, end) for start, end in anchor.match.pieces]
            if None not in directives:
                fragments[anchor.id] = ":~:" + "&".join(f"text={value}" for value in directives)
    return fragments


def directive(paragraph: RenderedParagraph, start: int, end: int) -> str | None:
    """Return the value of a ``text`` directive for a span; ``None`` if every candidate would match earlier text."""
    parts = paragraph.words_between_breaks(start, end)
    if not parts:
        return None
    for spans in _start_and_end(paragraph, parts):
        (first, last), *rest = spans
        for context_start, context_end in _contexts(paragraph, first, last, whole=not rest):
            if paragraph.is_first_match(context_start, context_end):
                prefix = paragraph.text[context_start:first].strip()
                suffix = paragraph.text[last:context_end].strip()
                terms = [_encode(paragraph.text[slice(*span)]) for span in spans]
                terms += [f"-{_encode(suffix)}"] if suffix else []
                return ",".join([f"{_encode(prefix)}-", *terms] if prefix else terms)
    return None


def _start_and_end(paragraph: RenderedParagraph, parts: Sequence[Sequence[Span]]) -> Iterator[tuple[Span, ...]]:
    """Yield candidates for ``start`` and ``end``: the whole passage, or its first and last words, shortest first."""
    first, last = parts[0], parts[-1]
    start, end = first[0][0], last[-1][1]
    if len(parts) == 1 and len(first) <= _MAX_WHOLE_WORDS:
        yield ((start, end),)
        return
    # The first and the last words of the same part must not overlap.
    most_first, most_last = (len(first) // 2, len(last) // 2) if len(parts) == 1 else (len(first), len(last))
    for first_count in dict.fromkeys((min(_END_WORDS, most_first), most_first)):
        first_end = first[first_count - 1][1]
        for last_count in dict.fromkeys((min(_END_WORDS, most_last), most_last)):
            last_start = last[-last_count][0]
            if paragraph.is_first(last_start, end, after=first_end):
                yield (start, first_end), (last_start, end)


def _contexts(paragraph: RenderedParagraph, start: int, end: int, *, whole: bool) -> Iterator[Span]:
    """Yield a span with more and more words before it, then with more and more words after it.

    A suffix helps only if ``start`` is the ``whole`` passage, because a browser searches for ``start`` first.
    """
    count = len(paragraph.words(start, end))
    starts = [start, *paragraph.prefix_starts(start)[:_MAX_CONTEXT_WORDS]]
    yield from ((begin, end) for begin in starts[min(max(0, _MIN_WORDS - count), len(starts) - 1) :])
    if whole:
        yield from ((starts[-1], stop) for stop in paragraph.suffix_ends(end)[:_MAX_CONTEXT_WORDS])


def _breaks(paragraph: Paragraph) -> set[int]:
    """Return the positions of footnote marks, line breaks and edges between cells, where a browser finds no words."""
    breaks = {index for index, character in enumerate(paragraph.text) if character in "\n\t"}
    position = 0
    for run in paragraph.runs:
        if run.footnote is not None:
            breaks.add(position)
        position += len(run.text)
    return breaks


def _texts_outside_essay(resolved: ResolvedBrief) -> Iterable[str]:
    """Yield the texts that the report prints before the essay or beside it, and those that cannot be quoted."""
    essay = resolved.sources.essay
    yield from (block.text for top in essay.blocks for block in top.walk() if block.type in {"heading", "head"})
    brief, publisher = resolved.sources.brief, resolved.sources.publisher
    notes = (brief.subtitle or "", brief.title_note or "", publisher.note or "")
    yield from (brief.title, *brief.topics, publisher.name, *notes)
    yield from (item.short for item in brief.findings)
    yield from [brief.analysis.title] if brief.analysis else ()
    yield from (f"{item.actor}: {item.brief_action}." for item in brief.recommendations)
    yield from (step.meaning for step in resolved.sources.scales.support)
    annotations = (note.note for note in resolved.sources.annotations.annotations)
    statements = (item.text for item in (*brief.misses, *brief.limits, *brief.questions))
    for text in (brief.thesis.text, brief.summary.text, brief.about or "", *statements, *annotations):
        yield from (prose.plain_text(runs) for runs in prose.parse(text))


def browser_text(text: str) -> str:
    """Return text as a browser compares it."""
    return _without_case_and_accents(fold(text).text)


def _without_case_and_accents(folded: str) -> str:
    decomposed = unicodedata.normalize("NFD", folded.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character)).strip()


def _encode(words: str) -> str:
    """Percent-encode the syntax of directives (comma, hyphen, ampersand) and all characters that a URL must encode."""
    return quote(words, safe="").replace("-", "%2D")
