"""Read an author's file by its format: through Pandoc, in a sandbox, or as plain text or PDF."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefwright.errors import BriefwrightError
from briefwright.intake import archives, pdf_text, plain_text, web_page
from briefwright.intake.definitions import report_unused
from briefwright.intake.footnotes import with_footnotes
from briefwright.intake.original import KEYS, Facts, Original, facts_of, no_pictures
from briefwright.intake.pandoc_tree import rewrite, walk
from briefwright.pandoc import run_pandoc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefwright.intake.changes import Changes

# Without “smart”, quotation marks and dashes stay as typed.
_READERS = {
    ".md": "commonmark_x-smart", ".markdown": "commonmark_x-smart",
    ".docx": "docx", ".odt": "odt", ".epub": "epub",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".tex": "latex", ".latex": "latex",
}  # fmt: skip
"""Pandoc's reader for each ending."""
_PLAIN = (".txt", ".text")
ENDINGS = tuple(sorted({*_READERS, *_PLAIN, ".pdf"}))
_ARCHIVES = {".docx": "word/", ".odt": "", ".epub": ""}
"""The folder of a ZIP file to which its addresses of pictures belong."""
_MAX_BYTES = 20_000_000
_MEMORY = "1500M"
"""Maximum size of Pandoc's heap."""
_LATEX_BODY = "\\begin{document}"
_MAX_LEFT_OUT = 40
"""Characters of content that Pandoc left out, as shown."""


