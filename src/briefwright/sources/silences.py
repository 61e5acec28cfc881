"""Warnings that an editor silenced, with a reason: ``# allow <rule>: <reason>``.

The comment stands on the line of the warning, on the line where its field begins, or alone just above that line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefwright.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from briefwright.errors import Problem
    from briefwright.sources.files import Location, SourceFile
    from briefwright.sources.scalars import Comment

__all__ = ["Remark", "heard", "named"]

_ALLOW = re.compile(r"#+\s*allow\s+([a-z][a-z-]*)\s*(?::\s*(.*))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning before it is known whether it is silenced: its rule, its file by name, its field, what to say."""

    rule: str
    file: str
    location: Location
    problem: Problem


@dataclass(frozen=True, slots=True)
class _Silence:
    rule: str
    reason: str
    line: int
    comment: Comment


def named(rule: str, message: str) -> str:
    """Return a message with the name of its rule, by which it can be silenced."""
    return f"{message} [{rule}]"


def heard(
    files: Mapping[str, SourceFile], remarks: Iterable[Remark], rules: Collection[str], applied: Collection[str]
) -> Iterator[Problem]:
    """Yield the warnings that no comment silences, and a warning for each comment that silences badly.

    ``rules`` are all there are; of those not ``applied`` in this run, nobody can say whether a silence is needed.
    """
    silences = {name: tuple(_silences(source)) for name, source in files.items()}
    used: set[tuple[str, int]] = set()
    for remark in remarks:
        lines = _lines(files[remark.file], remark)
        fitting = [one for one in silences[remark.file] if one.rule == remark.rule and one.line in lines and one.reason]
        used |= {(remark.file, one.comment.start) for one in fitting}
        if not fitting:
            yield remark.problem
    for name, source in files.items():
        for silence in silences[name]:
            needless = silence.rule in applied and (name, silence.comment.start) not in used
            yield from _faults(source, silence, rules, needless=needless)


def _silences(source: SourceFile) -> Iterator[_Silence]:
    placed = [(source.line_of(comment.start), comment) for comment in source.comments]
    alone = {line for line, comment in placed if comment.alone}
    for line, comment in placed:
        if found := _ALLOW.fullmatch(comment.text):
            target = line
            while target in alone:
                target += 1
            yield _Silence(found[1].lower(), (found[2] or "").strip(), target, comment)


def _lines(source: SourceFile, remark: Remark) -> set[int]:
    """Return the lines, from 0, on which a comment speaks of a remark's field."""
    lines = {remark.problem.line - 1}
    if key := source.keys.get(remark.location):
        lines.add(key.start.line)
    if value := source.values.get(remark.location):
        lines |= {value.start.line, value.end.line}
    return lines


def _faults(source: SourceFile, silence: _Silence, rules: Collection[str], *, needless: bool) -> Iterator[Problem]:
    if silence.rule not in rules:
        hint = did_you_mean(silence.rule, rules) or f"rules: {', '.join(sorted(rules))}"
        yield _at(source, silence, "unknown-rule", f"there is no rule “{silence.rule}” to silence", hint)
    elif not silence.reason:
        hint = f"write # allow {silence.rule}: and why; without a reason the warning stays"
        yield _at(source, silence, "silence-without-reason", "a warning is silenced without a reason", hint)
    elif needless:
        hint = "delete it, or put it on the line of the warning or of its field, or alone just above"
        yield _at(source, silence, "needless-silence", f"there is no {silence.rule} to silence here", hint)


def _at(source: SourceFile, silence: _Silence, rule: str, message: str, hint: str) -> Problem:
    comment = silence.comment
    line = source.line_of(comment.start)
    column = comment.start - max(source.text.rfind(sign, 0, comment.start) for sign in "\r\n") - 1
    return source.at(line, column, named(rule, message), width=len(comment.text), hint=hint, severity="warning")
