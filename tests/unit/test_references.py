"""Lists of works as reference managers export them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from briefwright.content import exports
from briefwright.content.csl import csl_json
from briefwright.model import References
from briefwright.sources import loading
from briefwright.sources.references import load_references, references_file
from tests import briefs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeBrief

EXPORTS = briefs.ROOT / "tests/data/references"
LEDGER = {"id": "ledger", "type": "book", "title": "The Town Ledger"}
ENTRY = "@book{ledger,\n  title = {The Town Ledger},\n  date = {2001-02}\n}\n"


def brief_with(make_brief: MakeBrief, name: str, text: str) -> Path:
    folder = make_brief()
    (folder / "references.yaml").unlink()
    (folder / name).write_text(text, "utf-8")
    return folder


def works(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the works in the list of a brief, as if it cited them all."""
    path = references_file(folder)
    assert path is not None
    model = References.model_validate(load_references(path)[0])
    return {work.id: csl_json(work) for work in model.references}


def test_reads_csl_json_of_zotero(make_brief: MakeBrief) -> None:
    text = (EXPORTS / "zotero.json").read_text("utf-8")
    found = works(brief_with(make_brief, "references.json", text))
    # The item has no citation key, so its identifier is its key in Zotero.
    assert found["ABCD2345"] == {
        "id": "ABCD2345",
        "type": "article-journal",
        "container-title": "River Studies",
        "container-title-short": "Riv. Stud.",
        "DOI": "10.1000/ABC",
        "ISSN": "0000-0000",
        "PMID": "123",
        "issue": "2",
        "language": "en",
        "original-date": {"date-parts": [[1899]]},
        "page": "12-34",
        "title": "The “lone ferryman” and <i>Salmo trutta</i>",
        "volume": "12",
        "author": [{"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de"}, {"literal": "The Town"}],
        "accessed": {"date-parts": [[2020, 5, 1]]},
        "issued": {"date-parts": [[2012, 5]]},
    }
    assert found["smith_2001"] == {
        "id": "smith_2001",
        "type": "paper-conference",
        "event-title": "Boats 2014",
        "title": "Boats 🚣",
        "issued": {"date-parts": [[1899]], "circa": True},
    }


@pytest.mark.pandoc
def test_reads_biblatex_and_bibtex(make_brief: MakeBrief) -> None:
    text = (EXPORTS / "zotero.bib").read_text("utf-8")
    found = works(brief_with(make_brief, "references.bib", text))
    assert found["degaulle2012"] == {
        "id": "degaulle2012",
        "type": "article-journal",
        "title": "The “lone ferryman” and <i>Salmo trutta</i> in H<sub>2</sub>O",
        "author": [{"family": "Gaulle", "given": "Charles", "dropping-particle": "de"}, {"literal": "The Town"}],
        "issued": {"date-parts": [[2012, 5], [2012, 6]]},
        "accessed": {"date-parts": [[2020, 5, 1]]},
        "container-title": "River Studies",
        "volume": "12",
        "DOI": "10.1000/ABC",
        "language": "en-US",
    }
    assert found["smith_2001"]["type"] == "paper-conference"
    assert found["smith_2001"]["issued"] == {"date-parts": [[2014]]}
    assert found["web:2020"]["type"] == "document"


def test_reads_csl_yaml_of_better_bibtex(make_brief: MakeBrief) -> None:
    folder = make_brief()
    shutil.copy(EXPORTS / "better-bibtex.yaml", folder / "references.yaml")
    found = works(folder)
    assert found["degaulle2012"]["issued"] == {"date-parts": [[2012, 5]]}
    assert found["smith_2001"]["issued"] == {"date-parts": [[2013], [2014]]}


@pytest.mark.parametrize("wrapped", [False, True])
def test_reads_a_list_without_a_key(make_brief: MakeBrief, wrapped: bool) -> None:  # noqa: FBT001 - a parameter
    value = {"references": [LEDGER]} if wrapped else [LEDGER]
    for name in ("references.json", "references.yaml"):
        loaded = loading.load(brief_with(make_brief, name, json.dumps(value)))
        assert loaded.sources is not None
        assert set(loaded.sources.checksums) >= {name}
        shutil.rmtree(make_brief())


