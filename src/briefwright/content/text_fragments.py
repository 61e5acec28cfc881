"""Text fragments: which words of the report a browser highlights behind a passage's address.

WICG URL Fragment Text Directives: ``#id:~:text=[prefix-,]start[,end][,-suffix]``.  A browser takes the first place
in the report where the words stand one after the other, whatever their case and accents; where it finds none, or does
not know directives, the address before them still leads to the passage.
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
from briefwright.content import usage
from briefwright.sources.essay import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefwright.content.resolution import ResolvedBrief
    from briefwright.prose import Span
    from briefwright.sources.essay import Folded

_WHOLE = 12
"""Words up to which a passage is named whole; a longer one is named by its ends."""
_END = 5
"""Words that name an end of a passage."""
_CONTEXT = 8
"""Words before a passage, and after it, that may tell it from the same words elsewhere."""
_LEAST = 4
"""Words below which the report's own headings might say the same, so that some of the context is always given."""
_WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True)
class RenderedParagraph:
    """A paragraph as the report shows it.

    ``breaks`` are the places where something else stands between its words, ``earlier`` is what a reader meets before.
    """

    text: str
    breaks: Sequence[int]
    earlier: Sequence[str]

    @cached_property
    def folded(self) -> Folded:
        """The paragraph as quotations are compared."""
        return fold(self.text)

    def said(self, start: int, end: int) -> str:
        """Return a stretch as a browser compares it."""
        first, last = (bisect_left(self.folded.starts, place) for place in (start, end))
        return _bare(self.folded.text[first:last])

    def is_first(self, start: int, end: int, *, after: int = 0) -> bool:
        """Whether the words of a stretch stand nowhere between ``after`` and themselves."""
        words, before = self.said(start, end), self.said(after, end)
        return before.find(words) == len(before) - len(words)

    def is_new(self, start: int, end: int) -> bool:
        """Whether a browser that looks for the words of a stretch finds them there first."""
        words = self.said(start, end)
        return self.is_first(start, end) and not any(words in text for text in self.earlier)

    def words(self, start: int, end: int) -> list[Span]:
        """Return the words of a stretch."""
        return [found.span() for found in _WORD.finditer(self.text, start, end)]

    def stretches(self, start: int, end: int) -> list[list[Span]]:
        """Return the words of a passage, in lists between which something else stands."""
        edges = [start, *(place for place in self.breaks if start < place < end), end]
        return [words for edge in pairwise(edges) if (words := self.words(*edge))]

    def context(self, start: int) -> list[int]:
        """Return where the words before a place begin that nothing divides from it, the nearest first."""
        nearest = max((place for place in self.breaks if place <= start), default=0)
        return [first for first, _ in reversed(self.words(nearest, start))]

    def sequel(self, end: int) -> list[int]:
        """Return where the words after a place end that nothing divides from it, the nearest first."""
        nearest = min((place for place in self.breaks if place >= end), default=len(self.text))
        return [last for _, last in self.words(end, nearest)]


def text_fragments(resolved: ResolvedBrief) -> dict[str, str]:
    """Return what follows ``#id`` in a link into the report, for each passage that its words tell from all others."""
    essay = resolved.sources.essay
    anchors, uses = usage.anchors(resolved), usage.uses(resolved)
    # Behind these the report sets something: calls of notes, numbers of what rests on them.
    shown_uses = {*usage.STATEMENTS, "annotations"}
    marked = [anchor.match for anchor in anchors if any(use.part in shown_uses for use in uses[anchor.id])]
    earlier = [said(text) for text in _around(resolved)]
    found = {}
    for paragraph in essay.paragraphs:
        breaks = sorted({match.end for match in marked if match.paragraph == paragraph.number})
        shown = RenderedParagraph(paragraph.text, breaks, tuple(earlier))
        earlier.append(shown.said(0, len(shown.text)))
        for anchor in (anchor for anchor in anchors if anchor.match.paragraph == paragraph.number):
            parts = [directive(shown, start, end) for start, end in anchor.match.pieces]
            if None not in parts:
                found[anchor.id] = ":~:" + "&".join(f"text={part}" for part in parts)
    return found


