"""The check before publishing, on the real publication: it passes, and finds each kind of thing that was broken."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from briefwright import language
from briefwright.layout import Layout
from briefwright.verify.document import verify_document
from tests.briefs import DATA
from tests.tools.project import BRIEF, DOCUMENTS, REPORT, SHEET, SITE, SLUG, Project

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.verify.comparison import Difference
    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow

PRINT = "templates/print/print.css"
ADDRESS = re.compile(rb"\.\./assets/[a-z0-9-]+/([A-Za-z0-9._-]+)\.[0-9a-f]{10}\.svg")
LAYOUT = Layout()


@dataclass(frozen=True)
class Copy:
    """A copy of a built project, to break."""

    project: Project

    def folder(self, *parts: str) -> Path:
        """Return a folder of the brief that a step wrote."""
        return self.project.root / LAYOUT.brief(SLUG, *parts)

    def page(self, document: str) -> Path:
        return self.folder("pages", "site", SLUG) / f"{document}.html"

    def drawing(self, name: str) -> Path:
        return self.folder("figures") / f"{name}.svg"

    def edit(self, path: Path, old: str, new: str) -> None:
        """Replace the first such words of a file that was made."""
        text = path.read_text("utf-8")
        assert old in text, f"{path.name} does not hold “{old}”"
        path.unlink()
        path.write_text(text.replace(old, new, 1), "utf-8")

    def step(self, *arguments: str) -> None:
        """Run a step on the folders that stand, as the workflow does."""
        names = {"render": ["resolved"], "page": ["resolved", "figures", "fragments"]}
        names["typeset"] = names["page"]
        given = [word for name in names[arguments[0]] for word in (f"--{name}", str(self.folder(name)))]
        given += ["--assets", str(self.project.root / LAYOUT.assets)] if arguments[0] == "page" else []
        output = {"render": ["fragments"], "page": ["pages"], "typeset": ["pdf", *arguments[1:]]}[arguments[0]]
        made = self.folder(*output)
        run = self.project.run("briefwright", "step", *arguments, *given, "--output", str(made))
        assert run.code == 0, run.text
        assert not (made / "errors.txt").exists(), run.text

    def make(self, document: str) -> None:
        """Make a document again from its templates."""
        self.step("render")
        self.step("page")
        self.step("typeset", document)

    def print(self, document: str, style: str = "", *changes: tuple[str, str]) -> None:
        """Set a document's PDF anew, with more style, and from a fragment that was changed for it alone."""
        if style:
            self.project.append(PRINT, style)
        fragment = self.folder("fragments") / f"{document}.html"
        kept = fragment.read_text("utf-8")
        for old, new in changes:
            self.edit(fragment, old, new)
        self.step("typeset", document)
        fragment.write_text(kept, "utf-8")

    def check(self, *documents: str) -> tuple[Difference, ...]:
        """Return what the comparison says of all documents, or of some."""
        return tuple(chain.from_iterable(map(self._check, documents or DOCUMENTS)))

    def _check(self, document: str) -> tuple[Difference, ...]:
        record, view = (
            json.loads((self.folder("resolved") / f"{name}.json").read_text("utf-8")) for name in ("brief", document)
        )
        figures = sorted(path.stem for path in self.folder("figures").glob("*.csv"))
        return verify_document(
            document,
            ADDRESS.sub(rb"figures/\1.svg", self.page(document).read_bytes()),
            (self.folder("pdf", document) / f"{document}.pdf").read_bytes(),
            record=record,
            view=view,
            catalogue=language.load(self.project.root / "templates/locales", view["head"]["language"]),
            drawings={f"figures/{name}.svg": self.drawing(name).read_text("utf-8") for name in figures},
            data={
                f"figures/{name}.svg": (self.folder("figures") / f"{name}.csv").read_text("utf-8") for name in figures
            },
        ).differences


@pytest.fixture
def copy(built: Project) -> Copy:
    return Copy(built)


def only(found: tuple[Difference, ...], check: str, file: str) -> Difference:
    """Return the one thing that was found, which is of a kind and in a file."""
    assert len(found) == 1, found
    assert (found[0].check, found[0].file) == (check, file)
    return found[0]


def kinds(found: tuple[Difference, ...]) -> set[tuple[str, str]]:
    return {(difference.check, difference.file) for difference in found}


def test_the_real_publication_passes_and_says_what_was_compared(publication: Publication) -> None:
    verified = publication.project.root / LAYOUT.brief(SLUG, "verified")
    reports = {name: json.loads((verified / name / "report.json").read_text("utf-8")) for name in DOCUMENTS}
    assert reports[REPORT]["compared"]["statements"] > 500
    assert reports[REPORT]["compared"]["blocks"] > 300
    assert all(count > 0 for report in reports.values() for count in report["compared"].values())


