"""Suppress warnings with comments that give a reason: ``# allow RULE: reason``.

The comment is on the line of the warning, on the first line of its field, or alone above that line.
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
    "unknown-rule": "A suppression of a rule that does not exist.",
    "suppression-without-reason": "A suppression without a reason; it has no effect.",
    "unused-suppression": "A suppression without a warning to suppress.",
}
"""The rules for the comments themselves, each with what it warns of."""
_ALLOW = re.compile(r"#+\s*allow\s+([a-z][a-z-]*)\s*(?::\s*(.*))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LintWarning:
    """A warning that may be suppressed: its rule, and the characters ``span`` of a field in a file."""

    rule: str
    file: str
    location: Location
    span: tuple[int, int]
    message: str
    hint: str
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Suppression:
    """A comment that suppresses a rule on a line (from 0)."""

    rule: str
    reason: str
    line: int
    comment: Comment


def _with_rule(message: str, rule: str) -> str:
    return f"{message} [{rule}]"


def unsuppressed(
    files: Mapping[str, SourceFile], warnings: Iterable[LintWarning], rules: Collection[str], applied: Collection[str]
) -> Iterator[Problem]:
    """Yield the warnings that are not suppressed, and a warning for each invalid suppression.

    ``rules`` are all rules. A suppression of a rule that is not ``applied`` in this run is never reported as unused.
    """
    suppressions = {name: tuple(_suppressions(source)) for name, source in files.items()}
    used: set[tuple[str, int]] = set()
    for warning in warnings:
        source = files[warning.file]
        problem = source.problem_within(
            warning.location, *warning.span, _with_rule(warning.message, warning.rule),
            hint=warning.hint, detail=warning.detail, severity="warning",
        )  # fmt: skip
        lines = {problem.line - 1, *_field_lines(source, warning.location)}
        matching = [
            suppression
            for suppression in suppressions[warning.file]
            if suppression.rule == warning.rule and suppression.line in lines and suppression.reason
        ]
        used |= {(warning.file, suppression.comment.start) for suppression in matching}
        if not matching:
            yield problem
    for name, source in files.items():
        for suppression in suppressions[name]:
            unused = suppression.rule in applied and (name, suppression.comment.start) not in used
            if invalid := _invalid(suppression, rules, unused=unused):
                rule, message, hint = invalid
                position, width = source.position(suppression.comment.start), len(suppression.comment.text)
                message = _with_rule(message, rule)
                yield source.problem_at(*position, message, width=width, hint=hint, severity="warning")


def _suppressions(source: SourceFile) -> Iterator[_Suppression]:
    lines = [(source.position(comment.start)[0], comment) for comment in source.comments]
    comment_lines = {line for line, comment in lines if comment.alone}
    for line, comment in lines:
        if match := _ALLOW.fullmatch(comment.text):
            target = line
            while target in comment_lines:
                target += 1
            yield _Suppression(match[1].lower(), (match[2] or "").strip(), target, comment)


def _field_lines(source: SourceFile, location: Location) -> Iterator[int]:
    """Yield the lines, from 0, of a field's key and of the start and end of its value."""
    if key := source.keys.get(location):
        yield key.start.line
    if value := source.values.get(location):
        yield from (value.start.line, value.end.line)


def _invalid(suppression: _Suppression, rules: Collection[str], *, unused: bool) -> tuple[str, str, str] | None:
    """Return rule, message and hint if a suppression is invalid."""
    if suppression.rule not in rules:
        hint = did_you_mean(suppression.rule, rules) or f"choose one of {', '.join(sorted(rules))}"
        return "unknown-rule", f"unknown rule “{suppression.rule}”", hint
    if not suppression.reason:
        hint = f"add the reason: # allow {suppression.rule}: REASON"
        return "suppression-without-reason", "the suppression has no reason, so it has no effect", hint
    if unused:
        hint = "delete it, or move it to the line of the warning or of its field, or alone above it"
        return "unused-suppression", f"no {suppression.rule} warning to suppress here", hint
    return None
