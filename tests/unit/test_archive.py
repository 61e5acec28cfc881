from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from briefwright.errors import BriefwrightError
from briefwright.model import Marking
from briefwright.site.archive import NAME, archive_edition, open_archived, read_edition

if TYPE_CHECKING:
    from collections.abc import Callable

SITE: dict[str, Any] = {
    "slug": "river",
    "title": "Floods",
    "subtitle": "What an essay says of them",
    "number": "2026/1",
    "language": "en-GB",
    "publisher": {"name": "The publisher", "licence": {"name": "CC0", "url": "https://creativecommons.org/"}},
    "addresses": {"sheet": "https://publisher.example/river/sheet.html"},
}
EDITION = {"edition": "1.0", "date": "2026-01-31", "marking": "TLP:GREEN", "sources": "0" * 64}
FILES = {"sheet.html": b"<p>x</p>", "sheet.pdf": b"%PDF", "figures/boats.csv": b"a,b\n"}
PLACE = "sources/river/editions/1.0"


def folder() -> dict[str, bytes]:
    return archive_edition(SITE, EDITION, {"sheet": "Recommendations sheet"}, {"boats": "Boats"}, FILES)


def test_a_folder_opens_as_it_was_frozen() -> None:
    kept = open_archived(folder(), PLACE)
    assert (kept.slug, kept.number, kept.date, kept.marking) == ("river", "1.0", "2026-01-31", Marking.GREEN)
    assert [(one.name, one.document_type, one.address) for one in kept.documents] == [
        ("sheet", "Recommendations sheet", "https://publisher.example/river/sheet.html")
    ]
    assert kept.figures == {"boats": "Boats"}
    assert set(kept.files) == set(FILES)


def test_the_same_files_give_the_same_folder() -> None:
    backwards = dict(reversed(FILES.items()))
    assert folder() == archive_edition(SITE, EDITION, {"sheet": "Recommendations sheet"}, {"boats": "Boats"}, backwards)


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda files: files.update({"sheet.pdf": b"%PDF "}), "/sheet.pdf: it is not the file that was archived"),
        (lambda files: files.pop("sheet.html"), "/sheet.html: it was archived, and is lost"),
        (lambda files: files.update({"more.txt": b""}), "/more.txt: it was not archived with this edition"),
        (lambda files: files.pop(NAME), f": {NAME} is missing"),
        (lambda files: files.update({NAME: b"{}"}), f"/{NAME}: it is not as `briefwright archive` wrote it, at slug"),
        (lambda files: files.update({NAME: b"x"}), f"/{NAME}: it is not as `briefwright archive` wrote it, at its sta"),
    ],
)  # fmt: skip
def test_a_folder_that_was_touched_is_refused(do: Callable[[dict[str, bytes]], None], said: str) -> None:
    files = folder()
    do(files)
    with pytest.raises(BriefwrightError) as error:
        open_archived(files, PLACE)
    assert f"{PLACE}{said}" in str(error.value)


def test_a_format_of_another_time_is_refused() -> None:
    other = json.dumps({**json.loads(folder()[NAME]), "format": 2})
    with pytest.raises(BriefwrightError, match="at format"):
        read_edition(other.encode(), PLACE)
