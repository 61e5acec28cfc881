"""Read the works cited: ``references.yaml`` (CSL YAML), ``references.json`` (CSL JSON) or ``references.bib`` (BibTeX).

All have the same plain values: a mapping with a list ``references`` of CSL items, with the positions of the items and
their keys in the file.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, get_args

from briefwright.errors import InvalidSources
from briefwright.model import CslDate, Reference
from briefwright.model.csl import Name, WorkType
from briefwright.model.csl_date_words import in_edtf, is_undated
from briefwright.model.csl_text import is_identifier
from briefwright.pandoc import PandocError, run_pandoc
from briefwright.sources.file_names import similar_file
from briefwright.sources.files import SourceFile, load_yaml, read_text
from briefwright.sources.yaml_nodes import Position, YamlNode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from briefwright.errors import Problem
    from briefwright.sources.yaml_nodes import Location

FILES = ("references.yaml", "references.json", "references.bib")
"""The forms of the list of works; a brief has one of them."""
_KEY = "references"
_VARIABLES = {info.alias or name: info for name, info in Reference.model_fields.items()}
_BY_LABEL = {name.lower(): name for name in _VARIABLES if name not in {"id", "note", "custom", "categories"}}
_NAMES = {info.alias or name for name, info in Name.model_fields.items()}
_NOTE_LINE = re.compile(r"\{?:?\s*([A-Za-z][A-Za-z _-]*?)\s*:\s*(\S.*?)\}?")
_ZOTERO_ADDRESS = re.compile(r"https?://zotero\.org/\S*/items/(\w+)")
_ENTRY = re.compile(r"@\s*(\w+)\s*[{(]\s*([^\s,{}()=]+)\s*,")
_NOT_ENTRIES = {"comment", "string", "preamble"}
_BIB_FIELDS = {
    "issued": "date|year",
    "accessed": "urldate",
    "container-title": "journal|journaltitle|booktitle",
    "publisher": "publisher|school|institution|organization",
    "publisher-place": "address|location",
    "page": "pages",
}
"""Names of fields of BibTeX and BibLaTeX by CSL variable, where they differ."""
_BIB_DATE = re.compile(r"(?<![\w-])(?:date|year)\s*=\s*[{\"]*\s*([^{}\"\n,]*[^{}\"\n,\s])", re.IGNORECASE)
_BROKEN_BIB = re.compile(r"\(line (\d+), column (\d+)\):\s*([^\n]*)")


def references_file(folder: Path) -> Path | None:
    """Return the file with the works cited of a brief; ``None`` without one.

    Raises ``InvalidSources`` if the brief has several, or a file whose name is similar.
    """
    files = [folder / name for name in FILES]
    present = [path for path in files if path.exists() or path.is_symlink()]
    if len(present) > 1:
        names = " and ".join(path.name for path in present)
        hint = f"keep one of {names}, and delete the rest"
        source = SourceFile(present[1].as_posix(), "")
        raise InvalidSources(
            [source.problem_at(0, 0, f"the brief has several lists of references: {names}", hint=hint)]
        )
    if present:
        return present[0]
    misnamed = {path: similar for path in files if (similar := similar_file(path))}
    # The form of the list is that of the misnamed file, if its ending is right.
    return next((path for path, name in misnamed.items() if name.endswith(path.suffix)), next(iter(misnamed), None))


def load_references(path: Path) -> tuple[Any, SourceFile]:
    """Return the plain values of a list of works, and the file with positions; raise ``InvalidSources``."""
    if path.suffix == ".json":
        return _from_json(read_text(path))
    if path.suffix == ".bib":
        return _from_bib(read_text(path))
    data, source = load_yaml(path)
    return ({_KEY: data}, _below_key(source)) if isinstance(data, list) else (data, source)


def without_uncited(data: Any, cited: Collection[str]) -> Any:  # noqa: ANN401 - any values
    """Return the values of a manager's list with the identifiers only of works that the brief does not cite.

    The list may be a whole library. Its other works are not published, so their errors do not matter.
    """
    works = []
    for index, item in enumerate(data[_KEY]):
        known = is_identifier(item.get("id"))
        name = item["id"] if known else f"uncited-{index}"
        works.append(item if known and name in cited else {"id": name, "type": "document", "title": "–"})
    return {_KEY: works}


def _below_key(source: SourceFile) -> SourceFile:
    """Return a file whose root is the list of works, as if the list were below a key."""
    values = {(_KEY, *location): node for location, node in source.values.items()}
    keys = {(_KEY, *location): node for location, node in source.keys.items()}
    return SourceFile(source.path, source.text, values, keys)


# ---- CSL JSON --------------------------------------------------------------------------------------------------------


def _from_json(source: SourceFile) -> tuple[Any, SourceFile]:
    try:
        # Numbers stay text, as in YAML.
        data = json.loads(source.text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        problem = source.problem_at(error.lineno - 1, error.colno - 1, f"broken JSON: {error.msg}", hint=_EXPORT_AGAIN)
        raise InvalidSources([problem]) from None
    except RecursionError:
        raise InvalidSources([source.problem_at(0, 0, "broken JSON: nested too deeply", hint=_EXPORT_AGAIN)]) from None
    if isinstance(data, dict) and set(data) == {_KEY}:
        data = data[_KEY]
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise InvalidSources([source.problem_at(0, 0, "this is not a list of works in CSL JSON", hint=_EXPORT_AGAIN)])
    starts = [(match.start(), match.end()) for match in _json_items(source.text)]
    return _with_positions(source, [exported(item) for item in data], starts, _json_key)


_EXPORT_AGAIN = "export the list from the reference manager again, as CSL JSON"


def _json_items(text: str) -> Iterator[re.Match[str]]:
    """Yield the text of each item of the list in a valid JSON file."""
    decoder = json.JSONDecoder()
    offset = text.index("[") + 1
    while match := re.compile(r"[\s,]*(?=\{)").match(text, offset):
        _, offset = decoder.raw_decode(text, match.end())
        if item := re.compile(r".*", re.DOTALL).match(text, match.end(), offset):
            yield item


def _json_key(name: str) -> str:
    return rf"{re.escape(json.dumps(name, ensure_ascii=False))}\s*:"


# ---- BibTeX ----------------------------------------------------------------------------------------------------------


def _from_bib(source: SourceFile) -> tuple[Any, SourceFile]:
    # BibLaTeX's fields include those of BibTeX.
    try:
        items = json.loads(run_pandoc(source.text, "--from=biblatex", "--to=csljson"), parse_int=str, parse_float=str)
    except PandocError as error:
        raise InvalidSources([_broken_bib(source, str(error))]) from None
    entries = [match for match in _ENTRY.finditer(source.text) if match[1].lower() not in _NOT_ENTRIES]
    ends = [match.start() for match in entries[1:]] + [len(source.text)]
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match, end in zip(entries, ends, strict=True):
        spans[match[2]].append((match.start(), end))
    found = [spans[str(item.get("id"))].pop(0) if spans[str(item.get("id"))] else (0, 0) for item in items]
    for item, span in zip(items, found, strict=True):
        issued = item.get("issued", {})
        if not (issued.get("date-parts") or issued.get("literal")):
            item["issued"] = _bib_date(source, span)
    return _with_positions(source, [exported(item) for item in items], found, _bib_key)


def _bib_key(name: str) -> str:
    return rf"(?i:(?<![\w-])(?:{_BIB_FIELDS.get(name, re.escape(name.lower()))})\s*=)"


def _broken_bib(source: SourceFile, message: str) -> Problem:
    hint = "check the braces, commas and quotation marks, here and in the entry above"
    if match := _BROKEN_BIB.search(message):
        line, column = int(match[1]) - 1, int(match[2]) - 1
        return source.problem_at(line, column, f"broken BibTeX: {match[3] or 'unexpected text'}", hint=hint)
    return source.problem_at(0, 0, f"broken BibTeX: {message.removeprefix('Pandoc: ')}", hint=hint)


def _bib_date(source: SourceFile, span: tuple[int, int]) -> object:
    """Return the date of an entry that Pandoc dropped, such as “c. 1899”, or ``None``."""
    match = _BIB_DATE.search(source.text, *span)
    if match is None or is_undated(match[1]):
        return None
    return {"raw": match[1]} if in_edtf(match[1]) else match[1]


# ---- both ------------------------------------------------------------------------------------------------------------


def _with_positions(
    source: SourceFile, items: list[dict[str, Any]], spans: list[tuple[int, int]], key_pattern: Callable[[str], str]
) -> tuple[Any, SourceFile]:
    """Return the values of items, and the file with the position of each item and of its keys."""
    values: dict[Location, YamlNode] = {}
    keys: dict[Location, YamlNode] = {}
    for index, (item, (start, end)) in enumerate(zip(items, spans, strict=True)):
        values[_KEY, index] = _node(source, start, end)
        for name in item:
            if match := re.compile(key_pattern(name)).search(source.text, start, end):
                values[_KEY, index, name] = keys[_KEY, index, name] = _node(source, *match.span())
    return {_KEY: items}, SourceFile(source.path, source.text, values, keys)


def _node(source: SourceFile, start: int, end: int) -> YamlNode:
    first, last = (Position(offset, *source.position(offset)) for offset in (start, end))
    return YamlNode("scalar", first, last, source.text[start:end])


def exported(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item of a manager's export as a CSL item.

    Lines of ``note`` such as ``original-date: 1899`` are variables (as in Zotero's Extra field); its other lines are
    the manager's own. So are keys that CSL does not define, which go into ``custom``.
    """
    values = {name: value for name, value in item.items() if value not in (None, "", [], {})}
    own = {name: values.pop(name) for name in [*values] if name not in _VARIABLES}
    from_note = _note_variables(str(values.pop("note", "")))
    # The manager has a field for each variable except the types that it does not know.
    result = from_note | values | {key: value for key, value in from_note.items() if key == "type"}
    if own:
        result["custom"] = own
    key = _ZOTERO_ADDRESS.fullmatch(str(result.get("id", "")))
    if key:
        result["id"] = result.get("citation-key") or key[1]
    # Pandoc gives entries such as @misc no type.
    result.setdefault("type", "document")
    for name, value in result.items():
        if _is_names(name) and isinstance(value, list):
            result[name] = [one for one in map(_exported_name, value) if one != {}]
    return result


def _exported_name(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return {key: text for key, text in value.items() if key in _NAMES and text not in (None, "")}


def _note_variables(note: str) -> dict[str, Any]:
    """Return the CSL variables in a note, one on each line: ``original-date: 1899`` or ``Original Date: 1899``."""
    found: dict[str, Any] = {}
    for line in note.splitlines():
        match = _NOTE_LINE.fullmatch(line.strip())
        name = _BY_LABEL.get(match[1].lower().replace(" ", "-")) if match else None
        if match and name == "type" and match[2] not in get_args(WorkType):
            continue
        if match and name:
            found[name] = _note_value(name, match[2])
    return found


def _note_value(name: str, text: str) -> object:
    if _is_names(name):
        family, _, given = (part.strip() for part in text.partition("||"))
        return [{"family": family, "given": given} if given else {"literal": family}]
    return {"raw": text} if CslDate in get_args(_VARIABLES[name].annotation) else text


def _is_names(variable: str) -> bool:
    return variable in _VARIABLES and Name in get_args(_VARIABLES[variable].annotation)
