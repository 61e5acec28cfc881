from __future__ import annotations

from urllib.parse import unquote

import pytest

from briefwright.content.text_fragments import RenderedParagraph, browser_text, directive, text_fragments
from tests import briefs
from tests.conftest import MakeBrief  # noqa: TC001 - pytest reads annotations of fixtures


def directive_of(text: str, words: str, *, breaks: tuple[str, ...] = (), earlier: tuple[str, ...] = ()) -> str | None:
    """Return the directive of words in a paragraph; ``breaks`` are the words before each note reference."""
    paragraph = RenderedParagraph(
        text, [text.index(before) + len(before) for before in breaks], [browser_text(other) for other in earlier]
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
        # The syntax of directives is encoded.
        ("A left-wing, right & other view.", "left-wing, right & other", "A-,left%2Dwing%2C%20right%20%26%20other"),
        ("It is “the end”, he browser_text.", "the end", "It%20is%20%E2%80%9C-,the%20end"),
        ("Ça a été dit là.", "été dit", "%C3%87a%20a-,%C3%A9t%C3%A9%20dit"),
        # The whole paragraph has no text before it.
        ("Bridge.", "Bridge.", "Bridge."),
    ],
)
def test_directive_consists_of_words_of_the_passage(text: str, words: str, expected: str) -> None:
    assert directive_of(text, words) == expected


def test_adds_prefix_if_the_words_occur_before() -> None:
    text = "The old bridge stood. Then the new bridge stood."
    assert directive_of(text, "bridge stood") == "the%20new-,bridge%20stood"
    assert directive_of(text, "bridge stood", earlier=("the new bridge stood",)) == "Then%20the%20new-,bridge%20stood"
    assert directive_of(text, "bridge stood", earlier=("Then the NEW bridge stood",)) == (
        "stood.%20Then%20the%20new-,bridge%20stood"
    )


def test_ignores_case_and_accents() -> None:
    assert (
        directive_of("Été, the boats came. Later, ete the boats came.", "ete the boats came")
        == "ete%20the%20boats%20came"
    )
    assert directive_of("Her RÉSUMÉ was read by all. Here her resume was read by all.", "her resume was read") == (
        "Here-,her%20resume%20was%20read"
    )


def test_note_reference_splits_a_passage() -> None:
    text = "Now the town had one bridge and many boats in all."
    assert directive_of(text, "the town had one bridge", breaks=("town had",)) == "Now-,the%20town%20had,one%20bridge"
    # A note reference at the end does not.
    assert directive_of(text, "the town had one bridge", breaks=("one bridge",)) == "the%20town%20had%20one%20bridge"


def test_prefix_ends_at_a_note_reference() -> None:
    text = "Once the town had a bridge of old."
    assert directive_of(text, "a bridge", breaks=("town",)) == "had-,a%20bridge"
    assert directive_of(text, "a bridge", breaks=("had",)) == "a%20bridge"


def test_omits_full_stop_after_a_note_reference() -> None:
    assert directive_of("All of the boats sank. So it was.", "All of the boats sank.", breaks=("boats sank",)) == (
        "All%20of%20the%20boats%20sank"
    )


def test_extends_an_end_that_occurs_twice_in_the_passage() -> None:
    words = "begin with these very words and go to the end of it all and on to the end of it all"
    assert directive_of(f"Here {words}.", words) == (
        "begin%20with%20these%20very%20words,it%20all%20and%20on%20to%20the%20end%20of%20it%20all"
    )


def test_adds_suffix_at_the_start_of_a_paragraph() -> None:
    assert directive_of(
        "After the flood the council met.", "After the flood", earlier=("after the flood, it says",)
    ) == ("After%20the%20flood,-the")
    assert directive_of("Flood! The council met.", "Flood", earlier=("a flood! it says",)) == "Flood,-%21%20The"


def test_no_suffix_after_a_note_reference() -> None:
    text = "After the flood the council met."
    assert directive_of(text, "After the flood", breaks=("After the flood",), earlier=("after the flood",)) is None


def test_ambiguous_passage_has_no_directive() -> None:
    assert directive_of("Bridge.", "Bridge.", earlier=("bridge.",)) is None


def test_every_passage_of_the_sample_has_a_fragment() -> None:
    resolved = briefs.resolve()
    found = text_fragments(resolved)
    assert found["p1-the-town-had-one"] == ":~:text=The%20town%20had%20one%20bridge."
    # The summary has the same words with other words around them.
    assert found["p2-after-the-flood"] == ":~:text=After%20the%20flood,-the"
    assert found["p2-the-council-asked-for"] == ":~:text=flood-,the%20council%20asked%20for%20a%20second%20bridge"
    assert set(found) == {anchor.id for anchor in resolved.anchors.values()}


def test_passage_with_omitted_words_has_a_directive_for_each_piece(make_brief: MakeBrief) -> None:
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
def test_distinguishes_a_passage_from_the_same_words_in_a_note(make_brief: MakeBrief, note: str, expected: str) -> None:
    folder = make_brief(annotations=("note: Nobody knows.", f"note: {note}"))
    assert unquote(text_fragments(briefs.resolve(folder))["p3-the-council-published-a"]) == expected
