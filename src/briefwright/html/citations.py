"""Citations of a work in APA and Chicago style, and as BibTeX, RIS and CSL JSON files. Pandoc formats them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lxml import html

from briefwright.content.csl import ris
from briefwright.html.convert import run_citeproc, sanitise
from briefwright.output import as_json
from briefwright.pandoc import run_pandoc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml.html import HtmlElement

# Pandoc indents a field by two spaces and its continuation lines by more.
_PUBLISHER = re.compile(r"(?<=^  )publisher(?= = \{)", re.MULTILINE)
_TITLE, _YEAR = "qzxtitle", 7777
"""A title and a year that no work has."""
_MONTH = re.compile(r"(?<=^  month = )\{([a-z]{3})\}(?=,?$)", re.MULTILINE)


def citations(works: Mapping[str, Mapping[str, Any]], topics: Iterable[str], apa: str) -> dict[str, Any]:
    """Return the citations of works: ``works`` (HTML by style for each) and ``files`` for reference managers.

    ``works`` are CSL JSON items by name, the first in the language of the page. ``topics`` are the keywords of all,
    ``apa`` is the text of the CSL file of APA. Raises ``BriefwrightError`` if Pandoc fails.
    """
    items, topics = list(works.values()), list(topics)
    language = items[0]["language"]
    files = (
        ("bibtex", "bib", "\n".join(map(bibtex, items))),
        ("ris", "ris", "".join(ris(item, topics) for item in items)),
        ("csl", "json", as_json(items)),
    )
    return {
        "works": [
            # APA omits a publisher that is the author, which a style cannot know.
            {
                "name": name,
                "apa": format_citation(_without_publisher(item), apa, language),
                "chicago": format_citation(item, "", language),
            }
            for name, item in works.items()
        ],
        "files": [{"format": name, "name": f"citation.{ending}", "text": text} for name, ending, text in files],
    }


def _without_publisher(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a CSL item without a publisher that is its author."""
    is_author = item.get("author") == [{"literal": item.get("publisher")}]
    return {name: value for name, value in item.items() if not (is_author and name == "publisher")}


def bibtex(item: Mapping[str, Any]) -> str:
    """Return a CSL item as BibTeX; raise ``BriefwrightError`` if Pandoc fails."""
    # Old BibTeX styles know neither version nor keywords, and add “edition” to an edition; these go into a note.
    fields = {name: value for name, value in item.items() if name not in {"keyword", "version"}}
    fields["note"] = f"Version {item['version']}" if "version" in item else fields.pop("edition", "")
    text = run_pandoc(json.dumps([fields]), "--from=csljson", "--to=bibtex")
    # Pandoc writes the institution of a report as `publisher`, and puts braces around the month macro.
    text = _PUBLISHER.sub("institution", text, count=1) if item["type"] == "report" else text
    return _MONTH.sub(r"\1", text, count=1)


def format_citation(item: Mapping[str, Any], style: str, language: str | None = None) -> str:
    """Return a work as an HTML citation in a CSL style, or in Pandoc's default, Chicago author-date.

    ``language`` is the BCP 47 tag of the citation's own words; by default that of the work. Raises ``BriefwrightError``
    if Pandoc fails.
    """
    (element,) = _entries([item], language or item["language"], style).values()
    entry = html.tostring(element, encoding="unicode", with_tail=False)
    return sanitise(entry.partition(">")[2].rpartition("</")[0]).strip()


def unprinted(works: Sequence[Mapping[str, Any]], language: str, style: str) -> list[tuple[str, str]]:
    """Return what the list of references omits in a CSL style: pairs of a work's id and ``title`` or ``year``.

    The style decides that by the type of the work and its other variables. So the works are printed with a title and a
    year that occur nowhere else. Raises ``BriefwrightError`` if Pandoc fails.
    """
    entries = _entries([_marked(work) for work in works], language, style) if works else {}
    printed = {name: str(entry.text_content()).casefold() for name, entry in entries.items()}
    markers = {"title": _TITLE, "year": str(_YEAR)}
    return [(work["id"], key) for work in works for key, text in markers.items() if text not in printed[work["id"]]]


def _marked(work: Mapping[str, Any]) -> dict[str, Any]:
    marked = {name: value for name, value in work.items() if name != "title-short"} | {"title": _TITLE}
    return marked | {"issued": {"date-parts": [[_YEAR]]}} if "issued" in work else marked


def _entries(works: Sequence[Mapping[str, Any]], language: str, style: str) -> dict[str, HtmlElement]:
    """Return the entries of the list of references, by the ids of the works."""
    options = ("--from=markdown", "--to=html5", "--wrap=none", "--citeproc")
    text = run_citeproc("---\nnocite: '@*'\n---\n", works, language, *options, style=style)
    root = html.fragment_fromstring(text, create_parent="div")
    found = root.xpath('.//*[contains(concat(" ", @class, " "), " csl-entry ")]')
    return {str(entry.get("id")).removeprefix("ref-"): entry for entry in found}
