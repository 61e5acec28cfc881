from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from briefwright.errors import InvalidSources, render_all
from briefwright.model import Passage
from briefwright.sources import loading
from briefwright.sources.essay import parse
from briefwright.sources.lock import FILE, lock_quotes
from briefwright.sources.matching import find
from briefwright.sources.quote_errors import explain_quote
from briefwright.sources.relocation import compare_with_lock, relocate, requote
from briefwright.sources.walk import passages
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import MakeBrief

THEN = "It begins. The plan named no date, he said.\n\nThe plan named no price, and that was the plan.\n\nIt ends."


def where(now: str, quote: str, *, then: str = THEN, **place: str | int) -> list[str]:
    """Hold a quotation in one essay, and return where it stands in another, as ¶number:start."""
    passage, before = Passage.model_validate({"quote": quote, **place}), compare_with_lock(parse(then), None)
    (match,) = find(before.folded, passage)
    ground = compare_with_lock(parse(now), lock_quotes(before.texts, before.folded, {passage: match}))
    return [f"¶{found.paragraph}:{found.start}" for found in relocate(ground, passage)]


def test_without_an_edit() -> None:
    assert where(THEN, "The plan named", paragraph=2) == ["¶2:0"]


@pytest.mark.parametrize(
    ("now", "place"),
    [
        ("New.\n\n" + THEN, "¶3:0"),
        (THEN.replace("It begins. ", ""), "¶2:0"),
        (THEN.replace("and that", "which"), "¶2:0"),
        (THEN.replace("The plan named no price", "Yes. The plan named no price"), "¶2:5"),
        (THEN.replace("no price", "no sum"), "¶2:0"),
        ("\n\n".join(reversed(THEN.split("\n\n"))), "¶2:0"),
        ("\n\n".join(THEN.split("\n\n")[1:]), "¶1:0"),
    ],
)
def test_words_that_stand_twice_are_told_apart(now: str, place: str) -> None:
    assert where(now, "The plan named", paragraph=2) == [place]


def test_words_that_stood_once_may_move_anywhere() -> None:
    now = THEN.replace(", he said", "").replace("It ends.", "It ends, he said.")
    assert where(now, "he said") == ["¶3:9"]


def test_a_lookalike_is_never_taken() -> None:
    assert where(THEN.replace("The plan named no price", "A plan named no price"), "The plan named", paragraph=2) == []
    assert where(THEN.replace("The plan named no date", "A plan named no date"), "The plan named", paragraph=1) == []
    assert where("\n\n".join(THEN.split("\n\n")[::2]), "The plan named", paragraph=2) == []


def test_words_at_an_edge_are_not_taken_for_those_that_stood_there() -> None:
    assert where("Another.\n\na plan", "a plan", then="One.\n\na plan, and a plan", suffix=", and") == []


def test_a_copy_beside_the_paragraph_leaves_a_doubt() -> None:
    first, *others = THEN.split("\n\n")
    assert where("\n\n".join([first, first, *others]), "he said") == ["¶1:35", "¶2:35"]
    assert where("\n\n".join([first, *others, first]), "he said") == ["¶1:35"]


def test_a_place_is_written_with_the_keys_that_are_there() -> None:
    ground = compare_with_lock(parse(THEN), None)
    first, second = find(ground.folded, Passage(quote="The plan named"))
    assert requote(ground, Passage(quote="The plan named", paragraph=1), second) == Passage(
        quote="The plan named", paragraph=2
    )
    assert requote(ground, Passage(quote="The plan named", suffix="no date"), second) == Passage(
        quote="The plan named", suffix="no price,"
    )
    assert requote(ground, Passage(quote="The plan named"), first) is None


def heard(folder: Path, old: str, new: str) -> str:
    """Hold the sample, edit its essay, and return all that an editor hears, remarks too."""
    briefs.hold(folder)
    briefs.edit(folder, "essay", old, new)
    try:
        return render_all(briefs.resolve(folder).remarks)
    except InvalidSources as error:
        return str(error)


