from __future__ import annotations

from typing import TypeAlias
from xml.etree import ElementTree as ET

import pytest

from briefwright.pdf.structure import ElementContent, MarkedContent, StructureNode, build_structure

Outline: TypeAlias = "dict[str, list[Outline | str]]"


def page(body: str) -> ET.Element:
    return ET.fromstring(f"<html><body>{body}</body></html>")


def boxes(root: ET.Element, *shown: tuple[int, str]) -> list[ElementContent]:
    """Return a piece of content for each page and element, numbered on each page."""
    numbers: dict[int, int] = {}
    found = []
    for number, name in shown:
        mcid = numbers[number] = numbers.get(number, -1) + 1
        element = next(element for element in root.iter() if element.get("id") == name)
        found.append(ElementContent(number, element, mcid=mcid))
    return found


def outline(node: StructureNode) -> Outline:
    """Return a tree as structure types with their kids; marked content as page.number."""
    kids: list[Outline | str] = [outline(kid) if isinstance(kid, StructureNode) else label(kid) for kid in node.kids]
    return {node.type: kids}


def label(kid: MarkedContent | int) -> str:
    return f"{kid.page}.{kid.mcid}" if isinstance(kid, MarkedContent) else f"link {kid}"


def structure(body: str, *shown: tuple[int, str]) -> list[Outline | str]:
    root = page(body)
    return outline(build_structure(root, boxes(root, *shown)))["Document"]


def test_merges_lines_and_pages_of_an_element() -> None:
    assert structure('<p id="a">x</p><p id="b">y</p>', (0, "a"), (0, "a"), (1, "a"), (1, "b")) == [
        {"P": ["0.0", "0.1", "1.0"]},
        {"P": ["1.1"]},
    ]


def test_puts_inline_text_in_its_block() -> None:
    body = '<section><p id="p">a <strong id="s">b</strong> <em id="e" lang="fr">c</em></p></section>'
    assert structure(body, (0, "p"), (0, "s"), (0, "e")) == [{"Sect": [{"P": ["0.0", "0.1", {"Span": ["0.2"]}]}]}]


def test_creates_paragraph_for_text_outside_paragraphs() -> None:
    assert structure('<section><div id="d">a</div></section>', (0, "d"), (1, "d")) == [
        {"Sect": [{"P": ["0.0", "1.0"]}]}
    ]


def test_puts_link_in_paragraph_of_text_around_it() -> None:
    body = '<section><div id="d">a <a id="a" href="x">b</a> c</div></section>'
    assert structure(body, (0, "d"), (0, "a"), (0, "d")) == [{"Sect": [{"P": ["0.0", {"Link": ["0.1"]}, "0.2"]}]}]


def test_builds_list_items_with_labels_and_bodies() -> None:
    root = page('<ul><li id="a">x<ul><li id="b">y</li></ul></li></ul>')
    first, second = (element for element in root.iter("li"))
    tree = build_structure(
        root,
        [
            ElementContent(0, first, mcid=0),
            ElementContent(0, first, mcid=1, is_label=True),
            ElementContent(1, second, mcid=0),
        ],
    )
    assert outline(tree)["Document"] == [
        {"L": [{"LI": [{"Lbl": ["0.1"]}, {"LBody": ["0.0", {"L": [{"LI": [{"LBody": ["1.0"]}]}]}]}]}]}
    ]


def test_drops_repeated_table_head() -> None:
    body = (
        '<table><thead><tr><th id="h">H</th></tr></thead>'
        '<tbody><tr><td id="a">x</td></tr><tr><td id="b">y</td></tr></tbody></table>'
    )
    root = page(body)
    head = next(root.iter("thead"))
    shown = boxes(root, (0, "h"), (0, "a"), (1, "h"), (1, "b"))
    tree = build_structure(root, [ElementContent(0, head), *shown[:2], ElementContent(1, head), *shown[2:]])
    assert outline(tree)["Document"] == [
        {
            "Table": [
                {"THead": [{"TR": [{"TH": ["0.0"]}]}]},
                {"TBody": [{"TR": [{"TD": ["0.1"]}]}, {"TR": [{"TD": ["1.1"]}]}]},
            ]
        }
    ]


def test_keeps_empty_cell() -> None:
    root = page('<table><tr><td id="a"></td></tr></table>')
    (cell,) = root.iter("td")
    assert outline(build_structure(root, [ElementContent(0, cell)]))["Document"] == [{"Table": [{"TR": [{"TD": []}]}]}]


def test_note_follows_its_paragraph_wherever_both_are() -> None:
    body = (
        '<div class="paragraph"><p id="p">x<sup><span class="note-ref"><a id="c" href="#n">1</a></span></sup></p>'
        '<div class="notes"><aside class="note"><p id="n">N</p></aside></div></div>'
    )
    assert structure(body, (0, "n"), (0, "p"), (0, "c"), (1, "n")) == [
        {"Div": [{"P": ["0.1", {"Reference": [{"Link": ["0.2"]}]}]}, {"Note": [{"P": ["0.0", "1.0"]}]}]}
    ]


def test_keeps_html_order_of_float_that_ends_later() -> None:
    body = '<section><div><p id="a">float</p><p id="b">its end</p></div><p id="c">text</p></section>'
    assert structure(body, (0, "a"), (0, "c"), (1, "b"), (1, "c")) == [
        {"Sect": [{"P": ["0.0"]}, {"P": ["1.0"]}, {"P": ["0.1", "1.1"]}]}
    ]


def test_tags_contents_as_table_of_contents() -> None:
    body = '<nav class="contents"><ul><li><a id="a" href="#x">X</a></li></ul></nav>'
    assert structure(body, (0, "a")) == [{"Sect": [{"TOC": [{"TOCI": [{"Reference": [{"Link": ["0.0"]}]}]}]}]}]


def test_keeps_area_of_picture_and_link() -> None:
    root = page('<figure><img id="i"/></figure><p><a id="a" href="x">y</a></p>')
    picture, link = next(root.iter("img")), next(root.iter("a"))
    tree = build_structure(
        root,
        [
            ElementContent(0, picture, mcid=0, rectangle=(1, 2, 3, 4)),
            ElementContent(0, link, mcid=1, link=0),
            ElementContent(1, link, link=1),
        ],
    )
    figure = next(node for node in tree.walk() if node.type == "Figure")
    assert figure.rectangle == (1, 2, 3, 4)
    assert outline(tree)["Document"][1] == {"P": [{"Link": ["link 0", "0.1", "link 1"]}]}


def test_leaves_out_hidden_elements() -> None:
    assert structure('<p id="a">x</p><section><p id="b">hidden</p></section>', (0, "a")) == [{"P": ["0.0"]}]


@pytest.mark.parametrize("tag", ["strong", "em", "mark", "q", "span", "code", "main"])
def test_ignores_inline_formatting(tag: str) -> None:
    assert structure(f'<p><{tag} id="a">x</{tag}></p>', (0, "a")) == [{"P": ["0.0"]}]


def test_blocks_and_words_in_another_language_are_elements_of_their_own() -> None:
    body = '<div lang="fr"><p id="a">Un <span id="b" lang="en">and</span></p></div>'
    assert structure(body, (0, "a"), (0, "b")) == [{"Div": [{"P": ["0.0", {"Span": ["0.1"]}]}]}]