def directive(paragraph: RenderedParagraph, start: int, end: int) -> str | None:
    """Return the value of a ``text`` directive; ``None`` where no words tell a stretch from what stands before it."""
    stretches = paragraph.stretches(start, end)
    if not stretches:
        return None
    for ends in _ends(paragraph, stretches):
        (first, last), *others = ends
        for begin, stop in _surroundings(paragraph, first, last, whole=not others):
            if paragraph.is_new(begin, stop):
                before, after = paragraph.text[begin:first].strip(), paragraph.text[last:stop].strip()
                terms = [_encoded(paragraph.text[slice(*edge)]) for edge in ends]
                terms += [f"-{_encoded(after)}"] if after else []
                return ",".join([f"{_encoded(before)}-", *terms] if before else terms)
    return None


def _ends(paragraph: RenderedParagraph, stretches: Sequence[Sequence[Span]]) -> Iterator[tuple[Span, ...]]:
    """Yield ways to name a passage: whole, or by its first words and its last ones, few before many."""
    first, last = stretches[0], stretches[-1]
    start, end = first[0][0], last[-1][1]
    if len(stretches) == 1 and len(first) <= _WHOLE:
        yield ((start, end),)
        return
    # Where nothing divides a passage, its two ends must not meet.
    most = (len(first) // 2, len(last) // 2) if len(stretches) == 1 else (len(first), len(last))
    for opening in dict.fromkeys((min(_END, most[0]), most[0])):
        stop = first[opening - 1][1]
        for closing in dict.fromkeys((min(_END, most[1]), most[1])):
            begin = last[-closing][0]
            if paragraph.is_first(begin, end, after=stop):
                yield (start, stop), (begin, end)


def _surroundings(paragraph: RenderedParagraph, start: int, end: int, *, whole: bool) -> Iterator[Span]:
    """Yield how far a directive may reach: over the passage, where that is words enough, or over words around it.

    What follows can only tell a passage apart that is named whole: of another, a browser first seeks the beginning.
    """
    own = len(paragraph.words(start, end))
    ways = [start, *paragraph.context(start)[:_CONTEXT]]
    yield from ((begin, end) for begin in ways[min(max(0, _LEAST - own), len(ways) - 1) :])
    if whole:
        yield from ((ways[-1], stop) for stop in paragraph.sequel(end)[:_CONTEXT])


def _around(resolved: ResolvedBrief) -> Iterable[str]:
    """Yield the texts, other than the essay's, that the report prints before the essay or beside it."""
    brief, publisher = resolved.sources.brief, resolved.sources.publisher
    yield from (brief.title, brief.subtitle, brief.title_note, *brief.topics, publisher.name, publisher.note or "")
    yield from (item.short for item in brief.findings)
    yield from [brief.analysis.title] if brief.analysis else ()
    yield from (f"{item.actor}: {item.short}." for item in brief.recommendations)
    yield from (step.meaning for step in publisher.confidence)
    notes = (note.note for note in resolved.sources.annotations.annotations)
    for text in (brief.thesis.text, brief.summary.text, brief.about, *notes):
        yield from (prose.plain_text(runs) for runs in prose.parse(text))


def said(text: str) -> str:
    """Return text as a browser compares it."""
    return _bare(fold(text).text)


def _bare(folded: str) -> str:
    """Return folded text without case and accents."""
    plain = unicodedata.normalize("NFD", folded.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).strip()


def _encoded(words: str) -> str:
    """Percent-encode all that a directive gives a meaning to: comma, hyphen, ampersand, and what no URL holds."""
    return quote(words, safe="").replace("-", "%2D")
