"""A local server of a built site, with the headers of ``headers``."""

from __future__ import annotations

import gzip
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote, urlsplit

from briefwright.site.headers import NOT_SERVED, headers_of
from briefwright.site.media_types import is_compressible

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
_MISSING = "404.html"


def find_file(site: Path, address: str) -> Path | None:
    """Return the file of a request, or ``None``; for a folder, its index.

    ``address`` is the percent-encoded path of the request (RFC 3986, 3.3). Files outside the site are never returned.
    """
    name = unquote(address).lstrip("/")
    try:
        path = (site / name).resolve()
        # A slash after a file name would break the relative links of the page.
        if not name or name.endswith("/"):
            path /= "index.html"
        exists = path.is_file()
    except (OSError, ValueError):  # not a valid file name
        return None
    return path if exists and path.is_relative_to(site.resolve()) and path.name not in NOT_SERVED else None


@lru_cache(maxsize=256)
def _compressed(path: Path, modified: int) -> bytes:  # noqa: ARG001 - part of the cache key
    return gzip.compress(path.read_bytes(), mtime=0)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    protocol_version = "HTTP/1.1"
    server_version = "briefwright"
    sys_version = ""
    site: ClassVar[Path]

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Log nothing: the terminal shows the address."""

    def _answer(self, *, body: bool) -> None:
        site = self.site
        try:
            address = urlsplit(self.path).path
        except ValueError:
            self._send(HTTPStatus.BAD_REQUEST, None, body=body)
            return
        if address and not address.endswith("/") and find_file(site, f"{address}/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            # Two slashes at the start would mean another host.
            self.send_header("Location", f"/{address.lstrip('/')}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path := find_file(site, address):
            self._send(HTTPStatus.OK, path, body=body)
        else:
            self._send(HTTPStatus.NOT_FOUND, find_file(site, f"/{_MISSING}"), body=body)

    def _send(self, status: HTTPStatus, path: Path | None, *, body: bool) -> None:
        content = path.read_bytes() if path else f"{status.value}\n".encode()
        name = path.relative_to(self.site.resolve()).as_posix() if path else f"{status.value}.txt"
        self.send_response(status)
        for header, value in headers_of(name):
            self.send_header(header, value)
        if is_compressible(name):
            self.send_header("Vary", "Accept-Encoding")
            if path and "gzip" in self.headers.get("Accept-Encoding", ""):
                content = _compressed(path, path.stat().st_mtime_ns)
                self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)


class Server(ThreadingHTTPServer):
    """Serves a folder on loopback. Port 0 means any free port. Raises ``OSError`` if the port is in use."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, site: Path, port: int) -> None:
        """Bind the port; `serve_forever` answers requests."""
        super().__init__((HOST, port), type("Handler", (_Handler,), {"site": site}))

    @property
    def address(self) -> str:
        """The address for a browser."""
        return f"http://{HOST}:{self.server_port}/"
