from __future__ import annotations

import pytest

from briefwright.markup import escape, to_html, to_pandoc, with_direction
from briefwright.prose import ProseError, Run, parse, plain_text


def test_parses_author_text_into_runs() -> None:
    (runs,) = parse("a *b* **c** ***d*** `e` [f *g*](https://example.org/)")
    assert [run for run in runs if run.text.strip()] == [
        Run("a "),
        Run("b", emphasis=True),
        Run("c", strong=True),
        Run("d", emphasis=True, strong=True),
        Run("e", code=True),
        Run("f ", href="https://example.org/"),
        Run("g", emphasis=True, href="https://example.org/"),
    ]
    assert plain_text(runs) == "a b c d e f g"


def test_blank_line_starts_a_paragraph_and_line_break_is_a_space() -> None:
    assert [plain_text(runs) for runs in parse("a\nb  \nc\n\nd")] == ["a b c", "d"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# a", "begins a block"),
        ("a\n- b", "begins a block"),
        ("> a", "begins a block"),
        ("1. a\n2. b", "the items of a list run together"),
        ("<b>a</b>", "raw HTML is not shown"),
        ("a <!-- b --> c", "the comment is left out"),
        ("a <!-- b", "the comment is not closed"),
        ("![a](b.png)", "a picture inside a text"),
        ("a[^1]", "the footnote “[^1]” has no text"),
        ("[a][bc]", "has no address"),
        ("[[a]]", "is a wiki link"),
        ("a [@smith2001, 4]", "is a citation key"),
        ("[a](b c)", "is not a valid link address"),
        ("a {#b}", "cannot be shown"),
        ("a {.b}", "cannot be shown"),
        ("`a`{=html}", "cannot be shown"),
        ("{{ a }}", "cannot be shown"),
        ("==a==", "another Markdown dialect"),
        ("$$x$$", "is TeX"),
        (r"\textbf{a}", "is TeX"),
        ("**a", "has no partner"),
        ("a :smile: b", "is the name of an emoji"),
        ("::: note", "another Markdown dialect"),
        ("a\n: b", "a definition list"),
        ("| a | b |", "no line of dashes"),
        ("[ ] a", "a task list"),
        ("[!NOTE] a", "is an alert"),
        ("[TOC]", "is not shown"),
        ("• a\n• b", "the lines of a list run together"),
    ],
)
def test_refuses_what_would_be_printed_as_it_stands(text: str, words: str) -> None:
    with pytest.raises(ProseError) as error:
        parse(text)
    assert any(words in fault.message for fault in error.value.faults)


@pytest.mark.parametrize(
    "text",
    [
        r"\# a",
        r"a \[^1\]",
        r"\{#b}",
        r"\<b>",
        r"\*\*a",
        "a 2 < 3 > 1",
        "10:30:15",
        "[sic] a [b] (c)",
        "[…] a",
        "~5 boats and ~6",
        "it costs $5 and $6",
        "a_b__c",
        "2015. A year",
        "#MeToo",
        "see [1][2] and [a][1]",
        "=== End ===",
        "`**a` and `<b>`",
    ],
)
def test_accepts_escaped_and_ordinary_characters(text: str) -> None:
    assert parse(text)


def test_reads_raised_lowered_and_deleted_text_and_bare_addresses() -> None:
    (runs,) = parse("CO~2~ m^2^ ~~no~~ https://example.org/a_b.")
    assert [run for run in runs if run.text.strip()] == [
        Run("CO"),
        Run("2", subscript=True),
        Run(" m"),
        Run("2", superscript=True),
        Run("no", strikeout=True),
        Run("https://example.org/a_b", href="https://example.org/a_b"),
        Run("."),
    ]
    assert to_html(runs).endswith('<a href="https://example.org/a_b">https://example.org/a_b</a>.')


def test_line_break_between_wide_characters_is_no_space() -> None:
    assert parse("中\n文 a\nb") == ((Run("中文 a b"),),)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://a.b",
        "//a.b",
        "a.html",
        "#a",
        "http:/[",
        "",
    ],
)
def test_rejects_links_with_other_schemes(address: str) -> None:
    if address.startswith("http"):
        assert parse(f"[a]({address})")
        return
    with pytest.raises(ProseError, match=r"must start with https:, http: or mailto:"):
        parse(f"[a]({address})")