def test_what_an_editor_hears_of_an_edit_around_a_passage(make_brief: MakeBrief) -> None:
    assert heard(make_brief(), "The town had", "Then the town, it seems, had") != ""
    assert heard(make_brief(), "the clerk wrote, ", "the old clerk wrote, ") == (
        "sources/sample/annotations.yaml:5:12: note: ¶2 was edited around 3 passages that are held\n"
        "    5 |     quote: “and nobody counted the cost”\n"
        "      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: read them again; `briefwright check --fix` confirms them"
    )


def test_what_an_editor_hears_of_a_paragraph_put_in(make_brief: MakeBrief) -> None:
    assert heard(make_brief(), "After the flood the", "Then it rained.\n\nAfter the flood the") == (
        "sources/sample/annotations.yaml:5:12: note: ¶2–¶3 are now ¶3–¶4, with 7 passages that are held\n"
        "    5 |     quote: “and nobody counted the cost”\n"
        "      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: `briefwright check --fix` confirms this"
    )


def test_what_an_editor_hears_of_words_that_moved(make_brief: MakeBrief) -> None:
    folder = make_brief()
    heard_of = heard(folder, " Nobody counted the boats.\n\nAfter", "\n\nNobody counted the boats. After")
    assert (
        "sources/sample/brief.yaml:67:18: note: ¶1 was edited, and 1 passage that is held in it moved to ¶2\n"
        "   67 |         - quote: Nobody counted the boats.\n"
        "      |                  ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: read them again; `briefwright check --fix` confirms them\n"
    ) in f"{heard_of}\n"


def test_what_an_editor_hears_of_words_that_changed(make_brief: MakeBrief) -> None:
    assert heard(make_brief(), "Nobody counted the boats.", "Nobody ever counted our ships.") == (
        "sources/sample/brief.yaml:67:18: error: the quoted words were changed in ¶1\n"
        "   67 |         - quote: Nobody counted the boats.\n"
        "      |                  ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "      quoted:   Nobody counted the boats.\n"
        "      essay ¶1: Nobody ever counted our ships.\n"
        "      change:   Nobody {+ever+} counted [-the boats.-] {+our ships.+}\n"
        "  hint: see whether the statement still rests on the new words;"
        " `briefwright check --fix` writes them here\n"
        "\n1 error; nothing was written."
    )


def test_what_an_editor_hears_of_words_that_are_gone(make_brief: MakeBrief) -> None:
    assert heard(make_brief(), ", the clerk wrote, “and\nnobody counted the cost”", ", the clerk wrote") == (
        "sources/sample/annotations.yaml:5:12: error: the quoted words were taken out of ¶2, at its end, after"
        " “…hundred years, the clerk wrote,”\n"
        "    5 |     quote: “and nobody counted the cost”\n"
        "      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: rest the statement on other words of the essay, or take this quotation away\n"
        "\n1 error; nothing was written."
    )


WORDS = re.compile(r"\w+")


def deletions() -> Iterator[tuple[str, str]]:
    """Yield each sentence of the real essay, and the essay without it."""
    paragraphs = (briefs.ROOT / "sources/cyber-recruitment/essay.md").read_text("utf-8").split("\n\n")
    for number, paragraph in enumerate(paragraphs):
        sentences = re.split(r"(?<=[.!?])\s+", paragraph.strip())
        for index, sentence in enumerate(sentences):
            rest = [" ".join(sentences[:index] + sentences[index + 1 :])] if len(sentences) > 1 else []
            yield sentence, "\n\n".join([*paragraphs[:number], *rest, *paragraphs[number + 1 :]])