def test_the_sample_brief_passes(bare: Project) -> None:
    shutil.rmtree(bare.root / "sources")
    shutil.copytree(DATA, bare.root / "sources")
    bare.edit(f"templates/{REPORT}/document.yaml", "[10, 16]", "[1, 16]")
    bare.edit(f"templates/{BRIEF}/document.yaml", "[2, 2]", "[1, 9]")
    bare.build()
    assert (bare.root / LAYOUT.brief("sample", "verified", REPORT) / "report.json").is_file()


def test_a_number_in_one_page(copy: Copy) -> None:
    copy.edit(copy.page(SHEET), "1 to 3 years", "1 to 5 years")
    found = only(copy.check(), "differs", f"{SHEET}.html")
    assert found.item.startswith("recommendation-")
    assert (found.expected, found.found) == ("1 to 3 years", "1 to 5 years")


def test_a_number_in_the_words_of_one_page(copy: Copy) -> None:
    copy.edit(copy.page(BRIEF), "about 350 orders", "about 530 orders")
    found = only(copy.check(), "differs", f"{BRIEF}.html")
    assert "530" in found.found


def test_a_findings_word_in_print_only(copy: Copy) -> None:
    copy.print(BRIEF, "", ("above all in France", "mostly in France"))
    found = only(copy.check(), "differs", f"{BRIEF}.pdf")
    assert found.item == "finding-late-strategy"
    assert found.page == 1


def test_a_confidence_in_one_page(copy: Copy) -> None:
    page = copy.page(BRIEF).read_text("utf-8")
    item = re.search(r'id="finding-late-strategy".*?level-moderate">moderate', page, re.DOTALL)
    assert item
    copy.edit(copy.page(BRIEF), item[0], item[0].replace(">moderate", ">high"))
    found = only(copy.check(), "missing", f"{BRIEF}.html")
    assert (found.item, found.expected) == ("finding-late-strategy, confidence", "moderate")


def test_a_recommendation_that_a_template_drops(copy: Copy) -> None:
    name = f"templates/{SHEET}/document.md.j2"
    copy.project.edit(name, "{% for item in recommendation_lines %}", "{% for item in recommendation_lines[:-1] %}")
    copy.make(SHEET)
    found = copy.check()
    assert kinds(found) == {("missing", f"{SHEET}.html"), ("missing", f"{SHEET}.pdf")}
    assert {one.item.partition(",")[0] for one in found} == {"recommendation-public-education"}


def test_a_part_of_an_item_that_a_template_drops(copy: Copy) -> None:
    copy.project.edit(f"templates/{REPORT}/document.md.j2", "{{ item.indicator | prose }}", "")
    copy.make(REPORT)
    found = copy.check()
    assert kinds(found) == {("missing", f"{REPORT}.html"), ("missing", f"{REPORT}.pdf")}
    assert all("indicator" in one.item for one in found)


def test_another_item_where_an_item_should_stand(copy: Copy) -> None:
    copy.project.edit(
        f"templates/{SHEET}/document.md.j2", "passages(item.passages)", "passages(recommendation_lines[0].passages)"
    )
    copy.make(SHEET)
    assert {one.item.rpartition(" ")[2] for one in copy.check()} >= {"passage"}


@pytest.mark.parametrize("document", [BRIEF, SHEET])
def test_a_date_in_another_form_in_one_document(copy: Copy, document: str) -> None:
    copy.project.edit(
        f"templates/{document}/document.md.j2",
        "{{ head.number }} · {{ head.edition.date | date }}",
        "{{ head.number }} · {{ head.edition.date }}",
    )
    copy.make(document)
    found = only(copy.check(), "differs", f"{document}.html")
    assert (found.expected, found.found) == ("23 November 2026", "2026-11-23")


def test_an_events_date_in_another_form(copy: Copy) -> None:
    copy.project.edit(
        f"templates/{REPORT}/document.md.j2",
        "{% if item.date %}{{ item.date | date }}",
        "{% if item.date %}{{ item.date }}",
    )
    copy.make(REPORT)
    found = copy.check()
    assert ("13 November 2015", "2015-11-13") in {(one.expected, one.found) for one in found}


def test_a_date_in_the_running_foot(copy: Copy) -> None:
    copy.project.edit("templates/print/page.html.j2", "{{ head.edition.date | date }}", "{{ head.edition.date }}")
    copy.make(BRIEF)
    found = copy.check()
    assert {(one.item, one.page) for one in found} == {("running heads and feet", 1), ("running heads and feet", 2)}


def test_a_marking_that_a_page_lacks(copy: Copy) -> None:
    copy.print(BRIEF, ".running-marking { display: none }")
    assert {one.expected for one in copy.check()} == {"TLP:CLEAR"}


