"""Verification of a publication: it accepts the build, and finds each change."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from briefwright import language
from briefwright.layout import Layout
from briefwright.verify.document import verify_document
from tests.tools.project import BRIEF, DOCUMENTS, REPORT, SHEET, SITE, SLUG

if TYPE_CHECKING:
    from pathlib import Path

    from briefwright.verify.comparison import Difference
    from tests.tools.project import Project
    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow

PRINT = "templates/print/print.css"
ADDRESS = re.compile(rb"\.\./assets/[a-z0-9-]+/([A-Za-z0-9._-]+)\.[0-9a-f]{10}\.svg")
LAYOUT = Layout()


@dataclass(frozen=True)
class Copy:
    """A copy of a built project, for changes."""

    project: Project

    def folder(self, *parts: str) -> Path:
        """Return the output folder of a step for the brief."""
        return self.project.root / LAYOUT.brief(SLUG, *parts)

    def page(self, document: str) -> Path:
        return self.folder("pages", "site", SLUG) / f"{document}.html"

    def drawing(self, name: str) -> Path:
        return self.folder("figures") / f"{name}.svg"

    def edit(self, path: Path, old: str, new: str) -> None:
        """Replace the first occurrence of a text in a built file."""
        text = path.read_text("utf-8")
        assert old in text, f"{path.name} does not contain “{old}”"
        path.unlink()
        path.write_text(text.replace(old, new, 1), "utf-8")

    def step(self, *arguments: str) -> None:
        """Run a step on the existing folders, as the workflow does."""
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
        """Build a document again from its templates."""
        self.step("render")
        self.step("page")
        self.step("typeset", document)

    def print(self, document: str, style: str = "", *changes: tuple[str, str]) -> None:
        """Typeset a document's PDF again, with more style, from a fragment that is changed for the PDF only."""
        if style:
            self.project.append(PRINT, style)
        fragment = self.folder("fragments") / f"{document}.html"
        original = fragment.read_text("utf-8")
        for old, new in changes:
            self.edit(fragment, old, new)
        self.step("typeset", document)
        fragment.write_text(original, "utf-8")

    def check(self, *documents: str) -> tuple[Difference, ...]:
        """Return the differences of all documents, or of some."""
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


def only_difference(found: tuple[Difference, ...], check: str, file: str) -> Difference:
    """Return the only difference, after checking its check and file."""
    assert len(found) == 1, found
    assert (found[0].check, found[0].file) == (check, file)
    return found[0]


def checks(found: tuple[Difference, ...]) -> set[tuple[str, str]]:
    return {(difference.check, difference.file) for difference in found}


def test_accepts_real_publication_and_counts_comparisons(publication: Publication) -> None:
    verified = publication.project.root / LAYOUT.brief(SLUG, "verified")
    reports = {name: json.loads((verified / name / "report.json").read_text("utf-8")) for name in DOCUMENTS}
    assert reports[REPORT]["compared"]["statements"] > 50
    assert reports[REPORT]["compared"]["blocks"] > 50
    assert all(count > 0 for report in reports.values() for count in report["compared"].values())


def test_finds_wrong_number_in_field(copy: Copy) -> None:
    copy.edit(copy.page(SHEET), "In 1 to 3 years", "In 1 to 5 years")
    found = only_difference(copy.check(), "differs", f"{SHEET}.html")
    assert found.item.startswith("the horizon")
    assert (found.expected, found.found) == ("In 1 to 3 years", "In 1 to 5 years")


def test_finds_wrong_number_in_sentence(copy: Copy) -> None:
    copy.edit(copy.page(BRIEF), "within 90 days", "within 80 days")
    found = only_difference(copy.check(), "differs", f"{BRIEF}.html")
    assert "80" in found.found


def test_finds_word_that_differs_in_pdf_only(copy: Copy) -> None:
    copy.print(BRIEF, "", ("relied on one", "rested on one"))
    found = only_difference(copy.check(), "differs", f"{BRIEF}.pdf")
    assert found.item == "finding-one-bridge"
    assert found.page == 1


