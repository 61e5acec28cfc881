from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from briefwright.errors import BriefwrightError
from briefwright.model import Marking
from briefwright.site.archive import EDITION_JSON, archive_edition, open_archived, read_edition

if TYPE_CHECKING:
    from collections.abc import Callable

SITE: dict[str, Any] = {
    "slug": "river",
    "title": "Floods",
    "subtitle": "What an essay says of them",
    "number": "2026/1",
    "language": "en-GB",
    "publisher": {"name": "The publisher", "licence": {"name": "CC0", "url": "https://creativecommons.org/"}},
    "essay": {"called": "speech", "licence": {"name": "CC BY", "url": "https://example.org/by"}, "rights": None},
    "addresses": {"sheet": "https://publisher.example/river/sheet.html"},
}
EDITION = {"edition": "1.0", "date": "2026-01-31", "marking": "TLP:GREEN", "sources": "0" * 64}
FILES = {"sheet.html": b"<p>x</p>", "sheet.pdf": b"%PDF", "figures/boats.csv": b"a,b\n"}
FOLDER = "sources/river/editions/1.0"


def folder() -> dict[str, bytes]:
    return archive_edition(SITE, EDITION, {"sheet": "Recommendations sheet"}, {"boats": "Boats"}, FILES)


def test_opens_an_archived_edition() -> None:
    archived = open_archived(folder(), FOLDER)
    assert (archived.slug, archived.number, archived.date, archived.marking) == (
        "river",
        "1.0",
        "2026-01-31",
        Marking.GREEN,
    )
    assert [(one.name, one.document_type, one.address) for one in archived.documents] == [
        ("sheet", "Recommendations sheet", "https://publisher.example/river/sheet.html")
    ]
    assert (archived.essay.called, archived.essay.licence, archived.essay.rights) == ("speech", "CC BY", None)
    assert archived.figures == {"boats": "Boats"}
    assert set(archived.files) == set(FILES)


def test_archiving_is_reproducible() -> None:
    backwards = dict(reversed(FILES.items()))
    assert folder() == archive_edition(SITE, EDITION, {"sheet": "Recommendations sheet"}, {"boats": "Boats"}, backwards)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda files: files.update({"sheet.pdf": b"%PDF "}), "/sheet.pdf: the archived file has changed"),
        (lambda files: files.pop("sheet.html"), "/sheet.html: the archived file is missing"),
        (lambda files: files.update({"more.txt": b""}), "/more.txt: the file is not part of the archived edition"),
        (lambda files: files.pop(EDITION_JSON), f": {EDITION_JSON} is missing"),
        (lambda files: files.update({EDITION_JSON: b"{}"}), f"/{EDITION_JSON}: changed after"),
        (lambda files: files.update({EDITION_JSON: b"x"}), f"/{EDITION_JSON}: changed after"),
    ],
)  # fmt: skip
def test_rejects_missing_changed_and_extra_files(damage: Callable[[dict[str, bytes]], None], message: str) -> None:
    files = folder()
    damage(files)
    with pytest.raises(BriefwrightError) as error:
        open_archived(files, FOLDER)
    assert f"{FOLDER}{message}" in str(error.value)


def test_rejects_another_format() -> None:
    other = json.dumps({**json.loads(folder()[EDITION_JSON]), "format": 2})
    with pytest.raises(BriefwrightError, match="at format"):
        read_edition(other.encode(), FOLDER)
