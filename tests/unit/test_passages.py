from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.content.passages import essay_view, split_paragraph
from briefwright.content.resolution import PassageAnchor
from briefwright.content.uses import Use
from briefwright.prose import Run
from briefwright.sources.essay.paragraphs import Paragraph
from briefwright.sources.quotes.matching import QuoteMatch
from tests import briefs

if TYPE_CHECKING:
    from tests.conftest import MakeBrief

LEFT_OUT = "left_out:\n  - quote: It stood for three hundred years, the clerk wrote\n    reason: It is said before.\n"


def anchor(name: str, start: int, end: int) -> PassageAnchor:
    return PassageAnchor(name, QuoteMatch(1, start, end), "", "", "")


def test_paragraph_without_passages_is_one_piece() -> None:
    (segment,) = split_paragraph(Paragraph(1, (Run("abc"), Run("def", emphasis=True))), [], {}, {})
    (piece,) = segment["pieces"]
    assert [run["text"] for run in piece["runs"]] == ["abc", "def"]
    assert (piece["depth"], piece["ids"], segment["notes"], segment["href"]) == (0, [], [], None)


def test_splits_overlapping_passages_at_their_edges() -> None:
    anchors = [anchor("a", 0, 4), anchor("b", 2, 6), anchor("c", 2, 3)]
    first, second, third = ({"number": number, "id": f"n{number}"} for number in (1, 2, 3))
    notes, statements = {"a": [first], "b": [second, third]}, {"c": [Use("findings", "F1", "finding-f")]}
    segments = split_paragraph(Paragraph(1, (Run("abcdefgh"),)), anchors, notes, statements)
    assert [
        (piece["runs"][0]["text"], piece["depth"], piece["ids"], segment["notes"])
        for segment in segments
        for piece in segment["pieces"]
    ] == [
        ("ab", 1, ["a"], []),
        ("c", 3, ["b", "c"], []),
        ("d", 2, [], [first]),
        ("ef", 1, [], [second, third]),
        ("gh", 0, [], []),
    ]


def test_depth_is_at_most_three() -> None:
    anchors = [anchor(str(number), 0, 1) for number in range(9)]
    statements = {one.id: [Use("findings", "F1", "finding-f")] for one in anchors}
    (segment,) = split_paragraph(Paragraph(1, (Run("a"),)), anchors, {}, statements)
    assert segment["pieces"][0]["depth"] == 3


def test_passage_without_note_and_label_is_a_target_only() -> None:
    first, _ = split_paragraph(Paragraph(1, (Run("ab"),)), [anchor("a", 0, 1)], {}, {})
    assert [(piece["depth"], piece["ids"]) for piece in first["pieces"]] == [(0, ["a"])]


def test_link_around_the_edge_of_a_passage_stays_one_link() -> None:
    link = Run("cd", strong=True, href="https://a.b")
    notes = {"a": [{"number": 1, "id": "n1"}]}
    first, second, third, _ = split_paragraph(Paragraph(1, (Run("ab"), link, Run("e"))), [anchor("a", 1, 3)], notes, {})
    assert (first["href"], [run["text"] for run in first["pieces"][0]["runs"]]) == (None, ["a"])
    assert (second["href"], [run["text"] for run in second["pieces"][0]["runs"]]) == (None, ["b"])
    assert third["href"] == "https://a.b"
    texts = [(run["text"], run["strong"], piece["depth"]) for piece in third["pieces"] for run in piece["runs"]]
    assert texts == [("c", True, 1), ("d", True, 0)]
    assert third["notes"] == notes["a"]


def test_footnote_mark_follows_its_text_and_counts_its_calls() -> None:
    runs = (Run("a"), Run("", footnote=2), Run("b"), Run("", footnote=2))
    segments = split_paragraph(Paragraph(1, runs), [], {}, {})
    assert [segment["marks"] for segment in segments] == [[{"number": 2, "call": 1}], [{"number": 2, "call": 2}]]


def test_empty_paragraph_has_no_pieces() -> None:
    assert split_paragraph(Paragraph(1, ()), [], {}, {}) == []


def test_passages_with_the_same_end_share_labels() -> None:
    anchors = [anchor("a", 0, 4), anchor("b", 2, 4), anchor("c", 4, 6)]
    finding, tenth = (Use("findings", f"F{n}", f"finding-f{n}") for n in (2, 10))
    recommendation = Use("recommendations", "R1", "recommendation-r")
    statements = {"a": [recommendation, tenth], "b": [finding, tenth], "c": [finding]}
    pieces = split_paragraph(Paragraph(1, (Run("abcdefgh"),)), anchors, {}, statements)
    assert [[label["number"] for label in piece["labels"]] for piece in pieces] == [[], ["F2", "F10", "R1"], ["F2"], []]
    assert pieces[2]["labels"] == [{"part": "findings", "number": "F2", "href": "#finding-f2"}]


def test_left_out_quote_is_not_highlighted(make_brief: MakeBrief) -> None:
    before = essay_view(briefs.resolve())
    folder = make_brief(brief=("brief_figure: boats", f"brief_figure: boats\n{LEFT_OUT}"))
    assert essay_view(briefs.resolve(folder)) == before


def test_numbers_notes_in_order_of_the_essay() -> None:
    view = essay_view(briefs.resolve())["blocks"]
    notes = [(paragraph["number"], note["number"], note["id"]) for paragraph in view for note in paragraph["notes"]]
    assert notes == [(1, 1, "years"), (2, 2, "clerk")]
    references = [reference for paragraph in view for item in paragraph["segments"] for reference in item["notes"]]
    assert references == [{"number": 1, "id": "years"}, {"number": 2, "id": "clerk"}]
    assert view[0]["notes"][0]["type"] == "caution"
