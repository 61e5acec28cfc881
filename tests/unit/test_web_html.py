from __future__ import annotations

import pytest
from lxml import html

from briefwright import language
from briefwright.html.web_html import web_html
from tests import briefs

FRAGMENT = """<nav class="contents" aria-labelledby="contents">
<h2 id="contents">Contents</h2><ul><li><a href="#essay">E</a></li></ul></nav>
<section class="essay" aria-labelledby="essay"><h2 id="essay">The essay</h2>
<div class="paragraph" id="par-1"><p>
<span class="paragraph-number">1</span>One <mark id="p1-passage" class="passage">passage
of seven or eight words in all</mark><sup><span class="note-ref" id="call-a"><a href="#note-a">1</a></span></sup> and
<mark id="p1-two" class="passage"><span id="p1-two-more">two</span></mark>.</p>
<div class="notes"><aside class="note annotation-gap" id="note-a" aria-label="Note 1">
<p><span class="note-head"><a class="backlink" href="#call-a">1</a> <span class="annotation-type">Gap</span></span>
First &amp; <em>note</em>.
<span class="citation">(<a href="#ref-x">X</a>; <a href="#ref-x">X, again</a>)</span></p>
</aside></div></div></section>
<section class="finding" aria-labelledby="finding-f"><h3 id="finding-f"><span class="numeral">F1</span> It says.</h3>
<p>More (<a href="#ref-x">X</a>).</p></section>
<div class="terms"><div class="term" id="term-a">
<p><span class="term-name">A</span> See <a href="#term-b">B</a>.</p></div>
<div class="term" id="term-b"><p><span class="term-name">B</span> Alone.</p></div></div>
<div class="csl-entry" id="ref-x">
X. 2016.
</div>
<figure id="figure-d"><img src="figures/d.svg" alt="Bars."><figcaption><p>Deaths.</p></figcaption></figure><p>After.</p>
"""
DATA = {"figures/d.svg": ("Deaths", "year,by_country,name\n2015,1.5,a\n\n2016,-2,<b>\n\n")}


def text(key: str, **values: object) -> str:
    return " ".join([key, *map(str, values.values())])


@pytest.fixture(scope="module")
def shaped() -> html.HtmlElement:
    return html.fragment_fromstring(web_html(FRAGMENT, text, DATA, {}, language="en"), create_parent="div")


def only(root: html.HtmlElement, path: str) -> html.HtmlElement:
    (found,) = root.xpath(path)
    assert isinstance(found, html.HtmlElement)
    return found


def test_note_links_back_to_its_reference(shaped: html.HtmlElement) -> None:
    note = only(shaped, "//*[@id='note-a']")
    assert (note.get("role"), note.get("aria-label")) == ("note", "Note 1")
    back = only(note, ".//a[@class='backlink']")
    assert (back.get("href"), back.get("aria-label")) == ("#call-a", "label.back-to-text 1")
    assert " ".join(note.text_content().split()) == "1 Gap First & note. (X; X, again)"


def test_contents_are_a_popover_with_buttons(shaped: html.HtmlElement) -> None:
    nav, button = only(shaped, "//nav"), only(shaped, "//button[not(ancestor::nav)]")
    assert only(shaped, "//*[@class='contents-bar']").getnext() is nav
    assert (nav.get("popover"), nav.get("id")) == ("", button.get("popovertarget"))
    assert button.get("aria-label") == "heading.contents"
    close = only(nav, "./*[1][self::button]")
    assert (close.get("popovertarget"), close.get("popovertargetaction")) == (nav.get("id"), "hide")
    assert close.get("aria-label") == "label.close"


def test_adds_permalinks(shaped: html.HtmlElement) -> None:
    links = {str(link.get("href")): str(link.get("aria-label")) for link in shaped.find_class("permalink")}
    assert links == {
        "#essay": "label.link-to The essay",
        "#p1-passage": "label.link-to passage of seven or eight words",
        "#p1-two": "label.link-to two",
        "#p1-two-more": "label.link-to two",
    }
    number = only(shaped, "//span[@class='paragraph-number']/a")
    assert (number.text, number.get("href"), number.get("aria-label")) == ("1", "#par-1", "label.paragraph 1")
    numeral = only(shaped, "//span[@class='numeral']/a")
    assert (numeral.text, numeral.get("href"), numeral.get("aria-label")) == ("F1", "#finding-f", None)


def test_permalink_of_a_claim_in_the_brief_is_named_after_it() -> None:
    claim = '<div class="finding" id="finding-f"><span class="numeral">1</span> <span class="short">Tides</span></div>'
    made = html.fragment_fromstring(web_html(claim, text, {}, {}, language="en-GB"), create_parent=True)
    (link,) = made.find_class("permalink")
    assert (link.get("href"), link.get("aria-label")) == ("#finding-f", "label.link-to Tides")


