from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from briefwright.errors import InvalidSources, render_problems
from briefwright.model import Passage
from briefwright.sources import loading
from briefwright.sources.brief_quotes import locate_quotes
from briefwright.sources.essay.paragraphs import parse
from briefwright.sources.quotes.errors import explain_quote
from briefwright.sources.quotes.lock import LOCK_FILE, lock_quotes
from briefwright.sources.quotes.matching import find_quote
from briefwright.sources.quotes.relocation import compare_with_lock, relocate, requote
from briefwright.sources.walk import passages
from tests import briefs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import MakeBrief

OLD = "It begins. The plan named no date, he said.\n\nThe plan named no price, and that was the plan.\n\nIt ends."


def relocated(new: str, quote: str, *, old: str = OLD, **place: str | int) -> list[str]:
    """Lock a quote in one essay, and return its matches in another, as ¶number:start."""
    passage, before = Passage.model_validate({"quote": quote, **place}), compare_with_lock(parse(old), None)
    (match,) = find_quote(before.folded, passage)
    changes = compare_with_lock(parse(new), lock_quotes(before.texts, before.folded, {passage: match}))
    return [f"¶{found.paragraph}:{found.start}" for found in relocate(changes, passage)]


def test_finds_a_quote_without_an_edit() -> None:
    assert relocated(OLD, "The plan named", paragraph=2) == ["¶2:0"]


@pytest.mark.parametrize(
    ("new", "place"),
    [
        ("New.\n\n" + OLD, "¶3:0"),
        (OLD.replace("It begins. ", ""), "¶2:0"),
        (OLD.replace("and that", "which"), "¶2:0"),
        (OLD.replace("The plan named no price", "Yes. The plan named no price"), "¶2:5"),
        (OLD.replace("no price", "no sum"), "¶2:0"),
        ("\n\n".join(reversed(OLD.split("\n\n"))), "¶2:0"),
        ("\n\n".join(OLD.split("\n\n")[1:]), "¶1:0"),
    ],
)
def test_distinguishes_equal_words(new: str, place: str) -> None:
    assert relocated(new, "The plan named", paragraph=2) == [place]


def test_finds_unique_words_in_another_paragraph() -> None:
    new = OLD.replace(", he said", "").replace("It ends.", "It ends, he said.")
    assert relocated(new, "he said") == ["¶3:9"]


def test_does_not_match_other_places_with_the_same_words() -> None:
    assert (
        relocated(OLD.replace("The plan named no price", "A plan named no price"), "The plan named", paragraph=2) == []
    )
    assert relocated(OLD.replace("The plan named no date", "A plan named no date"), "The plan named", paragraph=1) == []
    assert relocated("\n\n".join(OLD.split("\n\n")[::2]), "The plan named", paragraph=2) == []


def test_does_not_match_words_at_the_edge_of_another_paragraph() -> None:
    assert relocated("Another.\n\na plan", "a plan", old="One.\n\na plan, and a plan", suffix=", and") == []


def test_returns_several_matches_for_a_copied_paragraph() -> None:
    first, *others = OLD.split("\n\n")
    assert relocated("\n\n".join([first, first, *others]), "he said") == ["¶1:35", "¶2:35"]
    assert relocated("\n\n".join([first, *others, first]), "he said") == ["¶1:35"]


def test_requotes_with_the_same_keys() -> None:
    changes = compare_with_lock(parse(OLD), None)
    first, second = find_quote(changes.folded, Passage(quote="The plan named"))
    assert requote(changes, Passage(quote="The plan named", paragraph=1), second) == Passage(
        quote="The plan named", paragraph=2
    )
    assert requote(changes, Passage(quote="The plan named", suffix="no date"), second) == Passage(
        quote="The plan named", suffix="no price,"
    )
    assert requote(changes, Passage(quote="The plan named"), first) is None


def problems_after(folder: Path, old: str, new: str) -> str:
    """Lock the quotes of the sample, edit its essay, and return all problems and notes."""
    briefs.write_lock(folder)
    briefs.edit(folder, "essay", old, new)
    try:
        return render_problems(briefs.resolve(folder).problems)
    except InvalidSources as error:
        return str(error)


