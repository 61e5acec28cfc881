"""Load the publisher's citation style: a file in the Citation Style Language (CSL 1.0.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from briefwright.errors import InvalidSources, did_you_mean
from briefwright.sources.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefwright.errors import Problem
    from briefwright.sources.files import SourceFile

ENDING = ".csl"
_CSL = "{http://purl.org/net/xbiblio/csl}"
_OTHER_STYLE = "choose another style, such as one with authors and dates, or with numbers"


def load_citation_style(name: str, publisher: SourceFile, *folders: Path) -> str:
    """Return the text of a citation style, ``name.csl`` in one of the folders.

    Raises ``InvalidSources`` if the style is missing, broken, dependent on another style, or has no list of references
    or footnotes instead of citations in the text.
    """
    file_name = name.removesuffix(ENDING) + ENDING
    for folder in folders:
        if (folder / file_name).exists():
            source = read_text(folder / file_name)
            if problem := _style_problem(source):
                raise InvalidSources([problem])
            return source.text
    known = sorted({path.stem for folder in folders for path in folder.glob(f"*{ENDING}")})
    hint = did_you_mean(name.removesuffix(ENDING), known) or f"put {file_name} into {folders[0].as_posix()}/"
    raise InvalidSources([publisher.problem(("citation_style",), f"unknown citation style “{name}”", hint=hint)])


def _style_problem(source: SourceFile) -> Problem | None:
    if "<!DOCTYPE" in source.text:  # entities could read files or grow without end
        return source.problem_at(0, 0, "a citation style must not have a DOCTYPE", hint="delete it")
    try:
        root = etree.fromstring(source.text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        line, column = error.position
        hint = "download the style again, such as from the Zotero Style Repository"
        return source.problem_at(line - 1, max(column - 1, 0), f"broken XML: {error.msg}", hint=hint)
    problems = (source.problem_at(line - 1, 0, message, hint=hint) for line, message, hint in _unusable(root))
    return next(problems, None)


def _unusable(root: etree._Element) -> Iterator[tuple[int, str, str]]:
    """Yield why a style cannot be used: line, message and hint."""
    line = root.sourceline or 1
    if root.tag != f"{_CSL}style":
        yield line, "this is not a citation style in CSL", _OTHER_STYLE
    for link in root.iter(f"{_CSL}link"):
        if link.get("rel") == "independent-parent":
            parent = str(link.get("href", "")).rpartition("/")[2]
            message = f"this style depends on another one, “{parent}”, which a build would have to download"
            hint = f"download {parent}{ENDING}, and set `citation_style: {parent}` in publisher.yaml"
            yield link.sourceline or line, message, hint
    if root.get("class") == "note":
        yield line, "this style cites in footnotes", _OTHER_STYLE
    if root.find(f"{_CSL}bibliography") is None:
        yield line, "this style has no list of references", _OTHER_STYLE