def test_finds_wrong_support(copy: Copy) -> None:
    page = copy.page(BRIEF).read_text("utf-8")
    item = re.search(r'id="finding-one-bridge".*?mark-full">strong', page, re.DOTALL)
    assert item
    copy.edit(copy.page(BRIEF), item[0], item[0].replace(">strong", ">weak"))
    found = only_difference(copy.check(), "missing", f"{BRIEF}.html")
    assert (found.item, found.expected) == ("finding-one-bridge, support", "strong")


def test_finds_recommendation_missing_from_template(copy: Copy) -> None:
    name = f"templates/{SHEET}/document.md.j2"
    copy.project.edit(name, "{% for group in recommendation_lines %}", "{% for group in recommendation_lines[:-1] %}")
    copy.make(SHEET)
    found = copy.check()
    assert checks(found) >= {("missing", f"{SHEET}.html"), ("missing", f"{SHEET}.pdf")}
    assert {one.item.partition(",")[0] for one in found} == {"recommendation-second-bridge", "the horizon “long”"}


def test_finds_field_missing_from_template(copy: Copy) -> None:
    copy.project.edit(f"templates/{REPORT}/document.md.j2", "{{ item.indicator | prose }}", "")
    copy.make(REPORT)
    found = copy.check()
    assert checks(found) == {("missing", f"{REPORT}.html"), ("missing", f"{REPORT}.pdf")}
    assert all("indicator" in one.item for one in found)


def test_finds_passages_of_another_item(copy: Copy) -> None:
    copy.project.edit(
        f"templates/{SHEET}/document.md.j2",
        "passage_links(item.passages)",
        "passage_links(recommendation_lines[0].recommendations[0].passages)",
    )
    copy.make(SHEET)
    assert {one.item.rpartition(" ")[2] for one in copy.check()} >= {"passage"}


@pytest.mark.parametrize("document", [BRIEF, SHEET])
def test_finds_wrong_form_of_edition_date(copy: Copy, document: str) -> None:
    eyebrow = "head.number }}{% endif %} · {{ head.edition.date"
    copy.project.edit(f"templates/{document}/document.md.j2", f"{eyebrow} | date }}}}", f"{eyebrow} }}}}")
    copy.make(document)
    found = only_difference(copy.check(), "differs", f"{document}.html")
    assert (found.expected, found.found) == ("31 January 2026", "2026-01-31")


def test_finds_wrong_form_of_event_date(copy: Copy) -> None:
    copy.project.edit(
        f"templates/{REPORT}/document.md.j2",
        "{% if item.date %}{{ item.date | date }}",
        "{% if item.date %}{{ item.date }}",
    )
    copy.make(REPORT)
    found = copy.check()
    assert "November 2015" in {one.expected for one in found}


def test_finds_wrong_form_of_date_in_running_footer(copy: Copy) -> None:
    copy.project.edit("templates/print/page.html.j2", "{{ head.edition.date | date }}", "{{ head.edition.date }}")
    copy.make(BRIEF)
    found = copy.check()
    assert {(one.item, one.page) for one in found} == {
        ("running header and footer", 1),
        ("running header and footer", 2),
    }


def test_finds_missing_marking(copy: Copy) -> None:
    copy.print(BRIEF, ".running-marking { display: none }")
    assert {one.expected for one in copy.check()} == {"TLP:CLEAR"}


def test_finds_word_missing_from_essay(copy: Copy) -> None:
    copy.edit(copy.page(REPORT), "the clerk wrote", "the wrote")
    found = only_difference(copy.check(), "differs", f"{REPORT}.html")
    assert found.item == "par-2, paragraph"


def test_finds_wrong_alternative_text(copy: Copy) -> None:
    copy.edit(copy.page(REPORT), "2002: 17", "2002: 71")
    found = only_difference(copy.check(), "differs", f"{REPORT}.html")
    assert found.item == "figure-floods, alt"


