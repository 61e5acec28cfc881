from __future__ import annotations

from briefwright.errors import BriefwrightError, InvalidSources, Problem, render_problem, render_problems


def test_renders_place_message_excerpt_detail_and_hint() -> None:
    problem = Problem("a.yaml", 12, 5, "wrong", "do it right", "key: value", 3, ("old", "new"))
    assert render_problem(problem).splitlines() == [
        "a.yaml:12:5: error: wrong",
        "   12 | key: value",
        "      |     ^^^",
        "      old",
        "      new",
        "  hint: do it right",
    ]


def test_renders_no_excerpt_or_hint_if_there_is_none() -> None:
    assert render_problem(Problem("a.yaml", 1, 1, "missing")) == "a.yaml:1:1: error: missing"
    assert render_problem(Problem("a.yaml", 1, 1, "missing", excerpt="  ")) == "a.yaml:1:1: error: missing"


def test_renders_the_severity() -> None:
    assert render_problem(Problem("a", 1, 1, "doubtful", severity="warning")) == "a:1:1: warning: doubtful"


def test_caret_stays_within_the_line() -> None:
    assert render_problem(Problem("a", 1, 3, "m", excerpt="abc", width=9)).endswith("    1 | abc\n      |   ^")
    assert render_problem(Problem("a", 1, 4, "m", excerpt="abc")).endswith("    1 | abc\n      |    ^")


def test_caret_of_a_long_line_is_below_the_error() -> None:
    line = "x" * 300 + "WRONG" + "x" * 300
    _, excerpt, caret = render_problem(Problem("a", 7, 301, "m", excerpt=line, width=5)).splitlines()
    assert excerpt[caret.index("^") : caret.rindex("^") + 1] == "WRONG"
    assert len(excerpt) < 120


def test_replaces_control_characters() -> None:
    _, excerpt, caret = render_problem(Problem("a", 1, 3, "m", excerpt="\t\x1b[31m\x9b")).splitlines()
    assert excerpt == "    1 |  �[31m�"
    assert caret == "      |   ^"


def test_renders_all_problems_and_their_count() -> None:
    first, second = Problem("a", 1, 1, "m"), Problem("b", 1, 1, "n")
    assert render_problems([first]) == "a:1:1: error: m\n\n1 error; nothing was written."
    assert render_problems([first, second]) == "a:1:1: error: m\n\nb:1:1: error: n\n\n2 errors; nothing was written."
    assert render_problems([Problem("a", 1, 1, "m", severity="warning")]) == "a:1:1: warning: m"


def test_invalid_sources_sorts_problems_without_duplicates() -> None:
    late, early, other = Problem("a", 10, 1, "m"), Problem("a", 9, 1, "m", hint="h"), Problem("a", 9, 1, "m")
    error = InvalidSources([late, early, late, other, Problem("A", 11, 1, "m")])
    assert [(problem.path, problem.line) for problem in error.problems] == [("A", 11), ("a", 9), ("a", 9), ("a", 10)]
    lines = [Problem("a", 10, 1, "m"), Problem("a", 2, 9, "m"), Problem("a", 2, 3, "m")]
    assert [(problem.line, problem.column) for problem in InvalidSources(lines).problems] == [(2, 3), (2, 9), (10, 1)]
    assert isinstance(error, BriefwrightError)
    assert str(error) == render_problems(error.problems)
