"""Author text keeps its words and its formatting, and no other markup is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefwright import markup, prose
from briefwright.html import convert
from briefwright.prose import ProseError
from briefwright.sources.yaml_nodes import UNPRINTABLE
from tests.briefs import TEMPLATES
from tests.examples import examples
from tests.tools.outline import characters, elements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefwright.prose import Run

PANDOC = TEMPLATES / "pandoc"
FORMATTING = frozenset({"em", "strong", "code", "a", "del", "sub", "sup"})
PARTS = [
    *("*", "**", "_", "`", "``", "[", "](https://example.org/a_b?c=1&copy;=2)", "](mailto:a@example.org)", "](", ")"),
    *("<https://example.org/>", "<a@example.org>", "\\", "&amp;", "&copy;", "&#42;", "\n", "\n\n", " ", "é", "“", "1."),
    *("word", "two words", "- ", "# ", "> ", "    ", "---\n", "{.x}", "|", "~", "^", "<b>", "![", "[^1]", ": ", "@a"),
    *("ftp://example.org/a", "//example.org/a", "\n  - one", "https://example.org/a_1[^1]"),
]
TEXTS = st.one_of(st.lists(st.sampled_from(PARTS), max_size=14).map("".join), st.text(max_size=40)).filter(
    lambda text: not UNPRINTABLE.search(text)
)
HOSTILE = [
    "javascript:alert(1)",
    "JaVaScRiPt:x",
    "java\tscript:x",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
]
SCHEMES = st.sampled_from(
    [*HOSTILE, " javascript:x", "&#106;avascript:x", "//example.org", "/x", "#x", "ftp://x", "http://[x"]
)


def converted(paragraphs: Sequence[Sequence[Run]]) -> str:
    markdown = "\n\n".join(markup.to_pandoc(runs) for runs in paragraphs) + "\n"
    return convert.convert(markdown, [], "en-GB", PANDOC)


@given(text=TEXTS)
def test_escaped_text_reads_as_the_same_characters(text: str) -> None:
    line = " ".join(text.split())
    read = "".join(map(prose.plain_text, prose.parse(prose.escape(line))))
    assert read == line


@given(text=TEXTS)
def test_check_agrees_with_parse(text: str) -> None:
    errors: list[str] = []
    for check in (prose.parse, prose.check):
        try:
            check(text)
        except ProseError as error:
            errors.append(f"{error.faults}")
    assert len(errors) != 1
    assert len(set(errors)) <= 1


def parsed(text: str) -> tuple[tuple[Run, ...], ...]:
    try:
        return prose.parse(text)
    except ProseError:
        return ()


def formatting_of(run: Run) -> frozenset[str]:
    formatting = {"em": run.emphasis, "strong": run.strong, "code": run.code, "a": run.href is not None}
    formatting |= {"del": run.strikeout, "sub": run.subscript, "sup": run.superscript}
    return frozenset(name for name, on in formatting.items() if on)


@pytest.mark.pandoc
@settings(max_examples=examples(15))
@given(st.lists(TEXTS, min_size=1, max_size=40))
@example(["*one* **two** ***three*** `four` [five *six*](https://example.org/) *[seven](https://example.org/)*"])
@example(["CO~2~ m^2^ ~~no~~ **~~[*a*](https://example.org/)~~**"])
@example(["\uf900"])
@example(["a*b*c **d**e", "*a b*, `c` d", "[`code`](https://example.org/)", "a\n*b\nc*"])
def test_keeps_words_and_formatting(texts: list[str]) -> None:
    paragraphs = [runs for text in texts for runs in parsed(text)]
    # Pandoc composes what can be composed (Unicode, NFC).
    shown = [(formatting_of(run), normalize("NFC", run.text)) for runs in paragraphs for run in runs]
    expected = [(character, formatting) for formatting, text in shown for character in text if not character.isspace()]
    assert characters(converted(paragraphs), FORMATTING) == expected


@pytest.mark.pandoc
@settings(max_examples=examples(15))
@given(st.lists(TEXTS, min_size=1, max_size=40))
@example(
    ["[x](https://example.org/?a&copy;=1)", "[x](https://example.org/a%20b_c*d)", "[x](<https://example.org/a b>)"]
)
def test_keeps_link_targets(texts: list[str]) -> None:
    paragraphs = [runs for text in texts for runs in parsed(text)]
    expected = [run.href for runs in paragraphs for run in runs if run.href and run.text.strip(" ")]
    found = [element.attributes["href"] for element in elements(converted(paragraphs)) if element.name == "a"]
    assert found == expected


@given(TEXTS, SCHEMES, st.sampled_from(["[{}]({})", "[{}](<{}>)", "*[{}]({})*", "{}<{}>", '[{}]({} "title")']))
def test_allows_only_http_https_and_mailto(text: str, address: str, form: str) -> None:
    for runs in parsed(form.format(text, address)):
        for run in runs:
            assert run.href is None or urlsplit(run.href).scheme in {"http", "https", "mailto"}


@given(TEXTS)
def test_any_text_gives_runs_or_an_error_with_its_line(text: str) -> None:
    line = 0
    paragraphs: tuple[tuple[Run, ...], ...] = ()
    try:
        paragraphs = prose.parse(text)
    except ProseError as error:
        line = max(fault.line for fault in error.faults)
    assert 0 <= line <= text.count("\n") + text.count("\r")
    assert all(run.text for runs in paragraphs for run in runs)
