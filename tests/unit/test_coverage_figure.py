from __future__ import annotations

import csv
import io
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from briefwright.content.coverage_figure import MAX_BARS, bars, coverage_figure
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeBrief


def test_coverage_figure_data_cover_each_paragraph() -> None:
    figure = coverage_figure(briefs.resolve())
    head, *lines = figure["data"].splitlines()
    assert head == "paragraph,usage,start,end"
    rows = [line.split(",") for line in lines]
    assert {row[0] for row in rows} == {"¶1", "¶2", "¶3"}
    assert {row[1] for row in rows} <= set(figure["words"])
    for number in ("¶1", "¶2", "¶3"):
        spans = [(float(start), float(end)) for name, _, start, end in rows if name == number]
        assert spans[0][0] == 0
        assert spans[-1][1] == 1
        assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]


SIZES = st.lists(st.integers(1, 900), min_size=1, max_size=200)


@given(SIZES, st.lists(st.integers(0, 220), max_size=60))
def test_bars_cover_all_paragraphs_in_order(sizes: list[int], sections: list[int]) -> None:
    found = bars(sizes, sections)
    assert len(found) <= MAX_BARS
    assert found[0][0] == 0
    assert found[-1][1] == len(sizes)
    assert all(start < end for start, end in found)
    assert all(before[1] == after[0] for before, after in pairwise(found))


def test_few_paragraphs_have_a_bar_each() -> None:
    assert bars([10, 500, 20], [1]) == [(0, 1), (1, 2), (2, 3)]


def test_many_paragraphs_have_a_bar_for_each_section() -> None:
    assert bars([10] * 60, [4, 30]) == [(0, 4), (4, 30), (30, 60)]


def test_many_sections_share_bars_of_about_the_same_size() -> None:
    found = bars([10] * 100, list(range(0, 100, 2)))
    assert len(found) == MAX_BARS
    assert {end - start for start, end in found} <= {4, 6}
    assert all(start % 2 == 0 for start, _ in found)


def test_figure_of_a_long_essay_names_the_paragraphs_of_each_bar(make_brief: MakeBrief) -> None:
    essay = (briefs.DATA / "sample/essay.md").read_text("utf-8") + "".join(f"\nA day {n}.\n" for n in range(40))
    figure = coverage_figure(briefs.resolve(make_brief(essay=essay)))
    rows = [line.split(",") for line in figure["data"].splitlines()[1:]]
    assert 1 < len({row[0] for row in rows}) <= MAX_BARS
    assert rows[0][0] == "¶1"
    assert rows[-1][0].endswith("–43")
    assert all(0 <= float(start) < float(end) <= 1 for _, _, start, end in rows)
    assert figure["description"] == "coverage.alt-parts"


def bar_names(folder: Path) -> list[str]:
    rows = list(csv.reader(io.StringIO(coverage_figure(briefs.resolve(folder))["data"])))[1:]
    return list(dict.fromkeys(row[0] for row in rows))


def with_sections(*titles: str) -> str:
    """Return the essay of the sample, with ten paragraphs below each of the titles and a footnote."""
    sections = (f"\n## {title}\n" + "".join(f"\nA day {n}.\n" for n in range(10)) for title in titles)
    return (
        (briefs.DATA / "sample/essay.md").read_text("utf-8") + "".join(sections) + "\nThe end.[^1]\n\n[^1]: A note.\n"
    )


def test_bars_of_a_long_essay_have_the_titles_of_its_sections(make_brief: MakeBrief) -> None:
    long = "The days when the council, at last, counted the boats"
    names = bar_names(make_brief(essay=with_sections('The "old" bridge', long)))
    assert names == [
        "¶1–3",
        '¶4–13 The "old" bridge',
        "¶14–24 The days when the council, at\N{NO-BREAK SPACE}…",
        "¶25",
    ]


def test_sections_with_one_title_have_two_bars(make_brief: MakeBrief) -> None:
    names = bar_names(make_brief(essay=with_sections("Days", "Days")))
    assert names == ["¶1–3", "¶4–13 Days", "¶14–24 Days", "¶25"]


def test_title_without_spaces_is_cut(make_brief: MakeBrief) -> None:
    names = bar_names(make_brief(essay=with_sections("days" * 20, "Days")))
    assert names[1] == f"¶4–13 {('days' * 20)[:34]}\N{NO-BREAK SPACE}…"


def test_title_whose_letters_join_is_left_out(make_brief: MakeBrief) -> None:
    names = bar_names(make_brief(essay=with_sections("الجسر القديم", "Days")))
    assert names == ["¶1–3", "¶4–13", "¶14–24 Days", "¶25"]