def test_error_has_the_line_of_its_paragraph() -> None:
    with pytest.raises(ProseError) as error:
        parse("one\n\ntwo\n[a](ftp://b)")
    assert [fault.line for fault in error.value.faults] == [2]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain, words; here: (too)", "plain, words; here: (too)"),
        ("*a* [b] {c} <d> |e| ~f~", r"\*a\* \[b\] \{c\} \<d\> \|e\| \~f\~"),
        ("- a", r"\- a"),
        ("12. a", r"12\. a"),
        ("12) a", r"12\) a"),
        ("12 a", "12 a"),
        ("::: a", r"\::: a"),
        ("a\n\n# b", r"a \# b"),
        ("\\", r"\\"),
    ],
)
def test_escapes_markdown(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_renders_runs_as_spans() -> None:
    runs = [Run("a "), Run(" b ", emphasis=True), Run("c*", strong=True), Run("d", code=True), Run(" ")]
    assert to_pandoc(runs) == r"a  [b]{.emphasis} [c\*]{.strong}[d]{.code} "


def test_link_contains_its_formatted_text() -> None:
    runs = [Run("a ", href="https://b.c"), Run("b", emphasis=True, href="https://b.c"), Run(" c")]
    assert to_pandoc(runs) == "[a [b]{.emphasis}](<https://b.c>) c"
    assert to_html(runs) == '<a href="https://b.c">a <em>b</em></a> c'


def test_escapes_addresses() -> None:
    assert to_pandoc([Run("a", href="https://b.c/?d&copy;=<e>")]) == r"[a](<https://b.c/?d\&copy;=%3Ce%3E>)"


def test_parses_fence_as_inline_code() -> None:
    assert parse("```\na\n```") == ((Run("a", code=True),),)


def test_link_may_contain_a_line_break() -> None:
    address = "https://c.d"
    assert parse(f"[a\nb]({address})") == ((Run("a b", href=address),),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the word تطرف here", "the word [تطرف]{dir=rtl} here"),
        ("تطرف عنيف 2015", "[تطرف عنيف]{dir=rtl} 2015"),
        ("في 13–14 نوفمبر، 2015", "[في 13–14 نوفمبر،]{dir=rtl} 2015"),
        ("تطرف (عنيف)", "[تطرف]{dir=rtl} ([عنيف]{dir=rtl})"),
        ("*تطرف*", r"\*[تطرف]{dir=rtl}\*"),
        ("1. תל", r"1\. [תל]{dir=rtl}"),
    ],
)
def test_isolates_right_to_left_words(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize("text", ["(تطرف) with Europol", "2015: تطرف – Europol"])
def test_marks_text_whose_first_letter_is_right_to_left(text: str) -> None:
    assert with_direction("written", text) == "[written]{dir=rtl}"


@pytest.mark.parametrize("text", ["Europol: تطرف", "2015", "", "تطرف عنيف"])
def test_does_not_mark_other_texts(text: str) -> None:
    assert with_direction("written", text) == "written"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("تطرف عنيف 2015: «", "[تطرف عنيف 2015: «]{dir=rtl}"),
        ("«تطرف»", "[«تطرف»]{dir=rtl}"),
        ("تطرف (EU) عنيف.", "[تطرف]{dir=rtl} (EU) [عنيف.]{dir=rtl}"),
        ("2015: Europol", "2015: Europol"),
    ],
)
def test_right_to_left_text_includes_its_numbers_and_punctuation(text: str, expected: str) -> None:
    assert escape(text, rtl=True) == expected


def test_link_in_right_to_left_words_has_their_direction_itself() -> None:
    assert to_pandoc([Run("تطرف", href="https://c.d")]) == "[تطرف](<https://c.d>){dir=rtl}"
    assert to_pandoc([Run("تطرف x", href="https://c.d")]) == "[[تطرف]{dir=rtl} x](<https://c.d>)"
