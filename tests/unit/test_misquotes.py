from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.essay import fold, parse
from briefwright.matching import find
from briefwright.misquotes import explain
from briefwright.model import Passage

if TYPE_CHECKING:
    from briefwright.misquotes import Explanation


def explained(text: str, **quoted: str | int) -> Explanation:
    essay, passage = parse(text), Passage.model_validate(quoted)
    folded = {paragraph.number: fold(paragraph.text) for paragraph in essay.paragraphs}
    return explain(essay, folded, passage, find(folded, passage))


def test_changed_words_stand_side_by_side_with_the_essays() -> None:
    message, hint, detail = explained("One two three.\n\nFour five six seven.", quote="four five 6 seven")
    assert message == "the quote is not in the essay"
    assert hint == "if ¶2 is meant, quote its words as they stand"
    assert detail == (
        "quoted:   four five 6 seven",
        "essay ¶2: Four five six seven",
        "change:   [-four-] {+Four+} five [-6-] {+six+} seven",
    )


def test_words_put_in_and_taken_out() -> None:
    assert (
        explained("One two three.", quote="One, two very three.")[2][2]
        == "change:   [-One,-] {+One+} two [-very-] three."
    )
    nearest = "change:   two three {+four+} five six"
    assert explained("One two three four five six seven.", quote="two three five six seven")[2][2].startswith(nearest)


def test_the_nearest_passage_ends_with_whole_words() -> None:
    _, _, detail = explained("Extraordinary circumstances prevailed.", quote="ordinary circumstance")
    assert detail[1] == "essay ¶1: Extraordinary circumstances"


def test_the_right_words_in_another_paragraph() -> None:
    message, hint, detail = explained("One.\n\nTwo.", quote="Two", paragraph=1)
    assert message == "the quote does not stand where `paragraph`, `prefix` and `suffix` say; it stands in ¶2"
    assert hint == "set `paragraph: 2`, and take out or correct prefix and suffix"
    assert detail == ()


def test_the_same_words_in_two_paragraphs() -> None:
    message, hint, detail = explained("One two.\n\nTwo one two.", quote="two")
    assert message == "the quote stands in 2 places of the essay"
    assert hint == "add `paragraph: 1`, or the number of the other one that is meant"
    assert detail == ("¶1: …One [two].…", "¶2: …Two one [two].…")


def test_the_same_words_twice_in_a_paragraph() -> None:
    assert explained("A b, c b.", quote="b")[1] == "for the first one, add `paragraph: 1` and `prefix: A`"
    assert explained("b, c, a b.", quote="b")[1] == "for the first one, add `paragraph: 1` and `suffix: ,`"
    assert explained("a b c, a b d, a b.", quote="b")[1] == "for the first one, add `paragraph: 1` and `suffix: c,`"


def test_no_few_words_around_tell_them_apart() -> None:
    assert explained("a " * 40, quote="a a")[1] == "quote more words, until they stand in one place only"


def test_a_few_places_are_shown_and_the_others_counted() -> None:
    message, _, detail = explained("a, " * 40, quote="a")
    assert message == "the quote stands in 40 places of the essay"
    assert len(detail) == 6
    assert detail[-1] == "… and in 35 more"


def test_a_quotation_of_nothing() -> None:
    message, _, _ = explained("One.", quote="\N{SOFT HYPHEN}")
    assert message == "the quote is not in the essay"
