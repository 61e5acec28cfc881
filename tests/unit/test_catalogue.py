"""The templates and the catalogue of interface strings hold each other."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, get_args

import pytest
from jinja2 import Environment, nodes

from briefwright import language
from briefwright.content import mentions, views
from briefwright.content.usage import STATEMENTS, StatementType
from briefwright.extras.search import KINDS
from briefwright.model import AnnotationType, Horizon, Level, StandingState
from briefwright.sources import loading
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LANGUAGES = sorted(path.stem for path in (briefs.TEMPLATES / "locales").glob("*.po"))
ENGLISH = language.load(briefs.TEMPLATES / "locales", "en-GB").strings
TEMPLATES = sorted(briefs.TEMPLATES.rglob("*.j2"))
# Parts that have no numbers of their own.
OTHER_PARTS = set(get_args(StatementType)) - {*STATEMENTS, "annotations"}
# What mentions a term, and the formats that reference managers read.
PLACES = {place.kind for place, _ in mentions.mentionable(briefs.resolve())}
CITED = {"bibtex", "csl", "ris"}
# What an expression in a key may stand for.
VALUES: dict[str, Iterable[str]] = {
    "annotation.": AnnotationType,
    "search.": KINDS,
    "level.": Level,
    "horizon.": Horizon,
    "standing.": StandingState,
    "statement.": OTHER_PARTS,
    "mention.": PLACES,
    "cite.": CITED,
}
# Titles of documents are data.
TITLES = {kind.title for kind in loading.load_document_types(briefs.TEMPLATES).values()}


def parsed(path: Path) -> nodes.Template:
    comments = {"comment_start_string": "{*", "comment_end_string": "*}"} if path.name.endswith(".md.j2") else {}
    return Environment(autoescape=True, **comments).parse(path.read_text("utf-8"))  # type: ignore[arg-type]


def asked(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Each key that a template may ask for, with the names of the values that it gives."""
    for call in parsed(path).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            (key,) = call.args
            for text in keys(key):
                yield text, {given.key for given in call.kwargs}


def keys(node: nodes.Expr) -> set[str]:
    match node:
        case nodes.Const(value=str(text)):
            return {text}
        case nodes.Add(left=nodes.Const(value=str(prefix))):
            return {prefix + value for value in VALUES[prefix]}
        case nodes.Add(left=left, right=nodes.Const(value=str(suffix))):
            return {key + suffix for key in keys(left)}
        case nodes.Getattr(attr="document_type" | "title"):
            return TITLES
    message = f"a key that this test cannot read: {node}"
    raise AssertionError(message)


# The figure that every brief has asks for its words by itself.
FIGURE = set(views.figure_sources(briefs.resolve())["coverage"]["words"].values())
ASKED = {key for path in TEMPLATES for key, _ in asked(path)} | FIGURE
# What `sign` and `finish` write into a PDF, where no template is left.
SIGNED = {
    *("signature.field", "signature.seal"),
    *("attachment.annotations.jsonld", "attachment.brief.json", "attachment.essay.txt"),
}
# What `page` adds for the screen to a fragment, where no template is left.
SCREEN = {
    *("figure.csv", "figure.data", "figure.data-of", "label.back-to-text", "label.cited-in", "label.cited-in-item"),
    *("label.close", "label.link-to", "label.paragraph"),
}
# What feeds, pictures and the heads of pages say, which are no templates.
TOLD = {"card.alt", "card.alt-site", "feed.entry", "label.feed", "label.site-feed"}


def test_there_are_keys() -> None:
    assert {
        "heading.findings",
        "annotation.gap.meaning",
        "standing.partly-in-place",
        "document.executive-brief",
    } <= ASKED


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(briefs.TEMPLATES).as_posix())
def test_each_key_is_there_and_gets_its_values(path: Path) -> None:
    for key, given in asked(path):
        assert key in ENGLISH
        assert {name for _, name, _, _ in Formatter().parse(ENGLISH[key]) if name} == given, key


def test_no_key_is_unused() -> None:
    assert set(ENGLISH) - ASKED == SIGNED | SCREEN | TOLD


@pytest.mark.parametrize("name", LANGUAGES)
def test_each_language_has_all_strings(name: str) -> None:
    strings = language.load(briefs.TEMPLATES / "locales", name).strings
    assert set(strings) == set(ENGLISH)
    assert [key for key, text in strings.items() if not text.strip()] == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_keys_stand_in_order_and_once(name: str) -> None:
    text = (briefs.TEMPLATES / f"locales/{name}.po").read_text("utf-8")
    found = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert found == sorted(set(found))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(briefs.TEMPLATES).as_posix())
def test_no_template_gets_round_the_escapes(path: Path) -> None:
    tree = parsed(path)
    # `~` escapes as HTML does, which Markdown would print.
    assert not list(tree.find_all(nodes.Concat))
    assert not {node.name for node in tree.find_all(nodes.Filter)} & {"safe", "forceescape", "tojson", "xmlattr"}
    assert not list(tree.find_all((nodes.ScopedEvalContextModifier, nodes.MarkSafe, nodes.MarkSafeIfAutoescape)))
