from __future__ import annotations

import json

import pytest

from briefwright.verify.links import broken, links

BASE = "https://publisher.example/briefs"
INDEX = f"""<!DOCTYPE html>
<html lang="en">
<head>
<title>All</title>
<link rel="canonical" href="{BASE}/">
<link rel="stylesheet" href="assets/web.css">
<meta property="og:image" content="{BASE}/bridges/card.png">
<script type="application/ld+json">{{"@id": "{BASE}/bridges/report.html#work", "url": ["{BASE}/"]}}</script>
</head>
<body>
<a href="bridges/">Bridges</a> <a href="{BASE}/bridges/report.html#one:~:text=spans,and%20piers">Report</a>
<a href="mailto:a@b.example">Write</a> <a href="https://other.example/nowhere#x">Elsewhere</a>
<img src="/briefs/bridges/card.png" srcset="bridges/card.png 1x, bridges/card.png?2 2x" alt="A card">
"""
SITE = {
    "index.html": INDEX,
    "404.html": '<title>Nothing</title><a href="/briefs/index.html">All</a>',
    "assets/web.css": '@font-face { src: url("a.woff2"); }\n/* url(gone) */ b { background: url(#x), url(a.woff2) }',
    "assets/a.woff2": "",
    "bridges/index.html": '<a href="report.html">Report</a> <a href="#top">Up</a> <a href="card.png#t=1">Card</a>',
    "bridges/report.html": '<p id="one">It spans\n<b>the</b> river <i>and</i> pïers.</p>\n<a href="#one">1</a>',
    "bridges/card.png": "",
    "bridges/figure.svg": '<svg xmlns="http://www.w3.org/2000/svg"><g id="a"/><use href="#a"/></svg>',
    "bridges/fragments/report.html": '<p id="x-one"><a href="../report.html#one">1</a> <a href="/its/own">2</a></p>',
    "feed.xml": f'<feed xmlns="http://www.w3.org/2005/Atom"><link href="{BASE}/bridges/"/></feed>',
    "sitemap.xml": f"<urlset>\n<url><loc>{BASE}/bridges/report.html</loc></url>\n</urlset>",
    "robots.txt": f"# {BASE}/nothing\nUser-agent: *\nSitemap: {BASE}/sitemap.xml\n",
    "essay.txt": f"{BASE}/nothing",
}


def crawled(files: dict[str, bytes]) -> dict[str, list[str]]:
    """Return the problems of a site, whose links went through a cache."""
    read = {path: found for path, content in files.items() if (found := links(path, content))}
    return broken(json.loads(json.dumps(read)), files, BASE)


def site() -> dict[str, bytes]:
    return {name: text.encode() for name, text in SITE.items()}


def test_a_whole_site_has_nothing_wrong() -> None:
    assert crawled(site()) == {}


def data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


SAID = "words that bridges/report.html does not say"