@pytest.mark.parametrize(
    ("document", "style"),
    [
        (REPORT, ".thesis { display: block; margin-left: -80mm }"),
        (REPORT, ".field { position: absolute; top: 295mm }"),
        (BRIEF, ".closing { margin-left: 120mm; margin-right: -120mm }"),
    ],
)
def test_finds_text_outside_the_page(copy: Copy, document: str, style: str) -> None:
    copy.print(document, style)
    found = copy.check()
    assert ("cut off", f"{document}.pdf") in checks(found)


def test_finds_number_wider_than_the_page(copy: Copy) -> None:
    copy.print(REPORT, "", ("The essay says that the plan", "8" * 110))
    assert ("cut off", f"{REPORT}.pdf") in checks(copy.check())


def test_finds_clipped_text(copy: Copy) -> None:
    copy.print(BRIEF, ".section.findings .finding { height: 12pt; overflow: hidden }")
    found = copy.check()
    assert ("cut off", f"{BRIEF}.pdf") in checks(found)
    assert all("clipped" in one.item for one in found if one.check == "cut off")


@pytest.mark.parametrize("style", [".limits, #limits ~ ul { display: none }", "#limits ~ ul { visibility: hidden }"])
def test_finds_part_hidden_in_print(copy: Copy, style: str) -> None:
    copy.print(BRIEF, style)
    found = copy.check()
    assert checks(found) == {("missing", f"{BRIEF}.pdf")}


def test_finds_text_from_style_sheet(copy: Copy) -> None:
    copy.print(BRIEF, '.key-figure .value::after { content: " of 500" }')
    found = copy.check()
    assert checks(found) == {("differs", f"{BRIEF}.pdf")}


def test_finds_extra_block(copy: Copy) -> None:
    copy.print(SHEET, "", ('<span id="end"></span>', "<p>In 2031, this will be 7.</p>"))
    found = only_difference(copy.check(), "extra", f"{SHEET}.pdf")
    assert "2031" in found.found


def test_finds_changed_order(copy: Copy) -> None:
    fragment = (copy.folder("fragments") / f"{SHEET}.html").read_text("utf-8")
    one, other = re.findall(r"<p><span class=\"safeguard-line\">.*?</p>", fragment, re.DOTALL)[1:3]
    assert one != other
    copy.print(SHEET, "", (one, "\0"), (other, one), ("\0", other))
    assert {one.check for one in copy.check()} == {"out of order"}


def test_finds_value_missing_from_figure(copy: Copy) -> None:
    copy.edit(copy.drawing("floods"), ">17</text>", "></text>")
    found = copy.check()
    assert ("figure", "figures/floods.svg") in checks(found)
    assert "17" in {one.expected for one in found}


def test_finds_number_that_is_not_in_data(copy: Copy) -> None:
    copy.edit(copy.drawing("floods"), ">17</text>", ">19</text>")
    copy.print(REPORT)
    assert "19 in “19”" in {one.found for one in copy.check() if one.file.endswith(".svg")}


def test_finds_figure_text_outside_the_page(copy: Copy) -> None:
    text = copy.drawing("floods").read_text("utf-8")
    label = re.search(r'transform="translate\([^)]*\)"([^>]*>17</text>)', text)
    assert label
    copy.edit(copy.drawing("floods"), label[0], f'transform="translate(900,4)"{label[1]}')
    copy.print(REPORT)
    found = copy.check()
    assert ("cut off", f"{REPORT}.pdf") in checks(found)


def test_finds_other_figure_in_pdf(copy: Copy) -> None:
    copy.edit(copy.drawing("boats"), ">2001</text>", ">2004</text>")
    assert ("figure", f"{BRIEF}.pdf") in checks(copy.check())


def test_build_with_differences_publishes_nothing(built: Project) -> None:
    before = built.digests()
    built.edit(f"templates/{SHEET}/document.md.j2", "{{ words[1] }}", "{{ item.number }}")
    run = built.fail()
    assert f"{SHEET}.html: missing: recommendation-" in run.text
    assert f"{SHEET}.pdf: missing: recommendation-" in run.text
    assert f"sources/{SLUG}: not built; fix the errors above. The site keeps edition 1.10." in run.text
    assert built.digests() == before
    assert (built.root / SITE).is_dir()
