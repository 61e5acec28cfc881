from __future__ import annotations

from lxml import html

from briefwright.impose import impose

FRAGMENT = """<section class="essay"><h2>Essay</h2>
<div class="paragraph" id="par-1"><p>One <mark>pas</mark>sage.<sup class="call">1</sup></p>
<div class="notes"><aside class="note" id="note-1">First &amp; note.</aside>
<aside class="note" id="note-2">Second.</aside></div>
</div>
<div class="paragraph" id="par-2"><p>No notes.</p></div>
</section><p>After.</p>
"""


def imposed(fragment: str) -> html.HtmlElement:
    return html.fragment_fromstring(impose(fragment), create_parent="div")


def test_notes_stand_before_their_paragraph_in_order() -> None:
    first, second = imposed(FRAGMENT).find_class("paragraph")
    assert [child.tag for child in first] == ["div", "p"]
    assert [note.get("id") for note in first[0]] == ["note-1", "note-2"]
    assert [child.tag for child in second] == ["p"]


def test_no_word_is_changed() -> None:
    before, after = html.fragment_fromstring(FRAGMENT, create_parent="div"), imposed(FRAGMENT)
    for tag in ("h2", "p", "aside", "sup"):
        assert [node.text_content() for node in after.iter(tag)] == [node.text_content() for node in before.iter(tag)]
    assert sorted(after.text_content().split()) == sorted(before.text_content().split())


def test_a_fragment_without_notes_and_items_stays_as_it_is() -> None:
    fragment = '<h1 id="top">A &lt; b “c” é</h1>\n<p>One<br>two.</p>\n'
    assert impose(fragment) == fragment


def test_items_that_may_be_too_long_are_marked() -> None:
    fragment = (
        '<section class="finding"></section><div class="a recommendation"></div><table><tr><td></td></tr></table>'
        '<section class="findings"></section><p class="finding"></p>'
    )
    marked = [(item.tag, item.get("class")) for item in imposed(fragment).iterfind(".//*[@data-item]")]
    assert marked == [("section", "finding"), ("div", "a recommendation"), ("tr", None)]
