from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from briefwright import language
from briefwright.content import views
from briefwright.site.feeds import brief_feed, robots_txt, security_txt, site_feed, sitemap
from briefwright.sources.document_types import load_document_types
from tests import briefs
from tests.tools.feeds import ATOM, atom_problems, security_fields, sitemap_dates, sitemap_problems

TEXT = language.load(briefs.TEMPLATES / "locales", "en-GB").text
DOCUMENT_TYPES = load_document_types(briefs.TEMPLATES)
BRIEF = views.site_view(briefs.resolve(), DOCUMENT_TYPES)
HOSTILE = "]]></entry>\"'<&amp;"
CHANGES = [("2.0", "2026-03-01", "Second."), ("1.1", "2026-02-01", "A word."), ("1.0", "2026-01-01", "First.")]


def brief(slug: str = "sample", **changes: object) -> dict[str, Any]:
    editions = [
        {"number": number, "date": date, "changes": text, "href": "index.html" if number != "1.1" else None}
        for number, date, text in CHANGES
    ]
    return {**BRIEF, "slug": slug, "edition": editions[0], "editions": editions, **changes}


def entries(feed: bytes) -> list[tuple[str | None, ...]]:
    found = etree.fromstring(feed).iter(f"{ATOM}entry")
    return [tuple(entry.findtext(f"{ATOM}{name}") for name in ("id", "updated", "summary")) for entry in found]


# --- Atom -----------------------------------------------------------------------------------------------------------


def test_feed_has_an_entry_with_changes_for_each_edition() -> None:
    feed = brief_feed(brief(), TEXT)
    assert atom_problems(feed) == []
    editions = "https://briefs.example.org/sample/editions"
    assert entries(feed) == [
        (f"{editions}/2.0/", "2026-03-01T00:00:00Z", "Second."),
        (f"{editions}/1.1/", "2026-02-01T00:00:00Z", "A word."),
        (f"{editions}/1.0/", "2026-01-01T00:00:00Z", "First."),
    ]
    root = etree.fromstring(feed)
    assert root.findtext(f"{ATOM}updated") == "2026-03-01T00:00:00Z"
    assert [one.get("href") for one in root.findall(f"{ATOM}link")] == [
        "https://briefs.example.org/sample/feed.xml",
        "https://briefs.example.org/sample/",
        "https://creativecommons.org/licenses/by/4.0/",
    ]
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == f"{BRIEF['title']}, edition 2.0"
    assert [one.get("term") for one in root.findall(f"{ATOM}entry[1]/{ATOM}category")] == ["Bridges", "Floods"]


def test_entry_links_to_its_edition_if_the_site_has_it() -> None:
    home = "https://briefs.example.org/sample/"
    targets = [
        link.get("href") for link in etree.fromstring(brief_feed(brief(), TEXT)).iterfind(f"{ATOM}entry/{ATOM}link")
    ]
    assert targets == [f"{home}editions/2.0/", home, f"{home}editions/1.0/"]


def test_site_has_the_newest_and_archived_editions() -> None:
    resolved = briefs.resolve()
    newest = resolved.sources.brief.editions[0]
    older = [newest.model_copy(update={"number": number}) for number in ("0.2", "0.1")]
    changed = resolved.sources.brief.model_copy(update={"editions": (newest, *older)})
    view = views.site_view(replace(resolved, sources=replace(resolved.sources, brief=changed)), DOCUMENT_TYPES, ["0.1"])
    assert [edition["href"] for edition in view["editions"]] == [
        "editions/1.10/index.html", None, "editions/0.1/index.html",
    ]  # fmt: skip


def test_site_feed_has_all_briefs_newest_first() -> None:
    other = brief(
        "other", editions=[{"number": "1.0", "date": "2026-02-01", "changes": "Other.", "href": "index.html"}]
    )
    feed = site_feed([brief(), other], TEXT)
    assert atom_problems(feed) == []
    assert [summary for _, _, summary in entries(feed)] == ["Second.", "A word.", "Other.", "First."]
    assert etree.fromstring(feed).findtext(f"{ATOM}id") == "https://briefs.example.org/"


