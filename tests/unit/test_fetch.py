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
        "secret.svg", "figures/a.svg", "figures/two words.svg", "figures/a.txt", "figures/a.gif", "figures/.b.svg",
        "figures/deep/c.svg", "figures/d.svg/e", "fonts/Plex[wght].ttf",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return PublishedFiles({f"{BASE}{name}/": tmp_path / name for name in ("figures", "fonts")})


@pytest.mark.parametrize(
    ("address", "file", "media_type"),
    [
        ("figures/a.svg", "figures/a.svg", "image/svg+xml"),
        ("figures/two%20words.svg", "figures/two words.svg", "image/svg+xml"),
        ("fonts/Plex%5Bwght%5D.ttf", "fonts/Plex[wght].ttf", "font/ttf"),
    ],
)
def test_serves_files_of_known_folders(files: PublishedFiles, address: str, file: str, media_type: str) -> None:
    answer = files(BASE + address)
    assert answer.read().decode() == file
    assert answer.content_type == media_type
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
        # Unknown folders.
        f"{BASE}secret.svg",
        f"{BASE}deep/c.svg",
        "https://briefs.example.org/figures/a.svg",
        # Other hosts and schemes.
        "https://evil.example/sample/figures/a.svg",
        "https://briefs.example.org@evil.example/sample/figures/a.svg",
        "http://briefs.example.org/sample/figures/a.svg",
        "//briefs.example.org/sample/figures/a.svg",
        "file:///etc/hostname",
        "ftp://briefs.example.org/sample/figures/a.svg",
        "data:image/svg+xml,<svg/>",
        "figures/a.svg",
        "",
        # Other media types.
        f"{BASE}figures/a.txt",
        f"{BASE}figures/a.gif",
        f"{BASE}figures/a.SVG",
        # Not a file, or an invalid name.
        f"{BASE}figures/",
        f"{BASE}figures/d.svg",
        f"{BASE}figures/gone.svg",
        f"{BASE}figures/.b.svg",
        f"{BASE}figures/a.svg?b",
        f"{BASE}figures/a.svg%00.svg",
        f"{BASE}figures/a%0A.svg",
    ],
)
def test_refuses_and_lists_all_other_addresses(files: PublishedFiles, address: str) -> None:
    with pytest.raises(FatalURLFetchingError, match="is not a file of this publication"):
        files(address)
    assert files.refused == [address]


def test_refuses_file_url_of_served_file(files: PublishedFiles, tmp_path: Path) -> None:
    address = (tmp_path / "figures/a.svg").as_uri()
    with pytest.raises(FatalURLFetchingError):
        files(address)
    assert files.refused == [address]
