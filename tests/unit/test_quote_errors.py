from __future__ import annotations

from typing import TYPE_CHECKING

from briefwright.model import Passage
from briefwright.sources.essay import parse
from briefwright.sources.quote_errors import explain_quote
from briefwright.sources.relocation import compare_with_lock, relocate

if TYPE_CHECKING:
    from briefwright.sources.quote_errors import Explanation


def explained(text: str, **quoted: str | int) -> Explanation:
    changes, passage = compare_with_lock(parse(text), None), Passage.model_validate(quoted)
    return explain_quote(changes, passage, relocate(changes, passage))


def test_shows_changed_words_beside_those_of_the_essay() -> None:
    message, hint, detail, _ = explained("One two three.\n\nFour five six seven.", quote="four five 6 seven")
    assert message == "the quote is not in the essay"
    assert hint == "if you mean ¶2, copy its words exactly, or run `briefwright check --fix`"
    assert detail == (
        "quoted:   four five 6 seven",
        "essay ¶2: Four five six seven",
        "change:   [-four-] {+Four+} five [-6-] {+six+} seven",
    )


def test_shows_inserted_and_deleted_words() -> None:
    assert (
        explained("One two three.", quote="One, two very three.")[2][2]
        == "change:   [-One,-] {+One+} two [-very-] three."
    )
    nearest = "change:   two three {+four+} five six"
    assert explained("One two three four five six seven.", quote="two three five six seven")[2][2].startswith(nearest)


def test_shows_whole_words_of_the_nearest_passage() -> None:
    _, _, detail, _ = explained("Extraordinary circumstances prevailed.", quote="ordinary circumstance")
    assert detail[1] == "essay ¶1: Extraordinary circumstances"


def test_names_the_paragraph_of_a_quote_with_a_wrong_paragraph() -> None:
    message, hint, detail, _ = explained("One.\n\nTwo.", quote="Two", paragraph=1)
    assert message == "the quote is in ¶2, but `paragraph`, `prefix` or `suffix` does not match"
    assert hint == "set `paragraph: 2`, and correct or delete `prefix` and `suffix`"
    assert detail == ()


def test_proposes_the_paragraph_for_words_in_two_paragraphs() -> None:
    message, hint, detail, _ = explained("One two.\n\nTwo one two.", quote="two")
    assert message == "the quote occurs 2 times in the essay"
    assert hint == "add `paragraph: 1`, or the number of the paragraph that you mean"
    assert detail == ("¶1: …One [two].…", "¶2: …Two one [two].…")


def test_proposes_a_context_for_words_twice_in_a_paragraph() -> None:
    assert explained("A b, c b.", quote="b")[1] == "for the first place, add `paragraph: 1` and `prefix: A`"
    assert explained("b, c, a b.", quote="b")[1] == "for the first place, add `paragraph: 1` and `suffix: ,`"
    assert explained("a b c, a b d, a b.", quote="b")[1] == "for the first place, add `paragraph: 1` and `suffix: c,`"


def test_proposes_more_words_if_the_context_is_ambiguous() -> None:
    assert explained("a " * 40, quote="a a")[1] == "quote more words until the quote is unique"


def test_shows_the_first_places_and_counts_the_others() -> None:
    message, _, detail, _ = explained("a, " * 40, quote="a")
    assert message == "the quote occurs 40 times in the essay"
    assert len(detail) == 6
    assert detail[-1] == "… and 35 more"


def test_explains_a_quote_without_visible_characters() -> None:
    message, _, _, _ = explained("One.", quote="\N{SOFT HYPHEN}")
    assert message == "the quote is not in the essay"


def test_proposes_very_similar_words_and_only_shows_others() -> None:
    text = "The plan named no date. The boats were counted by nobody at all."
    assert explained(text, quote="The plan names no date", paragraph=1).proposal == Passage(
        quote="The plan named no date", paragraph=1
    )
    shown = explained(text, quote="The ships were counted for everybody")
    assert shown.detail[1] == "essay ¶1: The boats were counted by nobody"
    assert (shown.proposal, shown.hint) == (None, "if you mean ¶1, copy its words exactly")
    assert explained(text, quote="Quite something else")[1:] == (
        "copy the words exactly from the essay; it has no similar words",
        (),
        None,
    )


def test_proposes_only_unique_quotes() -> None:
    text = "The plan named no date.\n\nThe plan named no date."
    assert explained(text, quote="The plan names no date").proposal is None
    assert explained(text, quote="The plan names no date", paragraph=1).proposal is not None


def test_proposes_a_quote_with_omissions() -> None:
    text = "The council published a plan. The plan named no date, and no price."
    found = explained(text, quote="The councils published […] named no dates")
    assert found.detail[1:] == (
        "essay ¶1: The council published […] named no date",
        "change:   The [-councils-] {+council+} published […] named no [-dates-] {+date+}",
    )
    assert found.proposal == Passage(quote="The council published […] named no date")


def test_shortens_long_lines() -> None:
    text = "one two three four five six seven. " * 100
    _, _, detail, _ = explained(text, quote=text.strip().replace("seven. one", "seven. won", 1))
    assert all(len(line) < 700 for line in detail)
