from __future__ import annotations

import pytest

from briefwright.prose import ProseError, Run, directed, escape, parse, plain_text, render


def test_author_text_becomes_runs() -> None:
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


def test_a_blank_line_starts_a_paragraph_and_a_line_break_is_a_space() -> None:
    assert [plain_text(runs) for runs in parse("a\nb  \nc\n\nd")] == ["a b c", "d"]


@pytest.mark.parametrize(
    "text",
    [
        "# a",
        "- a",
        "1. a",
        "> a",
        "    a",
        "---",
        "a\n---",
        "<b>a</b>",
        "[a]: https://b.c",
    ],
)
def test_blocks_images_and_html_are_text(text: str) -> None:
    (runs,) = parse(text)
    assert plain_text(runs) == " ".join(text.split())
    assert all(run == Run(run.text) for run in runs)


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
def test_a_link_that_leads_elsewhere_is_refused(address: str) -> None:
    if address.startswith("http"):
        assert parse(f"[a]({address})")
        return
    with pytest.raises(ProseError, match=r"a link may lead to https:, http: or mailto: only"):
        parse(f"[a]({address})")


def test_the_line_of_a_wrong_link_is_that_of_its_paragraph() -> None:
    with pytest.raises(ProseError) as error:
        parse("one\n\ntwo\n[a](ftp://b)")
    assert error.value.line == 2


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
def test_escaped_text(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_runs_are_written_as_spans_that_the_filter_knows() -> None:
    runs = [Run("a "), Run(" b ", emphasis=True), Run("c*", strong=True), Run("d", code=True), Run(" ")]
    assert render(runs) == r"a  [b]{.emphasis} [c\*]{.strong}[d]{.code} "


def test_emphasis_stands_around_a_link_and_code_in_it() -> None:
    assert render([Run("a", emphasis=True, href="https://b.c")]) == "[[a](<https://b.c>)]{.emphasis}"
    assert render([Run("a", code=True, href="https://b.c")]) == "[[a]{.code}](<https://b.c>)"


def test_an_address_is_written_so_that_it_stays_the_same() -> None:
    assert render([Run("a", href="https://b.c/?d&copy;=<e>")]) == r"[a](<https://b.c/?d\&copy;=%3Ce%3E>)"


def test_a_picture_is_a_link_behind_a_mark() -> None:
    assert parse("![a](https://b.c/d.png)") == ((Run("!"), Run("a", href="https://b.c/d.png")),)


def test_a_fence_is_code_in_a_line() -> None:
    assert parse("```\na\n```") == ((Run("a", code=True),),)


def test_a_link_goes_on_over_the_end_of_a_line() -> None:
    address = "https://c.d"
    assert parse(f"[a\nb]({address})") == ((Run("a", href=address), Run(" ", href=address), Run("b", href=address)),)


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
def test_words_that_run_from_right_to_left_are_isolated(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize("text", ["(تطرف) with Europol", "2015: تطرف – Europol"])
def test_a_text_runs_as_its_first_letter_does(text: str) -> None:
    assert directed("written", text) == "[written]{dir=rtl}"


@pytest.mark.parametrize("text", ["Europol: تطرف", "2015", "", "تطرف عنيف"])
def test_a_text_that_needs_no_direction_is_left_alone(text: str) -> None:
    assert directed("written", text) == "written"
