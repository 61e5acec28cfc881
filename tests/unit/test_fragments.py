from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from briefwright.site.fragments import HostPage, embed

HOST = HostPage(
    id_prefix="x-",
    heading_shift=1,
    brief_folder="../",
    replacements=(("https://publisher.example/river/", "../"), ("https://publisher.example/", "../../")),
    language="en-GB",
    direction="ltr",
    marking="TLP:GREEN",
)


def made(fragment: str, host: HostPage = HOST) -> html.HtmlElement:
    return html.fragment_fromstring(embed(fragment, host).html)


def test_fragment_is_an_article_with_language_and_marking() -> None:
    article = made('<h1 id="top">Floods</h1><p>Text.</p>')
    assert article.tag == "article"
    assert (article.get("lang"), article.get("dir"), article.get("aria-labelledby")) == ("en-GB", "ltr", "x-top")
    first, *_, last = article
    assert str(first.text_content()) == str(last.text_content()) == "TLP:GREEN"


def test_prefixes_ids_and_references_to_them() -> None:
    article = made(
        '<p><a href="#note-1">1</a></p><div id="note-1" aria-labelledby="a b"></div>'
        '<table><tr><th id="h">H</th><td headers="h g">x</td></tr></table>'
    )
    (link,) = article.iter("a")
    (division,) = article.iter("div")
    (head,) = article.iter("th")
    (cell,) = article.iter("td")
    assert link.get("href") == "#x-note-1"
    assert (division.get("id"), division.get("aria-labelledby")) == ("x-note-1", "x-a x-b")
    assert (head.get("id"), cell.get("headers")) == ("x-h", "x-h x-g")


def test_keeps_ids_without_a_prefix() -> None:
    article = made('<p id="a"><a href="#a">a</a></p>', replace(HOST, id_prefix=""))
    (link,) = article.iter("a")
    assert link.get("href") == "#a"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("#p1:~:text=the%20words", "#x-p1:~:text=the%20words"),
        ("report.html#p1:~:text=the%20words", "../report.html#p1:~:text=the%20words"),
        ("https://publisher.example/river/report.html", "../report.html"),
        ("https://publisher.example/coast/report.html", "../../coast/report.html"),
        ("https://publisher.example.org/", "https://publisher.example.org/"),
        ("mailto:desk@publisher.example", "mailto:desk@publisher.example"),
    ],
)
def test_adapts_links_to_the_host_page(address: str, expected: str) -> None:
    (link,) = made(f'<p><a href="{address}">x</a></p>').iter("a")
    assert link.get("href") == expected


def test_adds_the_base_to_links_and_pictures() -> None:
    base = "/papers"
    host = replace(
        HOST, brief_folder=f"{base}/river/", replacements=(("https://publisher.example/river/", f"{base}/river/"),)
    )
    article = made('<p><a href="report.html">x</a><img src="figures/f.svg" alt="F"></p>', host)
    assert [link.get("href") for link in article.iter("a")] == ["/papers/river/report.html"]
    assert [image.get("src") for image in article.iter("img")] == ["/papers/river/figures/f.svg"]


def test_lists_pictures_by_their_address_in_the_brief_folder() -> None:
    embedded = embed('<p><img src="figures/f.svg" alt="F"></p>', HOST)
    assert embedded.pictures == {"figures/f.svg": "F"}
    assert 'src="../figures/f.svg"' in embedded.html


def test_shifts_headings_and_uses_roles_below_h6() -> None:
    embedded = embed(
        "".join(f'<h{level} id="h{level}">H{level}</h{level}>' for level in (1, 3, 4)), replace(HOST, heading_shift=3)
    )
    article = html.fragment_fromstring(embedded.html)
    assert [element.tag for element in article.iter("h4", "h5", "h6")] == ["h4", "h6"]
    (lowest,) = article.iter("div")
    assert (lowest.get("role"), lowest.get("aria-level"), lowest.get("id")) == ("heading", "7", "x-h4")
    assert [(heading.level, heading.text, heading.id) for heading in embedded.headings] == [
        (4, "H1", "x-h1"), (6, "H3", "x-h3"), (7, "H4", "x-h4"),
    ]  # fmt: skip


def test_prefixes_classes() -> None:
    article = made('<section class="summary wide"><p>x</p></section>')
    (section,) = article.iter("section")
    assert section.get("class") == "bw-summary bw-wide"


def test_removes_landmarks_table_labels_and_the_qr_code() -> None:
    article = made(
        '<section aria-label="Summary"><p>x</p></section><aside aria-label="Note 1"><p>n</p></aside>'
        '<table><tr><td data-label="Actor">y</td></tr></table>'
        '<div class="end"><div class="qr"><p><img src="figures/qr.svg" alt="QR"></p><p>Web</p></div></div>'
    )
    (section,) = article.iter("section")
    (note,) = article.iter("aside")
    (cell,) = article.iter("td")
    assert section.get("aria-label") is None
    assert (note.get("role"), note.get("aria-label")) == ("note", "Note 1")
    assert "data-label" not in cell.attrib
    assert list(article.iter("img")) == []
    assert article.find_class("bw-end") == []


def test_is_readable_without_a_style_sheet() -> None:
    article = made(
        '<p><span class="paragraph-number">6</span>Words <sup><a href="#a">1</a></sup><sup><a href="#b">2</a></sup></p>'
        '<p><span class="annotation-type">Caution</span> more <span class="other">x</span></p>'
    )
    texts = [str(paragraph.text_content()) for paragraph in article.iter("p")]
    assert texts[1:3] == ["6 Words 1 2", "Caution more x"]
    assert [str(strong.text_content()) for strong in article.iter("strong")][1:3] == ["6", "Caution"]


def test_navigations_of_several_fragments_have_different_names() -> None:
    (nav,) = made('<h1 id="top">T</h1><nav aria-labelledby="in"><h2 id="in">In</h2></nav>').iter("nav")
    assert nav.get("aria-labelledby") == "x-in x-top"
