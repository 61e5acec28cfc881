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
    from briefwright.sources.files import SourceFile
    from briefwright.sources.yaml_nodes import Location
    from briefwright.sources.yaml_scalars import Comment

COMMENT_RULES: Mapping[str, str] = {
    "unknown-rule": "A rule that does not exist.",
    "silence-without-reason": "No reason. The warning stays.",
    "needless-silence": "No warning there to suppress.",
}
"""The rules for the comments themselves, each with what it warns of."""
_ALLOW = re.compile(r"#+\s*allow\s+([a-z][a-z-]*)\s*(?::\s*(.*))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LintWarning:
    """A warning before it is known whether it is silenced: its rule, and the words ``span`` of a field of a file."""

    rule: str
    file: str
    location: Location
    span: tuple[int, int]
    message: str
    hint: str
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Suppression:
    """A comment that silences a rule, and the line (from 0) of which it speaks."""

    rule: str
    reason: str
    line: int
    comment: Comment


def _named(rule: str, message: str) -> str:
    """Return a message with the name of its rule, by which it can be silenced."""
    return f"{message} [{rule}]"


def unsuppressed(
    files: Mapping[str, SourceFile], remarks: Iterable[LintWarning], rules: Collection[str], applied: Collection[str]
) -> Iterator[Problem]:
    """Yield the warnings that no comment silences, and a warning for each comment that silences badly.

    ``rules`` are all there are; of those not ``applied`` in this run, nobody can say whether a silence is needed.
    """
    silences = {name: tuple(_suppressions(source)) for name, source in files.items()}
    used: set[tuple[str, int]] = set()
    for remark in remarks:
        source = files[remark.file]
        problem = source.inside(
            remark.location, *remark.span, _named(remark.rule, remark.message),
            hint=remark.hint, detail=remark.detail, severity="warning",
        )  # fmt: skip
        lines = {problem.line - 1, *_lines(source, remark.location)}
        fitting = [one for one in silences[remark.file] if one.rule == remark.rule and one.line in lines and one.reason]
        used |= {(remark.file, one.comment.start) for one in fitting}
        if not fitting:
            yield problem
    for name, source in files.items():
        for silence in silences[name]:
            needless = silence.rule in applied and (name, silence.comment.start) not in used
            if fault := _fault(silence, rules, needless=needless):
                rule, message, hint = fault
                place, width = source.place(silence.comment.start), len(silence.comment.text)
                yield source.at(*place, _named(rule, message), width=width, hint=hint, severity="warning")


def _suppressions(source: SourceFile) -> Iterator[_Suppression]:
    placed = [(source.place(comment.start)[0], comment) for comment in source.comments]
    alone = {line for line, comment in placed if comment.alone}
    for line, comment in placed:
        if found := _ALLOW.fullmatch(comment.text):
            target = line
            while target in alone:
                target += 1
            yield _Suppression(found[1].lower(), (found[2] or "").strip(), target, comment)


def _lines(source: SourceFile, location: Location) -> Iterator[int]:
    """Yield the lines, from 0, where a field's key stands and where its value begins and ends."""
    if key := source.keys.get(location):
        yield key.start.line
    if value := source.values.get(location):
        yield from (value.start.line, value.end.line)


def _fault(silence: _Suppression, rules: Collection[str], *, needless: bool) -> tuple[str, str, str] | None:
    """Return what is wrong with a silence, if anything: the name of that, what to say, and what to do."""
    if silence.rule not in rules:
        hint = did_you_mean(silence.rule, rules) or f"rules: {', '.join(sorted(rules))}"
        return "unknown-rule", f"there is no rule “{silence.rule}” to silence", hint
    if not silence.reason:
        hint = f"write # allow {silence.rule}: and why; without a reason the warning stays"
        return "silence-without-reason", "a warning is silenced without a reason", hint
    if needless:
        hint = "delete it, or put it on the line of the warning or of its field, or alone just above"
        return "needless-silence", f"there is no {silence.rule} to silence here", hint
    return None
