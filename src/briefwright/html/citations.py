"""Citations in a style, and as BibTeX: set by Pandoc, which has a processor of the Citation Style Language."""

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

# A field begins a line; what Pandoc breaks within one is indented further.
_PUBLISHER = re.compile(r"(?<=^  )publisher(?= = \{)", re.MULTILINE)
_MONTH = re.compile(r"(?<=^  month = )\{([a-z]{3})\}(?=,?$)", re.MULTILINE)


def citations(item: Mapping[str, Any], topics: Iterable[str], apa: Path) -> dict[str, Any]:
    """Return how a work is cited: ``styles`` as HTML by name, and ``files`` for reference managers.

    ``item`` is CSL JSON, ``apa`` the file of that style.  Raises ``BriefwrightError`` where Pandoc fails.
    """
    files = (("bibtex", "bib", bibtex(item)), ("ris", "ris", ris(item, topics)), ("csl", "json", as_json([item])))
    styles = {"apa": apa, "chicago": None}
    return {
        "styles": {name: cite(item, style) for name, style in styles.items()},
        "files": [{"kind": kind, "name": f"citation.{ending}", "text": text} for kind, ending, text in files],
    }


def bibtex(item: Mapping[str, Any]) -> str:
    """Return a CSL item as BibTeX; raise ``BriefwrightError`` where Pandoc fails."""
    # Old styles know neither a version nor keywords; a note carries the first.
    known = {name: value for name, value in item.items() if name not in {"keyword", "version"}}
    written = run_pandoc(json.dumps([known | {"note": f"Version {item['version']}"}]), "--from=csljson", "--to=bibtex")
    # Pandoc names the body that issues a report as a book's publisher, and braces hide that a month is a macro.
    return _MONTH.sub(r"\1", _PUBLISHER.sub("institution", written, count=1), count=1)


def cite(item: Mapping[str, Any], style: Path | None) -> str:
    """Return a work in a citation style as HTML; without a style, in Pandoc's own, Chicago's author and date.

    Raises ``BriefwrightError`` where Pandoc fails.
    """
    options = ["--from=markdown", "--to=html5", "--wrap=none", "--citeproc"]
    options += [f"--csl={style.resolve()}"] if style else []
    text = run_citeproc("---\nnocite: '@*'\n---\n", [item], item["language"], *options)
    entries = html.fragment_fromstring(text, create_parent="div").xpath('.//*[contains(@class, "csl-entry")]')
    inner = html.tostring(entries[0], encoding="unicode", with_tail=False)
    return sanitise(inner.partition(">")[2].rpartition("</")[0]).strip()
