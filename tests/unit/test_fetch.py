from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from weasyprint.urls import FatalURLFetchingError

from briefwright.pdf.fetch import PublishedFiles

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://briefs.example.org/sample/"


@pytest.fixture
def files(tmp_path: Path) -> PublishedFiles:
    for name in (
        "secret.svg", "figures/a.svg", "figures/two words.svg", "figures/a.txt", "figures/a.png", "figures/.b.svg",
        "figures/deep/c.svg", "figures/d.svg/e", "fonts/Plex[wght].ttf",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return PublishedFiles({f"{BASE}{name}/": tmp_path / name for name in ("figures", "fonts")})


@pytest.mark.parametrize(
    ("address", "file", "kind"),
    [
        ("figures/a.svg", "figures/a.svg", "image/svg+xml"),
        ("figures/two%20words.svg", "figures/two words.svg", "image/svg+xml"),
        ("fonts/Plex%5Bwght%5D.ttf", "fonts/Plex[wght].ttf", "font/ttf"),
    ],
)
def test_files_of_known_folders_are_answered(files: PublishedFiles, address: str, file: str, kind: str) -> None:
    answer = files(BASE + address)
    assert answer.read().decode() == file
    assert answer.content_type == kind
    assert files.refused == []


@pytest.mark.parametrize(
    "address",
    [
        # Out of the folder.
        f"{BASE}figures/../secret.svg",
        f"{BASE}figures/%2e%2e/secret.svg",
        f"{BASE}figures/..%2Fsecret.svg",
        f"{BASE}figures/%2e%2e%2fsecret.svg",
        f"{BASE}figures/%252e%252e%252fsecret.svg",
        f"{BASE}figures/..%5Csecret.svg",
        f"{BASE}figures%2F..%2Fsecret.svg",
        f"{BASE}figures/./a.svg",
        f"{BASE}figures//a.svg",
        # Deeper into it.
        f"{BASE}figures/deep/c.svg",
        f"{BASE}figures/deep%2Fc.svg",
        # Folders that are not known.
        f"{BASE}secret.svg",
        f"{BASE}deep/c.svg",
        "https://briefs.example.org/figures/a.svg",
        # Other hosts and other ways.
        "https://evil.example/sample/figures/a.svg",
        "https://briefs.example.org@evil.example/sample/figures/a.svg",
        "http://briefs.example.org/sample/figures/a.svg",
        "//briefs.example.org/sample/figures/a.svg",
        "file:///etc/hostname",
        "ftp://briefs.example.org/sample/figures/a.svg",
        "data:image/svg+xml,<svg/>",
        "figures/a.svg",
        "",
        # Types that no document needs.
        f"{BASE}figures/a.txt",
        f"{BASE}figures/a.png",
        f"{BASE}figures/a.SVG",
        # What is no file, or no name.
        f"{BASE}figures/",
        f"{BASE}figures/d.svg",
        f"{BASE}figures/gone.svg",
        f"{BASE}figures/.b.svg",
        f"{BASE}figures/a.svg?b",
        f"{BASE}figures/a.svg%00.svg",
        f"{BASE}figures/a%0A.svg",
    ],
)
def test_anything_else_is_refused_and_kept(files: PublishedFiles, address: str) -> None:
    with pytest.raises(FatalURLFetchingError, match="is not a file of this publication"):
        files(address)
    assert files.refused == [address]


def test_a_file_of_the_machine_is_refused_by_its_own_address(files: PublishedFiles, tmp_path: Path) -> None:
    address = (tmp_path / "figures/a.svg").as_uri()
    with pytest.raises(FatalURLFetchingError):
        files(address)
    assert files.refused == [address]
