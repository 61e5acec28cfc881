from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.tools.serving import TIMEOUT, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    for name in ("index.html", "a b/index.html", "404.html", "empty/data.csv", "_headers"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    with served(tmp_path) as found:
        yield found


def ask(address: str, target: str) -> tuple[int, str, str | None]:
    url = urlsplit(address)
    assert url.hostname
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=TIMEOUT)
    try:
        # http.client cannot derive the host from some of the targets.
        connection.putrequest("GET", target, skip_host=True)
        connection.putheader("Host", url.netloc)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.getheader("Location")
    finally:
        connection.close()


@pytest.mark.parametrize(
    "target",
    [
        f"/{'x' * 300}",
        f"/{'x/' * 3000}",
        f"/{'%C3%BC' * 200}/",
        "/index.html/",
        "/a%20b/index.html/",
        "/a%20b/index.html//",
        "/empty",
        "/empty/",
        "/%00",
        "/_headers",
        "/_headers/",
    ],
)
def test_unknown_addresses_are_not_found(address: str, target: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert ask(address, target) == (404, "404.html", None)
    assert capfd.readouterr() == ("", "")


def test_an_invalid_target_is_a_bad_request(address: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert ask(address, "http://[/") == (400, "400\n", None)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("target", ["/", "/index.html", "/?q", "http://example.org", "http://example.org/"])
def test_serves_the_index_of_a_folder(address: str, target: str) -> None:
    assert ask(address, target) == (200, "index.html", None)


@pytest.mark.parametrize("target", ["/a%20b", "//a%20b", "http://example.org//a%20b"])
def test_redirects_a_folder_on_the_same_host(address: str, target: str) -> None:
    assert ask(address, target) == (301, "", "/a%20b/")
    assert ask(address, "/a%20b/") == (200, "a b/index.html", None)
