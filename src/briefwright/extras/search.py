"""Full-text search of the site with Pagefind: a static index and the script that reads it.

The index has a record for each statement in ``brief.json``, which is redacted, so a search finds no redacted text.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pagefind_bin import get_executable

from briefwright import language
from briefwright.errors import BriefwrightError
from briefwright.html.page import shell
from briefwright.markup import within_quotes
from briefwright.model import without_rich_text
from briefwright.output import write
from briefwright.prose import parse, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

RECORD_TYPES = (
    *("summary", "paragraph", "finding", "recommendation", "limits"),
    *("analysis", "figure", "events", "term", "reference"),
)
"""The types of records other than annotation types."""
_TITLE_LENGTH = 70
"""The maximum number of characters of a title made from a text."""
_EXPORTS = re.compile(r"export\s*\{[^{}]*\bcreateInstance\b[^{}]*\};?\s*\Z")
_IMPORT = re.compile(r"^import \{ createInstance \} from [^\n]+\n", re.MULTILINE)
_TIMEOUT = 120
"""Maximum seconds; a hundred statements take 0.1."""


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """A searchable statement.

    ``type`` is one of ``RECORD_TYPES`` or an annotation type. ``address`` is relative to the root of the site, and
    unique. ``language`` is the BCP 47 tag of words that are not in the language of the publication, else "".
    """

    type: str
    title: str
    address: str
    text: str
    language: str = ""

    @property
    def path(self) -> str:
        """The path of its file for Pagefind, from which the search script gets the type and the address.

        No folder name ends in ``.html``: Pagefind would try for seconds to read such a folder as a page.
        """
        page, _, anchor = self.address.partition(".html#")
        # The last part of the path is the anchor; browsers decode it.
        return f"{self.type}/{page}/{anchor.replace('/', '%2F')}.html"


def search_records(record: Mapping[str, Any]) -> tuple[SearchRecord, ...]:
    """Return the search records of a brief from its ``brief.json``, in the order of the report."""
    base = f"{record['publisher']['base_url']}/"
    essay_language = record["brief"]["essay"]["language"]
    languages = {"paragraph": essay_language} if essay_language != record["publisher"]["language"] else {}
    return tuple(
        SearchRecord(record_type, title, address.removeprefix(base), text, languages.get(record_type, ""))
        for record_type, title, address, text in _statements(record)
        if text
    )


def _statements(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield type, title, address and text of each statement."""
    brief, report = record["brief"], record["resources"]["report"]
    summary = _plain([brief["thesis"]["text"], brief["summary"]["text"]])
    yield "summary", brief["title"], f"{report}#summary", summary
    for paragraph in record["essay"]:
        title = f"¶{paragraph['number']} {_first_words(paragraph['text'])}"
        yield "paragraph", title, paragraph["address"], paragraph["text"]
    passages = {passage["id"]: passage["exact"] for passage in record["passages"]}
    for item in record["annotations"]:
        title = f"“{within_quotes(_first_words(passages[item['passage']]))}”"
        yield item["type"], title, item["address"], _plain([item["note"]])
    for item in brief["findings"]:
        text = _plain(filter(None, [item["statement"], item["basis"]])) or item["short"]
        yield "finding", f"{item['number']} {item['short']}", item["address"], text
    for item in brief["recommendations"]:
        safeguards = [safeguard["text"] for safeguard in item["safeguards"]]
        standing = item["standing"] or {"in_place": None, "missing": None}
        parts = filter(
            None, [item["rationale"], *safeguards, item["indicator"], standing["in_place"], standing["missing"]]
        )
        text = f"{item['actor']}: {item['action']}. {_plain(parts)}".rstrip()
        yield "recommendation", f"{item['number']} {item['short']}", item["address"], text
    limits = _plain(item["text"] for item in brief["limits"])
    yield "limits", _first_words(limits), f"{report}#limits", limits
    for item in brief["analysis"]["sections"] if brief["analysis"] else ():
        yield "analysis", item["title"], item["address"], _plain([item["text"], item["caution"] or ""])
    for item in brief["figures"]:
        yield "figure", item["title"], item["address"], _plain([item["alt"], item["note"] or ""])
    names = ", ".join(dict.fromkeys(event["place"] or event["title"] for event in brief["events"]))
    yield "events", _first_words(names), f"{report}#events", " ".join(map(_event, brief["events"]))
    for item in record["glossary"]:
        yield "term", item["term"], item["address"], _plain([item["definition"]])
    for item in record["references"]:
        authors = [author.get("literal") or author.get("family", "") for author in item.get("author", ())]
        text = ". ".join(filter(None, [", ".join(authors), item.get("annote")]))
        title = without_rich_text(item["title"])
        yield "reference", title, f"{report}#ref-{item['id']}", without_rich_text(text) or title


