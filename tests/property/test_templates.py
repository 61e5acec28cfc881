"""Author text never changes the structure of a document."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from briefwright import language
from briefwright.content import views
from briefwright.html import compose, convert
from briefwright.prose import ProseError
from briefwright.sources.document_types import load_document_types
from briefwright.sources.yaml_nodes import UNPRINTABLE
from tests import briefs
from tests.examples import examples
from tests.tools.outline import elements

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.language import Catalogue

pytestmark = pytest.mark.pandoc

PANDOC = briefs.TEMPLATES / "pandoc"
# Fields with author text.
AUTHOR_FIELDS = {
    *("about", "action", "actor", "alt", "basis", "caution", "changes", "checked", "definition", "essay", "evidence"),
    *("exact", "excerpt", "indicator", "label", "meaning", "name", "note", "place", "purpose", "rationale", "short"),
    *("short_title", "statement", "subtitle", "term", "text", "title", "title_note", "topics", "value"),
}  # fmt: skip
# Elements that author text may become, if they have no class; and any element with a direction.
INLINE_ELEMENTS = {"a", "code", "em", "strong"}
CHARACTERS = st.sampled_from(
    [*"*_`[](){}<>|~^$@&#!\\\"':=+-.%/", " ", "a", "1. ", ":::", "---", "{{", "{%", "]{.x}", "](#x){.y}", "\n"]
)


@cache
def sample() -> tuple[Catalogue, dict[str, dict[str, Any]]]:
    """Return the catalogue and the view of each document."""
    resolved, document_types = briefs.resolve(), load_document_types(briefs.TEMPLATES)
    strings = language.load(briefs.TEMPLATES / "locales", "en-GB")
    return strings, views.views(resolved, document_types)


def rewritten(value: Any, text: str, key: str = "") -> Any:  # noqa: ANN401 - any JSON
    """Return a view with all author text replaced by one text."""
    match value:
        case dict() if key == "works":
            return value
        case dict():
            unchanged = {"documents", "references", "works", "id", "type"}
            return {name: item if name in unchanged else rewritten(item, text, name) for name, item in value.items()}
        case list() | tuple():
            return [rewritten(item, text, key) for item in value]
        case str() if key in AUTHOR_FIELDS and value not in {"low", "moderate", "high"}:
            return text
        case _:
            return value


def document(name: str, text: str) -> str:
    strings, known = sample()
    view = rewritten(known[name], text)
    markdown = compose.compose(briefs.TEMPLATES, name, view, strings)
    references = view["works"]
    return convert.convert(markdown, references, "en-GB", PANDOC)


def shape(html: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (element.name, element.attributes.get("id"), element.attributes.get("class"))
        for element in elements(html)
        if (element.name not in INLINE_ELEMENTS and "dir" not in element.attributes) or "class" in element.attributes
    ]


@cache
def shapes() -> dict[str, list[tuple[str, str | None, str | None]]]:
    return {name: shape(document(name, "word")) for name in sample()[1]}


@settings(max_examples=examples(12))
@given(text=st.one_of(st.lists(CHARACTERS, min_size=1, max_size=8).map("".join), st.text(min_size=1, max_size=12)))
@example(text="</div><script>x()</script> ](javascript:x) {{ head }} {% raw %}")
@example(text="]{#x onclick=y} | --- | ::: {.z} # ## > 1. - ---")
@example(text="{{ ''.__class__ }} {* *} \\")
@example(text="تطرف, *تجنيد* 2015 and `تطرف` [تطرف](https://example.org/)")
def test_author_text_never_changes_a_documents_structure(text: str) -> None:
    assume(not UNPRINTABLE.search(text) and text.strip() and "\n\n" not in text)
    for name, expected in shapes().items():
        try:
            html = document(name, text)
        except ProseError:
            continue
        assert shape(html) == expected
        for element in elements(html):
            assert urlsplit(element.attributes.get("href") or "").scheme in {"", "http", "https", "mailto"}


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.lists(CHARACTERS, min_size=1, max_size=8).map("".join), st.text(min_size=1, max_size=12)))
@example(text='A "x" b')
@example(text="Youth's & \\ &amp; `e` *d* {#b}")
@example(text="القاهرة")
@example(text="\uf900")
def test_an_attribute_has_the_authors_text(tmp_path: Path, text: str) -> None:
    assume(not UNPRINTABLE.search(text) and text.strip())
    (tmp_path / "poster").mkdir(exist_ok=True)
    (tmp_path / "poster/document.md.j2").write_text('[a](#b){aria-label="{{ a | attribute }}"}', "utf-8")
    markdown = compose.compose(tmp_path, "poster", {"a": text}, sample()[0])
    html = convert.convert(markdown, (), "en-GB", PANDOC)
    (link,) = (element for element in elements(html) if element.name == "a")
    # Pandoc composes characters (Unicode, NFC).
    assert link.attributes.get("aria-label") == normalize("NFC", " ".join(text.split()))
