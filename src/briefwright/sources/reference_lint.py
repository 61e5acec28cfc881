"""Warn about works cited: those that nothing cites, those that are listed twice, and Markdown in titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefwright.model import without_rich_text
from briefwright.sources import walk
from briefwright.sources.suppressions import LintWarning

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from briefwright.model import Reference
    from briefwright.sources.loading import LoadedBrief, Sources
    from briefwright.sources.yaml_nodes import Location

RULES: Mapping[str, str] = {
    "unused-reference": "A work that nothing cites; it is not published.",
    "duplicate-reference": "Two works with one DOI, or with one title, year and first author.",
    "markdown-in-reference": "Markdown in the title of a work, which is printed as typed.",
}
"""The rules, each with what it warns of."""
_MAX_NAMES = 5
"""A warning about a manager's list names no more works."""
# Better BibTeX writes CSL YAML for Pandoc, with Markdown.
_MARKDOWN = re.compile(r"(?<!\w)(\*{1,2})(?=\S)[^*]*[^*\s]\1(?!\w)|\]\{\.\w+\}|\\[*~^\[]|(?<=\w)([~^])\w{1,3}\2")


def reference_warnings(loaded: LoadedBrief, sources: Sources) -> Iterator[LintWarning]:
    """Yield the warnings on the works cited."""
    works = sources.references.references
    yield from _unused(loaded, works)
    yield from _duplicates(works)
    for index, work in enumerate(works):
        if match := _MARKDOWN.search(work.title):
            message = f"“{match[0]}” in the title is printed as typed"
            hint = "write rich text of CSL: <i>, <b>, <sub>, <sup>; delete backslashes"
            yield LintWarning(
                "markdown-in-reference", "references", ("references", index, "title"), match.span(), message, hint
            )


def _unused(loaded: LoadedBrief, works: tuple[Reference, ...]) -> Iterator[LintWarning]:
    if "references" not in loaded.files:
        return
    cited = {name for item, _, _, name in walk.uses(loaded.data) if item == "reference"}
    unused = [(index, work.id) for index, work in enumerate(works) if work.id not in cited]
    if not unused:
        return
    if loaded.files["references"].path.endswith(".yaml"):
        for index, name in unused:
            message, hint = f"nothing cites the work “{name}”", "cite it under `references:`, or delete it"
            yield LintWarning("unused-reference", "references", _id(index), (0, len(name)), message, hint)
    else:
        # A manager's list may be a whole library.
        names = ", ".join(name for _, name in unused[:_MAX_NAMES])
        more = f" and {len(unused) - _MAX_NAMES} more" if len(unused) > _MAX_NAMES else ""
        message = f"nothing cites {len(unused)} of {len(works)} works: {names}{more}"
        hint = "export only the works that the brief cites; the others are not published"
        yield LintWarning("unused-reference", "references", _id(unused[0][0]), (0, 1), message, hint)


def _duplicates(works: tuple[Reference, ...]) -> Iterator[LintWarning]:
    first: dict[Hashable, str] = {}
    for index, work in enumerate(works):
        keys = list(_same_work(work))
        if other := next((first[key] for key in keys if key in first), None):
            message = f"the work “{work.id}” is the same as “{other}”"
            hint = f"cite “{other}” only, and delete this one"
            yield LintWarning("duplicate-reference", "references", _id(index), (0, len(work.id)), message, hint)
        for key in keys:
            first.setdefault(key, work.id)


def _same_work(work: Reference) -> Iterator[Hashable]:
    """Yield what is equal for two entries of one work."""
    if work.doi:
        yield "DOI", work.doi.lower()  # DOIs ignore case (DOI Handbook, 2.4)
    title = re.sub(r"\W+", " ", without_rich_text(work.title)).strip().casefold()
    year = work.issued.date_parts[0][0] if work.issued and work.issued.date_parts else None
    author = work.author[0].literal or work.author[0].family if work.author else None
    if year or author:
        yield "title", work.type, title, year, author, work.volume, work.issue, work.page, work.number


def _id(index: int) -> Location:
    return "references", index, "id"
