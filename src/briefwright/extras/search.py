"""The site's search: an index that works from static files, and the script that reads it, by Pagefind.

A record for each statement is made of ``brief.json``.  That holds what the edition may show and nothing else, so that
nothing else can be found.
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
from briefwright.output import write
from briefwright.prose import parse, plain_text, within_quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

KINDS = (
    *("summary", "paragraph", "finding", "recommendation", "limits"),
    *("analysis", "figure", "events", "term", "reference"),
)
"""What a record is of that is no annotation."""
_SHOWN = 70
"""Characters of a text that stand for its title where it has none."""
_EXPORTS = re.compile(r"export\s*\{[^{}]*\bcreateInstance\b[^{}]*\};?\s*\Z")
_IMPORT = re.compile(r"^import \{ createInstance \} from [^\n]+\n", re.MULTILINE)
_TIMEOUT = 120
"""Seconds; a hundred statements take a tenth of one."""


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """A statement: what it is called, where it stands, and its words.

    ``kind`` is one of ``KINDS`` or a kind of annotation; ``address`` is relative to the root of the site, and no two
    records have the same.
    """

    kind: str
    title: str
    address: str
    text: str

    @property
    def path(self) -> str:
        """The file that Pagefind reads it from: it tells the script kind and address, and is not searched.

        No folder of it ends in ``.html``: Pagefind would try for seconds to read that as a page.
        """
        return f"{self.kind}/{self.address.replace('.html#', '/')}.html"


def search_records(published: Mapping[str, Any]) -> tuple[SearchRecord, ...]:
    """Return the records of a brief from its ``brief.json``, in the order of the report."""
    base = f"{published['publisher']['base_url']}/"
    return tuple(
        SearchRecord(kind, title, address.removeprefix(base), text)
        for kind, title, address, text in _all(published)
        if text
    )


def _all(published: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    brief, report = published["brief"], published["resources"]["report"]
    summary = _words([brief["thesis"]["text"], brief["summary"]["text"]])
    yield "summary", brief["title"], f"{report}#summary", summary
    for paragraph in published["essay"]:
        title = f"¶{paragraph['number']} {_short(paragraph['text'])}"
        yield "paragraph", title, paragraph["address"], paragraph["text"]
    passages = {passage["id"]: passage["exact"] for passage in published["passages"]}
    for one in published["annotations"]:
        title = f"“{within_quotes(_short(passages[one['passage']]))}”"
        yield one["type"], title, one["address"], _words([one["note"]])
    for one in brief["findings"]:
        text = _words([one["statement"], one["evidence"], one["basis"]])
        yield "finding", f"{one['number']} {one['short']}", one["address"], text
    for one in brief["recommendations"]:
        safeguards = [safeguard["text"] for safeguard in one["safeguards"]]
        parts = [one["rationale"], *safeguards, one["indicator"], one["standing"]["note"]]
        text = f"{one['actor']}: {one['action']}. {_words(parts)}"
        yield "recommendation", f"{one['number']} {one['short']}", one["address"], text
    limits = _words(one["text"] for one in brief["limits"])
    yield "limits", _short(limits), f"{report}#limits", limits
    for one in brief["analysis"]["sections"] if brief["analysis"] else ():
        yield "analysis", one["title"], one["address"], _words([one["text"], one["caution"] or ""])
    for one in brief["figures"]:
        yield "figure", one["title"], one["address"], _words([one["alt"], one["note"] or ""])
    places = ", ".join(dict.fromkeys(event["place"] for event in brief["events"]))
    yield "events", places, f"{report}#timeline", " ".join(map(_event, brief["events"]))
    for one in published["glossary"]:
        yield "term", one["term"], one["address"], _words([one["definition"]])
    for one in published["references"]:
        names = [name.get("literal") or name.get("family", "") for name in one.get("author", ())]
        text = ". ".join(filter(None, [", ".join(names), one.get("annote")]))
        yield "reference", one["title"], f"{report}#ref-{one['id']}", text or one["title"]


def _event(event: Mapping[str, Any]) -> str:
    where = ", ".join(filter(None, [event["place"], event["date"]]))
    return " ".join(filter(None, [f"{where}: {event['title']}.", event["essay"], event["checked"]]))


def _words(texts: Iterable[str]) -> str:
    """Return author texts without their dress, one after the other."""
    return " ".join(plain_text(runs) for text in texts for runs in parse(text))


def _short(text: str) -> str:
    """Return the beginning of a text, whole words of it."""
    if len(text) <= _SHOWN:
        return text
    return f"{text[:_SHOWN].rpartition(' ')[0] or text[:_SHOWN]} …"


def build_index(published: Iterable[dict[str, Any]], templates: Path) -> list[tuple[str, bytes]]:
    """Return the files of an index of all statements in some ``brief.json``, by their path in it.

    Raises ``BriefwrightError`` where Pagefind fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        pages, made = Path(folder, "pages"), Path(folder, "index")
        tag = ""
        for brief in published:
            tag = brief["publisher"]["language"]
            catalogue = language.load(templates / "locales", tag)
            for record in search_records(brief):
                write(pages / record.path, shell(templates, "web/search_record.html.j2", catalogue, record=record))
        _run(pages, made, tag.partition("-")[0])
        return [(file.relative_to(made).as_posix(), file.read_bytes()) for file in _wanted(made)]


def search_script(source: str) -> str:
    """Return the script of the search page, with Pagefind's library in it."""
    with tempfile.TemporaryDirectory() as folder:
        pages, made = Path(folder, "pages"), Path(folder, "index")
        # Pagefind writes its library beside an index.
        write(pages / "index.html", '<html lang="en"><body data-pagefind-body>a</body></html>')
        _run(pages, made, "en")
        library = (made / "pagefind.js").read_text("utf-8")
    return bundle_script(source, library, f"Pagefind {version('pagefind-bin')}, MIT licence, https://pagefind.app/")


def _run(pages: Path, build_index: Path, tag: str) -> None:
    """Let Pagefind index pages as of one language; raise ``BriefwrightError`` with what it prints where it fails."""
    command = [get_executable(), "--quiet", "--site", pages, "--output-path", build_index, "--force-language", tag]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=False)  # noqa: S603 - ours
    # It leaves out what it could not read, prints a warning, and ends well.
    printed = f"{done.stderr}{done.stdout}".strip()
    if done.returncode or printed:
        raise BriefwrightError(f"Pagefind could not index everything: {printed or done.returncode}")


def _wanted(build_index: Path) -> list[Path]:
    """Return the files that the script asks for; Pagefind also writes its own interfaces."""
    entry = build_index / "pagefind-entry.json"
    (languages,) = json.loads(entry.read_text("utf-8"))["languages"].values()
    engine = build_index / f"wasm.{languages['wasm'] or 'unknown'}.pagefind"
    return [entry, engine, *sorted(build_index.rglob("*.pf_*"))]


def bundle_script(own: str, library: str, credit: str) -> str:
    """Return our script and the library that it imports as one module, so that one checksum stands for both.

    The library keeps its names at the top; ours stand in a block of their own.  ``credit`` goes into a comment at the
    top.  Raises ``ValueError`` where either is not as expected.
    """
    kept, ended = _EXPORTS.subn("", library)
    ours, imported = _IMPORT.subn("", own)
    if ended != 1 or imported != 1:
        raise ValueError(
            "search.js and Pagefind do not fit: one imports createInstance, the other ends in exporting it"
        )
    return f"/*! {credit} */\n{kept.rstrip()}\n{{\n{ours.strip()}\n}}\n"