def _event(event: Mapping[str, Any]) -> str:
    name = ", ".join(filter(None, [event["title"], event["place"], event["date"]]))
    return " ".join(filter(None, [f"{name}.", event["essay"], event["checked"]]))


def _plain(texts: Iterable[str]) -> str:
    """Return author texts without formatting, joined with spaces."""
    return " ".join(plain_text(runs) for text in texts for runs in parse(text))


def _first_words(text: str) -> str:
    if len(text) <= _TITLE_LENGTH:
        return text
    return f"{text[:_TITLE_LENGTH].rpartition(' ')[0] or text[:_TITLE_LENGTH]} …"


def build_index(records: Iterable[dict[str, Any]], templates: Path) -> list[tuple[str, bytes]]:
    """Return the search index of all statements in ``brief.json`` records: paths and contents of its files.

    Raises ``BriefwrightError`` if Pagefind fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        pages, index = Path(folder, "pages"), Path(folder, "index")
        tag = ""
        for brief_record in records:
            tag = brief_record["publisher"]["language"]
            catalogue = language.load(templates / "locales", tag)
            for record in search_records(brief_record):
                write(pages / record.path, shell(templates, "web/search_record.html.j2", catalogue, record=record))
        _run_pagefind(pages, index, tag.partition("-")[0])
        return [(file.relative_to(index).as_posix(), file.read_bytes()) for file in _index_files(index)]


def search_script(source: str) -> str:
    """Return the script of the search page, bundled with Pagefind's library."""
    with tempfile.TemporaryDirectory() as folder:
        pages, index = Path(folder, "pages"), Path(folder, "index")
        # Pagefind writes its library only together with an index.
        write(pages / "index.html", '<html lang="en"><body data-pagefind-body>a</body></html>')
        _run_pagefind(pages, index, "en")
        library = (index / "pagefind.js").read_text("utf-8")
    return bundle_script(source, library, f"Pagefind {version('pagefind-bin')}, MIT licence, https://pagefind.app/")


def _run_pagefind(pages: Path, index: Path, tag: str) -> None:
    """Index pages in one language with Pagefind; raise ``BriefwrightError`` with its output if it fails."""
    command = [get_executable(), "--quiet", "--site", pages, "--output-path", index, "--force-language", tag]
    result = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=False)  # noqa: S603 - ours
    # Pagefind skips files that it cannot read, prints a warning and ends with exit code 0.
    output = f"{result.stderr}{result.stdout}".strip()
    if result.returncode or output:
        raise BriefwrightError(f"Pagefind did not index all statements: {output or result.returncode}")


def _index_files(index: Path) -> list[Path]:
    """Return the files that the script loads, without Pagefind's own interfaces."""
    entry = index / "pagefind-entry.json"
    (languages,) = json.loads(entry.read_text("utf-8"))["languages"].values()
    engine = index / f"wasm.{languages['wasm'] or 'unknown'}.pagefind"
    return [entry, engine, *sorted(index.rglob("*.pf_*"))]


def bundle_script(script: str, library: str, credit: str) -> str:
    """Return our script and the library that it imports as one module, which needs only one checksum.

    Our script is in a block, so its names do not collide with those of the library. ``credit`` is a comment at the top.
    Raises ``ValueError`` unless the script imports, and the library exports, ``createInstance`` as expected.
    """
    library, exports = _EXPORTS.subn("", library)
    script, imports = _IMPORT.subn("", script)
    if exports != 1 or imports != 1:
        raise ValueError("search.js must import createInstance once, and pagefind.js must end with its export")
    return f"/*! {credit} */\n{library.rstrip()}\n{{\n{script.strip()}\n}}\n"
