from __future__ import annotations

import pytest
from lxml import html

from briefwright.html.print_html import print_html

FRAGMENT = """<section class="essay"><h2>Essay</h2>
<div class="paragraph" id="par-1"><p>One <mark id="p1-one">pas</mark>sage.<sup class="note-ref">1</sup></p>
<div class="notes"><aside class="note" id="note-1"><a href="#call-1" class="backlink">1</a> First &amp; note.</aside>
<aside class="note" id="note-2"><a href="#call-2" class="backlink">2</a> Second.</aside></div>
</div>
<div class="paragraph" id="par-2"><p>No notes.</p></div>
</section><p>After.</p>
"""


def shaped(fragment: str) -> html.HtmlElement:
    return html.fragment_fromstring(print_html(fragment), create_parent="div")


def beside(paragraph: str) -> list[str | None]:
    """Return the places of the notes 1 and 2 of a paragraph."""
    notes = "".join(f'<aside class="note"><a class="backlink" href="#call-{n}">{n}</a></aside>' for n in (1, 2))
    root = shaped(f'<div class="paragraph"><p>{paragraph}</p><div class="notes">{notes}</div></div>')
    return [note.get("data-beside") for note in root.iter("aside")]


def call(number: int) -> str:
    return f'<sup><span id="call-{number}" class="note-ref">{number}</span></sup>'


def test_notes_stand_beside_the_start_of_their_passage() -> None:
    one, two = '<mark id="p1-one">one</mark>', '<mark id="p1-two"><span id="p1-three">two</span></mark>'
    assert beside(f"A {one}{call(1)} b {two}{call(2)}.") == ["p1-one", "p1-two"]
    assert beside(f"A {one}{call(1)}{call(2)}.") == ["p1-one", "p1-one"]
    # The first mark has the identifier; a link may be around it.
    assert beside(f'A <a>{one}<mark> more</mark></a>{call(1)} <span id="elsewhere">b</span>{call(2)}.')[0] == "p1-one"


def test_raised_number_stays_on_the_line_of_the_word_before() -> None:
    (raised,) = shaped("<p>One.<sup><a>2</a></sup></p>").iter("sup")
    assert (raised.text, raised[0].text) == ("\N{WORD JOINER}", "2")


def test_note_without_a_passage_stands_beside_its_call() -> None:
    assert beside(f"A{call(1)}.") == ["call-1", None]


def test_notes_of_tables_stand_below_them() -> None:
    table = f'<div class="essay-table"><table><tr><td>a{call(1)}</td></tr></table><aside class="note">n</aside></div>'
    assert [note.get("data-beside") for note in shaped(table).iter("aside")] == [None]


def test_keeps_all_text() -> None:
    before, after = html.fragment_fromstring(FRAGMENT, create_parent="div"), shaped(FRAGMENT)
    for tag in ("h2", "p", "aside", "sup"):
        shown = [node.text_content().replace("\N{WORD JOINER}", "") for node in after.iter(tag)]
        assert shown == [node.text_content() for node in before.iter(tag)]
    assert after.text_content().replace("\N{WORD JOINER}", "").split() == before.text_content().split()


def test_list_keeps_the_number_it_starts_at() -> None:
    (numbered,) = shaped('<ol start="4"><li>a</li></ol>').iter("ol")
    assert numbered.get("style") == "counter-reset: list-item 3"


def test_keeps_a_fragment_without_notes_and_items() -> None:
    fragment = '<h1 id="top">A &lt; b “c” é</h1>\n<p>One<br>two.</p>\n'
    assert print_html(fragment) == fragment


def test_marks_items_that_may_be_too_long() -> None:
    fragment = (
        '<section class="finding"></section><div class="a recommendation"></div><table><tr><td></td></tr></table>'
        '<section class="findings"></section><p class="finding"></p>'
    )
    marked = [(item.tag, item.get("class")) for item in shaped(fragment).iterfind(".//*[@data-item]")]
    assert marked == [("section", "finding"), ("div", "a recommendation"), ("tr", None)]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ('<a href="https://a.example/b">words</a>', "https://a.example/b"),
        ('<a href="http://a.example/?b&amp;c"><em>more</em> words</a>', "http://a.example/?b&c"),
        ('<a href="mailto:a@b.example">write</a>', "a@b.example"),
    ],
)
def test_adds_the_address_of_an_external_link(link: str, address: str) -> None:
    assert [found.get("data-address") for found in shaped(f"<p>See {link}.</p>").iter("a")] == [address]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://doi.org/10.1/a%28b%29">https://doi.org/10.1/a(b)</a>',
        '<a href="https://a.example/b">https://a.example/b</a>',
        '<a href="https://a.example/">a.example</a>',
        '<a href="http://a.example/b">http://a.example/ b</a>',
        '<a href="mailto:a@b.example">a@b.example</a>',
        '<a href="#note-1">1</a>',
        '<a href="annotated-report.html#p1-words">¶1</a>',
        "<a>words</a>",
    ],
)
def test_adds_no_address_to_internal_links_and_links_that_show_it(link: str) -> None:
    assert [found.get("data-address") for found in shaped(f"<p>See {link}.</p>").iter("a")] == [None]


LONG = "record" * 8
"""A part of an address that other text would break with soft hyphens."""


@pytest.mark.parametrize(
    "address",
    [
        f"https://a.example/{LONG}?b",
        f"www.a.example/{LONG}",
        f"a.example/{LONG}",
        f"{LONG}@a.example",
        f"10.1000/{LONG}",
    ],
)
def test_no_hyphen_is_put_into_an_address(address: str) -> None:
    root = shaped(f"<p>See {address} or <em>{address}</em>, {address}; and so on.</p>")
    assert [one.text_content() for one in root.find_class("address")][1] == address
    assert len(root.find_class("address")) == 3
    assert root.text_content() == f"See {address} or {address}, {address}; and so on."


@pytest.mark.parametrize("text", ["and/or", "1/2", "e.g. this", "3.5/km", "Mr. A/B"])
def test_other_words_are_no_addresses(text: str) -> None:
    assert print_html(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_link_that_shows_an_address_is_an_address_without_a_span() -> None:
    address = f"https://a.example/{LONG}"
    (link,) = shaped(f'<p><a href="{address}">{address}</a> {"w" * 30}</p>').iter("a")
    assert (link.get("class"), link.text, len(link)) == ("address", address, 0)
    assert "\N{SOFT HYPHEN}" in str(link.tail)


def test_hyphenates_words_too_long_for_a_column() -> None:
    long, short = "a" * 30, "b" * 29
    divided = "\u00ad".join(["a" * 8, "a" * 8, "a" * 8, "a" * 6])
    text = f"<p>{long} <em>{short}</em>, {long}-1{long}. <b>{long}</b> 1</p>"
    assert print_html(text) == text.replace(long, divided)
    assert print_html(f"<p>{short} {'8' * 40}</p>") == f"<p>{short} {'8' * 40}</p>"
