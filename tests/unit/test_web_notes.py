from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from briefwright.html.web_notes import place_notes


def text(key: str, **values: object) -> str:
    return " ".join([key, *map(str, values.values())])


def call(name: str) -> str:
    return f'<sup><span id="call-{name}" class="note-ref"><a href="#note-{name}">{name}</a></span></sup>'


def page(paragraph: str, *names: str, attributes: str = "") -> html.HtmlElement:
    notes = "".join(
        f'<aside class="note" id="note-{name}" aria-label="Note {name}"><p><span class="note-head">'
        f'<a class="backlink" href="#call-{name}">{name}</a> Gap</span> Words.</p></aside>'
        for name in names
    )
    return html.fragment_fromstring(
        f'<section class="essay"><h2>E</h2><div class="paragraph"{attributes}><p>{paragraph}</p>'
        f'<div class="notes">{notes}</div></div></section>',
        create_parent="div",
    )


def placed(paragraph: str, *names: str, language: str = "en", attributes: str = "") -> str:
    """Return the paragraph with ``[name]`` in place of each note."""
    root = page(paragraph, *names, attributes=attributes)
    place_notes(root, text, language)
    (found,) = root.xpath("//p")
    for note in found.xpath(".//*[@role='note']"):
        assert note.tag == "span"
        mark = html.fromstring(f"<i>[{note.get('id').removeprefix('note-')}]</i>")
        mark.tail = note.tail
        note.getparent().replace(note, mark)
    return str(found.text_content())


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (f"One{call('a')} and two. Three.", "Onea and two.[a] Three."),
        (f"One. Two{call('a')}", "One. Twoa[a]"),
        (f"In Nov. 2015{call('a')} it began. It ended.", "In Nov. 2015a it began.[a] It ended."),
        (f"One{call('a')}, two{call('b')}. Three.", "Onea, twob.[a][b] Three."),
        (f"<mark>One.</mark>{call('a')} Two.", "One.a[a] Two."),
        (f"<mark>One</mark>{call('a')}\nand two. Three.", "Onea\nand two.[a] Three."),
        (f"One{call('a')} <em>two.</em> Three.", "Onea two.[a] Three."),
        # Never inside highlighted words, a link or emphasis.
        (f"One{call('a')} <mark>two. Three</mark> four. Five.", "Onea two. Three four.[a] Five."),
        (f'One{call("a")} <a href="/">two. Three</a> four. Five.', "Onea two. Three four.[a] Five."),
        (f"One{call('a')} <em>two. Three.</em>", "Onea two. Three.[a]"),
    ],
)
def test_note_follows_the_sentence_with_its_reference(paragraph: str, expected: str) -> None:
    names = [name for name in "ab" if f"call-{name}" in paragraph]
    assert placed(paragraph, *names) == expected


def test_sentences_end_as_in_the_language_of_the_essay() -> None:
    japanese = f"一つ{call('a')}。二つ。"
    assert placed(japanese, "a", attributes=' lang="ja"') == "一つa。[a]二つ。"


def test_notes_of_a_table_stay_after_it() -> None:
    root = html.fragment_fromstring(
        '<div class="essay-table"><table><tr><td>One</td></tr></table><div class="notes">'
        '<aside class="note" id="note-a" aria-label="Note a"><p>Words.</p></aside></div></div>',
        create_parent="div",
    )
    place_notes(root, text, "en")
    (note,) = root.xpath("//*[@role='note']")
    assert (note.tag, note.getprevious(), note.getparent().get("class")) == ("div", None, "notes")


def test_an_essay_with_notes_has_a_switch_for_them() -> None:
    root = page(f"One{call('a')}.", "a")
    place_notes(root, text, "en")
    (switch,) = root.xpath("//label[preceding-sibling::h2]/input[@type='checkbox'][@checked]")
    assert switch.get("aria-label") == "label.show-notes"
    without = html.fragment_fromstring('<section class="essay"><h2>E</h2><p>One.</p></section>', create_parent="div")
    place_notes(without, text, "en")
    assert without.xpath("//label") == []


@dataclass(frozen=True)
class Run:
    """Words, the element around them, and whether a note has its reference after them."""

    words: str
    tag: str
    is_noted: bool


RUNS = st.lists(
    st.builds(
        Run,
        st.text(alphabet="ab.?” \n。", min_size=1, max_size=12),
        st.sampled_from(["", "mark", "em"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@given(RUNS)
def test_words_stay_and_notes_follow_their_references_in_order(runs: list[Run]) -> None:
    names = [str(number) for number, run in enumerate(runs) if run.is_noted]
    pieces = []
    for number, run in enumerate(runs):
        words = f"<{run.tag}>{run.words}</{run.tag}>" if run.tag else run.words
        pieces.append(words + (call(str(number)) if run.is_noted else ""))
    root = page("".join(pieces), *names)
    (before,) = root.xpath("//p[not(ancestor::aside)]")
    words = str(before.text_content())
    place_notes(root, text, "en")
    (paragraph,) = root.xpath("//p[not(ancestor::*[@role='note'])]")
    assert [note.get("id") for note in paragraph.iterchildren() if note.get("role")] == [f"note-{one}" for one in names]
    for name in names:
        (note,) = paragraph.xpath(f"*[@id='note-{name}']")
        assert note.xpath(f"preceding::*[@id='call-{name}']")
    for note in paragraph.xpath("*[@role='note']"):
        paragraph.remove(_without_tail(note))
    assert str(paragraph.text_content()) == words


def _without_tail(note: html.HtmlElement) -> html.HtmlElement:
    """Give the words after a note to what is before it, so that removing the note keeps them."""
    previous, parent = note.getprevious(), note.getparent()
    if previous is not None:
        previous.tail = f"{previous.tail or ''}{note.tail or ''}"
    elif parent is not None:
        parent.text = f"{parent.text or ''}{note.tail or ''}"
    note.tail = None
    return note
