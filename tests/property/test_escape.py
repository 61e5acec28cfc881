"""What an author writes is what Pandoc prints, wherever it stands; no sign of it becomes markup."""

from __future__ import annotations

import re
import string
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefwright import prose
from briefwright.html import convert
from briefwright.sources.yaml_nodes import UNPRINTABLE
from tests.briefs import TEMPLATES
from tests.tools.outline import by_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.tools.outline import Element

PANDOC = TEMPLATES / "pandoc"
# How templates print text: `{text}` is its place, found again by its identifier.
PLACES = {
    "line": "::: {{{id}}}\n{text}\n:::",
    "heading": "## {text} {{{id}}}",
    "item": "::: {{{id}}}\n- {text}\n:::",
    "first cell": "::: {{{id}}}\n\n| {text} |\n|---|\n:::",
    "cell": "| head | head |\n|---|---|\n| word | [{text}]{{{id}}} |",
    "span": "before [{text}]{{{id}}}, behind",
    "link": "[{text}](https://example.org/){{{id}}}",
    "picture": "![{text}](figures/a.svg){{{id}}}",
}
# What the readers of files let through; half of it signs that mean something to Markdown.
SIGNS = st.sampled_from(
    [*string.punctuation, " ", "\n", "1", "ب", "ب 1 ب", "a", "1. ", "- ", "    ", "\N{NO-BREAK SPACE}", "://", "\\\n"]
)
TEXTS = st.one_of(st.text(max_size=30), st.lists(SIGNS, max_size=12).map("".join)).filter(
    lambda text: not UNPRINTABLE.search(text) and bool(folded(text))
)


def folded(text: str) -> str:
    return " ".join(re.split(r"[ \t\r\n]+", text)).strip(" ")


def printed(texts: Sequence[str]) -> dict[str, Element]:
    """Return what becomes of each text in each place, by place and number, all in one run of Pandoc."""
    blocks = [
        form.format(text=text, id=f"#{place.replace(' ', '-')}{number}")
        for place, form in PLACES.items()
        for number, text in enumerate(texts)
    ]
    markdown = "\n\n".join(blocks) + "\n"
    return by_id(convert.convert(markdown, [], "en-GB", PANDOC))


@cache
def expected() -> dict[str, Element]:
    return printed(["word"])


@settings(max_examples=12)
@given(texts=st.lists(TEXTS, min_size=1, max_size=40))
@example(texts=[f"{sign}{more}" for sign in string.punctuation for more in ("", " a", "a", sign, f"{sign}{sign} a")])
@example(
    texts=["1. a", "1) a", "#. a", "(1) a", "a  \nb", "a\n===", "a\n---", "---", "``` x", "&nbsp;", "&#42;", "$x$"]
)
@example(
    texts=[":::", "::: {.x}", "[a](b)", "[a]{.b}", "{.b}", "![a](b)", "[^1]", "[@key]", "@key", "<b>", "<!--", "a|b"]
)
def test_escaped_text_is_printed_as_it_stands(texts: list[str]) -> None:
    found = printed([prose.escape(text) for text in texts])
    for number, text in enumerate(texts):
        for place in PLACES:
            name = place.replace(" ", "-")
            element, plain = found[f"{name}{number}"], expected()[f"{name}0"]
            words = element.attributes["alt"] if place == "picture" else element.words
            assert folded(str(words)) == folded(text), place
            # A span may give words from right to left their direction.
            inside = [name for name in element.inside if name != "span"]
            assert (element.name, inside) == (plain.name, plain.inside), place
