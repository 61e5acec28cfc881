from __future__ import annotations

import pytest

from briefwright.prose import ProseError, Run, escape, parse, plain_text, to_pandoc, with_direction


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
def test_rejects_links_with_other_schemes(address: str) -> None:
    if address.startswith("http"):
        assert parse(f"[a]({address})")
        return
    with pytest.raises(ProseError, match=r"must start with https:, http: or mailto:"):
        parse(f"[a]({address})")


def test_error_has_the_line_of_its_paragraph() -> None:
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
def test_escapes_markdown(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_renders_runs_as_spans() -> None:
    runs = [Run("a "), Run(" b ", emphasis=True), Run("c*", strong=True), Run("d", code=True), Run(" ")]
    assert to_pandoc(runs) == r"a  [b]{.emphasis} [c\*]{.strong}[d]{.code} "


def test_renders_emphasis_around_and_code_inside_a_link() -> None:
    assert to_pandoc([Run("a", emphasis=True, href="https://b.c")]) == "[[a](<https://b.c>)]{.emphasis}"
    assert to_pandoc([Run("a", code=True, href="https://b.c")]) == "[[a]{.code}](<https://b.c>)"


def test_escapes_addresses() -> None:
    assert to_pandoc([Run("a", href="https://b.c/?d&copy;=<e>")]) == r"[a](<https://b.c/?d\&copy;=%3Ce%3E>)"


def test_parses_image_as_a_link() -> None:
    assert parse("![a](https://b.c/d.png)") == ((Run("!"), Run("a", href="https://b.c/d.png")),)


def test_parses_fence_as_inline_code() -> None:
    assert parse("```\na\n```") == ((Run("a", code=True),),)


def test_link_may_contain_a_line_break() -> None:
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
def test_isolates_right_to_left_words(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize("text", ["(تطرف) with Europol", "2015: تطرف – Europol"])
def test_marks_text_whose_first_letter_is_right_to_left(text: str) -> None:
    assert with_direction("written", text) == "[written]{dir=rtl}"


@pytest.mark.parametrize("text", ["Europol: تطرف", "2015", "", "تطرف عنيف"])
def test_does_not_mark_other_texts(text: str) -> None:
    assert with_direction("written", text) == "written"