def test_permalink_label_alternates_quotation_marks() -> None:
    catalogue = language.load(briefs.TEMPLATES / "locales", "en-GB")
    made = web_html('<p><mark id="p1-a">“soft power”</mark></p>', catalogue.text, {}, {}, language="en-GB")
    assert 'aria-label="Link to “‘soft power’”"' in made
    assert made.count("“soft power”") == 1


def test_adds_one_backlink_for_each_citing_item(shaped: html.HtmlElement) -> None:
    back = shaped.xpath("//*[@id='ref-x']//a[@class='backlink']")
    assert [(link.get("href"), link.get("data-name"), link.get("aria-label")) for link in back] == [
        ("#note-a", "Note 1", "label.cited-in-item Note 1"),
        ("#finding-f", "F1", "label.cited-in-item F1"),
    ]
    assert [link.get("href") for link in shaped.xpath("//*[@id='term-b']//a")] == ["#term-a"]
    assert shaped.xpath("//*[@id='term-a']//a[@class='backlink']") == []


def test_terms_that_link_to_each_other_get_no_backlinks() -> None:
    each_other = FRAGMENT.replace("Alone.", 'See also <a href="#term-a">A</a>.')
    made = html.fragment_fromstring(web_html(each_other, text, {}, {}, language="en"), create_parent="div")
    for name, others in {"term-a": ["#term-b"], "term-b": ["#term-a"]}.items():
        assert [link.get("href") for link in made.xpath(f"//*[@id='{name}']//a")] == others


def test_adds_the_data_table_after_its_figure(shaped: html.HtmlElement) -> None:
    figure = only(shaped, "//figure")
    data = figure.getnext()
    assert data is not None
    assert (data.tag, data.get("open"), data.get("class")) == ("details", None, "data")
    after = data.getnext()
    assert after is not None
    assert after.text_content() == "After."
    rows = [[(cell.tag, cell.get("scope"), cell.text_content()) for cell in row] for row in data.iter("tr")]
    assert rows == [
        [("th", "col", "Year"), ("th", "col", "By country"), ("th", "col", "Name")],
        [("th", "row", "2015"), ("td", None, "1.5"), ("td", None, "a")],
        [("th", "row", "2016"), ("td", None, "-2"), ("td", None, "<b>")],
    ]
    assert only(data, ".//caption").text_content() == "figure.data-of Deaths"
    assert only(data, ".//a").get("href") == "figures/d.csv"


def test_keeps_all_text(shaped: html.HtmlElement) -> None:
    before = html.fragment_fromstring(FRAGMENT, create_parent="div")
    for data in shaped.find_class("data"):
        data.drop_tree()
    # The notes move.
    assert sorted(shaped.text_content().split()) == sorted(before.text_content().split())


def test_keeps_a_plain_fragment() -> None:
    fragment = '<h1 id="top">A &lt; b “c” é</h1>\n<p>One<br>two.</p>\n<figure><img src="d.svg" alt=""></figure>\n'
    assert web_html(fragment, text, {}, {}, language="en") == fragment


PICTURES = {
    "figures/d.svg": ("../assets/sample/d.0123456789.svg", (260, 163)),
    "figures/e.svg": ("../assets/sample/e.0123456789.svg", None),
}


def images(fragment: str) -> list[dict[str, str]]:
    made = html.fragment_fromstring(web_html(fragment, text, DATA, PICTURES, language="en"), create_parent="div")
    return [{str(name): str(value) for name, value in image.attrib.items()} for image in made.iter("img")]


def test_sets_address_and_size_of_a_picture() -> None:
    assert images(FRAGMENT) == [
        {"src": "../assets/sample/d.0123456789.svg", "alt": "Bars.", "width": "260", "height": "163"}
    ]


def test_keeps_the_size_in_the_fragment() -> None:
    assert images('<p><img src="figures/d.svg" alt="" width="80" height="50"></p>') == [
        {"src": "../assets/sample/d.0123456789.svg", "alt": "", "width": "80", "height": "50"}
    ]


def test_sets_no_unknown_size() -> None:
    assert images('<p><img src="figures/e.svg" alt=""></p>') == [
        {"src": "../assets/sample/e.0123456789.svg", "alt": ""}
    ]


@pytest.mark.parametrize("src", ["https://else.example/figures/d.svg", "../figures/d.svg", "figures/none.svg", ""])
def test_keeps_the_address_of_other_pictures(src: str) -> None:
    assert images(f'<p><img src="{src}" alt=""></p>') == [{"src": src, "alt": ""}]


def test_keeps_links_to_figures_and_data() -> None:
    made = web_html(f'{FRAGMENT}<p><a href="figures/d.svg">f</a></p>', text, DATA, PICTURES, language="en")
    assert '<a href="figures/d.svg">f</a>' in made
    assert 'href="figures/d.csv"' in made