def test_notes_an_edit_around_a_passage(make_brief: MakeBrief) -> None:
    assert problems_after(make_brief(), "The town had", "Then the town, it seems, had") != ""
    assert problems_after(make_brief(), "the clerk wrote, ", "the old clerk wrote, ") == (
        "sources/sample/annotations.yaml:5:12: note: ¶2 was edited around 3 locked quotes\n"
        "    5 |     quote: “and nobody counted the cost”\n"
        "      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: read them again, then run `briefwright check --fix` to confirm them"
    )


def test_notes_an_inserted_paragraph(make_brief: MakeBrief) -> None:
    assert problems_after(make_brief(), "After the flood the", "Then it rained.\n\nAfter the flood the") == (
        "sources/sample/annotations.yaml:5:12: note: ¶2–¶3 are now ¶3–¶4, with 7 locked quotes\n"
        "    5 |     quote: “and nobody counted the cost”\n"
        "      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: run `briefwright check --fix` to confirm this"
    )


def test_notes_words_that_moved(make_brief: MakeBrief) -> None:
    found = problems_after(make_brief(), " Nobody counted the boats.\n\nAfter", "\n\nNobody counted the boats. After")
    assert (
        "sources/sample/brief.yaml:67:18: note: ¶1 was edited, and 1 locked quote in it moved to ¶2\n"
        "   67 |         - quote: Nobody counted the boats.\n"
        "      |                  ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: read them again, then run `briefwright check --fix` to confirm them\n"
    ) in f"{found}\n"


def test_reports_words_that_changed(make_brief: MakeBrief) -> None:
    assert problems_after(make_brief(), "Nobody counted the boats.", "Nobody ever counted our ships.") == (
        "sources/sample/brief.yaml:67:18: error: the quoted words were changed in ¶1\n"
        "   67 |         - quote: Nobody counted the boats.\n"
        "      |                  ^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "      quoted:   Nobody counted the boats.\n"
        "      essay ¶1: Nobody ever counted our ships.\n"
        "      change:   Nobody {+ever+} counted [-the boats.-] {+our ships.+}\n"
        "  hint: check that the new words still support the statement,"
        " then run `briefwright check --fix` to quote them\n"
        "\n1 error; nothing was written."
    )


def test_reports_words_that_were_deleted(make_brief: MakeBrief) -> None:
    assert problems_after(make_brief(), ", the clerk wrote, “and\nnobody counted the cost”", ", the clerk wrote") == (
        "sources/sample/annotations.yaml:5:12: error: the quoted words were deleted from ¶2, at its end, after"
        " “…hundred years, the clerk wrote,”\n"
        "    5 |     quote: “and nobody counted the cost”\n"
        "      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  hint: choose another quote for the statement, or delete this one\n"
        "\n1 error; nothing was written."
    )


WORDS = re.compile(r"\w+")


