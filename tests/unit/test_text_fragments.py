from __future__ import annotations

from urllib.parse import unquote

import pytest

from briefwright.content.text_fragments import RenderedParagraph, directive, said, text_fragments
from tests import briefs
from tests.conftest import MakeBrief  # noqa: TC001 - pytest reads annotations of fixtures


def named(text: str, words: str, *, breaks: tuple[str, ...] = (), earlier: tuple[str, ...] = ()) -> str | None:
    """Return the directive of words in a paragraph; ``breaks`` are what stands before each call of a note."""
    paragraph = RenderedParagraph(
        text, [text.index(before) + len(before) for before in breaks], [said(other) for other in earlier]
    )
    start = text.rindex(words)
    return directive(paragraph, start, start + len(words))


LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("A town had one bridge only.", "town had one bridge", "town%20had%20one%20bridge"),
        ("A town had one bridge only.", "bridge only.", "had%20one-,bridge%20only."),
        (f"So {LONG} and so on.", LONG, "one%20two%20three%20four%20five,ten%20eleven%20twelve%20thirteen%20fourteen"),
        # What a directive gives a meaning to is encoded.
        ("A left-wing, right & other view.", "left-wing, right & other", "A-,left%2Dwing%2C%20right%20%26%20other"),
        ("It is “the end”, he said.", "the end", "It%20is%20%E2%80%9C-,the%20end"),
        ("Ça a été dit là.", "été dit", "%C3%87a%20a-,%C3%A9t%C3%A9%20dit"),
        # The whole paragraph, with nothing before it.
        ("Bridge.", "Bridge.", "Bridge."),
    ],
)
def test_a_passage_is_named_by_its_words(text: str, words: str, expected: str) -> None:
    assert named(text, words) == expected


def test_words_that_stood_before_are_told_apart_by_what_is_before_them() -> None:
    text = "The old bridge stood. Then the new bridge stood."
    assert named(text, "bridge stood") == "the%20new-,bridge%20stood"
    assert named(text, "bridge stood", earlier=("the new bridge stood",)) == "Then%20the%20new-,bridge%20stood"
    assert named(text, "bridge stood", earlier=("Then the NEW bridge stood",)) == (
        "stood.%20Then%20the%20new-,bridge%20stood"
    )


def test_case_and_accents_do_not_tell_words_apart() -> None:
    assert named("Été, the boats came. Later, ete the boats came.", "ete the boats came") == "ete%20the%20boats%20came"
    assert named("Her RÉSUMÉ was read by all. Here her resume was read by all.", "her resume was read") == (
        "Here-,her%20resume%20was%20read"
    )


def test_a_call_of_a_note_divides_a_passage() -> None:
    text = "Now the town had one bridge and many boats in all."
    assert named(text, "the town had one bridge", breaks=("town had",)) == "Now-,the%20town%20had,one%20bridge"
    # A call at its end does not.
    assert named(text, "the town had one bridge", breaks=("one bridge",)) == "the%20town%20had%20one%20bridge"


def test_context_does_not_reach_over_a_call() -> None:
    text = "Once the town had a bridge of old."
    assert named(text, "a bridge", breaks=("town",)) == "had-,a%20bridge"
    assert named(text, "a bridge", breaks=("had",)) == "a%20bridge"


def test_a_call_before_a_full_stop_leaves_the_stop_out() -> None:
    assert named("All of the boats sank. So it was.", "All of the boats sank.", breaks=("boats sank",)) == (
        "All%20of%20the%20boats%20sank"
    )


def test_an_end_that_stands_twice_in_the_passage_gets_more_words() -> None:
    words = "begin with these very words and go to the end of it all and on to the end of it all"
    assert named(f"Here {words}.", words) == (
        "begin%20with%20these%20very%20words,it%20all%20and%20on%20to%20the%20end%20of%20it%20all"
    )


def test_what_stands_first_in_its_paragraph_is_told_apart_by_what_follows() -> None:
    assert named("After the flood the council met.", "After the flood", earlier=("after the flood, it says",)) == (
        "After%20the%20flood,-the"
    )
    assert named("Flood! The council met.", "Flood", earlier=("a flood! it says",)) == "Flood,-%21%20The"


def test_a_call_behind_a_passage_leaves_nothing_to_follow_it() -> None:
    text = "After the flood the council met."
    assert named(text, "After the flood", breaks=("After the flood",), earlier=("after the flood",)) is None


def test_what_cannot_be_told_apart_has_no_directive() -> None:
    assert named("Bridge.", "Bridge.", earlier=("bridge.",)) is None


def test_every_passage_of_the_sample_has_one() -> None:
    resolved = briefs.resolve()
    found = text_fragments(resolved)
    assert found["p1-the-town-had-one"] == ":~:text=The%20town%20had%20one%20bridge."
    # The summary says the same, and something else before and after it.
    assert found["p2-after-the-flood"] == ":~:text=After%20the%20flood,-the"
    assert found["p2-the-council-asked-for"] == ":~:text=flood-,the%20council%20asked%20for%20a%20second%20bridge"
    assert set(found) == {anchor.id for anchor in resolved.anchors.values()}


def test_a_passage_that_leaves_words_out_has_a_directive_for_each_stretch(make_brief: MakeBrief) -> None:
    folder = make_brief(
        annotations=("quote: It stood for three hundred years", "quote: The town had […] three hundred years")
    )
    (found,) = (words for words in text_fragments(briefs.resolve(folder)).values() if "&" in words)
    assert found == ":~:text=The%20town%20had&text=It%20stood%20for-,three%20hundred%20years"


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Nobody knows.", ":~:text=The council published a plan."),
        ("The council *published* a plan. It was late.", ":~:text=The council published a plan.,-The"),
    ],
)
def test_what_a_note_says_is_not_taken_for_the_essay(make_brief: MakeBrief, note: str, expected: str) -> None:
    folder = make_brief(annotations=("note: Nobody knows.", f"note: {note}"))
    assert unquote(text_fragments(briefs.resolve(folder))["p3-the-council-published-a"]) == expected