def test_a_sentence_of_the_essay_that_is_deleted_is_never_called_changed_to_another() -> None:
    reading = loading.load(briefs.ROOT / "sources/cyber-recruitment")
    quotations = {passage for _, _, passage in passages(reading.data)}
    lost = 0
    for sentence, now in deletions():
        ground = compare_with_lock(parse(now), reading.held)
        for passage in quotations:
            if relocate(ground, passage):
                continue
            lost += 1
            found = explain_quote(ground, passage, ())
            shown = [line.partition(": ")[2] for line in found.detail if line.startswith("essay ¶")]
            if "were changed" in found.message:
                old, new = (Counter(WORDS.findall(text.casefold())) for text in (passage.quote, *shown))
                assert (old & new).total() >= old.total() / 2, f"{sentence}\n{found}"
            else:
                assert not shown
                assert "were taken out of" in found.message or "nothing like them took their place" in found.message
    assert lost > len(quotations)


@pytest.mark.parametrize(
    ("quote", "now"),
    [
        ("cyber recruitment", "cyber-recruitment"),
        ("remained reluctant to full information sharing", "were still reluctant to full information sharing"),
        ("for fear of leaks and lack of professionalism", "out of fear of leaks and a lack of professionalism"),
        ("the foreign fighters", "these foreign fighters"),
        ("all agencies shared what they knew", "all the agencies had shared what they knew"),
        ("nobody counted the boats", "nobody had counted boats"),
    ],
)
def test_words_that_were_reworded_with_what_stood_around_them_are_called_changed(quote: str, now: str) -> None:
    then = f"At first the town was rich. Therefore all of them, it is said, {quote}, as the clerk wrote at the time."
    before, passage = compare_with_lock(parse(then), None), Passage(quote=quote)
    (match,) = find(before.folded, passage)
    held = lock_quotes(before.texts, before.folded, {passage: match})
    ground = compare_with_lock(
        parse(f"At first the town was rich. But some, the clerk wrote, {now}; nobody knows why."), held
    )
    found = explain_quote(ground, passage, relocate(ground, passage))
    assert found.message == "the quoted words were changed in ¶1"


def test_what_an_editor_hears_of_a_lookalike(make_brief: MakeBrief) -> None:
    said = heard(make_brief(), "It stood for three hundred years. Nobody", "It stood for long. Nobody")
    assert "annotations.yaml:10:12: error: the quoted words were changed in ¶1" in said
    assert (
        "      the same words stand elsewhere, as they did or new:\n"
        "      ¶2: …ncil asked for a second bridge. [It stood for three hundred years], the clerk wrote,"
        " “and nobody c…\n"
    ) in said
    assert "; if a place below is meant, write `paragraph: 2`\n" in said


def test_what_an_editor_hears_of_quotations_that_are_not_held(make_brief: MakeBrief) -> None:
    folder = make_brief()
    briefs.hold(folder)
    briefs.edit(folder, "annotations", "It stood for three hundred years", "It stood for three hundred years.")
    remarks = briefs.resolve(folder).remarks
    assert [(one.path, one.line, one.message) for one in remarks] == [
        ("sources/sample/annotations.yaml", 10, "1 quotation is not held yet"),
        (f"sources/sample/{FILE}", 1, "1 quotation held that the brief does not make any more"),
    ]


def test_what_an_editor_hears_where_nothing_is_held(make_brief: MakeBrief) -> None:
    folder = make_brief()
    (note,) = briefs.resolve(folder).remarks
    assert render_all([note]) == (
        "sources/sample/annotations.yaml:5:12: note: no quotation is held yet, so an edit of the essay could move one"
        " unseen\n"
        "    5 |     quote: “and nobody counted the cost”\n"
        "      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        f"  hint: `briefwright check --fix` writes {FILE}, which holds what stands in the essay"
    )
    briefs.hold(folder)
    assert briefs.resolve(folder).remarks == ()


def test_line_ends_of_windows_change_nothing(make_brief: MakeBrief) -> None:
    folder = make_brief()
    briefs.hold(folder)
    for name in ("essay.md", "brief.yaml", "annotations.yaml"):
        path = folder / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert briefs.resolve(folder).remarks == ()
