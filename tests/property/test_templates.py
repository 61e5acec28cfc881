"""Whatever author text a view holds, the documents keep the shape that their templates gave them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import urlsplit

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from briefwright import language
from briefwright.content import views
from briefwright.html import compose, convert
from briefwright.prose import ProseError
from briefwright.sources import loading
from briefwright.sources.yaml_nodes import UNPRINTABLE
from tests import briefs
from tests.tools.outline import elements

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.language import Catalogue

PANDOC = briefs.TEMPLATES / "pandoc"
# Names of fields that hold what authors write.
WRITTEN = {
    *("about", "action", "actor", "alt", "basis", "caution", "changes", "checked", "definition", "essay", "evidence"),
    *("exact", "excerpt", "indicator", "label", "meaning", "name", "note", "place", "purpose", "rationale", "short"),
    *("short_title", "statement", "subtitle", "term", "text", "title", "title_note", "topics", "value"),
}  # fmt: skip
# What author text may become: emphasis, code and links that no template dressed, and words in a direction of their own.
DRESS = {"a", "code", "em", "strong"}
SIGNS = st.sampled_from(
    [*"*_`[](){}<>|~^$@&#!\\\"':=+-.%/", " ", "a", "1. ", ":::", "---", "{{", "{%", "]{.x}", "](#x){.y}", "\n"]
)


@cache
def sample() -> tuple[Catalogue, dict[str, dict[str, Any]]]:
    """Return the strings, and the view of each document."""
    resolved, kinds = briefs.resolve(), loading.load_document_types(briefs.TEMPLATES)
    strings = language.load(briefs.TEMPLATES / "locales", "en-GB")
    return strings, views.views(resolved, kinds)


def rewritten(value: Any, text: str, key: str = "") -> Any:  # noqa: ANN401 - any JSON
    """Return a view in which everything that an author wrote is one text."""
    match value:
        case dict() if key == "references":
            return value
        case dict():
            kept = {"documents", "references", "id", "type"}
            return {name: item if name in kept else rewritten(item, text, name) for name, item in value.items()}
        case list() | tuple():
            return [rewritten(item, text, key) for item in value]
        case str() if key in WRITTEN and value not in {"low", "moderate", "high"}:
            return text
        case _:
            return value


def document(name: str, text: str) -> str:
    strings, known = sample()
    view = rewritten(known[name], text)
    markdown = compose.compose(briefs.TEMPLATES, name, view, strings)
    references = view.get("references", ())
    return convert.convert(markdown, references, "en-GB", PANDOC)


def shape(html: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (element.name, element.attributes.get("id"), element.attributes.get("class"))
        for element in elements(html)
        if (element.name not in DRESS and "dir" not in element.attributes) or "class" in element.attributes
    ]


@cache
def shapes() -> dict[str, list[tuple[str, str | None, str | None]]]:
    return {name: shape(document(name, "word")) for name in sample()[1]}


@settings(max_examples=12)
@given(text=st.one_of(st.lists(SIGNS, min_size=1, max_size=8).map("".join), st.text(min_size=1, max_size=12)))
@example(text="</div><script>x()</script> ](javascript:x) {{ head }} {% raw %}")
@example(text="]{#x onclick=y} | --- | ::: {.z} # ## > 1. - ---")
@example(text="{{ ''.__class__ }} {* *} \\")
@example(text="تطرف, *تجنيد* 2015 and `تطرف` [تطرف](https://example.org/)")
def test_author_text_changes_no_document_s_shape(text: str) -> None:
    assume(not UNPRINTABLE.search(text) and text.strip() and "\n\n" not in text)
    for name, expected in shapes().items():
        try:
            html = document(name, text)
        except ProseError:
            continue
        assert shape(html) == expected
        for element in elements(html):
            assert urlsplit(element.attributes.get("href") or "").scheme in {"", "http", "https", "mailto"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.lists(SIGNS, min_size=1, max_size=8).map("".join), st.text(min_size=1, max_size=12)))
@example(text='A "x" b')
@example(text="Youth's & \\ &amp; `e` *d* {#b}")
@example(text="القاهرة")
@example(text="\uf900")
def test_an_attribute_says_what_the_author_wrote(tmp_path: Path, text: str) -> None:
    assume(not UNPRINTABLE.search(text) and text.strip())
    (tmp_path / "poster").mkdir(exist_ok=True)
    (tmp_path / "poster/document.md.j2").write_text('[a](#b){aria-label="{{ a | attribute }}"}', "utf-8")
    markdown = compose.compose(tmp_path, "poster", {"a": text}, sample()[0])
    html = convert.convert(markdown, (), "en-GB", PANDOC)
    (link,) = (element for element in elements(html) if element.name == "a")
    # Canonically the same (Unicode, NFC): Pandoc composes what can be composed.
    assert link.attributes.get("aria-label") == normalize("NFC", " ".join(text.split()))
