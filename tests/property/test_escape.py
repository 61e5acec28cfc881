"""Pandoc prints escaped text unchanged in any context; no character becomes markup."""

from __future__ import annotations

import re
import string
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefwright import markup
from briefwright.html import convert
from briefwright.sources.yaml_nodes import UNPRINTABLE
from tests.briefs import TEMPLATES
from tests.examples import examples
from tests.tools.outline import by_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.tools.outline import Element

pytestmark = pytest.mark.pandoc

PANDOC = TEMPLATES / "pandoc"
# Contexts in which templates print text. `{id}` is used to find the element.
CONTEXTS = {
    "line": "::: {{{id}}}\n{text}\n:::",
    "heading": "## {text} {{{id}}}",
    "item": "::: {{{id}}}\n- {text}\n:::",
    "first cell": "::: {{{id}}}\n\n| {text} |\n|---|\n:::",
    "cell": "| head | head |\n|---|---|\n| word | [{text}]{{{id}}} |",
    "span": "before [{text}]{{{id}}}, behind",
    "link": "[{text}](https://example.org/){{{id}}}",
    "picture": "![{text}](figures/a.svg){{{id}}}",
}
# Characters that the YAML reader accepts, half of them with a meaning in Markdown.
CHARACTERS = st.sampled_from(
    [*string.punctuation, " ", "\n", "1", "ب", "ب 1 ب", "a", "1. ", "- ", "    ", "\N{NO-BREAK SPACE}", "://", "\\\n"]
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(CHARACTERS, max_size=12).map("".join)).filter(
    lambda text: not UNPRINTABLE.search(text) and bool(folded(text))
)


def folded(text: str) -> str:
    return " ".join(re.split(r"[ \t\r\n]+", text)).strip(" ")


def elements_of(texts: Sequence[str]) -> dict[str, Element]:
    """Return the element of each text in each context, by context and number; runs Pandoc once."""
    blocks = [
        form.format(text=text, id=f"#{context.replace(' ', '-')}{number}")
        for context, form in CONTEXTS.items()
        for number, text in enumerate(texts)
    ]
    markdown = "\n\n".join(blocks) + "\n"
    return by_id(convert.convert(markdown, [], "en-GB", PANDOC))


@cache
def expected() -> dict[str, Element]:
    return elements_of(["word"])


@settings(max_examples=examples(12))
@given(texts=st.lists(TEXTS, min_size=1, max_size=40))
@example(
    texts=[
        f"{character}{more}"
        for character in string.punctuation
        for more in ("", " a", "a", character, f"{character}{character} a")
    ]
)
@example(
    texts=["1. a", "1) a", "#. a", "(1) a", "a  \nb", "a\n===", "a\n---", "---", "``` x", "&nbsp;", "&#42;", "$x$"]
)
@example(
    texts=[":::", "::: {.x}", "[a](b)", "[a]{.b}", "{.b}", "![a](b)", "[^1]", "[@key]", "@key", "<b>", "<!--", "a|b"]
)
def test_prints_escaped_text_unchanged(texts: list[str]) -> None:
    found = elements_of([markup.escape(text) for text in texts])
    for number, text in enumerate(texts):
        for context in CONTEXTS:
            name = context.replace(" ", "-")
            element, plain = found[f"{name}{number}"], expected()[f"{name}0"]
            words = element.attributes["alt"] if context == "picture" else element.words
            assert folded(str(words)) == folded(text), context
            # Right-to-left words are in a span.
            inside = [name for name in element.inside if name != "span"]
            assert (element.name, inside) == (plain.name, plain.inside), context
