"""Citations of a work in APA and Chicago style, and as BibTeX, RIS and CSL JSON files. Pandoc formats them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lxml import html

from briefwright.content.csl import ris
from briefwright.html.convert import run_citeproc, run_pandoc, sanitise
from briefwright.output import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

# Pandoc indents a field by two spaces and its continuation lines by more.
_PUBLISHER = re.compile(r"(?<=^  )publisher(?= = \{)", re.MULTILINE)
_MONTH = re.compile(r"(?<=^  month = )\{([a-z]{3})\}(?=,?$)", re.MULTILINE)


def citations(works: Mapping[str, Mapping[str, Any]], topics: Iterable[str], apa: Path) -> dict[str, Any]:
    """Return the citations of works: ``works`` (HTML by style for each) and ``files`` for reference managers.

    ``works`` are CSL JSON items by name, the first in the language of the page. ``topics`` are the keywords of all,
    ``apa`` is the CSL style file of APA. Raises ``BriefwrightError`` if Pandoc fails.
    """
    items, topics = list(works.values()), list(topics)
    files = (
        ("bibtex", "bib", "\n".join(map(bibtex, items))),
        ("ris", "ris", "".join(ris(item, topics) for item in items)),
        ("csl", "json", as_json(items)),
    )
    styles = {"apa": apa, "chicago": None}
    return {
        "works": [
            {"name": name}
            | {style: format_citation(item, path, items[0]["language"]) for style, path in styles.items()}
            for name, item in works.items()
        ],
        "files": [{"format": name, "name": f"citation.{ending}", "text": text} for name, ending, text in files],
    }


def bibtex(item: Mapping[str, Any]) -> str:
    """Return a CSL item as BibTeX; raise ``BriefwrightError`` if Pandoc fails."""
    # Old BibTeX styles know neither version nor keywords, and add “edition” to an edition; these go into a note.
    fields = {name: value for name, value in item.items() if name not in {"keyword", "version"}}
    fields["note"] = f"Version {item['version']}" if "version" in item else fields.pop("edition", "")
    text = run_pandoc(json.dumps([fields]), "--from=csljson", "--to=bibtex")
    # Pandoc writes the institution of a report as `publisher`, and puts braces around the month macro.
    text = _PUBLISHER.sub("institution", text, count=1) if item["type"] == "report" else text
    return _MONTH.sub(r"\1", text, count=1)


def format_citation(item: Mapping[str, Any], style: Path | None, language: str | None = None) -> str:
    """Return a work as an HTML citation in a CSL style, or in Pandoc's default, Chicago author-date.

    ``language`` is the BCP 47 tag of the citation's own words; by default that of the work. Raises ``BriefwrightError``
    if Pandoc fails.
    """
    options = ["--from=markdown", "--to=html5", "--wrap=none", "--citeproc"]
    options += [f"--csl={style.resolve()}"] if style else []
    text = run_citeproc("---\nnocite: '@*'\n---\n", [item], language or item["language"], *options)
    entries = html.fragment_fromstring(text, create_parent="div").xpath('.//*[contains(@class, "csl-entry")]')
    entry = html.tostring(entries[0], encoding="unicode", with_tail=False)
    return sanitise(entry.partition(">")[2].rpartition("</")[0]).strip()