def read(path: Path, changes: Changes) -> Original:
    """Return an author's file; raise ``BriefwrightError`` if it cannot be read."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise BriefwrightError(_unknown(path))
    content = _content(path)
    if ending == ".pdf":
        return pdf_text.read(content, changes)
    if ending in _PLAIN:
        return plain_text.read(decode(content, changes), changes)
    if ending in _ARCHIVES:
        return _archive(path, content, _ARCHIVES[ending], changes)
    text = decode(content, changes)
    if ending in {".html", ".htm", ".xhtml"}:
        text, facts = web_page.prepare(text, changes)
        original = _through_pandoc(text.encode(), "html", changes)
        return replace(original, facts=facts, read_picture=_beside(path))
    if _READERS[ending] != "latex":
        report_unused(text, changes)
    else:
        # Pandoc's own LaTeX puts each picture into a macro that its reader does not understand.
        text = text.replace(_LATEX_BODY, f"\\renewcommand{{\\pandocbounded}}[1]{{#1}}{_LATEX_BODY}", 1)
        # Pandoc takes the first word after these for their argument.
        text = re.sub(r"\\end(?:last|first)?(?:foot|head)\b", r"\g<0>{}", text)
    original = _through_pandoc(text.encode(), _READERS[ending], changes)
    markdown = text if _READERS[ending] != "latex" else ""
    return replace(original, markdown=markdown, read_picture=_beside(path))


def decode(content: bytes, changes: Changes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with a byte-order mark, or else Windows-1252."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    if b"\0" in content and encoding != "utf-16":
        raise BriefwrightError("this is not a text file")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        changes.add("the file is not UTF-8; read as Windows-1252, so check its accents")
        return content.decode("cp1252", "replace")


def _unknown(path: Path) -> str:
    ending = path.suffix.lower()
    hint = {
        ".doc": "open it in a word processor, and save it as .docx",
        ".pages": "export it as .docx",
        ".rtf": "open it in a word processor, and save it as .docx",
    }.get(ending, f"use a file that ends with {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
    return f"files of the type “{ending or path.name}” cannot be read\n  hint: {hint}"


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise BriefwrightError(f"{'this is a folder' if path.is_dir() else 'the file does not exist'}")
    with path.open("rb") as file:
        content = file.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        hint = "save it without its pictures, or with smaller ones"
        raise BriefwrightError(f"the file has more than {_MAX_BYTES // 1_000_000} MB\n  hint: {hint}")
    if not content.strip():
        raise BriefwrightError("the file is empty")
    return content


def _archive(path: Path, content: bytes, root: str, changes: Changes) -> Original:
    archive = archives.open_archive(path, content)
    archives.report_left_out(archive, changes)
    original = _through_pandoc(content, _READERS[path.suffix.lower()], changes)
    facts = original.facts
    more = archives.facts(archive)
    facts = Facts(
        facts.title or more.title, facts.authors or more.authors, facts.date, facts.language or more.language,
        rights=facts.rights,
    )  # fmt: skip
    return replace(original, facts=facts, read_picture=archives.picture_reader(archive, root))


def _through_pandoc(content: bytes, reader: str, changes: Changes) -> Original:
    """Return a document as Pandoc reads it. Its sandbox reads no other file, and nothing from the network."""
    with tempfile.TemporaryDirectory() as folder:
        source, log = Path(folder) / "source", Path(folder) / "log.json"
        source.write_bytes(content)
        options = ["+RTS", f"-M{_MEMORY}", "-RTS", "--sandbox", "--quiet", f"--log={log}", f"--data-dir={folder}"]
        tree = json.loads(run_pandoc("", *options, f"--from={reader}", "--to=json", str(source)))
        messages: list[Mapping[str, Any]] = json.loads(log.read_text("utf-8")) if log.is_file() else []
    if reader != "html":  # `web_page` reports these
        start = content.partition(_LATEX_BODY.encode())[0].count(b"\n") + 1 if reader == "latex" else 0
        _report_left_out(messages, start, changes)
    for key in sorted(tree["meta"].keys() - KEYS) if reader == _READERS[".md"] else ():
        changes.add("front matter left out; `essay:` in brief.yaml may have a field for it", key)
    blocks = with_footnotes(_with_html(tree["blocks"]))
    abstract = tree["meta"].get("abstract")
    return Original(blocks, facts_of(tree["meta"]), no_pictures, _abstract(abstract))


def _report_left_out(messages: list[Mapping[str, Any]], start: int, changes: Changes) -> None:
    """Report what Pandoc left out; lines before ``start`` only set up the document."""
    for message in messages:
        if message.get("line", start) < start:
            continue
        if message["type"] == "SkippedContent" and message["contents"] != "\\maketitle":
            changes.add("code left out", f"{message['contents'][:_MAX_LEFT_OUT]} (line {message.get('line', '?')})")
        elif message["type"] in {"CouldNotLoadIncludeFile", "CouldNotFetchResource"}:
            changes.add("other file not read; put its text into this one", message["path"])


def _with_html(blocks: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a tree in which raw HTML, as in a Markdown file, is read as HTML."""
    raw = [each["c"][1] for each in walk(blocks) if each["t"] == "RawBlock" and each["c"][0] == "html"]
    texts = [text for text in dict.fromkeys(raw) if not text.lstrip().startswith("<!--")]
    read = {text: _html_blocks(text) for text in texts[:_MAX_LEFT_OUT]}

    def change(item: dict[str, Any]) -> list[dict[str, Any]] | None:
        return read.get(item["c"][1]) if item["t"] == "RawBlock" and item["c"][0] == "html" else None

    return rewrite(blocks, change) if read else blocks


def _html_blocks(text: str) -> list[dict[str, Any]]:
    tree = json.loads(run_pandoc(text, "--sandbox", "--quiet", "--from=html", "--to=json"))
    blocks: list[dict[str, Any]] = tree["blocks"]
    return blocks


def _abstract(value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    if not value:
        return []
    if value["t"] == "MetaBlocks":
        return list(value["c"])
    return [{"t": "Para", "c": value["c"]}] if value["t"] == "MetaInlines" else []


def _beside(path: Path) -> Any:  # noqa: ANN401 - a function
    """Return a function that reads the pictures beside a file and in folders below it."""
    folder = path.resolve().parent

    def read_picture(address: str) -> bytes:
        if re.match(r"[a-zA-Z][\w+.-]*:|//", address):
            raise LookupError("it is not a file; nothing is fetched from the web")
        target = folder / re.sub(r"[?#].*", "", address)
        inside = target.resolve().is_relative_to(folder) and ".." not in Path(address).parts
        if not inside or Path(address).is_absolute():
            raise LookupError("it is outside the folder of the text")
        if not target.is_file():
            raise LookupError("the file does not exist")
        with target.open("rb") as file:
            return file.read(_MAX_BYTES + 1)

    return read_picture
