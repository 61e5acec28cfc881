from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.model import Passage
from briefwright.sources.essay import parse
from briefwright.sources.quote_errors import explain_quote
from briefwright.sources.relocation import compare_with_lock, relocate

if TYPE_CHECKING:
    from briefwright.sources.quote_errors import Explanation


def explained(text: str, **quoted: str | int) -> Explanation:
    ground, passage = compare_with_lock(parse(text), None), Passage.model_validate(quoted)
    return explain_quote(ground, passage, relocate(ground, passage))


def test_changed_words_stand_side_by_side_with_the_essays() -> None:
    message, hint, detail, _ = explained("One two three.\n\nFour five six seven.", quote="four five 6 seven")
    assert message == "the quote is not in the essay"
    assert hint == "if ¶2 is meant, quote its words as they stand; `briefwright check --fix` writes them here"
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
    _, _, detail, _ = explained("Extraordinary circumstances prevailed.", quote="ordinary circumstance")
    assert detail[1] == "essay ¶1: Extraordinary circumstances"


def test_the_right_words_in_another_paragraph() -> None:
    message, hint, detail, _ = explained("One.\n\nTwo.", quote="Two", paragraph=1)
    assert message == "the quote does not stand where `paragraph`, `prefix` and `suffix` say; it stands in ¶2"
    assert hint == "set `paragraph: 2`, and take out or correct prefix and suffix"
    assert detail == ()


def test_the_same_words_in_two_paragraphs() -> None:
    message, hint, detail, _ = explained("One two.\n\nTwo one two.", quote="two")
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
    message, _, detail, _ = explained("a, " * 40, quote="a")
    assert message == "the quote stands in 40 places of the essay"
    assert len(detail) == 6
    assert detail[-1] == "… and in 35 more"


def test_a_quotation_of_nothing() -> None:
    message, _, _, _ = explained("One.", quote="\N{SOFT HYPHEN}")
    assert message == "the quote is not in the essay"


def test_words_that_are_very_like_are_proposed_and_others_only_shown() -> None:
    text = "The plan named no date. The boats were counted by nobody at all."
    assert explained(text, quote="The plan names no date", paragraph=1).proposal == Passage(
        quote="The plan named no date", paragraph=1
    )
    shown = explained(text, quote="The ships were counted for everybody")
    assert shown.detail[1] == "essay ¶1: The boats were counted by nobody"
    assert (shown.proposal, shown.hint) == (None, "if ¶1 is meant, quote its words as they stand")
    assert explained(text, quote="Quite something else")[1:] == (
        "no words of the essay are much like it; quote words as they stand",
        (),
        None,
    )


def test_a_proposal_names_one_place() -> None:
    text = "The plan named no date.\n\nThe plan named no date."
    assert explained(text, quote="The plan names no date").proposal is None
    assert explained(text, quote="The plan names no date", paragraph=1).proposal is not None


def test_a_quotation_with_an_omission_is_proposed_piece_by_piece() -> None:
    text = "The council published a plan. The plan named no date, and no price."
    found = explained(text, quote="The councils published […] named no dates")
    assert found.detail[1:] == (
        "essay ¶1: The council published […] named no date",
        "change:   The [-councils-] {+council+} published […] named no [-dates-] {+date+}",
    )
    assert found.proposal == Passage(quote="The council published […] named no date")


def test_what_is_very_long_is_cut_in_the_middle() -> None:
    text = "one two three four five six seven. " * 100
    _, _, detail, _ = explained(text, quote=text.strip().replace("seven. one", "seven. won", 1))
    assert all(len(line) < 700 for line in detail)