def deletions(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each sentence of a brief's essay, and the essay without it."""
    paragraphs = (folder / "essay.md").read_text("utf-8").split("\n\n")
    for number, paragraph in enumerate(paragraphs):
        sentences = re.split(r"(?<=[.!?])\s+", paragraph.strip())
        for index, sentence in enumerate(sentences):
            rest = [" ".join(sentences[:index] + sentences[index + 1 :])] if len(sentences) > 1 else []
            yield sentence, "\n\n".join([*paragraphs[:number], *rest, *paragraphs[number + 1 :]])


def test_never_reports_a_deleted_sentence_as_changed_to_another() -> None:
    check_deletions(briefs.DATA / "sample")


def check_deletions(folder: Path) -> None:
    """Delete each sentence of a brief's essay in turn, and check what is reported of the lost quotes."""
    loaded = loading.load(folder)
    lock = locate_quotes(loaded).lock
    quotations = {passage for _, _, passage in passages(loaded.data)}
    lost = 0
    for sentence, essay in deletions(folder):
        changes = compare_with_lock(parse(essay), lock)
        for passage in quotations:
            if relocate(changes, passage):
                continue
            lost += 1
            found = explain_quote(changes, passage, ())
            shown = [line.partition(": ")[2] for line in found.detail if line.startswith("essay ¶")]
            if "were changed" in found.message:
                old, new = (Counter(WORDS.findall(text.casefold())) for text in (passage.quote, *shown))
                assert (old & new).total() >= min(old.total(), new.total()) / 2, f"{sentence}\n{found}"
            else:
                assert not shown
                assert "were deleted from" in found.message or "no similar words replace them" in found.message
    assert lost >= len(quotations)


@pytest.mark.parametrize(
    ("quote", "new"),
    [
        ("cyber recruitment", "cyber-recruitment"),
        ("remained reluctant to full information sharing", "were still reluctant to full information sharing"),
        ("for fear of leaks and lack of professionalism", "out of fear of leaks and a lack of professionalism"),
        ("the foreign fighters", "these foreign fighters"),
        ("all agencies shared what they knew", "all the agencies had shared what they knew"),
        ("nobody counted the boats", "nobody had counted boats"),
    ],
)
def test_reports_words_reworded_with_their_context_as_changed(quote: str, new: str) -> None:
    old = f"At first the town was rich. Therefore all of them, it is said, {quote}, as the clerk wrote at the time."
    before, passage = compare_with_lock(parse(old), None), Passage(quote=quote)
    (match,) = find_quote(before.folded, passage)
    lock = lock_quotes(before.texts, before.folded, {passage: match})
    changes = compare_with_lock(
        parse(f"At first the town was rich. But some, the clerk wrote, {new}; nobody knows why."), lock
    )
    found = explain_quote(changes, passage, relocate(changes, passage))
    assert found.message == "the quoted words were changed in ¶1"


def test_names_the_piece_that_is_gone(make_brief: MakeBrief) -> None:
    quote = "It stood for three hundred years […] counted the boats."
    folder = make_brief(annotations=("It stood for three hundred years\n    paragraph: 1", quote))
    assert "error: “counted the boats.” is no longer in ¶1, and no similar words" in problems_after(
        folder, "Nobody counted the boats.", "All agreed."
    )


def test_names_the_paragraphs_after_a_passage_was_divided(make_brief: MakeBrief) -> None:
    folder = make_brief()
    found = problems_after(folder, "had *one* bridge. It stood", "had *one* bridge.\n\nIt stood")
    assert (
        "error: the quote runs from ¶1 into ¶2\n   45 |       - quote: one bridge. It stood for three hundred years\n"
    ) in found
    assert (
        "      - quote: one bridge.\n      - quote: It stood for three hundred years\n        paragraph: 2\n" in found
    )


def test_shows_other_places_with_the_same_words(make_brief: MakeBrief) -> None:
    found = problems_after(make_brief(), "It stood for three hundred years. Nobody", "It stood for long. Nobody")
    assert "annotations.yaml:10:12: error: the quoted words were changed in ¶1" in found
    assert (
        "      other places with the same words:\n"
        "      ¶2: …ncil asked for a second bridge. [It stood for three hundred years], the clerk wrote,"
        " “and nobody c…\n"
    ) in found
    assert "; if you mean a place below, write `paragraph: 2`\n" in found


def test_notes_quotes_that_are_not_locked(make_brief: MakeBrief) -> None:
    folder = make_brief()
    briefs.write_lock(folder)
    briefs.edit(folder, "annotations", "It stood for three hundred years", "It stood for three hundred years.")
    problems = briefs.resolve(folder).problems
    assert [(one.path, one.line, one.message) for one in problems] == [
        ("sources/sample/annotations.yaml", 10, "1 quote is not locked yet"),
        (f"sources/sample/{LOCK_FILE}", 1, "1 locked quote is no longer in the brief"),
    ]


def test_notes_a_missing_lock_file(make_brief: MakeBrief) -> None:
    folder = make_brief()
    (note,) = briefs.resolve(folder).problems
    assert render_problems([note]) == (
        "sources/sample/annotations.yaml:5:12: note: no quote is locked yet; after an edit of the essay, a quote could"
        " match other words unnoticed\n"
        "    5 |     quote: “and nobody counted the cost”\n"
        "      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        f"  hint: run `briefwright check --fix` to write {LOCK_FILE}"
    )
    briefs.write_lock(folder)
    assert briefs.resolve(folder).problems == ()


def test_ignores_line_ends(make_brief: MakeBrief) -> None:
    folder = make_brief()
    briefs.write_lock(folder)
    for name in ("essay.md", "brief.yaml", "annotations.yaml"):
        path = folder / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert briefs.resolve(folder).problems == ()
