from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from briefwright.html.citations import unprinted
from briefwright.sources import loading
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeBrief

NUMERIC = (briefs.DATA / "../styles/numeric.csl").read_text("utf-8")
HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="{}" version="1.0">\n  <info>{}</info>\n{}</style>\n'
LISTED = "  <bibliography><layout><text variable='title'/></layout></bibliography>\n"


def brief_with_style(make_brief: MakeBrief, style: str, name: str = "house") -> Path:
    folder = make_brief()
    publisher = folder.parent / "publisher.yaml"
    publisher.write_text(f"{publisher.read_text('utf-8')}citation_style: {name}\n", "utf-8")
    if style:
        (folder.parent / "house.csl").write_text(style, "utf-8")
    return folder


@pytest.mark.parametrize("name", ["house", "house.csl"])
def test_reads_the_publishers_style(make_brief: MakeBrief, name: str) -> None:
    loaded = loading.load(brief_with_style(make_brief, NUMERIC, name))
    assert loaded.sources is not None
    assert loaded.sources.citation_style == NUMERIC


def test_has_apa(make_brief: MakeBrief) -> None:
    loaded = loading.load(brief_with_style(make_brief, "", "apa"))
    assert loaded.sources is not None
    assert "<title>APA" in loaded.sources.citation_style


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("", "publisher.yaml:{last}:17: error: unknown citation style “house”"),
        ("<style>", "house.csl:1:8: error: broken XML: "),
        ("<!DOCTYPE x>" + NUMERIC, "house.csl:1:1: error: a citation style must not have a DOCTYPE"),
        ("<a/>", "house.csl:1:1: error: this is not a citation style in CSL"),
        (HEAD.format("in-text", "", ""), "house.csl:1:1: error: this style has no list of references"),
        (HEAD.format("note", "", LISTED), "house.csl:1:1: error: this style cites in footnotes"),
        (
            HEAD.format("in-text", '<link href="http://www.zotero.org/styles/nature" rel="independent-parent"/>', ""),
            "house.csl:2:1: error: this style depends on another one, “nature”, which a build would have to download",
        ),
    ],
)
def test_refuses_styles_that_cannot_be_used(make_brief: MakeBrief, style: str, expected: str) -> None:
    folder = brief_with_style(make_brief, style)
    last = len((folder.parent / "publisher.yaml").read_text("utf-8").splitlines())
    (problem,) = briefs.errors(folder)
    assert problem.startswith(f"sources/{expected.format(last=last)}")
    assert "hint: " in problem


@pytest.mark.pandoc
def test_knows_what_a_style_omits() -> None:
    works: list[dict[str, Any]] = [
        {
            "id": "a",
            "type": "article-journal",
            "title": "A",
            "container-title": "C",
            "issued": {"date-parts": [[2001]]},
        },
        {"id": "b", "type": "book", "title": "A", "issued": {"literal": "Whitsun"}},
    ]
    assert unprinted(works, "en-GB", NUMERIC) == [("a", "title")]
    assert unprinted(works, "en-GB", "") == []
    assert unprinted([], "en-GB", "") == []
