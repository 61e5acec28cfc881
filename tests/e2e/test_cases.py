"""Situations that made other tools print wrong documents: each is refused at its place, or published as it is.

``tests/data/cases/`` has a patch of the sample brief for each.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from briefwright.verify.conformance import check_pdf
from tests.tools.project import BRIEF, REPORT, ROOT, Project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.project import Once, Run

pytestmark = pytest.mark.slow

CASES = ROOT / "tests/data/cases"
REFUSED = {
    "bracketed-letter-and-bare-ellipsis": [
        "annotations.yaml:19:12: error: the quote is not in the essay",
        "annotations.yaml:23:12: error: the quote is not in the essay",
    ],
    "chinese-words-inside-a-sentence-are-not-found": ["essay.md:8:19: error: no font has"],
    "csl-types-fields-and-dates": [
        "references.yaml:33:13: error: “c. 1899” is not a date",
        "references.yaml:37:13: error: “n.d.” is not a date",
    ],
    "csv-decimal-comma-drops-marks": [
        f"figures/boats.csv:{place}: error: “{value}” is not a number"
        for place, value in (("2:9", "1,5"), ("3:6", "2,25"), ("5:6", "1,200"))
    ],
    "csv-missing-values-drawn-as-zero-or-dropped": [
        "figures/boats.csv:4:7: error: “n/a” is not a number",
        "figures/boats.csv:5:6: error: “12%” is not a number",
    ],
    "csv-two-columns-of-one-name": ["figures/boats.csv:1:12: error: columns 2 and 3 have the same name"],
    "essay-headings-lists-quotes-tables-literal": [
        "essay.md:26:1: error: the picture https://example.org/map.png is not a file",
        "essay.md:28:7: error: raw HTML is not shown: <sub>",
        "essay.md:28:13: error: raw HTML is not shown: </sub>",
    ],
    "fix-puts-unrelated-words-into-a-quotation": [
        "annotations.yaml:15:12: error: the pieces of the quote are in different paragraphs: ¶2 and ¶3"
    ],
    "front-matter-is-published": ["essay.md:4:1: error: unknown key “status” in the front matter"],
    "no-typeface-for-chinese-hebrew-emoji": [f"essay.md:8:{column}: error: no font has" for column in (19, 57, 82)],
    "surname-null-is-dropped": ["references.yaml:15:17: error: YAML reads “Null” as no value"],
    "value-that-begins-with-emphasis": ["annotations.yaml:12:11: error: broken YAML: the value begins with “*”"],
    "value-that-begins-with-emphasis-b": ["annotations.yaml:12:11: error: broken YAML:"],
    "value-that-begins-with-emphasis-c": ["annotations.yaml:12:11: error: broken YAML:"],
    "words-behind-a-hash-are-lost": [
        "annotations.yaml:12:34: error: YAML reads “#4 of the town charter, which …” as a comment",
        "brief.yaml:25:33: error: YAML reads “#12 says so).” as a comment",
    ],
}
"""The errors of `briefwright check`, all of them, each by its place and the beginning of its message."""
PUBLISHED: dict[str, tuple[list[str], list[str]]] = {
    "doi-with-its-address": (["doi.org/10.1000/xyz.123", "doi.org/10.1000/ABC"], ["doi.org/https", "doi.org/doi"]),
    "essay-says-the-date-of-the-edition": (["It says what was known on January 31, 2026"], []),
    "figure-labels-cut-off-to-the-same-words": (["police of all the towns", "police of all the ports"], []),
    "footnotes-and-reference-links-literal": (
        ["The toll was doubled.[1] See the minutes", "The ledger, page 4."],
        ["[^1]", "[min]", "[the minutes]"],
    ),
    "html-comment-is-published": (["The clerk kept a second ledger."], ["TODO", "lawyer", "<!--"]),
    "hyphens-put-into-an-address": (
        ["record_of_the_four_hundred_and_twelfth_extraordinary_session.aspx?documentIdentifier=0123456789"],
        [],
    ),
    "ligature-pasted-from-a-pdf": (["The efficient ferry ran all year."], ["ﬃ"]),
    "long-address-in-a-note-runs-off-the-page": (["doc/3f2a9b7c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f70"], []),
    "reference-title-with-csl-markup": (["Salmo trutta", "H2O in the town"], ["<i>", "nocase", "<sub>"]),
    "reference-title-with-quoted-words": (["ferryman", "bridges of stone"], []),
    "six-figures-in-one-row": (["Figures"], []),
}
"""Texts that the report has, as page and as PDF, and those that it has not; the first without their spaces and case."""
TOO_TALL = "tall-figure-runs-off-the-page"


def test_every_case_has_an_expected_result() -> None:
    assert {path.stem for path in CASES.glob("*.patch")} == REFUSED.keys() | PUBLISHED.keys() | {TOO_TALL}


def add(project: Project, case: str) -> Path:
    """Add the sample brief with the patch of a case, under the name of the case."""
    folder = project.root / "sources" / case
    shutil.copytree(ROOT / "tests/data/sources/sample", folder)
    subprocess.run(
        ["git", "apply", f"--directory=sources/{case}", str(CASES / f"{case}.patch")], cwd=project.root, check=True
    )
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    copy = Project.copied(tmp_path_factory.mktemp("cases") / "project")
    for path in (copy.root / "sources").iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in (ROOT / "tests/data/sources").glob("*.yaml"):
        shutil.copy2(path, copy.root / "sources")
    for case in REFUSED:
        add(copy, case)
    return copy


@pytest.mark.parametrize("case", REFUSED)
def test_refuses_what_cannot_be_shown_right(case: str, project: Project) -> None:
    run = project.run("briefwright", "check", f"sources/{case}")
    errors = [line for line in run.text.splitlines() if re.match(rf"sources/{case}/\S+: error: ", line)]
    assert run.code == 1
    assert len(errors) == len(REFUSED[case])
    for found, expected in zip(errors, REFUSED[case], strict=True):
        assert found.startswith(f"sources/{case}/{expected}")


@pytest.fixture(scope="module")
def published(once: Once) -> Project:
    def make(target: Path) -> Project:
        copy = Project.copied(target)
        for path in (copy.root / "sources").iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in (ROOT / "tests/data/sources").glob("*.yaml"):
            shutil.copy2(path, copy.root / "sources")
        for case in (*PUBLISHED, TOO_TALL):
            add(copy, case)
        # Folders that are no briefs.
        for name in (".obsidian", "_drafts"):
            (copy.root / "sources" / name).mkdir()
            (copy.root / "sources" / name / "app.json").write_text("{}")
        run = copy.run("snakemake")
        (copy.root / "log.txt").write_text(run.text)
        return copy

    return once("cases", make)


@pytest.mark.parametrize("case", PUBLISHED)
def test_publishes_what_the_sources_say(case: str, published: Project) -> None:
    present, absent = PUBLISHED[case]
    page = (published.site / case / f"{REPORT}.html").read_text("utf-8")
    drawn = "".join(path.read_text("utf-8") for path in (published.site / case / "figures").glob("*.svg"))
    with pypdfium2.PdfDocument(published.site / case / f"{REPORT}.pdf") as document:
        pdf = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    for text, kind in ((re.sub(r"<[^>]+>", "", page + drawn), "page"), (pdf, "pdf")):
        for words in present:
            assert letters(words) in letters(text), (kind, words)
        for words in absent:
            assert words not in "".join(text.split()), (kind, words)


def letters(text: str) -> str:
    return "".join(text.split()).casefold()


def test_figure_taller_than_its_page_stops_only_its_brief(published: Project) -> None:
    log = (published.root / "log.txt").read_text("utf-8")
    assert "px too tall for a page" in log
    assert not (published.site / TOO_TALL / f"{BRIEF}.html").exists()


def test_six_figures_are_not_squeezed_into_a_row(published: Project) -> None:
    document = check_pdf((published.site / "six-figures-in-one-row" / f"{REPORT}.pdf").read_bytes()).document
    assert document is not None
    assert document.root is not None
    boxes = [element.attributes["BBox"] for element in document.root.walk() if element.type == "Figure"]
    # The cover has a QR code.
    _, *widths = sorted(float(box[2]) - float(box[0]) for box in boxes)
    assert len(widths) >= 6
    assert min(widths) >= 100, "points"


def fixed(project: Project, essay: tuple[str, str]) -> Run:
    """Edit the essay, and let `check --fix` change what it will."""
    project.edit("sources/held/essay.md", *essay)
    return project.run("briefwright", "check", "--fix", "--yes", "sources/held")


@pytest.mark.parametrize("replacement", ["", " She wore a hat."])
def test_fix_never_writes_words_that_the_quotation_did_not_have(replacement: str, tmp_path: Path) -> None:
    project = Project.copied(tmp_path / "project")
    shutil.rmtree(project.root / "sources")
    shutil.copytree(ROOT / "tests/data/sources", project.root / "sources")
    (project.root / "sources/sample").rename(project.root / "sources/held")
    with (project.root / "sources/held/essay.md").open("a") as essay:
        essay.write("\nThe mayor promised a ferry in spring. She had seen two storms. She would pay for it.\n")
    quote = "The mayor promised a ferry in spring. […] She would pay for it."
    with (project.root / "sources/held/annotations.yaml").open("a") as annotations:
        annotations.write(f"  - id: mayor\n    type: caution\n    quote: {quote}\n    note: About the mayor.\n")
    assert project.run("briefwright", "check", "--fix", "--yes", "sources/held").code == 0
    run = fixed(project, (" She would pay for it.", replacement))
    assert run.code == 1
    assert f"quote: {quote}" in (project.root / "sources/held/annotations.yaml").read_text("utf-8")
