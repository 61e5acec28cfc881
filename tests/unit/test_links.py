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


def problems(files: dict[str, bytes]) -> dict[str, list[str]]:
    """Return the problems of a site; the links pass through JSON, as in the cache."""
    read = {path: found for path, content in files.items() if (found := links(path, content))}
    return broken(json.loads(json.dumps(read)), files, BASE)


def site() -> dict[str, bytes]:
    return {name: text.encode() for name, text in SITE.items()}


def test_accepts_good_site() -> None:
    assert problems(site()) == {}


def data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


NO_TEXT = "bridges/report.html does not contain the text to highlight"


@pytest.mark.parametrize(
    ("path", "more", "line", "message"),
    [
        ("index.html", '<a href="gone.html">x</a>', 14, "broken link gone.html: there is no file gone.html"),
        ("index.html", '<a href="bridges">x</a>', 14, "no file bridges"),
        ("index.html", '<a href="bridges/report.html#on%C3%A9">x</a>', 14, "bridges/report.html has no identifier oné"),
        ("index.html", f'<a href="{BASE}/gone.pdf">x</a>', 14, "no file gone.pdf"),
        ("index.html", '<a href="/briefs/gone.pdf">x</a>', 14, "no file gone.pdf"),
        ("index.html", '<a href="bridges/report.html#:~:text=spans,the%20sea">x</a>', 14, NO_TEXT),
        ("index.html", '<a href="bridges/report.html#:~:text=It-,piers">x</a>', 14, NO_TEXT),
        ("bridges/report.html", "<a\nhref='#two'>x</a>", 4, "#two: bridges/report.html has no identifier two"),
        ("bridges/report.html", '\n<b id="one"></b>', 0, "identifier one is used 2 times"),
        ("bridges/index.html", '<a href="../../etc/passwd">x</a>', 1, "no file /etc/passwd"),
        ("bridges/index.html", '<img src="b.png" alt="">', 1, "b.png: there is no file bridges/b.png"),
        ("bridges/index.html", '<img srcset="card.png 1x, c.png 2x" alt="">', 1, "no file bridges/c.png"),
        ("bridges/index.html", f'<meta name="citation_pdf_url" content="{BASE}/r.pdf">', 1, "no file r.pdf"),
        ("bridges/index.html", data(f'{{"a": [{{"url": "{BASE}/r.pdf"}}]}}'), 1, "no file r.pdf"),
        ("404.html", '<a href="index.html">x</a>', 1, "relative link index.html"),
        ("assets/web.css", "\n@import 'more.css';", 3, "more.css: there is no file assets/more.css"),
        ("assets/web.css", "\n\ni { background: url( b.svg ) }", 4, "no file assets/b.svg"),
        ("bridges/figure.svg", '<g id="a"/>', 0, "identifier a is used 2 times"),
        ("robots.txt", f"Sitemap: {BASE}/map.xml", 4, "no file map.xml"),
        ("alone.html", "<title>x</title>", 0, "cannot be reached by links from index.html"),
    ],
)
def test_finds_problem(path: str, more: str, line: int, message: str) -> None:
    found = problems({**site(), path: (SITE.get(path, "") + more).encode()})
    assert set(found) == {path}
    assert len(found[path]) == 1
    assert message in found[path][0]
    assert found[path][0].startswith(f"line {line}: " if line else message)


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
def test_accepts_text_to_highlight(words: str) -> None:
    link = f'<a href="bridges/report.html#one:~:text={words}">x</a>'
    assert problems({**site(), "index.html": f"{INDEX}{link}".encode()}) == {}


@pytest.mark.parametrize("words", ["spans,-river", "and-,spans", "river,spans", "spans&text=sea"])
def test_finds_wrong_text_to_highlight(words: str) -> None:
    link = f'<a href="bridges/report.html#one:~:text={words}">x</a>'
    assert NO_TEXT in problems({**site(), "index.html": f"{INDEX}{link}".encode()})["index.html"][0]


@pytest.mark.parametrize("path", ["feed.xml", "sitemap.xml", "bridges/figure.svg"])
def test_finds_broken_links_of_feeds_and_svgs(path: str) -> None:
    broken = SITE[path].replace("/bridges/", "/gone/").replace('href="#a"', 'href="#b"')
    (message, *_) = problems({**site(), path: broken.encode()})[path]
    assert "no file" in message or message.endswith("has no identifier b")


def test_finds_unreachable_pages_that_link_to_each_other() -> None:
    files = {**site(), "a.html": b'<a href="b.html">b</a>', "b.html": b'<a href="a.html">a</a>'}
    assert set(problems(files)) == {"a.html", "b.html"}


def test_link_element_does_not_make_page_reachable() -> None:
    index = INDEX.replace("</head>", '<link rel="alternate" href="a.html"></head>')
    assert set(problems({**site(), "index.html": index.encode(), "a.html": b"<p>"})) == {"a.html"}


def test_requires_index() -> None:
    found = problems({"a.html": b"<p>"})
    assert set(found) == {"index.html"}
    assert found["index.html"][0].startswith("missing")
