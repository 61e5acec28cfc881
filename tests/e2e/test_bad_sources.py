"""Sources with errors: the build prints each error with its place, and the site does not change."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from tests.tools.project import BRIEF, REPORT, SHEET, SLUG

if TYPE_CHECKING:
    from tests.tools.project import Project, Run

pytestmark = pytest.mark.slow

SOURCES = f"sources/{SLUG}"


def failed_build(project: Project) -> Run:
    """Run a build that must fail; assert that the site is unchanged, time stamps included."""
    before = project.stamps()
    run = project.fail()
    assert project.stamps() == before
    return run


def error_position(run: Run, name: str, message: str) -> tuple[int, int]:
    """Return line and column of an error, which the run must have printed."""
    place = rf"^(?:error: )?{re.escape(name)}:(\d+):(\d+): error: .*{re.escape(message)}"
    match = re.search(place, run.text, re.MULTILINE)
    assert match, f"{name}: … “{message}” is not in\n{run.text}"
    return int(match[1]), int(match[2])


def line_of(project: Project, name: str, words: str) -> int:
    text = (project.root / name).read_text("utf-8")
    assert words in text
    return text[: text.index(words)].count("\n") + 1


def test_prints_errors_in_many_files(built: Project) -> None:
    built.edit("sources/publisher.yaml", "marking: TLP:CLEAR", "marking: TLP:CLEAR\ncolour: blue")
    built.edit(f"{SOURCES}/brief.yaml", "support: strong", "support: middling")
    built.edit(f"{SOURCES}/brief.yaml", "date: 2015-11", "date: 2015-02-31")
    built.edit(f"{SOURCES}/annotations.yaml", "type: caution", "type: rebuke")
    built.edit(f"{SOURCES}/glossary.yaml", "term: bridge", "term:\n\t- bridge")
    built.edit(f"{SOURCES}/references.yaml", "type: book\n    title: The Town", "title: The Town")
    run = failed_build(built)
    line, column = error_position(run, "sources/publisher.yaml", "colour")
    assert (line, column) == (line_of(built, "sources/publisher.yaml", "colour: blue"), 1)
    line = line_of(built, f"{SOURCES}/brief.yaml", "2015-02-31")
    assert f"{SOURCES}/brief.yaml:{line}:" in run.text
    for name in ("brief", "annotations", "glossary", "references"):
        error_position(run, f"{SOURCES}/{name}.yaml", "")
    assert "middling" in run.text
    assert "rebuke" in run.text
    assert "tab" in run.text


def test_unknown_quotes_and_references(built: Project, original: Project) -> None:
    before = built.digests()
    built.edit(
        f"{SOURCES}/annotations.yaml",
        "quote: It stood for three hundred years",
        "quote: It stood for two hundred weeks",
    )
    built.edit(f"{SOURCES}/annotations.yaml", "    quote: “and nobody counted the cost”", "    quote: the")
    built.edit(f"{SOURCES}/brief.yaml", "[one-bridge, no-price]\n    passages", "[one-bridge, no-prise]\n    passages")
    built.edit(f"{SOURCES}/glossary.yaml", "see: [bridge]", "see: [brigde]")
    run = failed_build(built)
    line, _ = error_position(run, f"{SOURCES}/annotations.yaml", "")
    assert line > 1
    # The most similar words of the essay.
    assert "three hundred years" in run.text
    assert "did you mean “no-price”?" in run.text
    assert "did you mean “bridge”?" in run.text
    assert re.search(r"^\s*\d+ \| ", run.text, re.MULTILINE), "no line of a source is shown"
    assert "^" in run.text
    # Without the errors, it builds.
    shutil.copytree(original.root / "sources", built.root / "sources", dirs_exist_ok=True)
    built.build()
    assert built.digests() == before


def test_build_prints_each_error_of_check_once(built: Project) -> None:
    built.edit(f"{SOURCES}/brief.yaml", "number: ", "nummer: ")
    run, check = failed_build(built), built.run("briefwright", "check")
    assert check.code == 1
    problems = re.findall(r"^sources/.*: error: .*$", check.text, re.MULTILINE)
    assert problems
    for problem in problems:
        assert run.text.count(problem) == 1, run.text


@pytest.mark.parametrize(
    ("name", "right", "wrong", "new"),
    [
        (f"{SOURCES}/brief.yaml", 'number: "2026/1"', 'nummer: "2026/1"', 'number: "2026/2"'),
        (f"templates/{SHEET}/document.md.j2", "{{ purpose }}", "{{ porpoise }}", "{{ purpose }} 2026/2"),
        (f"{SOURCES}/figures/boats.vl.yaml", "type: ordinal", "type: ordinary", "type: nominal"),
    ],
)
def test_failed_step_fails_again_until_it_is_fixed(built: Project, name: str, right: str, wrong: str, new: str) -> None:
    before = built.digests()
    built.edit(name, right, wrong)
    problems = [line for line in failed_build(built).text.splitlines() if "error: " in line]
    assert problems
    again = failed_build(built)
    assert [line for line in again.text.splitlines() if "error: " in line] == problems
    built.edit(name, wrong, new)
    built.build()
    assert built.digests() != before or name.endswith(".vl.yaml")
    assert "Nothing to do" in built.build().text


def test_prints_warnings_and_builds(built: Project) -> None:
    built.edit(f"{SOURCES}/glossary.yaml", "A way over water.", "A way over water, or perhaps under it.")
    built.append("sources/publisher.yaml", "likelihood_scale: icd-203")
    # The report explains the scale only if a statement uses it.
    built.edit(f"{SOURCES}/brief.yaml", "text: The essay is short.", "text: The essay is very likely short.")
    run = built.build()
    line = line_of(built, f"{SOURCES}/glossary.yaml", "or perhaps under")
    assert re.search(rf"^{SOURCES}/glossary\.yaml:{line}:\d+: warning: .*“perhaps” .*ICD 203", run.text, re.MULTILINE)
    report = (built.site / SLUG / f"{REPORT}.html").read_text("utf-8")
    assert "roughly even chance" in report
    assert "realistic possibility" not in report


def test_missing_data_of_a_figure(built: Project) -> None:
    (built.root / SOURCES / "figures/boats.csv").unlink()
    run = failed_build(built)
    line, _ = error_position(run, f"{SOURCES}/brief.yaml", "figures/boats.csv")
    assert line == line_of(built, f"{SOURCES}/brief.yaml", "data: boats.csv")


def test_invalid_vega_lite_specification(built: Project) -> None:
    built.edit(f"{SOURCES}/figures/boats.vl.yaml", "field: year, type: ordinal", "field: year, type: ordinary")
    run = failed_build(built)
    assert f"{SOURCES}/figures/boats.vl.yaml" in run.text


def test_sheet_longer_than_one_page(built: Project) -> None:
    yaml = YAML()
    yaml.width = 10_000
    yaml.representer.ignore_aliases = lambda _: True
    path = built.root / SOURCES / "brief.yaml"
    brief = yaml.load(path.read_text("utf-8"))
    first = brief["recommendations"][0]
    longest = "share everything that they know with everybody who asks for it " + "and then with everybody else " * 7
    brief["recommendations"] = [
        {
            **first,
            "id": f"long-{number}",
            "number": number,
            "action": longest.strip() + ("" if number != 7 else " without any delay at all"),
            "short": "Share everything with everybody",
        }
        for number in range(1, 13)
    ]
    # The index would show this, if it were published without the documents.
    brief["title"] = "Another title"
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(brief, file)
    built.edit(f"templates/{SHEET}/document.yaml", "page_limit: [1, 99]", "page_limit: [1, 1]")
    run = failed_build(built)
    found = re.search(r"does not fit on 1 page.*about (\d+) lines?; the longest item has \d+ words", run.text)
    assert found, run.text
    assert int(found[1]) > 3
    # The message quotes the first words of the longest item.
    assert re.search(r"the longest item has \d+ words: “R7 The council should share everything", run.text), run.text
    assert SHEET in run.text


Mistake = tuple[str, str, str, str]
"""A template, its text, the wrong text, and a part of the error message."""

IN_DOCUMENTS: tuple[Mistake, ...] = (
    (f"templates/{SHEET}/document.md.j2", "{{ purpose }}", "{{ porpoise }}", "porpoise"),
    (f"templates/{BRIEF}/document.md.j2", 't("heading.why")', 't("heading.wy")', "heading.wy"),
)
IN_PARTS: tuple[Mistake, ...] = (
    (f"templates/{SHEET}/document.md.j2", "{% endfor %}", "{% endfro %}", "endfro"),
    ("templates/shared/macros.md.j2", "{{ item.locator }}](", "{{ item.lokator }}](", "lokator"),
    ("templates/web/index.html.j2", "{{ brief.summary }}", "{{ brief.sumary }}", "sumary"),
)
IN_SHELLS: tuple[Mistake, ...] = (
    ("templates/web/page.html.j2", "{{ head.title }}", "{{ head.titel }}", "titel"),
    ("templates/print/page.html.j2", "{{ fragment }}", "{{ fragment }", ""),
)


@pytest.mark.parametrize("mistakes", [IN_DOCUMENTS, IN_PARTS, IN_SHELLS], ids=["documents", "parts", "shells"])
def test_errors_in_templates(built: Project, mistakes: tuple[Mistake, ...]) -> None:
    lines = [line_of(built, template, old) for template, old, _, _ in mistakes]
    for template, old, new, _ in mistakes:
        built.edit(template, old, new)
    run = failed_build(built)
    assert [error_position(run, template, message)[0] for template, _, _, message in mistakes] == lines
