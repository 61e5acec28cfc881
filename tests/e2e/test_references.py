"""Works cited as reference managers export them, in several styles: the build verifies and publishes each."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any, get_args

import pytest
from lxml import html

from briefwright.model.csl import WorkType
from tests.tools.project import ROOT, SLUG

if TYPE_CHECKING:
    from tests.tools.project import Project

pytestmark = pytest.mark.slow

SOURCES = f"sources/{SLUG}"
NAME = {"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de", "suffix": "Jr."}
WORKS: list[dict[str, Any]] = [
    {"id": "ledger", "type": "book", "title": "The Town Ledger", "author": [{"family": "Clerk", "given": "Ada"}]},
    *(
        {
            "id": f"of_type:{work_type}",
            "type": work_type,
            "title": f"The “{work_type}” of the town's <i>Salmo trutta</i>",
            "author": [NAME],
            "issued": {"date-parts": [[2013], [2014]]},
        }
        for work_type in get_args(WorkType)
    ),
    {
        "id": "Long2001",
        "type": "article-journal",
        "title": 'A ‘long’ title "about" <sup>14</sup>C, H<sub>2</sub>O and the boatmen\'s rights, ' * 8 + "to the end",
        "container-title": "River Studies",
        "issued": {"date-parts": [[2012]], "season": 2},
    },
    {"id": "doe:2003", "type": "report", "title": "No", "issued": {"literal": "Whitsun 1899"}},
    {
        "id": "DBLP:conf/x/y",
        "type": "webpage",
        "title": '<span class="nocase">iBoat</span> <sc>abc</sc> -- what?',
        "URL": "https://example.org/iboat",
        "issued": {"date-parts": [[-44]]},
    },
    {"id": "Müller.2001", "type": "book", "title": "„Brücken“ über den Fluß", "language": "de", "issued": "2013/.."},
]


@pytest.mark.parametrize("style", ["", "apa", "numeric"])
def test_publishes_all_types_of_works(built: Project, style: str) -> None:
    sources = built.root / SOURCES
    (sources / "references.yaml").unlink()
    (sources / "references.json").write_text(json.dumps(WORKS, indent="\t"), "utf-8")
    cited = json.dumps([work["id"] for work in WORKS], ensure_ascii=False)
    built.edit(f"{SOURCES}/annotations.yaml", "asked.\n    references: [ledger]", f"asked.\n    references: {cited}")
    if style:
        shutil.copy(ROOT / "tests/data/styles/numeric.csl", built.root / "sources")
        publisher = built.root / "sources/publisher.yaml"
        publisher.write_text(f"{publisher.read_text('utf-8')}citation_style: {style}\n", "utf-8")
    built.edit(f"{SOURCES}/brief.yaml", "topics:", "page_limits: {annotated-report: [1, 99]}\ntopics:")
    built.build()
    page = html.parse(str(built.root / f"build/site/{SLUG}/annotated-report.html")).getroot()
    entries = [str(entry.get("id")) for entry in page.find_class("csl-entry")]
    assert sorted(entries) == sorted(f"ref-{work['id']}" for work in WORKS)
    record = json.loads((built.root / f"build/site/{SLUG}/brief.json").read_text("utf-8"))
    assert len(record["references"]) == len(WORKS)


def test_a_changed_style_builds_again(built: Project) -> None:
    publisher = built.root / "sources/publisher.yaml"
    publisher.write_text(f"{publisher.read_text('utf-8')}citation_style: house\n", "utf-8")
    style = (ROOT / "tests/data/styles/numeric.csl").read_text("utf-8")
    for bracket in "[(":
        (built.root / "sources/house.csl").write_text(style.replace('prefix="["', f'prefix="{bracket}"'), "utf-8")
        built.build()
        text = (built.root / f"build/site/{SLUG}/annotated-report.html").read_text("utf-8")
        assert f"{bracket}1]" in text