@pytest.mark.parametrize("key", ["title", "subtitle", "topics", "slug"])
def test_feed_escapes_text(key: str) -> None:
    value: object = [HOSTILE] if key == "topics" else HOSTILE
    feed = brief_feed(brief() | {key: value}, TEXT)
    plain = brief_feed(brief() | {key: ["x"] if key == "topics" else "x"}, TEXT)
    assert [one.tag for one in etree.fromstring(feed).iter()] == [one.tag for one in etree.fromstring(plain).iter()]


def test_changes_have_no_markdown() -> None:
    (edition,) = brief()["editions"][:1]
    feed = brief_feed(brief(editions=[edition | {"changes": "A *new* [law](https://a.example).\n\nB."}]), TEXT)
    assert [summary for _, _, summary in entries(feed)] == ["A new law.\n\nB."]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<updated>2026-03-01T00:00:00Z</updated>", b"<updated>2026-03-01</updated>"),
        (b"<updated>2026-03-01T00:00:00Z</updated>", b"<updated>2026-01-01T00:00:00Z</updated>"),
        (b"/editions/1.1/</id>", b"/editions/1.0/</id>"),
        (b"<id>https://briefs.example.org/sample/</id>", b""),
        (b'rel="self"', b'rel="via"'),
        (b"<author>", b"<author><name>a</name>"),
    ],
)
def test_the_feed_check_finds_errors(old: bytes, new: bytes) -> None:
    feed = brief_feed(brief(), TEXT)
    assert old in feed
    assert atom_problems(feed.replace(old, new, 1))


# --- sitemap --------------------------------------------------------------------------------------------------------


def test_sitemap_lists_every_page_once_and_no_earlier_edition() -> None:
    newer = {**BRIEF, "documents": [{"name": "report"}]}
    older = {**newer, "slug": "other", "edition": {"number": "1.0", "date": "2025-05-05"}}
    made = sitemap([newer, older], ["index", "glossary"])
    assert sitemap_problems(made) == []
    home = "https://briefs.example.org"
    assert sitemap_dates(made) == {
        f"{home}/": "2026-01-31",
        f"{home}/glossary.html": "2026-01-31",
        f"{home}/sample/": "2026-01-31",
        f"{home}/sample/report.html": "2026-01-31",
        f"{home}/sample/trace.html": "2026-01-31",
        f"{home}/other/": "2025-05-05",
        f"{home}/other/report.html": "2025-05-05",
        f"{home}/other/trace.html": "2025-05-05",
    }


@pytest.mark.parametrize(("old", "new"), [(b"2026-01-31", b"31 January"), (b"https:", b"file:"), (b"loc>", b"at>")])
def test_the_sitemap_check_finds_errors(old: bytes, new: bytes) -> None:
    made = sitemap([BRIEF], ["index"])
    assert old in made
    assert sitemap_problems(made.replace(old, new))


# --- robots.txt and security.txt ------------------------------------------------------------------------------------


def reader(text: str) -> RobotFileParser:
    made = RobotFileParser()
    made.parse(text.splitlines())
    return made


def test_robots_may_read_a_public_edition() -> None:
    found = reader(robots_txt(BRIEF))
    assert found.can_fetch("any", "https://briefs.example.org/sample/annotated-report.html")
    assert found.site_maps() == ["https://briefs.example.org/sitemap.xml"]


@pytest.mark.parametrize("marking", ["TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"])
def test_robots_may_not_read_a_restricted_edition(marking: str) -> None:
    found = reader(robots_txt({**BRIEF, "marking": marking}))
    assert not found.can_fetch("any", "https://briefs.example.org/")
    assert found.site_maps() is None


def test_security_txt_has_the_publishers_settings() -> None:
    settings = {"contact": "mailto:a@example.org", "expires": "2027-11-23", "policy": "https://example.org/policy"}
    assert security_fields(security_txt(BRIEF, settings)) == {
        "contact": ["mailto:a@example.org"],
        "expires": ["2027-11-23T00:00:00Z"],
        "preferred-languages": ["en-GB"],
        "canonical": ["https://briefs.example.org/.well-known/security.txt"],
        "policy": ["https://example.org/policy"],
    }
    assert "policy" not in security_fields(security_txt(BRIEF, {**settings, "policy": ""}))


@pytest.mark.parametrize(
    "text", ["Contact: a@example.org\nExpires: 2027-01-01T00:00:00Z\n", "Contact: mailto:a@b.c\n", "x\n"]
)
def test_the_security_txt_check_finds_errors(text: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        security_fields(text)
