from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefwright.model import Passage
from briefwright.sources.essay.paragraphs import parse
from briefwright.sources.quotes.errors import explain_quote
from briefwright.sources.quotes.relocation import compare_with_lock, relocate

if TYPE_CHECKING:
    from briefwright.sources.quotes.errors import Explanation


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
    assert explained("A b, c b.", quote="b")[1] == "for the first place, add `prefix: A`"
    assert explained("b, c, a b.", quote="b")[1] == 'for the first place, add `suffix: ","`'
    assert explained("a b c, a b d, a b.", quote="b")[1] == "for the first place, add `suffix: c,`"


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


TOWN = (
    "The town had one bridge. It stood for three hundred years. Nobody counted the boats.\n\n"
    "After the flood the council asked for a second bridge. It stood for three hundred years, the clerk wrote."
)


@pytest.mark.parametrize("dots", ["…", "...", "(…)", "(...)", ". . .", "……"])
def test_asks_for_omissions_in_brackets(dots: str) -> None:
    found = explained(TOWN, quote=f"The town had one bridge {dots} Nobody counted the boats")
    assert found.hint == (
        f"write `[…]` instead of “{dots}” where you leave out words of the essay, or run `briefwright check --fix`"
    )
    assert found.proposal == Passage(quote="The town had one bridge […] Nobody counted the boats")


def test_shows_similar_pieces_of_a_quote_without_brackets() -> None:
    found = explained(TOWN, quote="The town had one bridge … Nobody counts the boat")
    assert found.hint.startswith("write `[…]` instead of “…” where you leave out words of the essay; if you mean ¶1, ")
    assert found.detail[1] == "essay ¶1: The town had one bridge […] Nobody counted the boats"


def test_removes_dots_at_the_edges() -> None:
    assert explained(TOWN, quote="… the council asked …").proposal == Passage(quote="the council asked")


@pytest.mark.parametrize(
    ("quote", "hint", "proposal"),
    [
        ("It [the bridge] stood for", "delete “[the bridge]”", None),
        ("the council [of the town] asked", "delete “[of the town]”", "the council asked"),
        ("After [it] the council asked", "write `[…]` instead of “[it]”", "After […] the council asked"),
        ("[C]ouncil asked for", "the quote", None),
        ("[A]fter the flood", "write “A” without brackets", "After the flood"),
        ("the council [sic] … second bridge", "write `[…]` instead of “…”", "the council […] second bridge"),
    ],
)
def test_explains_words_in_brackets(quote: str, hint: str, proposal: str | None) -> None:
    found = explained(TOWN, quote=quote)
    assert found.proposal == (Passage(quote=proposal) if proposal else None) or proposal is None
    assert hint in f"{found.message}; {found.hint}"


def test_refuses_a_quote_over_the_end_of_a_paragraph() -> None:
    found = explained(TOWN, quote="counted the boats. After the flood")
    assert found.message == "the quote runs from ¶1 into ¶2"
    assert found.detail == ("- quote: counted the boats.", "- quote: After the flood")
    assert found.proposal is None


def test_refuses_pieces_in_different_paragraphs() -> None:
    found = explained(TOWN, quote="It stood for three hundred years […] the council asked")
    assert found.message == "the pieces of the quote are in different paragraphs: ¶1 and ¶2"
    assert found.detail == (
        "- quote: It stood for three hundred years", "  paragraph: 1", "- quote: the council asked",
    )  # fmt: skip
    assert found.proposal is None


def test_refuses_pieces_in_another_order() -> None:
    found = explained(TOWN, quote="Nobody counted the boats […] The town had one bridge")
    assert found.message == "the pieces of the quote are in another order in ¶1"
    assert found.proposal is None


def test_proposes_nothing_if_one_piece_is_not_alike() -> None:
    found = explained(TOWN, quote="After the flood the council asked for a second bridge […] and the mayor slept")
    assert (found.detail, found.proposal) == ((), None)


def test_shows_but_does_not_propose_a_quote_with_another_sentence() -> None:
    quote = "After the flood the council asked for a second bridge, and a third one. The mayor slept."
    essay = "After the flood the council asked for a second bridge, and a third one. He left town."
    found = explained(essay, quote=quote)
    assert found.detail[1].startswith("essay ¶1: After the flood")
    assert found.proposal is None


@pytest.mark.parametrize(
    "quote",
    [
        "The minister resigned in the spring of last year",
        "She wore a hat.",
        "第三条河的船很多",
        "He never saw the garden again",
    ],
)
def test_does_not_show_unrelated_words(quote: str) -> None:
    assert explained(f"{TOWN}\n\n我们需要第二座桥。", quote=quote)[2:] == ((), None)


def test_shows_the_words_of_the_essay_in_a_diff() -> None:
    detail = explained(
        "It’s the town’s «\N{NO-BREAK SPACE}bridge\N{NO-BREAK SPACE}».", quote="it's the town's 'bridge'"
    ).detail
    assert detail[2] == "change:   [-it's-] {+It’s+} the town’s « bridge »"