def errors(make_brief: MakeBrief, name: str, text: str) -> list[str]:
    """Return the errors of a brief that cites the works “ledger” and “b”, without the error that “b” is unknown."""
    folder = brief_with(make_brief, name, text)
    briefs.edit(folder, "annotations", "references: [ledger]", "references: [ledger, b]")
    return [error.split("\n")[0] for error in briefs.errors(folder) if "unknown reference" not in error]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[\n  {"id": "ledger", "type": "book",}\n]', ["2:35: error: broken JSON: "]),
        ('{"id": "ledger"}', ["1:1: error: this is not a list of works in CSL JSON"]),
        ("[" * 100_000, ["1:1: error: broken JSON: nested too deeply"]),
        (
            '[\n  {\n    "id": "ledger",\n    "type": "book",\n    "title": "A",\n    "DOI": "none"\n  }\n]',
            ["6:5: error: “none” is not a DOI"],
        ),
        (
            '[{"id": "a", "type": "book", "title": "A"},\n {"id": "ledger", "type": "book"}]',
            ["2:2: error: “title” is missing"],
        ),
        ('[\n {"id": "ledger", "type": "bok", "title": "A"}]', ["2:19: error: “type” must be"]),
    ],
)
def test_errors_in_csl_json_have_a_position(make_brief: MakeBrief, text: str, expected: list[str]) -> None:
    found = errors(make_brief, "references.json", text)
    assert len(found) == len(expected)
    for error, start in zip(found, expected, strict=True):
        assert error.startswith(f"sources/sample/references.json:{start}")


@pytest.mark.pandoc
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@article{x,\n  title = {A},\n  year = 2001\n\n" + ENTRY, "5:1: error: broken BibTeX: unexpected "),
        (f"{ENTRY}\n@book{{b,\n  title = {{B}},\n  doi = {{none}}\n}}\n", "8:3: error: “none” is not a DOI"),
        (f"{ENTRY}\n@book{{b,\n  date = {{2001}}\n}}\n", "6:1: error: “title” is missing"),
        (f"{ENTRY}\n@book{{b,\n  title = {{B}},\n  date = {{long ago}}\n}}\n", "8:3: error: “long ago” is not a date"),
    ],
)
def test_errors_in_bibtex_have_a_position(make_brief: MakeBrief, text: str, expected: str) -> None:
    (found,) = errors(make_brief, "references.bib", text)
    assert found.startswith(f"sources/sample/references.bib:{expected}")


def test_refuses_several_lists(make_brief: MakeBrief) -> None:
    folder = make_brief()
    (folder / "references.json").write_text("[]", "utf-8")
    (error,) = briefs.errors(folder)
    assert error == (
        "sources/sample/references.json:1:1: error: the brief has several lists of references: references.yaml and"
        " references.json\n  hint: keep one of references.yaml and references.json, and delete the rest"
    )


def test_publishes_only_the_works_of_a_managers_list_that_the_brief_cites(make_brief: MakeBrief) -> None:
    text = json.dumps([LEDGER, {"id": "Secret2001", "type": "book", "title": "Secret"}])
    resolved = briefs.resolve(brief_with(make_brief, "references.json", text))
    for content in exports.files(resolved, briefs.DOCUMENT_TYPES).values():
        assert "Secret" not in content


def test_ignores_errors_in_works_that_the_brief_does_not_cite(make_brief: MakeBrief) -> None:
    others = [{"id": "a b", "DOI": "none"}, {"id": "c", "type": "book"}, {"type": "x"}]
    assert briefs.errors(brief_with(make_brief, "references.json", json.dumps([*others, LEDGER]))) == []


@pytest.mark.pandoc
@pytest.mark.parametrize(
    ("field", "issued"),
    [
        ("year = {c. 1899}", {"date-parts": [[1899]], "circa": True}),
        ("year = {2013--2014}", {"date-parts": [[2013], [2014]]}),
        ("date = {May 2012}", {"date-parts": [[2012, 5]]}),
        ("year = {n.d.}", None),
        ("month = may, year = 2012", {"date-parts": [[2012, 5]]}),
    ],
)
def test_reads_dates_in_words_in_bibtex(make_brief: MakeBrief, field: str, issued: object) -> None:
    text = f"@book{{ledger,\n  title = {{The Town Ledger}},\n  {field}\n}}\n"
    found = works(brief_with(make_brief, "references.bib", text))
    assert found["ledger"].get("issued") == issued
