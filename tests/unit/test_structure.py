from __future__ import annotations

from typing import TypeAlias
from xml.etree import ElementTree as ET

import pytest

from briefwright.pdf.structure import ElementContent, MarkedContent, StructureNode, build

Outline: TypeAlias = "dict[str, list[Outline | str]]"


def page(body: str) -> ET.Element:
    return ET.fromstring(f"<html><body>{body}</body></html>")


def boxes(root: ET.Element, *shown: tuple[int, str]) -> list[ElementContent]:
    """Return one piece of content for each page and element named, numbered through on each page."""
    numbers: dict[int, int] = {}
    found = []
    for number, name in shown:
        mcid = numbers[number] = numbers.get(number, -1) + 1
        element = next(element for element in root.iter() if element.get("id") == name)
        found.append(ElementContent(number, element, mcid=mcid))
    return found


def outline(node: StructureNode) -> Outline:
    """Return a tree as its types with what they hold: nodes, and marks as page.number."""
    kids: list[Outline | str] = [outline(kid) if isinstance(kid, StructureNode) else _said(kid) for kid in node.kids]
    return {node.kind: kids}


def _said(kid: MarkedContent | int) -> str:
    return f"{kid.page}.{kid.mcid}" if isinstance(kid, MarkedContent) else f"link {kid}"


def shape(body: str, *shown: tuple[int, str]) -> list[Outline | str]:
    root = page(body)
    return outline(build(root, boxes(root, *shown)))["Document"]


def test_an_element_of_several_lines_and_pages_is_one() -> None:
    assert shape('<p id="a">x</p><p id="b">y</p>', (0, "a"), (0, "a"), (1, "a"), (1, "b")) == [
        {"P": ["0.0", "0.1", "1.0"]},
        {"P": ["1.1"]},
    ]


def test_words_belong_to_the_block_that_they_stand_in() -> None:
    body = '<section><p id="p">a <strong id="s">b</strong> <em id="e" lang="fr">c</em></p></section>'
    assert shape(body, (0, "p"), (0, "s"), (0, "e")) == [{"Sect": [{"P": ["0.0", "0.1", {"Span": ["0.2"]}]}]}]


def test_words_that_stand_in_no_paragraph_get_one() -> None:
    assert shape('<section><div id="d">a</div></section>', (0, "d"), (1, "d")) == [{"Sect": [{"P": ["0.0", "1.0"]}]}]


def test_a_link_that_stands_in_no_paragraph_stands_with_the_words_around_it() -> None:
    body = '<section><div id="d">a <a id="a" href="x">b</a> c</div></section>'
    assert shape(body, (0, "d"), (0, "a"), (0, "d")) == [{"Sect": [{"P": ["0.0", {"Link": ["0.1"]}, "0.2"]}]}]


def test_a_list_has_items_with_labels_and_bodies() -> None:
    root = page('<ul><li id="a">x<ul><li id="b">y</li></ul></li></ul>')
    first, second = (element for element in root.iter("li"))
    tree = build(
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


def test_a_table_that_crosses_a_page_has_its_head_once() -> None:
    body = (
        '<table><thead><tr><th id="h">H</th></tr></thead>'
        '<tbody><tr><td id="a">x</td></tr><tr><td id="b">y</td></tr></tbody></table>'
    )
    root = page(body)
    head = next(root.iter("thead"))
    shown = boxes(root, (0, "h"), (0, "a"), (1, "h"), (1, "b"))
    tree = build(root, [ElementContent(0, head), *shown[:2], ElementContent(1, head), *shown[2:]])
    assert outline(tree)["Document"] == [
        {
            "Table": [
                {"THead": [{"TR": [{"TH": ["0.0"]}]}]},
                {"TBody": [{"TR": [{"TD": ["0.1"]}]}, {"TR": [{"TD": ["1.1"]}]}]},
            ]
        }
    ]


def test_a_cell_without_words_is_a_cell() -> None:
    root = page('<table><tr><td id="a"></td></tr></table>')
    (cell,) = root.iter("td")
    assert outline(build(root, [ElementContent(0, cell)]))["Document"] == [{"Table": [{"TR": [{"TD": []}]}]}]


def test_notes_stand_behind_the_paragraph_that_calls_them() -> None:
    body = (
        '<div class="paragraph"><div class="notes"><aside class="note"><p id="n">N</p></aside></div>'
        '<p id="p">x<sup><span class="note-ref"><a id="c" href="#n">1</a></span></sup></p></div>'
    )
    assert shape(body, (0, "n"), (0, "p"), (0, "c"), (1, "n")) == [
        {"Div": [{"P": ["0.1", {"Reference": [{"Link": ["0.2"]}]}]}, {"Note": [{"P": ["0.0", "1.0"]}]}]}
    ]


def test_a_block_that_ends_later_is_read_first_where_it_stands_first() -> None:
    body = '<section><div><p id="a">float</p><p id="b">its end</p></div><p id="c">text</p></section>'
    assert shape(body, (0, "a"), (0, "c"), (1, "b"), (1, "c")) == [
        {"Sect": [{"P": ["0.0"]}, {"P": ["1.0"]}, {"P": ["0.1", "1.1"]}]}
    ]


def test_contents_are_a_table_of_contents() -> None:
    body = '<nav class="contents"><ul><li><a id="a" href="#x">X</a></li></ul></nav>'
    assert shape(body, (0, "a")) == [{"Sect": [{"TOC": [{"TOCI": [{"Reference": [{"Link": ["0.0"]}]}]}]}]}]


def test_a_picture_keeps_its_place_and_a_link_its_areas() -> None:
    root = page('<figure><img id="i"/></figure><p><a id="a" href="x">y</a></p>')
    picture, link = next(root.iter("img")), next(root.iter("a"))
    tree = build(
        root,
        [
            ElementContent(0, picture, mcid=0, rectangle=(1, 2, 3, 4)),
            ElementContent(0, link, mcid=1, link=0),
            ElementContent(1, link, link=1),
        ],
    )
    figure = next(node for node in tree.walk() if node.kind == "Figure")
    assert figure.rectangle == (1, 2, 3, 4)
    assert outline(tree)["Document"][1] == {"P": [{"Link": ["link 0", "0.1", "link 1"]}]}


def test_what_is_not_shown_is_no_part() -> None:
    assert shape('<p id="a">x</p><section><p id="b">hidden</p></section>', (0, "a")) == [{"P": ["0.0"]}]


@pytest.mark.parametrize("tag", ["strong", "em", "mark", "q", "span", "code", "main"])
def test_dress_is_no_structure(tag: str) -> None:
    assert shape(f'<p><{tag} id="a">x</{tag}></p>', (0, "a")) == [{"P": ["0.0"]}]