def test_an_essay_that_lost_a_word(copy: Copy) -> None:
    copy.edit(copy.page(REPORT), "it is a long road", "it is a road")
    found = only(copy.check(), "differs", f"{REPORT}.html")
    assert found.item == "par-8, paragraph"


def test_an_alternative_text(copy: Copy) -> None:
    copy.edit(copy.page(REPORT), "2017: 68", "2017: 86")
    found = only(copy.check(), "differs", f"{REPORT}.html")
    assert found.item == "figure-deaths, alt"


@pytest.mark.parametrize(
    ("document", "style"),
    [
        (REPORT, ".summary-page li { margin-left: -80mm }"),
        (REPORT, ".field { position: absolute; top: 295mm }"),
        (BRIEF, ".closing { margin-left: 120mm; margin-right: -120mm }"),
    ],
)
def test_text_pushed_over_the_edge(copy: Copy, document: str, style: str) -> None:
    copy.print(document, style)
    found = copy.check()
    assert ("lost at an edge", f"{document}.pdf") in kinds(found)


def test_a_number_that_is_wider_than_the_page(copy: Copy) -> None:
    copy.print(REPORT, "", ("above all in France", "8" * 110))
    assert ("lost at an edge", f"{REPORT}.pdf") in kinds(copy.check())


def test_text_that_a_box_cuts_off(copy: Copy) -> None:
    copy.print(BRIEF, ".section.findings .finding { height: 12pt; overflow: hidden }")
    found = copy.check()
    assert ("lost at an edge", f"{BRIEF}.pdf") in kinds(found)
    assert all("cut off" in one.item for one in found if one.check == "lost at an edge")


@pytest.mark.parametrize("style", [".limits, #limits ~ ul { display: none }", "#limits ~ ul { visibility: hidden }"])
def test_a_part_that_print_hides(copy: Copy, style: str) -> None:
    copy.print(BRIEF, style)
    found = copy.check()
    assert kinds(found) == {("missing", f"{BRIEF}.pdf")}


def test_words_that_a_style_sheet_adds(copy: Copy) -> None:
    copy.print(BRIEF, '.key-figure .value::after { content: " of 500" }')
    found = copy.check()
    assert kinds(found) == {("differs", f"{BRIEF}.pdf")}


def test_a_block_printed_twice(copy: Copy) -> None:
    copy.print(SHEET, "", ('<span id="end"></span>', "<p>In 2031, this will be 7.</p>"))
    found = only(copy.check(), "extra", f"{SHEET}.pdf")
    assert "2031" in found.found


def test_rows_that_change_places(copy: Copy) -> None:
    fragment = (copy.folder("fragments") / f"{SHEET}.html").read_text("utf-8")
    one, other = re.findall(r"<p><span class=\"horizon\">.*?</p>", fragment, re.DOTALL)[1:3]
    assert one != other
    copy.print(SHEET, "", (one, "\0"), (other, one), ("\0", other))
    assert {one.check for one in copy.check()} == {"out of place"}


def test_a_figure_that_lost_a_value(copy: Copy) -> None:
    copy.edit(copy.drawing("deaths"), ">68</text>", "></text>")
    found = copy.check()
    assert ("figure", "figures/deaths.svg") in kinds(found)
    assert "68" in {one.expected for one in found}


def test_a_figure_whose_number_no_data_hold(copy: Copy) -> None:
    copy.edit(copy.drawing("timeline"), ">130 killed", ">135 killed")
    copy.print(REPORT)
    assert "135 in “135 killed (essay: 150)”" in {one.found for one in copy.check() if one.file.endswith(".svg")}


def test_a_figure_whose_text_moved_away(copy: Copy) -> None:
    text = copy.drawing("deaths").read_text("utf-8")
    label = re.search(r'transform="translate\([^)]*\)"([^>]*>151</text>)', text)
    assert label
    copy.edit(copy.drawing("deaths"), label[0], f'transform="translate(900,4)"{label[1]}')
    copy.print(REPORT)
    found = copy.check()
    assert ("lost at an edge", f"{REPORT}.pdf") in kinds(found)


def test_a_figure_that_is_not_the_one_printed(copy: Copy) -> None:
    copy.edit(copy.drawing("deaths"), ">2015</text>", ">2014</text>")
    assert ("figure", f"{BRIEF}.pdf") in kinds(copy.check())


def test_a_build_that_differs_publishes_nothing(built: Project) -> None:
    before = built.digests()
    built.edit(f"templates/{SHEET}/document.md.j2", "{{ item.action }}", "{{ item.number }}")
    run = built.fail()
    assert f"{SHEET}.html: missing: recommendation-" in run.text
    assert f"{SHEET}.pdf: missing: recommendation-" in run.text
    assert f"sources/{SLUG}: not built; fix the errors above. The site keeps edition 1.0." in run.text
    assert built.digests() == before
    assert (built.root / SITE).is_dir()
