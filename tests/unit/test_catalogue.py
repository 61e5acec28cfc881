"""The templates use exactly the keys in the catalogue of interface strings."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, get_args

import pytest
from jinja2 import Environment, nodes

from briefwright import language
from briefwright.content import mentions
from briefwright.content.coverage import Usage
from briefwright.content.uses import MAIN_STATEMENTS, BriefPart
from briefwright.extras.search import RECORD_TYPES
from briefwright.model import AnnotationType, Horizon, Marking, Risk, StandingState
from briefwright.model.essay_work import Called
from briefwright.sources.document_types import load_document_types
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LANGUAGES = sorted(path.stem for path in (briefs.TEMPLATES / "locales").glob("*.po"))
ENGLISH = language.load(briefs.TEMPLATES / "locales", "en-GB").strings
TEMPLATES = sorted(briefs.TEMPLATES.rglob("*.j2"))
# Parts whose items have no numbers.
OTHER_PARTS = set(get_args(BriefPart)) - {*MAIN_STATEMENTS, "annotations"}
# The types of mentions, and the formats for reference managers.
MENTION_TYPES = {mention.type for mention, _ in mentions.mentionable_items(briefs.resolve())}
MATRIX_COLUMNS = {"findings", "recommendations", "notes", "elsewhere"}
USAGE_COLUMNS = {"findings-and-recommendations", "notes-only", "elsewhere-only", "left-out", "not-used"}
CHOICES = {"actor", "horizon", "actor-and-horizon"}
CITATION_FORMATS = {"bibtex", "csl", "ris"}
CITED_WORKS = {"publication", "essay"}
# The possible values of an expression in a key, by prefix.
VALUES: dict[str, Iterable[str]] = {
    "annotation.": AnnotationType,
    "search.": RECORD_TYPES,
    "risk.": Risk,
    "heading.horizon.": Horizon,
    "horizon.": Horizon,
    "standing.": StandingState,
    "statement.": OTHER_PARTS,
    "mention.": MENTION_TYPES,
    "cite.": CITATION_FORMATS | CITED_WORKS,
    "column.": MATRIX_COLUMNS | USAGE_COLUMNS,
    "uses.": MATRIX_COLUMNS,
    "heading.": {"questions", "misses", "limits"},
    "count.": {"claims", "recommendations"},
    "editors-choice.": CHOICES,
    "marking.": Marking,
}
# Titles of documents are data.
TITLES = {document_type.title for document_type in load_document_types(briefs.TEMPLATES).values()}


def parsed(path: Path) -> nodes.Template:
    comments = {"comment_start_string": "{*", "comment_end_string": "*}"} if path.name.endswith(".md.j2") else {}
    return Environment(autoescape=True, **comments).parse(path.read_text("utf-8"))  # type: ignore[arg-type]


def used_keys(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield each key that a template may use, with the names of its values."""
    for call in parsed(path).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            (key,) = call.args
            for text in keys(key):
                yield text, {value_names.key for value_names in call.kwargs}
        if isinstance(call.node, nodes.Name) and call.node.name == "count":
            for text in keys(call.args[0]):
                yield from ((f"{text}.{form}", {"number"}) for form in ("one", "other"))


def keys(node: nodes.Expr) -> set[str]:
    match node:
        case nodes.Const(value=str(text)):
            return {text}
        case nodes.Add(left=nodes.Const(value=str(prefix))):
            return {prefix + value for value in VALUES[prefix]}
        case nodes.Add(left=left, right=nodes.Const(value=str(suffix))):
            return {key + suffix for key in keys(left)}
        case nodes.CondExpr(expr1=first, expr2=nodes.Expr() as second):
            return keys(first) | keys(second)
        case nodes.Getattr(attr="document_type" | "title"):
            return TITLES
    message = f"unsupported expression in a key: {node}"
    raise AssertionError(message)


# The keys of the coverage figure.
FIGURE = {f"usage.{usage.value}" for usage in Usage} | {
    *("coverage.title", "coverage.alt", "coverage.alt-parts", "coverage.note", "coverage.note-parts"),
}
USED = {key for path in TEMPLATES for key, _ in used_keys(path)} | FIGURE
# The keys that `sign` and `finish` use for PDFs, without a template.
PDF_KEYS = {
    *("signature.field", "signature.seal"),
    *("attachment.annotations.jsonld", "attachment.brief.json", "attachment.essay.txt"),
}
# The keys that `page` uses for the web HTML of a fragment, without a template.
WEB_KEYS = {
    *("figure.csv", "figure.data", "figure.data-of", "label.back-to-text", "label.cited-in", "label.cited-in-item"),
    *("label.close", "label.link-to", "label.paragraph", "label.show-notes", "figure.no-value"),
}
# The keys of feeds, social cards and page metadata, which have no templates.
OTHER_KEYS = {
    *("card.alt", "card.alt-site", "card.verdict", "feed.entry", "label.feed", "label.site-feed"),
    *("cite.title", "cite.edition"),
}
# The keys of the timeline: its title and alternative text.
TIMELINE_KEYS = {
    *("timeline.title", "timeline.alt", "timeline.alt-lane", "timeline.alt-event", "timeline.alt-events"),
}
# The words for the essay.
CALLED_KEYS = {f"called.{word}{form}" for word in get_args(Called) for form in ("", ".plural")}


def test_finds_keys_in_templates() -> None:
    assert {
        "heading.findings",
        "annotation.gap.meaning",
        "standing.partly-in-place",
        "document.executive-brief",
    } <= USED


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(briefs.TEMPLATES).as_posix())
def test_each_key_exists_and_gets_its_values(path: Path) -> None:
    for key, value_names in used_keys(path):
        assert key in ENGLISH
        assert {name for _, name, _, _ in Formatter().parse(ENGLISH[key]) if name} == value_names, key


def test_no_key_is_unused() -> None:
    assert set(ENGLISH) - USED == PDF_KEYS | WEB_KEYS | OTHER_KEYS | TIMELINE_KEYS | CALLED_KEYS


@pytest.mark.parametrize("name", LANGUAGES)
def test_each_language_has_all_strings(name: str) -> None:
    strings = language.load(briefs.TEMPLATES / "locales", name).strings
    assert set(strings) == set(ENGLISH)
    assert [key for key, text in strings.items() if not text.strip()] == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_keys_are_sorted_and_unique(name: str) -> None:
    text = (briefs.TEMPLATES / f"locales/{name}.po").read_text("utf-8")
    found = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert found == sorted(set(found))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(briefs.TEMPLATES).as_posix())
def test_no_template_bypasses_escaping(path: Path) -> None:
    tree = parsed(path)
    # `~` escapes as HTML, and Markdown would print the escapes.
    assert not list(tree.find_all(nodes.Concat))
    assert not {node.name for node in tree.find_all(nodes.Filter)} & {"safe", "forceescape", "tojson", "xmlattr"}
    assert not list(tree.find_all((nodes.ScopedEvalContextModifier, nodes.MarkSafe, nodes.MarkSafeIfAutoescape)))