@pytest.mark.parametrize(
    ("path", "more", "line", "said"),
    [
        ("index.html", '<a href="gone.html">x</a>', 14, "gone.html, which is not there"),
        ("index.html", '<a href="bridges">x</a>', 14, "leads to bridges, which is not there"),
        ("index.html", '<a href="bridges/report.html#on%C3%A9">x</a>', 14, "nothing has the identifier oné"),
        ("index.html", f'<a href="{BASE}/gone.pdf">x</a>', 14, "leads to gone.pdf, which is not there"),
        ("index.html", '<a href="/briefs/gone.pdf">x</a>', 14, "leads to gone.pdf, which is not there"),
        ("index.html", '<a href="bridges/report.html#:~:text=spans,the%20sea">x</a>', 14, SAID),
        ("index.html", '<a href="bridges/report.html#:~:text=It-,piers">x</a>', 14, SAID),
        ("bridges/report.html", "<a\nhref='#two'>x</a>", 4, "#two leads to bridges/report.html, where nothing has"),
        ("bridges/report.html", '\n<b id="one"></b>', 0, "the identifier one stands 2 times"),
        ("bridges/index.html", '<a href="../../etc/passwd">x</a>', 1, "leads to /etc/passwd, which is not there"),
        ("bridges/index.html", '<img src="b.png" alt="">', 1, "b.png leads to bridges/b.png, which is not there"),
        ("bridges/index.html", '<img srcset="card.png 1x, c.png 2x" alt="">', 1, "c.png leads to bridges/c.png"),
        ("bridges/index.html", f'<meta name="citation_pdf_url" content="{BASE}/r.pdf">', 1, "leads to r.pdf, which"),
        ("bridges/index.html", data(f'{{"a": [{{"url": "{BASE}/r.pdf"}}]}}'), 1, "leads to r.pdf, which"),
        ("404.html", '<a href="index.html">x</a>', 1, "leads elsewhere from each address"),
        ("assets/web.css", "\n@import 'more.css';", 3, "more.css leads to assets/more.css, which is not there"),
        ("assets/web.css", "\n\ni { background: url( b.svg ) }", 4, "b.svg leads to assets/b.svg"),
        ("bridges/figure.svg", '<g id="a"/>', 0, "the identifier a stands 2 times"),
        ("robots.txt", f"Sitemap: {BASE}/map.xml", 4, "leads to map.xml, which is not there"),
        ("alone.html", "<title>x</title>", 0, "no link leads here from index.html"),
    ],
)
def test_what_is_broken_is_found(path: str, more: str, line: int, said: str) -> None:
    found = crawled({**site(), path: (SITE.get(path, "") + more).encode()})
    assert set(found) == {path}
    assert len(found[path]) == 1
    assert said in found[path][0]
    assert found[path][0].startswith(f"line {line}: " if line else said)


WORDS = (
    "spans",
    "It-,spans",
    "it,river",
    "spans,-the",
    "It-,spans,and,-piers",
    "spans&text=river",
    "%C3%AFt,pi%C3%ABrs",
)


@pytest.mark.parametrize("words", WORDS)
def test_words_that_a_link_highlights_are_found(words: str) -> None:
    link = f'<a href="bridges/report.html#one:~:text={words}">x</a>'
    assert crawled({**site(), "index.html": f"{INDEX}{link}".encode()}) == {}


@pytest.mark.parametrize("words", ["spans,-river", "and-,spans", "river,spans", "spans&text=sea"])
def test_words_that_do_not_stand_like_that_are_told(words: str) -> None:
    link = f'<a href="bridges/report.html#one:~:text={words}">x</a>'
    assert SAID in crawled({**site(), "index.html": f"{INDEX}{link}".encode()})["index.html"][0]


@pytest.mark.parametrize("path", ["feed.xml", "sitemap.xml", "bridges/figure.svg"])
def test_what_feeds_and_drawings_name_must_be_there(path: str) -> None:
    broken = SITE[path].replace("/bridges/", "/gone/").replace('href="#a"', 'href="#b"')
    (said, *_) = crawled({**site(), path: broken.encode()})[path]
    assert said.endswith(("which is not there", "nothing has the identifier b"))


def test_pages_that_only_lead_to_each_other_are_orphans() -> None:
    files = {**site(), "a.html": b'<a href="b.html">b</a>', "b.html": b'<a href="a.html">a</a>'}
    assert set(crawled(files)) == {"a.html", "b.html"}


def test_a_page_that_only_a_machine_is_led_to_is_an_orphan() -> None:
    index = INDEX.replace("</head>", '<link rel="alternate" href="a.html"></head>')
    assert set(crawled({**site(), "index.html": index.encode(), "a.html": b"<p>"})) == {"a.html"}


def test_a_site_without_index_leads_nowhere() -> None:
    assert crawled({"a.html": b"<p>"}) == {"index.html": ["it is missing, so nothing leads to what is here"]}
