"""The published site behind `briefwright serve` and behind nginx with the generated configuration."""

from __future__ import annotations

import gzip
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from briefwright.site.headers import NOT_SERVED, headers_of
from tests.tools import browser
from tests.tools.project import BRIEF, SLUG
from tests.tools.serving import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.tools.project import Project
    from tests.tools.publication import Publication

pytestmark = pytest.mark.slow

TIMEOUT = 20
PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])


@pytest.fixture(scope="module")
def address(publication: Publication) -> Iterator[str]:
    with served(publication.site) as found:
        yield found


def request(address: str, path: str, method: str = "GET") -> tuple[int, list[tuple[str, str]], bytes]:
    url = urlsplit(address)
    assert url.hostname
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=TIMEOUT)
    try:
        connection.request(method, f"/{path}", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()


def names(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def check(address: str, site: Path) -> None:
    """Assert that a server sends every file whole, with each expected header once."""
    listed = names(site)
    assert len(listed) > 30
    pages = {"": "index.html", f"{SLUG}/": f"{SLUG}/index.html"}
    missing = ["nowhere/at/all", "assets/none.css", f"{SLUG}/none.svg", f"{SLUG}/fragments/none.html"]
    # Folders without an index.
    missing += [f"{SLUG}/figures/", f"{SLUG}/fragments/", f"{SLUG}/editions/"]
    pages |= dict.fromkeys(missing, "404.html")
    for path, file in [*((name, name) for name in listed), *pages.items()]:
        status, headers, body = request(address, path)
        if file.rpartition("/")[2] in NOT_SERVED:
            assert status in {403, 404}, path
            continue
        assert status == (404 if file == "404.html" != path else 200), path
        sent = dict(headers)
        assert len({name.lower() for name, _ in headers}) == len(headers), path
        expected = dict(headers_of(file))
        assert {name: sent.get(name) for name in expected} == expected, path
        for name in ("Access-Control-Allow-Origin", "X-Robots-Tag"):
            assert (name in sent) == (name in expected), path
        content = gzip.decompress(body) if sent.get("Content-Encoding") == "gzip" else body
        assert content == (site / file).read_bytes(), path
        if file.endswith((".html", ".css", ".json", ".jsonld", ".svg")) and len(content) > 2000:
            assert sent["Content-Encoding"] == "gzip", path
            assert "Accept-Encoding" in sent["Vary"], path


def test_serve_sends_every_file_with_its_headers(publication: Publication, address: str) -> None:
    check(address, publication.site)


def test_serve_answers_head_redirects_folders_and_hides_outside_files(publication: Publication, address: str) -> None:
    status, headers, body = request(address, f"{SLUG}/{BRIEF}.html", "HEAD")
    assert (status, body) == (200, b"")
    assert int(dict(headers)["Content-Length"]) > 1000
    status, headers, _ = request(address, SLUG)
    assert (status, dict(headers)["Location"]) == (301, f"/{SLUG}/")
    (publication.site.parent / "outside.txt").write_text("outside", "utf-8")
    for path in ("../outside.txt", "%2e%2e/outside.txt", f"{SLUG}/../../outside.txt", "a%00b", "//example.org/"):
        status, _, body = request(address, path)
        assert status == 404, path
        assert b"outside" not in body


def test_netlify_has_a_rule_for_every_file_of_an_edition(publication: Publication) -> None:
    sent = (publication.site / "_headers").read_text("utf-8").splitlines()
    editions = [name for name in names(publication.site) if name.startswith(f"{SLUG}/editions/")]
    assert len(editions) > 10
    assert [name for name in editions if f"/{name}" not in sent] == []
    assert not [line for line in sent if line.startswith(f"/{SLUG}/editions/") and line.endswith("*")]


@pytest.mark.browser
def test_every_page_obeys_the_policy_and_its_own_host(
    publication: Publication, address: str, chromium: Browser
) -> None:
    pages = [name for name in names(publication.site) if name.endswith((".html", ".svg"))]
    assert len(pages) > 12
    for name in pages:
        # Fails on console errors, such as policy violations, and on requests to other hosts.
        with browser.page(chromium) as page:
            answer = page.goto(f"{address}{name}")
            assert answer is not None
            assert answer.status == 200
            page.evaluate("document.fonts ? document.fonts.ready.then(() => null) : null")
            broken = "[...document.images].filter(one => one.complete && !one.naturalWidth).map(one => one.src)"
            assert page.evaluate(broken) == [], name
            if name.endswith(".html") and "/fragments/" not in name:
                assert page.evaluate("document.styleSheets.length") == 1, name


@pytest.mark.browser
def test_browsers_enforce_the_policy(publication: Publication, chromium: Browser, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(publication.site, site)
    page_file = site / SLUG / f"{BRIEF}.html"
    whole = page_file.read_text("utf-8")
    for breach in (
        '<p style="color: red">x</p>',
        "<script>document.title = 'run'</script>",
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">',
        '<iframe src="index.html"></iframe>',
    ):
        page_file.write_text(whole.replace("</main>", f"{breach}</main>"), "utf-8")
        with served(site) as address, pytest.raises(AssertionError, match="Content Security Policy"):
            look(chromium, f"{address}{SLUG}/{BRIEF}.html")


def look(chromium: Browser, url: str) -> None:
    with browser.page(chromium) as page:
        page.goto(url)


@pytest.mark.parametrize("gap", [None, 0.0002, 0.01])
def test_serve_prints_its_address_and_stops_on_ctrl_c(publication: Publication, gap: float | None) -> None:
    """``gap``: the seconds until a second Ctrl-C."""
    project = publication.project
    process = subprocess.Popen(
        # A background job of a shell ignores SIGINT.
        ["env", "--default-signal=INT", "briefwright", "serve", "--port", "0"],
        cwd=project.root,
        env=project.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        address = line.split()[3]
        assert line == f"Serving build/site at {address} (stop with Ctrl-C)\n"
        assert urlsplit(address).hostname == "127.0.0.1"
        assert request(address, "")[0] == 200
        taken = serve(project, "--port", str(urlsplit(address).port))
        assert taken.returncode == 1
        assert taken.stdout.endswith("choose another with --port, or 0 for any free port\n")
        process.send_signal(signal.SIGINT)
        if gap is not None:
            time.sleep(gap)
            process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=TIMEOUT)
        assert (process.returncode, rest) == (0, "")
    finally:
        process.kill()
        process.wait(TIMEOUT)


def test_serve_without_a_site_fails_with_a_hint(bare: Project) -> None:
    done = serve(bare)
    assert done.returncode == 1
    assert done.stdout == "error: build/site contains no site; build it with `briefwright build`\n"


def serve(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["briefwright", "serve", *arguments],
        cwd=project.root,
        env=project.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=TIMEOUT,
        check=False,
    )


@pytest.mark.nginx
def test_nginx_sends_every_file_with_its_headers(publication: Publication, tmp_path: Path) -> None:
    made = (publication.site.parent / "headers/nginx.conf").read_text("utf-8")
    nginx = shutil.which("nginx", path=PATH)
    assert nginx, "nginx is not installed"
    port = free_port()
    site = publication.site.resolve()
    own = made.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("    listen [::]:80;\n", "")
    own = own.replace("root /var/www/briefs.example.org;", f"root {site};")
    assert own.count(str(site)) == 1
    (tmp_path / "site.conf").write_text(own, "utf-8")
    places = "\n".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # As root, nginx would switch to a user who cannot read the test's folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (tmp_path / "nginx.conf").write_text(
        f"{user} daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}}\n"
        f"http {{ access_log off; {places} include {tmp_path}/site.conf; }}\n",
        "utf-8",
    )
    command = [nginx, "-e", f"{tmp_path}/error.log", "-c", f"{tmp_path}/nginx.conf"]
    tried = subprocess.run([*command, "-t"], capture_output=True, encoding="utf-8", timeout=TIMEOUT, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr
    process = subprocess.Popen(command)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        check(address, publication.site)
        status, headers, _ = request(address, SLUG)
        assert (status, dict(headers)["Location"]) == (301, f"/{SLUG}/")
    finally:
        process.terminate()
        process.wait(TIMEOUT)


def wait_for(address: str) -> None:
    until = time.monotonic() + TIMEOUT
    while True:
        try:
            request(address, "")
        except ConnectionError:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.05)
        else:
            return


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
