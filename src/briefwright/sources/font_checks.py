"""Check the publisher's font files, and that a font has each character that the documents show."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from briefwright.fonts import needs_glyph, packaged_characters
from briefwright.publisher_fonts import font_problem, publisher_faces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from briefwright.errors import Problem
    from briefwright.model import Publisher
    from briefwright.sources.files import SourceFile

_MAX_PLACES = 10
"""Maximum places that are listed for a file; a text in another script has hundreds."""
_MAX_NAMED = 2
"""Characters of a place that are named."""
_ESSAY_WORDS = {"quote", "prefix", "suffix"}
"""Keys of words of the essay, which are checked there."""
_HINT = (
    "use other characters; or put a font with them into sources/fonts/, and list it under `fonts:` in publisher.yaml"
)


def font_problems(
    publisher: Publisher, files: Mapping[str, SourceFile], essay: str, figure_files: Iterable[SourceFile], folder: Path
) -> list[Problem]:
    """Return the problems of the publisher's fonts in a folder; without any, those of the characters of all files.

    ``files`` are those of the brief and of the publisher, by name without extension. ``essay`` is the text of the essay
    that is printed. Comments and the words of quotes are not printed.
    """
    if problems := list(file_problems(publisher, files["publisher"], folder)):
        return problems
    fonts = [font.model_dump() for font in publisher.fonts]
    faces = publisher_faces(fonts, folder)
    covered = packaged_characters().union(*(face.font.unicodes for face in faces))
    texts = [
        (source, essay if name == "essay" else source.text) for name, source in files.items() if name != "passages"
    ]
    texts += [(source, source.text) for source in figure_files]
    found = (
        _in_values(source, covered) if source.values else _in_text(source, text, covered) for source, text in texts
    )
    return [problem for places in found for problem in _limited(places)]


def file_problems(publisher: Publisher, source: SourceFile, folder: Path) -> Iterator[Problem]:
    """Yield a problem for each font file that is missing or cannot be used."""
    for index, font in enumerate(publisher.fonts):
        for key in ("regular", "bold", "italic"):
            if name := getattr(font, key):
                problem = font_problem(folder / name)
                if problem:
                    message = f"{(folder / name).as_posix()}: {problem}"
                    hint = "use a font in TrueType, OpenType or WOFF2 format whose licence allows embedding"
                    yield source.problem(("fonts", index, key), message, hint=hint)


def _missing(text: str, covered: frozenset[int]) -> set[str]:
    return {character for character in set(text) if ord(character) not in covered and needs_glyph(character)}


def _in_text(source: SourceFile, printed: str, covered: frozenset[int]) -> Iterator[Callable[[], Problem]]:
    missing = _missing(printed, covered)
    for match in _runs(missing, source.text):
        yield partial(_problem_in_text, source, match, missing)


def _problem_in_text(source: SourceFile, match: re.Match[str], missing: set[str]) -> Problem:
    position = source.position(match.start())
    return source.problem_at(*position, _message(match[0], missing), width=len(match[0]), hint=_HINT)


def _in_values(source: SourceFile, covered: frozenset[int]) -> Iterator[Callable[[], Problem]]:
    for location, node in source.values.items():
        if node.kind == "scalar" and not (location and location[-1] in _ESSAY_WORDS):
            missing = _missing(node.value, covered)
            for match in _runs(missing, node.value):
                message = _message(match[0], missing)
                yield partial(source.problem_within, location, *match.span(), message, hint=_HINT)


def _runs(missing: set[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the places of missing characters; a space between two does not end a place."""
    if missing:
        characters = f"[{''.join(map(re.escape, sorted(missing)))}]+"
        yield from re.finditer(f"{characters}(?: {characters})*", text)


def _message(words: str, missing: set[str]) -> str:
    characters = [character for character in dict.fromkeys(words) if character in missing]
    named = [
        f"U+{ord(one):04X} {unicodedata.name(one, 'private-use or unassigned character')}"
        for one in characters[:_MAX_NAMED]
    ]
    more = [f"{len(characters) - _MAX_NAMED} more"] if len(characters) > _MAX_NAMED else []
    return f"no font has “{words}” ({', '.join([*named, *more])})"


def _limited(places: Iterable[Callable[[], Problem]]) -> Iterator[Problem]:
    """Yield the problems of the first places of a file; the last that is yielded names the number of further places."""
    found = list(places)
    yield from (problem() for problem in found[: _MAX_PLACES - 1])
    rest = found[_MAX_PLACES - 1 :]
    if len(rest) == 1:
        yield rest[0]()
    elif rest:
        message = f"no font has the characters here and at {len(rest) - 1} more"
        yield replace(rest[0](), message=message)
